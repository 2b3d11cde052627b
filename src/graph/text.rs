//! The texts of an action that may contain contact data.

use super::{Action, Node, Object, ReferenceForm, Value};
use crate::source::Span;

impl Action {
    /// All texts of its parameters and conditions that may contain paths, with their spans.
    #[must_use]
    pub fn texts(&self) -> Vec<(&str, Span)> {
        let mut found = Vec::new();
        collect_object(&self.parameters, &mut found);
        for node in self.transitions.conditions.iter().flat_map(|condition| &condition.operands) {
            collect(node, &mut found);
        }
        found
    }
}

fn collect_object<'a>(object: &'a Object, found: &mut Vec<(&'a str, Span)>) {
    for property in object.properties() {
        if property.key.contains('$') {
            found.push((&property.key, property.key_origin));
        }
        collect(&property.node, found);
    }
}

fn collect<'a>(node: &'a Node, found: &mut Vec<(&'a str, Span)>) {
    match &node.value {
        Value::Text(text) => found.push((text, node.origin)),
        Value::Reference(reference) if reference.form == ReferenceForm::Path => {
            found.push((&reference.text, node.origin));
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(object) => collect_object(object, found),
        Value::Reference(_) | Value::Number(_) | Value::Bool(_) | Value::Null | Value::Hole => {}
    }
}
