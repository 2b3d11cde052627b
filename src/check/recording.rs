//! Recording that is switched on before the contact was told anything.
//!
//! Many countries ask for a word about it first. Whether what was played says so nobody can tell: where something was,
//! nothing is said.

use super::Checker;
use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionState, Flow, FlowKind, Node, Value};

impl Checker<'_> {
    /// Remarks on each such action of an inbound flow: to others a contact comes that was told before.
    pub(super) fn recording(&mut self, flow: &Flow) {
        if flow.kind != FlowKind::Flow(Some(FlowType::Inbound)) {
            return;
        }
        let tells = |action: &Action| action.semantics().speaks || action.may_do_anything();
        let untold = reach::from_start_before(flow, Edges::WithoutFailure, tells);
        for (action, _) in flow.actions.iter().zip(untold).filter(|(action, untold)| *untold && records(action)) {
            self.report(
                Diagnostic::new(Code::RecordingUntold, action.head, "nobody was told yet that this is recorded")
                    .help("play a prompt that says so before"),
            );
        }
    }
}

fn records(action: &Action) -> bool {
    let is_anybody = |path: &&str| match action.parameters.get(path) {
        Some(Node { value: Value::List(who), .. }) => !who.is_empty(),
        _ => false,
    };
    action.state == ActionState::Whole && action.semantics().records.iter().any(is_anybody)
}
