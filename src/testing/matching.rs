//! Whether a block is one that a pattern of a test stands for.
//!
//! A pattern stands for every block that has at least what it says: as it is written in the flow, or as it was in the
//! run. Takes a pattern and a block of a run; gives whether they match, and how much the pattern says.

use serde_json::{Map, Value};

use crate::catalogue::{Block, wire};
use crate::graph::{Action, Flow, Node, Object, Reference, Value as Written, wire as canonical};
use crate::script::{Message, Pattern};
use crate::simulate::{Holder, MessageForm};

use super::text::{is_contained, spoken};

/// A block of a run.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) action: &'a Action,
    /// Its parameters with the values of contact data; `None` where it has not run.
    pub(super) parameters: Option<&'a Map<String, Value>>,
    /// The queue that it uses.
    pub(super) queue: Option<&'a Holder>,
}

/// How much a pattern says: of two that match, the one that says more answers.
pub(super) fn says(pattern: &Pattern) -> usize {
    let said = [pattern.message.is_some(), pattern.queue.is_some(), pattern.identifier.is_some()];
    said.into_iter().filter(|is_said| *is_said).count() + leaves(&pattern.parameters)
}

fn leaves(object: &Object) -> usize {
    let count = |node: &Node| match &node.value {
        Written::Object(inner) => leaves(inner),
        _ => 1,
    };
    object.properties().iter().map(|property| count(&property.node)).sum()
}

/// Whether `candidate` is a block that `pattern` stands for.
pub(super) fn matches(pattern: &Pattern, candidate: Candidate<'_>) -> bool {
    let action = candidate.action;
    (pattern.blocks.iter().any(|block| is_of(action, block)) || pattern.action.as_ref() == Some(&action.type_))
        && pattern.identifier.as_ref().is_none_or(|identifier| *identifier == action.identifier)
        && pattern.message.as_ref().is_none_or(|message| speaks(message, candidate))
        && pattern.queue.as_ref().is_none_or(|queue| is_queue(queue, candidate))
        && has(&pattern.parameters, &action.parameters, candidate.parameters)
}

/// A pattern without what it says about values: whether the block could ever match.
pub(super) fn is_of(action: &Action, block: &'static Block) -> bool {
    match action.block {
        Some(own) => std::ptr::eq(own, block),
        None => action.type_ == block.action && action.parameters.holds(block.recognised),
    }
}

/// The messages of an object of parameters, wherever they are in it.
fn messages<'a>(object: &'a Object, found: &mut Vec<(MessageForm, &'a Node)>) {
    for property in object.properties() {
        let form = match property.key.as_str() {
            wire::TEXT => Some(MessageForm::Text),
            wire::SSML => Some(MessageForm::Ssml),
            wire::PROMPT => Some(MessageForm::Prompt),
            wire::MEDIA_URI => Some(MessageForm::Media),
            _ => None,
        };
        match (&property.node.value, form) {
            (Written::Object(inner), _) => messages(inner, found),
            (Written::List(items), _) => {
                for item in items {
                    if let Written::Object(inner) = &item.value {
                        messages(inner, found);
                    }
                }
            }
            (_, Some(form)) => found.push((form, &property.node)),
            _ => {}
        }
    }
}

fn resolved_messages(value: &Value, found: &mut Vec<(MessageForm, String)>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let form = match key.as_str() {
                    wire::TEXT => Some(MessageForm::Text),
                    wire::SSML => Some(MessageForm::Ssml),
                    wire::PROMPT => Some(MessageForm::Prompt),
                    wire::MEDIA_URI => Some(MessageForm::Media),
                    _ => None,
                };
                match (inner, form) {
                    (Value::String(text), Some(form)) => found.push((form, text.clone())),
                    (inner, _) => resolved_messages(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| resolved_messages(item, found)),
        _ => {}
    }
}

/// Whether the block speaks the message: text is contained in its text, as written or as spoken; the others are equal.
fn speaks(message: &Message, candidate: Candidate<'_>) -> bool {
    let mut written = Vec::new();
    messages(&candidate.action.parameters, &mut written);
    let as_written = written.iter().any(|(form, node)| match &node.value {
        Written::Reference(reference) => is_audio(*form, message.form) && is_named(reference, &message.text),
        value => canonical::scalar(value, canonical::reference).is_some_and(|text| fits(message, *form, &text)),
    });
    as_written
        || candidate.parameters.is_some_and(|parameters| {
            let mut resolved = Vec::new();
            resolved_messages(&Value::Object(parameters.clone()), &mut resolved);
            resolved.iter().any(|(form, text)| fits(message, *form, text))
        })
}

