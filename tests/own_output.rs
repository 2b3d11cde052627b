//! What `build` writes, `check`, `diff` and `import` take without a word, and an import of it builds the same again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use callflow::diagnostic::Severity;
use serde_json::Value;

use crate::support::build::{OK, mode};
use crate::support::generate::{Project, Size};
use crate::support::process::{self, Output, callflow, empty_folder};
use crate::support::{all, chosen, repository, stem};
use callflow::graph::Mode;

/// Runs a command, which must exit with 0.
fn run(folder: &Path, words: &str) -> Output {
    let output = callflow(folder, &words.split_whitespace().collect::<Vec<_>>());
    assert_eq!(output.code, 0, "callflow {words}\n{}{}", output.stdout, output.stderr);
    output
}

/// The names, types and other properties of what a build made; not the hashes, because identifiers may differ.
fn resources(manifest: &Path, is_raw: bool) -> Vec<Value> {
    let text = fs::read_to_string(manifest).unwrap();
    let mut resources = serde_json::from_str::<Value>(&text).unwrap()["resources"].as_array().unwrap().clone();
    for resource in &mut resources {
        resource.as_object_mut().unwrap().remove("sha256");
        // The steps of an import may be in another order. In raw parts, references are texts.
        let references = resource["references"].as_array_mut().unwrap();
        references.sort_by_key(Value::to_string);
        references.retain(|_| !is_raw);
    }
    resources.sort_by_key(|resource| resource["file"].as_str().unwrap().to_owned());
    resources
}

/// Builds `flows/` in a folder with `inventory/`, and gives the output to the other commands. They may say only what
/// `check` says about the source: `said`.
fn is_clean(folder: &Path, draft: &str, is_raw: bool, said: &BTreeSet<String>) {
    run(folder, &format!("build flows --inventory inventory --out out {draft}"));
    for words in [
        "check out --level F0224=off",
        "check out --inventory inventory --level F0224=off",
        "import out --out again --inventory inventory",
    ] {
        let output = run(folder, words);
        let new: Vec<_> = output.codes().difference(said).cloned().collect();
        assert!(new.is_empty(), "callflow {words}: {new:?}\n{}", output.stderr);
    }
    let same = run(folder, "diff flows out --inventory inventory");
    assert!(same.stdout.starts_with("no difference"), "{}", same.stdout);
    run(folder, &format!("build again --inventory inventory --out rebuilt {draft}"));
    run(folder, "diff out rebuilt");
    let [built, rebuilt] = ["out", "rebuilt"].map(|out| resources(&folder.join(out).join("manifest.json"), is_raw));
    assert_eq!(built, rebuilt);
}

#[test]
fn of_every_fixture() {
    let fixtures: Vec<_> = OK.iter().collect();
    let fixtures = chosen(fixtures, |(fixture, _)| stem(fixture).to_owned());
    all(
        &fixtures,
        |(fixture, _)| stem(fixture).to_owned(),
        |(fixture, built)| {
            if !built.files.iter().any(|file| file.path.starts_with("flows/") || file.path.starts_with("modules/")) {
                return;
            }
            let source = fs::read_to_string(fixture).unwrap();
            let folder = process::folder(&[("flows/main.flow".to_owned(), source.clone().into())].into());
            let draft = if mode(fixture) == Mode::Draft { "--draft" } else { "" };
            let mut said: BTreeSet<String> = built.diagnostics.iter().map(|it| it.code.to_string()).collect();
            // JSON has no comments that silence a warning.
            let allowed = source.split("callflow: allow ").skip(1).filter_map(|rest| rest.split(' ').next());
            said.extend(allowed.map(str::to_owned));
            let is_raw = source.contains("raw: ") || source.contains("action \"");
            if is_raw {
                // Raw parameters and raw actions are unknown to callflow.
                said.extend(["F0301", "F0303", "F1003", "F1004"].map(str::to_owned));
            }
            assert!(!built.diagnostics.iter().any(|it| it.severity == Severity::Error));
            is_clean(folder.path(), draft, is_raw, &said);
        },
    );
}

#[test]
fn of_the_example() {
    let folder = empty_folder();
    process::copy(&repository("examples/acme-support/flows"), &folder.path().join("flows"));
    process::copy(&repository("examples/acme-support/inventory/dev"), &folder.path().join("inventory"));
    is_clean(folder.path(), "", false, &BTreeSet::new());
}

#[test]
fn of_a_generated_project() {
    let folder = empty_folder();
    let project = Project::new(Size { flows: 12, blocks: 30, users: 20, queues: 20 });
    project.write(folder.path()).unwrap();
    is_clean(folder.path(), "", false, &BTreeSet::new());
}

