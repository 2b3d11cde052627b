//! The name of an imported step that begins with a block, as data of the block's entry.

use serde::Serialize;

/// How a step is named after a block: `prefix`, words from the block, `suffix`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepName {
    /// The word before those of the block.
    pub prefix: &'static str,
    /// The sources of the words; the first that has any gives them.
    pub from: &'static [NameSource],
    /// The word after those of the block.
    pub suffix: &'static str,
    /// What the block is, as a noun behind other words: `menu`. Empty for the words of `alone`.
    pub what: &'static str,
    /// The name without any words. Empty for the block's keyword.
    pub alone: &'static str,
    /// Whether the block only prepares what follows: the next block says what the step is for.
    pub prepares: bool,
}

/// The source of the words in a step's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameSource {
    /// The argument after the keyword.
    Subject,
    /// The value of this parameter.
    Parameter(&'static str),
    /// The key of its first entry.
    FirstKey,
    /// The value of the entry with this key.
    Entry(&'static str),
}

impl StepName {
    /// The block's keyword.
    pub(super) const KEYWORD: StepName =
        StepName { prefix: "", from: &[], suffix: "", what: "", alone: "", prepares: false };

    /// The argument after the keyword, preceded by `prefix`.
    pub(super) const fn subject(prefix: &'static str) -> StepName {
        StepName { prefix, from: &[NameSource::Subject], ..StepName::KEYWORD }
    }

    /// Words from these sources, preceded by `prefix`.
    pub(super) const fn from(prefix: &'static str, from: &'static [NameSource]) -> StepName {
        StepName { prefix, from, ..StepName::KEYWORD }
    }

    /// A fixed word.
    pub(super) const fn word(word: &'static str) -> StepName {
        StepName { alone: word, ..StepName::KEYWORD }
    }

    /// A fixed word for a block that only prepares what follows.
    pub(super) const fn preparation(word: &'static str) -> StepName {
        StepName { alone: word, prepares: true, ..StepName::KEYWORD }
    }

    /// The name without any words.
    pub(super) const fn or(self, alone: &'static str) -> StepName {
        StepName { alone, ..self }
    }

    /// What the block is.
    pub(super) const fn what(self, what: &'static str) -> StepName {
        StepName { what, ..self }
    }

    /// The word behind the block's own words, which also says what it is.
    pub(super) const fn suffix(self, suffix: &'static str) -> StepName {
        StepName { suffix, what: suffix, ..self }
    }
}
