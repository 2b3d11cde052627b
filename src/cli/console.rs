//! Everything that is printed: results go to stdout and diagnostics to stderr, with colours only if stderr is a terminal.
//! Diagnostics in a machine-readable format are a result.
//!
//! Takes texts that may contain names, paths and values of any file, makes what controls a terminal visible, and keeps
//! lines from being workflow commands of GitHub Actions. Notes what could not be printed, for the exit code.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

use anstream::{AutoStream, ColorChoice};

use super::cap::{Cap, capped};
use super::paths::{display, io_reason};
use super::{Format, Outcome, markdown};
use crate::diagnostic::render::{Look, github, json, sarif, terminal};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use crate::visible;

/// The maximum line width. Longer lines of prose are hard to read.
const WIDEST: usize = 120;

/// The first output that could not be printed: which, and why.
static LOST: OnceLock<(&str, ErrorKind, String)> = OnceLock::new();

/// Prints a result for people. Names in it that may hold line breaks went through [`visible::line`].
pub(super) fn print(text: &str) {
    write_stdout(&visible::without_commands(&visible::lines(text)));
}

/// Prints a page of callflow itself, which holds nothing of a file and may have colours.
pub(super) fn page(formatted: impl Fn(markdown::Look) -> String) {
    let colour = io::stdout().is_terminal() && AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    write_stdout(&formatted(markdown::Look { colour, width: width() }));
}

/// Prints a JSON document.
pub(super) fn document(text: &str) {
    write_stdout(&visible::json(text));
}

/// Prints a file's content: byte for byte where it goes to a file or a program, visible on a terminal.
pub(super) fn content(text: &str) {
    if io::stdout().is_terminal() {
        print(text);
    } else {
        write_stdout(text);
    }
}

/// Prints what the parser of arguments says: help, the version, or wrong usage.
pub(super) fn usage(found: &clap::Error) -> Outcome {
    let plain = found.render().to_string();
    let is_safe = matches!(visible::lines(&plain), std::borrow::Cow::Borrowed(_));
    let text = |colour: ColorChoice| match (is_safe, colour) {
        (true, ColorChoice::Never) => plain.clone(),
        (true, _) => found.render().ansi().to_string(),
        (false, _) => visible::lines(&plain).into_owned(),
    };
    if found.use_stderr() {
        write_stderr(&text(AutoStream::choice(&io::stderr())));
        return Outcome::Failed;
    }
    write_stdout(&text(AutoStream::choice(&io::stdout())));
    Outcome::Good
}

/// The outcome of a command that ended with `outcome`: failed if its output could not be printed. Says why, except if
/// the reader of a pipe left.
pub(super) fn closed(outcome: Outcome) -> Outcome {
    let Some((stream, kind, reason)) = LOST.get() else { return outcome };
    if *kind != ErrorKind::BrokenPipe {
        error(&format!("cannot write to {stream}: {reason}"));
    }
    Outcome::Failed
}

/// Prints the diagnostics, and to stderr a line that counts them, except for formats that are a document.
pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources, format: Format, cap: Cap) {
    let folder = folder();
    match format {
        Format::Human => {
            let (shown, rest) = capped(diagnostics, cap);
            let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
            write_stderr(&terminal(&shown, sources, Look { colour, width: width() }));
            rest.iter().for_each(|rest| note(rest));
            write_stderr(&summary(diagnostics));
        }
        Format::Json => document(&json(diagnostics, sources, &folder)),
        Format::Sarif => document(&sarif(diagnostics, sources, &folder)),
        Format::Github => {
            let (shown, rest) = capped(diagnostics, cap);
            // Its lines are commands, and nothing in them can begin another one.
            write_stdout(&github(&shown, sources, &folder));
            rest.iter().for_each(|rest| note(rest));
            write_stderr(&summary(diagnostics));
        }
    }
}

/// Prints diagnostics for people, without a line that counts them.
pub(super) fn diagnostics(diagnostics: &Diagnostics, sources: &Sources) {
    let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    write_stderr(&terminal(diagnostics, sources, Look { colour, width: width() }));
}

/// Prints lines that belong to a diagnostic.
pub(super) fn details(text: &str) {
    write_stderr(&visible::lines(text));
}

/// Prints the diagnostics in human-readable form, and returns the outcome of a command with these diagnostics.
pub(super) fn finish(diagnostics: &Diagnostics, sources: &Sources, cap: Cap) -> Outcome {
    report(diagnostics, sources, Format::Human, cap);
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

fn write_stdout(text: &str) {
    let mut stream = io::stdout().lock();
    note_loss("stdout", stream.write_all(text.as_bytes()).and_then(|()| stream.flush()));
}

fn write_stderr(text: &str) {
    let text = visible::without_commands(text);
    note_loss("stderr", io::stderr().lock().write_all(text.as_bytes()));
}

fn note_loss(stream: &'static str, result: io::Result<()>) {
    if let Err(error) = result {
        LOST.get_or_init(|| (stream, error.kind(), io_reason(&error)));
    }
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

fn width() -> usize {
    if !io::stderr().is_terminal() {
        return Look::plain().width;
    }
    terminal_size::terminal_size().map_or(Look::plain().width, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// Prints an error about wrong usage.
pub(super) fn error(line: &str) {
    write_stderr(&format!("error: {}\n", visible::line(line)));
}

/// Prints a warning about what the system cannot do.
pub(super) fn warning(line: &str) {
    write_stderr(&format!("warning: {}\n", visible::line(line)));
}

/// Prints a note that helps to understand the result.
pub(super) fn note(line: &str) {
    write_stderr(&format!("note: {}\n", visible::line(line)));
}
