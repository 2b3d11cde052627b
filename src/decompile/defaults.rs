//! The `on` lines at the top of a flow.
//!
//! Takes the shapes of the actions, and gives the defaults: the most common target of catch-all errors is written once,
//! at the top of the flow. Never knows which of them the plan leaves without a use.

use std::collections::BTreeMap;

use super::branch::Shape;
use crate::catalogue::Block;
use crate::graph::{ActionId, Target};

/// The minimum number of blocks that a default must serve.
const WORTH: usize = 2;

/// Where a default leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Destination {
    /// To the statement after the block.
    Continue,
    /// To the step that begins with this action.
    Step(ActionId),
}

/// The defaults of a flow.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    /// For every block that requires an error branch.
    pub(super) error: Option<Destination>,
    /// For the blocks with this keyword, for which the error branch is optional.
    pub(super) keywords: BTreeMap<&'static str, Destination>,
}

impl Defaults {
    /// The default that fills the error branch of a block.
    pub(super) fn of(&self, entry: &Block, is_required: bool) -> Option<Destination> {
        self.keywords.get(entry.keyword).copied().or(if is_required { self.error } else { None })
    }

    /// The steps that the defaults lead to.
    pub(super) fn steps(&self) -> impl Iterator<Item = ActionId> {
        let all = self.error.iter().chain(self.keywords.values());
        all.filter_map(|destination| match destination {
            Destination::Continue => None,
            Destination::Step(id) => Some(*id),
        })
    }
}

/// Finds the defaults that save most lines.
pub(super) fn find(shapes: &[(Option<&'static Block>, Shape)]) -> Defaults {
    let mut required = Votes::default();
    let mut optional: BTreeMap<&'static str, Votes> = BTreeMap::new();
    for (entry, shape) in shapes {
        let (Some(entry), Some(error)) = (entry, shape.error) else { continue };
        let votes = if error.is_required { &mut required } else { optional.entry(entry.keyword).or_default() };
        votes.total += 1;
        match error.target {
            Some(target) if shape.main == Some(target) => votes.cast(Destination::Continue),
            Some(Target::Action(id)) => votes.cast(Destination::Step(id)),
            _ => {}
        }
    }
    let keywords = optional.into_iter().filter_map(|(keyword, votes)| Some((keyword, votes.winner()?)));
    Defaults { error: required.winner(), keywords: keywords.collect() }
}

#[derive(Default)]
struct Votes {
    total: usize,
    counts: BTreeMap<Destination, usize>,
}

impl Votes {
    fn cast(&mut self, destination: Destination) {
        *self.counts.entry(destination).or_default() += 1;
    }

    /// The destination with more than half of the votes.
    fn winner(&self) -> Option<Destination> {
        let (destination, count) = self.counts.iter().max_by_key(|(_, count)| **count)?;
        (*count >= WORTH && *count * 2 > self.total).then_some(*destination)
    }
}
