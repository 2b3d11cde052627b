//! Whatever is done to a source, compiling it gives diagnostics: never a panic, and never output beside an error.

#![cfg(test)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use callflow::compile::{Export, Input, compile};
use callflow::diagnostic::Diagnostics;
use callflow::diagnostic::fix::apply;
use callflow::emit::{self, Status};
use callflow::graph::Mode;
use callflow::source::Sources;
use proptest::prelude::*;

use support::build::{DEMO, input};

/// The sources that are spoiled: the example and the fixtures, which together use all of the language.
static SOURCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for folder in ["examples/acme-support/flows", "tests/ok"] {
        let mut paths: Vec<_> = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "flow"));
        paths.sort();
        sources.extend(paths.iter().map(|path| fs::read_to_string(path).unwrap()));
    }
    sources
});

/// Flow JSON: exports of today and of the console before, and an answer of the AWS CLI with the content in a string.
static EXPORTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        fs::read_dir(root.join("tests/import")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.push(root.join("tests/check_json/clean.json"));
    paths.sort();
    let mut exports: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let content = exports.last().unwrap().clone();
    exports.push(serde_json::json!({ "ContactFlow": { "Type": "CONTACT_FLOW", "Content": content } }).to_string());
    exports
});

/// What is done to a text: where, what, and which other piece of it is used.
type Edits = Vec<(prop::sample::Index, u8, prop::sample::Index)>;

fn edits() -> impl Strategy<Value = Edits> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, any::<prop::sample::Index>()), 1..4)
}

fn spoiled(text: &str, edits: Edits) -> String {
    let mut pieces = pieces(text);
    for (at, how, other) in edits {
        if pieces.len() < 2 {
            break;
        }
        let at = at.index(pieces.len());
        let other = pieces[other.index(pieces.len())].clone();
        match how {
            0 => drop(pieces.remove(at)),
            1 => pieces[at] = other,
            2 => pieces.insert(at, other),
            _ => pieces.truncate(at.max(1)),
        }
    }
    pieces.concat()
}

/// Words, signs and blanks, each a piece of its own.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for character in text.chars() {
        match pieces.last_mut() {
            Some(last) if character.is_alphanumeric() && last.ends_with(char::is_alphanumeric) => last.push(character),
            _ => pieces.push(character.to_string()),
        }
    }
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spoiled_source_gives_diagnostics(
        which in any::<prop::sample::Index>(),
        edits in edits(),
        draft in any::<bool>(),
    ) {
        let text = spoiled(which.get(SOURCES.as_slice()).as_str(), edits);
        let mut sources = Sources::new();
        let file = sources.add("main.flow", &text);
        let mut diagnostics = Diagnostics::new();
        let mode = if draft { Mode::Draft } else { Mode::Publish };
        let build = compile(&input(&sources, &[file], mode), &mut diagnostics);
        let _ = diagnostics.to_plain_text(&sources);
        for edited in apply(&diagnostics, &sources, &[file]) {
            prop_assert!(!edited.made.is_empty() && edited.text != sources.get(file).unwrap().text());
        }
        if !diagnostics.has_errors() {
            let files = emit::emit(&build, &DEMO, Status::Published);
            prop_assert!(!files.is_empty());
        }
    }

    #[test]
    fn a_spoiled_export_gives_diagnostics(which in any::<prop::sample::Index>(), edits in edits()) {
        let text = spoiled(which.get(EXPORTS.as_slice()).as_str(), edits);
        let mut sources = Sources::new();
        let file = sources.add("export.json", &text);
        let mut diagnostics = Diagnostics::new();
        let exports = [Export { file, is_named: true }];
        let build = compile(&Input { exports: &exports, ..input(&sources, &[], Mode::Publish) }, &mut diagnostics);
        prop_assert!(diagnostics.has_errors() || build.flows.len() == 1);
        prop_assert!(diagnostics.iter().all(|diagnostic| diagnostic.fixes.is_empty()));
        let _ = diagnostics.to_plain_text(&sources);
    }
}
