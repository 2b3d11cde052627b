//! What several tests need: fixtures, and plain forms of diagnostics and trees.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::panic)]

pub mod build;
pub mod tree;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use callflow::diagnostic::Diagnostics;
use callflow::source::{Sources, Span};

/// All files of a folder with this extension, sorted.
pub fn fixtures(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    assert!(!paths.is_empty(), "no fixture in {}", folder.display());
    paths
}

/// Compares with the snapshot beside the fixture.
pub fn snapshot_beside(fixture: &Path, suffix: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(fixture.parent().unwrap());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let stem = fixture.file_stem().unwrap().to_str().unwrap();
    settings.bind(|| insta::assert_snapshot!(format!("{stem}{suffix}"), text));
}

/// A text with the number of each line before it.
pub fn numbered(text: &str) -> String {
    text.lines().zip(1..).fold(String::new(), |mut out, (line, number)| {
        writeln!(out, "{number:>3} {line}").unwrap();
        out
    })
}

/// `1:3-1:8`, the end being the last character's column.
pub fn place(sources: &Sources, span: Span) -> String {
    let file = sources.get(span.file).unwrap();
    let start = file.lines().line_column(file.text(), span.start);
    let end = file.lines().line_column(file.text(), span.end);
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

/// Each diagnostic in a few plain lines.
pub fn plain(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let place = diagnostic.span().map_or_else(|| "no place".to_owned(), |span| place(sources, span));
        writeln!(out, "{} {} {place}: {}", diagnostic.code, diagnostic.severity.word(), diagnostic.message).unwrap();
        for (index, label) in diagnostic.labels.iter().enumerate() {
            if index > 0 || !label.text.is_empty() {
                let place = self::place(sources, label.span);
                writeln!(out, "    at {place} `{}`: {}", first_line(sources.text(label.span)), label.text).unwrap();
            } else {
                writeln!(out, "    at `{}`", first_line(sources.text(label.span))).unwrap();
            }
        }
        for help in &diagnostic.help {
            writeln!(out, "    help: {help}").unwrap();
        }
        for fix in &diagnostic.fixes {
            writeln!(out, "    fix: {} -> `{}`", self::place(sources, fix.span), fix.replacement).unwrap();
        }
    }
    out
}

fn first_line(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, _)) => format!("{first}…"),
        None => text.to_owned(),
    }
}
