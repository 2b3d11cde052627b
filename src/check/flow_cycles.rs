//! Endless loops between flows: each flow only transfers to the next, and nothing in any of them ever waits or ends.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Checker, cycles};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Flow;
use crate::graph::reach::{self, Edges};
use crate::source::Span;

/// The flows that a flow transfers to, each with the span of the transfer.
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
            // A flow that only leads into the cycle is not itself in an endless loop.
            release(cycle, &led_from, &mut caught);
            let [span, others @ ..] = spans.as_slice() else { return };
            let mut diagnostic = Diagnostic::new(Code::FlowCycle, *span, "endless loop between flows")
                .primary_label("the loop comes back here");
            for other in others.iter().take(3) {
                diagnostic = diagnostic.label(*other, "part of the loop");
            }
            self.report(diagnostic.help(
                "nothing in it waits for input, a time or a person, and only an error leaves it: end the loop, or ask the contact for input",
            ));
        }
    }
}

/// Removes from `caught` every flow that transfers to a flow in `free`, directly or through others.
fn release(mut free: Vec<usize>, led_from: &HashMap<usize, Vec<usize>>, caught: &mut BTreeMap<usize, Transfers>) {
    while let Some(to) = free.pop() {
        for from in led_from.get(&to).into_iter().flatten() {
            if caught.remove(from).is_some() {
                free.push(*from);
            }
        }
    }
}

/// The transfers of a flow that, unless something fails, does nothing but transfer to flows of this build.
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
