//! Prompts of a queue: what may not run before them, and what may not run without them.
//!
//! Looks at the way of a contact from the start to the first `loop_prompts`. What runs when the prompts are interrupted
//! may come back to them.

use super::{Checker, may_do_anything};
use crate::catalogue::{FlowType, by_action};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, ActionState, Flow, FlowKind};

const LOOP_PROMPTS: &str = "MessageParticipantIteratively";

/// What AWS does not allow before the prompts, by action.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/loop-prompts.html>
const NOT_BEFORE: &[&str] = &[
    "GetParticipantInput",
    "ConnectParticipantWithLexBot",
    "Loop",
    "MessageParticipant",
    "UpdateContactMediaStreamingBehavior",
    "TransferParticipantToThirdParty",
    "CreateCallbackContact",
];

impl Checker<'_> {
    pub(super) fn loop_prompts(&mut self, flow: &Flow) {
        let FlowKind::Flow(Some(flow_type)) = flow.kind else { return };
        // Where there can be no prompts, that is what is told.
        if !by_action(LOOP_PROMPTS).any(|block| block.flow_types.allows(flow_type)) {
            return;
        }
        let before = before_prompts(flow);
        let before = |action: &Action, id: usize| {
            action.state == ActionState::Whole && before.get(id).is_some_and(|before| *before)
        };
        let of_type =
            |type_: &'static str| flow.actions.iter().enumerate().filter(move |(_, action)| action.type_ == type_);
        let prompts: Vec<ActionId> = of_type(LOOP_PROMPTS).map(|(id, _)| ActionId(id)).collect();
        let leading = reach::reaching(flow, prompts.iter().copied(), Edges::Taken);
        let mut refused = flow.actions.iter().enumerate().filter(|(id, action)| {
            before(action, *id)
                && NOT_BEFORE.contains(&action.type_.as_str())
                && leading.get(*id).is_some_and(|leads| *leads)
        });
        if let (Some((_, first)), Some(prompts)) = (refused.next(), prompts.first().and_then(|id| flow.action(*id))) {
            let mut diagnostic = Diagnostic::new(
                Code::BeforeLoopPrompts,
                first.head,
                format!("{} may not come before `{}`", self.named(first), self.words.action(LOOP_PROMPTS)),
            )
            .label(prompts.head, "the prompts");
            for (_, other) in refused.take(3) {
                diagnostic = diagnostic.label(other.head, "nor may this");
            }
            self.report(diagnostic.help(format!(
                "begin with the prompts: make what is said one of them, or do this when they are interrupted (`{}`)",
                self.words.either("interrupt_every", "InterruptFrequencySeconds")
            )));
        }
        if flow_type == FlowType::CustomerQueue {
            for (id, action) in of_type("DequeueContactAndTransferToQueue") {
                if before(action, id) {
                    self.report(
                        Diagnostic::new(
                            Code::TransferBeforeLoopPrompts,
                            action.head,
                            format!("no `{}` runs before {} here", self.words.action(LOOP_PROMPTS), self.named(action)),
                        )
                        .saying("AWS asks for one before a transfer to another queue")
                        .help(format!(
                            "transfer when the prompts are interrupted: {}",
                            self.words.either(
                                "`interrupt_every: 30s` and `on timeout`",
                                "`InterruptFrequencySeconds` and the condition `MessagesInterrupted`"
                            )
                        )),
                    );
                }
            }
        }
    }

    fn named(&self, action: &Action) -> String {
        let name = action.block.map_or(action.type_.as_str(), |block| self.words.block(block));
        format!("`{name}`")
    }
}

/// Whether a contact gets to each action before any prompts.
fn before_prompts(flow: &Flow) -> Vec<bool> {
    reach::from_start_before(flow, Edges::Taken, |action| action.type_ == LOOP_PROMPTS || may_do_anything(action))
}
