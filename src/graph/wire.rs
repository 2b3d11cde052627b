//! Values of a graph as canonical text: a number or boolean is its text, a reference is the string it is emitted as.
//!
//! Takes values of a graph, gives one text for each. Equivalent values have equal texts. The caller chooses how
//! references are formatted; [`reference`] formats them as a build writes them. Never writes JSON: `connect` does that.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Node, Object, Reference, ReferenceForm, Value};
use crate::resource::ResourceKind;

/// How to format a reference.
pub type ReferenceFormat = fn(&Reference) -> String;

/// A reference as it is in flow JSON; its name where the referenced resource has no id yet.
#[must_use]
pub fn reference(reference: &Reference) -> String {
    let text = match (&reference.known, reference.form) {
        (Some(known), ReferenceForm::Name) if reference.kind == ResourceKind::Agent => &known.id,
        (Some(known), ReferenceForm::Name) => &known.arn,
        _ => &reference.text,
    };
    format!("{text}{}", reference.suffix)
}

/// The text of a scalar; `None` for anything else.
#[must_use]
pub fn scalar(value: &Value, format: ReferenceFormat) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(yes) => Some(Cow::Borrowed(if *yes { "true" } else { "false" })),
        Value::Reference(reference) => Some(Cow::Owned(format(reference))),
        Value::Null | Value::Hole | Value::List(_) | Value::Object(_) => None,
    }
}

/// Appends an object. The order of its properties is ignored.
pub fn write_object(object: &Object, format: ReferenceFormat, text: &mut String) {
    let mut properties: Vec<_> = object.properties().iter().collect();
    properties.sort_by(|a, b| a.key.cmp(&b.key));
    text.push('{');
    for property in properties {
        let _ = write!(text, "{:?}:", property.key);
        write_node(&property.node, format, text);
        text.push(',');
    }
    text.push('}');
}

/// Appends a value.
pub fn write_node(node: &Node, format: ReferenceFormat, text: &mut String) {
    match &node.value {
        Value::List(items) => {
            text.push('[');
            for item in items {
                write_node(item, format, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(object) => write_object(object, format, text),
        value => match scalar(value, format) {
            Some(scalar) => {
                let _ = write!(text, "{scalar:?}");
            }
            None => text.push_str("null"),
        },
    }
}
