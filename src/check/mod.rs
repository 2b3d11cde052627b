//! The flow graph → diagnostics: every rule about actions, flows and quick connects, one file per family.
//!
//! Takes the graph of a build and the inventory, gives diagnostics. No rule asks whether an action came from text or from
//! JSON; how its author calls things, `words` knows. What is a hole was reported before, and is passed over.

mod attributes;
mod branches;
mod callbacks;
mod channels;
mod conditions;
mod contact_data;
mod coverage;
mod cycles;
mod flow_cycles;
mod flow_types;
mod json_form;
mod limits;
mod loop_prompts;
mod modules;
mod owner;
mod parameters;
mod quick_connects;
mod recording;
mod reference_rules;
mod terminology;
mod transfers;
mod unbounded_prompts;
mod unreached;
mod values;
mod working_queue;

pub use json_form::json_form;
pub use limits::content_length;
pub use unreached::unreached;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::{Action, Build, Flow, Mode};
use crate::inventory::Inventory;
use terminology::Terminology;

/// What the rules look at.
struct Checker<'a> {
    build: &'a Build,
    inventory: Option<&'a Inventory>,
    mode: Mode,
    /// How the flow at hand is spoken of.
    terms: Terminology,
    diagnostics: &'a mut Diagnostics,
}

/// An action with the flow it is in.
#[derive(Clone, Copy)]
struct ActionRef<'a> {
    flow: &'a Flow,
    action: &'a Action,
}

/// Checks a build by every rule.
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
            checker.flow_type(place);
            checker.parameters(place);
            checker.branches(place);
            checker.coverage(place);
            checker.references(place);
            checker.module_call(place);
            checker.contact_data(place);
        }
    }
    (checker.terms, checker.mode) = (Terminology::default(), mode);
    checker.module_nesting();
    checker.unset_attributes();
    checker.chosen_by_attribute();
    checker.working_queues();
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

    /// Reports something that other findings of its code are not: as bad in a draft.
    fn report_in_drafts_too(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
