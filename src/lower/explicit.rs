//! The explicit branches of a block: the branch that each line names, its comparison, and its target.
//!
//! Takes a block, gives its branches with statements as targets. Implicit branches (defaults, fall-through, the
//! `NextAction` that repeats a branch) are added later, by `edges`.

use smol_str::SmolStr;

use super::Context;
use super::condition::{Comparison, Shares};
use super::entry::{branch_in_words, branches_of};
use super::misread::rest;
use super::outline::{Continuation, Outline, Outlined, OutlinedRun, StatementId};
use super::steps::Steps;
use crate::catalogue::{self, Block, Branch, BranchWire};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::graph::Object;
use crate::slips::{self, Place};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Outcome, Selector, Target as TreeTarget};

/// The branch that an outcome names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// `NextAction` alone.
    Next,
    /// A branch of the catalogue.
    Branch(&'static str, BranchWire),
    /// An ErrorType that is not in the catalogue.
    Error(SmolStr),
}

/// The target of a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Destination {
    /// A statement.
    Statement(StatementId),
    /// What follows the block.
    Continue,
    /// What follows an empty run.
    EmptyRun(Continuation),
    /// `-> unconnected`: the branch has no target yet.
    Unconnected,
    /// `-> none`: the branch is left out.
    LeftOut,
    /// An unknown step, which was reported.
    Missing,
}

/// The target of a line of a block, even if its branch cannot be used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    pub(super) destination: Destination,
    /// The span of the arrow, or of the line with its run.
    pub(super) origin: Span,
}

/// An explicit branch of a block.
#[derive(Clone, Debug)]
pub(super) struct ExplicitBranch {
    pub(super) named: Named,
    /// The span of its name.
    pub(super) span: Span,
    /// Its target, as an index into [`ExplicitBranches::leads`].
    pub(super) lead: usize,
}

/// The explicit branches and conditions of a block.
#[derive(Debug, Default)]
pub(super) struct ExplicitBranches {
    pub(super) branches: Vec<ExplicitBranch>,
    /// The conditions, each with its target as an index into [`ExplicitBranches::leads`].
    pub(super) conditions: Vec<(Comparison, usize)>,
    /// Whether there is another one that could not be used, which was reported.
    pub(super) is_partial: bool,
    /// The target of each line, in source order.
    pub(super) leads: Vec<Lead>,
}

impl ExplicitBranches {
    pub(super) fn lead(&self, index: usize) -> Option<Lead> {
        self.leads.get(index).copied()
    }

    /// The branch `named`, with its target.
    pub(super) fn find(&self, named: &Named) -> Option<(&ExplicitBranch, Lead)> {
        let branch = self.branches.iter().find(|branch| branch.named == *named)?;
        Some((branch, self.lead(branch.lead)?))
    }
}

/// Reads the branches of blocks.
pub(super) struct Reader<'r, 'a, 't> {
    pub(super) context: &'r mut Context<'a>,
    pub(super) outline: &'r Outline<'t>,
    pub(super) steps: &'r mut Steps,
}

