//! Diagnostics as GitHub workflow commands, which become annotations of a pull request.
//!
//! Takes sorted diagnostics and their sources, gives one line for each: `::error file=…,line=…,title=F0204::message`.
//! Text from a source can neither end a command nor start another one.

use std::fmt::Write as _;

use super::file_range::FileRange;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use crate::visible;

/// Renders `diagnostics` in their order. Paths inside `folder` are relative to it.
#[must_use]
pub fn github(diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = diagnostic.span().and_then(|span| FileRange::new(span, sources, folder));
        let place = place.map(|place| properties(&place)).unwrap_or_default();
        let message = data(&message(diagnostic));
        let _ = writeln!(text, "::{command} {place}title={}::{message}", diagnostic.code);
    }
    text
}

fn properties(place: &FileRange) -> String {
    let FileRange { line, column, end_line, end_column, .. } = place;
    let file = property(&visible::line(&place.file));
    if line == end_line {
        format!("file={file},line={line},col={column},endLine={end_line},endColumn={end_column},")
    } else {
        // GitHub accepts columns only if both are on the same line.
        format!("file={file},line={line},endLine={end_line},")
    }
}

/// The message, followed by the help.
fn message(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![visible::line(&diagnostic.message).into_owned()];
    lines.extend(diagnostic.advice().map(|help| format!("help: {}", visible::line(&help))));
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
