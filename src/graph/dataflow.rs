//! Forward dataflow analysis: facts that follow the contact through flows, and from flow to flow.
//!
//! Takes flows, the facts at the entry of each flow, and a transfer function that maps the facts at an action to the
//! facts on each of its outgoing edges. Gives the facts at every action. A fact is a set of possibilities, which only
//! grows where paths join. Each action is visited at most once for each possibility that it gains, so the analysis is
//! linear in the edges of the whole build.

use super::{Action, ActionId, Flow};

/// What may hold on the paths to a point in a flow: a set of at most eight possibilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub u8);

impl Facts {
    /// Nothing: the point is unreachable.
    pub const NONE: Facts = Facts(0);

    /// The union: what holds on either path.
    #[must_use]
    pub fn or(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }

    /// The intersection: what holds on both paths.
    #[must_use]
    pub fn and(self, other: Facts) -> Facts {
        Facts(self.0 & other.0)
    }

    /// The difference: what is not in `other`.
    #[must_use]
    pub fn without(self, other: Facts) -> Facts {
        Facts(self.0 & !other.0)
    }

    /// Whether any possibility of `other` holds.
    #[must_use]
    pub fn has(self, other: Facts) -> bool {
        self.and(other) != Facts::NONE
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Facts::NONE
    }
}

/// The target of an outgoing edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// An action of the same flow.
    Action(ActionId),
    /// The start of another flow.
    Flow(usize),
}

/// Solves one dataflow problem over all flows.
pub struct Solver<'f, S> {
    flows: &'f [Flow],
    step: S,
    /// The facts at the entry of each flow.
    entries: Vec<Facts>,
    /// The facts at each action of each flow.
    reached: Vec<Vec<Facts>>,
    todo: Vec<(usize, ActionId, Facts)>,
}

impl<'f, S: FnMut(&Flow, &Action, Facts, &mut dyn FnMut(Way, Facts))> Solver<'f, S> {
    /// `step` is the transfer function: for an action and its facts, it gives each outgoing edge and the facts on it.
    pub fn new(flows: &'f [Flow], step: S) -> Solver<'f, S> {
        let reached = flows.iter().map(|flow| vec![Facts::NONE; flow.actions.len()]).collect();
        Solver { flows, step, entries: vec![Facts::NONE; flows.len()], reached, todo: Vec::new() }
    }

    /// The facts at the entry of a flow.
    #[must_use]
    pub fn entry(&self, flow: usize) -> Facts {
        self.entries.get(flow).copied().unwrap_or_default()
    }

    /// Adds facts at the entry of a flow, and propagates them to everything reachable from there.
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

    /// The facts at each action of each flow; empty where the action is unreachable.
    #[must_use]
    pub fn finish(self) -> Vec<Vec<Facts>> {
        self.reached
    }
}
