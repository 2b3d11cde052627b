//! The branches of an action in the notation of the source: its main branch, and an arm for each other branch.
//!
//! Takes an action and the branches of its catalogue entry, and gives arms whose targets are still actions, not steps.
//! Never gives an arm for a branch that is implied, such as a `NextAction` that only repeats another branch.

use smol_str::SmolStr;

use super::make::Make;
use super::value::{duration, is_number, scalar};
use crate::catalogue::wire::{ANY_ERROR, COMMON_BRANCHES, EQUALS, EXISTS, LESS, OPERATORS};
use crate::catalogue::{Block, Branch, BranchWire, Next, Operands, TimeUnit};
use crate::graph::{Action, Condition, Object, Target, Transitions};
use crate::syntax::tree::{self, Operator, Outcome, Unit, Value};

/// The branches of an action.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The target of the main branch; `None` if there is none.
    pub(super) main: Option<Target>,
    /// The name of the main branch, if every outcome of the block leads to its target.
    pub(super) one_way: Option<Outcome>,
    /// The other branches, in the order in which they are written.
    pub(super) arms: Vec<Arm>,
    /// The catch-all error branch, which a default may replace.
    pub(super) error: Option<ErrorArm>,
}

/// A branch that is written.
#[derive(Clone, Debug)]
pub(super) struct Arm {
    pub(super) on: On,
    /// `None` for `-> none`.
    pub(super) target: Option<Target>,
    /// Whether its run returns to the block itself.
    pub(super) returns: bool,
}

/// The outcome or condition on which an arm is taken.
#[derive(Clone, Debug)]
pub(super) enum On {
    Outcome(Outcome),
    /// An outcome that must not have a run: `next`.
    Next(Outcome),
    When(Operator, Vec<Value>),
}

impl On {
    /// Whether this is the catch-all error branch.
    pub(super) fn is_error(&self) -> bool {
        matches!(self, On::Outcome(Outcome::Name(word)) if word.text == "error")
    }
}

/// The catch-all error branch of a block that has one in the catalogue.
#[derive(Clone, Copy, Debug)]
pub(super) struct ErrorArm {
    /// `None` if the action has no such branch.
    pub(super) target: Option<Target>,
    /// Whether the service requires it; if not, only a default for the keyword fills it.
    pub(super) is_required: bool,
}

