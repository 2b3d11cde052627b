//! Contact data: paths are well formed, refer to existing data, and are available where they are used.

use std::collections::{BTreeSet, HashSet};

use smol_str::SmolStr;

use super::{ActionRef, Checker};
use crate::catalogue::contact_data::{self, ATTRIBUTES, Holds, MODULE_INPUT, MODULE_OUTPUT, MODULES, Root, Scope};
use crate::contact_path::{self, Part, Path, PathError};
use crate::diagnostic::{Code, Confidence, Diagnostic, Lowering, Names, nearest};
use crate::evidence::{Probe, Source};
use crate::graph::{ActionState, Build, Flow, FlowKind, Node, Schema, Value};
use crate::source::Span;

/// The service refuses to compare a path with an unknown root or without a field.
pub(super) const COMPARED: Source = Source::Probe(Probe::FlowAsCode);

/// Why a path that does not exist may be an error.
#[derive(Clone, Copy)]
pub(super) enum PathGround {
    /// The service refuses it, if there is a source.
    Service(Option<Source>),
    /// It is in a test, which only callflow reads.
    Language,
}

impl PathGround {
    fn of(self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            PathGround::Service(source) => diagnostic.rests_on(source),
            PathGround::Language => diagnostic.of_language(),
        }
    }
}

