//! Branches that the tests take and do not test: led elsewhere, every test still passes.
//!
//! Takes the graph, the tests and their verdicts. Leads each branch that a test took to each other step and to each end
//! of its flow in turn, and runs the tests that took it. Gives the branches of which no test noticed such a change.

use std::collections::HashMap;

use super::coverage::{Branch, taken};
use super::{Verdict, run};
use crate::graph::{Action, ActionId, Build, Edge, Flow, Target};
use crate::parallel;
use crate::script::{Script, Test};
use crate::simulate::Taken;
use crate::source::Sources;

/// What leading branches elsewhere showed.
#[derive(Clone, Debug, Default)]
pub struct Unnoticed {
    /// How many branches were led elsewhere.
    pub redirected: usize,
    /// Those of which no test noticed it, with a target that was not noticed.
    pub branches: Vec<(Branch, ActionId)>,
}

/// Leads every branch that the verdicts took elsewhere.
#[must_use]
pub fn unnoticed(build: &Build, script: &Script, sources: &Sources, verdicts: &[Verdict<'_>]) -> Unnoticed {
    let mut by_branch: HashMap<Branch, Vec<&Test>> = HashMap::new();
    let mut order: Vec<Branch> = Vec::new();
    for verdict in verdicts.iter().filter(|verdict| verdict.failure.is_none()) {
        for branch in verdict.events.iter().filter_map(taken) {
            let tests = by_branch.entry(branch).or_insert_with(|| {
                order.push(branch);
                Vec::new()
            });
            if !tests.iter().any(|test| std::ptr::eq(*test, verdict.test)) {
                tests.push(verdict.test);
            }
        }
    }
    order.sort_by_key(|branch| (branch.flow, branch.action, rank(branch.edge)));
    let judged = parallel::map(&order, |branch| {
        let tests = by_branch.get(branch).map(Vec::as_slice).unwrap_or_default();
        judge(build, script, sources, *branch, tests)
    });
    let mut found = Unnoticed::default();
    for (branch, judged) in order.into_iter().zip(judged) {
        let Some(unnoticed) = judged else { continue };
        found.redirected += 1;
        found.branches.extend(unnoticed.map(|target| (branch, target)));
    }
    found
}

fn rank(edge: Taken) -> (usize, usize) {
    match edge {
        Taken::Next => (0, 0),
        Taken::Condition(index) => (1, index),
        Taken::Error(index) => (2, index),
        Taken::Ended | Taken::Absent => (3, 0),
    }
}

/// `None` if the branch cannot be led elsewhere; else the target of which no test noticed it, if there is one.
fn judge(
    build: &Build,
    script: &Script,
    sources: &Sources,
    branch: Branch,
    tests: &[&Test],
) -> Option<Option<ActionId>> {
    let flow = build.flows.get(branch.flow)?;
    let now = edge(flow, branch)?.target;
    let targets: Vec<ActionId> =
        targets(flow).into_iter().filter(|id| !is_the_same(flow, now, *id) && *id != branch.action).collect();
    if targets.is_empty() {
        return None;
    }
    let mut changed = build.clone();
    let unnoticed = targets.into_iter().find(|target| {
        if let Some(edge) = changed.flows.get_mut(branch.flow).and_then(|flow| edge_mut(flow, branch)) {
            edge.target = Target::Action(*target);
        }
        tests.iter().all(|test| run::run(&changed, script, sources, test).failure.is_none())
    });
    Some(unnoticed)
}

/// Whether a branch that leads to `now` would do the same if it led to `other`: the same block, or the same end.
fn is_the_same(flow: &Flow, now: Target, other: ActionId) -> bool {
    let (Some(id), Some(other_action)) = (now.action(), flow.action(other)) else { return false };
    let is_same_end = |action: &Action| {
        action.semantics().ends.is_some()
            && action.type_ == other_action.type_
            && action.parameters == other_action.parameters
            && super::coverage::edges(action).is_empty()
    };
    id == other || flow.action(id).is_some_and(is_same_end)
}

/// Where a branch of a flow can be led: its steps, or where several branches meet, and its ends.
fn targets(flow: &Flow) -> Vec<ActionId> {
    let mut targets: Vec<ActionId> = flow.steps.iter().filter_map(|step| step.entry.action()).collect();
    let actions = || (0..).map(ActionId).zip(&flow.actions);
    if flow.steps.is_empty() {
        let mut ways = vec![0_usize; flow.actions.len()];
        for (_, action) in actions() {
            for (_, target) in super::coverage::edges(action) {
                if let Some(count) = target.action().and_then(|id| ways.get_mut(id.0)) {
                    *count += 1;
                }
            }
        }
        targets.extend((0..).map(ActionId).zip(&ways).filter(|(_, count)| **count > 1).map(|(id, _)| id));
    }
    let ends = actions().filter(|(_, action)| action.semantics().ends.is_some()).map(|(id, _)| id);
    targets.extend(ends.take(1));
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn edge(flow: &Flow, branch: Branch) -> Option<&Edge> {
    let transitions = &flow.action(branch.action)?.transitions;
    match branch.edge {
        Taken::Next => transitions.next.as_ref(),
        Taken::Condition(index) => transitions.conditions.get(index).map(|condition| &condition.edge),
        Taken::Error(index) => transitions.errors.get(index).map(|error| &error.edge),
        Taken::Ended | Taken::Absent => None,
    }
}

fn edge_mut(flow: &mut Flow, branch: Branch) -> Option<&mut Edge> {
    let transitions = &mut flow.actions.get_mut(branch.action.0)?.transitions;
    match branch.edge {
        Taken::Next => transitions.next.as_mut(),
        Taken::Condition(index) => transitions.conditions.get_mut(index).map(|condition| &mut condition.edge),
        Taken::Error(index) => transitions.errors.get_mut(index).map(|error| &mut error.edge),
        Taken::Ended | Taken::Absent => None,
    }
}
