//! Changes of flow JSON that do not make a flow worse never cause an error: without metadata, with other identifiers, in
//! another order, inside an answer of the AWS CLI, as the text that `import` makes of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::build::OK;
use crate::support::case::Files;
use crate::support::corpus::{flows, shared};
use crate::support::run::callflow;
use crate::support::{each, stem};

/// The flow object inside a file, if it is one.
fn content(text: &str) -> Option<Value> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let resource = ["ContactFlow", "ContactFlowModule"].iter().find_map(|key| whole.get(key)).unwrap_or(&whole);
    let content = match resource.get("Content") {
        Some(Value::String(text)) => serde_json::from_str(text).ok()?,
        Some(content) => content.clone(),
        None => resource.clone(),
    };
    content.get("Actions").is_some().then_some(content)
}

fn without_metadata(mut flow: Value) -> Value {
    flow.as_object_mut().unwrap().remove("Metadata");
    flow
}

fn without_type(mut flow: Value) -> Value {
    if let Some(metadata) = flow.get_mut("Metadata").and_then(Value::as_object_mut) {
        metadata.remove("type");
    }
    flow
}

fn reversed(mut flow: Value) -> Value {
    flow["Actions"].as_array_mut().unwrap().reverse();
    flow
}

/// Every identifier with another name, wherever an action is referred to.
fn renamed(mut flow: Value) -> Value {
    fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object.iter_mut() {
                    let is_reference = ["Identifier", "StartAction", "NextAction"].contains(&key.as_str());
                    match value {
                        Value::String(text) if is_reference => {
                            if let Some(name) = names.get(text) {
                                text.clone_from(name);
                            }
                        }
                        _ => rename(value, names),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
            _ => {}
        }
    }
    let actions = flow["Actions"].as_array().unwrap().iter().enumerate();
    let named = actions.filter_map(|(index, action)| Some((action["Identifier"].as_str()?, format!("block {index}"))));
    let names = named.map(|(old, new)| (old.to_owned(), new)).collect();
    if let Some(metadata) = flow.get_mut("Metadata").and_then(Value::as_object_mut) {
        metadata.remove("ActionMetadata");
    }
    rename(&mut flow, &names);
    flow
}

fn wrapped(flow: &Value) -> Value {
    let key = if flow.get("Settings").is_some() { "ContactFlowModule" } else { "ContactFlow" };
    json!({ key: { "Name": "Wrapped", "Content": flow.to_string() } })
}

/// The codes of the errors of `check` in a file.
fn errors(file: &str, text: &str) -> BTreeSet<String> {
    let files = Files::from([(file.to_owned(), text.as_bytes().to_owned())]);
    let report: Value = serde_json::from_str(&callflow(&files, "check . --format json").stdout).unwrap();
    let found = report["diagnostics"].as_array().unwrap();
    let errors = found.iter().filter(|diagnostic| diagnostic["severity"] == "error");
    errors.map(|diagnostic| diagnostic["code"].as_str().unwrap().to_owned()).collect()
}

/// What is wrong in a variant and not in the plain flow.
fn worse(name: &str, flow: &Value) -> Vec<String> {
    let plain = errors("flow.json", &flow.to_string());
    let variants = [
        ("without metadata", without_metadata(flow.clone())),
        ("without a type", without_type(flow.clone())),
        ("renamed", renamed(flow.clone())),
        ("reversed", reversed(flow.clone())),
        ("wrapped", wrapped(flow)),
    ];
    let mut worse: Vec<String> = variants
        .iter()
        .flat_map(|(variant, json)| {
            let found = errors("flow.json", &json.to_string());
            found.difference(&plain).map(|code| format!("{name} {variant}: {code}")).collect::<Vec<_>>()
        })
        .collect();
    for (variant, json) in [("imported", flow.clone()), ("imported without metadata", without_metadata(flow.clone()))] {
        let files = Files::from([("flow.json".to_owned(), json.to_string().into_bytes())]);
        let imported = callflow(&files, "import flow.json");
        let found = errors("flow.flow", &imported.stdout);
        worse.extend(found.difference(&plain).map(|code| format!("{name} {variant}: {code}\n{}", imported.stdout)));
    }
    worse
}

#[test]
fn no_variant_of_a_built_flow_has_an_error() {
    let mut built: Vec<(String, Value)> = Vec::new();
    for (fixture, built_fixture) in OK.iter().filter(|(fixture, _)| !stem(fixture).starts_with("draft_")) {
        let contents = built_fixture.files.iter().filter_map(|file| content(&String::from_utf8_lossy(&file.bytes)));
        built.extend(contents.map(|flow| (stem(fixture).to_owned(), flow)));
    }
    assert!(built.len() > 50, "{} flows", built.len());
    let worse = each(&built, |(name, flow)| worse(name, flow)).concat();
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

#[test]
fn no_variant_of_an_export_has_an_error_that_the_export_has_not() {
    let Some(shared) = shared() else { return };
    let exports = flows(&shared, &["console-export", "draft"]);
    let contents: Vec<(String, Value)> =
        exports.into_iter().filter_map(|(path, text)| Some((path, content(&text)?))).collect();
    assert!(contents.len() > 60, "{} flows", contents.len());
    let worse = each(&contents, |(path, flow)| worse(path, flow)).concat();
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
