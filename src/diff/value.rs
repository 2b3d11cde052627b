//! The comparison of values as they appear in flow JSON.
//!
//! Takes the parameters of two actions, and gives the paths and values of the leaves that differ. A number or boolean
//! equals its text, and a reference equals the text that is emitted for it, or its name where it has no id yet.

use std::borrow::Cow;

use crate::graph::{Node, Object, Value, wire};

/// A value that differs: its path, the old and the new value.
pub(super) type Difference = (String, Option<Node>, Option<Node>);

/// All leaves that differ between two objects: first those of `before` in its order, then those that only `after` has.
pub(super) fn differences(before: &Object, after: &Object) -> Vec<Difference> {
    let mut found = Vec::new();
    objects(before, after, "", &mut found);
    found
}

fn objects(before: &Object, after: &Object, path: &str, found: &mut Vec<Difference>) {
    let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    for property in before.properties() {
        let other = after.property(&property.key).map(|property| &property.node);
        nodes(Some(&property.node), other, inner(&property.key), found);
    }
    for property in after.properties().iter().filter(|property| before.property(&property.key).is_none()) {
        nodes(None, Some(&property.node), inner(&property.key), found);
    }
}

fn nodes(before: Option<&Node>, after: Option<&Node>, path: String, found: &mut Vec<Difference>) {
    let empty = Object::new();
    match (before.map(|node| &node.value), after.map(|node| &node.value)) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => objects(before, after, &path, found),
        // An added or removed object is also compared leaf by leaf, as if the other side were empty.
        (Some(Value::Object(before)), None) if !before.is_empty() => objects(before, &empty, &path, found),
        (None, Some(Value::Object(after))) if !after.is_empty() => objects(&empty, after, &path, found),
        (Some(Value::List(before)), Some(Value::List(after))) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                nodes(Some(before), Some(after), format!("{path}[{index}]"), found);
            }
        }
        _ => {
            let text = |node: Option<&Node>| node.map(wire_text);
            if text(before) != text(after) {
                found.push((path, before.cloned(), after.cloned()));
            }
        }
    }
}

/// The text of an object, equal for objects that mean the same in flow JSON.
pub(super) fn wire_object(object: &Object) -> String {
    let mut text = String::new();
    wire::write_object(object, wire::reference, &mut text);
    text
}

/// The text of a value, equal for values that mean the same in flow JSON.
pub(super) fn wire_text(node: &Node) -> String {
    let mut text = String::new();
    wire::write_node(node, wire::reference, &mut text);
    text
}

/// The text of a scalar; empty for anything else.
pub(super) fn scalar(value: &Value) -> Cow<'_, str> {
    wire::scalar(value, wire::reference).unwrap_or_default()
}

/// The number of values in an object, at any depth.
pub(super) fn leaves(object: &Object) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::Object(object) => leaves(object),
            Value::List(items) => items.iter().map(|item| of(&item.value)).sum(),
            _ => 1,
        }
    }
    object.properties().iter().map(|property| of(&property.node.value)).sum()
}
