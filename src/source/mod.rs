//! Source files and spans.
//!
//! Takes the text of a file, gives the normalised text and a [`Span`] for each range in it. When a file is added, the
//! byte order mark is removed and every line ending becomes `\n`, so later passes never see either. Both are recorded
//! for writing the file back. Never reads a file itself.

pub mod characters;
mod line_index;

pub use line_index::{Encoding, LineColumn, LineIndex, TextPosition};

use std::ops::Range;

/// The file of a [`Sources`] that a span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A half-open range of bytes in one file, `start..end`, counted in the text that [`SourceFile::text`] returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of the bytes `start..end` of `file`.
    #[must_use]
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end: end.max(start) }
    }

    /// The span from the start of this one to the end of `other`, which is in the same file and not before this one.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether this span contains all of `other`.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The span of the bytes `piece` of `text`, where this span holds `text`, quoted or bare. The whole span where
    /// escapes or a const make the exact position unknown.
    #[must_use]
    pub fn part(self, text: &str, piece: &Range<usize>) -> Span {
        let quote = match (self.end - self.start) as usize {
            length if length == text.len() => 0,
            length if length == text.len() + 2 => 1,
            _ => return self,
        };
        let at = |offset: usize| u32::try_from(offset + quote).map_or(self.end, |offset| self.start + offset);
        Span::new(self.file, at(piece.start), at(piece.end))
    }

    /// The empty span after this one's first character, for example a brace.
    #[must_use]
    pub fn inside(self) -> Span {
        let at = self.start.saturating_add(1);
        Span { start: at, end: at, ..self }
    }

    /// The empty span at this one's end.
    #[must_use]
    pub fn tail(self) -> Span {
        Span { start: self.end, ..self }
    }

    /// The empty span at this one's start.
    #[must_use]
    pub fn head(self) -> Span {
        Span { end: self.start, ..self }
    }
}

/// The line ending of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnding {
    /// `\n`, or mixed line endings.
    #[default]
    Lf,
    /// `\r\n` on every line.
    CrLf,
}

/// One file: its name and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    lines: LineIndex,
    line_ending: LineEnding,
    has_byte_order_mark: bool,
    bare_returns: Vec<u32>,
    is_hidden: bool,
}

impl SourceFile {
    /// The name that diagnostics show: the path as the user gave it, with `/` between its parts.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without byte order mark and with `\n` at the end of each line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offsets in the text of the line ends that the file writes as a `\r` without `\n`. Many editors and tools
    /// end no line there.
    #[must_use]
    pub fn bare_returns(&self) -> &[u32] {
        &self.bare_returns
    }

    /// Whether diagnostics show none of its lines.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    /// The index of its lines.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// `text` with the line endings and the byte order mark of this file.
    #[must_use]
    pub fn as_in_file(&self, text: &str) -> String {
        let text = match self.line_ending {
            LineEnding::Lf => text.to_owned(),
            LineEnding::CrLf => text.replace('\n', "\r\n"),
        };
        if self.has_byte_order_mark { format!("{BYTE_ORDER_MARK}{text}") } else { text }
    }

    fn new(name: String, text: &str) -> SourceFile {
        let bare = text.strip_prefix(BYTE_ORDER_MARK);
        let line_ending = line_ending(text);
        let has_byte_order_mark = bare.is_some();
        let bare_returns = bare_returns(bare.unwrap_or(text));
        let text = normalise(bare.unwrap_or(text));
        SourceFile {
            name,
            lines: LineIndex::new(&text),
            text,
            line_ending,
            has_byte_order_mark,
            bare_returns,
            is_hidden: false,
        }
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// All files of a run, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No files.
    #[must_use]
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a file. A text of more than 4 GiB is truncated there: a span could not point beyond.
    pub fn add(&mut self, name: impl Into<String>, text: &str) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile::new(name.into(), text));
        id
    }

    /// Replaces the text of the file `id`. Spans of the old text are invalid in the new one.
    pub fn replace(&mut self, id: FileId, text: &str) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = SourceFile::new(std::mem::take(&mut file.name), text);
        }
    }

    /// Shows none of the lines of the file `id` in diagnostics.
    pub fn hide(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.is_hidden = true;
        }
    }

    /// The file of `id`.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text of `span`; empty where the span is invalid.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.start as usize..span.end as usize)).unwrap_or_default()
    }

    /// All files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

fn line_ending(text: &str) -> LineEnding {
    let bytes = text.as_bytes();
    let mut newlines = memchr::memchr_iter(b'\n', bytes).peekable();
    let is_windows = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\r');
    if newlines.peek().is_some() && newlines.all(is_windows) { LineEnding::CrLf } else { LineEnding::Lf }
}

fn bare_returns(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let (mut found, mut dropped) = (Vec::new(), 0);
    for at in memchr::memchr_iter(b'\r', bytes) {
        match bytes.get(at + 1) {
            Some(b'\n') => dropped += 1,
            _ => found.extend(u32::try_from(at - dropped)),
        }
    }
    found
}

fn normalise(text: &str) -> String {
    let mut text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    if u32::try_from(text.len()).is_err() {
        let mut end = u32::MAX as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    text
}
