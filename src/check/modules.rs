//! Modules: callers and the module itself follow its contract.

use super::terminology::Terminology;
use super::{ActionRef, Checker};
use crate::catalogue::ModuleUse;
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::evidence::{Probe, Source};
use crate::graph::{ActionState, Contract, FieldType, Flow, FlowKind, Node, Object, Property, Schema, Value};
use crate::source::Span;

/// The maximum depth at which modules may invoke one another.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/contact-flow-modules.html>
const DEPTH: usize = 5;

/// The maximum number of branches that a module may declare.
const BRANCHES: usize = 8;

/// <https://docs.aws.amazon.com/connect/latest/adminguide/contact-flow-modules.html>
const PAGE: Source = Source::Page("https://docs.aws.amazon.com/connect/latest/adminguide/contact-flow-modules.html");

/// The service checks the keys and branches of a call against the module.
const OF_A_CALL: Option<Source> = Some(Source::Probe(Probe::Pulumi));

impl Checker<'_> {
    /// Checks a module's own contract.
    pub(super) fn contract(&mut self, flow: &Flow) {
        let Some(contract) = &flow.contract else { return };
        if let Some(branch) = contract.branches.get(BRANCHES) {
            self.report(
                Diagnostic::new(
                    Code::TooMany,
                    branch.span,
                    format!("the module `{}` has {} branches", flow.name.text, contract.branches.len()),
                )
                .rests_on(Some(PAGE))
                .at_most(BRANCHES),
            );
        }
        for (index, branch) in contract.branches.iter().enumerate() {
            if branch.text.is_empty() {
                self.report_in_drafts_too(Diagnostic::new(
                    Code::EmptyValue,
                    branch.span,
                    "the name of this branch is empty",
                ));
                continue;
            }
            if let Some(first) = contract.branches.iter().take(index).find(|other| other.text == branch.text) {
                self.report(
                    Diagnostic::new(
                        Code::DuplicateBranch,
                        branch.span,
                        format!("the branch `{}` is declared twice", branch.text),
                    )
                    .duplicate_of(first.span),
                );
            }
        }
    }

    /// Checks `return` against the module that contains it, and `invoke_module` against the module that it invokes.
    pub(super) fn module_call(&mut self, place: ActionRef<'_>) {
        let action = place.action;
        if action.state == ActionState::Raw {
            return;
        }
        match action.semantics().module {
            Some(ModuleUse::Returns { branch, output }) => {
                let Some(contract) = place.flow.known_contract() else { return };
                if let Some(node) = action.parameters.get(branch) {
                    // A module that declares no branch has one mistake, however many it returns.
                    let all = if contract.branches.is_empty() { returned(place.flow, branch) } else { Vec::new() };
                    if all.first().is_none_or(|first| first.origin == node.origin) {
                        self.branch_of(contract, node, node.origin, &all);
                    }
                }
                self.object(
                    &contract.output,
                    action.parameters.at(output),
                    "output",
                    (action.state == ActionState::Whole).then_some(action.head),
                    place.flow.name.span,
                );
            }
            Some(ModuleUse::Calls { input, .. }) => {
                let build = self.build;
                let module = action.calls().and_then(|index| build.flows.get(index));
                let Some((module, contract)) = module.and_then(|module| Some((module, module.known_contract()?)))
                else {
                    return;
                };
                let is_whole = action.state == ActionState::Whole;
                let head = is_whole.then_some(action.head);
                self.object(&contract.input, action.parameters.at(input), "input", head, module.name.span);
                for condition in &action.transitions.conditions {
                    if let Some(node) = condition.operands.first() {
                        self.branch_of(contract, node, module.name.span, &[node]);
                    }
                }
            }
            None => {}
        }
    }

    /// Checks the name of a branch. `all` are the names to declare if the module declares none.
    fn branch_of(&mut self, contract: &Contract, node: &Node, module: Span, all: &[&Node]) {
        let Value::Text(text) = &node.value else { return };
        // Contact data as the name of a branch is reported for the parameter.
        if text.is_empty() || contact_path::begins(text) || contract.branches.iter().any(|branch| branch.text == *text)
        {
            return;
        }
        let near = nearest(text, contract.branches.iter().map(|branch| branch.text.as_str()));
        let mut diagnostic =
            Diagnostic::new(Code::UnknownBranch, node.origin, format!("the module has no branch `{text}`"))
                .rests_on(OF_A_CALL);
        if module != node.origin {
            diagnostic = diagnostic.label(module, "the module");
        }
        diagnostic = match near {
            Some(near) => diagnostic.did_you_mean_text(node.origin, near),
            None if contract.branches.is_empty() => diagnostic.help(self.terms.either(
                format!("declare it in the module: `branches: [{}]`", names(all)),
                "declare it in the module's settings, under `transitions`".to_owned(),
            )),
            None => {
                let names: Vec<String> = contract.branches.iter().map(|branch| format!("`{}`", branch.text)).collect();
                diagnostic.help(format!("the module has the branches {}", names.join(", ")))
            }
        };
        self.report(diagnostic);
    }

    /// The help text on how to declare an input or output in a module.
    pub(super) fn declare(&self, what: &str, name: &str) -> String {
        self.terms.either(
            format!("declare it in the module: `{what} {{ {name}: text }}`"),
            format!("declare it in the schema of the module's {what}"),
        )
    }

    /// Checks an object against its schema.
    fn object(&mut self, schema: &Schema, given: Option<&Property>, what: &str, head: Option<Span>, module: Span) {
        let Schema::Fields(fields) = schema else { return };
        let empty = Object::new();
        let object = match given.map(|property| &property.node.value) {
            Some(Value::Object(object)) => object,
            None => &empty,
            Some(_) => return,
        };
        for property in object.properties() {
            let Some(field) = schema.field(&property.key) else {
                let near = nearest(&property.key, schema.names().map(|name| name.as_str()));
                let mut diagnostic = Diagnostic::new(
                    Code::UnknownParameter,
                    property.key_origin,
                    format!("the module has no {what} `{}`", property.key),
                )
                .rests_on(OF_A_CALL)
                .label(module, "the module")
                .did_you_mean_key(property.key_origin, near);
                if near.is_none() {
                    let names: Vec<String> = schema.names().map(|name| format!("`{name}`")).collect();
                    diagnostic = diagnostic.help(match names.as_slice() {
                        [] => self.declare(what, &property.key),
                        _ => format!("the module has {}", names.join(", ")),
                    });
                }
                self.report(diagnostic);
                continue;
            };
            if let Some(type_) = field.type_.filter(|type_| !type_.fits(&property.node.value)) {
                let mut diagnostic = Diagnostic::new(
                    Code::WrongValue,
                    property.node.origin,
                    format!("the {what} `{}` must be of type `{}`", property.key, type_.keyword()),
                )
                .rests_on(OF_A_CALL)
                .label(field.name.span, "declared here");
                match &property.node.value {
                    Value::Text(text) if contact_path::begins(text) => {
                        diagnostic =
                            diagnostic.help("the service treats contact data as text, so only a `text` can take it");
                    }
                    Value::Text(_) => diagnostic = diagnostic.primary_label("a quoted value is text"),
                    _ => {}
                }
                self.report(diagnostic);
            }
        }
        // What could not be read may be what seems to be missing.
        let Some(head) = head else { return };
        for field in fields.iter().filter(|field| field.required) {
            if object.property(&field.name.text).is_none() {
                self.report(
                    Diagnostic::new(
                        Code::MissingParameter,
                        head,
                        format!("missing required {what} `{}`", field.name.text),
                    )
                    .rests_on(OF_A_CALL)
                    .label(field.name.span, "required here")
                    .help(self.terms.either(
                        format!("write `{} = {}` between its braces", field.name.text, example(field.type_)),
                        format!("add `{}` to its `Parameters`", field.name.text),
                    )),
                );
            }
        }
    }

    /// Reports modules that invoke themselves, directly or through others, and chains of modules that are too long.
    pub(super) fn module_nesting(&mut self) {
        let build = self.build;
        let invoked: Vec<Vec<(usize, Span)>> = build.flows.iter().map(invoked_by).collect();
        let mut chains: Vec<Option<Vec<usize>>> = vec![None; build.flows.len()];
        for index in 0..build.flows.len() {
            self.chain(index, &invoked, &mut chains, &mut Vec::new());
        }
        let chains: Vec<Vec<usize>> = chains.into_iter().map(Option::unwrap_or_default).collect();
        for (index, (flow, chain)) in build.flows.iter().zip(&chains).enumerate() {
            if flow.kind != FlowKind::Module || chain.len() <= DEPTH {
                continue;
            }
            // Only the first module of a chain is reported, not the modules inside the chain.
            let is_inside = build.flows.iter().zip(&chains).any(|(other, longer)| {
                other.kind == FlowKind::Module && longer.iter().skip(1).any(|inner| *inner == index)
            });
            if is_inside {
                continue;
            }
            self.report(
                Diagnostic::new(
                    Code::ModulesTooDeep,
                    flow.name.span,
                    format!(
                        "the chain of modules that starts with `{}` is {} levels deep",
                        flow.name.text,
                        chain.len()
                    ),
                )
                .at_most(DEPTH)
                .help(format!("the chain is {}", self.names(chain, " → "))),
            );
        }
    }

    fn names(&self, modules: &[usize], between: &str) -> String {
        let names = modules.iter().filter_map(|index| self.build.flows.get(*index));
        let names: Vec<String> = names.map(|flow| format!("`{}`", flow.name.text)).collect();
        names.join(between)
    }

    /// The longest chain of modules that starts at `index`, including `index` itself if it is a module.
    fn chain(
        &mut self,
        index: usize,
        invoked: &[Vec<(usize, Span)>],
        chains: &mut [Option<Vec<usize>>],
        path: &mut Vec<usize>,
    ) -> Vec<usize> {
        if let Some(Some(chain)) = chains.get(index) {
            return chain.clone();
        }
        path.push(index);
        let mut longest = Vec::new();
        self.terms = self.build.flows.get(index).map(Terminology::of).unwrap_or_default();
        for (next, span) in invoked.get(index).into_iter().flatten() {
            if let Some(at) = path.iter().position(|before| before == next) {
                let through = self.names(path.get(at + 1..).unwrap_or_default(), ", ");
                let through = if through.is_empty() { through } else { format!(" through {through}") };
                let name = self.names(&[*next], "");
                self.report(
                    Diagnostic::new(Code::ModuleRecursion, *span, format!("the module {name} invokes itself{through}"))
                        .primary_label("a module cannot invoke itself")
                        .help(self.terms.either(
                            "repeat within one module with `loop`, or with a jump to a step",
                            "repeat within one module, with a `Loop`",
                        )),
                );
                continue;
            }
            let terms = self.terms;
            let chain = self.chain(*next, invoked, chains, path);
            self.terms = terms;
            if chain.len() > longest.len() {
                longest = chain;
            }
        }
        path.pop();
        if self.build.flows.get(index).is_some_and(|flow| flow.kind == FlowKind::Module) {
            longest.insert(0, index);
        }
        if let Some(slot) = chains.get_mut(index) {
            *slot = Some(longest.clone());
        }
        longest
    }
}

