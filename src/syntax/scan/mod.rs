//! The scan before the grammar: brackets, texts and comments.
//!
//! Takes the text of a file, gives its comments, the mistakes in its brackets, texts and comments, and a text in which
//! these mistakes are repaired. The grammar can rely on the repaired text, and the rest of the file is still checked.
//! [`Scan::span`] maps offsets back to the file. Knows texts and comments, and little else of the language.

mod brackets;
mod lexer;
mod repair;

use std::borrow::Cow;

use super::tree::{Comment, State};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use lexer::Lexed;
use repair::{Edit, Repaired};

/// A scanned text that is ready for the grammar.
pub(super) struct Scan<'a> {
    file: FileId,
    repaired: Repaired<'a>,
    /// All comments in the file.
    pub(super) comments: Vec<Comment>,
    /// The mistakes.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Lines, as ranges of the file's bytes, with a mistake that was repaired by guessing. Any other error there is
    /// most likely a consequence of the same mistake.
    ///
    /// INVARIANT: ascending.
    doubtful: Vec<(u32, u32)>,
    /// Whether it is nested too deeply to be parsed.
    pub(super) too_deep: bool,
    /// How much of the file it covers.
    pub(super) state: State,
}

impl Scan<'_> {
    /// The text, repaired.
    pub(super) fn text(&self) -> &str {
        &self.repaired.text
    }

    /// The span in the file of the bytes `start..end` of the repaired text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        span(self.file, self.repaired.original(start), self.repaired.original(end))
    }

    /// The same for a message, which needs something to point at. Inserted text is not in the file, so the span is that
    /// of the word before it.
    pub(super) fn visible_span(&self, start: usize, end: usize) -> Span {
        let mut start = start;
        let mut span = self.span(start, end);
        while span.start == span.end && start > 0 {
            start -= 1;
            if self.text().get(start..).is_some_and(|rest| !rest.starts_with([' ', '\t', '\n'])) {
                span = self.span(start, end);
            }
        }
        span
    }

    /// Whether a mistake at `span` may only follow from one that was already reported.
    pub(super) fn is_doubtful(&self, span: Span) -> bool {
        let after = self.doubtful.partition_point(|(start, _)| *start <= span.start);
        let before = after.checked_sub(1).and_then(|index| self.doubtful.get(index));
        before.is_some_and(|(_, end)| span.start < *end)
    }
}

/// Scans `text`.
pub(super) fn scan(file: FileId, text: &str) -> Scan<'_> {
    let mut notes =
        Notes { file, edits: Vec::new(), diagnostics: Vec::new(), doubtful: Vec::new(), state: State::Whole };
    let lexed = lexer::lex(text, &mut notes);
    if !lexed.too_deep {
        brackets::balance(text, &lexed, &mut notes);
    }
    let Lexed { comments, too_deep, .. } = lexed;
    notes.doubtful.sort_unstable();
    Scan {
        file,
        repaired: repair::repair(text, notes.edits),
        comments: comments.into_iter().map(|(start, end)| Comment { span: span(file, start, end) }).collect(),
        diagnostics: notes.diagnostics,
        doubtful: notes.doubtful,
        too_deep,
        state: notes.state,
    }
}

/// The results collected during the scan.
struct Notes {
    file: FileId,
    edits: Vec<Edit>,
    diagnostics: Vec<Diagnostic>,
    doubtful: Vec<(u32, u32)>,
    state: State,
}

impl Notes {
    fn span(&self, start: usize, end: usize) -> Span {
        span(self.file, start, end)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a mistake that leaves the file in this state.
    fn report_state(&mut self, state: State, diagnostic: Diagnostic) {
        self.state = self.state.max(state);
        self.report(diagnostic);
    }

    fn error(&self, code: Code, start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.span(start, end), message)
    }

    fn doubt(&mut self, start: usize, end: usize) {
        let span = self.span(start, end);
        self.doubtful.push((span.start, span.end));
    }

    fn edit(&mut self, start: usize, end: usize, with: impl Into<Cow<'static, str>>) {
        self.edits.push(Edit { start, end, with: with.into() });
    }
}

fn span(file: FileId, start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(file, offset(start), offset(end))
}

/// The end of the line that contains the byte `at`.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

/// A construct that can only start at a certain nesting depth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// `flow`, `module`, `quick_connect`, `const`, `test`, `setup`: outside all brackets.
    Item,
    /// `step`, `start`: inside one pair.
    Step,
}

/// The section that starts with `line`, which has no indent.
fn section(line: &str) -> Option<Section> {
    let word_end = line.find(|c: char| !c.is_ascii_alphabetic() && c != '_').unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(word_end)?;
    let follows = rest.trim_start_matches([' ', '\t']);
    let has_blank = follows.len() < rest.len();
    match word {
        "flow" | "module" | "quick_connect" | "test" | "setup" if follows.starts_with('"') => Some(Section::Item),
        "const" if has_blank && follows.contains('=') => Some(Section::Item),
        "start" if follows.starts_with('{') => Some(Section::Step),
        "step" if has_blank && follows.starts_with(|c: char| c.is_alphabetic() || c == '_') => Some(Section::Step),
        _ => None,
    }
}