impl Checker<'_> {
    /// Checks the paths in an action's parameters and conditions.
    pub(super) fn contact_data(&mut self, place: ActionRef<'_>) {
        if matches!(place.action.state, ActionState::Raw | ActionState::Hole) {
            return;
        }
        for node in place.action.transitions.conditions.iter().flat_map(|condition| &condition.operands) {
            if let Value::Text(text) = &node.value {
                self.nearly_paths(text, node.origin);
            }
        }
        let compared = place.action.compared();
        for (text, span) in place.action.texts() {
            // The service validates only paths that are compared.
            let source = compared.filter(|node| node.origin == span).map(|_| COMPARED);
            for path in contact_path::all(text) {
                match path {
                    Ok(path) => path.with_computed().for_each(|path| self.path(place, path, (text, span), source)),
                    Err(error) => {
                        let diagnostic = bad_path(span.part(text, &(error.start..text.len())), &error);
                        self.report(diagnostic.rests_on(source.filter(|_| !error.is_nested())));
                    }
                }
            }
        }
    }

    fn path(&mut self, place: ActionRef<'_>, path: &Path, (text, origin): (&str, Span), source: Option<Source>) {
        let Some(first) = path.parts.first() else { return };
        let span = origin.part(text, &path.range);
        if first.computed.is_some() {
            return;
        }
        let Some(root) = contact_data::find(&first.name) else {
            self.unknown_root(Some(place.flow), path, &first.name, span, PathGround::Service(source));
            return;
        };
        self.field(root, path, (text, origin), PathGround::Service(source));
        self.scope(place, root, path, span);
    }

    /// Reports an unknown root. `flow` is the flow that the path is in; `None` in a test.
    pub(super) fn unknown_root(
        &mut self,
        flow: Option<&Flow>,
        path: &Path,
        name: &str,
        span: Span,
        ground: PathGround,
    ) {
        // Other systems and older AWS pages have a level above: `$.System.Channel`.
        let below = path.parts.get(1).and_then(|part| contact_data::find(&part.name)).map(|root| root.name);
        // The root may be left out: `$.Slots.city`.
        let holder = contact_data::holder(name).filter(|(root, inside)| {
            (root.name, *inside) != (MODULES, MODULE_INPUT) || flow.is_some_and(|flow| flow.kind == FlowKind::Module)
        });
        let (near, rest) = match (below, holder) {
            (Some(root), _) => (Some(root.to_owned()), 2),
            (None, Some((root, inside))) => (Some(format!("{}.{inside}", root.name)), 1),
            (None, None) => (nearest(name, contact_data::ROOTS.iter().map(|root| root.name)).map(str::to_owned), 1),
        };
        let mut diagnostic = Diagnostic::new(Code::UnknownRoot, span, format!("unknown contact-data root `$.{name}`"));
        let inputs = holder.filter(|(root, _)| root.name == MODULES).and(path.parts.get(1));
        let input = inputs.zip(flow).and_then(|(part, flow)| declared_input(flow, &part.name));
        diagnostic = match input {
            // The module contradicts itself: it declares this input.
            Some(input) => diagnostic.of_language().label(input, "the input"),
            None => ground.of(diagnostic),
        };
        diagnostic = match near {
            Some(near) => {
                // A field that is nearly one is corrected too: the cure must not lead to the next finding.
                let written: Vec<&str> = path.parts.iter().skip(rest).map(|part| part.name.as_str()).collect();
                let field = match contact_data::find(&near).map(|root| &root.holds) {
                    Some(Holds::Fields(fields)) if !fields.iter().any(|known| fits(known, &written)) => {
                        near_field(fields, &written)
                    }
                    _ => None,
                };
                if let Some(field) = field {
                    self.report(diagnostic.help(format!("did you mean `$.{near}.{field}`?")));
                    return;
                }
                let rest = path.parts.iter().skip(rest);
                let whole: String = rest.fold(format!("$.{near}"), |whole, part| {
                    if is_plain(&part.name) {
                        format!("{whole}.{}", part.name)
                    } else {
                        format!("{whole}.['{}']", part.name)
                    }
                });
                diagnostic.help(format!("did you mean `{whole}`?"))
            }
            // Console exports contain some roots that no AWS page lists.
            None => diagnostic
                .lowered(Lowering::NotInTables)
                .help(format!("attributes that a flow sets are under `$.Attributes`: `$.Attributes.{name}`")),
        };
        self.report(diagnostic);
    }

    pub(super) fn field(&mut self, root: &Root, path: &Path, (text, origin): (&str, Span), ground: PathGround) {
        let span = origin.part(text, &path.range);
        let written: Vec<&str> = path.parts.iter().skip(1).map(|part| part.name.as_str()).collect();
        let field = written.join(".");
        if path.parts.iter().any(|part| part.computed.is_some()) && !matches!(root.holds, Holds::Value) {
            return;
        }
        match root.holds {
            Holds::Value if !written.is_empty() => self.report(
                Diagnostic::new(
                    Code::UnknownField,
                    span,
                    format!("`$.{}` is a value and has no field `{field}`", root.name),
                )
                .help(format!("use `$.{}` alone", root.name)),
            ),
            Holds::Value => {}
            Holds::Anything | Holds::Fields(_) if written.is_empty() => {
                if !root.is_whole {
                    let message = format!("`$.{}` is an object, not a value", root.name);
                    let diagnostic = ground.of(Diagnostic::new(Code::NotALeaf, span, message));
                    self.report(diagnostic.help(name_one(root, &[])));
                }
            }
            Holds::Anything => {}
            Holds::Fields(fields) => {
                if fields.iter().any(|known| fits(known, &written)) {
                    return;
                }
                if fields.iter().any(|known| below(known, &written)) {
                    let message = format!("`$.{}.{field}` is an object, not a value", root.name);
                    let diagnostic = ground.of(Diagnostic::new(Code::NotALeaf, span, message));
                    self.report(diagnostic.help(name_one(root, &written)));
                    return;
                }
                let near = near_field(fields, &written);
                let mut diagnostic =
                    Diagnostic::new(Code::UnknownField, span, format!("`$.{}` has no field `{field}`", root.name));
                diagnostic = match near {
                    Some(near) => {
                        let diagnostic = diagnostic.help(format!("did you mean `$.{}.{near}`?", root.name));
                        match path.parts.as_slice() {
                            [_, part] => with_fix(diagnostic, origin, text, part, &near),
                            _ => diagnostic,
                        }
                    }
                    None => diagnostic.help(format!("it has the fields {}", listed(fields.iter().copied()))),
                };
                self.report(diagnostic);
            }
        }
    }

    fn scope(&mut self, place: ActionRef<'_>, root: &Root, path: &Path, span: Span) {
        let name = root.name;
        match (root.scope, place.flow.kind) {
            (Scope::Types(types), FlowKind::Flow(Some(flow_type))) if !types.contains(&flow_type) => {
                let types = self.terms.flow_types(types.iter().copied());
                self.report(
                    Diagnostic::new(
                        Code::RootNotHere,
                        span,
                        format!("`$.{name}` is not available in flows of type `{}`", self.terms.flow_type(flow_type)),
                    )
                    .label(place.flow.kind_origin, "the flow's type")
                    .help(format!("it is available in flows of type {types}")),
                );
            }
            _ => {}
        }
        let of_modules = path.parts.get(1).map(|part| part.name.as_str());
        match (name, of_modules, place.flow.kind) {
            (MODULES, Some(MODULE_INPUT), FlowKind::Module) => self.input_of(place.flow, path, span),
            (MODULES, Some(MODULE_OUTPUT), _) => self.output_for(place.flow, path, span),
            (MODULES, Some(MODULE_INPUT), FlowKind::Flow(Some(_))) => self.report(
                Diagnostic::new(Code::RootNotHere, span, "`$.Modules.Input` is available only in a module")
                    .help("the output of a module is under `$.Modules.ResultData`"),
            ),
            (_, _, FlowKind::Module)
                if root.is_loaded()
                    && !place
                        .flow
                        .actions
                        .iter()
                        .any(|action| action.fills(name) || action.state != ActionState::Whole) =>
            {
                self.report(
                    Diagnostic::new(Code::RootNotHere, span, format!("a module cannot read `$.{name}` of its caller"))
                        .help("pass it in as an `input` of the module, or as a contact attribute"),
                );
            }
            _ => {}
        }
    }

    /// Checks an input that a module reads against the inputs that it declares.
    fn input_of(&mut self, module: &Flow, path: &Path, span: Span) {
        let (Some(contract), Some(name)) = (module.known_contract(), path.parts.get(2)) else { return };
        if name.computed.is_some() {
            return;
        }
        let Schema::Fields(fields) = &contract.input else { return };
        if fields.iter().any(|field| field.name.text == name.name) {
            return;
        }
        let near = nearest(&name.name, contract.input.names().map(SmolStr::as_str));
        let diagnostic = Diagnostic::new(Code::UnknownField, span, format!("this module has no input `{}`", name.name));
        self.report(match near {
            Some(near) => diagnostic.help(format!("did you mean `$.Modules.Input.{near}`?")),
            None if is_plain(&name.name) => diagnostic.help(self.declare("input", &name.name)),
            None => diagnostic,
        });
    }

    /// Checks an output that a flow reads against the outputs that the invoked modules declare.
    fn output_for(&mut self, flow: &Flow, path: &Path, span: Span) {
        let Some(name) = path.parts.get(2).filter(|name| name.computed.is_none()) else { return };
        let mut known: Vec<&str> = Vec::new();
        let mut one = None;
        for action in flow.actions.iter().filter(|action| {
            action.semantics().calls_module().is_some() || matches!(action.state, ActionState::Raw | ActionState::Hole)
        }) {
            let module = action.calls().and_then(|index| self.build.flows.get(index));
            let Some(Schema::Fields(fields)) =
                module.and_then(|module| module.known_contract()).map(|contract| &contract.output)
            else {
                // A module outside this build may have any output.
                return;
            };
            known.extend(fields.iter().map(|field| field.name.text.as_str()));
            one = module;
        }
        let Some(module) = one else { return };
        if known.contains(&name.name.as_str()) {
            return;
        }
        let near = nearest(&name.name, known.iter().copied());
        let mut diagnostic =
            Diagnostic::new(Code::UnknownField, span, format!("no module invoked here has an output `{}`", name.name))
                .label(module.name.span, "an invoked module");
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `$.Modules.ResultData.{near}`?"));
        } else if known.is_empty() {
            diagnostic = diagnostic.help(self.declare("output", &name.name));
        } else {
            diagnostic = diagnostic.help(format!("the outputs are {}", listed(known.iter().copied())));
        }
        self.report(diagnostic);
    }

    /// Reports attributes that are read and that nothing in the build sets. An attribute is probably misspelt if it is
    /// similar to one that is set.
    pub(super) fn unset_attributes(&mut self) {
        let build = self.build;
        let Some(SetAttributes { own: set, of_others }) = set_attributes(build) else { return };
        let names: Names = set.iter().cloned().collect();
        let mut reported: HashSet<SmolStr> = HashSet::new();
        for action in build.flows.iter().flat_map(|flow| &flow.actions) {
            if matches!(action.state, ActionState::Raw | ActionState::Hole) {
                continue;
            }
            for (text, span) in action.texts() {
                let paths: Vec<Path> = contact_path::all(text).into_iter().flatten().collect();
                for path in paths.iter().flat_map(Path::with_computed) {
                    let [root, name, ..] = path.parts.as_slice() else { continue };
                    if root.name != ATTRIBUTES || name.computed.is_some() || set.contains(&name.name) {
                        continue;
                    }
                    if !reported.insert(name.name.clone()) {
                        continue;
                    }
                    let is_of_another = of_others.contains(&name.name);
                    let near = names.nearest_slip(&name.name).filter(|_| !is_of_another);
                    let place = span.part(text, &path.range);
                    let message = format!("nothing in this build sets the attribute `{}`", name.name);
                    self.report(match near {
                        Some(near) => {
                            let diagnostic = Diagnostic::new(Code::AttributeNeverSet, place, message)
                                .help(format!("did you mean `$.Attributes.{near}`?"));
                            with_fix(diagnostic, span, text, name, near)
                        }
                        None if is_of_another => Diagnostic::new(Code::AttributeSetElsewhere, place, message)
                            .help("it is set only on the related contact, whose attributes this contact does not have"),
                        None => Diagnostic::new(Code::AttributeSetElsewhere, place, message)
                            .help("a flow outside this build, a chat or an API call must set it"),
                    });
                }
            }
        }
    }
}

