//! Contracts of modules that are converted from their content alone, which does not contain them.
//!
//! Takes a build, and gives each module with an unknown contract the inputs, output and branches that its own actions
//! and those of its callers use: without them the text would not compile. Reports each such module.

use smol_str::SmolStr;

use crate::catalogue::ModuleUse;
use crate::catalogue::contact_data::{MODULE_INPUT, MODULES};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Action, Build, Contract, Field, FieldType, Flow, FlowKind, Node, Schema, Spanned, Value};
use crate::source::Span;

/// Infers the unknown contracts.
pub(super) fn infer(build: &mut Build, diagnostics: &mut Diagnostics) {
    let inferred: Vec<Option<Uses>> = (0..build.flows.len()).map(|index| Uses::of(build, index)).collect();
    for (flow, uses) in build.flows.iter_mut().zip(inferred) {
        let (Some(uses), Some(contract)) = (uses, &mut flow.contract) else { continue };
        let Some(first) = uses.first else { continue };
        // A module that returns through a branch does not list none.
        let is_bare = contract.is_bare && uses.branches.is_empty();
        *contract = Contract {
            input: Schema::Fields(uses.input),
            output: Schema::Fields(uses.output),
            branches: uses.branches,
            is_bare,
            is_unknown: true,
        };
        let name = &flow.name.text;
        diagnostics.push(
            Diagnostic::new(
                Code::ContractElsewhere,
                first,
                format!("the contract of the module `{name}` is not in this JSON"),
            )
            .primary_label("this uses its inputs, output or branches")
            .help("the text declares what the actions use: check the types, and what else its callers may use")
            .help("the answer of `aws connect describe-contact-flow-module` contains the contract, in its `Settings`")
            .help("so does a file beside this one with these `Settings`, such as `name.settings.json` for `name.json`"),
        );
    }
}

/// What the actions of a build use of a module's contract.
#[derive(Default)]
struct Uses {
    input: Vec<Field>,
    output: Vec<Field>,
    branches: Vec<Spanned>,
    /// The first action that uses any of it.
    first: Option<Span>,
}

impl Uses {
    /// The uses of the module at `index`; `None` if it is no module, or its contract is known.
    fn of(build: &Build, index: usize) -> Option<Uses> {
        let module = build.flows.get(index)?;
        if module.kind != FlowKind::Module || module.known_contract().is_some() {
            return None;
        }
        let mut uses = Uses::default();
        module.actions.iter().for_each(|action| uses.inside(action));
        let callers = build.flows.iter().flat_map(|flow: &Flow| &flow.actions);
        callers.filter(|action| action.calls() == Some(index)).for_each(|action| uses.outside(action));
        Some(uses)
    }

    /// An action of the module.
    fn inside(&mut self, action: &Action) {
        for (text, _) in action.texts() {
            for path in contact_path::all(text).into_iter().flatten() {
                let names: Vec<&SmolStr> = path.parts.iter().map(|part| &part.name).collect();
                if let [root, below, name, ..] = names.as_slice()
                    && (root.as_str(), below.as_str()) == (MODULES, MODULE_INPUT)
                {
                    self.first.get_or_insert(action.head);
                    add(&mut self.input, name, FieldType::Text, action.head);
                }
            }
        }
        if let Some(ModuleUse::Returns { branch, output }) = action.semantics().module {
            self.branch(action.parameters.get(branch), action.head);
            self.fields(action.parameters.get(output), action.head, |uses| &mut uses.output);
        }
    }

    /// An action that invokes the module.
    fn outside(&mut self, action: &Action) {
        if let Some((_, input)) = action.semantics().calls_module() {
            self.fields(action.parameters.get(input), action.head, |uses| &mut uses.input);
        }
        for condition in &action.transitions.conditions {
            self.branch(condition.operands.first(), action.head);
        }
    }

    fn branch(&mut self, node: Option<&Node>, head: Span) {
        let Some(Value::Text(text)) = node.map(|node| &node.value) else { return };
        if text.is_empty() || contact_path::begins(text) {
            return;
        }
        self.first.get_or_insert(head);
        if !self.branches.iter().any(|branch| branch.text == *text) {
            self.branches.push(Spanned { text: text.clone(), span: head });
        }
    }

    fn fields(&mut self, node: Option<&Node>, head: Span, which: fn(&mut Uses) -> &mut Vec<Field>) {
        let Some(Value::Object(object)) = node.map(|node| &node.value) else { return };
        for property in object.properties() {
            self.first.get_or_insert(head);
            let type_ = FieldType::ALL.into_iter().rev().find(|type_| type_.fits(&property.node.value));
            add(which(self), &property.key, type_.unwrap_or(FieldType::Text), head);
        }
    }
}

/// Adds a field, or widens the type of the one with its name.
fn add(fields: &mut Vec<Field>, name: &SmolStr, type_: FieldType, span: Span) {
    match fields.iter_mut().find(|field| field.name.text == *name) {
        Some(field) if field.type_ == Some(FieldType::Integer) && type_ == FieldType::Number => {
            field.type_ = Some(type_);
        }
        // What a caller passes says more than that the module reads it.
        Some(field) if field.type_ == Some(FieldType::Text) => field.type_ = Some(type_),
        Some(_) => {}
        None => fields.push(Field { name: Spanned { text: name.clone(), span }, type_: Some(type_), required: false }),
    }
}
