//! The names of steps: what declares them, what may not, and what is said of those that are named and not there.

use smol_str::SmolStr;

use super::Context;
use super::outline::{Outline, OutlinedStep, StatementId};
use crate::diagnostic::{Code, Confidence, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::syntax::tree::{self, Member, Word};

/// The words after `->` that name no step.
pub(super) const NO_STEPS: [&str; 3] = ["continue", "none", "unconnected"];

/// The steps that are named in a flow and not there.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Whether a part of the flow could not be parsed: then a step that seems to be missing may be there.
    pub(super) has_holes: bool,
    unknown: Vec<UnknownStep>,
}

/// A step that is named and not there.
#[derive(Debug)]
struct UnknownStep {
    name: SmolStr,
    /// Where it is named.
    places: Vec<Span>,
    /// The name that is probably meant; `None` where it could be any.
    near: Option<SmolStr>,
}

impl Steps {
    /// Reports steps that clash, that nothing can name, and a flow without a start.
    pub(super) fn declared(context: &mut Context<'_>, flow: &tree::Flow, outline: &Outline<'_>) -> Steps {
        let has_holes = flow.members.iter().any(|member| matches!(member, Member::Hole(_)));
        for step in &outline.steps {
            let (name, span) = (step.node.name.text.as_str(), step.node.name.span);
            if let Some(first) = outline.step(name).filter(|first| !std::ptr::eq(first.node, step.node)) {
                let (code, message) = if step.node.is_start {
                    (Code::TwoStarts, "the flow has two starts".to_owned())
                } else {
                    (Code::DuplicateStep, format!("there are two steps called `{name}`"))
                };
                context.diagnostics.push(Diagnostic::new(code, span, message).duplicate_of(first.node.name.span));
                continue;
            }
            if NO_STEPS.contains(&name) {
                context.diagnostics.push(
                    Diagnostic::new(Code::ReservedStepName, span, format!("`{name}` cannot name a step"))
                        .primary_label(format!("`-> {name}` has a meaning of its own")),
                );
            }
        }
        if !has_holes && !outline.steps.iter().any(|step| step.node.is_start) {
            context.diagnostics.push(
                Diagnostic::new(Code::NoStart, flow.name.span, "the flow has no start")
                    .help("write `start { … }`: the steps of a contact begin there"),
            );
        }
        Steps { has_holes, unknown: Vec::new() }
    }

    /// The first statement of the step that `word` names. `None` where there is no such step, which is noted, and where it is
    /// empty.
    pub(super) fn first(&mut self, outline: &Outline<'_>, word: &Word) -> Option<StatementId> {
        if let Some(step) = outline.step(&word.text) {
            return step.first;
        }
        if !self.has_holes {
            match self.unknown.iter_mut().find(|unknown| unknown.name == word.text) {
                Some(unknown) => unknown.places.push(word.span),
                None => {
                    let near = nearest(&word.text, outline.step_names().into_iter().chain(NO_STEPS)).map(SmolStr::new);
                    self.unknown.push(UnknownStep { name: word.text.clone(), places: vec![word.span], near });
                }
            }
        }
        None
    }

    /// Whether a step is named that could be any: then one that seems never reached was probably meant.
    pub(super) fn may_mean_any(&self) -> bool {
        self.has_holes || self.unknown.iter().any(|unknown| unknown.near.is_none())
    }

    /// The steps that are probably meant where none of the name is there.
    pub(super) fn probable<'o, 't>(&'o self, outline: &'o Outline<'t>) -> impl Iterator<Item = &'o OutlinedStep<'t>> {
        self.unknown.iter().filter_map(|unknown| outline.step(unknown.near.as_ref()?))
    }

    /// Reports each step that is named and not there once, however often it is named: its own name may be what is wrong.
    pub(super) fn report_unknown(&mut self, outline: &Outline<'_>, diagnostics: &mut Diagnostics) {
        if self.unknown.is_empty() {
            return;
        }
        let names: Vec<String> = outline.step_names().iter().map(|name| format!("`{name}`")).collect();
        for unknown in &mut self.unknown {
            unknown.places.sort_unstable();
            unknown.places.dedup();
            let Some((first, others)) = unknown.places.split_first() else { continue };
            let mut diagnostic =
                Diagnostic::new(Code::UnknownStep, *first, format!("no step is called `{}`", unknown.name))
                    .did_you_mean(*first, unknown.near.as_deref());
            for other in others {
                diagnostic = diagnostic.label(*other, "named here as well");
                if let Some(near) = &unknown.near {
                    diagnostic = diagnostic.fix(*other, near.as_str(), Confidence::OnlyNear);
                }
            }
            if unknown.near.is_none() && !names.is_empty() {
                diagnostic = diagnostic.help(format!("the steps of this flow are {}", names.join(", ")));
            }
            diagnostics.push(diagnostic);
        }
    }
}
