//! Locations in machine-readable form: the path of a file, with lines and columns.
//!
//! Takes a span, the sources and the folder that paths are relative to; gives a typed location. Draws nothing.

use serde::Serialize;

use super::boundary;
use crate::source::{LineColumn, SourceFile, Sources, Span};

/// A location in a file. Lines and columns count from 1, columns in characters. The end is after the last character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct FileRange {
    /// The path, with `/` between its parts, relative to the folder if the file is in it.
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl FileRange {
    /// The location of `span`; `None` if the file is unknown.
    pub(super) fn new(span: Span, sources: &Sources, folder: &str) -> Option<FileRange> {
        let file = sources.get(span.file)?;
        let (start, end) = (line_column(file, span.start), line_column(file, span.end));
        Some(FileRange {
            file: relative(file.name(), folder),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        })
    }
}

/// The line and column of a byte offset, rounded down to a character boundary.
fn line_column(file: &SourceFile, offset: u32) -> LineColumn {
    let offset = boundary(file.text(), offset as usize);
    file.lines().line_column(file.text(), u32::try_from(offset).unwrap_or(u32::MAX))
}

/// `name` without the prefix `folder`.
fn relative(name: &str, folder: &str) -> String {
    let folder = folder.trim_end_matches('/');
    let inside = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    inside.filter(|inside| !folder.is_empty() && !inside.is_empty()).unwrap_or(name).to_owned()
}
