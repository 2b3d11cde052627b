//! Contact data that is read before anything fills it: `$.External` before any Lambda function was called, `$.Agent`
//! before the contact has an agent.
//!
//! Only where no way to the block fills it. A block that may do anything, and a flow that contacts enter in an unknown
//! state, make the rule silent. Data survives a transfer to another flow, and a flow outside the build may lead here: so
//! a flow to which no flow of the build leads is judged only if it fills the data later itself, or if it asks with a menu
//! and reads what a menu does not store. An export, which is one flow of many, is judged only for the menu.
//!
//! <https://docs.aws.amazon.com/connect/latest/adminguide/connect-attrib-list.html>

use std::collections::HashSet;

use smol_str::SmolStr;

use super::Checker;
use super::carried::{UNSET, carried, leads_anywhere};
use super::terminology::Terminology;
use super::transfers::{is_after_disconnect, is_inbound, led_to, named_elsewhere, targets};
use crate::catalogue::contact_data::{AGENT, MODULE_INPUT, MODULES, ROOTS};
use crate::catalogue::wire::EXISTS;
use crate::catalogue::{self, Question, QueueUse, Semantics};
use crate::contact_path::{self, Path};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, ActionState, Build, Flow, FlowKind};
use crate::source::Span;

impl Checker<'_> {
    /// Reports data that no block before has filled.
    pub(super) fn unfilled(&mut self) {
        let build = self.build;
        let (read, targets) = (read_roots(build), targets(build));
        for root in ROOTS.iter().map(|root| root.name).filter(|root| read.contains(*root)) {
            if catalogue::with(|it| it.loads(root)).is_none() || !is_read(build, root) {
                continue;
            }
            let fills = |action: &Action| action.fills(root);
            // A module that fills nothing itself reads the data of its caller, which is another mistake.
            let is_filling = |flow: &Flow| flow.kind == FlowKind::Module && flow.actions.iter().any(fills);
            for (index, (flow, known)) in build.flows.iter().zip(carried(build, fills, is_filling)).enumerate() {
                // A block that reads the data itself continues what another one began.
                let begins = |action: &Action| fills(action) && reads(action, root).is_empty();
                let is_here = flow.actions.iter().any(begins) && !flow.is_one_of_many();
                let is_sure = is_here || targets.contains(&index) || flow.kind == FlowKind::Module;
                if !is_sure && menu(flow, root).is_none() {
                    continue;
                }
                self.terms = Terminology::of(flow);
                for (action, _) in flow.actions.iter().zip(known).filter(|(_, known)| *known == UNSET) {
                    for span in reads(action, root) {
                        self.not_filled(flow, root, span);
                    }
                }
            }
        }
    }

    fn not_filled(&mut self, flow: &Flow, root: &str, span: Span) {
        let Some(block) = catalogue::with(|it| it.loads(root)) else { return };
        let mode = match block.fixed.first() {
            Some((key, value)) => format!("`{}` with `{key}` `{value}`", block.action),
            None => format!("`{}`", block.action),
        };
        let name = self.terms.either(format!("`{}`", block.keyword), mode);
        let diagnostic =
            Diagnostic::new(Code::NotFilledYet, span, format!("nothing sets `$.{root}` before it is read"))
                .primary_label("no block on any way to here fills it");
        self.report(match menu(flow, root) {
            Some(menu) => diagnostic.label(menu.head, "a menu stores nothing").help(self.terms.either(
                format!("ask with {name}, or set an attribute in each `when` of the menu"),
                format!("ask with {name}, or set an attribute behind each condition of the menu"),
            )),
            None => diagnostic.help(format!("{name} fills it")),
        });
    }

    /// Reports data of the agent in an inbound flow that has yet to put the contact into a queue. After that it may be a
    /// disconnect flow, in which the data of the agent is still there.
    pub(super) fn no_agent_yet(&mut self) {
        let build = self.build;
        if !is_read(build, AGENT) {
            return;
        }
        if build.flows.iter().flat_map(|flow| &flow.actions).any(leads_anywhere) {
            return;
        }
        let named = named_elsewhere(build);
        let begins_later = |index: usize, flow: &Flow| named.contains(&index) || is_after_disconnect(flow);
        let later = build.flows.iter().enumerate().filter(|(index, flow)| begins_later(*index, flow));
        let led_to = led_to(build, later.map(|(_, flow)| flow));
        for (index, flow) in build.flows.iter().enumerate() {
            // A flow that compares the data expects contacts with an agent.
            let compares = flow.actions.iter().any(|action| compares(action, AGENT));
            if !is_inbound(build, index) || begins_later(index, flow) || led_to.contains(&index) || compares {
                continue;
            }
            self.terms = Terminology::of(flow);
            let enqueues = |action: &Action| action.semantics().queue == Some(QueueUse::TransfersTo);
            let reached = reach::from_start(flow, Edges::Taken);
            for ((at, action), _) in flow.actions.iter().enumerate().zip(reached).filter(|(_, reached)| *reached) {
                let reads = reads(action, AGENT);
                if reads.is_empty() {
                    continue;
                }
                let after = reach::from(flow, ActionId(at), Edges::Taken);
                let mut later = flow.actions.iter().zip(&after).filter(|(_, is_after)| **is_after);
                // A disconnect flow may put the contact back into the queue that it comes with.
                if !later.clone().any(|(action, _)| action.semantics().sets_queue()) {
                    continue;
                }
                let Some((transfer, _)) = later.find(|(action, _)| enqueues(action)) else { continue };
                for span in reads {
                    self.report(
                        Diagnostic::new(
                            Code::NoAgentYet,
                            span,
                            format!("`$.{AGENT}` is read before there is an agent"),
                        )
                        .primary_label("no agent has the contact here")
                        .label(transfer.head, "only from here on the contact waits for one")
                        .help(format!("read `$.{AGENT}` in a whisper flow or a hold flow")),
                    );
                }
            }
        }
    }
}

