//! The names of steps: duplicate and reserved names, and references to unknown steps.

use std::cell::OnceCell;
use std::collections::HashMap;

use smol_str::SmolStr;

use super::Context;
use super::outline::{Outline, OutlinedStep, StatementId};
use crate::catalogue;
use crate::diagnostic::{Code, Confidence, Diagnostic, Diagnostics, Names};
use crate::source::Span;
use crate::syntax::tree::{self, Member, Word};

/// The words after `->` that are not step names.
pub(super) const NO_STEPS: [&str; 3] = ["continue", "none", "unconnected"];

/// The unknown steps that a flow refers to.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Whether a part of the flow could not be parsed. A step that seems to be missing may be there.
    pub(super) has_holes: bool,
    /// In the order of their first use.
    unknown: Vec<UnknownStep>,
    /// The unknown steps by name, as indices into `unknown`.
    by_name: HashMap<SmolStr, usize>,
    /// The names that an unknown one may mean, once there is one.
    known: OnceCell<Names>,
}

/// A reference to an unknown step.
#[derive(Debug)]
struct UnknownStep {
    name: SmolStr,
    /// Where the name is used.
    places: Vec<Span>,
    /// The name that is probably meant; `None` if it could be any.
    near: Option<SmolStr>,
}

impl Steps {
    /// Reports duplicate steps, reserved step names, and a flow without a start.
    pub(super) fn declared(context: &mut Context<'_>, flow: &tree::Flow, outline: &Outline<'_>) -> Steps {
        let has_holes = flow.members.iter().any(|member| matches!(member, Member::Hole(_)));
        for step in &outline.steps {
            let (name, span) = (step.node.name.text.as_str(), step.node.name.span);
            if let Some(first) = outline.step(name).filter(|first| !std::ptr::eq(first.node, step.node)) {
                let (code, message) = if step.node.is_start {
                    (Code::TwoStarts, "the flow has two starts".to_owned())
                } else {
                    (Code::DuplicateStep, format!("there are two steps named `{name}`"))
                };
                context.diagnostics.push(Diagnostic::new(code, span, message).duplicate_of(first.node.name.span));
                continue;
            }
            if NO_STEPS.contains(&name) {
                context.diagnostics.push(
                    Diagnostic::new(
                        Code::ReservedStepName,
                        span,
                        format!("`{name}` is reserved and cannot be used as a step name"),
                    )
                    .primary_label(format!("`-> {name}` has a special meaning")),
                );
            }
        }
        if !has_holes && !outline.steps.iter().any(|step| step.node.is_start) {
            context.diagnostics.push(
                Diagnostic::new(Code::NoStart, flow.name.span, "the flow has no start")
                    .help("add `start { … }`: contacts enter the flow there"),
            );
        }
        Steps { has_holes, ..Steps::default() }
    }

    /// The first statement of the step that `word` names. `None` if the step is empty, and if it is unknown, which is
    /// recorded.
    pub(super) fn first(&mut self, outline: &Outline<'_>, word: &Word) -> Option<StatementId> {
        if let Some(step) = outline.step(&word.text) {
            return step.first;
        }
        if !self.has_holes {
            let earlier = self.by_name.get(&word.text).and_then(|index| self.unknown.get_mut(*index));
            match earlier {
                Some(unknown) => unknown.places.push(word.span),
                None => {
                    let names = || outline.step_names().iter().copied().chain(NO_STEPS).collect();
                    let near = self.known.get_or_init(names).nearest(&word.text);
                    self.by_name.insert(word.text.clone(), self.unknown.len());
                    self.unknown.push(UnknownStep {
                        name: word.text.clone(),
                        places: vec![word.span],
                        near: near.map(SmolStr::new),
                    });
                }
            }
        }
        None
    }

    /// Whether an unknown name could mean any step. Then it probably means a step that seems unreachable.
    pub(super) fn may_mean_any(&self) -> bool {
        self.has_holes || self.unknown.iter().any(|unknown| unknown.near.is_none())
    }

    /// The steps that the unknown names probably mean.
    pub(super) fn probable<'o, 't>(&'o self, outline: &'o Outline<'t>) -> impl Iterator<Item = &'o OutlinedStep<'t>> {
        self.unknown.iter().filter_map(|unknown| outline.step(unknown.near.as_ref()?))
    }

    /// Reports each unknown step once, however often it is used: the mistake may be in the name of the declared step.
    pub(super) fn report_unknown(&mut self, outline: &Outline<'_>, diagnostics: &mut Diagnostics) {
        if self.unknown.is_empty() {
            return;
        }
        let list = list(outline.step_names());
        for unknown in &mut self.unknown {
            unknown.places.sort_unstable();
            unknown.places.dedup();
            let Some((first, others)) = unknown.places.split_first() else { continue };
            let mut diagnostic = Diagnostic::new(Code::UnknownStep, *first, format!("unknown step `{}`", unknown.name))
                .did_you_mean(*first, unknown.near.as_deref());
            for other in others {
                diagnostic = diagnostic.label(*other, "also used here");
                if let Some(near) = &unknown.near {
                    diagnostic = diagnostic.fix(*other, near.as_str(), Confidence::OnlyNear);
                }
            }
            if unknown.near.is_none() && catalogue::by_keyword(&unknown.name).next().is_some() {
                let help =
                    format!("`{}` is a block, and stands in braces: `on error {{ {} }}`", unknown.name, unknown.name);
                diagnostic = diagnostic.help(help);
            } else if let (None, Some(list)) = (&unknown.near, &list) {
                diagnostic = diagnostic.help(list);
            }
            diagnostics.push(diagnostic);
        }
    }
}

/// The steps of a flow, where they are not too many to be read.
fn list(names: &[&str]) -> Option<String> {
    match names.len() {
        0 => None,
        count if count > MANY => Some(format!("none of the {count} steps of this flow has a similar name")),
        _ => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            Some(format!("the steps of this flow are {}", names.join(", ")))
        }
    }
}

/// More names are not listed.
const MANY: usize = 12;
