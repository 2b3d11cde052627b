//! Ambiguous pairs: identical actions that may have been paired crosswise.
//!
//! Takes the pairs, and swaps the partners of identical actions if more branches correspond afterwards. If a branch was
//! moved from an action to an identical one, the diff then shows one change, not changes of everything around the two.

use super::edges::{Branches, branches};
use super::pairs::Pairs;
use crate::graph::{ActionId, Flow};

/// The maximum number of rounds; each must improve the pairs.
const ROUNDS: usize = 8;

/// Swaps partners as long as that makes more branches correspond. `bodies` are the type and parameters of each action
/// of either side, as text.
pub(super) fn untangle(before: &Flow, after: &Flow, bodies: [&[String]; 2], pairs: &mut Pairs) {
    let mut untangler = Untangler { sides: [Side::of(before), Side::of(after)], pairs };
    for _ in 0..ROUNDS {
        let mut is_better = false;
        for (one, other) in untangler.crossed() {
            let is_identical = |one: ActionId, other: ActionId| bodies[0].get(one.0) == bodies[1].get(other.0);
            is_better |= is_identical(one, other) && untangler.try_swap(one, other, is_identical);
        }
        if !is_better {
            return;
        }
    }
}

/// The branches of a flow's actions, and the predecessors of each action.
struct Side {
    branches: Vec<Branches>,
    /// The actions that lead to each action.
    sources: Vec<Vec<ActionId>>,
}

impl Side {
    fn of(flow: &Flow) -> Side {
        let branches: Vec<Branches> = flow.actions.iter().map(branches).collect();
        let mut sources = vec![Vec::new(); branches.len()];
        for (index, found) in branches.iter().enumerate() {
            for id in found.iter().filter_map(|(_, target)| target.action()) {
                if let Some(list) = sources.get_mut(id.0) {
                    list.push(ActionId(index));
                }
            }
        }
        sources.iter_mut().for_each(Vec::dedup);
        Side { branches, sources }
    }
}

struct Untangler<'p> {
    sides: [Side; 2],
    pairs: &'p mut Pairs,
}

impl Untangler<'_> {
    /// The targets of corresponding branches of pairs, if they are not a pair themselves.
    fn crossed(&self) -> Vec<(ActionId, ActionId)> {
        let [ours, theirs] = &self.sides;
        let mut found = Vec::new();
        for (index, branches) in ours.branches.iter().enumerate() {
            let partner = self.pairs.after(ActionId(index)).and_then(|other| theirs.branches.get(other.0));
            let Some(partner) = partner else { continue };
            for (key, target) in branches.iter() {
                let other = partner.get(key).and_then(|target| target.action());
                if let (Some(one), Some(other)) = (target.action(), other)
                    && self.pairs.after(one) != Some(other)
                {
                    found.push((one, other));
                }
            }
        }
        found
    }

    /// Pairs `one` with `other`, and their partners with each other, if more branches correspond then.
    fn try_swap(&mut self, one: ActionId, other: ActionId, is_identical: impl Fn(ActionId, ActionId) -> bool) -> bool {
        let (left, right) = (self.pairs.before(other), self.pairs.after(one));
        if right == Some(other) || left.zip(right).is_some_and(|(left, right)| !is_identical(left, right)) {
            return false;
        }
        let mut cost = |pairs: [(Option<ActionId>, Option<ActionId>); 2]| {
            for (one, other) in pairs {
                self.pairs.set(one, other);
            }
            pairs.into_iter().map(|(one, other)| self.mismatches(one, other)).sum::<usize>()
        };
        let now = cost([(Some(one), right), (left, Some(other))]);
        let then = cost([(left, right), (Some(one), Some(other))]);
        if then < now {
            return true;
        }
        cost([(Some(one), right), (left, Some(other))]);
        false
    }

    /// The number of branches from two paired actions, and of branches to the first, that do not correspond. For an
    /// unpaired action, no branch to it corresponds.
    fn mismatches(&self, one: Option<ActionId>, other: Option<ActionId>) -> usize {
        let Some(one) = one else { return 0 };
        let [ours, theirs] = &self.sides;
        let count = |one: ActionId, other: ActionId, only_to: Option<ActionId>| {
            let (Some(ours), Some(theirs)) = (ours.branches.get(one.0), theirs.branches.get(other.0)) else { return 0 };
            let targets = ours.iter().filter_map(|(key, target)| Some((key, target.action()?)));
            let targets = targets.filter(|(_, target)| only_to.is_none_or(|only| only == *target));
            let differs = |key, target| {
                let other = theirs.get(key).and_then(|target| target.action());
                other.is_none_or(|other| self.pairs.after(target) != Some(other))
            };
            targets.filter(|(key, target)| differs(*key, *target)).count()
        };
        let sources = ours.sources.get(one.0).map(Vec::as_slice).unwrap_or_default();
        let to = sources.iter().filter_map(|source| Some(count(*source, self.pairs.after(*source)?, Some(one))));
        other.map_or(0, |other| count(one, other, None)) + to.sum::<usize>()
    }
}
