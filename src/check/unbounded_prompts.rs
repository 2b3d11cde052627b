//! Questions that are repeated without limit while the contact does not answer.

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, ActionState, Flow};

impl Checker<'_> {
    /// Reports each question whose timeout leads back to it on a path without a counter.
    pub(super) fn unbounded_prompts(&mut self, flow: &Flow) {
        let successors = reach::successors(flow, Edges::WithoutFailure);
        for cycle in reach::components(flow, Edges::WithoutFailure) {
            let actions = || cycle.iter().filter_map(|id| flow.action(*id));
            // A way out of the cycle without an answer, such as a loop that is done or a check of a count, limits the
            // repetitions.
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
                            "a contact who does not answer is asked forever",
                        )
                        .label(timeout.edge.origin, "this leads back to the question")
                        .help(format!(
                            "limit how often it is asked, with `{}`",
                            self.terms.that(|semantics| semantics.counts.is_some())
                        )),
                    );
                }
            }
        }
    }
}

/// The error of the branch that is taken when a contact does not answer a question.
fn unanswered(action: &Action) -> Option<&'static str> {
    action.semantics().asks.and_then(|asks| asks.unanswered)
}
