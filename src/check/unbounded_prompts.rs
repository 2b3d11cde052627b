//! Questions that a contact who does not answer is asked again and again.

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, ActionState, Flow};

impl Checker<'_> {
    /// Remarks on each question whose timeout leads back to it with nothing that counts on the way.
    pub(super) fn unbounded_prompts(&mut self, flow: &Flow) {
        let successors = reach::successors(flow, Edges::WithoutFailure);
        for cycle in reach::components(flow, Edges::WithoutFailure) {
            let actions = || cycle.iter().filter_map(|id| flow.action(*id));
            // What leaves the cycle without an answer, a loop that is done or a check of some count, ends the asking.
            let leads_out = |id: &ActionId| {
                successors.get(id.0).into_iter().flatten().any(|to| cycle.binary_search(to).is_err())
                    && flow.action(*id).is_none_or(|action| unanswered(action).is_none())
            };
            if cycle.iter().any(leads_out) || actions().any(|action| action.state != ActionState::Whole) {
                continue;
            }
            for action in actions() {
                let Some(unanswered) = unanswered(action) else { continue };
                let timeout = action.transitions.errors.iter().find(|error| error.error == unanswered);
                let Some(timeout) = timeout else { continue };
                if timeout.edge.target.action().is_some_and(|id| cycle.binary_search(&id).is_ok()) {
                    self.report(
                        Diagnostic::new(
                            Code::UnboundedPrompt,
                            action.head,
                            "a contact who does not answer is asked for ever",
                        )
                        .label(timeout.edge.origin, "this comes back to the question")
                        .help(format!(
                            "count how often it is asked, with `{}`",
                            self.terms.that(|semantics| semantics.counts.is_some())
                        )),
                    );
                }
            }
        }
    }
}

/// The error of the branch that a contact takes who does not answer a question.
fn unanswered(action: &Action) -> Option<&'static str> {
    action.semantics().asks.and_then(|asks| asks.unanswered)
}
