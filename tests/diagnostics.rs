//! Diagnostics as a user sees them: one small mistake a case, the whole command, source and answer side by side.
//!
//! A case is a file or a folder of `tests/diagnostics/`, named after the code that it must show; only those named
//! `many_…` are free. It is run in a folder of its own that holds the files of the case (a single file as `main.flow`)
//! and, unless it brings its own, the example's inventory as `inventory/`. The command is
//! `callflow check . --inventory inventory`, or the words of the case's file `command`.

use std::fmt::Write as _;
use std::path::Path;

use callflow::diagnostic::Code;

use crate::support::case::{Case, Files, cases, chosen_cases};
use crate::support::run::callflow;
use crate::support::{all, snapshot_beside, stem};

/// `F0204` of a case called `f0204_unknown_queue`; `None` where it is free.
fn code(case: &Path) -> Option<String> {
    let first = stem(case).split('_').next().unwrap().to_uppercase();
    (first != "MANY").then_some(first)
}

#[test]
fn every_case_says_what_it_should() {
    all(&chosen_cases(), |case| stem(case).to_owned(), |case| check(case));
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

fn check(path: &Path) {
    let case = Case::read(path);
    let output = callflow(&case.files, &case.command);
    let mut text = sources(&case.files);
    writeln!(text, "────────\n$ callflow {}\nexit code {}", case.command, output.code).unwrap();
    for (stream, said) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !said.is_empty() {
            write!(text, "── {stream}\n{said}").unwrap();
        }
    }
    snapshot_beside(path, &text);
    check_messages(&output.stderr);
    if let Some(code) = code(path) {
        let codes = output.codes();
        assert!(codes.contains(&code), "{} does not show {code} but {codes:?}", stem(path));
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
fn sources(files: &Files) -> String {
    let mut text = String::new();
    for (path, bytes) in files {
        writeln!(text, "── {path}").unwrap();
        if path.ends_with(".flow") || path.ends_with(".toml") {
            text.push_str(&String::from_utf8_lossy(bytes).replace('\0', "␀"));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    text
}
