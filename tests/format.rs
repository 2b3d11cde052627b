//! The formatter: what files become, that nothing in them is lost, and that formatting twice is formatting once.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};

use callflow::diagnostic::Diagnostics;
use callflow::source::Sources;
use callflow::syntax::tree::File;
use callflow::syntax::{self, format, same};

fn parse(text: &str) -> (Sources, File, Diagnostics) {
    let mut sources = Sources::new();
    let id = sources.add("some.flow", text);
    let mut diagnostics = Diagnostics::new();
    let file = syntax::parse(&sources, id, &mut diagnostics);
    (sources, file, diagnostics)
}

/// The comments, without what the formatter may change in them: the indent and the trailing blanks of their lines.
fn comments(sources: &Sources, file: &File) -> Vec<String> {
    let plain = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let mut comments: Vec<_> = file.comments.iter().map(|comment| plain(sources.text(comment.span))).collect();
    comments.sort();
    comments
}

/// Formats a text without errors, and checks what must hold of it.
fn formatted(text: &str) -> String {
    let (sources, file, diagnostics) = parse(text);
    assert_eq!(support::plain(&sources, &diagnostics), "", "{text}");
    let printed = format::print(&file, &sources);
    let (sources_again, again, diagnostics) = parse(&printed);
    assert_eq!(support::plain(&sources_again, &diagnostics), "", "{text}\nbecame\n{printed}");
    assert_eq!(comments(&sources, &file), comments(&sources_again, &again), "{text}\nbecame\n{printed}");
    assert!(same::files(&file, &again), "{text}\nbecame\n{printed}");
    assert_eq!(format::print(&again, &sources_again), printed, "of\n{text}");
    assert_eq!(format::checked(&file, &sources).as_deref(), Some(printed.as_str()));
    printed
}

#[test]
fn files_have_one_layout() {
    for fixture in support::fixtures("tests/format", "flow") {
        let text = std::fs::read_to_string(&fixture).unwrap();
        support::snapshot_beside(&fixture, "", &formatted(&text));
    }
}

fn flow_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            flow_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "flow") {
            found.push(path);
        }
    }
}

#[test]
fn every_valid_file_of_the_repository_keeps_its_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    flow_files(&root.join("tests"), &mut found);
    flow_files(&root.join("examples"), &mut found);
    let mut count = 0;
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        if parse(&text).2.is_empty() {
            formatted(&text);
            count += 1;
        }
    }
    assert!(count > 0);
}
