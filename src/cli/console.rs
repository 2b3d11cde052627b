//! Printing: results to stdout, diagnostics to stderr, colours only where a terminal shows them. Diagnostics in a form
//! for programs are a result.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::paths::display;
use super::{Format, Outcome};
use crate::diagnostic::render::{Look, github, json, sarif, terminal};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// Wider than this, lines of prose are hard to read.
const WIDEST: usize = 120;

/// Prints a result. A reader that went away is no error.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Prints the diagnostics, and a line that counts them where people read it.
pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources, format: Format) {
    match format {
        Format::Human => {
            let colour = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
            complain_of(&terminal(diagnostics, sources, Look { colour, width: width() }));
            complain_of(&summary(diagnostics));
        }
        Format::Json => print(&json(diagnostics, sources, &folder())),
        Format::Sarif => print(&sarif(diagnostics, sources, &folder())),
        Format::Github => {
            print(&github(diagnostics, sources, &folder()));
            complain_of(&summary(diagnostics));
        }
    }
}

/// Prints the diagnostics for people, and says how a command ends that found them.
pub(super) fn tell(diagnostics: &Diagnostics, sources: &Sources) -> Outcome {
    report(diagnostics, sources, Format::Human);
    outcome(diagnostics, false)
}

/// How a command ends that found this.
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

/// The current folder, which the paths in a document are relative to.
fn folder() -> String {
    std::env::current_dir().map(|folder| display(&folder)).unwrap_or_default()
}

fn complain_of(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// `1 error, 2 warnings; …` and a newline; nothing where there is nothing to count.
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
    // The first of the worst: a note that happens to come first is not what anybody wants explained.
    let worst = diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity).map(|diagnostic| diagnostic.code);
    let hint = worst.map(|code| format!("; `callflow explain {code}` explains a code")).unwrap_or_default();
    format!("{}{hint}\n", counts.join(", "))
}

/// So many of them: `1 flow`, `2 flows`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn width() -> usize {
    if !std::io::stderr().is_terminal() {
        return Look::plain().width;
    }
    terminal_size::terminal_size().map_or(Look::plain().width, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// Prints a line about wrong usage.
pub(super) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {line}");
}

/// Prints a line that helps to understand the result.
pub(super) fn note(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "note: {line}");
}
