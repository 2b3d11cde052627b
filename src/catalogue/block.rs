//! The entry of a block in the catalogue. Pure data: an entry contains no code.

use serde::Serialize;

use super::aspect::{Aspect, Exceptions, find};
use super::branch::{Branch, Conditions, ERROR, Next, SUCCESS};
use super::channel::{Channel, EVERY_CHANNEL};
use super::entries::Entries;
use super::need::When;
use super::parameter::{Group, Parameter};
use super::run_time::RunTime;
use super::semantics::Semantics;
use super::step_name::StepName;
use super::{FlowType, FlowTypes};
use crate::evidence::{Evidence, Source};

/// A block of the designer: one keyword of the language, one action type of flow JSON.
#[derive(Debug, Serialize)]
pub struct Block {
    /// The keyword: `play_prompt`.
    pub keyword: &'static str,
    /// The block's name in the designer.
    pub designer: &'static str,
    /// The action type in flow JSON: `MessageParticipant`.
    pub action: &'static str,
    /// The condition on the parameters in flow JSON that distinguishes this block from others with the same action.
    pub recognised: When,
    /// Parameters that this block always emits, with their values.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The parameters that the argument after the keyword can set: the first one, unless the argument is a reference to
    /// a kind that only another one takes.
    pub subject: &'static [&'static str],
    /// Whether the subject selects one of two blocks with the same keyword.
    pub form: Form,
    /// The parameters.
    pub parameters: &'static [Parameter],
    /// The map that `key = value` entries fill.
    pub entries: Option<Entries>,
    /// Groups of parameters that limit how many of them may be set.
    pub groups: &'static [Group],
    /// What it does in flow types about which AWS's pages disagree, in `.flow` text and in flow JSON; `None` if that is
    /// not known.
    pub if_disputed: Option<(&'static str, &'static str)>,
    /// The named branches.
    pub branches: &'static [Branch],
    /// The conditions that `when` takes; `None` if the block takes no `when` lines.
    pub conditions: Option<Conditions>,
    /// The value of `NextAction`.
    pub next: Next,
    /// Its effect on a contact.
    pub semantics: Semantics,
    /// What it does in a run, as far as the effect does not say it.
    #[serde(skip)]
    pub run: Option<RunTime>,
    /// The name of an imported step that begins with this block.
    #[serde(skip)]
    pub step_name: StepName,
    /// The flow types that allow the block.
    pub flow_types: FlowTypes,
    /// Alternatives for flow types that do not allow it.
    #[serde(skip)]
    pub instead: &'static [Instead],
    /// The channels that it supports.
    pub channels: &'static [Channel],
    /// A summary in one sentence.
    pub summary: &'static str,
    /// An example of the block in source, with its usual parameters and all required branches. The steps that it jumps
    /// to are `next`, `done` and `sorry`.
    pub example: &'static str,
    /// The AWS page that documents the action.
    pub page: &'static str,
    /// The facts about it that do not rest on that page.
    pub evidence: Exceptions,
}

/// An alternative to a block in a flow type that does not allow it.
#[derive(Clone, Copy, Debug)]
pub struct Instead {
    /// The flow types that it applies to; empty for all types that do not allow the block.
    pub types: &'static [FlowType],
    /// The parameter that causes the error if it is set, and the message for it.
    pub parameter: Option<(&'static str, &'static str)>,
    /// The advice for a `.flow` file.
    pub text: &'static str,
    /// The advice for flow JSON.
    pub json: &'static str,
}

/// Whether the subject selects one of two blocks that share a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The keyword identifies the block.
    Only,
    /// The block for the keyword with a subject.
    WithSubject,
    /// The block for the keyword without a subject.
    WithoutSubject,
}

/// The default entry: the values that most blocks have in common.
pub(super) const BLOCK: Block = Block {
    keyword: "",
    designer: "",
    action: "",
    recognised: When::Always,
    fixed: &[],
    subject: &[],
    form: Form::Only,
    parameters: &[],
    entries: None,
    groups: &[],
    if_disputed: None,
    branches: &[SUCCESS, ERROR],
    conditions: None,
    next: Next::Success { otherwise: None },
    semantics: Semantics::NONE,
    run: None,
    step_name: StepName::KEYWORD,
    flow_types: FlowTypes::ALL,
    instead: &[],
    channels: EVERY_CHANNEL,
    summary: "",
    example: "",
    page: "",
    evidence: &[],
};

impl Block {
    /// What it does in a run.
    #[must_use]
    pub fn run_time(&self) -> &RunTime {
        self.run.as_ref().unwrap_or(&RunTime::SETTING)
    }

    /// The paths that the data of an answer goes to; the first one is its own.
    pub fn brings(&self) -> impl Iterator<Item = &'static str> {
        let paths = self.run_time().brings;
        let fills = self.semantics.fills.iter().filter(move |fill| paths.is_empty() && fill.from.is_none());
        paths.iter().copied().chain(fills.map(|fill| fill.root))
    }

    /// The source of a fact about the block; `None` if the fact is uncertain.
    #[must_use]
    pub fn source(&self, aspect: Aspect) -> Option<Source> {
        self.resolve(find(self.evidence, aspect).unwrap_or(Evidence::Block))
    }

    /// The source of a fact about one of its parameters; `None` if the fact is uncertain.
    #[must_use]
    pub fn source_of(&self, parameter: &Parameter, aspect: Aspect) -> Option<Source> {
        match find(parameter.evidence, aspect) {
            Some(evidence) => self.resolve(evidence),
            None => self.source(aspect),
        }
    }

    /// The source of a fact about one of its branches; `None` if the fact is uncertain.
    #[must_use]
    pub fn source_of_branch(&self, branch: &Branch, aspect: Aspect) -> Option<Source> {
        match find(branch.evidence, aspect) {
            Some(evidence) => self.resolve(evidence),
            None => self.source(aspect),
        }
    }

    /// The source of a fact about it with this evidence; `None` if the fact is uncertain.
    #[must_use]
    pub fn resolve(&self, evidence: Evidence) -> Option<Source> {
        match evidence {
            Evidence::Block => Some(Source::Page(self.page)),
            Evidence::Source(source) => Some(source),
            Evidence::Uncertain(_) => None,
        }
    }
}
