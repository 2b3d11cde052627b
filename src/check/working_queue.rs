//! The working queue: set before a contact is put into it, or before it is looked at.
//!
//! Follows, from the start of each flow, whether the contact has one. A flow that others of the build transfer to begins
//! with what they left; a module, a raw action and the flow types in which a contact comes from a queue may give any.

use super::{Checker, may_do_anything};
use std::collections::HashSet;

use super::flow_rings::{led_to, transfers_to};
use super::words::Words;
use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::edges;
use crate::graph::{
    Action, ActionId, ActionState, Build, BuildItem, Destination, Flow, FlowKind, Node, Reference, ReferenceForm, Value,
};

/// What may be known of the working queue on the ways to a place, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ways(u8);

/// On some way none was set.
const UNSET: Ways = Ways(1);
/// On some way one was set.
const SET: Ways = Ways(2);
/// On some way nobody knows.
const UNKNOWN: Ways = Ways(4);

impl Ways {
    fn or(self, other: Ways) -> Ways {
        Ways(self.0 | other.0)
    }

    fn has(self, other: Ways) -> bool {
        self.0 & other.0 != 0
    }
}

impl Checker<'_> {
    /// Reports blocks that use the working queue where none was set.
    pub(super) fn working_queues(&mut self) {
        let build = self.build;
        let targets = targets(build);
        for (index, (flow, ways)) in build.flows.iter().zip(ways_in(build)).enumerate() {
            // Where neither holds, the contact may come from a flow that is not here and that chose one.
            let is_sure =
                targets.contains(&index) || flow.actions.iter().any(|it| it.type_ == "UpdateContactTargetQueue");
            self.words = Words::of(flow);
            for (action, ways) in flow.actions.iter().zip(ways) {
                if ways.has(UNSET) && action.state == ActionState::Whole {
                    self.without_queue(action, ways, is_sure);
                }
            }
        }
    }

    fn without_queue(&mut self, action: &Action, ways: Ways, is_sure: bool) {
        let Some(block) = action.block else { return };
        let choose = self.words.either("set_working_queue \"…\"", "UpdateContactTargetQueue");
        let name = self.words.block(block);
        let looks_at_none = || ["QueueId", "AgentId"].iter().all(|key| action.parameters.property(key).is_none());
        let (code, message, effect, advice) = match action.type_.as_str() {
            // A queue that is written raw may do.
            "TransferContactToQueue" if !action.parameters.is_empty() => return,
            "TransferContactToQueue" if ways == UNSET && is_sure => (
                Code::NoWorkingQueue,
                format!("no queue is set for `{name}` to transfer to"),
                "every contact that gets here takes the error branch",
                format!("choose one before: `{choose}`"),
            ),
            "TransferContactToQueue" if ways == UNSET => (
                Code::NoWorkingQueueOnSomePath,
                format!("nothing in this flow sets a queue for `{name}` to transfer to"),
                "unless the contact comes from a flow that did, it takes the error branch",
                format!("choose one before: `{choose}`"),
            ),
            "TransferContactToQueue" => (
                Code::NoWorkingQueueOnSomePath,
                format!("on some path no queue is set for `{name}` to transfer to"),
                "a contact that comes so takes the error branch",
                format!("choose one on every path before: `{choose}`"),
            ),
            "CheckMetricData" | "GetMetricData" if ways == UNSET && looks_at_none() => (
                Code::NoQueueToLookAt,
                format!("no queue is set for `{name}` to look at"),
                "every contact that gets here takes the error branch",
                format!(
                    "name one here, as `{}`, or choose one before: `{choose}`",
                    self.words.either("queue: \"…\"", "QueueId")
                ),
            ),
            _ => return,
        };
        self.report(Diagnostic::new(code, action.head, message).saying(effect).help(advice));
    }
}

/// What is known at each action of each flow. What a flow begins with may grow with what is known of others, so all are
/// looked at until nothing changes.
fn ways_in(build: &Build) -> Vec<Vec<Ways>> {
    let mut entries: Vec<Ways> = first_entries(build);
    loop {
        let ways: Vec<Vec<Ways>> =
            build.flows.iter().zip(&entries).map(|(flow, entry)| ways_at(flow, *entry)).collect();
        let mut changed = false;
        for (flow, ways) in build.flows.iter().zip(&ways) {
            for (action, ways) in flow.actions.iter().zip(ways) {
                let Some(index) = transfers_to(action) else { continue };
                if let (Some(entry), true) = (entries.get_mut(index), is_inbound(build, index)) {
                    changed |= entry.or(*ways) != *entry;
                    *entry = entry.or(*ways);
                }
            }
        }
        if changed {
            continue;
        }
        // Flows that only lead to one another: a contact comes to one of them from outside, by a phone number.
        let is_ring = |(index, entry): &(usize, &Ways)| {
            **entry == Ways::default() && led_to(build, build.flows.get(*index)).contains(index)
        };
        let ring = entries.iter().enumerate().find(is_ring).map(|(index, _)| index);
        match ring.and_then(|index| entries.get_mut(index)) {
            Some(entry) => *entry = UNSET,
            None => return ways,
        }
    }
}

