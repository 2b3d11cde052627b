//! The pages under `docs/`: what is made from tables is current, and every example compiles.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;
use std::{env, fs};

use callflow::compile::{Names, compile};
use callflow::diagnostic::Diagnostics;
use callflow::diagnostic::render::{Look, terminal};
use callflow::graph::Mode;
use callflow::reference;
use callflow::source::Sources;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a page with what it is made from; with `UPDATE_DOCS` set, writes it.
fn is_current(page: &str, made: &str) {
    let path = root().join(page);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == made, "{page} is out of date: `UPDATE_DOCS=1 cargo test --test docs` writes it");
}

#[test]
fn the_block_reference_is_current() {
    is_current("docs/blocks.md", &reference::all());
}

#[test]
fn the_index_of_codes_is_current() {
    is_current("docs/diagnostics.md", &reference::codes());
}

#[test]
fn every_example_compiles() {
    let mut examples = 0;
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            for (line, example) in fences(&fs::read_to_string(&path).unwrap(), "flow") {
                let name = format!("{}:{line}", path.file_name().unwrap().display());
                compiles(&name, &example);
                examples += 1;
            }
        }
    }
    assert!(examples > 0, "docs/ has no example");
}

/// The contents of the code blocks that are marked with exactly `language`, each with the line it starts at.
fn fences(page: &str, language: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let Some(mark) = line.strip_prefix("```") else { continue };
        let inside: Vec<&str> = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```").collect();
        if mark == language {
            found.push((number, inside.join("\n") + "\n"));
        }
    }
    found
}

fn compiles(name: &str, text: &str) {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let inventory = support::demo_inventory(&mut sources, &mut diagnostics);
    let file = sources.add(name, text);
    compile(&sources, &[file], Some(&inventory), Mode::Publish, Names::MustBeKnown, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{name} does not compile:\n{}", terminal(&diagnostics, &sources, Look::plain()));
}
