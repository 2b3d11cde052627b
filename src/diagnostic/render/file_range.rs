//! Places as programs read them: a file's path, and lines and columns.
//!
//! Takes a span, the sources and the folder that paths are relative to; gives a typed place. Draws nothing.

use serde::Serialize;

use super::boundary;
use crate::source::{LineColumn, SourceFile, Sources, Span};

/// A place in a file. Lines and columns count from 1, columns in characters; the end is behind the last character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct FileRange {
    /// With `/` between its parts, relative to the folder where the file lies in it.
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl FileRange {
    /// Where `span` is; `None` where it points into no file.
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

/// The place of a byte; of the nearest before it where there is none such.
fn line_column(file: &SourceFile, offset: u32) -> LineColumn {
    let offset = boundary(file.text(), offset as usize);
    file.lines().line_column(file.text(), u32::try_from(offset).unwrap_or(u32::MAX))
}

/// `name` without `folder` in front of it.
fn relative(name: &str, folder: &str) -> String {
    let folder = folder.trim_end_matches('/');
    let inside = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    inside.filter(|inside| !folder.is_empty() && !inside.is_empty()).unwrap_or(name).to_owned()
}
