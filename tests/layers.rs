//! The structure of the crate, read from the sources: the dependencies between top-level modules, the paths that only
//! some modules may use, and the absence of cyclic dependencies between files.

use std::collections::{BTreeMap, BTreeSet};

use callflow::catalogue;

use crate::support::source_code::{Dependencies, SourceCode, dependencies, sources};

/// Each top-level module, and the modules that it may depend on: those above it, never one below.
const MODULES: &[(&str, &[&str])] = &[
    // The foundation.
    ("source", &[]),
    ("resource", &[]),
    ("evidence", &[]),
    ("visible", &["source"]),
    ("diagnostic", &["source", "evidence", "visible"]),
    ("contact_path", &[]),
    ("ssml", &[]),
    ("slips", &[]),
    ("parallel", &["diagnostic"]),
    // Knowledge about text, about Connect, and about an instance.
    ("syntax", &["source", "diagnostic", "slips"]),
    ("catalogue", &["resource", "evidence"]),
    ("inventory", &["source", "resource", "diagnostic", "catalogue"]),
    // The graph, on which everything else works.
    ("graph", &["source", "resource", "catalogue"]),
    // Runs of flows, and the tests that drive them.
    ("simulate", &["contact_path", "ssml", "source", "resource", "catalogue", "graph"]),
    ("script", &["source", "catalogue", "graph", "simulate"]),
    (
        "testing",
        &[
            "contact_path",
            "parallel",
            "source",
            "resource",
            "diagnostic",
            "syntax",
            "catalogue",
            "graph",
            "simulate",
            "script",
        ],
    ),
    // From text or JSON to the graph.
    ("resolve", &["source", "resource", "diagnostic", "syntax", "inventory", "graph"]),
    (
        "lower",
        &[
            "source",
            "resource",
            "diagnostic",
            "slips",
            "parallel",
            "syntax",
            "catalogue",
            "inventory",
            "graph",
            "simulate",
            "script",
            "resolve",
        ],
    ),
    ("reader", &["source", "resource", "evidence", "diagnostic", "catalogue", "inventory", "graph"]),
    // From the graph to diagnostics, to positions, and to output.
    (
        "check",
        &[
            "contact_path",
            "ssml",
            "slips",
            "source",
            "resource",
            "evidence",
            "diagnostic",
            "catalogue",
            "inventory",
            "graph",
            "simulate",
            "script",
        ],
    ),
    ("layout", &["graph"]),
    ("connect", &["resource", "inventory", "graph", "layout"]),
    ("emit", &["source", "resource", "parallel", "inventory", "graph", "connect"]),
    ("diff", &["catalogue", "graph", "visible"]),
    // From the graph back to text.
    (
        "decompile",
        &["source", "resource", "diagnostic", "syntax", "catalogue", "inventory", "graph", "lower", "reader"],
    ),
    // Diagnostics that a source silences.
    ("allow", &["source", "diagnostic", "syntax"]),
    // The whole pipeline, and the command line.
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
            "script",
            "resolve",
            "lower",
            "reader",
            "check",
            "connect",
            "emit",
            "allow",
        ],
    ),
    ("docs", &["resource", "evidence", "diagnostic", "catalogue"]),
    (
        "cli",
        &[
            "source",
            "resource",
            "diagnostic",
            "slips",
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
            "visible",
            "contact_path",
            "simulate",
            "testing",
        ],
    ),
];

/// Paths that only some files may use: the path, the files, and the reason.
const RESTRICTED: &[(&str, &str, &str)] = &[
    ("miette", "src/diagnostic/render", "a diagnostic is a plain struct; miette only renders"),
    ("pest", "src/syntax", "only the syntax module may use the parser"),
    ("pest_derive", "src/syntax", "only the syntax module may use the parser"),
    ("rayon", "src/parallel.rs", "without the feature the library is single-threaded"),
    ("clap", "src/cli", "only the command line may use clap"),
    ("std::fs", "src/cli", "everything else is pure"),
    ("std::env", "src/cli", "everything else is pure"),
    ("std::net", "", "the crate does not use the network"),
    ("std::process::Command", "", "the crate starts no program"),
    ("std::time", "src/cli/output/patience.rs", "only a build waits, for another build or a file in use"),
    ("std::time", "src/cli/test/mod.rs", "only the summary of tests says how long something took"),
];

/// The file that prints. It makes visible what would control a terminal, and notes what could not be printed.
const CONSOLE: &str = "src/cli/console.rs";

/// What prints, as the last part of a path.
const PRINTS: &[&str] = &[
    "stdout",
    "stderr",
    "Stdout",
    "Stderr",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
    "dbg!",
    "exit",
    "parse_from",
];

/// The modules that may contain action types, keywords and the keys of flow JSON; all others use the catalogue.
const MAY_NAME_BLOCKS: &[&str] = &["catalogue", "connect", "reader"];

/// The top-level modules that a file uses.
fn modules(file: &SourceCode) -> BTreeSet<String> {
    file.paths.iter().filter(|path| path[0] == "crate").filter_map(|path| path.get(1).cloned()).collect()
}

