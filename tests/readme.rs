//! The README's example: it compiles, and the JSON and the diagnostic in the README are the output of callflow.
//!
//! `UPDATE_DOCS=1 cargo test readme::` writes both.

use std::{env, fs};

use callflow::graph::Mode;

use crate::support::build::{Built, built};
use crate::support::case::Files;
use crate::support::process::Output;
use crate::support::repository;
use crate::support::run::{Project, callflow};

const FILE: &str = "main-line.flow";
/// The action that the README shows.
const SHOWN: &str = "\"Identifier\": \"start.set_working_queue\"";

/// The output for `text`: the flow's JSON, and the printed diagnostics.
fn build(text: &str) -> (String, String) {
    let Built { sources, diagnostics, files, .. } = built(Project::demo().with(FILE, text), Mode::Publish);
    let mut json = String::new();
    if !diagnostics.has_errors() {
        let flow = files.into_iter().find(|file| file.path == "flows/main-line.json").unwrap();
        json = String::from_utf8(flow.bytes).unwrap();
    }
    (json, diagnostics.to_plain_text(&sources))
}

/// What `callflow test` prints about these tests of the flow.
fn tested(flow: &str, tests: &str) -> Output {
    let files = [(FILE, flow), ("main-line.test.flow", tests)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_owned()));
    callflow(&Files::from(files), "test . --inventory inventory")
}

/// The code block of this language: the text before it, in it, and after it.
fn fence<'a>(page: &'a str, language: &str) -> (&'a str, &'a str, &'a str) {
    let open = format!("\n```{language}\n");
    let start = page.find(&open).unwrap_or_else(|| panic!("the README has no {language} block")) + open.len();
    let (before, rest) = page.split_at(start);
    let end = rest.find("```\n").unwrap();
    let (inside, after) = rest.split_at(end);
    (before, inside, after)
}

/// The action that the README shows, without the indentation in the file.
fn excerpt(json: &str) -> String {
    let lines: Vec<&str> = json.lines().collect();
    let at = lines.iter().position(|line| line.contains(SHOWN)).unwrap();
    let action = lines.iter().skip(at - 1);
    let end = action.clone().position(|line| line.starts_with("    }")).unwrap();
    let cut = |line: &&str| line.strip_prefix("    ").unwrap().to_owned() + "\n";
    action.take(end + 1).map(cut).collect::<String>().trim_end().trim_end_matches(',').to_owned() + "\n"
}

#[test]
fn the_readme_shows_the_output_of_the_example() {
    let path = repository("README.md");
    let readme = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let source = fence(&readme, "flow").1;

    let (json, printed) = build(source);
    assert!(printed.is_empty(), "the example does not compile:\n{printed}");
    let wrong = source.replacen("\"General Inquiries\"", "\"General Inquirys\"", 1);
    let (_, printed) = build(&wrong);

    let tests = fence(&readme, "flow test").1;
    let passed = tested(source, tests);
    assert_eq!(passed.code, 0, "{}", passed.stderr);
    let broken = source.replacen("on out_of_hours -> closed", "on out_of_hours -> sorry", 1);
    let failed = tested(&broken, tests).stderr;
    let failure = failed.split("\nnote: ").next().unwrap();

    let mut current = readme.clone();
    let made = [
        ("json", excerpt(&json)),
        ("text", printed.trim().to_owned() + "\n"),
        ("text failure", failure.trim().to_owned() + "\n"),
    ];
    for (language, made) in made {
        let (before, _, after) = fence(&current, language);
        current = format!("{before}{made}{after}");
    }
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &current).unwrap();
    } else {
        assert!(readme == current, "the README is out of date: `UPDATE_DOCS=1 cargo test readme::` writes it");
    }
}
