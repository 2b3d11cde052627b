//! Diagnostics as a user sees them: one small error per case, with the command, the source and the output together.
//!
//! A case is a file or a folder of `tests/diagnostics/`, named after the code that it must report; only cases named
//! `many_…` may report any codes. It runs in a separate folder that contains the files of the case (a single file as
//! `main.flow`) and, unless the case has one, the example's inventory as `inventory/`. The command is
//! `callflow check . --inventory inventory`, or the content of the case's file `command`.

use std::fmt::Write as _;
use std::path::Path;

use callflow::diagnostic::Code;

use crate::support::case::{Case, Files, cases, chosen_cases};
use crate::support::run::callflow;
use crate::support::{all, snapshot_beside, stem};

/// `F0204` for a case called `f0204_unknown_queue`; `None` if the case may report any codes.
fn code(case: &Path) -> Option<String> {
    let first = stem(case).split('_').next().unwrap().to_uppercase();
    (first != "MANY").then_some(first)
}

#[test]
fn every_case_has_the_expected_output() {
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
    for (stream, output) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !output.is_empty() {
            write!(text, "── {stream}\n{output}").unwrap();
        }
    }
    snapshot_beside(path, &text);
    check_messages(&output.stderr);
    if let Some(code) = code(path) {
        let codes = output.codes();
        assert!(codes.contains(&code), "{}: expected {code}, found {codes:?}", stem(path));
    }
}

/// A message must begin with a lower case letter, a number or a quote from the source, and must not end with a period.
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

/// The files of the case for a reviewer: sources and settings in full, and the names of the others.
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