/// An example value of a type.
fn example(type_: Option<FieldType>) -> &'static str {
    match type_ {
        Some(FieldType::Number | FieldType::Integer) => "3",
        Some(FieldType::Boolean) => "true",
        Some(FieldType::List) => "[…]",
        Some(FieldType::Map) => "{ … }",
        Some(FieldType::Text) | None => "\"…\"",
    }
}

/// The modules of this build that a flow invokes, each with the span of the invocation.
fn invoked_by(flow: &Flow) -> Vec<(usize, Span)> {
    flow.actions.iter().filter_map(|action| Some((action.calls()?, action.head))).collect()
}

/// The branches that a module returns by name, each once.
fn returned<'f>(flow: &'f Flow, branch: &str) -> Vec<&'f Node> {
    let mut found: Vec<&Node> = Vec::new();
    for action in &flow.actions {
        let is_return = matches!(action.semantics().module, Some(ModuleUse::Returns { .. }));
        if let Some(node) = action.parameters.get(branch).filter(|_| is_return)
            && let Value::Text(text) = &node.value
            && !text.is_empty()
            && !contact_path::begins(text)
            && !found.iter().any(|other| other.value == node.value)
        {
            found.push(node);
        }
    }
    found
}

fn names(nodes: &[&Node]) -> String {
    let texts = nodes.iter().filter_map(|node| match &node.value {
        Value::Text(text) => Some(format!("\"{text}\"")),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(", ")
}
