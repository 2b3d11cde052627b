//! Callbacks: the callback number is set before a callback is created.
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
    /// Warns about each callback that a contact may reach without a callback number. Only inbound flows are checked:
    /// contacts enter all others from elsewhere. A flow that other flows of the build lead to is not checked if one of
    /// them may set the number.
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
                let path = if is_set { " on some path" } else { "" };
                let message = format!("no callback number is set before `{}`{path}", self.terms.block(block));
                self.report(Diagnostic::new(Code::NoCallbackNumber, action.head, message).help(format!(
                    "set one on every path before it, with `{}`",
                    self.terms.that(Semantics::sets_callback_number)
                )));
            }
        }
    }
}

/// Whether an action sets a callback number, or may set one.
fn sets(action: &Action) -> bool {
    action.semantics().sets_callback_number() || action.may_do_anything()
}
