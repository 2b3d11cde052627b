//! Diagnostics: codes, severities, labels, fixes.
//!
//! A [`Diagnostic`] is a plain struct that any pass can create. Only [`render`] knows how it looks. Every
//! diagnostic has a [`Code`], and every code has a page that `callflow explain` prints.
//! Nothing outside [`render`] names miette.

mod code;
#[cfg(test)]
pub(crate) mod exchange;
pub mod fix;
mod ground;
mod names;
mod near_miss;
pub mod render;
mod row;
mod violations;

pub use code::{Code, Page};
pub use ground::Ground;
pub use names::Names;
pub use near_miss::{is_misspelt, name_parts, nearest, nearest_three};
pub use row::{Lowering, Row, Topic};
pub use violations::Violations;

use std::fmt;
use std::str::FromStr;

use crate::evidence::Source;
use crate::source::Span;
use crate::source::characters::quoted;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is built while there is an error.
    Error,
    /// The build succeeds, but fails with `--strict`.
    Warning,
    /// For information only.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// The level that the user sets for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Report it as an error.
    Error,
    /// Report it as a warning.
    Warn,
    /// Do not report it.
    Off,
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Level, ()> {
        match text {
            "error" => Ok(Level::Error),
            "warn" => Ok(Level::Warn),
            "off" => Ok(Level::Off),
            _ => Err(()),
        }
    }
}

/// A location that a diagnostic points at, with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The location.
    pub span: Span,
    /// What is at the location, in a few words. May be empty.
    pub text: String,
}

/// One finding.
///
/// The message starts with a lower-case letter and has no final period and no line break. Text that the user wrote is
/// in backticks. The first label is the primary location; the others show what else is involved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of diagnostic.
    pub code: Code,
    /// The severity, usually that of the code.
    pub severity: Severity,
    /// Why it may be an error.
    pub ground: Ground,
    /// What is wrong.
    pub message: String,
    /// The locations, the primary one first. Empty if the diagnostic has no location in a file, such as for a missing
    /// folder.
    pub labels: Vec<Label>,
    /// The identifier of the action concerned, for flow JSON. There, the identifier is what a person can search for.
    pub action: Option<Box<str>>,
    /// What to do about it, one line per entry.
    pub help: Vec<String>,
    /// Edits of the text that would resolve it.
    pub fixes: Vec<Fix>,
}

/// An edit that would resolve a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// The text to insert.
    pub replacement: String,
    /// How certain it is that the user meant this.
    pub confidence: Confidence,
}

/// How certain it is that the user meant an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The edit has the same meaning in another spelling, or is the only possible meaning.
    Sure,
    /// The edit is the only similar name. It is applied only if the difference is a typing slip.
    OnlyNear,
    /// One of several possibilities.
    Guess,
}

