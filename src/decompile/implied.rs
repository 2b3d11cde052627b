//! Parameters that restate what the service takes anyway.
//!
//! Takes the blocks of a flow, removes such a parameter where all blocks that have it write it so, and gives its name,
//! for `explicit` at the top of the flow. Where some write it and others do not, they keep it.

use super::block::Decompiled;
use crate::catalogue::{self, Parameter};
use crate::graph::{Action, Flow, Value};
use crate::syntax::tree::BodyItem;

/// Removes the parameters, and gives their names.
pub(super) fn lift(flow: &Flow, blocks: &mut [Decompiled]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for parameter in catalogue::blocks().flat_map(|block| block.parameters).filter(|it| it.implied.is_some()) {
        if !names.contains(&parameter.name) && is_everywhere(parameter.name, flow, blocks) {
            names.push(parameter.name);
        }
    }
    for (action, block) in flow.actions.iter().zip(blocks) {
        let Some(entry) = block.entry else { continue };
        let own = entry.parameters.iter().filter(|it| names.contains(&it.name) && restates(action, it));
        let own: Vec<&str> = own.map(|parameter| parameter.name).collect();
        block.items.retain(|item| !matches!(item, BodyItem::Parameter(it) if own.contains(&it.name.text.as_str())));
    }
    names
}

/// Whether one block restates the parameter, and none that has it leaves it out.
fn is_everywhere(name: &str, flow: &Flow, blocks: &[Decompiled]) -> bool {
    let mut found = false;
    for (action, block) in flow.actions.iter().zip(blocks) {
        let own = block.entry.and_then(|entry| entry.parameter(name)).filter(|it| it.implied.is_some());
        let Some(parameter) = own else { continue };
        let is_written = |item: &BodyItem| matches!(item, BodyItem::Parameter(it) if it.name.text == name);
        match restates(action, parameter) {
            true if block.items.iter().any(is_written) => found = true,
            false if action.parameters.get(parameter.wire).is_some() => {}
            // Left out, or set in a way that the block cannot express.
            _ => return false,
        }
    }
    found
}

fn restates(action: &Action, parameter: &Parameter) -> bool {
    let value = action.parameters.get(parameter.wire).map(|node| &node.value);
    let implied = parameter.implied.map(|implied| implied.value);
    matches!((value, implied), (Some(Value::Text(text)), Some(implied)) if text == implied)
}
