//! Rings of flows: each only transfers to the next, and nothing in any of them ever waits or ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checker, rings};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, Build, BuildItem, Flow, Node, Value};
use crate::source::Span;

/// The flows that a flow goes on in, each with the place of the transfer.
type Transfers = Vec<(usize, Span)>;

impl Checker<'_> {
    pub(super) fn flow_rings(&mut self) {
        let flows = self.build.flows.iter().enumerate();
        let mut caught: BTreeMap<usize, Transfers> =
            flows.filter_map(|(index, flow)| Some((index, only_transfers(flow)?))).collect();
        loop {
            keep_caught(&mut caught);
            let Some(first) = caught.keys().next().copied() else { return };
            let mut ring: Vec<usize> = vec![first];
            let mut spans: Vec<Span> = Vec::new();
            let mut next = 0;
            while let Some(index) = ring.get(next) {
                for (to, span) in caught.remove(index).unwrap_or_default() {
                    spans.push(span);
                    if !ring.contains(&to) {
                        ring.push(to);
                    }
                }
                next += 1;
            }
            let [span, others @ ..] = spans.as_slice() else { return };
            let mut diagnostic = Diagnostic::new(
                Code::RingOfFlows,
                *span,
                "from here contacts go from flow to flow in a circle for ever",
            )
            .saying("the circle comes back here");
            for other in others.iter().take(3) {
                diagnostic = diagnostic.label(*other, "part of the circle");
            }
            self.report(diagnostic.help(
                "nothing in it waits for input, a time or a person, and only an error leaves it: end it, or ask the contact something",
            ));
        }
    }
}

/// A flow that may leave the others lets all leave that transfer to it.
fn keep_caught(caught: &mut BTreeMap<usize, Transfers>) {
    loop {
        let inside: Vec<usize> = caught.keys().copied().collect();
        caught.retain(|_, transfers| transfers.iter().all(|(to, _)| inside.contains(to)));
        if caught.len() == inside.len() {
            return;
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
        if let Some(index) = transfers_to(action) {
            transfers.push((index, action.head));
        } else if rings::waits(action) || action.transitions.terminal || action.type_ == "InvokeFlowModule" {
            return None;
        }
    }
    Some(transfers).filter(|transfers| !transfers.is_empty())
}

/// The flow of this build that an action goes on in.
pub(super) fn transfers_to(action: &Action) -> Option<usize> {
    match action.parameters.get("ContactFlowId").filter(|_| action.type_ == "TransferToFlow") {
        Some(Node { value: Value::Reference(reference), .. }) => match reference.item? {
            BuildItem::Flow(index) => Some(index),
            BuildItem::QuickConnect(_) => None,
        },
        _ => None,
    }
}

/// The flows of this build that contacts get to by transfers from these, one after the other perhaps.
pub(super) fn led_to<'a>(build: &'a Build, from: impl IntoIterator<Item = &'a Flow>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut todo: Vec<&Flow> = from.into_iter().collect();
    while let Some(flow) = todo.pop() {
        let new = flow.actions.iter().filter_map(transfers_to).filter(|index| found.insert(*index));
        todo.extend(new.filter_map(|index| build.flows.get(index)));
    }
    found
}
