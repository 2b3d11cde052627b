//! The working queue: it is set before a contact is transferred to it, and before it is checked.
//!
//! The analysis tracks, from the start of each flow, whether the contact has a working queue. A flow that other flows
//! of the build transfer to starts with their state. A module, a raw action and the flow types in which a contact comes
//! from a queue may set any queue.

use std::collections::HashSet;

use super::Checker;
use super::terminology::Terminology;
use super::transfers::{cycles, follows_an_agent, is_inbound, named_elsewhere, targets};
use crate::catalogue::{QueueUse, Semantics};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::dataflow::{Facts, Solver, Way};
use crate::graph::reach::edges;
use crate::graph::{Action, ActionState, Build, Flow, Node, ReferenceForm, Value};

/// On some path no queue was set.
const UNSET: Facts = Facts(1);
/// On some path a queue was set.
const SET: Facts = Facts(2);
/// On some path the state is unknown.
const UNKNOWN: Facts = Facts(4);

impl Checker<'_> {
    /// Reports blocks that use the working queue where no queue was set.
    pub(super) fn working_queues(&mut self) {
        let build = self.build;
        let targets = targets(build);
        for (index, (flow, known)) in build.flows.iter().zip(known(build)).enumerate() {
            // Where neither holds, the contact may come from a flow outside the build that set a queue.
            let is_sure = targets.contains(&index) || flow.actions.iter().any(|action| action.semantics().sets_queue());
            self.terms = Terminology::of(flow);
            for (action, known) in flow.actions.iter().zip(known) {
                if known.has(UNSET) && action.state == ActionState::Whole {
                    self.without_queue(action, known, is_sure);
                }
            }
        }
    }

    fn without_queue(&mut self, action: &Action, known: Facts, is_sure: bool) {
        let Some(block) = action.block else { return };
        let choose = self.terms.that_with(Semantics::sets_queue, "\"…\"");
        let name = self.terms.block(block);
        let (code, message, effect, advice) = match block.semantics.queue {
            // A queue may be set in raw parameters.
            Some(QueueUse::TransfersTo) if !action.parameters.is_empty() => return,
            Some(QueueUse::TransfersTo) if known == UNSET && is_sure => (
                Code::NoWorkingQueue,
                format!("no queue is set before `{name}`"),
                "every contact that reaches this block takes the error branch",
                format!("set one first: `{choose}`"),
            ),
            Some(QueueUse::TransfersTo) if known == UNSET => (
                Code::NoWorkingQueueOnSomePath,
                format!("no queue is set before `{name}` in this flow"),
                "a contact takes the error branch unless an earlier flow set a queue",
                format!("set one first: `{choose}`"),
            ),
            Some(QueueUse::TransfersTo) => (
                Code::NoWorkingQueueOnSomePath,
                format!("no queue is set before `{name}` on some path"),
                "a contact on that path takes the error branch",
                format!("set one on every path before it: `{choose}`"),
            ),
            Some(QueueUse::LooksAt { named_by })
                if known == UNSET && named_by.iter().all(|path| action.parameters.get(path).is_none()) =>
            {
                let queue = block.parameters.iter().find(|parameter| named_by.contains(&parameter.wire));
                let name_one = queue.map_or("", |parameter| self.terms.parameter(parameter));
                (
                    Code::NoQueueToLookAt,
                    format!("no queue is set for `{name}` to check"),
                    "every contact that reaches this block takes the error branch",
                    format!(
                        "name one here with `{}`, or set one first: `{choose}`",
                        self.terms.either(format!("{name_one}: \"…\""), name_one.to_owned())
                    ),
                )
            }
            _ => return,
        };
        self.report(Diagnostic::new(code, action.head, message).primary_label(effect).help(advice));
    }
}

/// The state at each action of each flow.
fn known(build: &Build) -> Vec<Vec<Facts>> {
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
    for (index, entry) in first_entries(build).into_iter().enumerate() {
        solver.enter(index, entry);
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
fn leads_anywhere(action: &Action) -> bool {
    let Some(path) = action.semantics().transfers_to else { return false };
    match action.parameters.get(path) {
        Some(Node { value: Value::Reference(reference), .. }) => {
            action.transfers_to().is_none() && reference.form == ReferenceForm::Path
        }
        _ => true,
    }
}

/// The state after an action. A queue that could not be set counts as set too: an author who connects the error branch
/// of `set_working_queue` to the transfer knows that the transfer then fails.
fn after(action: &Action, before: Facts) -> Facts {
    if action.semantics().sets_queue() {
        SET
    } else if action.may_do_anything() {
        UNKNOWN
    } else {
        before
    }
}
