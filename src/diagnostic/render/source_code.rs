//! The lines around the labels of one diagnostic, as a source that miette can read.
//!
//! Takes labels in any number of files, gives a short text made of the lines to show, with the labels moved into it.
//! The cost of a diagnostic therefore depends on what it shows, not on the size of the files, and labels of several
//! files fit into one report. This module also corrects what miette does not draw well: locations past the end, lines
//! of a megabyte, labels over many lines.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::boundary;
use crate::diagnostic::Label;
use crate::source::{FileId, LineColumn, SourceFile, Sources};
use crate::visible;

/// Lines shown before and after each label.
pub(super) const CONTEXT: usize = 1;
/// A label that spans more lines than this is drawn on its first line only.
const MOST_LINES: usize = 8;
/// A line with more bytes than this is cut.
const LONG_LINE: usize = 400;
/// How much of a cut line is shown, in bytes, and how much of that is before the label.
const SHOWN: usize = 120;
const SHOWN_BEFORE: usize = 40;
const CUT: &str = "…";

/// The lines to show of one diagnostic.
pub(super) struct Excerpt {
    text: String,
    pieces: Vec<Piece>,
    labels: Vec<LabeledSpan>,
    /// The location of each label in its file, with its offset in `text`.
    places: Vec<(usize, LineColumn)>,
}

/// Consecutive lines of one file.
struct Piece {
    name: String,
    /// Counted from 0.
    first_line: usize,
    lines: usize,
    /// The range in the excerpt's text.
    range: Range<usize>,
}

/// A label with a location that can be drawn.
struct Drawn<'a> {
    label: &'a Label,
    is_primary: bool,
    /// The range in the file, in bytes.
    range: Range<usize>,
    /// The lines of the file, counted from 0, the last one included.
    first_line: usize,
    last_line: usize,
}

impl Excerpt {
    /// Collects the lines that `labels` need, those of the primary label first.
    pub(super) fn new(labels: &[Label], sources: &Sources) -> Excerpt {
        let mut excerpt = Excerpt { text: String::new(), pieces: Vec::new(), labels: Vec::new(), places: Vec::new() };
        let mut files: Vec<FileId> = Vec::new();
        for label in labels {
            if !files.contains(&label.span.file) {
                files.push(label.span.file);
            }
        }
        for id in files {
            let Some(file) = sources.get(id) else { continue };
            let drawn = labels.iter().enumerate().filter(|(_, label)| label.span.file == id);
            let mut drawn: Vec<Drawn> = drawn.map(|(index, label)| Drawn::new(label, index == 0, file)).collect();
            drawn.sort_by_key(|drawn| drawn.first_line);
            let mut pieces = Vec::new();
            let mut rest = drawn.as_slice();
            while !rest.is_empty() {
                let (together, others) = rest.split_at(neighbours(rest));
                pieces.push(together);
                rest = others;
            }
            pieces.sort_by_key(|piece| !piece.iter().any(|drawn| drawn.is_primary));
            pieces.into_iter().for_each(|piece| excerpt.add_piece(file, piece));
        }
        excerpt
    }

    /// The labels, with their offsets in the excerpt.
    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    fn add_piece(&mut self, file: &SourceFile, drawn: &[Drawn]) {
        let first_line = drawn.iter().map(|drawn| drawn.first_line).min().unwrap_or(0).saturating_sub(CONTEXT);
        let last_line = drawn.iter().map(|drawn| drawn.last_line).max().unwrap_or(0) + CONTEXT;
        let last_line = last_line.min(file.lines().count().saturating_sub(1));
        let start = self.text.len();
        let lines: Vec<Line> = (first_line..=last_line).map(|line| self.add_line(file, line, drawn)).collect();
        let end = self.text.len();
        self.pieces.push(Piece {
            name: visible::line(file.name()).into_owned(),
            first_line,
            lines: lines.len(),
            range: start..end,
        });
        // Keeps the labels of one piece out of the next.
        self.text.push('\n');
        for drawn in drawn {
            self.add_label(file, drawn, &lines);
        }
    }

    fn add_line(&mut self, file: &SourceFile, line: usize, drawn: &[Drawn]) -> Line {
        let bytes = line_bytes(file, line);
        let mut shown = bytes.clone();
        if file.is_hidden() {
            self.text.push_str(CUT);
            self.text.push('\n');
            return Line { shown: bytes.start..bytes.start, bytes, at: self.text.len() - 1 };
        }
        if bytes.len() > LONG_LINE {
            let here = |drawn: &&Drawn| bytes.contains(&drawn.range.start);
            let anchor = drawn.iter().filter(|drawn| drawn.is_primary).find(here).or(drawn.iter().find(here));
            let anchor = anchor.map_or(bytes.start, |drawn| drawn.range.start);
            shown.start = boundary(file.text(), anchor.saturating_sub(SHOWN_BEFORE).max(bytes.start));
            shown.end = boundary(file.text(), (shown.start + SHOWN).min(bytes.end));
        }
        if shown.start > bytes.start {
            self.text.push_str(CUT);
        }
        let at = self.text.len();
        self.text.push_str(&visible::lines(file.text().get(shown.clone()).unwrap_or_default()));
        if shown.end < bytes.end {
            self.text.push_str(CUT);
            self.text.push('\n');
        }
        Line { bytes, shown, at }
    }

