//! The flow graph → diagnostics: every rule about actions, flows and quick connects, one file per family.
//!
//! Takes the graph of a build and the inventory, gives diagnostics. No rule depends on whether an action came from
//! `.flow` text or from flow JSON; `terminology` chooses the names for messages. A hole was reported by an earlier pass
//! and is skipped.

mod attributes;
mod branches;
mod callbacks;
mod carried;
mod channels;
mod conditions;
mod contact_data;
mod coverage;
mod cycles;
mod flow_cycles;
mod flow_types;
mod foreign_placeholder;
mod json_form;
mod limits;
mod loop_prompts;
mod modules;
mod nearly_path;
mod owner;
mod parameters;
mod phone_number;
mod quick_connects;
mod recording;
mod reference_rules;
mod refused;
mod script;
mod speech;
mod terminology;
mod transfers;
mod unbounded_prompts;
mod unfilled;
mod unreached;
mod values;
mod voices;
mod working_queue;

pub use json_form::json_form;
pub use limits::content_length;
pub use script::script;
pub use unreached::unreached;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::{Action, Build, Flow, Mode, Notation};
use crate::inventory::Inventory;
use terminology::Terminology;

/// The context of the rules.
struct Checker<'a> {
    build: &'a Build,
    inventory: Option<&'a Inventory>,
    mode: Mode,
    /// The terminology of the current flow.
    terms: Terminology,
    diagnostics: &'a mut Diagnostics,
}

/// An action and the flow that contains it.
#[derive(Clone, Copy)]
struct ActionRef<'a> {
    flow: &'a Flow,
    action: &'a Action,
}

/// Checks a build against every rule.
pub fn check(build: &Build, inventory: Option<&Inventory>, mode: Mode, diagnostics: &mut Diagnostics) {
    let mut checker = Checker { build, inventory, mode, terms: Terminology::default(), diagnostics };
    for flow in &build.flows {
        checker.terms = Terminology::of(flow);
        checker.mode = if flow.is_saved { Mode::Draft } else { mode };
        checker.flow_limits(flow);
        checker.cycles(flow);
        checker.channels(flow);
        checker.loop_prompts(flow);
        checker.recording(flow);
        checker.unbounded_prompts(flow);
        checker.contract(flow);
        checker.start(flow);
        for action in &flow.actions {
            let place = ActionRef { flow, action };
            checker.refused_names(place);
            if flow.notation == Notation::Text {
                json_form::unchanged_parts(action).into_iter().for_each(|violation| checker.report(violation));
            }
            checker.flow_type(place);
            checker.parameters(place);
            checker.branches(place);
            checker.coverage(place);
            checker.references(place);
            checker.module_call(place);
            checker.contact_data(place);
            checker.voice(place);
        }
    }
    (checker.terms, checker.mode) = (Terminology::default(), mode);
    checker.module_nesting();
    checker.unset_attributes();
    checker.chosen_by_attribute();
    checker.working_queues();
    checker.unfilled();
    checker.no_agent_yet();
    checker.callbacks();
    checker.flow_cycles();
    checker.terms = Terminology::default();
    checker.quick_connects();
}

impl Checker<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(match self.mode {
            Mode::Publish => diagnostic,
            Mode::Draft => diagnostic.in_draft(),
        });
    }

    /// Reports a diagnostic with the same severity in a draft, unlike other diagnostics of its code.
    fn report_in_drafts_too(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
