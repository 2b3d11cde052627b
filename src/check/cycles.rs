//! Endless loops within a flow: cycles of blocks in which nothing ever waits.

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, ActionState, Flow};

impl Checker<'_> {
    /// Reports each cycle that a contact cannot leave unless something fails, and in which nothing waits.
    pub(super) fn cycles(&mut self, flow: &Flow) {
        let successors = reach::successors(flow, Edges::WithoutFailure);
        let next = |id: ActionId| successors.get(id.0).into_iter().flatten().copied();
        for cycle in reach::components(flow, Edges::WithoutFailure) {
            let mut actions = cycle.iter().filter_map(|id| flow.action(*id));
            let (Some(first), false) = (actions.next(), actions.clone().any(waits)) else { continue };
            let goes_round = cycle.len() > 1 || cycle.iter().any(|id| next(*id).any(|to| to == *id));
            let leaves = cycle.iter().any(|id| next(*id).any(|to| cycle.binary_search(&to).is_err()));
            if waits(first) || !goes_round || leaves {
                continue;
            }
            let mut diagnostic = Diagnostic::new(Code::EndlessCycle, first.head, "endless loop within this flow")
                .certain_failure("no contact that enters the loop ever leaves it")
                .primary_label("the loop comes back here");
            for action in actions.take(3) {
                diagnostic = diagnostic.label(action.head, "part of the loop");
            }
            let advice = match cycle.iter().any(|id| flow.action(*id).is_some_and(counts)) {
                true => {
                    "the loop block in it starts again when it is done: connect that branch to a block outside the loop"
                        .to_owned()
                }
                false => format!(
                    "nothing in it waits for input, a time or a person, and only an error leaves it: add a `{}` or a question",
                    self.terms.that(|semantics| semantics.counts.is_some())
                ),
            };
            self.report(diagnostic.help(advice));
        }
    }
}

fn counts(action: &Action) -> bool {
    action.semantics().counts.is_some()
}

/// Whether a contact may wait at an action, or leave the flow there.
pub(super) fn waits(action: &Action) -> bool {
    match action.state {
        ActionState::Hole | ActionState::Raw => true,
        ActionState::Whole | ActionState::Partial => action.block.is_none_or(|block| block.semantics.waits.is_some()),
    }
}
