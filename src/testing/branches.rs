//! The branches of a block, named as a `.flow` file names them.
//!
//! Takes an action and an edge of it, gives the words for the edge. For messages, coverage and suggestions alike.

use crate::catalogue::{Block, BranchWire, Operands, wire};
use crate::graph::{Action, Condition, Node, Value, wire as canonical};
use crate::simulate::Taken;

/// The result of a block that did what it is for.
pub(super) const SUCCESS: &str = "success";

/// The name of an edge: `in_hours`, `"2"`, `when > 5m`; `None` where the flow ended or has no such branch.
#[must_use]
pub fn name(action: &Action, taken: Taken) -> Option<String> {
    let block = action.block;
    match taken {
        Taken::Next => {
            let named = block.and_then(|block| block.branches.iter().find(|branch| branch.wire == BranchWire::Next));
            Some(named.map_or("next", |branch| branch.name).to_owned())
        }
        Taken::Condition(index) => action.transitions.conditions.get(index).map(|it| condition(action, index, it)),
        Taken::Error(index) => action.transitions.errors.get(index).map(|branch| error(block, &branch.error)),
        Taken::Ended | Taken::Absent => None,
    }
}

/// The names of all results that the block can have here; `success` where it ends the flow, too.
#[must_use]
pub fn all(action: &Action) -> Vec<String> {
    let edges = super::coverage::edges(action);
    let succeeds = |(edge, _): &(Taken, _)| matches!(edge, Taken::Next | Taken::Condition(_));
    let ending = (!edges.iter().any(succeeds)).then(|| SUCCESS.to_owned());
    ending.into_iter().chain(edges.into_iter().filter_map(|(edge, _)| name(action, edge))).collect()
}

/// The name of an error branch, or its `ErrorType` in quotes.
#[must_use]
pub fn error(block: Option<&'static Block>, error: &str) -> String {
    let is_it = |wire: BranchWire| matches!(wire, BranchWire::Error(own) if own == error);
    let named = block.and_then(|block| block.branches.iter().find(|branch| is_it(branch.wire)));
    let common = || wire::COMMON_BRANCHES.iter().find(|(_, own)| *own == error).map(|(name, _)| *name);
    match named.map(|branch| branch.name).or_else(common) {
        Some(name) => name.to_owned(),
        None => format!("{error:?}"),
    }
}

fn condition(action: &Action, index: usize, condition: &Condition) -> String {
    let operands: Vec<String> = condition.operands.iter().map(operand).collect();
    let is_it = |wire: BranchWire| match wire {
        BranchWire::Condition(operator, own) => condition.operator == operator && operands.as_slice() == [own],
        _ => false,
    };
    if let Some(branch) = action.block.and_then(|block| block.branches.iter().find(|branch| is_it(branch.wire))) {
        return branch.name.to_owned();
    }
    let conditions = action.block.and_then(|block| block.conditions);
    match conditions.map(|conditions| conditions.operands) {
        Some(Operands::Shares) => return format!("when {}%", share(action, index)),
        Some(Operands::Number { time }) if action.parameters.holds(time) => {
            return format!(
                "when {}{}",
                sign(&condition.operator),
                operands.first().map_or(String::new(), |ms| age(ms))
            );
        }
        _ => {}
    }
    let quoted: Vec<String> = operands.iter().map(|text| format!("{text:?}")).collect();
    match condition.operator.as_str() {
        wire::EQUALS => quoted.join(", "),
        operator => format!("when {}{}", sign(operator), quoted.join(", ")).trim_end().to_owned(),
    }
}

/// The operand as a text; a reference by its name.
fn operand(node: &Node) -> String {
    match &node.value {
        Value::Reference(reference) => reference.text.to_string(),
        value => canonical::scalar(value, canonical::reference).unwrap_or_default().into_owned(),
    }
}

/// The percentage of a condition: its threshold without those before it.
fn share(action: &Action, index: usize) -> i64 {
    let threshold = |index: usize| {
        let condition = action.transitions.conditions.get(index)?;
        operand(condition.operands.first()?).parse::<i64>().ok()
    };
    threshold(index).unwrap_or_default() - index.checked_sub(1).and_then(threshold).unwrap_or(1)
}

fn sign(operator: &str) -> String {
    match wire::OPERATORS.iter().find(|(_, own)| *own == operator) {
        Some((word, _)) => format!("{word} "),
        None => format!("{operator:?} "),
    }
}

/// Milliseconds as a time of the language.
fn age(milliseconds: &str) -> String {
    match milliseconds.parse::<u64>() {
        Ok(amount) if amount.is_multiple_of(60_000) => format!("{}m", amount / 60_000),
        Ok(amount) if amount.is_multiple_of(1_000) => format!("{}s", amount / 1_000),
        _ => milliseconds.to_owned(),
    }
}
