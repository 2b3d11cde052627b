//! Prints results to stdout and diagnostics to stderr, with colours only if stderr is a terminal. Diagnostics in a
//! machine-readable format are a result.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::paths::display;
use super::{Format, Outcome};
use crate::diagnostic::render::{Look, github, json, sarif, terminal};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// The maximum line width. Longer lines of prose are hard to read.
const WIDEST: usize = 120;

/// Prints a result. A closed pipe is not an error.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Prints the diagnostics, and to stderr a line that counts them, except for formats that are a document.
pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources, format: Format) {
    match format {
        Format::Human => {
            let colour = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
            write_stderr(&terminal(diagnostics, sources, Look { colour, width: width() }));
            write_stderr(&summary(diagnostics));
        }
        Format::Json => print(&json(diagnostics, sources, &folder())),
        Format::Sarif => print(&sarif(diagnostics, sources, &folder())),
        Format::Github => {
            print(&github(diagnostics, sources, &folder()));
            write_stderr(&summary(diagnostics));
        }
    }
}

/// Prints the diagnostics in human-readable form, and returns the outcome of a command with these diagnostics.
pub(super) fn finish(diagnostics: &Diagnostics, sources: &Sources) -> Outcome {
    report(diagnostics, sources, Format::Human);
    outcome(diagnostics, false)
}

/// The outcome of a command with these diagnostics.
#[must_use]
pub fn outcome(diagnostics: &Diagnostics, strict: bool) -> Outcome {
    if diagnostics.iter().any(Diagnostic::is_fatal) {
        Outcome::Failed
    } else if diagnostics.has_errors() || strict && diagnostics.count(Severity::Warning) > 0 {
        Outcome::Errors
    } else {
        Outcome::Good
    }
}

/// The current folder, to which the paths in a document are relative.
fn folder() -> String {
    std::env::current_dir().map(|folder| display(&folder)).unwrap_or_default()
}

fn write_stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// `1 error, 2 warnings; …` and a newline; empty if there are no diagnostics.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = diagnostics.count(severity);
        (count, counted(count, severity.word()))
    });
    let counts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    // The first of the most severe: nobody needs the explanation of a note that happens to come first.
    let worst = diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity).map(|diagnostic| diagnostic.code);
    let hint = worst.map(|code| format!("; run `callflow explain {code}` for an explanation")).unwrap_or_default();
    format!("{}{hint}\n", counts.join(", "))
}

/// A count with its noun: `1 flow`, `2 flows`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

pub(super) fn width() -> usize {
    if !std::io::stderr().is_terminal() {
        return Look::plain().width;
    }
    terminal_size::terminal_size().map_or(Look::plain().width, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// Prints an error about wrong usage.
pub(super) fn error(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {line}");
}

/// Prints a note that helps to understand the result.
pub(super) fn note(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "note: {line}");
}
