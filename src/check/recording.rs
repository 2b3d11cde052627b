//! Recording that starts before anything was played to the contact.
//!
//! Many countries require a notice first. callflow cannot know whether a prompt contains the notice: after any prompt,
//! nothing is reported.

use super::Checker;
use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionState, Flow, FlowKind, Node, Value};

impl Checker<'_> {
    /// Reports each such action of an inbound flow. Contacts that enter other flows were notified before.
    pub(super) fn recording(&mut self, flow: &Flow) {
        if flow.kind != FlowKind::Flow(Some(FlowType::Inbound)) {
            return;
        }
        let notifies = |action: &Action| action.semantics().speaks || action.may_do_anything();
        let silent = reach::from_start_before(flow, Edges::WithoutFailure, notifies);
        for (action, _) in flow.actions.iter().zip(silent).filter(|(action, silent)| *silent && records(action)) {
            self.report(
                Diagnostic::new(Code::RecordingUntold, action.head, "recording starts before the caller is notified")
                    .help("first play a prompt that announces the recording"),
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
