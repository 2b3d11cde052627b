//! How large a value becomes when its consts are replaced, and how deeply nested.
//!
//! Takes a value and the sizes of the consts in it. Replaces nothing, so that a few lines cannot fill the memory.

use crate::syntax::tree::{ReferenceTarget, Text, TextPart, Value, ValueKind};

/// The size and the nesting of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// About the bytes in memory.
    pub(super) bytes: usize,
    /// The bytes that it adds to a text.
    pub(super) text: usize,
    /// The levels of brackets.
    pub(super) depth: usize,
}

/// What a value takes besides its characters.
const VALUE: usize = 64;

/// The size of `value`, where `of_const` gives the sizes of consts.
pub(super) fn measure(value: &Value, of_const: &dyn Fn(&str) -> Size) -> Size {
    let of_text = |text: &Text| of_text(text, of_const);
    let bytes = match &value.kind {
        ValueKind::Const(name) => return of_const(&name.text),
        ValueKind::Text(text) => of_text(text),
        ValueKind::List(items) => return nested(items.iter().map(|item| (0, item)), of_const),
        ValueKind::Map(entries) => {
            return nested(entries.iter().map(|entry| (entry.key.text.len(), &entry.value)), of_const);
        }
        ValueKind::Reference(reference) => {
            let target = match &reference.target {
                ReferenceTarget::Text(text) => of_text(text),
                ReferenceTarget::Path(_, path) => path.len(),
                ReferenceTarget::Const(name) => of_const(&name.text).text,
            };
            reference.qualifier.iter().fold(target, |sum, (_, text)| sum.saturating_add(of_text(text)))
        }
        ValueKind::Path(path) => path.len(),
        ValueKind::Number(number) => number.digits.len(),
        ValueKind::Word(_) | ValueKind::Hole => 0,
    };
    Size { bytes: bytes.saturating_add(VALUE), text: bytes, depth: 0 }
}

/// The size of a list or map: of the keys and values in it.
fn nested<'v>(items: impl Iterator<Item = (usize, &'v Value)>, of_const: &dyn Fn(&str) -> Size) -> Size {
    items.fold(Size { bytes: VALUE, text: 0, depth: 1 }, |sum, (key, value)| {
        let size = measure(value, of_const);
        Size {
            bytes: sum.bytes.saturating_add(key).saturating_add(size.bytes),
            text: 0,
            depth: sum.depth.max(size.depth.saturating_add(1)),
        }
    })
}

/// The length of a text, in bytes.
fn of_text(text: &Text, of_const: &dyn Fn(&str) -> Size) -> usize {
    text.parts.iter().fold(0, |sum: usize, part| {
        sum.saturating_add(match part {
            TextPart::Literal(literal) => literal.len(),
            TextPart::Const(name) => of_const(&name.text).text,
            TextPart::Hole => 0,
        })
    })
}
