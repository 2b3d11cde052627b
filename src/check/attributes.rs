//! Attributes that choose a queue or an agent: a literal that is assigned to one must identify a queue or an agent.
//!
//! The service identifies a queue by its ARN or id, an agent by user name or id. A literal that some condition compares
//! with is internal to the flow, and is not checked.

use super::Checker;
use crate::catalogue::contact_data::ATTRIBUTES;
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Action, ActionState, Build, Node, ReferenceForm, Value};
use crate::inventory::Inventory;
use crate::resource::ResourceKind;
use crate::source::Span;

impl Checker<'_> {
    /// Checks literals in attributes that are used as a queue or an agent.
    pub(super) fn chosen_by_attribute(&mut self) {
        let (build, Some(inventory)) = (self.build, self.inventory) else { return };
        for (kind, attribute, used) in uses(build) {
            for (text, span) in literals(build, &attribute) {
                if is_compared(build, &attribute, text) {
                    continue;
                }
                let violation = match kind {
                    ResourceKind::Queue => queue_by_name(inventory, text, span),
                    _ => no_agent(inventory, text, span),
                };
                if let Some(diagnostic) = violation {
                    self.report(diagnostic.label(used, format!("`{attribute}` chooses the {} here", kind.keyword())));
                }
            }
        }
    }
}

fn queue_by_name(inventory: &Inventory, text: &str, span: Span) -> Option<Diagnostic> {
    let kind = ResourceKind::Queue;
    if inventory.by_id(kind, text).is_some() {
        return None;
    }
    let named = |name: &str| inventory.by_name(kind, name, None).into_iter().next();
    let queue = named(text).or_else(|| named(nearest(text, inventory.names(kind))?))?;
    Some(
        Diagnostic::new(
            Code::QueueNameInAttribute,
            span,
            match queue.name == text {
                true => format!("`{text}` is the name of a queue"),
                false => format!("`{text}` is not the ARN of a queue, but is similar to the name `{}`", queue.name),
            },
        )
        .primary_label("an attribute must contain the ARN of the queue")
        .help(format!("write `\"{}\"`", queue.arn)),
    )
}

fn no_agent(inventory: &Inventory, text: &str, span: Span) -> Option<Diagnostic> {
    let kind = ResourceKind::Agent;
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

/// Each attribute that chooses a queue or an agent, once per kind, with the span of the first use.
fn uses(build: &Build) -> Vec<(ResourceKind, String, Span)> {
    let mut uses: Vec<(ResourceKind, String, Span)> = Vec::new();
    for (reference, span) in actions(build).flat_map(|action| action.parameters.references()) {
        let is_choice = matches!(reference.kind, ResourceKind::Queue | ResourceKind::Agent);
        if !is_choice || reference.form != ReferenceForm::Path {
            continue;
        }
        let Some(attribute) = attribute_of(&reference.text) else { continue };
        if !uses.iter().any(|(kind, other, _)| *kind == reference.kind && *other == attribute) {
            uses.push((reference.kind, attribute, span));
        }
    }
    uses
}

/// The literals that are assigned to an attribute.
fn literals<'a>(build: &'a Build, attribute: &str) -> Vec<(&'a str, Span)> {
    let mut found = Vec::new();
    for (action, path) in actions(build).filter_map(|action| Some((action, own_attributes(action)?))) {
        let Some(Node { value: Value::Object(attributes), .. }) = action.parameters.get(path) else { continue };
        if let Some(Node { value: Value::Text(text), origin }) = attributes.property(attribute).map(|it| &it.node)
            && !text.is_empty()
            && !text.contains('$')
        {
            found.push((text.as_str(), *origin));
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
    actions(build).any(|action| {
        let compares = matches!(
            action.semantics().compares.and_then(|path| action.parameters.get(path)),
            Some(Node { value: Value::Text(text), .. }) if attribute_of(text).is_some_and(|it| it == attribute)
        );
        compares
            && action
                .transitions
                .conditions
                .iter()
                .flat_map(|condition| &condition.operands)
                .any(|operand| matches!(&operand.value, Value::Text(text) if text == literal))
    })
}

/// `queue` of `$.Attributes.queue`.
fn attribute_of(path: &str) -> Option<String> {
    let path = contact_path::parse(path).ok()?;
    match path.parts.as_slice() {
        [root, name] if root.name == ATTRIBUTES => Some(name.name.to_string()),
        _ => None,
    }
}

/// The actions that can be checked.
fn actions(build: &Build) -> impl Iterator<Item = &Action> {
    let actions = build.flows.iter().flat_map(|flow| &flow.actions);
    actions.filter(|action| !matches!(action.state, ActionState::Raw | ActionState::Hole))
}
