//! Rings of flows: each only transfers to the next, and nothing in any of them ever waits or ends.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Checker, cycles};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Flow;
use crate::graph::reach::{self, Edges};
use crate::source::Span;

/// The flows that a flow goes on in, each with the place of the transfer.
type Transfers = Vec<(usize, Span)>;

impl Checker<'_> {
    pub(super) fn flow_cycles(&mut self) {
        let flows = self.build.flows.iter().enumerate();
        let mut caught: BTreeMap<usize, Transfers> =
            flows.filter_map(|(index, flow)| Some((index, only_transfers(flow)?))).collect();
        let mut led_from: HashMap<usize, Vec<usize>> = HashMap::new();
        for (from, transfers) in &caught {
            transfers.iter().for_each(|(to, _)| led_from.entry(*to).or_default().push(*from));
        }
        let free = led_from.keys().filter(|to| !caught.contains_key(to)).copied().collect();
        release(free, &led_from, &mut caught);
        while let Some(first) = caught.keys().next().copied() {
            let mut cycle: Vec<usize> = vec![first];
            let mut known: HashSet<usize> = HashSet::from([first]);
            let mut spans: Vec<Span> = Vec::new();
            let mut next = 0;
            while let Some(index) = cycle.get(next) {
                for (to, span) in caught.remove(index).unwrap_or_default() {
                    spans.push(span);
                    if known.insert(to) {
                        cycle.push(to);
                    }
                }
                next += 1;
            }
            // What leads into the cycle is not caught by itself.
            release(cycle, &led_from, &mut caught);
            let [span, others @ ..] = spans.as_slice() else { return };
            let mut diagnostic =
                Diagnostic::new(Code::FlowCycle, *span, "from here contacts go from flow to flow in a circle for ever")
                    .primary_label("the circle comes back here");
            for other in others.iter().take(3) {
                diagnostic = diagnostic.label(*other, "part of the circle");
            }
            self.report(diagnostic.help(
                "nothing in it waits for input, a time or a person, and only an error leaves it: end it, or ask the contact something",
            ));
        }
    }
}

/// A flow that is not caught lets all go that transfer to it.
fn release(mut free: Vec<usize>, led_from: &HashMap<usize, Vec<usize>>, caught: &mut BTreeMap<usize, Transfers>) {
    while let Some(to) = free.pop() {
        for from in led_from.get(&to).into_iter().flatten() {
            if caught.remove(from).is_some() {
                free.push(*from);
            }
        }
    }
}

/// Where a flow goes on, if all that it does, unless something fails, is to transfer to flows of this build.
fn only_transfers(flow: &Flow) -> Option<Transfers> {
    let mut transfers = Transfers::new();
    for (action, is_reached) in flow.actions.iter().zip(reach::from_start(flow, Edges::WithoutFailure)) {
        if !is_reached {
            continue;
        }
        if let Some(index) = action.transfers_to() {
            transfers.push((index, action.head));
        } else if cycles::waits(action) || action.transitions.terminal || action.semantics().calls_module().is_some() {
            return None;
        }
    }
    Some(transfers).filter(|transfers| !transfers.is_empty())
}