impl Diagnostic {
    /// Creates a diagnostic of `code` at `span`.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::unlocated(code, message).label(span, "")
    }

    /// Creates a diagnostic without a location in a source file.
    #[must_use]
    pub fn unlocated(code: Code, message: impl Into<String>) -> Diagnostic {
        #[cfg(test)]
        let code = exchange::exchanged(code);
        Diagnostic {
            code,
            severity: code.severity(),
            ground: code.row().ground,
            message: message.into(),
            labels: Vec::new(),
            action: None,
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Sets the text of the primary label.
    #[must_use]
    pub fn primary_label(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Marks the primary location as a duplicate and points at the first occurrence.
    #[must_use]
    pub fn duplicate_of(self, first: Span) -> Diagnostic {
        self.primary_label("the second").label(first, "the first")
    }

    /// States the maximum at the primary location.
    #[must_use]
    pub fn at_most(self, limit: impl fmt::Display) -> Diagnostic {
        self.primary_label(format!("the maximum is {limit}"))
    }

    /// Adds a label.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Adds `did you mean …` and the matching edit, if a similar name was found.
    #[must_use]
    pub fn did_you_mean(self, span: Span, near: Option<&str>) -> Diagnostic {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")).fix(span, near, Confidence::OnlyNear),
            None => self,
        }
    }

    /// [`Diagnostic::did_you_mean`] for a quoted text.
    #[must_use]
    pub fn did_you_mean_text(self, span: Span, near: &str) -> Diagnostic {
        self.help(format!("did you mean `{near}`?")).fix(span, quoted(near), Confidence::OnlyNear)
    }

    /// [`Diagnostic::did_you_mean`] for a key, which is quoted if it must be.
    #[must_use]
    pub fn did_you_mean_key(self, span: Span, near: Option<&str>) -> Diagnostic {
        let is_word =
            |near: &str| near.chars().all(|c| c.is_alphanumeric() || c == '_') && !near.starts_with(char::is_numeric);
        match near {
            Some(near) if !is_word(near) => self.did_you_mean_text(span, near),
            near => self.did_you_mean(span, near),
        }
    }

    /// Adds an edit that resolves it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, confidence: Confidence) -> Diagnostic {
        self.fixes.push(Fix { span, replacement: replacement.into(), confidence });
        self
    }

    /// Sets the confidence of all its edits.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Diagnostic {
        self.fixes.iter_mut().for_each(|fix| fix.confidence = confidence);
        self
    }

    /// Lowers the severity below that of the code, for a reason that the code's row lists.
    #[must_use]
    pub fn lowered(mut self, reason: Lowering) -> Diagnostic {
        debug_assert!(self.code.row().is_lowered_by(reason), "{} is not lowered by {reason:?}", self.code);
        self.ground = Ground::None;
        self.severity = match reason {
            Lowering::NotNamed => Severity::Note,
            _ => self.severity.max(Severity::Warning),
        };
        self
    }

    /// Says what it rests on: a published source, or a fact that is uncertain.
    #[must_use]
    pub fn rests_on(mut self, source: Option<Source>) -> Diagnostic {
        match source {
            Some(source) => {
                self.ground = Ground::Refused(source);
                self
            }
            None => self.lowered(Lowering::Uncertain),
        }
    }

    /// Says that its ground is the language: nothing can be made of the text.
    #[must_use]
    pub fn of_language(mut self) -> Diagnostic {
        self.ground = Ground::Language;
        self
    }

    /// [`Diagnostic::of_language`] for an error without another ground.
    pub fn ground_in_language(&mut self) {
        if self.ground == Ground::ByFinding {
            self.ground = Ground::Language;
        }
    }

    /// Says that a contact certainly goes wrong there, and why.
    #[must_use]
    pub fn certain_failure(mut self, reason: &'static str) -> Diagnostic {
        self.ground = Ground::Chosen(reason);
        self
    }

    /// [`Diagnostic::lowered`] if `is_so`.
    #[must_use]
    pub fn lowered_if(self, is_so: bool, reason: Lowering) -> Diagnostic {
        if is_so { self.lowered(reason) } else { self }
    }

    /// Adapts it to a draft. The service does not validate the content of a draft, so what it refuses there is only a
    /// warning.
    ///
    /// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html>
    #[must_use]
    pub fn in_draft(self) -> Diagnostic {
        let row = self.code.row();
        let is_validated_later = matches!(self.ground, Ground::Refused(_)) && !row.is_of_request;
        if self.severity == Severity::Error && (is_validated_later || row.is_unfinished) {
            self.lowered(Lowering::Draft)
        } else {
            self
        }
    }

    /// Why it is an error, if it is one.
    #[must_use]
    pub fn ground_of_error(&self) -> Option<Ground> {
        (self.severity == Severity::Error).then_some(self.ground)
    }

    /// Whether a comment in the source may silence it. What the service is known to refuse needs a reason, because the
    /// service changes; what nothing can be made of is never silenced.
    #[must_use]
    pub fn may_be_allowed(&self, has_reason: bool) -> bool {
        self.severity != Severity::Error
            || match self.ground {
                Ground::None | Ground::Chosen(_) => true,
                Ground::Refused(_) => has_reason,
                Ground::Language | Ground::ByFinding => false,
            }
    }

    /// Whether it is an error that no level can lower.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.severity == Severity::Error && !matches!(self.ground, Ground::Chosen(_) | Ground::None)
    }

    /// Whether it is an error that kept a command from doing its work.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        self.severity == Severity::Error && self.code.row().topic == Topic::Command
    }

    /// The help lines, followed by the action concerned.
    fn advice(&self) -> impl Iterator<Item = String> + '_ {
        let action = self.action.iter().map(|action| format!("in the action `{action}`"));
        self.help.iter().cloned().chain(action)
    }

    /// The primary location.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// The diagnostics of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(others);
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The number of diagnostics of `severity`.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Sorts by location (those without one first), then by code, and removes duplicates.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.span(), a.code, &a.message).cmp(&(b.span(), b.code, &b.message)));
        self.list.dedup_by(|a, b| a.code == b.code && a.span() == b.span() && a.message == b.message);
    }

    /// Iterates over all diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Removes those for which `keep` returns false.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Applies the levels that the user set, and removes diagnostics that are off by default and were not requested.
    /// An error that is refused, or that nothing can be made of, stays one.
    pub fn apply(&mut self, levels: &[(Code, Level)]) {
        self.list.retain_mut(|diagnostic| {
            let level = levels.iter().rev().find(|(code, _)| *code == diagnostic.code).map(|(_, level)| *level);
            if diagnostic.is_fixed() {
                return true;
            }
            match level {
                Some(Level::Off) => return false,
                Some(Level::Warn) => diagnostic.severity = Severity::Warning,
                Some(Level::Error) => diagnostic.severity = Severity::Error,
                None => return !diagnostic.code.row().is_off_by_default,
            }
            true
        });
    }

    /// Applies `change` to each diagnostic.
    pub fn each(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.list.iter_mut().for_each(change);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(list: I) -> Diagnostics {
        Diagnostics { list: list.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
