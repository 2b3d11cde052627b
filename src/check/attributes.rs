//! Attributes that choose something: a literal that is assigned to one must identify a resource of the kind that a block
//! takes from it, or be a phone number.
//!
//! The service identifies an agent by user name or id, and all other resources by their ARN or id: it resolves no name.
//! A literal that some condition compares with is internal to the flow, and is not checked.

use super::Checker;
use super::phone_number::is_e164;
use super::terminology::Terminology;
use crate::catalogue::contact_data::ATTRIBUTES;
use crate::catalogue::{Kind, Semantics};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Action, ActionState, Build, Flow, Node, ReferenceForm, Value};
use crate::inventory::Inventory;
use crate::resource::ResourceKind;
use crate::source::Span;

/// What an attribute chooses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Resource(ResourceKind),
    PhoneNumber,
}

impl Chosen {
    /// `the queue`
    fn described(self) -> String {
        match self {
            Chosen::Resource(kind) => format!("the {kind}"),
            Chosen::PhoneNumber => "the phone number".to_owned(),
        }
    }
}

impl Checker<'_> {
    /// Checks literals in attributes that choose something.
    pub(super) fn chosen_by_attribute(&mut self) {
        for (chosen, attribute, used) in uses(self.build) {
            for (flow, text, span) in literals(self.build, &attribute) {
                if is_compared(self.build, &attribute, text) {
                    continue;
                }
                self.terms = Terminology::of(flow);
                let violation = match chosen {
                    Chosen::Resource(ResourceKind::Agent) => no_agent(self.inventory, text, span),
                    Chosen::Resource(kind) => self.by_name(kind, text, span),
                    Chosen::PhoneNumber => no_phone_number(text, span),
                };
                if let Some(diagnostic) = violation {
                    self.report(diagnostic.label(used, format!("`{attribute}` chooses {} here", chosen.described())));
                }
            }
        }
    }

    /// Reports the name of a resource where an ARN is expected. The resource may be a declaration of the build.
    fn by_name(&self, kind: ResourceKind, text: &str, span: Span) -> Option<Diagnostic> {
        let inventory = self.inventory;
        if inventory.is_some_and(|inventory| inventory.by_id(kind, text).is_some()) {
            return None;
        }
        let declared = self.build.flows.iter().filter(|flow| flow.kind.resource_kind() == kind);
        let names: Vec<&str> = declared.map(|flow| flow.name.text.as_str()).collect();
        let listed: Vec<&str> = inventory.into_iter().flat_map(|inventory| inventory.names(kind)).collect();
        let names = || names.iter().chain(&listed).copied();
        let name = names().find(|name| *name == text).or_else(|| nearest(text, names()))?;
        let (code, article) = match kind {
            ResourceKind::Queue => (Code::QueueNameInAttribute, "a queue".to_owned()),
            _ => (Code::NotChosenByAttribute, kind.described().to_owned()),
        };
        let message = match name == text {
            true => format!("`{text}` is the name of {article}"),
            false => format!("`{text}` is not the ARN of {article}, but is similar to the name `{name}`"),
        };
        let known = inventory.and_then(|inventory| inventory.by_name(kind, name, None).into_iter().next());
        let diagnostic = Diagnostic::new(code, span, message)
            .primary_label(format!("an attribute must contain the ARN of the {kind}"));
        Some(match known {
            Some(known) => diagnostic.help(format!("write `\"{}\"`", known.arn)),
            None => diagnostic.help(format!(
                "compare the attribute with `{}`, and name the {kind} in a branch for each value",
                self.terms.that(compares)
            )),
        })
    }
}

fn compares(semantics: &Semantics) -> bool {
    semantics.compares.is_some()
}

fn no_agent(inventory: Option<&Inventory>, text: &str, span: Span) -> Option<Diagnostic> {
    let (kind, inventory) = (ResourceKind::Agent, inventory?);
    let is_one = !inventory.by_name(kind, text, None).is_empty() || inventory.by_id(kind, text).is_some();
    if is_one || !inventory.is_listed(kind) {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::NoAgentInAttribute, span, format!("unknown agent `{text}`"));
    Some(match nearest(text, inventory.names(kind)) {
        Some(near) => diagnostic.did_you_mean_text(span, near),
        None => diagnostic.help("an attribute that chooses an agent must contain a user name or a user id"),
    })
}

