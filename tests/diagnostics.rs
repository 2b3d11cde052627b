//! Diagnostics as a user sees them: one small mistake a case, the whole command, source and answer side by side.
//!
//! A case is a file or a folder of `tests/diagnostics/`, named after the code that it must show; only those named
//! `many_…` are free. It is run in a folder of its own that holds the files of the case (a single file as `main.flow`)
//! and, unless it brings its own, the example's inventory as `inventory/`. The command is
//! `callflow check . --inventory inventory`, or the words of the case's file `command`.

#![cfg(test)]

mod harness;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use callflow::diagnostic::Code;

use harness::{all, callflow, case_command, case_folder, cases, files};

fn name(case: &Path) -> String {
    case.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// `F0204` of a case called `f0204_unknown_queue`; `None` where it is free.
fn code(case: &Path) -> Option<String> {
    let first = name(case).split('_').next().unwrap().to_uppercase();
    (first != "MANY").then_some(first)
}

#[test]
fn every_case_says_what_it_should() {
    all(cases(), |case| name(case), |case| check(case));
}

#[test]
fn every_code_has_a_case() {
    let shown: Vec<Option<String>> = cases().iter().map(|case| code(case)).collect();
    let missing = Code::ALL.iter().map(|code| code.number()).filter(|code| !shown.contains(&Some((*code).to_owned())));
    let missing: Vec<&str> = missing.collect();
    assert!(missing.is_empty(), "no case in tests/diagnostics: {}", missing.join(" "));
}

#[test]
fn every_case_is_named_after_a_code() {
    for case in cases() {
        let code = code(&case);
        assert!(code.is_none_or(|code| code.parse::<Code>().is_ok()), "{}", case.display());
    }
}

fn check(case: &Path) {
    let temporary = case_folder(case);
    let folder = temporary.path();
    let own = files(folder);
    let command = case_command(folder);
    let mut text = sources(folder, &own);
    harness::add_inventory(folder);
    let words: Vec<&str> = command.split_whitespace().collect();
    let output = callflow(folder, &words);
    writeln!(text, "────────\n$ callflow {command}\nexit code {}", output.code).unwrap();
    for (stream, said) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !said.is_empty() {
            write!(text, "── {stream}\n{said}").unwrap();
        }
    }
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(case.parent().unwrap());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name(case), text));
    check_messages(&output.stderr);
    if let Some(code) = code(case) {
        let codes = output.codes();
        assert!(codes.contains(&code), "{} does not show {code} but {codes:?}", name(case));
    }
}

/// A message begins with a small letter, a number or what was written, and ends without a period.
fn check_messages(stderr: &str) {
    let mut lines = stderr.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(message) = ["  × ", "  ⚠ ", "  ☞ "].iter().find_map(|sign| line.strip_prefix(sign)) else {
            continue;
        };
        let mut message = message.to_owned();
        while let Some(rest) = lines.next_if(|line| line.starts_with("  │ ")) {
            message.push_str(rest);
        }
        let first = message.chars().next().unwrap();
        assert!(first.is_lowercase() || first == '`' || first.is_ascii_digit(), "begins with a capital: {message}");
        assert!(!message.ends_with('.'), "ends with a period: {message}");
    }
}

/// What a reviewer has to see of the case's files: the sources and settings, and the names of the rest.
fn sources(folder: &Path, own: &[String]) -> String {
    let mut text = String::new();
    for path in own.iter().filter(|path| path.as_str() != "command") {
        writeln!(text, "── {path}").unwrap();
        if path.ends_with(".flow") || path.ends_with(".toml") {
            let bytes = fs::read(folder.join(path)).unwrap();
            text.push_str(&String::from_utf8_lossy(&bytes).replace('\0', "␀"));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    text
}
