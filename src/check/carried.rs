//! State that a contact carries from block to block and from flow to flow, such as its working queue: where it is not
//! set, where it is set, and where that is unknown.
//!
//! A flow that other flows of the build transfer to starts with their state. An inbound flow that contacts enter from
//! outside starts with nothing set. All other flows start in an unknown state, unless the caller says more.

use std::collections::HashSet;

use super::transfers::{cycles, follows_an_agent, is_inbound, named_elsewhere, targets};
use crate::graph::dataflow::{Facts, Solver, Way};
use crate::graph::reach::edges;
use crate::graph::{Action, Build, Flow, Node, ReferenceForm, Value};

/// On some path it was not set.
pub(super) const UNSET: Facts = Facts(1);
/// On some path it was set.
pub(super) const SET: Facts = Facts(2);
/// On some path the state is unknown.
pub(super) const UNKNOWN: Facts = Facts(4);

/// The state at each action of each flow. `sets` is whether an action sets it. `starts_unset` is whether a flow that is
/// not inbound starts with nothing set.
///
/// Where an action fails to set it, it counts as set too: an author who continues from the error branch knows that.
pub(super) fn carried(
    build: &Build,
    sets: impl Fn(&Action) -> bool,
    starts_unset: impl Fn(&Flow) -> bool,
) -> Vec<Vec<Facts>> {
    let after = |action: &Action, before: Facts| {
        if sets(action) {
            SET
        } else if action.may_do_anything() {
            UNKNOWN
        } else {
            before
        }
    };
    let mut solver = Solver::new(&build.flows, |_: &Flow, action: &Action, facts, go: &mut dyn FnMut(Way, Facts)| {
        if let Some(flow) = action.transfers_to().filter(|flow| is_inbound(build, *flow)) {
            go(Way::Flow(flow), facts);
        }
        for edge in edges(action).filter(|edge| edge.taken) {
            if let Some(to) = edge.target.action() {
                go(Way::Action(to), after(action, facts));
            }
        }
    });
    for (index, (entry, flow)) in first_entries(build).into_iter().zip(&build.flows).enumerate() {
        let is_unset = !is_inbound(build, index) && starts_unset(flow);
        solver.enter(index, if is_unset { UNSET } else { entry });
    }
    // Flows that only lead to one another: a contact enters one of them from outside, through a phone number.
    for index in cycles(build) {
        if solver.entry(index).is_none() {
            solver.enter(index, UNSET);
        }
    }
    solver.finish()
}

/// The state at the start of each flow, without the transfers of this build.
fn first_entries(build: &Build) -> Vec<Facts> {
    let leads_anywhere = build.flows.iter().flat_map(|flow| &flow.actions).any(leads_anywhere);
    let (targets, named): (HashSet<usize>, HashSet<usize>) = (targets(build), named_elsewhere(build));
    let entry = |index: usize| {
        let start = if targets.contains(&index) { Facts::NONE } else { UNSET };
        let follows = build.flows.get(index).is_some_and(follows_an_agent);
        if !is_inbound(build, index) || named.contains(&index) || follows {
            UNKNOWN
        } else if leads_anywhere {
            start.or(UNKNOWN)
        } else {
            start
        }
    };
    (0..build.flows.len()).map(entry).collect()
}

/// Whether a transfer may lead to any flow, because contact data selects the flow.
pub(super) fn leads_anywhere(action: &Action) -> bool {
    let Some(path) = action.semantics().transfers_to else { return false };
    match action.parameters.get(path) {
        Some(Node { value: Value::Reference(reference), .. }) => {
            action.transfers_to().is_none() && reference.form == ReferenceForm::Path
        }
        _ => true,
    }
}
