//! The pairs of corresponding actions of two flows.

use crate::graph::{Action, ActionId, Flow, Target};

/// The pairs, in both directions.
pub(super) struct Pairs {
    pub(super) to_after: Vec<Option<ActionId>>,
    pub(super) to_before: Vec<Option<ActionId>>,
}

impl Pairs {
    /// The action of the right flow that corresponds to this action of the left flow.
    pub(super) fn after(&self, before: ActionId) -> Option<ActionId> {
        self.to_after.get(before.0).copied().flatten()
    }

    /// The action of the left flow that corresponds to this action of the right flow.
    pub(super) fn before(&self, after: ActionId) -> Option<ActionId> {
        self.to_before.get(after.0).copied().flatten()
    }

    /// Makes these two a pair. If one is `None`, the other becomes unpaired.
    pub(super) fn set(&mut self, before: Option<ActionId>, after: Option<ActionId>) {
        if let Some(partner) = before.and_then(|before| self.to_after.get_mut(before.0)) {
            *partner = after;
        }
        if let Some(partner) = after.and_then(|after| self.to_before.get_mut(after.0)) {
            *partner = before;
        }
    }

    /// Whether two targets correspond, ignoring blocks that were inserted or removed on the way to them.
    pub(super) fn is_same_place(&self, before: &Flow, after: &Flow, one: Target, other: Target) -> bool {
        let one = skip(before, one, |id| self.after(id).is_none());
        let other = skip(after, other, |id| self.before(id).is_none());
        match (one, other) {
            (Target::Action(one), Target::Action(other)) => self.after(one) == Some(other),
            (Target::Action(_), _) | (_, Target::Action(_)) => false,
            _ => true,
        }
    }
}

/// The first target on the main path from `target` that `is_skipped` does not accept.
fn skip(flow: &Flow, target: Target, is_skipped: impl Fn(ActionId) -> bool) -> Target {
    let mut at = target;
    for _ in 0..flow.actions.len() {
        let Target::Action(id) = at else { return at };
        let Some(action) = flow.action(id).filter(|_| is_skipped(id)) else { return at };
        match main_target(action) {
            Some(next) => at = next,
            None => return target,
        }
    }
    target
}

/// The target of an action's `NextAction`, if it is connected.
fn main_target(action: &Action) -> Option<Target> {
    action.transitions.next.map(|edge| edge.target).filter(|target| target.action().is_some())
}
