//! Which actions a block of a test may stand for, as far as that is known before a run.

use crate::catalogue::wire::{MEDIA, MEDIA_URI, MESSAGE_KEYS, PROMPT, SSML, TEXT};
use crate::catalogue::{self, Block, QueueUse};
use crate::contact_path;
use crate::graph::{Action, ActionState, Build, Node, Object, Reference, ReferenceForm, Value};
use crate::resource::ResourceKind;
use crate::script::{Message, Pattern};
use crate::simulate::MessageForm;

/// The actions of a build that a pattern may stand for.
pub(super) fn candidates<'b>(build: &'b Build, pattern: &Pattern) -> Vec<&'b Action> {
    let actions = build.flows.iter().flat_map(|flow| &flow.actions);
    actions.filter(|action| may_be(pattern, action)).collect()
}

/// Whether an action has the block of a pattern, or may have it.
pub(super) fn is_of_block(pattern: &Pattern, action: &Action) -> bool {
    if action.state == ActionState::Hole {
        return true;
    }
    if let Some(type_) = &pattern.action {
        return action.type_ == *type_;
    }
    let has = |block: &'static Block| pattern.blocks.iter().any(|it| std::ptr::eq(*it, block));
    match action.block {
        Some(block) => has(block),
        None => catalogue::by_action(&action.type_).any(has),
    }
}

fn may_be(pattern: &Pattern, action: &Action) -> bool {
    if !is_of_block(pattern, action) {
        return false;
    }
    if pattern.identifier.as_ref().is_some_and(|identifier| action.identifier != *identifier) {
        return false;
    }
    if matches!(action.state, ActionState::Hole | ActionState::Partial) {
        return true;
    }
    pattern.message.as_ref().is_none_or(|message| may_say(&action.parameters, message))
        && pattern.queue.as_ref().is_none_or(|queue| may_use(action, queue))
        && pattern.parameters.properties().iter().all(|property| match action.parameters.property(&property.key) {
            Some(own) => may_equal(&property.node, &own.node),
            None => is_implied(pattern, &property.key),
        })
}

/// Whether the service takes a value for this key anyway.
fn is_implied(pattern: &Pattern, key: &str) -> bool {
    let parameters = pattern.blocks.iter().flat_map(|block| block.parameters);
    parameters
        .filter(|it| it.wire.split('.').next() == Some(key))
        .any(|it| it.implied.is_some() || it.default.is_some())
}

/// Whether an action may put the contact into this queue. The working queue may be any.
fn may_use(action: &Action, queue: &Node) -> bool {
    let Some(QueueUse::MovesTo { named_by }) = action.semantics().queue else { return true };
    let named: Vec<&Node> = named_by.iter().filter_map(|path| action.parameters.get(path)).collect();
    named.is_empty() || named.into_iter().any(|own| may_equal(queue, own))
}

fn may_say(parameters: &Object, message: &Message) -> bool {
    let mut said = Vec::new();
    messages(parameters, &mut said);
    said.into_iter().any(|(key, node)| match (message.form, &node.value) {
        (_, Value::Hole) => true,
        (MessageForm::Text, Value::Text(text)) if key == TEXT || key == SSML => {
            is_open(text) || spoken(text).contains(&spoken(&message.text))
        }
        (MessageForm::Ssml, Value::Text(text)) => key == SSML && (is_open(text) || *text == message.text),
        (MessageForm::Prompt, Value::Reference(reference)) => {
            reference.form == ReferenceForm::Path || is_named(reference, &message.text)
        }
        (MessageForm::Prompt, Value::Text(text)) => key == PROMPT && (is_open(text) || *text == message.text),
        (MessageForm::Media, Value::Object(media)) if key == MEDIA => {
            match media.get(MEDIA_URI).map(|uri| &uri.value) {
                Some(Value::Text(uri)) => is_open(uri) || *uri == message.text,
                _ => true,
            }
        }
        _ => false,
    })
}

