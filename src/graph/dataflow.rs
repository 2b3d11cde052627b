//! What can be known where an action begins: facts that follow the contact through flows, and from flow to flow.
//!
//! Takes flows, what is known where each begins, and what an action makes of it on each of its edges; gives what is known
//! at every action. A fact is a set of possibilities, so that it only grows where ways meet, and each action is looked at
//! once for each possibility that it gets: linear in the edges of the whole build.

use super::{Action, ActionId, Flow};

/// What may hold on the ways to a place: a set of at most eight possibilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub u8);

impl Facts {
    /// Nothing: the place is not reached.
    pub const NONE: Facts = Facts(0);

    /// What holds on one way or the other.
    #[must_use]
    pub fn or(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }

    /// What holds on both.
    #[must_use]
    pub fn and(self, other: Facts) -> Facts {
        Facts(self.0 & other.0)
    }

    /// What of this is not in `other`.
    #[must_use]
    pub fn without(self, other: Facts) -> Facts {
        Facts(self.0 & !other.0)
    }

    /// Whether some of `other` holds.
    #[must_use]
    pub fn has(self, other: Facts) -> bool {
        self.and(other) != Facts::NONE
    }

    /// Whether nothing holds.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Facts::NONE
    }
}

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To an action of the same flow.
    Action(ActionId),
    /// To the start of another flow.
    Flow(usize),
}

/// Solves one question about flows.
pub struct Solver<'f, S> {
    flows: &'f [Flow],
    step: S,
    /// What is known where each flow begins.
    entries: Vec<Facts>,
    /// What is known at each action of each flow.
    reached: Vec<Vec<Facts>>,
    todo: Vec<(usize, ActionId, Facts)>,
}

impl<'f, S: FnMut(&Flow, &Action, Facts, &mut dyn FnMut(Way, Facts))> Solver<'f, S> {
    /// `step` gives, for an action and what is known there, each way on and what is known on it.
    pub fn new(flows: &'f [Flow], step: S) -> Solver<'f, S> {
        let reached = flows.iter().map(|flow| vec![Facts::NONE; flow.actions.len()]).collect();
        Solver { flows, step, entries: vec![Facts::NONE; flows.len()], reached, todo: Vec::new() }
    }

    /// What is known where a flow begins.
    #[must_use]
    pub fn entry(&self, flow: usize) -> Facts {
        self.entries.get(flow).copied().unwrap_or_default()
    }

    /// Adds to what is known where a flow begins, and follows it to all that it reaches.
    pub fn enter(&mut self, flow: usize, facts: Facts) {
        self.note_entry(flow, facts);
        while let Some((index, id, facts)) = self.todo.pop() {
            let Some(flow) = self.flows.get(index) else { continue };
            let slot = self.reached.get_mut(index).and_then(|flow| flow.get_mut(id.0));
            let (Some(slot), Some(action)) = (slot, flow.action(id)) else { continue };
            let all = slot.or(facts);
            if all == *slot {
                continue;
            }
            *slot = all;
            let mut ways = Vec::new();
            (self.step)(flow, action, all, &mut |way, facts| ways.push((way, facts)));
            for (way, facts) in ways {
                match way {
                    Way::Action(to) => self.todo.push((index, to, facts)),
                    Way::Flow(to) => self.note_entry(to, facts),
                }
            }
        }
    }

    fn note_entry(&mut self, flow: usize, facts: Facts) {
        let Some(entry) = self.entries.get_mut(flow) else { return };
        let all = entry.or(facts);
        if all == *entry {
            return;
        }
        *entry = all;
        if let Some(start) = self.flows.get(flow).and_then(|flow| flow.start.action()) {
            self.todo.push((flow, start, all));
        }
    }

    /// What is known at each action of each flow; nothing where it cannot be reached.
    #[must_use]
    pub fn finish(self) -> Vec<Vec<Facts>> {
        self.reached
    }
}