impl Reader<'_, '_, '_> {
    /// Reads the branches and conditions of a block. `entry` is `None` for an action outside the catalogue.
    pub(super) fn branches(
        &mut self,
        entry: Option<&'static Block>,
        block: &tree::Block,
        statement: &Outlined<'_>,
        parameters: &Object,
    ) -> ExplicitBranches {
        let mut explicit = ExplicitBranches::default();
        let mut shares = Shares::default();
        let mut runs = statement.runs.iter();
        for item in block.items() {
            let BodyItem::Branch(branch) = item else { continue };
            let run = runs.next().copied().flatten();
            let lead = self.lead(branch, run);
            let index = explicit.leads.len();
            explicit.leads.push(lead);
            if self.context.is_swapped(entry, block, branch) {
                explicit.is_partial = true;
                continue;
            }
            match &branch.selector {
                Selector::On(outcomes) => {
                    let named = outcomes.iter().map(|outcome| (self.named(entry, block, outcome), outcome.span()));
                    let named = named.collect();
                    self.add_branches(named, index, &mut explicit);
                }
                Selector::When(condition) => {
                    if let Some(entry) = entry
                        && (entry.conditions.is_none() || entry.is_terminal())
                    {
                        self.refuse_conditions(entry, condition);
                        explicit.is_partial = true;
                        continue;
                    }
                    if let Destination::LeftOut = lead.destination {
                        explicit.is_partial = true;
                        self.context.diagnostics.push(
                            Diagnostic::new(Code::BranchNotDropped, lead.origin, "a condition must have a target")
                                .help("delete the whole line instead"),
                        );
                        continue;
                    }
                    let made = self.context.conditions(entry, parameters, condition, &mut shares);
                    explicit.is_partial |= made.is_empty();
                    explicit.conditions.extend(made.into_iter().map(|made| (made, index)));
                }
            }
        }
        explicit
    }

    /// Reads only the targets, for a block whose branches are unknown.
    pub(super) fn only_leads(&mut self, block: &tree::Block, statement: &Outlined<'_>) -> ExplicitBranches {
        let mut runs = statement.runs.iter();
        let mut leads = Vec::new();
        for item in block.items() {
            let BodyItem::Branch(branch) = item else { continue };
            let run = runs.next().copied().flatten();
            leads.push(self.lead(branch, run));
        }
        ExplicitBranches { leads, ..ExplicitBranches::default() }
    }

    /// Adds the branches that one line names.
    fn add_branches(&mut self, named: Vec<(Option<Named>, Span)>, lead: usize, explicit: &mut ExplicitBranches) {
        for (named, span) in named {
            let Some(named) = named else {
                explicit.is_partial = true;
                continue;
            };
            if let Some(first) = explicit.branches.iter().find(|other| other.named == named) {
                self.context.diagnostics.push(
                    Diagnostic::new(Code::DuplicateBranch, span, "this branch is given twice").duplicate_of(first.span),
                );
                continue;
            }
            explicit.branches.push(ExplicitBranch { named, span, lead });
        }
    }

    /// Reads the target of a line. `run` is its run, if it has one.
    fn lead(&mut self, branch: &tree::Branch, run: Option<OutlinedRun>) -> Lead {
        match &branch.target {
            TreeTarget::Jump(jump) => {
                let destination = match jump.target.text.as_str() {
                    "none" => Destination::LeftOut,
                    "unconnected" => Destination::Unconnected,
                    "continue" => Destination::Continue,
                    _ => self
                        .steps
                        .first(self.outline, &jump.target)
                        .map_or(Destination::Missing, Destination::Statement),
                };
                Lead { destination, origin: jump.span }
            }
            TreeTarget::Run(written) => match run {
                Some(OutlinedRun { first: Some(first), .. }) => {
                    Lead { destination: Destination::Statement(first), origin: branch.span }
                }
                Some(OutlinedRun { first: None, continuation }) => Lead {
                    destination: Destination::EmptyRun(continuation),
                    origin: match continuation {
                        Continuation::Statement(_) => branch.span,
                        Continuation::Nothing => written.span,
                    },
                },
                None => Lead { destination: Destination::Missing, origin: branch.span },
            },
        }
    }

    fn refuse_conditions(&mut self, entry: &'static Block, condition: &tree::Condition) {
        let mut diagnostic =
            Diagnostic::new(Code::BadCondition, condition.span, format!("`{}` takes no conditions", entry.keyword));
        if !entry.branches.is_empty() {
            diagnostic = diagnostic.help(branches_of(entry));
        }
        self.context.diagnostics.push(diagnostic);
    }

    /// Resolves the branch that an outcome names. `None` if the block has no such branch, which is reported.
    fn named(&mut self, entry: Option<&'static Block>, block: &tree::Block, outcome: &Outcome) -> Option<Named> {
        match outcome {
            Outcome::Name(word) if word.text == "next" => Some(Named::Next),
            Outcome::Name(word) => {
                let Some(entry) = entry else {
                    return self.context.named_in_raw(block, word);
                };
                if let Some(branch) = entry.branch(&word.text) {
                    return Some(Named::Branch(branch.name, branch.wire));
                }
                if slips::find(Place::Rest, &word.text).is_some() && !entry.is_terminal() {
                    self.context.diagnostics.push(rest(Some(entry), Some(block), word, ""));
                    return None;
                }
                if !entry.is_terminal() {
                    let near = nearest(&word.text, entry.branches.iter().map(|branch| branch.name));
                    let message = format!("`{}` has no branch `{}`", entry.keyword, word.text);
                    let diagnostic = Diagnostic::new(Code::UnknownBranch, word.span, message)
                        .did_you_mean(word.span, near)
                        .help(branches_of(entry));
                    self.context.diagnostics.push(match entry.conditions {
                        Some(_) if near.is_none() && !catalogue::blocks().any(|it| it.branch(&word.text).is_some()) => {
                            diagnostic.help(format!("a value is a condition: `when \"{}\" -> step`", word.text))
                        }
                        _ => diagnostic,
                    });
                    return None;
                }
                Some(Named::Error(word.text.clone()))
            }
            Outcome::ErrorType(text) => {
                let error = self.context.resolver.consts.text(text, &mut self.context.diagnostics)?;
                if let Some(name) = entry.and_then(|entry| branch_in_words(entry, &error)) {
                    let message = format!("`{error}` is not the name of an error");
                    self.context.diagnostics.push(
                        Diagnostic::new(Code::UnknownBranch, text.span, message)
                            .help(format!("the branch is written `on {name} -> step`"))
                            .fix(text.span, name, Confidence::Sure),
                    );
                    return None;
                }
                let known = entry.and_then(|entry| {
                    entry.branches.iter().find(|branch| branch.wire == BranchWire::Error(error_of(branch, &error)))
                });
                Some(match known {
                    Some(branch) => Named::Branch(branch.name, branch.wire),
                    None => Named::Error(error),
                })
            }
        }
    }
}

/// The branch's own ErrorType if it is equal to `error`, so that the two can be compared.
fn error_of(branch: &Branch, error: &str) -> &'static str {
    match branch.wire {
        BranchWire::Error(known) if known == error => known,
        _ => "",
    }
}
