//! How a block is left in a test is one of the ways in which a block that is meant can be left.

use super::super::Checker;
use super::alike::candidates;
use crate::catalogue::Need;
use crate::catalogue::wire::LESS;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Action, ActionState, Build, Node, Value};
use crate::script::{Pattern, Result as TestResult, ResultKind};
use crate::source::Span;

/// Up to this many conditions are shown.
const MANY: usize = 3;

impl Checker<'_> {
    /// Checks a result against the blocks that the pattern may stand for. Where there is none, nothing is known.
    pub(super) fn result_in_test(&mut self, pattern: &Pattern, result: &TestResult) {
        let candidates = candidates(self.build, pattern);
        let Some(first) = candidates.first() else { return };
        if candidates.iter().any(|action| can_have(self.build, action, &result.kind)) {
            return;
        }
        let keyword = pattern.blocks.first().map_or("action", |block| block.keyword);
        let new = |message: String| Diagnostic::new(Code::ImpossibleResult, result.span, message);
        let diagnostic = match &result.kind {
            ResultKind::When(..) | ResultKind::Share(_) => {
                let diagnostic = new(format!("no `{keyword}` that is meant has this condition"));
                let conditions = candidates.iter().flat_map(|action| &action.transitions.conditions);
                let places: Vec<Span> = conditions.map(|condition| condition.place()).take(MANY).collect();
                match places.is_empty() {
                    true => diagnostic.label(first.head, "it has no conditions"),
                    false => places.into_iter().fold(diagnostic, |it, place| it.label(place, "its condition")),
                }
            }
            ResultKind::Branch(name) => {
                let diagnostic = new(format!("no `{keyword}` that is meant has the branch `{name}`"));
                let diagnostic = diagnostic.label(first.head, "a block that is meant");
                let behind = first.block.and_then(|block| {
                    let branch = block.branch(name)?;
                    match branch.need {
                        Need::RequiredWhen(when) | Need::OptionalWhen(when) => block.parameter_behind(when),
                        _ => None,
                    }
                });
                match behind {
                    Some(parameter) => diagnostic.help(format!("it has the branch only with `{parameter}`")),
                    None => diagnostic,
                }
            }
            ResultKind::Value(value) => {
                let module = candidates.iter().find_map(|action| module_of(self.build, action));
                let diagnostic = new(format!("the module has no branch `{value}`"));
                let branches: Vec<&str> = module.map(|(_, branches)| branches).unwrap_or_default();
                let diagnostic = match module_of(self.build, first) {
                    Some((span, _)) => diagnostic.label(span, "the module"),
                    None => diagnostic,
                };
                let listed: Vec<String> = branches.iter().map(|branch| format!("`{branch}`")).collect();
                match nearest(value, branches.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None if branches.is_empty() => diagnostic.help("it declares no branches"),
                    None => diagnostic.help(format!("its branches are {}", listed.join(", "))),
                }
            }
            ResultKind::Success | ResultKind::Error(_) => {
                new(format!("no `{keyword}` that is meant is left so")).label(first.head, "a block that is meant")
            }
        };
        self.report(diagnostic);
    }
}

fn can_have(build: &Build, action: &Action, result: &ResultKind) -> bool {
    if action.state != ActionState::Whole || action.transitions.is_partial {
        return true;
    }
    let Some(block) = action.block else { return true };
    match result {
        ResultKind::Success => block.can_succeed(),
        ResultKind::Branch(name) => block.branch(name).is_some_and(|branch| action.parameters.allows(branch.need)),
        ResultKind::Error(error) => action.transitions.errors.iter().any(|branch| branch.error == *error),
        ResultKind::Value(value) => {
            module_of(build, action).is_none_or(|(_, branches)| branches.contains(&value.as_str()))
        }
        ResultKind::When(operator, operands) => {
            let mut conditions = action.transitions.conditions.iter();
            conditions.any(|own| own.operator == *operator && are_same(&own.operands, operands))
        }
        ResultKind::Share(share) => shares(action).contains(&i64::from(*share)),
    }
}

fn are_same(own: &[Node], written: &[Node]) -> bool {
    own.len() == written.len() && own.iter().zip(written).all(|(own, written)| is_same(&own.value, &written.value))
}

fn is_same(own: &Value, written: &Value) -> bool {
    match (own, written) {
        (Value::Hole, _) => true,
        // They may differ only in how they are written.
        (Value::Reference(_), _) | (_, Value::Reference(_)) => true,
        (own, written) => own == written,
    }
}

/// The percentages of an action, from their rising thresholds.
fn shares(action: &Action) -> Vec<i64> {
    let conditions = action.transitions.conditions.iter().filter(|condition| condition.operator == LESS);
    let thresholds = conditions.filter_map(|condition| match &condition.operands.first()?.value {
        Value::Text(text) => text.parse::<i64>().ok(),
        Value::Number(number) => number.as_i64(),
        _ => None,
    });
    let mut before = 1;
    thresholds.map(|threshold| threshold - std::mem::replace(&mut before, threshold)).collect()
}

/// The module of the build that an action invokes, if its branches are known: its name, and its branches.
fn module_of<'b>(build: &'b Build, action: &Action) -> Option<(Span, Vec<&'b str>)> {
    let module = build.flows.get(action.calls()?)?;
    let branches = module.known_contract()?.branches.iter().map(|branch| branch.text.as_str());
    Some((module.name.span, branches.collect()))
}
