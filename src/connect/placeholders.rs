//! The references of a flow, and the position of each in the flow's JSON.

use std::fmt::Write;

use crate::graph::{Flow, Node, Object, Reference, Value};

/// A reference and its position in the emitted content.
#[derive(Clone, Debug)]
pub struct ReferenceSite<'a> {
    /// The JSON pointer (RFC 6901) of the string.
    pub pointer: String,
    /// The reference.
    pub reference: &'a Reference,
}

/// The references of `flow`, in the order of the emitted content.
#[must_use]
pub fn references(flow: &Flow) -> Vec<ReferenceSite<'_>> {
    let mut walk = Walk { pointer: String::new(), found: Vec::new() };
    for (index, action) in flow.actions.iter().enumerate() {
        walk.under(format_args!("/Actions/{index}"), |walk| {
            walk.under(format_args!("/Parameters"), |walk| walk.object(&action.parameters));
            for (index, condition) in action.transitions.conditions.iter().enumerate() {
                walk.under(format_args!("/Transitions/Conditions/{index}/Condition/Operands"), |walk| {
                    walk.list(&condition.operands);
                });
            }
        });
    }
    walk.found
}

struct Walk<'a> {
    /// The JSON pointer of the current node.
    pointer: String,
    found: Vec<ReferenceSite<'a>>,
}

impl<'a> Walk<'a> {
    fn under(&mut self, step: std::fmt::Arguments, visit: impl FnOnce(&mut Walk<'a>)) {
        let length = self.pointer.len();
        // Writing to a string cannot fail.
        let _ = self.pointer.write_fmt(step);
        visit(self);
        self.pointer.truncate(length);
    }

    fn object(&mut self, object: &'a Object) {
        for property in object.properties() {
            let key = property.key.replace('~', "~0").replace('/', "~1");
            self.under(format_args!("/{key}"), |walk| walk.value(&property.node.value));
        }
    }

    fn list(&mut self, list: &'a [Node]) {
        for (index, node) in list.iter().enumerate() {
            self.under(format_args!("/{index}"), |walk| walk.value(&node.value));
        }
    }

    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Reference(reference) => self.found.push(ReferenceSite { pointer: self.pointer.clone(), reference }),
            Value::List(list) => self.list(list),
            Value::Object(object) => self.object(object),
            Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Null | Value::Hole => {}
        }
    }
}
