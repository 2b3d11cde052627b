//! Flow JSON → `.flow` text → flow JSON gives the same flow.

use std::fs;
use std::path::PathBuf;

use callflow::analysis::Analysis;
use callflow::connect::{self, Placeholder, content};
use callflow::decompile::{Annotations, Options, decompile};
use callflow::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use callflow::graph::equal::{Identifiers, differences};
use callflow::graph::{Build, Flow, Mode};
use callflow::reader::{self, ImportHints, Purpose, Read};
use callflow::source::Sources;
use callflow::syntax::format::{checked, checked_generated};

use crate::support::case::Files;
use crate::support::corpus::{GOOD, breaks_a_rule, flows, shared};
use crate::support::run::{self, Project};
use crate::support::{all, chosen_fixtures, each, fixtures, process, snapshot_beside};

/// The result of importing a flow and building it again.
struct Outcome {
    /// Raw parts of the text that the catalogue knows.
    raw_parts: Vec<String>,
    /// The errors of the build.
    errors: Vec<String>,
    differences: Vec<String>,
}

pub fn read_json(name: &str, json: &str) -> (Option<Read>, Sources, Diagnostics) {
    let mut sources = Sources::new();
    let file = sources.add(name, json);
    let mut diagnostics = Diagnostics::new();
    let hints = ImportHints { default_name: Some("Flow".into()), ..ImportHints::default() };
    let document = reader::parse(&sources, file, &mut diagnostics);
    let read = document.and_then(|document| reader::read(&document, &hints, Purpose::Check, None, &mut diagnostics));
    (read, sources, diagnostics)
}

/// The `.flow` text of an imported flow, which reads back as it was meant.
pub fn import(read: &Read, options: Options, diagnostics: &mut Diagnostics) -> String {
    let annotations =
        Annotations { is_type_inferred: read.is_type_inferred, other_types: &read.other_types, names: &read.names };
    let (tree, remarks) = decompile(&read.flow, annotations, None, options, diagnostics);
    checked_generated(&tree, remarks).expect("a text that reads back")
}

/// Imports a flow and builds the text.
fn round_trip(read: &Read, options: Options, mode: Mode) -> Outcome {
    let text = import(read, options, &mut Diagnostics::new());
    let project = Project::bare().with("again.flow", &text);
    let Analysis { build, diagnostics, .. } = project.analyse(run::Purpose::Emit, mode);
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| {
            format!(
                "{} {} [{}]",
                it.code,
                it.message,
                it.span().map(|s| project.sources().text(s).chars().take(60).collect::<String>()).unwrap_or_default()
            )
        })
        .collect();
    let identifiers = if options.keep_identifiers { Identifiers::Same } else { Identifiers::Any };
    let mut found = build
        .flows
        .first()
        .map_or_else(|| vec!["no flow".to_owned()], |built| differences(&read.flow, built, identifiers));
    if found.is_empty() && errors.is_empty() {
        found = wire_differences(read, &build, identifiers);
    }
    let is_raw = |it: &&Diagnostic| matches!(it.code, Code::KnownAction | Code::KnownKey);
    let raw_parts = diagnostics.iter().filter(is_raw).map(|it| format!("{} {}", it.code, it.message)).collect();
    Outcome { raw_parts, errors, differences: found }
}

/// The differences between the imported flow and the emitted flow JSON.
fn wire_differences(read: &Read, build: &Build, identifiers: Identifiers) -> Vec<String> {
    let names = connect::ReferenceWriter::new(build, None);
    let content = content(build.flows.first().unwrap(), &names);
    let (again, ..) = read_json("again.json", &content.render(Placeholder::text));
    differences(&read.flow, &again.unwrap().flow, identifiers)
}

/// The flows of tests/import, each with its `.flow` text and its diagnostics.
#[test]
fn imported_flows_match_their_snapshots() {
    assert!(fixtures("tests/import", "json").len() >= 3);
    for path in chosen_fixtures("tests/import", "json") {
        let json = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (read, sources, mut diagnostics) = read_json(name, &json);
        let read = read.expect("a flow");
        let mut text = import(&read, Options::default(), &mut diagnostics);
        let again = Project::bare().with("again.flow", &text);
        let built = again.analyse(run::Purpose::Emit, Mode::Draft).build;
        assert_eq!(notes(&built.flows[0]), notes(&read.flow), "{text}");
        let mut written = Sources::new();
        let file = written.add("again.flow", &text);
        let tree = callflow::syntax::parse(&written, file, &mut Diagnostics::new());
        assert_eq!(checked(&tree, &written).as_ref(), Some(&text), "`fmt` changes nothing");
        if !diagnostics.is_empty() {
            text.push_str("────────\n");
            text.push_str(&diagnostics.to_plain_text(&sources));
        }
        snapshot_beside(&path, &text);
        for keep_identifiers in [false, true] {
            let outcome = round_trip(&read, Options { keep_identifiers }, Mode::Draft);
            assert!(outcome.differences.is_empty(), "{name}: {:?}", outcome.differences);
        }
    }
}

