//! The arrows of the house point one way: who may know whom, read from `use crate::…` lines and `crate::…` paths.

#![expect(clippy::string_slice, reason = "a test may stop at its own mistake, and every place comes from a search")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may know: those above it, never one below.
const ROOMS: &[(&str, &[&str])] = &[
    // What everything is made of.
    ("source", &[]),
    ("resource", &[]),
    ("diagnostic", &["source"]),
    ("contact_path", &[]),
    // What there is to know of text, of Connect, and of an instance.
    ("syntax", &["source", "diagnostic"]),
    ("catalogue", &["resource"]),
    ("inventory", &["source", "resource", "diagnostic", "catalogue"]),
    // The middle of the house.
    ("graph", &["source", "resource", "catalogue"]),
    // From text to the graph.
    ("resolve", &["source", "resource", "diagnostic", "syntax", "catalogue", "inventory", "graph"]),
    ("lower", &["source", "resource", "diagnostic", "syntax", "catalogue", "inventory", "graph", "resolve"]),
    // From the graph: what is wrong with it, how it looks, and what is written.
    ("check", &["contact_path", "source", "resource", "diagnostic", "catalogue", "inventory", "graph"]),
    ("layout", &["graph"]),
    ("connect", &["source", "resource", "diagnostic", "catalogue", "inventory", "graph", "layout"]),
    ("emit", &["source", "resource", "catalogue", "inventory", "graph", "connect"]),
    ("diff", &["resource", "catalogue", "graph"]),
    // From the graph back to text.
    ("raise", &["source", "resource", "diagnostic", "syntax", "catalogue", "inventory", "graph", "lower", "connect"]),
    // What a source wants nobody to be told.
    ("allow", &["source", "diagnostic", "syntax"]),
    // All of it in a row, and the world around it.
    (
        "compile",
        &[
            "source",
            "resource",
            "diagnostic",
            "syntax",
            "catalogue",
            "inventory",
            "graph",
            "resolve",
            "lower",
            "check",
            "connect",
            "allow",
        ],
    ),
    ("reference", &["diagnostic", "catalogue"]),
    (
        "cli",
        &[
            "source",
            "resource",
            "diagnostic",
            "syntax",
            "catalogue",
            "inventory",
            "graph",
            "connect",
            "diff",
            "raise",
            "compile",
            "emit",
            "reference",
        ],
    ),
];

/// Names that only some files may say: the name, where it may stand, and why.
const KEPT: &[(&str, &str, &str)] = &[
    ("miette", "src/diagnostic/render", "a diagnostic is a plain struct; miette only renders"),
    ("pest", "src/syntax", "the parser is known to the syntax alone"),
    ("pest_derive", "src/syntax", "the parser is known to the syntax alone"),
    ("clap", "src/cli", "the command line is known to the command line alone"),
    ("std::fs", "src/cli", "everything else is pure"),
    ("std::env", "src/cli", "everything else is pure"),
    ("std::net", "", "nothing here knows a network"),
    ("std::time", "", "nothing here knows a clock"),
    ("println!", "src/cli", "everything else is pure"),
    ("print!", "src/cli", "everything else is pure"),
    ("eprintln!", "src/cli", "everything else is pure"),
    ("eprint!", "src/cli", "everything else is pure"),
];

/// The Rust files of `src`, by their path from the root, without comments and texts.
fn sources() -> BTreeMap<String, String> {
    fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                collect(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, bare(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    collect(root, &root.join("src"), &mut found);
    found
}

/// The code alone: comments and the insides of texts are gone.
fn bare(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = raw_text(rest) {
            raw
        } else if first == '"' {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |(end, _)| end + 1)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\") {
            2 + rest[2..].find('\'').map_or(0, |end| end + 1)
        } else {
            0
        };
        if skipped == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.push(' ');
            rest = &rest[skipped..];
        }
    }
    code
}

/// The length of the raw text that `rest` begins with.
fn raw_text(rest: &str) -> Option<usize> {
    let hashes: String = rest.strip_prefix('r')?.chars().take_while(|c| *c == '#').collect();
    let start = 1 + hashes.len();
    rest[start..].strip_prefix('"')?;
    let end = format!("\"{hashes}");
    Some(start + 1 + rest[start + 1..].find(&end).map_or(rest.len() - start - 1, |at| at + end.len()))
}

/// The room of a file: `src/check/limits.rs` and `src/compile.rs` → `check` and `compile`.
fn room(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split(['/', '.']).next().unwrap()
}

/// The rooms that a code names: `crate::graph::…`, and each of `use crate::{graph, check}`.
fn named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => {
                rooms.insert(word(rest));
            }
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (at, c) in group.char_indices() {
                    if start && depth == 0 && c.is_alphabetic() {
                        rooms.insert(word(&group[at..]));
                        start = false;
                    }
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether a code says `name`, whole.
fn says(code: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        !code[..at].ends_with(is_part) && (name.ends_with('!') || !code[at + name.len()..].starts_with(is_part))
    })
}

#[test]
fn no_room_knows_one_that_it_may_not() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let room = room(&file);
        if matches!(room, "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{file}: `{room}` is not in the table of this test"));
            continue;
        };
        for other in named(&code) {
            if other != room && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{file}: `{room}` may not know `{other}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_arrows_point_one_way() {
    for (index, (room, allowed)) in ROOMS.iter().enumerate() {
        for other in *allowed {
            let place = ROOMS.iter().position(|(name, _)| name == other);
            assert!(place.is_some_and(|place| place < index), "`{room}` → `{other}` points down, or nowhere");
        }
    }
}

#[test]
fn what_is_kept_to_a_room_stays_there() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        for (name, place, why) in KEPT {
            let is_allowed = !place.is_empty() && (file.starts_with(&format!("{place}/")));
            if !is_allowed && says(&code, name) {
                wrong.push(format!("{file} says `{name}`: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_this_test_reads_rust() {
    let code = bare(
        r##"
        // use crate::cli;
        use crate::{graph::{Flow, Node}, check as c}; /* crate::lower */
        let a = "crate::emit \" crate::emit"; let b = r#"crate::layout"#; let c = '"'; let d = '\'';
        fn f<'a>(x: &'a str) -> crate::source::Span { pestilence(); std::fs::read() }
        "##,
    );
    let rooms: Vec<String> = named(&code).into_iter().collect();
    assert_eq!(rooms, ["check", "graph", "source"]);
    assert!(says(&code, "std::fs") && !says(&code, "pest"));
}