/// The first menu of a flow, if the data under a root is what a customer enters.
fn menu<'a>(flow: &'a Flow, root: &str) -> Option<&'a Action> {
    let asks = |semantics: &Semantics, how| semantics.asks.is_some_and(|asks| asks.how == how);
    catalogue::with(|it| it.loads(root) && asks(it, Question::Input))?;
    flow.actions.iter().find(|action| asks(action.semantics(), Question::Menu))
}

/// The names of all roots that the texts of a build name.
fn read_roots(build: &Build) -> HashSet<SmolStr> {
    let texts = build.flows.iter().flat_map(|flow| &flow.actions).flat_map(Action::texts);
    let paths: Vec<Path> = texts.flat_map(|(text, _)| contact_path::all(text)).flatten().collect();
    let paths = paths.iter().flat_map(Path::with_computed);
    paths.filter_map(|path| path.parts.first()).map(|root| root.name.clone()).collect()
}

fn is_read(build: &Build, root: &str) -> bool {
    build.flows.iter().flat_map(|flow| &flow.actions).any(|action| !reads(action, root).is_empty())
}

/// Where an action reads data under a root. A block that tests whether the data exists is none of these.
fn reads(action: &Action, root: &str) -> Vec<Span> {
    let mut found = Vec::new();
    if matches!(action.state, ActionState::Raw | ActionState::Hole) || tests_presence(action) {
        return found;
    }
    for (text, span) in action.texts() {
        let paths: Vec<Path> = contact_path::all(text).into_iter().flatten().collect();
        let reads = paths.iter().flat_map(Path::with_computed).filter(|path| is_under(path, root));
        found.extend(reads.map(|path| span.part(text, &path.range)));
    }
    found
}

fn is_under(path: &Path, root: &str) -> bool {
    let mut names = path.parts.iter().map(|part| part.name.as_str());
    // The input of a module belongs to the module and is always there.
    names.next() == Some(root) && !(root == MODULES && names.next() == Some(MODULE_INPUT))
}

/// Whether an action compares data under a root.
fn compares(action: &Action, root: &str) -> bool {
    let compared = action.compared_text().map(contact_path::parse);
    compared.is_some_and(|path| path.is_ok_and(|path| is_under(&path, root)))
}

fn tests_presence(action: &Action) -> bool {
    action.compared_text().is_some()
        && action.transitions.conditions.iter().any(|condition| condition.operator == EXISTS)
}