/// The attributes that a build sets.
#[derive(Default)]
pub(super) struct SetAttributes {
    /// On the contacts that the flows of the build handle or create.
    pub(super) own: BTreeSet<SmolStr>,
    /// Only on other contacts, which its flows do not read.
    of_others: BTreeSet<SmolStr>,
}

/// The attributes that the build sets; `None` where an action that could not be read may set any.
pub(super) fn set_attributes(build: &Build) -> Option<SetAttributes> {
    let mut set = SetAttributes::default();
    for action in build.flows.iter().flat_map(|flow| &flow.actions) {
        if action.state == ActionState::Hole {
            return None;
        }
        let Some(key) = action.semantics().fill(ATTRIBUTES).and_then(|fill| fill.from) else { continue };
        if let Some(Node { value: Value::Object(object), .. }) = action.parameters.get(key) {
            let names = object.properties().iter().map(|property| property.key.clone());
            match action.fill(ATTRIBUTES) {
                Some(_) => set.own.extend(names),
                None => set.of_others.extend(names),
            }
        } else if action.state == ActionState::Partial {
            return None;
        }
    }
    Some(set)
}

/// Adds the edit of a part of a path, where its exact span is known and `near` needs no quotes.
fn with_fix(diagnostic: Diagnostic, origin: Span, text: &str, part: &Part, near: &str) -> Diagnostic {
    let place = origin.part(text, &part.range);
    let is_exact = (place.end - place.start) as usize == part.range.len();
    if is_exact && is_plain(near) { diagnostic.fix(place, near, Confidence::OnlyNear) } else { diagnostic }
}