/// A module with its settings in each place where they can be.
#[test]
fn of_a_module_in_every_form() {
    let source = r#"module "Count the sheep" {
  description: "Until asleep"
  input {
    sheep: integer required
    lullaby: text
  }
  output {
    asleep: boolean required
  }
  branches: ["Awake", "Dreaming"]

  start {
    play_prompt "$.Modules.Input.sheep sheep. $.Modules.Input.lullaby" {
      on error {
        return "Awake" { asleep = false }
      }
    }
    return "Dreaming" { asleep = true }
  }
}
"#;
    let folder = process::folder(&[("flows/main.flow".to_owned(), source.into())].into());
    let folder = folder.path();
    run(folder, "build flows --inventory inventory --out out");
    let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    let (content, settings) = ("out/modules/count-the-sheep.json", "out/modules/count-the-sheep.settings.json");
    let imported = run(folder, &format!("import {content}"));
    assert_eq!((imported.stdout.as_str(), imported.stderr.as_str()), (source, ""));
    // Without the manifest the name is that of the file.
    fs::create_dir(folder.join("alone")).unwrap();
    for file in [content, settings] {
        fs::copy(folder.join(file), folder.join("alone").join(Path::new(file).file_name().unwrap())).unwrap();
    }
    let without = source.replace("Count the sheep", "count-the-sheep").replace("  description: \"Until asleep\"\n", "");
    let alone = run(folder, "import alone/count-the-sheep.json");
    assert_eq!((alone.stdout.as_str(), alone.stderr.as_str()), (without.as_str(), ""));
    // The answer of `aws connect describe-contact-flow-module`.
    let module = serde_json::json!({
        "Name": "Count the sheep", "Description": "Until asleep", "Status": "published",
        "Content": read(content), "Settings": read(settings),
    });
    fs::write(folder.join("answer.json"), serde_json::json!({ "ContactFlowModule": module }).to_string()).unwrap();
    for words in ["check answer.json", "check alone", "check out"] {
        assert_eq!(run(folder, words).stderr, "", "{words}");
    }
    assert_eq!(run(folder, "import answer.json").stdout, source);
    // Content alone is not judged by a contract that nobody knows.
    fs::remove_file(folder.join("alone/count-the-sheep.settings.json")).unwrap();
    assert_eq!(run(folder, "check alone").stderr, "");
    assert_eq!(run(folder, "import alone").codes(), ["F0811".to_owned()].into());
}

/// Answers of the AWS CLI that refer to one another are imported with names between them.
#[test]
fn of_answers_that_refer_to_one_another() {
    let arn = "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5";
    let answer = |kind: &str, part: &str, name: &str, number: u8, refers_to: &str, wire: (&str, &str)| {
        let actions = serde_json::json!([
            {
                "Identifier": "go", "Type": wire.0, "Parameters": { wire.1: refers_to },
                "Transitions": { "NextAction": "go2", "Errors": [{ "NextAction": "go2", "ErrorType": "NoMatchingError" }] },
            },
            { "Identifier": "go2", "Type": "EndFlowModuleExecution", "Parameters": {}, "Transitions": {} },
        ]);
        let content = serde_json::json!({ "Version": "2019-10-30", "StartAction": "go", "Actions": actions });
        let resource = serde_json::json!({
            "Id": format!("id-{number}"), "Arn": format!("{arn}/{part}/id-{number}"), "Name": name,
            "Type": "CONTACT_FLOW", "Content": content.to_string(),
        });
        serde_json::json!({ kind: resource }).to_string().into_bytes()
    };
    let module = ("InvokeFlowModule", "FlowModuleId");
    let flow = ("TransferToFlow", "ContactFlowId");
    let one = answer("ContactFlow", "contact-flow", "Tower", 1, &format!("{arn}/flow-module/id-3:2"), module);
    let two = answer("ContactFlow", "contact-flow", "Moat", 2, &format!("{arn}/contact-flow/id-1"), flow);
    let three = answer("ContactFlowModule", "flow-module", "Gate", 3, "id-4", module);
    // A name that the inventory has would mean its flow: the ARN stays.
    let four = answer("ContactFlowModule", "flow-module", "Billing", 4, "id-3", module);
    let files = [("a.json", one), ("b.json", two), ("c.json", three), ("d.json", four)];
    let folder = process::folder(&files.map(|(name, bytes)| (format!("in/{name}"), bytes)).into());
    let imported = |arguments: &str| {
        let output = run(folder.path(), &format!("import in --out out{arguments}").replace("  ", " "));
        let text = process::files(&folder.path().join("out")).into_iter();
        let text: String = text.map(|file| fs::read_to_string(folder.path().join("out").join(file)).unwrap()).collect();
        fs::remove_dir_all(folder.path().join("out")).unwrap();
        assert!(!output.codes().contains("F0809"), "{}", output.stderr);
        text
    };
    let text = imported("");
    for name in ["module \"Gate\" version \"2\"", "\"Tower\"", "invoke_module \"Billing\"", "invoke_module \"Gate\""] {
        assert!(text.contains(name), "{name}: {text}");
    }
    assert!(!text.contains("arn \"") && !text.contains("id \""), "{text}");
    let text = imported(" --inventory inventory");
    assert!(text.contains("\"Tower\"") && text.contains("invoke_module id \"id-4\""), "{text}");
    // One build also in a check: a flow of the wrong type is found without an inventory.
    let tower = folder.path().join("in/a.json");
    let whisper = fs::read_to_string(&tower).unwrap().replace("CONTACT_FLOW", "AGENT_WHISPER");
    fs::write(&tower, whisper).unwrap();
    let checked = callflow(folder.path(), &["check", "in"]);
    assert!(checked.code == 1 && checked.codes().contains("F0503"), "{}", checked.stderr);
}