/// The texts of a flow's notes.
fn notes(flow: &Flow) -> Vec<&str> {
    let mut notes: Vec<&str> = flow.notes.iter().map(|note| note.text.as_str()).collect();
    notes.sort_unstable();
    notes
}

/// Names are compiled to ARNs, and ARNs in the inventory are imported as names.
#[test]
fn arns_in_the_inventory_are_imported_as_names() {
    let source = r#"flow "Names" inbound {
  on error -> sorry

  start {
    set_working_queue queue "Billing"
    check_staffing available {
      agent: "amara.okafor"
      on false -> sorry
    }
    check_hours_of_operation "Basic Hours" { on out_of_hours -> sorry }
    transfer_to_queue { on at_capacity -> sorry }
  }

  step sorry {
    play_prompt prompt arn "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5/prompt/not-known"
    disconnect
  }
}
"#;
    let temporary = process::folder(&Files::from([("names.flow".to_owned(), source.into())]));
    let folder = temporary.path();
    let built = process::callflow(folder, &["build", "names.flow", "--inventory", "inventory", "--out", "out"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let arguments = ["import", "out/flows/names.json", "--inventory", "inventory", "--name", "Names"];
    let imported = process::callflow(folder, &[&arguments[..], &["--type", "inbound"]].concat());
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert_eq!(imported.stdout, source);
    let written = process::callflow(folder, &[&arguments[..], &["--out", "flows"]].concat());
    assert_eq!(written.stdout, "flows: 1 file written\n");
    fs::write(folder.join("flows/names.flow"), "// changed by hand\n").unwrap();
    let refused = process::callflow(folder, &[&arguments[..], &["--out", "flows"]].concat());
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("F0802"), "{}", refused.stderr);
}

/// `/// …` is in the JSON of a build, at its block, and an import gives it back.
#[test]
fn notes_come_back_at_their_blocks() {
    let source = fs::read_to_string("tests/ok/notes.flow").unwrap();
    let project = Project::bare().with("notes.flow", &source);
    let Analysis { build, .. } = project.analyse(run::Purpose::Emit, Mode::Publish);
    let json = content(&build.flows[0], &connect::ReferenceWriter::new(&build, None)).render(Placeholder::text);
    let written: serde_json::Value = serde_json::from_str(&json).unwrap();
    let notes = written["Metadata"]["Annotations"].as_array().unwrap().iter();
    let notes: Vec<_> = notes.map(|it| (it["actionId"].as_str().unwrap(), it["content"].as_str().unwrap())).collect();
    let expected = [
        ("", "The line that a driver calls.\n\n  It says \"little\"."),
        ("start", "The first block of a step has the note of the step."),
        ("start", "Said to everybody."),
        ("start", "A second note."),
        ("start.play_prompt", "Nobody is there."),
        ("bye", "The end."),
    ];
    assert_eq!(notes, expected);
    let read = read_json("notes.json", &json).0.unwrap();
    let text = import(&read, Options::default(), &mut Diagnostics::new());
    let again = Project::bare().with("again.flow", &text).analyse(run::Purpose::Emit, Mode::Publish).build;
    assert_eq!(again.flows[0].notes, build.flows[0].notes, "{text}");
    assert!(!text.contains("Not in the flow") && !json.contains("Not in the flow"), "{text}");
}

