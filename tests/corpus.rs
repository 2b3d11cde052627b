//! `callflow check` on real flows: there are no false errors, and every warning was reviewed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::case::Files;
use crate::support::corpus::{GOOD, RULE_BREAKERS, flows, rule_breaker, shared};
use crate::support::each;
use crate::support::process::{self, Output};
use crate::support::run::callflow;

/// Every warning about a good flow: its code, the number of warnings, and why the warning is justified.
const WARNINGS: &[(&str, usize, &str)] = &[
    (
        "F0301",
        8,
        "`InputTimeLimitSeconds` in `DTMFConfiguration`, which is not documented: the intended limit has no effect",
    ),
    ("F0316", 1, "prompts that are interrupted every 20 seconds, which is the time that an agent has to answer"),
    ("F0347", 10, "`<speak>` in `Text`, about which AWS's pages disagree"),
    ("F0352", 4, "menus that wait for five minutes, which the designer does not allow"),
    ("F0360", 3, "disabled whispers, about which exports and a probe of the service disagree"),
];

/// The diagnostics of `check` for a flow of the corpus, given by its path and text.
fn check((path, text): &(String, String)) -> Vec<Value> {
    let name = path.rsplit('/').next().unwrap();
    let files = Files::from([(name.to_owned(), text.as_bytes().to_owned())]);
    diagnostics(&callflow(&files, &format!("check {name} --format json")))
}

fn diagnostics(output: &Output) -> Vec<Value> {
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    report["diagnostics"].as_array().unwrap().clone()
}

/// The codes of one severity.
fn codes(found: &[Value], severity: &str) -> Vec<String> {
    let of_severity = found.iter().filter(|diagnostic| diagnostic["severity"] == severity);
    of_severity.map(|diagnostic| diagnostic["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn no_good_flow_has_an_error_except_for_known_rule_breakers() {
    let Some(shared) = shared() else { return };
    let good = flows(&shared, GOOD);
    assert_eq!(good.len(), 142);
    let mut wrong = Vec::new();
    let mut warnings: BTreeMap<String, usize> = BTreeMap::new();
    let found = each(&good, check);
    for ((path, _), found) in good.iter().zip(found) {
        let errors: BTreeSet<String> = codes(&found, "error").into_iter().collect();
        let known = rule_breaker(path).map(|breaker| breaker.codes).unwrap_or_default();
        if !errors.iter().eq(known) {
            wrong.push(format!("{path}: found {errors:?}, expected {known:?}"));
        }
        for code in codes(&found, "warning") {
            *warnings.entry(code).or_default() += 1;
        }
        let notes = codes(&found, "note");
        assert!(notes.iter().all(|code| code == "F0502"), "{path}: {notes:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: BTreeMap<String, usize> = WARNINGS.iter().map(|(code, count, _)| ((*code).to_owned(), *count)).collect();
    assert_eq!(warnings, known);
    assert!(RULE_BREAKERS.len() <= 19 && RULE_BREAKERS.iter().all(|breaker| !breaker.rule.is_empty()));
    assert!(WARNINGS.iter().all(|(_, _, why)| !why.is_empty()));
}

/// The type of a flow comes from its metadata or from the answer around it. If neither contains it, it is not guessed.
#[test]
fn a_flow_of_unknown_type_gets_no_diagnostics_about_its_type() {
    let Some(shared) = shared() else { return };
    let of_types = ["F0501", "F0502", "F0503", "F0506", "F0420", "F0421", "F0424", "F0425", "F0427"];
    let mut untyped = 0;
    for flow in flows(&shared, &["console-export", "valid-handwritten", "draft", "invalid"]) {
        let (path, text) = &flow;
        let json: Value = serde_json::from_str(text).unwrap();
        let has_type =
            ["type", "Type"].iter().any(|key| json["Metadata"].get(key).is_some()) || json.get("Type").is_some();
        let is_bare = json.get("Actions").is_some() && json.get("Settings").is_none() && !has_type;
        if !is_bare {
            continue;
        }
        untyped += 1;
        let found = check(&flow);
        let codes: Vec<String> = found.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect();
        assert!(!codes.iter().any(|code| of_types.contains(&code.as_str())), "{path}: {codes:?}");
    }
    assert!(untyped > 10, "{untyped} flows");
}

#[test]
fn all_flows_are_checked_in_one_run_within_a_second() {
    let Some(shared) = shared() else { return };
    let folder = shared.canonicalize().unwrap().join("corpus/flows");
    let begin = Instant::now();
    let output = process::callflow(&folder, &["check", ".", "--format", "json"]);
    let taken = begin.elapsed();
    let found = diagnostics(&output);
    let files: BTreeSet<&str> = found.iter().filter_map(|diagnostic| diagnostic["file"].as_str()).collect();
    assert!(files.len() > 50, "drafts and invalid flows are included");
    // The limit of one second applies to a release build.
    let limit = if cfg!(debug_assertions) { Duration::from_secs(20) } else { Duration::from_secs(1) };
    assert!(taken < limit, "{taken:?}");
}
