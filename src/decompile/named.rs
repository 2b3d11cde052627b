//! The names of resources that the text has by id, as comments behind them.
//!
//! Takes the names in an export, and gives the values that hold an id, an ARN or the placeholder of another tool a span
//! with a remark. A value that has the name of its resource gets none.

use super::block::Decompiled;
use crate::graph::Flow;
use crate::inventory::ExportedName;
use crate::syntax::format::Remarks;
use crate::syntax::tree::{BodyItem, Reference, ReferenceTarget, Value, ValueKind};

/// Marks the values of `blocks`, the blocks of the actions of `flow`.
pub(super) fn mark(flow: &Flow, names: &[ExportedName], blocks: &mut [Decompiled], remarks: &mut Remarks) {
    for (action, block) in flow.actions.iter().zip(blocks) {
        let is_here = |it: &&ExportedName| it.span.start >= action.origin.start && it.span.end <= action.origin.end;
        for found in names.iter().filter(is_here) {
            let Some(name) = found.name.as_ref().filter(|name| !name.is_empty()) else { continue };
            let mut values = block.subject.iter_mut().chain(block.items.iter_mut().filter_map(value_of));
            let Some(value) = values.find_map(|value| unmarked(value, found)) else { continue };
            value.span = found.span;
            match &found.alias {
                Some(alias) => remarks.add_behind(found.span, &format!("{name} alias {alias}")),
                None => remarks.add_behind(found.span, name),
            }
        }
    }
}

fn value_of(item: &mut BodyItem) -> Option<&mut Value> {
    match item {
        BodyItem::Parameter(parameter) => Some(&mut parameter.value),
        BodyItem::Entry(_) | BodyItem::Branch(_) | BodyItem::Flag(_) | BodyItem::Hole(_) => None,
    }
}

/// The first value in `value` that holds the id, and is not marked for another reference with the same id.
fn unmarked<'v>(value: &'v mut Value, found: &ExportedName) -> Option<&'v mut Value> {
    if holds(value, &found.text) && value.span.end == 0 {
        return Some(value);
    }
    match &mut value.kind {
        ValueKind::List(items) => items.iter_mut().find_map(|item| unmarked(item, found)),
        ValueKind::Map(entries) => entries.iter_mut().find_map(|entry| unmarked(&mut entry.value, found)),
        _ => None,
    }
}

fn holds(value: &Value, id: &str) -> bool {
    let text = match &value.kind {
        ValueKind::Text(text) => text,
        ValueKind::Reference(Reference { target: ReferenceTarget::Text(text), .. }) => text,
        _ => return false,
    };
    text.literal() == Some(id)
}
