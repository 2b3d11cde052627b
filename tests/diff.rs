//! `callflow diff`: no difference for a flow that the designer only saved again, and exactly the changes for a changed
//! flow.

use std::collections::HashMap;
use std::fs;

use callflow::diagnostic::Diagnostics;
use callflow::diff::{Change, Scope, diff, render};
use callflow::graph::Flow;
use callflow::reader::{self, ImportHints, Purpose};
use callflow::source::Sources;
use serde_json::Value;

use crate::support::build::{Built, OK, build};
use crate::support::case::read_folder;
use crate::support::run::{DEMO, callflow};
use crate::support::{chosen, process, repository, snapshot_beside, stem};

const CONTENT: Scope = Scope { resource: false, flow_type: true };

/// A flow as the designer saves it again: with other identifiers, in another order, without empty lists.
fn exported_again(content: &str) -> String {
    let mut flow: Value = serde_json::from_str(content).unwrap();
    let actions = flow["Actions"].as_array_mut().unwrap();
    let identifier = |index: usize| Value::from(format!("{index:08x}-aaaa-4bbb-8ccc-0123456789ab"));
    let names: HashMap<String, Value> = (actions.iter().enumerate())
        .map(|(index, action)| (action["Identifier"].as_str().unwrap().to_owned(), identifier(index)))
        .collect();
    let rename = |value: &mut Value| {
        if let Some(name) = value.as_str().and_then(|name| names.get(name)) {
            *value = name.clone();
        }
    };
    for action in actions.iter_mut() {
        rename(&mut action["Identifier"]);
        let transitions = action["Transitions"].as_object_mut().unwrap();
        transitions.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
        if let Some(next) = transitions.get_mut("NextAction") {
            rename(next);
        }
        for list in ["Conditions", "Errors"] {
            let branches = transitions.get_mut(list).and_then(Value::as_array_mut);
            branches.into_iter().flatten().for_each(|branch| rename(&mut branch["NextAction"]));
        }
        if let Some(errors) = transitions.get_mut("Errors").and_then(Value::as_array_mut) {
            errors.reverse();
        }
    }
    actions.reverse();
    rename(&mut flow["StartAction"]);
    flow.as_object_mut().unwrap().remove("Metadata");
    flow.to_string()
}

fn from_json(json: &str) -> Option<Flow> {
    let mut sources = Sources::new();
    let file = sources.add("flow.json", json);
    let mut diagnostics = Diagnostics::new();
    let document = reader::parse(&sources, file, &mut diagnostics)?;
    let hints = ImportHints::default();
    reader::read(&document, &hints, Purpose::Compare, Some(&DEMO), &mut diagnostics).map(|read| read.flow)
}

#[test]
fn a_flow_that_was_only_saved_again_has_no_differences() {
    let mut count = 0;
    for (fixture, Built { build, files, .. }) in OK.iter() {
        let contents = files.iter().filter(|file| file.path.starts_with("flows/"));
        let flows = build.flows.iter().filter(|flow| flow.contract.is_none());
        for (flow, file) in flows.zip(contents) {
            let json = exported_again(std::str::from_utf8(&file.bytes).unwrap());
            let again = from_json(&json).unwrap();
            let changes = diff(flow, &again, Scope { resource: false, flow_type: false });
            let described = render::human(flow, &again, &changes);
            assert!(changes.is_empty(), "{}: {}\n{described}", fixture.display(), flow.name.text);
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn changes_are_described() {
    let folder = repository("tests/diff");
    let mut cases: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    for case in chosen(cases, |case| stem(case).to_owned()) {
        let files = read_folder(&case);
        let kind = if files.contains_key("before.json") { "json" } else { "flow" };
        let run = |before: &str, after: &str, options: &str| {
            callflow(&files, &format!("diff {before}.{kind} {after}.{kind} {options}"))
        };
        let there = run("before", "after", "");
        let back = run("after", "before", "");
        let json = run("before", "after", "--format json");
        assert_eq!((there.code, back.code, json.code), (1, 1, 1), "{}", there.stderr);
        assert_eq!(there.stderr, "");
        let text = format!("{}\n--- back ---\n{}\n--- json ---\n{}", there.stdout, back.stdout, json.stdout);
        snapshot_beside(&case.with_extension("flow"), &text);
        let same = run("before", "before", "");
        assert_eq!((same.stdout.as_str(), same.code), ("no difference\n", 0));
    }
}

#[test]
fn a_changed_prompt_and_a_moved_branch_are_two_changes() {
    let folder = repository("tests/diff/branch_moved");
    let flow = |name: &str| build(&folder.join(name)).build.flows.remove(0);
    let (before, after) = (flow("before.flow"), flow("after.flow"));
    let changes = diff(&before, &after, CONTENT);
    assert!(matches!(changes.as_slice(), [Change::Branch { .. }, Change::Parameter { .. }]), "{changes:?}");
}

#[test]
fn files_that_cannot_be_compared_are_reported() {
    let folder = process::empty_folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let one = "flow \"A\" inbound { start { disconnect } }\n";
    write("one.flow", one);
    write("two.flow", &format!("{one}{}", one.replace("\"A\"", "\"B\"")));
    write("wrong.flow", "flow \"A\" inbound {\n");
    write("none.json", "{}");
    let run = |arguments: &[&str]| process::callflow(folder.path(), &[&["diff"], arguments].concat());
    let two = run(&["one.flow", "two.flow"]);
    assert_eq!(two.code, 2);
    assert!(two.stderr.contains("select one with `--flow`: `A`, `B`"), "{}", two.stderr);
    assert_eq!(run(&["one.flow", "two.flow", "--flow", "A"]).code, 0);
    assert_eq!(run(&["one.flow", "two.flow", "--flow", "C"]).code, 2);
    assert_eq!(run(&["one.flow", "wrong.flow"]).code, 2);
    assert_eq!(run(&["one.flow", "none.json"]).code, 2);
    assert_eq!(run(&["one.flow", "nowhere.json"]).code, 2);
    assert_eq!(run(&["one.flow"]).code, 2);
}
