//! Callbacks: the number to call is set before one is made.
//!
//! <https://docs.aws.amazon.com/connect/latest/adminguide/transfer-to-queue.html>

use super::Checker;
use super::terminology::Terminology;
use super::transfers::{is_inbound, led_to, named_elsewhere};
use crate::catalogue::{CallbackUse, Semantics};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionState, Flow};

impl Checker<'_> {
    /// Warns of each callback that a contact may get to with no number set. To other flows than inbound ones it comes from
    /// elsewhere, and a flow that others of the build lead to may get it from them, if one of them sets any.
    pub(super) fn callbacks(&mut self) {
        let build = self.build;
        let brought = led_to(build, build.flows.iter().filter(|flow| flow.actions.iter().any(sets)));
        let named = named_elsewhere(build);
        for (index, flow) in build.flows.iter().enumerate() {
            if is_inbound(build, index) && !brought.contains(&index) && !named.contains(&index) {
                self.terms = Terminology::of(flow);
                self.callbacks_of(flow);
            }
        }
    }

    fn callbacks_of(&mut self, flow: &Flow) {
        let unset = reach::from_start_before(flow, Edges::WithoutFailure, sets);
        for (action, _) in flow.actions.iter().zip(unset).filter(|(_, unset)| *unset) {
            let Some(block) = action.block.filter(|_| action.state == ActionState::Whole) else { continue };
            if block.semantics.callback == Some(CallbackUse::CallsBack) {
                let is_set = flow.actions.iter().any(|action| action.semantics().sets_callback_number());
                let path = if is_set { "on some path " } else { "" };
                let message = format!("{path}no number is set that `{}` could call", self.terms.block(block));
                self.report(Diagnostic::new(Code::NoCallbackNumber, action.head, message).help(format!(
                    "set one on every path before, with `{}`",
                    self.terms.that(Semantics::sets_callback_number)
                )));
            }
        }
    }
}

/// Whether an action sets a number, or may.
fn sets(action: &Action) -> bool {
    action.semantics().sets_callback_number() || action.may_do_anything()
}