/// What each flow begins with, as far as nothing of this build transfers to it.
fn first_entries(build: &Build) -> Vec<Ways> {
    let mut entries: Vec<Ways> = Vec::new();
    // A transfer to contact data may lead to any flow.
    let leads_anywhere = build.flows.iter().flat_map(|flow| &flow.actions).any(|action| {
        action.type_ == "TransferToFlow" && transfers_to(action).is_none() && flow_of(action).is_none_or(is_path)
    });
    let (targets, named) = (targets(build), named_elsewhere(build));
    for index in 0..build.flows.len() {
        let start = if targets.contains(&index) { Ways::default() } else { UNSET };
        entries.push(if !is_inbound(build, index) || named.contains(&index) {
            UNKNOWN
        } else if leads_anywhere {
            start.or(UNKNOWN)
        } else {
            start
        });
    }
    entries
}

/// The flows that some flow of the build transfers to.
fn targets(build: &Build) -> HashSet<usize> {
    build.flows.iter().flat_map(|flow| &flow.actions).filter_map(transfers_to).collect()
}

/// Contacts come to an inbound flow from outside; to all others they come with a queue, or nobody knows.
pub(super) fn is_inbound(build: &Build, index: usize) -> bool {
    build.flows.get(index).is_some_and(|flow| flow.kind == FlowKind::Flow(Some(FlowType::Inbound)))
}

/// The flows that a quick connect, an event or a callback starts: then the contact has been somewhere before.
pub(super) fn named_elsewhere(build: &Build) -> HashSet<usize> {
    let actions = build.flows.iter().flat_map(|flow| &flow.actions).filter(|action| action.type_ != "TransferToFlow");
    let by_action =
        actions.flat_map(|action| action.parameters.references()).filter_map(|(reference, _)| reference.item);
    let by_quick_connect = build.quick_connects.iter().filter_map(|quick_connect| match &quick_connect.destination {
        Destination::Agent { flow, .. } | Destination::Queue { flow, .. } | Destination::Flow(flow) => flow.0.item,
        Destination::PhoneNumber(_) | Destination::Hole => None,
    });
    let flow = |item| match item {
        BuildItem::Flow(index) => Some(index),
        BuildItem::QuickConnect(_) => None,
    };
    by_action.chain(by_quick_connect).filter_map(flow).collect()
}

fn flow_of(action: &Action) -> Option<&Reference> {
    match action.parameters.get("ContactFlowId") {
        Some(Node { value: Value::Reference(reference), .. }) => Some(reference),
        _ => None,
    }
}

fn is_path(reference: &Reference) -> bool {
    reference.form == ReferenceForm::Path
}

/// What is known where each action begins; nothing where it cannot be reached.
fn ways_at(flow: &Flow, entry: Ways) -> Vec<Ways> {
    let mut reached = vec![Ways::default(); flow.actions.len()];
    let mut todo: Vec<(ActionId, Ways)> = flow.start.action().into_iter().map(|start| (start, entry)).collect();
    while let Some((id, ways)) = todo.pop() {
        let (Some(slot), Some(action)) = (reached.get_mut(id.0), flow.action(id)) else { continue };
        let all = slot.or(ways);
        if all == *slot {
            continue;
        }
        *slot = all;
        let targets = edges(action).filter(|edge| edge.taken).filter_map(|edge| edge.target.action());
        todo.extend(targets.map(|to| (to, after(action, all))));
    }
    reached
}

/// What is known behind an action. A queue that could not be set counts too: whoever leads the error branch of
/// `set_working_queue` on to the transfer knows that it fails there.
fn after(action: &Action, before: Ways) -> Ways {
    match action.type_.as_str() {
        "UpdateContactTargetQueue" => SET,
        _ if may_do_anything(action) => UNKNOWN,
        _ => before,
    }
}
