//! What comes before the grammar: brackets, texts and comments.
//!
//! Takes a file's text, gives its comments, what is wrong with its brackets, texts and comments, and a text in
//! which that is mended, so that the grammar may rely on it and everything else in the file is still checked. Where
//! text had to be put in, [`Scan::span`] finds the way back. Knows strings and comments, and nothing else of the language.

use std::borrow::Cow;

use super::tree::Comment;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// A text that is ready for the grammar.
pub(super) struct Scan<'a> {
    file: FileId,
    /// The text, mended.
    pub(super) text: Cow<'a, str>,
    /// Where text was put in: the byte in the file, and how many bytes.
    insertions: Vec<(usize, usize)>,
    /// All comments in the file.
    pub(super) comments: Vec<Comment>,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether it is nested too deep to be parsed.
    pub(super) too_deep: bool,
}

impl Scan<'_> {
    /// The place in the file of the bytes `start..end` of the mended text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(self.file, offset(self.original(start)), offset(self.original(end)))
    }

    fn original(&self, at: usize) -> usize {
        let mut before = 0;
        for (place, length) in &self.insertions {
            if place + before >= at {
                break;
            }
            before += (*length).min(at - place - before);
        }
        at - before
    }
}

/// Scans `text`.
pub(super) fn scan(file: FileId, text: &str) -> Scan<'_> {
    Scan {
        file,
        text: Cow::Borrowed(text),
        insertions: Vec::new(),
        comments: Vec::new(),
        diagnostics: Vec::new(),
        too_deep: false,
    }
}