/// The messages in an object, at any depth, with their keys.
fn messages<'a>(object: &'a Object, found: &mut Vec<(&'a str, &'a Node)>) {
    for property in object.properties() {
        if MESSAGE_KEYS.contains(&property.key.as_str()) {
            found.push((&property.key, &property.node));
        }
        match &property.node.value {
            Value::Object(inner) => messages(inner, found),
            Value::List(items) => items.iter().for_each(|item| {
                if let Value::Object(inner) = &item.value {
                    messages(inner, found);
                }
            }),
            _ => {}
        }
    }
}

/// The words that are heard of a text: the tags of SSML are blanks, and blanks are one.
fn spoken(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_tag = false;
    for c in text.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                words.push(' ');
            }
            _ if is_tag => {}
            c => words.push(c),
        }
    }
    // A `<` that begins no tag.
    let words = if is_tag { text.to_owned() } else { words };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether contact data in a text may make it any other.
fn is_open(text: &str) -> bool {
    contact_path::all(text).iter().any(Result::is_ok) || text.contains('&')
}

fn may_equal(written: &Node, own: &Node) -> bool {
    match (&written.value, &own.value) {
        (Value::Hole, _) | (_, Value::Hole) => true,
        (Value::Reference(written), Value::Reference(own)) => may_be_same(written, own),
        // What flow JSON has in place of a reference may be one by another name.
        (Value::Reference(_), _) | (_, Value::Reference(_)) => true,
        (Value::Object(written), Value::Object(own)) => written
            .properties()
            .iter()
            .all(|property| own.property(&property.key).is_none_or(|own| may_equal(&property.node, &own.node))),
        (Value::List(written), Value::List(own)) => {
            written.len() == own.len() && written.iter().zip(own).all(|(written, own)| may_equal(written, own))
        }
        (_, Value::Text(own)) if contact_path::all(own).iter().any(Result::is_ok) => match scalar(written) {
            // A path is equal as it is written; anything else may be its value.
            Some(written) => written == own.as_str() || !contact_path::begins(&written),
            None => true,
        },
        _ => match (scalar(written), scalar(own)) {
            // Exports spell `true` in other case.
            (Some(written), Some(own)) => written.eq_ignore_ascii_case(&own),
            _ => false,
        },
    }
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

fn may_be_same(written: &Reference, own: &Reference) -> bool {
    if own.form == ReferenceForm::Path || written.form == ReferenceForm::Path {
        return written.text == own.text || written.form != ReferenceForm::Path;
    }
    if let (Some(written), Some(own)) = (written.item, own.item) {
        return written == own;
    }
    let is_unknown = |reference: &Reference| reference.form != ReferenceForm::Name && reference.known.is_none();
    let names = [Some(&written.text), written.known.as_ref().map(|known| &known.name)];
    names.into_iter().flatten().any(|name| is_named(own, name)) || is_unknown(written) || is_unknown(own)
}

/// Whether a resource has this name, id or ARN, with or without a version.
fn is_named(reference: &Reference, name: &str) -> bool {
    let known = reference.known.iter().flat_map(|known| [&known.name, &known.id, &known.arn]);
    let mut own = known.chain([&reference.text]);
    own.any(|own| own == name || reference.kind == ResourceKind::Lambda && bare(own) == bare(name))
}

/// The name of a Lambda function without its version.
fn bare(name: &str) -> &str {
    if name.starts_with("arn:") { name } else { name.split(':').next().unwrap_or(name) }
}

/// What tells a block from others of its kind: its first subject, as it is written.
pub(super) fn subject(blocks: &[&'static Block], parameters: &Object) -> Option<String> {
    let names = blocks.iter().flat_map(|block| block.subject.iter().filter_map(|name| block.parameter(name)));
    let named = names.filter_map(|parameter| parameters.get(parameter.wire)).find_map(plain);
    named.or_else(|| {
        let mut said = Vec::new();
        messages(parameters, &mut said);
        said.into_iter().find_map(|(_, node)| plain(node))
    })
}

/// The text of a value, if it is one.
pub(super) fn plain(node: &Node) -> Option<String> {
    match &node.value {
        Value::Reference(reference) => {
            Some(reference.known.as_ref().map_or(&reference.text, |known| &known.name).to_string())
        }
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}
