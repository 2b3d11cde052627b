//! Defaults, such as `on error -> step` at the top of a flow or step: the branches they fill, and unused defaults.

use std::collections::HashSet;

use super::Context;
use super::entry::branches_of;
use super::entry::is_named;
use super::outline::Outline;
use super::steps::{NO_STEPS, Steps};
use crate::catalogue::{self, Block, Branch};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::syntax::tree::{self, Member, Outcome, Word};

/// The defaults of a flow.
pub(super) struct Defaults<'t> {
    /// The defaults at the top of the flow.
    of_flow: Vec<&'t tree::Default>,
    /// The outcomes that filled a branch, by their start offsets.
    used: HashSet<u32>,
    /// Whether there may be more defaults, in parts that could not be read.
    pub(super) may_be_more: bool,
}

impl<'t> Defaults<'t> {
    pub(super) fn of(flow: &'t tree::Flow) -> Defaults<'t> {
        let of_flow = flow.members.iter().filter_map(|member| match member {
            Member::Default(default) => Some(default),
            _ => None,
        });
        let may_be_more = flow.members.iter().any(|member| matches!(member, Member::Hole(_)));
        Defaults { of_flow: of_flow.collect(), used: HashSet::new(), may_be_more }
    }

    fn all(&self, outline: &Outline<'t>) -> Vec<&'t tree::Default> {
        let of_steps = outline.steps.iter().flat_map(|step| &step.node.defaults);
        self.of_flow.iter().copied().chain(of_steps).collect()
    }

    /// Reports defaults with an unknown step or an unknown branch.
    pub(super) fn check(&mut self, context: &mut Context<'_>, outline: &Outline<'t>, steps: &mut Steps) {
        for default in self.all(outline) {
            if !NO_STEPS.contains(&default.target.text.as_str()) {
                let _ = steps.first(outline, &default.target);
            }
            for outcome in &default.outcomes {
                if !is_known(context, outcome) {
                    self.may_be_more = true;
                    // It was reported as unknown and is not reported again as unused.
                    self.used.insert(outcome.span.start);
                }
            }
        }
    }

    /// Finds the default that fills a branch of a block in a step. A default of the step wins over one of the flow.
    /// Within a level, a default with the block's keyword wins over one without. A default without a keyword fills only
    /// a branch that `is_needed`.
    pub(super) fn find(
        &mut self,
        entry: &Block,
        branch: &Branch,
        is_needed: bool,
        of_step: &'t [tree::Default],
    ) -> Option<&'t tree::Default> {
        let levels = [of_step.iter().collect(), self.of_flow.clone()];
        let (default, outcome) = levels.iter().find_map(|level| {
            let outcomes = || level.iter().flat_map(|default| default.outcomes.iter().map(move |it| (*default, it)));
            let for_keyword = outcomes().find(|(_, outcome)| {
                outcome.keyword.as_ref().is_some_and(|keyword| keyword.text == entry.keyword)
                    && is_named(&outcome.outcome, branch)
            });
            let for_any =
                || outcomes().find(|(_, outcome)| outcome.keyword.is_none() && is_named(&outcome.outcome, branch));
            for_keyword.or_else(|| if is_needed { for_any() } else { None })
        })?;
        self.used.insert(outcome.span.start);
        Some(default)
    }

    /// The steps that the defaults for a block in a step with `of_step` lead to.
    pub(super) fn targets<'d>(&'d self, of_step: &'d [tree::Default]) -> impl Iterator<Item = &'d Word> {
        of_step.iter().chain(self.of_flow.iter().copied()).map(|default| &default.target)
    }

    /// Reports the defaults that filled no branch.
    pub(super) fn report_unused(&self, outline: &Outline<'t>, diagnostics: &mut Diagnostics) {
        for outcome in self.all(outline).into_iter().flat_map(|default| &default.outcomes) {
            if !self.used.contains(&outcome.span.start) {
                diagnostics.push(
                    Diagnostic::new(Code::UnusedDefault, outcome.span, "unused default: no block takes this branch")
                        .help("a default fills the required branches that a block does not write itself; name an optional branch with its block or write it in the block, and write a main branch in the block"),
                );
            }
        }
    }
}

/// Whether a default's outcome names a branch that some block has. If not, reports it.
fn is_known(context: &mut Context<'_>, outcome: &tree::DefaultOutcome) -> bool {
    let blocks: Vec<&'static Block> = match &outcome.keyword {
        Some(keyword) => {
            let blocks: Vec<&'static Block> = catalogue::by_keyword(&keyword.text).collect();
            if blocks.is_empty() {
                let near = nearest(&keyword.text, catalogue::blocks().map(|block| block.keyword));
                context.diagnostics.push(
                    Diagnostic::new(Code::UnknownBlock, keyword.span, format!("unknown block `{}`", keyword.text))
                        .did_you_mean(keyword.span, near),
                );
                return false;
            }
            blocks
        }
        None => catalogue::blocks().collect(),
    };
    if blocks.iter().flat_map(|block| block.branches).any(|branch| is_named(&outcome.outcome, branch)) {
        return true;
    }
    let Outcome::Name(word) = &outcome.outcome else { return true };
    let near = nearest(&word.text, blocks.iter().flat_map(|block| block.branches).map(|branch| branch.name));
    let message = match &outcome.keyword {
        Some(keyword) => format!("`{}` has no branch `{}`", keyword.text, word.text),
        None => format!("no block has a branch `{}`", word.text),
    };
    let mut diagnostic = Diagnostic::new(Code::UnknownBranch, word.span, message).did_you_mean(word.span, near);
    if let (Some(_), [block, ..]) = (&outcome.keyword, blocks.as_slice()) {
        diagnostic = diagnostic.help(branches_of(block));
    }
    context.diagnostics.push(diagnostic);
    false
}
