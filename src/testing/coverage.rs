//! Which branches of the flows the tests took.
//!
//! Takes the graph and what ran, gives each branch of each flow with whether a test took it. A branch that nothing can
//! take is listed with the reason and does not count.

use std::collections::HashSet;

use super::Verdict;
use crate::catalogue::wire;
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, Build, Flow, Target};
use crate::simulate::{Event, Taken};

/// A branch of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Branch {
    /// Its flow, an index into the build.
    pub flow: usize,
    /// Its action.
    pub action: ActionId,
    /// Its edge.
    pub edge: Taken,
}

/// A branch with what the tests made of it.
#[derive(Clone, Copy, Debug)]
pub struct Covered {
    /// The branch.
    pub branch: Branch,
    /// How it stands.
    pub state: State,
    /// Whether it is an error branch: a failure of the service or of something behind it.
    pub is_error: bool,
}

/// Whether a branch was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// By at least one test.
    Taken,
    /// By none.
    NotTaken,
    /// Nothing can take it, for this reason.
    Impossible(&'static str),
}

/// The branches of a flow, in source order.
#[derive(Clone, Debug)]
pub struct FlowCoverage {
    /// The flow, an index into the build.
    pub flow: usize,
    /// Its branches.
    pub branches: Vec<Covered>,
}

/// How many branches were taken, and how many could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those that were taken.
    pub taken: usize,
    /// All that can be taken.
    pub all: usize,
}

impl Count {
    /// The share in percent, rounded down to a tenth; 100 where there is no branch.
    #[must_use]
    pub fn percent(self) -> f64 {
        match self.all {
            0 => 100.0,
            all => f64::from(u32::try_from(self.taken * 1000 / all).unwrap_or_default()) / 10.0,
        }
    }

    /// The sum of two counts.
    #[must_use]
    pub fn and(self, other: Count) -> Count {
        Count { taken: self.taken + other.taken, all: self.all + other.all }
    }
}

/// The count of some branches.
pub fn count<'b>(branches: impl IntoIterator<Item = &'b Covered>) -> Count {
    branches.into_iter().fold(Count::default(), |count, covered| match covered.state {
        State::Taken => Count { taken: count.taken + 1, all: count.all + 1 },
        State::NotTaken => Count { all: count.all + 1, ..count },
        State::Impossible(_) => count,
    })
}

/// The coverage of the flows that `wanted` accepts.
#[must_use]
pub fn coverage(build: &Build, verdicts: &[Verdict<'_>], wanted: impl Fn(&Flow) -> bool) -> Vec<FlowCoverage> {
    let taken: HashSet<Branch> = verdicts.iter().flat_map(|verdict| &verdict.events).filter_map(taken).collect();
    let flows = build.flows.iter().enumerate().filter(|(_, flow)| wanted(flow));
    flows.map(|(index, flow)| FlowCoverage { flow: index, branches: of_flow(index, flow, &taken) }).collect()
}

/// The branch that an event took.
#[must_use]
pub fn taken(event: &Event) -> Option<Branch> {
    let edge = event.exit.as_ref()?.edge;
    Some(Branch { flow: event.flow, action: event.action, edge })
}

fn of_flow(index: usize, flow: &Flow, taken: &HashSet<Branch>) -> Vec<Covered> {
    let reached = reach::from_start(flow, Edges::Taken);
    let actions = (0..).map(ActionId).zip(&flow.actions);
    let mut branches = Vec::new();
    for (id, action) in actions {
        let is_reached = reached.get(id.0).copied().unwrap_or_default();
        for (edge, target) in edges(action) {
            let branch = Branch { flow: index, action: id, edge };
            let state = match (taken.contains(&branch), target) {
                (true, _) => State::Taken,
                _ if !is_reached => State::Impossible("no contact reaches the block"),
                (_, Target::Unconnected | Target::Hole) => State::Impossible("it leads nowhere"),
                _ if is_shadowed(action, edge) => State::Impossible("an earlier condition is met first"),
                _ => State::NotTaken,
            };
            branches.push(Covered { branch, state, is_error: is_error(action, edge) });
        }
    }
    branches
}

/// The edges of an action that the control flow takes, with their targets.
#[must_use]
pub fn edges(action: &Action) -> Vec<(Taken, Target)> {
    let transitions = &action.transitions;
    let next = transitions.next.iter().filter(|edge| edge.taken).map(|edge| (Taken::Next, edge.target));
    let conditions = transitions.conditions.iter().enumerate().map(|(at, it)| (Taken::Condition(at), it.edge.target));
    let errors = transitions.errors.iter().enumerate().map(|(at, it)| (Taken::Error(at), it.edge.target));
    next.chain(conditions).chain(errors).collect()
}

/// Whether an earlier condition is the same.
fn is_shadowed(action: &Action, edge: Taken) -> bool {
    let Taken::Condition(index) = edge else { return false };
    let conditions = &action.transitions.conditions;
    let Some(this) = conditions.get(index) else { return false };
    conditions.iter().take(index).any(|earlier| {
        earlier.operator == this.operator
            && earlier.operands.len() == this.operands.len()
            && earlier.operands.iter().zip(&this.operands).all(|(one, other)| one.value == other.value)
    })
}

fn is_error(action: &Action, edge: Taken) -> bool {
    let Taken::Error(index) = edge else { return false };
    let error = action.transitions.errors.get(index).map(|branch| branch.error.as_str());
    !matches!(error, Some(wire::NO_CONDITION | wire::NO_ANSWER))
}