/// The branches of an action that is a block of the catalogue. `None` if the block cannot express them.
pub(super) fn of_block(make: Make, entry: &'static Block, action: &Action) -> Option<Shape> {
    let transitions = &action.transitions;
    if entry.is_terminal() {
        let is_empty = transitions.next.is_none() && transitions.conditions.is_empty() && transitions.errors.is_empty();
        return is_empty.then(Shape::default);
    }
    let mut shape = Shape::default();
    let mut known: Vec<(&'static str, Target)> = Vec::new();
    let mut is_covered = vec![false; transitions.conditions.len()];
    let mut errors: Vec<Arm> = Vec::new();
    for branch in entry.branches {
        let found = match branch.wire {
            BranchWire::Next => transitions.next.filter(|_| action.parameters.needs(branch.need)).map(|it| it.target),
            BranchWire::Error(error) => target_of(transitions, error),
            BranchWire::Condition(operator, operand) => {
                let at = transitions.conditions.iter().position(|it| is_condition(it, operator, operand));
                if let Some(is_covered) = at.and_then(|at| is_covered.get_mut(at)) {
                    *is_covered = true;
                }
                at.and_then(|at| transitions.conditions.get(at)).map(|condition| condition.edge.target)
            }
        };
        known.extend(found.map(|target| (branch.name, target)));
        let needed = action.parameters.needs(branch.need);
        let arm = |target| Arm { on: On::Outcome(make.outcome(branch.name)), target, returns: branch.returns };
        match (found, branch.wire) {
            (Some(target), _) if branch.main && needed => shape.main = Some(target),
            (None, _) if branch.main && needed => errors.push(arm(None)),
            (found, BranchWire::Error(ANY_ERROR)) if !branch.main && branch.name == "error" => {
                shape.error = Some(ErrorArm { target: found, is_required: needed });
            }
            (Some(target), BranchWire::Condition(..)) => shape.arms.push(arm(Some(target))),
            (Some(target), _) => errors.push(arm(Some(target))),
            (None, _) => {}
        }
    }
    conditions(make, entry, action, &is_covered, &mut shape.arms)?;
    shape.arms.extend(errors);
    for branch in &transitions.errors {
        let is_known =
            entry.branches.iter().any(|known| known.wire == BranchWire::Error(as_static(known, &branch.error)));
        if !is_known {
            let outcome = Outcome::ErrorType(make.text(&branch.error));
            shape.arms.push(Arm { on: On::Outcome(outcome), target: Some(branch.edge.target), returns: false });
        }
    }
    shape.arms.extend(next(make, entry, action, &known));
    shape.one_way = one_way(entry, &shape).map(|name| make.outcome(name));
    Some(shape)
}

/// The main branch of a block that tells outcomes apart, if all of them lead to one place.
fn one_way(entry: &'static Block, shape: &Shape) -> Option<&'static str> {
    let main = entry.branches.iter().find(|it| it.main && matches!(it.wire, BranchWire::Condition(..)))?;
    let has_conditions = shape.arms.iter().any(|arm| matches!(arm.on, On::When(..)));
    let mut others = shape.arms.iter().filter(|arm| is_outcome(entry, &arm.on)).peekable();
    let is_alike = others.peek().is_some() && others.all(|arm| arm.target == shape.main && !arm.returns);
    (is_alike && !has_conditions).then_some(main.name)
}

/// Whether this is a branch of the block that tells what it found, not that it failed.
pub(super) fn is_outcome(entry: &'static Block, on: &On) -> bool {
    let On::Outcome(Outcome::Name(word)) = on else { return false };
    entry.branch(&word.text).is_some_and(|branch| branch.wire != BranchWire::Error(ANY_ERROR))
}

/// The branches of an action outside of the catalogue.
pub(super) fn of_unknown(make: Make, action: &Action) -> Shape {
    let transitions = &action.transitions;
    let mut shape = Shape { main: transitions.next.map(|edge| edge.target), ..Shape::default() };
    if transitions.terminal {
        return shape;
    }
    for condition in &transitions.conditions {
        shape.arms.push(when(make, None, &action.parameters, condition));
    }
    for branch in &transitions.errors {
        let outcome = match COMMON_BRANCHES.iter().find(|(_, wire)| *wire == branch.error) {
            Some((name, _)) => make.outcome(name),
            None => Outcome::ErrorType(make.text(&branch.error)),
        };
        shape.arms.push(Arm { on: On::Outcome(outcome), target: Some(branch.edge.target), returns: false });
    }
    if transitions.next.is_none() {
        shape.arms.push(Arm { on: On::Next(make.outcome("next")), target: None, returns: false });
    }
    shape
}

/// Adds the conditions that no named branch covers. `None` if the block takes no conditions, or if they would be
/// emitted in a different order and the order matters.
fn conditions(
    make: Make,
    entry: &'static Block,
    action: &Action,
    is_covered: &[bool],
    arms: &mut Vec<Arm>,
) -> Option<()> {
    let all = &action.transitions.conditions;
    let mut rest =
        all.iter().zip(is_covered).filter(|(_, is_covered)| !**is_covered).map(|(condition, _)| condition).peekable();
    if rest.peek().is_none() {
        return Some(());
    }
    let takes = entry.conditions?;
    let exclusive = all.iter().all(|condition| {
        condition.operator == EQUALS
            && condition.operands.iter().all(|it| scalar(it).is_some_and(|text| !text.contains('$')))
    });
    let in_order = is_covered.iter().skip_while(|is_covered| **is_covered).all(|is_covered| !is_covered);
    if !exclusive && !in_order {
        return None;
    }
    if takes.operands == Operands::Shares {
        let shares: Option<Vec<i64>> = rest.clone().map(share).collect();
        let mut sum = 0;
        let is_rising = shares.as_ref().is_some_and(|shares| {
            shares.iter().all(|threshold| {
                let share = threshold - 1 - sum;
                sum += share;
                (1..=99).contains(&share) && sum <= 99
            })
        });
        let mut before = 0;
        for condition in rest {
            let on = match (is_rising, share(condition)) {
                (true, Some(threshold)) => {
                    let share = threshold - 1 - before;
                    before += share;
                    On::When(Operator::Equals, vec![make.number(share.to_string(), Unit::Percent)])
                }
                _ => wire(make, condition),
            };
            arms.push(Arm { on, target: Some(condition.edge.target), returns: false });
        }
        return Some(());
    }
    arms.extend(rest.map(|condition| when(make, Some(takes.operands), &action.parameters, condition)));
    Some(())
}

fn share(condition: &Condition) -> Option<i64> {
    match condition.operands.as_slice() {
        [operand] if condition.operator == LESS => scalar(operand).filter(|text| is_number(text))?.parse().ok(),
        _ => None,
    }
}

/// `when [operator] value`
fn when(make: Make, operands: Option<Operands>, parameters: &Object, condition: &Condition) -> Arm {
    let operator = match condition.operator.as_str() {
        EQUALS => Some(Operator::Equals),
        wire => OPERATORS.iter().find(|(_, known)| *known == wire).map(|(word, _)| Operator::Named(make.word(*word))),
    };
    let is_time = matches!(operands, Some(Operands::Number { time }) if parameters.holds(time));
    let is_compared = matches!(&operator, Some(Operator::Named(word)) if word.text.starts_with(['<', '>']));
    let values: Option<Vec<SmolStr>> = condition.operands.iter().map(scalar).collect();
    let on = match (operator, values.as_deref()) {
        (Some(operator @ Operator::Named(_)), Some([])) if condition.operator == EXISTS => {
            On::When(operator, Vec::new())
        }
        (Some(operator), Some([text])) => {
            let value = match () {
                () if is_time => match duration(make, text, TimeUnit::Milliseconds) {
                    Some(value) if !is_bare(&value) => value,
                    _ => make.text_or_path(text),
                },
                () if is_number(text) && (is_compared || matches!(operands, Some(Operands::Number { .. }))) => {
                    make.number(text.clone(), Unit::None)
                }
                () => make.text_or_path(text),
            };
            On::When(operator, vec![value])
        }
        _ => wire(make, condition),
    };
    Arm { on, target: Some(condition.edge.target), returns: false }
}

fn is_bare(value: &Value) -> bool {
    matches!(&value.kind, tree::ValueKind::Number(number) if number.unit == Unit::None)
}

/// `when "Operator" ["operand"]`
fn wire(make: Make, condition: &Condition) -> On {
    let operands = condition.operands.iter().filter_map(scalar).map(|text| make.text_or_path(&text)).collect();
    On::When(Operator::Wire(make.text(&condition.operator)), operands)
}

/// The arm for a `NextAction` that does not follow from the other branches.
fn next(make: Make, entry: &'static Block, action: &Action, known: &[(&'static str, Target)]) -> Option<Arm> {
    let copied = |name: &str| known.iter().find(|(branch, _)| *branch == name).map(|(_, target)| *target);
    let expected = match entry.next {
        Next::Success { otherwise } => {
            let success = entry.branches.iter().find(|branch| branch.wire == BranchWire::Next);
            if success.is_some_and(|branch| action.parameters.needs(branch.need)) {
                return None;
            }
            otherwise.and_then(copied)
        }
        Next::Copy(name) | Next::CopyIfThere(name) => copied(name),
        Next::Terminal => None,
    };
    let actual = action.transitions.next.map(|edge| edge.target);
    let to_action = |target: Option<Target>| target.and_then(Target::action);
    if to_action(expected) == to_action(actual) {
        return None;
    }
    let target = actual.filter(|target| target.action().is_some());
    Some(Arm { on: On::Next(make.outcome("next")), target, returns: false })
}

fn target_of(transitions: &Transitions, error: &str) -> Option<Target> {
    transitions.errors.iter().find(|branch| branch.error == error).map(|branch| branch.edge.target)
}

fn is_condition(condition: &Condition, operator: &str, operand: &str) -> bool {
    let [only] = condition.operands.as_slice() else { return false };
    condition.operator == operator && scalar(only).is_some_and(|text| text == operand)
}

/// The branch's own ErrorType if it equals `error`, as a `'static` string for comparison.
fn as_static(branch: &Branch, error: &str) -> &'static str {
    match branch.wire {
        BranchWire::Error(known) if known == error => known,
        _ => "",
    }
}
