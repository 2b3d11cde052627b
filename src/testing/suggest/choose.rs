//! Which branch is taken where a plan says nothing: the one that leads soonest to a branch that no test takes.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::coverage::{Branch, edges};
use crate::graph::reach::{Edges, successors};
use crate::graph::{Action, ActionId, Build, Target};
use crate::simulate::Taken;

/// The cost of a way that leads to no open branch.
const NOWHERE: usize = usize::MAX / 4;

/// What an error costs: a way without errors is taken first.
const ERROR: usize = 50;

/// Chooses branches in one run.
#[derive(Clone)]
pub(super) struct Chooser<'b> {
    build: &'b Build,
    flow: usize,
    /// The branches that nothing takes so far, also not this run.
    open: HashSet<Branch>,
    /// How far each action of the flow is from one of them.
    distance: Vec<usize>,
    /// How often a branch was chosen in this run.
    chosen: HashMap<Branch, usize>,
}

impl<'b> Chooser<'b> {
    /// For a run of this flow, with the branches that no test takes.
    pub(super) fn new(build: &'b Build, flow: usize, open: HashSet<Branch>) -> Chooser<'b> {
        let mut chooser = Chooser { build, flow, open, distance: Vec::new(), chosen: HashMap::new() };
        chooser.measure();
        chooser
    }

    /// Notes branches that the run took.
    pub(super) fn took(&mut self, branches: impl Iterator<Item = Branch>) {
        let before = self.open.len();
        branches.for_each(|branch| _ = self.open.remove(&branch));
        if self.open.len() != before {
            self.measure();
        }
    }

    fn measure(&mut self) {
        let Some(flow) = self.build.flows.get(self.flow) else { return };
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); flow.actions.len()];
        for (from, targets) in successors(flow, Edges::Taken).into_iter().enumerate() {
            targets.into_iter().for_each(|to| before.get_mut(to.0).into_iter().for_each(|list| list.push(from)));
        }
        self.distance = vec![NOWHERE; flow.actions.len()];
        let mut todo = VecDeque::new();
        for branch in &self.open {
            if let Some(distance) = self.distance.get_mut(branch.action.0)
                && *distance == NOWHERE
            {
                *distance = 0;
                todo.push_back(branch.action.0);
            }
        }
        while let Some(at) = todo.pop_front() {
            let next = self.distance.get(at).copied().unwrap_or(NOWHERE) + 1;
            for from in before.get(at).into_iter().flatten() {
                if let Some(distance) = self.distance.get_mut(*from)
                    && *distance == NOWHERE
                {
                    *distance = next;
                    todo.push_back(*from);
                }
            }
        }
    }

    /// The best of these branches of an action; `None` if there is none.
    pub(super) fn best(&mut self, flow: usize, id: ActionId, options: &[(Taken, Target)]) -> Option<Taken> {
        let branch = |edge: Taken| Branch { flow, action: id, edge };
        let cost = |(edge, target): &(Taken, Target)| {
            let is_error = matches!(edge, Taken::Error(_));
            let ahead = match target.action() {
                _ if flow != self.flow => NOWHERE,
                _ if self.open.contains(&branch(*edge)) => 0,
                Some(id) => self.distance.get(id.0).map_or(NOWHERE, |distance| distance + 1),
                None => NOWHERE,
            };
            let times = self.chosen.get(&branch(*edge)).copied().unwrap_or_default();
            (ahead + if is_error { ERROR } else { 0 } + times, times)
        };
        let best = options.iter().min_by_key(|option| cost(option)).map(|(edge, _)| *edge)?;
        *self.chosen.entry(branch(best)).or_default() += 1;
        Some(best)
    }

    /// Whether going on from an action may lead to an open branch.
    pub(super) fn is_worth(&self, flow: usize, id: ActionId) -> bool {
        flow == self.flow && self.distance.get(id.0).is_some_and(|distance| *distance < NOWHERE)
    }
}

/// The branches of an action that lead on, and that a test has words for.
pub(super) fn options(action: &Action) -> Vec<(Taken, Target)> {
    let has_words = |edge: &Taken| match edge {
        Taken::Condition(index) => action.transitions.conditions.get(*index).is_some_and(|it| it.operands.len() < 2),
        _ => true,
    };
    edges(action).into_iter().filter(|(edge, target)| target.action().is_some() && has_words(edge)).collect()
}
