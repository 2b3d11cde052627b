//! `callflow test`: what it prints about tests that fail in every way, its formats and options, and the tests of
//! `examples/acme-support`.
//!
//! A fixture of `tests/testing` is a `main.flow` with flows and tests; its snapshot is what `callflow test` prints.

use std::fs;
use std::path::{Path, PathBuf};

use callflow::analysis::Analysis;
use callflow::graph::Mode;
use callflow::testing;
use callflow::testing::coverage::{Count, count, coverage};
use callflow::testing::unnoticed::unnoticed;
use regex_lite::Regex;
use tempfile::TempDir;

use crate::support::case::Files;
use crate::support::process::{self, Output};
use crate::support::run::{Project, Purpose, callflow};
use crate::support::{chosen, fixtures, repository, snapshot_beside, snapshot_in, stem};

const COMMAND: &str = "test . --inventory inventory";

fn main_flow(text: &str) -> Files {
    Files::from([("main.flow".to_owned(), text.as_bytes().to_owned())])
}

#[test]
fn each_failure_says_what_is_missing_and_what_came_instead() {
    for fixture in chosen(fixtures("tests/testing", "flow"), |path| stem(path).to_owned()) {
        let text = fs::read_to_string(&fixture).unwrap().replace("\r\n", "\n");
        let Output { stdout, stderr, code } = callflow(&main_flow(&text), COMMAND);
        snapshot_beside(&fixture, &format!("exit code {code}\n── stdout\n{stdout}── stderr\n{stderr}"));
    }
}

#[test]
fn the_program_prints_the_same() {
    let text = fs::read_to_string(repository("tests/testing/blocks.flow")).unwrap().replace("\r\n", "\n");
    let mut there = process::callflow_with(&main_flow(&text), COMMAND);
    there.stdout = without_time(&there.stdout);
    assert_eq!(callflow(&main_flow(&text), COMMAND), there);
}

/// The text without the time that the tests took.
fn without_time(text: &str) -> String {
    Regex::new("[0-9]+ ms").unwrap().replace_all(text, "0 ms").into_owned()
}

/// A folder with flows and tests of which one passes and one fails, and the example's inventory.
fn small() -> TempDir {
    let text = fs::read_to_string(repository("tests/testing/small/main.flow")).unwrap().replace("\r\n", "\n");
    process::folder(&main_flow(&text))
}

fn run(folder: &Path, words: &str) -> Output {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut output = process::callflow(folder, &words);
    output.stdout = without_time(&output.stdout);
    output
}

#[test]
fn each_format_and_option_matches_its_snapshot() {
    let folder = small();
    let shown = |name: &str, options: &str| {
        let Output { stdout, stderr, code } = run(folder.path(), &format!("{COMMAND} {options}"));
        let text = format!("$ callflow {COMMAND} {options}\nexit code {code}\n── stdout\n{stdout}── stderr\n{stderr}");
        snapshot_in("tests/testing/small", name, &text);
    };
    shown("json", "--format json");
    shown("junit", "--format junit");
    shown("coverage", "--coverage");
    shown("unnoticed", "--unnoticed");
    shown("filter", "--filter welcomed");
    shown("filter_without_a_test", "--filter nobody");
    let output = run(folder.path(), &format!("{COMMAND} --lcov coverage.info"));
    assert_eq!(output.code, 1);
    snapshot_in("tests/testing/small", "lcov", &fs::read_to_string(folder.path().join("coverage.info")).unwrap());
}

#[test]
fn accepted_texts_are_written_into_the_tests() {
    let folder = small();
    let file = folder.path().join("main.flow");
    let before = fs::read_to_string(&file).unwrap();
    let output = run(folder.path(), &format!("{COMMAND} --accept"));
    assert_eq!(output.code, 0, "{}", output.stderr);
    let after = fs::read_to_string(&file).unwrap();
    let changed = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
    let changed: String = changed.map(|(before, after)| format!("- {before}\n+ {after}\n")).collect();
    let text = format!("{changed}── stdout\n{}── stderr\n{}", output.stdout, output.stderr);
    snapshot_in("tests/testing/small", "accept", &text);
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(run(folder.path(), COMMAND).code, 0);
}

#[test]
fn exit_codes_say_passed_failed_or_wrong_usage() {
    let folder = small();
    assert_eq!(run(folder.path(), &format!("{COMMAND} --filter welcomed")).code, 0);
    assert_eq!(run(folder.path(), COMMAND).code, 1);
    assert_eq!(run(folder.path(), &format!("{COMMAND} --format xml")).code, 2);
    assert_eq!(run(folder.path(), "test nowhere.flow").code, 2);
    let without = process::folder(&main_flow("flow \"Main\" inbound {\n  start { disconnect }\n}\n"));
    assert_eq!(run(without.path(), COMMAND).code, 2, "there are no tests");
    let wrong = process::folder(&main_flow("flow \"Main\" inbound {\n  start { disconect }\n}\n"));
    assert_eq!(run(wrong.path(), COMMAND).code, 1, "the sources have errors");
}

