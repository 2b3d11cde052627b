//! Flow JSON → `.flow` text → flow JSON gives the same flow.

#![cfg(test)]

mod harness;

use std::fs;
use std::path::{Path, PathBuf};

use callflow::compile::{Input, Names, compile};
use callflow::connect::read::{Read, Said, read};
use callflow::connect::{self, content};
use callflow::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use callflow::graph::equal::{Identifiers, differences};
use callflow::graph::{Build, Mode};
use callflow::raise::{Options, raise};
use callflow::source::Sources;
use callflow::syntax::format::print_made;

use harness::corpus::{GOOD, breaks_a_rule, flows, shared};

/// What came of a flow that was imported and built again.
struct Outcome {
    text: String,
    /// What the build said, errors only.
    errors: Vec<String>,
    differences: Vec<String>,
}

fn import(name: &str, json: &str, options: Options) -> (Option<Read>, String, Sources, Diagnostics) {
    let mut sources = Sources::new();
    let file = sources.add(name, json);
    let mut diagnostics = Diagnostics::new();
    let said = Said { file_name: "Flow".into(), ..Said::default() };
    let read = read(&sources, file, &said, None, &mut diagnostics);
    let text = read.as_ref().map(|read| {
        let (tree, remarks) = raise(read, None, options, &mut diagnostics);
        print_made(&tree, remarks)
    });
    (read, text.unwrap_or_default(), sources, diagnostics)
}

fn round_trip(name: &str, json: &str, options: Options, mode: Mode) -> Outcome {
    let (read, text, _, _) = import(name, json, options);
    let read = read.expect("a flow");
    let mut sources = Sources::new();
    let file = sources.add(format!("{name}.flow"), &text);
    let mut diagnostics = Diagnostics::new();
    let files = [file];
    let names = Names::MustBeKnown;
    let input =
        Input { sources: &sources, files: &files, exports: &[], is_complete: true, inventory: None, mode, names };
    let build = compile(&input, &mut diagnostics);
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| {
            format!(
                "{} {} [{}]",
                it.code,
                it.message,
                it.span().map(|s| sources.text(s).chars().take(60).collect::<String>()).unwrap_or_default()
            )
        })
        .collect();
    let identifiers = if options.keep_identifiers { Identifiers::Same } else { Identifiers::Any };
    let mut found = build
        .flows
        .first()
        .map_or_else(|| vec!["no flow".to_owned()], |built| differences(&read.flow, built, identifiers));
    if found.is_empty() && errors.is_empty() {
        found = wire_differences(&read, &build, identifiers);
    }
    Outcome { text, errors, differences: found }
}

/// The same once more on what is emitted.
fn wire_differences(read: &Read, build: &Build, identifiers: Identifiers) -> Vec<String> {
    let names = connect::Names::new(build, None);
    let content = content(build.flows.first().unwrap(), &names);
    let (again, ..) = import("again.json", std::str::from_utf8(&content.bytes).unwrap(), Options::default());
    differences(&read.flow, &again.unwrap().flow, identifiers)
}

/// The flows of tests/import, each with the text that it is imported as and what is said about it.
#[test]
fn flows_are_imported_as_their_snapshots_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(paths.len() >= 3);
    for path in paths {
        let json = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (_, mut text, sources, diagnostics) = import(name, &json, Options::default());
        if !diagnostics.is_empty() {
            text.push_str("────────\n");
            text.push_str(&diagnostics.to_plain_text(&sources));
        }
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), text));
        for keep_identifiers in [false, true] {
            let outcome = round_trip(name, &json, Options { keep_identifiers }, Mode::Draft);
            assert!(outcome.differences.is_empty(), "{name}: {:?}", outcome.differences);
        }
    }
}