fn is_audio(form: MessageForm, wanted: MessageForm) -> bool {
    form == wanted && form == MessageForm::Prompt
}

/// Whether what is said in this form is the message that is looked for.
pub(super) fn fits(message: &Message, form: MessageForm, said: &str) -> bool {
    match (message.form, form) {
        (MessageForm::Text, MessageForm::Text | MessageForm::Ssml) => is_contained(&message.text, said),
        (MessageForm::Ssml, MessageForm::Text | MessageForm::Ssml) => {
            spoken(&message.text) == spoken(said) && message.text.trim() == said.trim()
        }
        (wanted, form) => wanted == form && message.text == said,
    }
}

/// Whether a reference is what a name, id or ARN says.
fn is_named(reference: &Reference, name: &str) -> bool {
    let known = reference.known.as_ref();
    reference.text == name || known.is_some_and(|known| known.name == name || known.id == name || known.arn == name)
}

fn is_queue(queue: &Node, candidate: Candidate<'_>) -> bool {
    let names = |name: &str| match &queue.value {
        Written::Reference(reference) => is_named(reference, name),
        Written::Text(text) => text == name,
        _ => false,
    };
    match candidate.queue {
        Some(Holder::Queue(name) | Holder::Agent(name)) => names(name),
        None => false,
    }
}

/// Whether an object has at least what the pattern says.
fn has(wanted: &Object, written: &Object, resolved: Option<&Map<String, Value>>) -> bool {
    wanted.properties().iter().all(|property| {
        let node = written.property(&property.key).map(|property| &property.node);
        let value = resolved.and_then(|map| map.get(property.key.as_str()));
        is_same(&property.node, node, value)
    })
}

fn is_same(wanted: &Node, written: Option<&Node>, resolved: Option<&Value>) -> bool {
    if let Written::Object(inner) = &wanted.value {
        let object = written.and_then(|node| match &node.value {
            Written::Object(object) => Some(object),
            _ => None,
        });
        let map = resolved.and_then(Value::as_object);
        return object.is_some_and(|object| has(inner, object, map));
    }
    written.is_some_and(|node| is_written_so(wanted, node))
        || resolved.is_some_and(|value| is_resolved_so(wanted, value))
}

fn is_written_so(wanted: &Node, written: &Node) -> bool {
    match (&wanted.value, &written.value) {
        (Written::Reference(one), Written::Reference(other)) => is_same_resource(one, other),
        (Written::List(one), Written::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_written_so(one, other))
        }
        (Written::Object(one), Written::Object(other)) => has(one, other, None),
        (one, other) => {
            let text = |value| canonical::scalar(value, canonical::reference);
            text(one).is_some_and(|one| text(other).is_some_and(|other| one == other))
        }
    }
}

/// Whether two references mean the same thing: an alias or version that one of them leaves out is not compared.
fn is_same_resource(one: &Reference, other: &Reference) -> bool {
    if one.kind != other.kind {
        return false;
    }
    match (&one.known, &other.known) {
        _ if one.item.is_some() && one.item == other.item => true,
        (Some(one), Some(other)) => one.id == other.id,
        _ => one.text == other.text,
    }
}

fn is_resolved_so(wanted: &Node, resolved: &Value) -> bool {
    match (&wanted.value, resolved) {
        (Written::Reference(reference), Value::String(text)) => {
            is_named(reference, text) || canonical::reference(reference) == *text
        }
        (Written::List(wanted), Value::Array(items)) => {
            wanted.len() == items.len() && wanted.iter().zip(items).all(|(wanted, item)| is_resolved_so(wanted, item))
        }
        (Written::Object(wanted), Value::Object(map)) => wanted
            .properties()
            .iter()
            .all(|own| map.get(own.key.as_str()).is_some_and(|value| is_resolved_so(&own.node, value))),
        (value, resolved) => {
            let text = canonical::scalar(value, canonical::reference);
            text.is_some_and(|text| super::text::as_text(resolved).is_some_and(|resolved| resolved == text))
        }
    }
}

/// The name of a flow and the place of an action in it.
pub(super) fn action_of(flows: &[Flow], flow: usize, action: crate::graph::ActionId) -> Option<&Action> {
    flows.get(flow)?.action(action)
}
