//! The working queue: it is set before a contact is transferred to it, and before it is checked.
//!
//! `carried` tracks whether the contact has a working queue. A module, a raw action and the flow types in which a
//! contact comes from a queue may set any queue. A flow of unknown type counts as inbound if its blocks allow no other
//! type and it sets no queue at all.

use super::Checker;
use super::carried::{UNSET, carried};
use super::terminology::Terminology;
use super::transfers::targets;
use crate::catalogue::{FlowType, QueueUse, Semantics};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::dataflow::Facts;
use crate::graph::{Action, ActionState, Flow, FlowKind, possible_types};

impl Checker<'_> {
    /// Reports blocks that use the working queue where no queue was set.
    pub(super) fn working_queues(&mut self) {
        let build = self.build;
        let targets = targets(build);
        let sets = |action: &Action| action.semantics().sets_queue();
        let known = carried(build, sets, |flow| can_only_be_inbound(flow) && !flow.actions.iter().any(sets));
        for (index, (flow, known)) in build.flows.iter().zip(known).enumerate() {
            // Where neither holds, the contact may come from a flow outside the build that set a queue.
            let is_sure = targets.contains(&index) || flow.actions.iter().any(sets);
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

/// Whether the type of a flow is unknown, and inbound flows alone allow its blocks.
fn can_only_be_inbound(flow: &Flow) -> bool {
    flow.kind == FlowKind::Flow(None) && possible_types(&flow.actions, true) == [FlowType::Inbound]
}