/// The files of the example's flows and tests: their names, and their texts with one part of one of them replaced.
fn example(change: Option<(&str, &str, &str)>) -> Project {
    let folders = ["flows", "tests"].map(|folder| fixtures(&format!("examples/acme-support/{folder}"), "flow"));
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut text = fs::read_to_string(&path).unwrap();
        if let Some((_, from, to)) = change.filter(|(file, _, _)| *file == name) {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text = text.replace(from, to);
        }
        (name, text)
    };
    folders.into_iter().flatten().map(read).fold(Project::demo(), |project, (name, text)| project.with(&name, &text))
}

fn analysed(project: &Project) -> Analysis {
    let analysis = project.analyse(Purpose::Check, Mode::Publish);
    assert!(!analysis.diagnostics.has_errors(), "{}", analysis.diagnostics.to_plain_text(project.sources()));
    analysis
}

#[test]
fn the_tests_of_the_example_pass_and_cover_it() {
    let project = example(None);
    let Analysis { build, script, .. } = analysed(&project);
    let verdicts = testing::run(&build, &script, project.sources(), |_| true);
    let failed = verdicts.iter().filter_map(|verdict| Some(&verdict.failure.as_ref()?.diagnostic.message));
    assert_eq!(failed.collect::<Vec<_>>(), Vec::<&String>::new());

    let covered = coverage(&build, &verdicts, |_| true);
    let all = covered.iter().map(|of_flow| count(&of_flow.branches)).fold(Count::default(), Count::and);
    assert!(all.percent() >= 95.0, "{all:?}");
    let errors = covered.iter().flat_map(|of_flow| &of_flow.branches).filter(|branch| branch.is_error);
    assert!(count(errors).percent() >= 95.0);

    let found = unnoticed(&build, &script, project.sources(), &verdicts);
    assert!(found.redirected > 100, "{}", found.redirected);
    assert!(found.branches.len() * 20 <= found.redirected, "{:?}", found.branches);
}

/// Branches of the example that lead to another step than they should: the file, what it says, and what it says then.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("menu", "main_line.flow", "when \"2\" -> shop", "when \"2\" -> personal"),
    ("hours", "main_line.flow", "on out_of_hours -> closed", "on out_of_hours -> menu"),
    ("courier", "parcels.flow", "on timeout -> hotline_busy\n      on error", "on timeout -> goodbye\n      on error"),
    ("queue", "shop.flow", "when > 10 -> second_line", "when > 10 -> callback"),
    ("overflow", "waiting.flow", "on timeout -> overflow", "on timeout -> music"),
    ("survey", "after_the_call.flow", "when \"1\", \"2\" -> unhappy", "when \"1\", \"2\" -> happy"),
];

#[test]
fn a_broken_branch_of_the_example_fails_a_test() {
    for (name, file, from, to) in BROKEN {
        let project = example(Some((*file, *from, *to)));
        let Analysis { build, script, .. } = analysed(&project);
        let verdicts = testing::run(&build, &script, project.sources(), |_| true);
        let coverage = coverage(&build, &verdicts, |_| true);
        let report = callflow::cli::test::Report { verdicts, coverage, milliseconds: 0 };
        let failures = callflow::cli::test::failures(&report, project.sources());
        assert!(!failures.is_empty(), "{name}");
        let text: String = failures.iter().map(|(one, way)| one.to_plain_text(project.sources()) + way).collect();
        snapshot_in("tests/testing/broken", name, &format!("{file}: {from} became {to}\n{text}"));
    }
}

#[test]
fn the_tests_of_the_guide_pass() {
    let page = fs::read_to_string(repository("docs/testing.md")).unwrap().replace("\r\n", "\n");
    let fences = page.split("\n```flow").skip(1).filter_map(|rest| rest.split_once('\n')?.1.split_once("\n```"));
    let text: String = fences.map(|(inside, _)| format!("{inside}\n")).collect();
    let output = callflow(&main_flow(&text), COMMAND);
    assert!(output.stdout.starts_with("9 tests passed; "), "{}{}", output.stdout, output.stderr);
    let checked = callflow(&main_flow(&text), "check . --inventory inventory --strict");
    assert_eq!(checked.code, 0, "{}", checked.stderr);
}
