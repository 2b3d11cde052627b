//! Which action of one flow is which of another.

use crate::graph::{Action, ActionId, Flow, Target};

/// Which action is which.
pub(super) struct Pairs {
    pub(super) to_after: Vec<Option<ActionId>>,
    pub(super) to_before: Vec<Option<ActionId>>,
}

impl Pairs {
    /// The action of the right flow that this one of the left flow is.
    pub(super) fn after(&self, before: ActionId) -> Option<ActionId> {
        self.to_after.get(before.0).copied().flatten()
    }

    /// The action of the left flow that this one of the right flow is.
    pub(super) fn before(&self, after: ActionId) -> Option<ActionId> {
        self.to_before.get(after.0).copied().flatten()
    }

    /// Makes these two a pair; either may be alone.
    pub(super) fn set(&mut self, before: Option<ActionId>, after: Option<ActionId>) {
        if let Some(place) = before.and_then(|before| self.to_after.get_mut(before.0)) {
            *place = after;
        }
        if let Some(place) = after.and_then(|after| self.to_before.get_mut(after.0)) {
            *place = before;
        }
    }

    /// Whether two targets are the same place, apart from blocks that were put in or taken out on the way there.
    pub(super) fn is_same_place(&self, before: &Flow, after: &Flow, one: Target, other: Target) -> bool {
        let one = along(before, one, |id| self.after(id).is_none());
        let other = along(after, other, |id| self.before(id).is_none());
        match (one, other) {
            (Target::Action(one), Target::Action(other)) => self.after(one) == Some(other),
            (Target::Action(_), _) | (_, Target::Action(_)) => false,
            _ => true,
        }
    }
}

/// Where the road from `target` arrives that passes over the blocks that `is_passed` tells.
fn along(flow: &Flow, target: Target, is_passed: impl Fn(ActionId) -> bool) -> Target {
    let mut at = target;
    for _ in 0..flow.actions.len() {
        let Target::Action(id) = at else { return at };
        let Some(action) = flow.action(id).filter(|_| is_passed(id)) else { return at };
        match main_road(action) {
            Some(next) => at = next,
            None => return target,
        }
    }
    target
}

/// Where an action goes on if nothing special happens.
fn main_road(action: &Action) -> Option<Target> {
    action.transitions.next.map(|edge| edge.target).filter(|target| target.action().is_some())
}