/// `raw` and `action` do not hide what is wrong with the JSON.
#[test]
fn the_imported_text_has_the_findings_of_the_json() {
    let json = r#"{
      "Version": "2019-10-30", "StartAction": "a", "Metadata": { "type": "contactFlow", "name": "Kiosk" },
      "Actions": [
        { "Identifier": "a", "Type": "MessageParticipant", "Parameters": { "Text": "Hello.", "Colour": "red" },
          "Transitions": { "NextAction": "b", "Errors": [{ "NextAction": "b", "ErrorType": "NoMatchingError" }] } },
        { "Identifier": "b", "Type": "PlayTune", "Parameters": {},
          "Transitions": { "NextAction": "c", "Errors": [{ "NextAction": "c", "ErrorType": "NoMatchingError" }] } },
        { "Identifier": "c", "Type": "TransferToQueue", "Parameters": {},
          "Transitions": { "NextAction": "d", "Errors": [{ "NextAction": "d", "ErrorType": "NoMatchingError" }] } },
        { "Identifier": "d", "Type": "UpdateFlowLoggingBehavior", "Parameters": { "FlowLoggingBehavior": "Enabled" },
          "Transitions": { "NextAction": "e", "Errors": [{ "NextAction": "e", "ErrorType": "TooLate" }] } },
        { "Identifier": "e", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {} }
      ]
    }"#;
    let temporary = process::folder(&Files::from([("kiosk.json".to_owned(), json.into())]));
    let folder = temporary.path();
    let imported = process::callflow(folder, &["import", "kiosk.json", "--out", "flows"]);
    assert_eq!(imported.stdout, "flows: 2 files written\n", "{}", imported.stderr);
    let expected = ["error[F0402]", "error[F1003]", "warning[F0301]", "warning[F1003]"];
    for arguments in [["check", "kiosk.json"], ["check", "flows"], ["build", "flows"]] {
        let printed = process::callflow(folder, &arguments).stderr;
        let mut codes: Vec<&str> = printed.lines().filter(|line| line.ends_with(']') && line.contains("[F")).collect();
        codes.sort_unstable();
        assert_eq!(codes, expected, "{arguments:?}\n{printed}");
    }
}

/// Each flow of these grades must be the same after import and build.
fn check_corpus(grades: &[&str], count: usize, is_draft: fn(&str) -> bool) {
    let Some(shared) = shared() else { return };
    let flows = flows(&shared, grades);
    assert_eq!(flows.len(), count);
    let wrong = each(&flows, |(path, json)| {
        let mode = if is_draft(path) { Mode::Draft } else { Mode::Publish };
        let read = read_json(path, json).0.expect("a flow");
        let wrong = [false, true].map(|keep_identifiers| {
            let Outcome { raw_parts, errors, differences } = round_trip(&read, Options { keep_identifiers }, mode);
            [errors, differences, raw_parts].concat()
        });
        wrong.iter().flatten().map(|it| format!("{path}: {it}")).collect::<Vec<_>>()
    });
    let wrong = wrong.concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn good_flows_of_the_corpus_survive_the_round_trip() {
    check_corpus(GOOD, 142, breaks_a_rule);
}

#[test]
fn drafts_of_the_corpus_survive_the_round_trip() {
    check_corpus(&["draft"], 40, |_| true);
}

#[test]
fn invalid_flows_of_the_corpus_are_imported_and_reported() {
    let Some(shared) = shared() else { return };
    let is_reported = |(path, json): &(String, String)| {
        let read = read_json(path, json).0.expect("a flow");
        let outcome = round_trip(&read, Options::default(), Mode::Publish);
        assert!(outcome.differences.is_empty(), "{path}: {:?}", outcome.differences);
        assert!(!outcome.errors.is_empty(), "{path}: no errors");
    };
    all(&flows(&shared, &["invalid", "suspect"]), |(path, _)| path.clone(), is_reported);
}

#[test]
fn legacy_exports_are_imported() {
    let Some(shared) = shared() else { return };
    let paths: Vec<PathBuf> =
        fs::read_dir(shared.join("corpus/legacy")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(paths.len(), 46);
    let is_imported = |path: &PathBuf| {
        let name = path.display().to_string();
        let json = fs::read_to_string(path).unwrap();
        let read = read_json(&name, &json).0.unwrap();
        let unknown = read.flow.actions.iter().find(|action| action.block.is_none());
        assert!(unknown.is_none(), "{name}: {unknown:?}");
        let text = import(&read, Options::default(), &mut Diagnostics::new());
        assert!(!text.contains("action \""), "{name}: {text}");
        let outcome = round_trip(&read, Options::default(), Mode::Draft);
        assert!(outcome.differences.is_empty(), "{name}: {:?}", outcome.differences);
    };
    all(&paths, |path| path.display().to_string(), is_imported);
}