/// Whether a file uses a path, or a path below it.
fn uses(file: &SourceCode, path: &str) -> bool {
    let parts: Vec<&str> = path.split("::").collect();
    file.paths.iter().any(|path| path.len() >= parts.len() && path.iter().zip(&parts).all(|(one, other)| one == other))
}

#[test]
fn modules_have_only_allowed_dependencies() {
    let mut wrong = Vec::new();
    for file in sources() {
        let module = file.top_module();
        if module.is_empty() {
            continue;
        }
        let Some((_, allowed)) = MODULES.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{}: `{module}` is not in the table of this test", file.path));
            continue;
        };
        for other in modules(&file) {
            if other != module && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{}: `{module}` must not depend on `{other}`", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn allowed_dependencies_point_upwards() {
    for (index, (module, allowed)) in MODULES.iter().enumerate() {
        for other in *allowed {
            let place = MODULES.iter().position(|(name, _)| name == other);
            assert!(
                place.is_some_and(|place| place < index),
                "`{module}` → `{other}` points downwards or to an unknown module"
            );
        }
    }
}

#[test]
fn files_have_no_cyclic_dependencies() {
    // The file of a folder uses the files in it, and they use its shared items.
    let is_around = |one: &[String], other: &[String]| one.starts_with(other) || other.starts_with(one);
    let mut dependencies = dependencies(&sources());
    for (module, known) in &mut dependencies {
        known.retain(|other| !is_around(module, other));
    }
    let reached: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> =
        dependencies.keys().map(|module| (module, all_from(&dependencies, module))).collect();
    let cycles = reached.iter().flat_map(|(module, known)| {
        let back = known.iter().filter(|other| *other > module && reached[*other].contains(module));
        back.map(|other| format!("`{}` and `{}` depend on each other", module.join("::"), other.join("::")))
    });
    let cycles: Vec<String> = cycles.collect();
    assert!(cycles.is_empty(), "\n{}", cycles.join("\n"));
}

fn all_from<'a>(dependencies: &'a Dependencies, module: &Vec<String>) -> BTreeSet<&'a Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut todo: Vec<&Vec<String>> = dependencies[module].iter().collect();
    while let Some(next) = todo.pop() {
        if reached.insert(next) {
            todo.extend(&dependencies[next]);
        }
    }
    reached
}

#[test]
fn restricted_paths_are_used_only_where_allowed() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (path, _, why) in RESTRICTED {
            let places = RESTRICTED.iter().filter(|(other, _, _)| other == path).map(|(_, place, _)| *place);
            let is_in =
                |place: &str| file.path == place || !place.is_empty() && file.path.starts_with(&format!("{place}/"));
            if !places.into_iter().any(is_in) && uses(&file, path) {
                wrong.push(format!("{} uses `{path}`: {why}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The only files of `cli/output` that change files: every other one goes through the operations, where tests stop a build.
const CHANGES_OUTPUT: &[&str] = &["src/cli/output/operations.rs", "src/cli/output/source.rs"];

#[test]
fn only_the_operations_change_the_output_folder() {
    let files = sources();
    let users: Vec<&str> = files.iter().filter(|file| uses(file, "std::fs")).map(|file| file.path.as_str()).collect();
    let users: Vec<&str> = users.into_iter().filter(|path| path.starts_with("src/cli/output/")).collect();
    let wrong: Vec<&&str> = users.iter().filter(|path| !CHANGES_OUTPUT.contains(path)).collect();
    assert!(wrong.is_empty(), "{wrong:?}: use src/cli/output/operations.rs");
    assert_eq!(users.len(), CHANGES_OUTPUT.len(), "the test sees what uses files");
}

#[test]
fn only_the_console_prints() {
    let prints = |path: &&Vec<String>| {
        let is_clap = path.ends_with(&["Cli".to_owned(), "parse".to_owned()]);
        // A field may have the name of the function that ends the process.
        let is_name = path.len() == 1 && path[0] == "exit";
        is_clap || !is_name && path.last().is_some_and(|last| PRINTS.contains(&last.as_str()))
    };
    let files = sources();
    let wrong = files.iter().filter(|file| file.path != CONSOLE).flat_map(|file| {
        file.paths.iter().filter(prints).map(|path| format!("{} uses `{}`: use {CONSOLE}", file.path, path.join("::")))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let console = files.iter().find(|file| file.path == CONSOLE).expect("the console exists");
    assert!(console.paths.iter().any(|path| path.ends_with(&["stdout".to_owned()])), "the test sees what prints");
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
fn names_of_blocks_appear_only_in_the_catalogue() {
    let words = words_of_blocks();
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| !MAY_NAME_BLOCKS.contains(&file.top_module())) {
        let known = file.texts().into_iter().filter(|(_, text)| words.contains(text.as_str()));
        wrong.extend(known.map(|(line, text)| format!("{}:{line} contains {text:?}: use the catalogue", file.path)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_source_code_of_these_tests_is_parsed_as_rust() {
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
    assert_eq!(modules(&file).into_iter().collect::<Vec<_>>(), ["check", "graph", "source"]);
    assert!(uses(&file, "std::fs") && uses(&file, "assert_eq!"));
    assert!(!uses(&file, "pest") && !uses(&file, "x!"));
    let texts: Vec<String> = file.texts().into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, [r#"crate::emit \" crate::emit"#, "crate::layout", "d", "e"]);
}
