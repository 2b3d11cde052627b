//! JSON values → graph values. Values of parameters that the catalogue declares as references become references.

use smol_str::{SmolStr, ToSmolStr};

use super::json::{Json, Kind as JsonKind};
use crate::catalogue::{Block, Kind, Parameter};
use crate::graph::{Node, Object, Reference, ReferenceForm, Value};
use crate::inventory::Inventory;
use crate::resource::ResourceKind;

/// The text of a scalar, for example of an identifier that is a number. Empty for anything else.
pub(super) fn plain_text(json: &Json) -> SmolStr {
    match &json.kind {
        JsonKind::Text(text) => text.clone(),
        JsonKind::Number(number) => number.to_smolstr(),
        JsonKind::Bool(yes) => yes.to_smolstr(),
        JsonKind::Null | JsonKind::List(_) | JsonKind::Object(_) => SmolStr::default(),
    }
}

/// A value, unchanged.
pub(super) fn node(json: &Json) -> Node {
    let value = match &json.kind {
        JsonKind::Null => Value::Null,
        JsonKind::Bool(yes) => Value::Bool(*yes),
        JsonKind::Number(number) => Value::Number(number.clone()),
        JsonKind::Text(text) => Value::Text(text.clone()),
        JsonKind::List(items) => Value::List(items.iter().map(node).collect()),
        JsonKind::Object(_) => Value::Object(object(json)),
    };
    Node { value, origin: json.span }
}

/// An object, unchanged; empty for anything else.
pub(super) fn object(json: &Json) -> Object {
    let mut object = Object::new();
    for member in json.members() {
        object.insert(member.key.clone(), member.key_span, node(&member.value));
    }
    object
}

/// Replaces the strings of an action that refer to a resource by references.
pub(super) fn refer(block: &Block, object: &mut Object, inventory: Option<&Inventory>) {
    for parameter in block.parameters {
        refer_parameter(parameter, object, inventory);
    }
}

fn refer_parameter(parameter: &Parameter, object: &mut Object, inventory: Option<&Inventory>) {
    let path = if matches!(parameter.kind, Kind::Message) { "PromptId" } else { parameter.wire };
    let Some(property) = object.at(path) else { return };
    let key_origin = property.key_origin;
    let node = match parameter.kind {
        Kind::Message => reference(ResourceKind::Prompt, &property.node, inventory),
        Kind::Messages => each(&property.node, |message| message_of_list(message, inventory)),
        Kind::Objects { fields, .. } => each(&property.node, |item| fields_of(fields, item, inventory)),
        kind => match kind.refers_to() {
            Some(kind) => reference(kind, &property.node, inventory),
            None => return,
        },
    };
    object.set(path, key_origin, node);
}

fn each(list: &Node, change: impl Fn(&Node) -> Node) -> Node {
    match &list.value {
        Value::List(items) => Node { value: Value::List(items.iter().map(change).collect()), origin: list.origin },
        _ => list.clone(),
    }
}

fn message_of_list(message: &Node, inventory: Option<&Inventory>) -> Node {
    let mut message = message.clone();
    if let Value::Object(object) = &mut message.value
        && let Some(property) = object.property("PromptId")
    {
        let (origin, node) = (property.key_origin, reference(ResourceKind::Prompt, &property.node, inventory));
        object.insert("PromptId", origin, node);
    }
    message
}

fn fields_of(fields: &[Parameter], item: &Node, inventory: Option<&Inventory>) -> Node {
    let mut item = item.clone();
    if let Value::Object(object) = &mut item.value {
        for field in fields {
            refer_parameter(field, object, inventory);
        }
    }
    item
}

/// Converts a string to a reference to a resource of `kind`. Empty strings and other values stay unchanged. What a build
/// wrote as a placeholder is a reference by name.
pub(super) fn reference(kind: ResourceKind, node: &Node, inventory: Option<&Inventory>) -> Node {
    let text = match &node.value {
        Value::Text(text) if !text.is_empty() => text,
        _ => return node.clone(),
    };
    if let Some((name, suffix)) = kind.in_placeholder(text) {
        let known = inventory.map(|inventory| inventory.by_name(kind, name, None)).unwrap_or_default();
        let known = if let [one] = known.as_slice() { Some(one.clone()) } else { None };
        let (form, text, suffix) = (ReferenceForm::Name, name.into(), suffix.into());
        let reference = Reference { kind, form, text, known, item: None, suffix };
        return Node { value: Value::Reference(Box::new(reference)), origin: node.origin };
    }
    let form = if text.starts_with("$.") || text.starts_with("$[") {
        ReferenceForm::Path
    } else if text.starts_with("arn:") {
        ReferenceForm::Arn
    } else {
        ReferenceForm::Id
    };
    let known = inventory.and_then(|inventory| inventory.by_id(kind, text)).cloned();
    let reference = Reference { kind, form, text: text.clone(), known, item: None, suffix: SmolStr::default() };
    Node { value: Value::Reference(Box::new(reference)), origin: node.origin }
}
