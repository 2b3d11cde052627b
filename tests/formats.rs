//! Diagnostics for programs: JSON is checked against its schema, SARIF against the requirements of the standard, and
//! GitHub's workflow commands for their form.
//!
//! The cases are those of `tests/diagnostics`, run with another `--format`. All formats must report the same
//! diagnostics.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::case::{Case, Files, chosen_cases};
use crate::support::process::{self, Output};
use crate::support::run::{callflow, in_formats};
use crate::support::{all, repository, snapshot_in, stem};

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[test]
fn every_case_is_reported_in_every_format() {
    let schema = schema();
    all(&chosen_cases(), |case| stem(case).to_owned(), |case| check(case, &schema));
}

fn check(case: &Path, schema: &Value) {
    let Case { command, files } = Case::read(case);
    // Other commands have no `--format`.
    if !["check", "build"].contains(&command.split(' ').next().unwrap()) {
        return;
    }
    let [json, sarif, github] = in_formats(&files, &command, ["json", "sarif", "github"]);
    let diagnostics = check_json(&json, schema);
    assert_eq!(check_sarif(&sarif), diagnostics);
    assert_eq!(check_github(&github), diagnostics);
    assert_eq!([sarif.code, github.code], [json.code, json.code]);
}

fn schema() -> Value {
    parse(&fs::read_to_string(repository("docs/diagnostics.schema.json")).unwrap())
}

/// Checks JSON against its schema. Returns the number of diagnostics.
fn check_json(output: &Output, schema: &Value) -> usize {
    assert_eq!(output.stderr, "");
    let document = parse(&output.stdout);
    let found = violations(schema, schema, &document, "");
    assert!(found.is_empty(), "{}\n{}", found.join("\n"), output.stdout);

    let diagnostics = list(&document, "/diagnostics");
    for (severity, count) in [("error", "errors"), ("warning", "warnings"), ("note", "notes")] {
        let found = diagnostics.iter().filter(|diagnostic| diagnostic["severity"] == severity).count();
        assert_eq!(document["summary"][count], found);
    }
    for diagnostic in diagnostics {
        // The location of the diagnostic is that of its first label.
        for key in ["file", "line", "column", "end_line", "end_column"] {
            assert_eq!(diagnostic[key], diagnostic.pointer(&format!("/labels/0/{key}")).cloned().unwrap_or_default());
        }
        let file = diagnostic["file"].as_str().unwrap_or("main.flow");
        assert!(!file.starts_with('/') && !file.contains('\\'), "{file}");
    }
    diagnostics.len()
}

/// The violations of `schema` in `value`. Supports only the keywords that our schema uses.
fn violations(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, wanted) in schema.as_object().unwrap() {
        let holds = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let target = root.pointer(wanted.as_str().unwrap().trim_start_matches('#')).expect("a definition");
                found.extend(violations(root, target, value, at));
                true
            }
            "type" => match wanted.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "integer" => value.is_u64(),
                "null" => value.is_null(),
                other => panic!("unsupported type: {other}"),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_u64() >= wanted.as_u64(),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= wanted.as_u64().unwrap()),
            "pattern" => {
                let pattern = regex_lite::Regex::new(wanted.as_str().unwrap()).unwrap();
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "oneOf" => {
                let fits = |one: &&Value| violations(root, one, value, at).is_empty();
                wanted.as_array().unwrap().iter().filter(fits).count() == 1
            }
            "required" => wanted.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                for (key, value) in value.as_object().unwrap() {
                    match wanted.get(key) {
                        Some(schema) => found.extend(violations(root, schema, value, &format!("{at}/{key}"))),
                        None => found.push(format!("{at}/{key} is not in the schema")),
                    }
                }
                true
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(violations(root, wanted, item, &format!("{at}/{index}")));
                }
                true
            }
            other => panic!("unsupported keyword: {other}"),
        };
        if !holds {
            found.push(format!("{at}: `{word}` must be {wanted}, found {value}"));
        }
    }
    found
}

