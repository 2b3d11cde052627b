//! What the compiler has to say: codes, severities, labels, fixes.
//!
//! A [`Diagnostic`] is a plain struct that any pass can make; [`render`] alone knows how it looks. Every
//! diagnostic has a [`Code`], and every code a page that `callflow explain` prints.
//! Nothing outside [`render`] names miette.

mod code;
#[cfg(test)]
pub(crate) mod exchange;
pub mod fix;
mod near_miss;
pub mod render;
mod row;
mod violations;

pub use code::{Code, Page};
pub use near_miss::{nearest, nearest_three};
pub use row::{Lowering, Row, Topic};
pub use violations::Violations;

use std::fmt;
use std::str::FromStr;

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is built while an error stands.
    Error,
    /// Built all the same; `--strict` fails.
    Warning,
    /// Good to know.
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

/// How bad the user wants a code to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// An error.
    Error,
    /// A warning.
    Warn,
    /// Nothing to be told.
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

/// A place that a diagnostic talks about, and what to say there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there, in a few words; may be empty.
    pub text: String,
}

/// One thing to say.
///
/// The message begins with a small letter, has no final period and no line break, and puts what the user wrote in
/// backticks. The first label is the place itself; the others show what else is involved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of diagnostic it is.
    pub code: Code,
    /// How bad it is, as a rule the code's own severity.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where, the primary place first. Empty for what has no place in a file, a missing folder for instance.
    pub labels: Vec<Label>,
    /// The identifier of the action that it is about, in flow JSON: there it is what a person can look for.
    pub action: Option<Box<str>>,
    /// What to do about it, a line each.
    pub help: Vec<String>,
    /// Edits of the text that would cure it.
    pub fixes: Vec<Fix>,
}

/// An edit that would cure a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
    /// How sure it is that this is meant.
    pub confidence: Confidence,
}

/// How sure it is that an edit is what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// It says the same in another spelling, or what can only be meant.
    Sure,
    /// It is the only name that is near: sure where that differs by no more than a slip.
    OnlyNear,
    /// One of several possibilities.
    Guess,
}

impl Diagnostic {
    /// A diagnostic of `code` at `span`.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::unlocated(code, message).label(span, "")
    }

    /// A diagnostic that has no place in a source file.
    #[must_use]
    pub fn unlocated(code: Code, message: impl Into<String>) -> Diagnostic {
        #[cfg(test)]
        let code = exchange::exchanged(code);
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            action: None,
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Says `text` at the primary place.
    #[must_use]
    pub fn primary_label(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Says of something that stands twice which is the second, and shows the first.
    #[must_use]
    pub fn duplicate_of(self, first: Span) -> Diagnostic {
        self.primary_label("the second").label(first, "the first")
    }

    /// Says how much is allowed of what is too much.
    #[must_use]
    pub fn at_most(self, limit: impl fmt::Display) -> Diagnostic {
        self.primary_label(format!("{limit} at most are allowed"))
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

    /// Adds `did you mean …` and the edit that does it, where a near miss was found.
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
        let text = near.replace('\\', "\\\\").replace('"', "\\\"");
        self.help(format!("did you mean `{near}`?")).fix(span, format!("\"{text}\""), Confidence::OnlyNear)
    }

    /// Adds an edit that cures it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, confidence: Confidence) -> Diagnostic {
        self.fixes.push(Fix { span, replacement: replacement.into(), confidence });
        self
    }

    /// Says of its edits how sure they are.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Diagnostic {
        self.fixes.iter_mut().for_each(|fix| fix.confidence = confidence);
        self
    }

    /// The same, less bad than its code says, for a reason that the code's row names.
    #[must_use]
    pub fn lowered(mut self, reason: Lowering) -> Diagnostic {
        debug_assert!(self.code.row().is_lowered_by(reason), "{} is not lowered by {reason:?}", self.code);
        self.severity = match reason {
            Lowering::NotNamed => Severity::Note,
            _ => Severity::Warning,
        };
        self
    }

    /// [`Diagnostic::lowered`] where `is_so`.
    #[must_use]
    pub fn lowered_if(self, is_so: bool, reason: Lowering) -> Diagnostic {
        if is_so { self.lowered(reason) } else { self }
    }

    /// The same as it is in a draft, where some errors are none yet.
    #[must_use]
    pub fn in_draft(self) -> Diagnostic {
        if self.severity == Severity::Error && self.code.row().is_allowed_in_drafts {
            self.lowered(Lowering::Draft)
        } else {
            self
        }
    }

    /// Whether it is an error because of which a command could not do its work.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        self.severity == Severity::Error && self.code.row().topic == Topic::Command
    }

    /// The help, and which action it is about.
    fn advice(&self) -> impl Iterator<Item = String> + '_ {
        let action = self.action.iter().map(|action| format!("it is in the action `{action}`"));
        self.help.iter().cloned().chain(action)
    }

    /// The primary place.
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
    /// None yet.
    #[must_use]
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(others);
    }

    /// Whether there is an error among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many there are of `severity`.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Sorts by place (those without one first), then code, and drops what is there twice.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.span(), a.code, &a.message).cmp(&(b.span(), b.code, &b.message)));
        self.list.dedup_by(|a, b| a.code == b.code && a.span() == b.span() && a.message == b.message);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Drops those that `keep` does not want.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Applies what the user wants of some codes, and drops what nobody asked for. What is an error in itself stays one.
    pub fn apply(&mut self, levels: &[(Code, Level)]) {
        self.list.retain_mut(|diagnostic| {
            let level = levels.iter().rev().find(|(code, _)| *code == diagnostic.code).map(|(_, level)| *level);
            if diagnostic.severity == Severity::Error {
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

    /// Changes each of them.
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
