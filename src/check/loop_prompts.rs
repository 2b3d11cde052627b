//! Looping prompts of a queue: the blocks that may not run before them, and the blocks that may not run without them.
//!
//! The rules apply to the path of a contact from the start to the first `loop_prompts`. Blocks that run when the
//! prompts are interrupted may lead back to them.

use super::Checker;
use crate::catalogue::{self, FlowType, QueuePrompts, QueueUse, Semantics};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, ActionState, Flow, FlowKind};

impl Checker<'_> {
    pub(super) fn loop_prompts(&mut self, flow: &Flow) {
        let FlowKind::Flow(Some(flow_type)) = flow.kind else { return };
        // Where the flow type allows no looping prompts, that is reported instead.
        let mut blocks = catalogue::blocks().filter(|block| block.semantics.plays_queue_prompts());
        if !blocks.any(|block| block.flow_types.allows(flow_type)) {
            return;
        }
        let before = before_prompts(flow);
        let before = |action: &Action, id: usize| {
            action.state == ActionState::Whole && before.get(id).is_some_and(|before| *before)
        };
        let actions = || (0..).map(ActionId).zip(&flow.actions);
        let is_prompts = |(_, action): &(ActionId, &Action)| action.semantics().plays_queue_prompts();
        let prompts: Vec<ActionId> = actions().filter(is_prompts).map(|(id, _)| id).collect();
        let leading = reach::reaching(flow, prompts.iter().copied(), Edges::Taken);
        let mut refused = flow.actions.iter().enumerate().filter(|(id, action)| {
            before(action, *id)
                && action.semantics().queue_prompts == Some(QueuePrompts::NotBefore)
                && leading.get(*id).is_some_and(|leads| *leads)
        });
        if let (Some((_, first)), Some(prompts)) = (refused.next(), prompts.first().and_then(|id| flow.action(*id))) {
            let mut diagnostic = Diagnostic::new(
                Code::BeforeLoopPrompts,
                first.head,
                format!(
                    "{} is not allowed before `{}`",
                    self.named(first),
                    self.terms.that(Semantics::plays_queue_prompts)
                ),
            )
            .label(prompts.head, "the prompts");
            for (_, other) in refused.take(3) {
                diagnostic = diagnostic.label(other.head, "this is not allowed either");
            }
            self.report(diagnostic.help(format!(
                "start with the prompts: make the message one of them, or run this block when they are interrupted (`{}`)",
                self.interruption().0
            )));
        }
        if flow_type == FlowType::CustomerQueue {
            let is_move = |action: &Action| matches!(action.semantics().queue, Some(QueueUse::MovesTo { .. }));
            for (ActionId(id), action) in actions().filter(|(_, action)| is_move(action)) {
                if before(action, id) {
                    self.report(
                        Diagnostic::new(
                            Code::TransferBeforeLoopPrompts,
                            action.head,
                            format!(
                                "no `{}` runs before {}",
                                self.terms.that(Semantics::plays_queue_prompts),
                                self.named(action)
                            ),
                        )
                        .primary_label("AWS asks for one before a transfer to another queue")
                        .help(self.when_interrupted()),
                    );
                }
            }
        }
    }

    fn when_interrupted(&self) -> String {
        let (after, branch) = self.interruption();
        let how = self
            .terms
            .either(format!("`{after}: 30s` and `on {branch}`"), format!("`{after}` and the condition `{branch}`"));
        format!("transfer when the prompts are interrupted: {how}")
    }

    /// The parameter and the branch of the looping prompts for their interruption.
    fn interruption(&self) -> (&'static str, &'static str) {
        let block = catalogue::with(Semantics::plays_queue_prompts);
        let named = block.and_then(|block| match block.semantics.queue_prompts? {
            QueuePrompts::Plays { interrupted_after, interrupted } => {
                let parameter = block.parameters.iter().find(|parameter| parameter.wire == interrupted_after)?;
                Some((self.terms.parameter(parameter), self.terms.branch(block.branch(interrupted)?)))
            }
            QueuePrompts::NotBefore => None,
        });
        named.unwrap_or_default()
    }

    fn named(&self, action: &Action) -> String {
        let name = action.block.map_or(action.type_.as_str(), |block| self.terms.block(block));
        format!("`{name}`")
    }
}

/// Whether a contact can reach each action before any looping prompts.
fn before_prompts(flow: &Flow) -> Vec<bool> {
    reach::from_start_before(flow, Edges::Taken, |action| {
        action.semantics().plays_queue_prompts() || action.may_do_anything()
    })
}
