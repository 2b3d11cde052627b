//! The transfers between the flows of a build, for several families of rules.

use std::collections::{BTreeSet, HashSet};

use crate::catalogue::FlowType;
use crate::catalogue::contact_data::{AGENT, DISCONNECTED};
use crate::contact_path;
use crate::graph::reach::components_of;
use crate::graph::{Action, ActionId, Build, BuildItem, Destination, Flow, FlowKind};

/// The flows that some flow of the build transfers to.
pub(super) fn targets(build: &Build) -> HashSet<usize> {
    build.flows.iter().flat_map(transfers).collect()
}

/// The flows of this build that a flow transfers to.
fn transfers(flow: &Flow) -> impl Iterator<Item = usize> + '_ {
    flow.actions.iter().filter_map(|action| action.transfers_to())
}

/// Whether a flow shows that it runs after an agent has left, as a disconnect flow: it waits for a customer to return,
/// reads data of the agent, or compares how the contact began. Its contacts come with a queue.
pub(super) fn follows_an_agent(flow: &Flow) -> bool {
    is_after_disconnect(flow)
        || flow.actions.iter().flat_map(Action::texts).any(|(text, _)| {
            let roots = contact_path::all(text).into_iter().flatten();
            roots.filter_map(|path| path.parts.into_iter().next()).any(|root| root.name == AGENT)
        })
}

/// The same without the data of the agent, which a flow may also read too early.
pub(super) fn is_after_disconnect(flow: &Flow) -> bool {
    let (path, value) = DISCONNECTED;
    flow.actions.iter().any(|action| {
        action.semantics().returning.is_some_and(|operand| action.has_operand(operand))
            || action.compared_text() == Some(path) && action.has_operand(value)
    })
}

/// Whether a flow is inbound. Contacts enter an inbound flow from outside; they enter all others with a queue, or in an
/// unknown state.
pub(super) fn is_inbound(build: &Build, index: usize) -> bool {
    build.flows.get(index).is_some_and(|flow| flow.kind == FlowKind::Flow(Some(FlowType::Inbound)))
}

/// The flows that a quick connect, an event or a callback starts: the contact has been in another flow before.
pub(super) fn named_elsewhere(build: &Build) -> HashSet<usize> {
    let actions = build.flows.iter().flat_map(|flow| &flow.actions);
    let actions = actions.filter(|action| action.semantics().transfers_to.is_none());
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

/// The flows of this build that are reachable by one or more transfers from the given flows.
pub(super) fn led_to<'a>(build: &'a Build, from: impl IntoIterator<Item = &'a Flow>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut todo: Vec<&Flow> = from.into_iter().collect();
    while let Some(flow) = todo.pop() {
        let new = transfers(flow).filter(|index| found.insert(*index));
        todo.extend(new.filter_map(|index| build.flows.get(index)));
    }
    found
}

/// The flows that lead back to themselves by transfers, in ascending order.
pub(super) fn cycles(build: &Build) -> Vec<usize> {
    let next: Vec<Vec<ActionId>> = build.flows.iter().map(|flow| transfers(flow).map(ActionId).collect()).collect();
    let is_cycle = |cycle: &Vec<ActionId>| match cycle.as_slice() {
        [one] => next.get(one.0).is_some_and(|next| next.contains(one)),
        _ => true,
    };
    let mut cycles: Vec<usize> = components_of(&next).into_iter().filter(is_cycle).flatten().map(|id| id.0).collect();
    cycles.sort_unstable();
    cycles
}
