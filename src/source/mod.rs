//! Source files, and places in them.
//!
//! Takes the bytes of a file, gives its text and a [`Span`] for each place in it. The byte order mark is dropped
//! and every line ending becomes `\n` when a file is added, so that no later pass meets either.
//! Never reads a file itself.

mod line_index;

pub use line_index::{LineColumn, LineIndex};

/// Which file of a [`Sources`] a span points into.
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

    /// From the start of this span to the end of `other`, which is in the same file and not before this one.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether all of `other` lies in this one.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The empty span behind this one's first character, a brace for instance.
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

/// One file: what it is called and what it says.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    lines: LineIndex,
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

    /// Where the lines start.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}

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

    /// Adds a file. A text of more than 4 GiB is cut there: no place beyond could be named.
    pub fn add(&mut self, name: impl Into<String>, text: &str) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let text = normalise(text);
        let lines = LineIndex::new(&text);
        self.files.push(SourceFile { name: name.into(), text, lines });
        id
    }

    /// The file of `id`.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text under `span`; empty where the span points nowhere.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.start as usize..span.end as usize)).unwrap_or_default()
    }

    /// All files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

fn normalise(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
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
