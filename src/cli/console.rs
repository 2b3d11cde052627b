//! Printing: results to stdout, diagnostics to stderr, colours only where a terminal shows them.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::Outcome;
use crate::diagnostic::render::{Look, terminal};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::source::Sources;

/// Wider than this, lines of prose are hard to read.
const WIDEST: usize = 120;

/// Prints a result. A reader that went away is no error.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Prints the diagnostics and a line that counts them, and says how the command ended.
pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources, strict: bool) -> Outcome {
    if diagnostics.is_empty() {
        return Outcome::Good;
    }
    let colour = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
    let mut text = terminal(diagnostics, sources, Look { colour, width: width() });
    text.push_str(&summary(diagnostics));
    text.push('\n');
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    let failed = |code: Code| code.number().starts_with("F08") || code == Code::InventoryMissing;
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error && failed(diagnostic.code)) {
        Outcome::Failed
    } else if diagnostics.has_errors() || strict && diagnostics.count(Severity::Warning) > 0 {
        Outcome::Errors
    } else {
        Outcome::Good
    }
}

fn summary(diagnostics: &Diagnostics) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = diagnostics.count(severity);
        (count, counted(count, severity.word()))
    });
    let counts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    // The first of the worst: a note that happens to come first is not what anybody wants explained.
    let worst = diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity).map(|diagnostic| diagnostic.code);
    let hint = worst.map(|code| format!("; `callflow explain {code}` explains a code")).unwrap_or_default();
    format!("{}{hint}", counts.join(", "))
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