    fn add_label(&mut self, file: &SourceFile, drawn: &Drawn, lines: &[Line]) {
        let start = place_in(file.text(), lines, drawn.range.start);
        let end = place_in(file.text(), lines, drawn.range.end).max(start);
        let text = (!drawn.label.text.is_empty()).then(|| visible::line(&drawn.label.text).into_owned());
        let span = SourceSpan::new(start.into(), end - start);
        self.labels.push(match drawn.is_primary {
            true => LabeledSpan::new_primary_with_span(text, span),
            false => LabeledSpan::new_with_span(text, span),
        });
        let offset = u32::try_from(drawn.range.start).unwrap_or(u32::MAX);
        self.places.push((start, file.lines().line_column(file.text(), offset)));
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = span.offset();
        let end = start.saturating_add(span.len());
        let piece = self.pieces.iter().find(|piece| piece.range.start <= start && end <= piece.range.end);
        let piece = piece.ok_or(MietteError::OutOfBounds)?;
        let data = self.text.as_bytes().get(piece.range.clone()).unwrap_or_default();
        let range = SourceSpan::new(piece.range.start.into(), piece.range.len());
        // miette asks without context only for the line and column in the header of the snippet.
        let place = self.places.iter().find(|(at, _)| before == 0 && *at == start);
        let (line, column) = place.map_or((piece.first_line, 0), |(_, place)| {
            (place.line.saturating_sub(1) as usize, place.column.saturating_sub(1) as usize)
        });
        Ok(Box::new(MietteSpanContents::new_named(piece.name.clone(), data, range, line, column, piece.lines)))
    }
}

impl<'a> Drawn<'a> {
    fn new(label: &'a Label, is_primary: bool, file: &SourceFile) -> Drawn<'a> {
        let text = file.text();
        let mut start = boundary(text, label.span.start as usize);
        let mut end = boundary(text, label.span.end as usize).max(start);
        if start >= text.trim_end().len() && start == end {
            // miette draws nothing at the end of the input: point at the last character instead.
            end = text.trim_end().len();
            start = boundary(text, end.saturating_sub(1));
        }
        let line_of = |offset: usize| file.lines().line_of(u32::try_from(offset).unwrap_or(u32::MAX));
        let first_line = line_of(start);
        let mut last_line = line_of(end.saturating_sub(1).max(start));
        if last_line - first_line >= MOST_LINES {
            last_line = first_line;
            let line = line_bytes(file, first_line);
            end = line.start + text.get(line).unwrap_or_default().trim_end().len();
            end = end.max(start);
        }
        Drawn { label, is_primary, range: start..end, first_line, last_line }
    }
}

/// A line of the file, and the part of it that is in the excerpt.
struct Line {
    /// The range in the file, in bytes, with the newline.
    bytes: Range<usize>,
    /// The part that is shown.
    shown: Range<usize>,
    /// The offset of that part in the excerpt.
    at: usize,
}

/// The offset in the excerpt of the byte `offset` of the file. Bytes that were cut map to the cut.
fn place_in(text: &str, lines: &[Line], offset: usize) -> usize {
    let line = lines.iter().find(|line| offset < line.bytes.end).or(lines.last());
    line.map_or(0, |line| {
        let before = line.shown.start..offset.clamp(line.shown.start, line.shown.end);
        line.at + visible::lines(text.get(before).unwrap_or_default()).len()
    })
}

/// How many of `drawn`, which are ordered by line, are shown together with the first.
fn neighbours(drawn: &[Drawn]) -> usize {
    let mut last_line = 0;
    for (index, drawn) in drawn.iter().enumerate() {
        if index > 0 && drawn.first_line > last_line + 2 * CONTEXT + 1 {
            return index;
        }
        last_line = last_line.max(drawn.last_line);
    }
    drawn.len()
}

fn line_bytes(file: &SourceFile, line: usize) -> Range<usize> {
    let start = file.lines().start_of(line).map_or(file.text().len(), |start| start as usize);
    let end = file.lines().start_of(line + 1).map_or(file.text().len(), |end| end as usize);
    start..end
}
