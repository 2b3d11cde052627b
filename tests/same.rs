//! Commands that tests run in their own process give the same output as the program: checked for a sample of the cases of
//! `tests/diagnostics`, and for every command and option that is supported in the process.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::case::{Case, Files, cases, read_folder};
use crate::support::run::{fix, in_process, is_usual};
use crate::support::{all, process, repository};

/// The maximum number of cases of `tests/diagnostics` that may need the program, because of unusual commands or files.
const UNUSUAL: usize = 44;

#[test]
fn every_25th_case_has_the_same_output() {
    let formats = ["", " --format json", " --format sarif", " --format github"];
    let sample: Vec<(PathBuf, &str)> = cases().into_iter().step_by(25).zip(formats.into_iter().cycle()).collect();
    all(
        &sample,
        |(path, format)| format!("{}{format}", path.display()),
        |(path, format)| {
            let Case { command, files } = Case::read(path);
            let words = format!("{command}{format}");
            if is_usual(&files, &words) && !words.starts_with("test ") {
                is_same(&files, &words);
            }
        },
    );
}

/// A file or folder of the repository, and commands to run there.
const COMMANDS: &[(&str, &[&str])] = &[
    (
        "tests/ok/references.flow",
        &[
            "check .",
            "check main.flow",
            "check . --inventory inventory --strict",
            "build . --inventory inventory",
            "build main.flow --inventory inventory --format json",
            "build . --inventory inventory --format github",
            "build .",
        ],
    ),
    (
        "tests/ok/draft_loose_ends.flow",
        &[
            "check . --inventory inventory",
            "check . --inventory inventory --draft",
            "check . --inventory inventory --draft --strict",
            "build . --inventory inventory",
            "build . --inventory inventory --draft",
            "build . --inventory inventory --draft --strict --format sarif",
        ],
    ),
    (
        "tests/diagnostics/f0428_menu_that_comes_back",
        &[
            "check . --inventory inventory --level F0428=warn",
            "check . --inventory inventory --level F0428=error",
            "check . --inventory inventory --level F0428=warn --level F0428=off --strict",
        ],
    ),
    ("tests/diagnostics/f0207_short_ids", &["check . --inventory inventory", "build . --inventory inventory"]),
    ("tests/diagnostics/f0218_cut_off", &["check . --inventory inventory", "build . --inventory inventory"]),
    ("tests/diagnostics/f0413_saved_and_not_published", &["check answer.json", "check answer.json --format json"]),
    (
        "tests/diff/everything",
        &["diff before.flow after.flow", "diff after.flow before.flow --format json", "diff after.flow after.flow"],
    ),
];

#[test]
fn every_command_and_option_has_the_same_output() {
    let folder = |path: &Path| match path.starts_with(repository("tests/diff")) {
        true => read_folder(path),
        false => Case::read(path).files,
    };
    let commands: Vec<_> = COMMANDS.iter().flat_map(|(path, all)| all.iter().map(move |words| (path, words))).collect();
    all(
        &commands,
        |(path, words)| format!("{path}: {words}"),
        |(path, words)| is_same(&folder(&repository(path)), words),
    );
}

/// Compares the command in this process with the command in a separate process.
fn is_same(files: &Files, words: &str) {
    let here = in_process(files, words).unwrap_or_else(|| panic!("`{words}` is not run in this process"));
    assert_eq!(here, process::callflow_with(files, words));
}

#[test]
fn fixes_are_the_same() {
    for case in ["f0101_single_quotes", "f0101_wrong_arrow", "f0204_unknown_agent", "f0204_nothing_near"] {
        let text = fs::read_to_string(repository(&format!("tests/diagnostics/{case}.flow"))).unwrap();
        let folder = process::folder(&Files::from([("main.flow".to_owned(), text.clone().into_bytes())]));
        let output = process::callflow(folder.path(), &["check", "--fix", ".", "--inventory", "inventory"]);
        let after = fs::read_to_string(folder.path().join("main.flow")).unwrap();
        assert_eq!(fix(&text), (after, output), "{case}");
    }
}

#[test]
fn few_cases_need_the_program() {
    let is_unusual = |path: &PathBuf| {
        let Case { command, files } = Case::read(path);
        !is_usual(&files, &command)
    };
    let unusual: Vec<String> =
        cases().iter().filter(|path| is_unusual(path)).map(|it| it.display().to_string()).collect();
    assert!(unusual.len() <= UNUSUAL, "{} cases:\n{}", unusual.len(), unusual.join("\n"));
}
