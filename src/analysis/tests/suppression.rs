//! A diagnostic may be suppressed because of a property of its place, never because of the code of another diagnostic.
//!
//! Each case of `tests/diagnostics` is analysed once unchanged, and once for each of its codes with that code replaced
//! by one that no pass can know. Apart from the code, nothing may change: a pass that compares with the old code would
//! now report or suppress something else.

use std::fs;

use super::{findings, repository, workspace};
use crate::analysis::Workspace;
use crate::diagnostic::{Code, Diagnostics, Severity, exchange};
use crate::source::Span;

/// The new code with the family, severity and topic of `code`; `None` if there is none.
fn new_code(code: Code) -> Option<Code> {
    let is_alike = |new: &&Code| {
        new.number().get(..3) == code.number().get(..3)
            && new.severity() == code.severity()
            && new.row().topic == code.row().topic
    };
    Code::NEW.iter().find(is_alike).copied()
}

/// The cases: the files of each, by their paths.
fn cases() -> Vec<Vec<(String, String)>> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(repository("tests/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        let files = if path.is_dir() {
            fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect()
        } else {
            vec![path]
        };
        let is_source = |path: &std::path::PathBuf| path.extension().is_some_and(|it| it == "flow" || it == "json");
        let files = files.into_iter().filter(is_source);
        let files = files.filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            Some((path.file_name()?.to_str()?.to_owned(), text))
        });
        let files: Vec<(String, String)> = files.collect();
        // An `allow` comment names codes, so such a case would change.
        if !files.is_empty() && files.iter().all(|(_, text)| !text.contains("callflow:")) {
            cases.push(files);
        }
    }
    assert!(cases.len() > 400, "{}", cases.len());
    cases
}

/// The part of the diagnostics that must not change when a code is exchanged for another.
fn without_codes(diagnostics: &Diagnostics, new: Code, old: Code) -> Vec<(Option<Span>, Code, Severity, String)> {
    let kept = diagnostics.iter().map(|it| {
        let code = if it.code == new { old } else { it.code };
        (it.span(), code, it.severity, it.message.clone())
    });
    let mut kept: Vec<_> = kept.collect();
    kept.sort();
    kept
}

#[test]
fn a_new_code_hides_what_the_old_one_hid() {
    let mut exchanged = std::collections::BTreeSet::new();
    for files in cases() {
        let of_case = || -> Workspace { workspace(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))) };
        let plain = findings(&of_case());
        // A code with a lowered severity is excluded: its own row names the reason for lowering it.
        let is_as_bad = |code: Code| plain.iter().all(|it| it.code != code || it.severity == code.severity());
        let mut codes: Vec<Code> = plain.iter().map(|it| it.code).filter(|code| is_as_bad(*code)).collect();
        codes.sort_unstable();
        codes.dedup();
        for old in codes {
            let new = new_code(old);
            assert!(new.is_some() || old.severity() != Severity::Error, "no new code is like {old}");
            let Some(new) = new else { continue };
            exchanged.insert(new);
            let changed = exchange::with(old, new, || findings(&of_case()));
            assert_eq!(
                without_codes(&plain, new, old),
                without_codes(&changed, new, old),
                "{old} in {:?} suppresses a diagnostic that a new code does not, or vice versa",
                files.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            );
        }
    }
    let missing: Vec<&Code> = Code::NEW.iter().filter(|code| !exchanged.contains(code)).collect();
    assert!(missing.is_empty(), "no case has a diagnostic like {missing:?}");
}

/// Sources in which one mistake suppresses others, one for each state that a file, an action or a step can have.
#[test]
fn what_follows_from_a_broken_place_is_not_reported() {
    let start = "flow \"Main\" inbound {\n  start {\n    play_prompt \"Hello.\" { on error -> bye }\n";
    let broken = [
        // The file is repaired: its nesting is a guess.
        format!("{start}    -> late\n  step bye {{ disconnect }}\n  step late {{ disconnect }}\n}}\n"),
        // The file is truncated: the part that seems to be missing may be in the rest.
        format!("{start}    disconnect\n  }}\n  /* step bye {{ disconnect }}\n}}\n"),
        // The line is a hole: it may lead to any step.
        format!(
            "{start}    ?? what is this\n    disconnect\n  }}\n  step bye {{ disconnect }}\n  step late {{ disconnect }}\n}}\n"
        ),
        // The block is unknown: it may set the queue.
        format!(
            "{start}    set_queue_to_work \"Billing\"\n    transfer_to_queue {{ on at_capacity, error -> bye }}\n  }}\n  step bye {{ disconnect }}\n}}\n"
        ),
        // The step is misspelt: the branch means the step that seems unreachable.
        format!("{start}    -> goodbey\n  }}\n  step goodbye {{ disconnect }}\n  step bye {{ disconnect }}\n}}\n"),
    ];
    for text in broken {
        let found = findings(&workspace([("main.flow", text.as_str())]));
        let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
        assert_eq!(codes.len(), 1, "{text}\n{codes:?}");
    }
}