/// The span of the declaration of a module's input.
fn declared_input(module: &Flow, name: &str) -> Option<Span> {
    Some(module.contract.as_ref()?.input.field(name)?.name.span)
}

/// Reports a malformed path.
pub(super) fn malformed_path(span: Span, error: &PathError) -> Diagnostic {
    Diagnostic::new(Code::BadPath, span, format!("malformed contact-data path: {}", error.what))
}

/// Reports a malformed path, with help on how to write one.
pub(super) fn bad_path(span: Span, error: &PathError) -> Diagnostic {
    malformed_path(span, error).help(if error.is_nested() {
        "write one of the two; a name that is itself data is written between backticks: ``$.Attributes.['`$.Channel`']``"
    } else {
        "write `$.Attributes.name`, or `$.Attributes.['a name']` for a name with other characters"
    })
}

/// The help text on which field of an object to use.
fn name_one(root: &Root, written: &[&str]) -> String {
    let above: Vec<&str> = std::iter::once(root.name).chain(written.iter().copied()).collect();
    let above = above.join(".");
    match root.holds {
        Holds::Fields(fields) => {
            let known = fields.iter().filter(|known| below(known, written));
            let known = known.map(|known| known.split('.').skip(written.len()).collect::<Vec<_>>().join("."));
            let known: Vec<String> = known.filter(|rest| !rest.is_empty()).collect();
            match known.as_slice() {
                [] => format!("use one of its fields: `$.{above}.name`"),
                known => format!("it has the fields {}", listed(known.iter().map(String::as_str))),
            }
        }
        _ => format!("use one of its fields: `$.{above}.name`"),
    }
}

/// Whether a name needs no quotes in a path.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// A list of fields for a message.
pub(super) fn listed<'a>(fields: impl Iterator<Item = &'a str>) -> String {
    let name = |field: &str| match field.strip_suffix('.') {
        Some(open) => format!("`{open}.…`"),
        None => format!("`{field}`"),
    };
    let names: Vec<String> = fields.map(|field| name(&field.replace('*', "…"))).collect();
    names.join(", ")
}

/// The field that was probably meant. One that fits what is written below it comes before one that is only similar.
fn near_field(fields: &[&str], written: &[&str]) -> Option<String> {
    let open = fields.iter().filter_map(|field| field.strip_suffix('.'));
    let open: Vec<&str> = open.filter(|field| !field.contains('*')).collect();
    for length in (1..written.len()).rev() {
        let (above, below) = written.split_at_checked(length)?;
        let as_long = open.iter().copied().filter(|field| field.split('.').count() == length);
        if let Some(near) = nearest(&above.join("."), as_long) {
            return Some(format!("{near}.{}", below.join(".")));
        }
    }
    nearest(&written.join("."), fields.iter().map(|known| known.trim_end_matches('.'))).map(str::to_owned)
}

/// Whether the written path is a proper prefix of a field of the catalogue.
fn below(known: &str, written: &[&str]) -> bool {
    let parts: Vec<&str> = known.split('.').collect();
    written.len() < parts.len() && parts.iter().zip(written).all(|(known, written)| *known == "*" || known == written)
}

/// Whether the written path matches a field of the catalogue.
fn fits(known: &str, written: &[&str]) -> bool {
    let open = known.ends_with('.');
    let parts: Vec<&str> = known.trim_end_matches('.').split('.').collect();
    let enough = if open { written.len() > parts.len() } else { written.len() == parts.len() };
    enough && parts.iter().zip(written).all(|(known, written)| *known == "*" || known == written)
}