/// Names go to ARNs and come back as names, where the inventory knows them.
#[test]
fn names_come_back_where_the_inventory_knows_them() {
    let temporary = harness::empty_folder();
    let folder = temporary.path();
    harness::add_inventory(folder);
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
    fs::write(folder.join("names.flow"), source).unwrap();
    let built = harness::callflow(folder, &["build", "names.flow", "--inventory", "inventory", "--out", "out"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let arguments = ["import", "out/flows/names.json", "--inventory", "inventory", "--name", "Names"];
    let imported = harness::callflow(folder, &[&arguments[..], &["--type", "inbound"]].concat());
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert_eq!(imported.stdout, source);
    let told = harness::callflow(folder, &[&arguments[..], &["--out", "flows"]].concat());
    assert_eq!(told.stdout, "flows: 1 file written\n");
    fs::write(folder.join("flows/names.flow"), "// changed by hand\n").unwrap();
    let refused = harness::callflow(folder, &[&arguments[..], &["--out", "flows"]].concat());
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("F0802"), "{}", refused.stderr);
}

/// Each flow of these grades, imported and built again, has to be the same.
fn check_corpus(grades: &[&str], count: usize, is_draft: fn(&str) -> bool) {
    let Some(shared) = shared() else { return };
    let flows = flows(&shared, grades);
    assert_eq!(flows.len(), count);
    let mut wrong = Vec::new();
    for keep_identifiers in [false, true] {
        for (path, json) in &flows {
            let mode = if is_draft(path) { Mode::Draft } else { Mode::Publish };
            let outcome = round_trip(path, json, Options { keep_identifiers }, mode);
            wrong.extend(outcome.errors.iter().chain(&outcome.differences).map(|it| format!("{path}: {it}")));
            wrong.extend(raw_parts(&outcome.text).into_iter().map(|it| format!("{path}: {it}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the text says raw although the catalogue knows it.
fn raw_parts(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let files = [sources.add("raw.flow", text)];
    let names = Names::MayBeUnverified;
    let mode = Mode::Draft;
    let input =
        Input { sources: &sources, files: &files, exports: &[], is_complete: true, inventory: None, mode, names };
    let mut diagnostics = Diagnostics::new();
    compile(&input, &mut diagnostics);
    let is_raw = |it: &&Diagnostic| matches!(it.code, Code::KnownAction | Code::KnownKey);
    diagnostics.iter().filter(is_raw).map(|it| format!("{} {}", it.code, it.message)).collect()
}

#[test]
fn good_flows_of_the_corpus_come_back_the_same() {
    check_corpus(GOOD, 142, breaks_a_rule);
}

#[test]
fn drafts_of_the_corpus_come_back_the_same() {
    check_corpus(&["draft"], 40, |_| true);
}

#[test]
fn invalid_flows_of_the_corpus_are_imported_and_reported() {
    let Some(shared) = shared() else { return };
    for (path, json) in flows(&shared, &["invalid", "suspect"]) {
        let outcome = round_trip(&path, &json, Options::default(), Mode::Publish);
        assert!(outcome.differences.is_empty(), "{path}: {:?}", outcome.differences);
        assert!(!outcome.errors.is_empty(), "{path}: nothing is wrong with it");
    }
}

/// The modules that always have a counterpart.
const ALWAYS_KNOWN: &[&str] = &[
    "PlayPrompt",
    "SetAttributes",
    "Disconnect",
    "InvokeExternalResource",
    "Transfer",
    "CheckAttribute",
    "SetQueue",
    "SetLoggingBehavior",
    "GetUserInput",
    "SetVoice",
    "Resume",
    "Loop",
    "StoreUserInput",
    "CheckHoursOfOperation",
    "LoopPrompts",
    "SetEventHook",
];

#[test]
fn legacy_exports_are_imported() {
    let Some(shared) = shared() else { return };
    let mut paths: Vec<PathBuf> =
        fs::read_dir(shared.join("corpus/legacy")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 46);
    for path in paths {
        let name = path.display().to_string();
        let json = fs::read_to_string(&path).unwrap();
        let read = import(&name, &json, Options::default()).0.unwrap();
        for action in read.flow.actions.iter().filter(|action| action.block.is_none()) {
            assert!(!ALWAYS_KNOWN.contains(&action.type_.as_str()), "{name}: {}", action.type_);
        }
        let outcome = round_trip(&name, &json, Options::default(), Mode::Draft);
        assert!(outcome.differences.is_empty(), "{name}: {:?}", outcome.differences);
    }
}
