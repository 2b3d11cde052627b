//! How a block is left in a test is one of the ways in which a block that is meant can be left.

use smol_str::SmolStr;

use super::super::Checker;
use super::alike::candidates;
use crate::catalogue::Need;
use crate::catalogue::wire::LESS;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Action, ActionState, Build, Contract, Flow, FlowKind, Node, Value};
use crate::script::{Pattern, Result as TestResult, ResultKind};
use crate::simulate::Start;
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
            ResultKind::Value(value) => match candidates.iter().find_map(|action| module_of(self.build, action)) {
                Some(module) => no_branch(module, value, result.span),
                None => new(format!("no `{keyword}` that is meant gets this value")),
            },
            ResultKind::Success | ResultKind::Error(_) => {
                new(format!("no `{keyword}` that is meant is left so")).label(first.head, "a block that is meant")
            }
        };
        self.report(diagnostic);
    }
}

impl Checker<'_> {
    /// Checks how a module is expected to return against what the test starts.
    pub(super) fn returned_in_test(&mut self, start: &Start, branch: Option<&SmolStr>, span: Span) {
        let Some(flow) = self.build.flows.get(start.flow) else { return };
        if flow.kind != FlowKind::Module {
            let message = "only a module that the test starts returns";
            self.report(
                Diagnostic::new(Code::ImpossibleResult, span, message).label(flow.name.span, "the contact starts here"),
            );
        } else if let Some(branch) = branch.filter(|branch| !has_branch(flow, branch)) {
            self.report(no_branch(flow, branch, span));
        }
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
        ResultKind::Value(value) => module_of(build, action).is_none_or(|module| has_branch(module, value)),
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

/// The module of the build that an action invokes.
fn module_of<'b>(build: &'b Build, action: &Action) -> Option<&'b Flow> {
    build.flows.get(action.calls()?)
}

/// Whether a module may return through this branch.
fn has_branch(module: &Flow, branch: &str) -> bool {
    let declares = |contract: &Contract| contract.branches.iter().any(|it| it.text == branch);
    module.known_contract().is_none_or(declares)
}

/// Reports a branch that a module does not declare.
fn no_branch(module: &Flow, branch: &str, span: Span) -> Diagnostic {
    let message = format!("the module `{}` has no branch `{branch}`", module.name.text);
    let diagnostic = Diagnostic::new(Code::ImpossibleResult, span, message).label(module.name.span, "the module");
    let declared = module.known_contract().map(|contract| contract.branches.as_slice()).unwrap_or_default();
    let branches: Vec<&str> = declared.iter().map(|it| it.text.as_str()).collect();
    match nearest(branch, branches.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None if branches.is_empty() => diagnostic.help("it declares no branches"),
        None => diagnostic.help(format!("its branches are `{}`", branches.join("`, `"))),
    }
}
