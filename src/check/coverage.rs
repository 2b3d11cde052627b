//! Conditions that earlier conditions of the same block already cover.
//!
//! Conditions are tried in order. Conditions on numbers are analysed together, conditions on texts one by one.
//! Conditions on contact data are skipped, because the data is known only at run time.

use super::{ActionRef, Checker};
use crate::catalogue::wire::{
    CONTAINS, ENDS_WITH, EQUALS, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, STARTS_WITH, compares_numbers,
};
use crate::catalogue::{Branch, BranchWire, Operands};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Action, ActionState, Condition, Node, Value};

impl Checker<'_> {
    /// Warns about each condition that can never be taken.
    pub(super) fn coverage(&mut self, place: ActionRef<'_>) {
        let action = place.action;
        if action.state == ActionState::Raw || !compares_in_order(action) {
            return;
        }
        let conditions = &action.transitions.conditions;
        for (index, condition) in conditions.iter().enumerate() {
            let earlier: Vec<&Condition> = conditions.iter().take(index).collect();
            let Some(operand) = literal(condition) else { continue };
            let is_repeated =
                earlier.iter().any(|it| it.operator == condition.operator && literal(it) == Some(operand));
            let first = earlier.iter().find(|it| covers(it, condition));
            // A condition that is given twice is reported as a duplicate.
            let Some(first) = first.filter(|_| !is_repeated).copied().or_else(|| together(&earlier, condition)) else {
                continue;
            };
            if is_repeated {
                continue;
            }
            self.report(
                Diagnostic::new(Code::CoveredCondition, condition.place(), "this condition is never taken")
                    .primary_label("already covered by the condition above")
                    .label(first.place(), "taken first")
                    .help("conditions are tried in order: write the narrower one first"),
            );
        }
    }
}

/// Whether the conditions of an action compare one value with texts or numbers, and the first match is taken.
fn compares_in_order(action: &Action) -> bool {
    let Some(block) = action.block else { return false };
    let of_numbers =
        |branch: &Branch| matches!(branch.wire, BranchWire::Condition(operator, _) if compares_numbers(operator));
    let is_number = block.conditions.is_some_and(|it| matches!(it.operands, Operands::Number { .. }));
    block.semantics.compares.is_some() || is_number || block.branches.iter().any(of_numbers)
}

/// The operand, where it is the only one and not contact data.
fn literal(condition: &Condition) -> Option<&str> {
    match condition.operands.as_slice() {
        [Node { value: Value::Text(text), .. }] if !text.is_empty() && !contact_path::begins(text) => Some(text),
        _ => None,
    }
}

/// Whether everything that matches `later` also matches `earlier`.
fn covers(earlier: &Condition, later: &Condition) -> bool {
    let (Some(wide), Some(narrow)) = (literal(earlier), literal(later)) else { return false };
    match (earlier.operator.as_str(), later.operator.as_str()) {
        (STARTS_WITH, STARTS_WITH | EQUALS) => narrow.starts_with(wide),
        (ENDS_WITH, ENDS_WITH | EQUALS) => narrow.ends_with(wide),
        (CONTAINS, CONTAINS | STARTS_WITH | ENDS_WITH | EQUALS) => narrow.contains(wide),
        _ => together(&[earlier], later).is_some(),
    }
}

/// The last of the earlier conditions, if each number that matches `later` also matches one of them.
///
/// Nothing changes between two adjacent operands, so it is enough to test each operand, one number between each two,
/// and one number beyond each end.
fn together<'a>(earlier: &[&'a Condition], later: &Condition) -> Option<&'a Condition> {
    number(later)?;
    let earlier: Vec<&Condition> = earlier.iter().copied().filter(|it| compares_numbers(&it.operator)).collect();
    let mut operands: Vec<f64> = earlier.iter().copied().chain([later]).filter_map(number).collect();
    operands.sort_by(f64::total_cmp);
    let between = operands.windows(2).filter_map(|pair| match pair {
        [low, high] => Some(f64::midpoint(*low, *high)),
        _ => None,
    });
    let ends = [operands.first()? - 1.0, operands.last()? + 1.0];
    let samples: Vec<f64> = operands.iter().copied().chain(between).chain(ends).collect();
    let is_covered = samples
        .iter()
        .filter(|sample| fits(later, **sample))
        .all(|sample| earlier.iter().any(|condition| fits(condition, *sample)));
    earlier.last().copied().filter(|_| is_covered)
}

fn number(condition: &Condition) -> Option<f64> {
    literal(condition)?.parse().ok().filter(|number: &f64| number.is_finite())
}

fn fits(condition: &Condition, value: f64) -> bool {
    let Some(operand) = number(condition) else { return false };
    match condition.operator.as_str() {
        GREATER => value > operand,
        GREATER_OR_EQUAL => value >= operand,
        LESS => value < operand,
        LESS_OR_EQUAL => value <= operand,
        EQUALS => value.total_cmp(&operand).is_eq(),
        _ => false,
    }
}