#[test]
fn the_schema_refuses_invalid_documents() {
    let schema = schema();
    let good = parse(r#"{"version": 1, "diagnostics": [], "summary": {"errors": 0, "warnings": 0, "notes": 0}}"#);
    assert!(violations(&schema, &schema, &good, "").is_empty());
    for (path, bad) in [("/version", "2"), ("/summary/errors", "-1"), ("/diagnostics", "[{}]"), ("/summary", "{}")] {
        let mut document = good.clone();
        *document.pointer_mut(path).unwrap() = parse(bad);
        assert!(!violations(&schema, &schema, &document, "").is_empty(), "{path} = {bad}");
    }
}

/// Checks the required properties of SARIF, and that each result has a location. Returns the number of diagnostics.
fn check_sarif(output: &Output) -> usize {
    assert_eq!(output.stderr, "");
    let document = parse(&output.stdout);
    assert_eq!(document["version"], "2.1.0");
    assert!(document["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    assert_eq!(list(&document, "/runs").len(), 1);
    let run_ = &document["runs"][0];
    assert_eq!(run_["tool"]["driver"]["name"], "callflow");
    assert_eq!(run_["columnKind"], "unicodeCodePoints");
    assert_eq!(run_["invocations"][0]["executionSuccessful"], output.code != 2);
    let rules = list(run_, "/tool/driver/rules");
    for rule in rules {
        assert!(rule.pointer("/fullDescription/text").is_some());
        for text in ["/id", "/name", "/shortDescription/text", "/help/text", "/help/markdown"] {
            assert!(rule.pointer(text).and_then(Value::as_str).is_some_and(|text| !text.is_empty()), "{text}: {rule}");
        }
        check_level(&rule["defaultConfiguration"]["level"]);
    }
    let (results, notifications) = (list(run_, "/results"), list(run_, "/invocations/0/toolExecutionNotifications"));
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(list(result, "/locations").len(), 1);
        let related = list(result, "/relatedLocations");
        related.iter().chain(list(result, "/locations")).for_each(check_location);
        for change in list(result, "/fixes").iter().flat_map(|fix| list(fix, "/artifactChanges")) {
            check_uri(&change["artifactLocation"]);
            for replacement in list(change, "/replacements") {
                check_region(&replacement["deletedRegion"]);
                assert!(replacement["insertedContent"]["text"].is_string());
            }
        }
    }
    for notification in notifications {
        let rule = &rules[usize::try_from(notification["associatedRule"]["index"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], notification["associatedRule"]["id"]);
    }
    for diagnostic in results.iter().chain(notifications) {
        check_level(&diagnostic["level"]);
        assert!(diagnostic["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
    }
    results.len() + notifications.len()
}

fn check_level(level: &Value) {
    assert!(["error", "warning", "note"].contains(&level.as_str().unwrap()), "{level}");
}

fn check_location(location: &Value) {
    check_uri(&location["physicalLocation"]["artifactLocation"]);
    check_region(&location["physicalLocation"]["region"]);
}

fn check_uri(artifact: &Value) {
    let uri = artifact["uri"].as_str().unwrap();
    assert!(!uri.starts_with('/') && !uri.contains(['\\', ' ']) && uri.is_ascii(), "{uri}");
    assert_eq!(artifact["uriBaseId"], "%SRCROOT%");
}

fn check_region(region: &Value) {
    let number = |key: &str| region[key].as_u64().filter(|number| *number > 0).unwrap();
    let (start, end) = ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
    assert!(start <= end, "{region}");
}

/// Checks that each diagnostic is a command on its own line. Returns the number of commands.
fn check_github(output: &Output) -> usize {
    let commands: Vec<&str> = output.stdout.lines().filter(|line| line.starts_with("::")).collect();
    for command in &commands {
        let (head, message) = command.trim_start_matches("::").split_once("::").unwrap();
        let (word, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&word), "{command}");
        let keys: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        let keys = keys.join(" ");
        let known = ["file line col endLine endColumn title", "file line endLine title", "title"];
        assert!(known.contains(&keys.as_str()), "{command}");
        assert!(!message.is_empty());
    }
    commands.len()
}

/// A folder with this `main.flow`.
fn files(text: &str) -> Files {
    Files::from([("main.flow".to_owned(), text.as_bytes().to_owned())])
}

/// An umlaut, a `%` and a comma come before the errors; several labels are involved, and there is a fix.
const WRONG: &str = "flow \"Für 100%, Main\" inbound {
  start {
    play_prompt \"ä\" { on error -> sory }
    set_working_queue \"Biling\" { on error -> sory }
    disconnect
  }
  step sorry { disconnect }
}
";

fn snapshot(name: &str, text: &str) {
    snapshot_in("tests/formats", name, text);
}

#[test]
fn each_format_matches_its_snapshot() {
    let printed = |format| {
        let output = callflow(&files(WRONG), &format!("check . --inventory inventory --format {format}"));
        assert_eq!(output.code, 1);
        output.stdout
    };
    snapshot("json", &printed("json"));
    snapshot("github", &printed("github"));
    let mut sarif = parse(&printed("sarif"));
    // The pages are tested separately, and the version changes.
    for rule in sarif.pointer_mut("/runs/0/tool/driver/rules").unwrap().as_array_mut().unwrap() {
        rule["help"] = "…".into();
    }
    sarif["runs"][0]["tool"]["driver"]["version"] = "…".into();
    sarif["runs"][0]["tool"]["driver"]["semanticVersion"] = "…".into();
    snapshot("sarif", &serde_json::to_string_pretty(&sarif).unwrap());
}

#[test]
fn a_path_below_the_current_folder_is_always_relative() {
    let folder = process::folder(&files(WRONG));
    let place = folder.path().canonicalize().unwrap();
    let file = place.join("main.flow");
    let output = process::callflow(&place, &["check", file.to_str().unwrap(), "--format", "json"]);
    let document = parse(&output.stdout);
    let files: Vec<&str> =
        list(&document, "/diagnostics").iter().filter_map(|diagnostic| diagnostic["file"].as_str()).collect();
    assert_eq!(files, ["main.flow"]);
    let elsewhere = process::empty_folder();
    let output = process::callflow(elsewhere.path(), &["check", file.to_str().unwrap(), "--format", "sarif"]);
    let uri = parse(&output.stdout).pointer("/runs/0/results/0/locations/0/physicalLocation/artifactLocation").cloned();
    let artifact = uri.unwrap();
    assert!(artifact["uri"].as_str().unwrap().starts_with("file:///"), "{artifact}");
    assert!(artifact.get("uriBaseId").is_none());
}

#[test]
fn stdout_contains_only_the_document() {
    let folder = process::folder(&files("flow \"Main\" inbound {\n  start { disconnect }\n}\n"));
    for command in ["check", "build"] {
        let run = |format| {
            let words = [command, ".", "--inventory", "inventory", "--format", format];
            process::callflow(folder.path(), &words)
        };
        for format in ["json", "sarif"] {
            let output = run(format);
            assert_eq!((output.code, output.stderr.as_str()), (0, ""));
            parse(&output.stdout);
        }
        let output = run("github");
        assert!(!output.stdout.is_empty() && !output.stdout.contains("::"), "{}", output.stdout);
    }
    assert!(folder.path().join("build/flows/main.json").exists());
}

#[test]
fn text_of_a_source_is_escaped_for_github() {
    let text = "flow \"Main\" inbound {\n  start { nothing_like_it }\n}\n";
    let files = Files::from([("a,b: 100%.flow".to_owned(), text.as_bytes().to_owned())]);
    let output = callflow(&files, "check . --inventory inventory --format github");
    assert!(output.stdout.starts_with("::error file=a%2Cb%3A 100%25.flow,line=2,"), "{}", output.stdout);
}
