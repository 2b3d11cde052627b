//! The structure of the house, read from the sources: who may know whom, what is kept to a room, and that no files go in a circle.

use std::collections::{BTreeMap, BTreeSet};

use callflow::catalogue;

use crate::support::source_code::{Arrows, SourceCode, arrows, sources};

/// Each room, and the rooms that it may know: those above it, never one below.
const ROOMS: &[(&str, &[&str])] = &[
    // What everything is made of.
    ("source", &[]),
    ("resource", &[]),
    ("diagnostic", &["source"]),
    ("contact_path", &[]),
    ("parallel", &["diagnostic"]),
    // What there is to know of text, of Connect, and of an instance.
    ("syntax", &["source", "diagnostic"]),
    ("catalogue", &["resource"]),
    ("inventory", &["source", "resource", "diagnostic", "catalogue"]),
    // The middle of the house.
    ("graph", &["source", "resource", "catalogue"]),
    // From text or JSON to the graph.
    ("resolve", &["source", "resource", "diagnostic", "syntax", "inventory", "graph"]),
    (
        "lower",
        &["source", "resource", "diagnostic", "parallel", "syntax", "catalogue", "inventory", "graph", "resolve"],
    ),
    ("reader", &["source", "resource", "diagnostic", "catalogue", "inventory", "graph"]),
    // From the graph: what is wrong with it, how it looks, and what is written.
    ("check", &["contact_path", "source", "resource", "diagnostic", "catalogue", "inventory", "graph"]),
    ("layout", &["graph"]),
    ("connect", &["resource", "inventory", "graph", "layout"]),
    ("emit", &["source", "resource", "parallel", "inventory", "graph", "connect"]),
    ("diff", &["catalogue", "graph"]),
    // From the graph back to text.
    (
        "decompile",
        &["source", "resource", "diagnostic", "syntax", "catalogue", "inventory", "graph", "lower", "reader"],
    ),
    // What a source silences.
    ("allow", &["source", "diagnostic", "syntax"]),
    // All of it in a row, and the world around it.
    (
        "analysis",
        &[
            "source",
            "resource",
            "diagnostic",
            "contact_path",
            "parallel",
            "syntax",
            "catalogue",
            "inventory",
            "graph",
            "resolve",
            "lower",
            "reader",
            "check",
            "connect",
            "emit",
            "allow",
        ],
    ),
    ("docs", &["diagnostic", "catalogue"]),
    (
        "cli",
        &[
            "source",
            "diagnostic",
            "parallel",
            "syntax",
            "catalogue",
            "inventory",
            "graph",
            "reader",
            "connect",
            "emit",
            "diff",
            "decompile",
            "analysis",
            "docs",
        ],
    ),
];

/// Paths that only some files may name: the path, where it may stand, and why.
const KEPT: &[(&str, &str, &str)] = &[
    ("miette", "src/diagnostic/render", "a diagnostic is a plain struct; miette only renders"),
    ("pest", "src/syntax", "the parser is known to the syntax alone"),
    ("pest_derive", "src/syntax", "the parser is known to the syntax alone"),
    ("rayon", "src/parallel.rs", "without the feature the library works on one thread"),
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

/// The rooms that may write action types, keywords and the keys of flow JSON; everybody else asks the catalogue.
const KNOW_CONNECT: &[&str] = &["catalogue", "connect", "reader"];

/// The rooms that a file names.
fn rooms(file: &SourceCode) -> BTreeSet<String> {
    file.paths.iter().filter(|path| path[0] == "crate").filter_map(|path| path.get(1).cloned()).collect()
}

/// Whether a file names a path, or something below it.
fn names(file: &SourceCode, path: &str) -> bool {
    let parts: Vec<&str> = path.split("::").collect();
    file.paths.iter().any(|path| path.len() >= parts.len() && path.iter().zip(&parts).all(|(one, other)| one == other))
}

#[test]
fn no_room_knows_one_that_it_may_not() {
    let mut wrong = Vec::new();
    for file in sources() {
        let room = file.room();
        if room.is_empty() {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: `{room}` is not in the table of this test", file.path));
            continue;
        };
        for other in rooms(&file) {
            if other != room && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{}: `{room}` may not know `{other}`", file.path));
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
fn no_file_knows_one_that_knows_it() {
    // A folder's file knows the files in it, and they what it holds for all of them.
    let is_around = |one: &[String], other: &[String]| one.starts_with(other) || other.starts_with(one);
    let mut arrows = arrows(&sources());
    for (module, known) in &mut arrows {
        known.retain(|other| !is_around(module, other));
    }
    let reached: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> =
        arrows.keys().map(|module| (module, all_from(&arrows, module))).collect();
    let circles = reached.iter().flat_map(|(module, known)| {
        let back = known.iter().filter(|other| *other > module && reached[*other].contains(module));
        back.map(|other| format!("`{}` and `{}` know each other", module.join("::"), other.join("::")))
    });
    let circles: Vec<String> = circles.collect();
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

fn all_from<'a>(arrows: &'a Arrows, module: &Vec<String>) -> BTreeSet<&'a Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut todo: Vec<&Vec<String>> = arrows[module].iter().collect();
    while let Some(next) = todo.pop() {
        if reached.insert(next) {
            todo.extend(&arrows[next]);
        }
    }
    reached
}

#[test]
fn what_is_kept_to_a_room_stays_there() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (path, place, why) in KEPT {
            let is_allowed = file.path == *place || !place.is_empty() && file.path.starts_with(&format!("{place}/"));
            if !is_allowed && names(&file, path) {
                wrong.push(format!("{} names `{path}`: {why}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Action types, keywords, and the keys of flow JSON, whole and in parts.
fn words_of_blocks() -> BTreeSet<&'static str> {
    let mut words = BTreeSet::new();
    for block in catalogue::blocks() {
        words.extend([block.action, block.keyword]);
        let parameters = block.parameters.iter().map(|parameter| parameter.wire);
        let fixed = block.fixed.iter().map(|(path, _)| *path);
        let entries = block.entries.iter().map(|entries| entries.wire);
        for path in parameters.chain(fixed).chain(entries).filter(|path| !path.is_empty()) {
            words.insert(path);
            words.extend(path.split('.'));
        }
    }
    words
}

#[test]
fn what_a_block_is_called_stands_in_the_catalogue_alone() {
    let words = words_of_blocks();
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| !KNOW_CONNECT.contains(&file.room())) {
        let known = file.texts().into_iter().filter(|(_, text)| words.contains(text.as_str()));
        wrong.extend(known.map(|(line, text)| format!("{}:{line} says {text:?}: ask the catalogue", file.path)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_these_tests_reads_rust() {
    let file = SourceCode::new(
        "src/check/limits.rs",
        r##"
        // use crate::cli;
        use crate::{graph::{Flow, Node}, check as c}; /* crate::lower */
        #[doc = "crate::emit"]
        const A: &str = "crate::emit \" crate::emit"; const B: &str = r#"crate::layout"#;
        #[cfg(test)]
        mod tests { use crate::cli; const C: &str = "c"; }
        fn f<'a>(x: &'a str) -> crate::source::Span { pestilence(); assert_eq!(std::fs::read("d"), '"', "e"); x != y }
        "##,
    );
    assert_eq!(rooms(&file).into_iter().collect::<Vec<_>>(), ["check", "graph", "source"]);
    assert!(names(&file, "std::fs") && names(&file, "assert_eq!"));
    assert!(!names(&file, "pest") && !names(&file, "x!"));
    let texts: Vec<String> = file.texts().into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, [r#"crate::emit \" crate::emit"#, "crate::layout", "d", "e"]);
}