fn no_phone_number(text: &str, span: Span) -> Option<Diagnostic> {
    if is_e164(text) {
        return None;
    }
    let message = format!("`{text}` is not a valid E.164 phone number");
    Some(
        Diagnostic::new(Code::NotChosenByAttribute, span, message)
            .primary_label("expected `+`, the country code and the number, at most 15 digits"),
    )
}

/// Each attribute that chooses something, once for each kind, with the span of the first use.
fn uses(build: &Build) -> Vec<(Chosen, String, Span)> {
    let mut uses: Vec<(Chosen, String, Span)> = Vec::new();
    let references = actions(build).flat_map(|(_, action)| action.parameters.references());
    let references = references.filter(|(reference, _)| reference.form == ReferenceForm::Path);
    let references =
        references.map(|(reference, span)| (Chosen::Resource(reference.kind), reference.text.as_str(), span));
    for (chosen, path, span) in references.chain(actions(build).flat_map(|(_, action)| phone_numbers(action))) {
        let Some(attribute) = attribute_of(path) else { continue };
        if !uses.iter().any(|(kind, other, _)| *kind == chosen && *other == attribute) {
            uses.push((chosen, attribute, span));
        }
    }
    uses
}

/// The texts of an action that are phone numbers.
fn phone_numbers(action: &Action) -> impl Iterator<Item = (Chosen, &str, Span)> {
    let parameters = action.block.into_iter().flat_map(|block| block.parameters);
    let numbers = parameters.filter(|parameter| matches!(parameter.kind, Kind::PhoneNumber { .. }));
    numbers.filter_map(|parameter| match action.parameters.get(parameter.wire)? {
        Node { value: Value::Text(text), origin } => Some((Chosen::PhoneNumber, text.as_str(), *origin)),
        _ => None,
    })
}

/// The literals that are assigned to an attribute, and the flow that does.
fn literals<'a>(build: &'a Build, attribute: &str) -> Vec<(&'a Flow, &'a str, Span)> {
    let mut found = Vec::new();
    for (flow, action, path) in
        actions(build).filter_map(|(flow, action)| Some((flow, action, own_attributes(action)?)))
    {
        let Some(Node { value: Value::Object(attributes), .. }) = action.parameters.get(path) else { continue };
        if let Some(Node { value: Value::Text(text), origin }) = attributes.property(attribute).map(|it| &it.node)
            && !text.is_empty()
            && !text.contains('$')
        {
            found.push((flow, text.as_str(), *origin));
        }
    }
    found
}

/// The parameter with the attributes that an action sets on the current contact.
fn own_attributes(action: &Action) -> Option<&'static str> {
    action.own_fill(ATTRIBUTES)?.from
}

/// Whether a condition compares the attribute with this literal.
fn is_compared(build: &Build, attribute: &str, literal: &str) -> bool {
    actions(build).any(|(_, action)| {
        let compared = action.compared_text().and_then(attribute_of);
        compared.is_some_and(|it| it == attribute) && action.has_operand(literal)
    })
}

/// `queue` of `$.Attributes.queue`.
fn attribute_of(path: &str) -> Option<String> {
    let path = contact_path::parse(path).ok()?;
    match path.parts.as_slice() {
        [root, name] if root.name == ATTRIBUTES && name.computed.is_none() => Some(name.name.to_string()),
        _ => None,
    }
}

/// The actions that can be checked, each with its flow.
fn actions(build: &Build) -> impl Iterator<Item = (&Flow, &Action)> {
    let actions = build.flows.iter().flat_map(|flow| flow.actions.iter().map(move |action| (flow, action)));
    actions.filter(|(_, action)| !matches!(action.state, ActionState::Raw | ActionState::Hole))
}
