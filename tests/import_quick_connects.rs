//! `callflow import` of quick connects: answers of the AWS CLI, and the requests that a build writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::process::{self, Output, callflow, empty_folder};
use crate::support::repository;

const INSTANCE: &str = "arn:aws:connect:us-west-2:111122223333:instance/00000000-0000-4000-8000-000000000001";

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|reason| panic!("{}: {reason}", path.display()))
}

/// An answer of `describe-quick-connect`.
fn described(number: u32, name: &str, config: &Value) -> Value {
    json!({ "QuickConnect": {
        "QuickConnectARN": format!("{INSTANCE}/transfer-destination/{}", id(number)), "QuickConnectId": id(number),
        "Name": name, "Description": "Ask them", "QuickConnectConfig": config, "Tags": { "team": "quality" },
        "LastModifiedTime": "2026-01-10T08:00:00+00:00", "LastModifiedRegion": "us-west-2",
    } })
}

fn to_queue(queue: u32, flow: u32) -> Value {
    let config = json!({ "QueueId": id(queue), "ContactFlowId": id(flow) });
    json!({ "QuickConnectType": "QUEUE", "QueueConfig": config })
}

fn to_number(number: &str) -> Value {
    json!({ "QuickConnectType": "PHONE_NUMBER", "PhoneConfig": { "PhoneNumber": number } })
}

/// An answer of `list-queue-quick-connects`.
fn offered(quick_connects: &[(u32, &str)]) -> Value {
    let item = |(number, name): &(u32, &str)| json!({ "Id": id(*number), "Name": name, "QuickConnectType": "QUEUE" });
    json!({ "QuickConnectSummaryList": quick_connects.iter().map(item).collect::<Vec<_>>(),
        "LastModifiedTime": "2026-01-10T08:00:00+00:00", "LastModifiedRegion": "us-west-2" })
}

/// The answer of `describe-contact-flow` for a flow whose type nothing states.
fn flow(number: u32, name: &str) -> Value {
    let action = json!({ "Identifier": "a", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {} });
    let content = json!({ "Version": "2019-10-30", "StartAction": "a", "Actions": [action] });
    json!({ "ContactFlow": { "Arn": format!("{INSTANCE}/contact-flow/{}", id(number)), "Id": id(number), "Name": name,
        "Content": content.to_string() } })
}

/// The files that an import of `inputs` writes, by name, and what it says.
fn import(inputs: &[(&str, Value)]) -> (BTreeMap<String, String>, Output) {
    let files = inputs.iter().map(|(name, json)| (format!("in/{name}.json"), json.to_string().into_bytes()));
    let folder = process::folder(&files.collect());
    let output = callflow(folder.path(), &["import", "in", "--out", "out"]);
    let out = folder.path().join("out");
    let names = if out.exists() { process::files(&out) } else { Vec::new() };
    let texts = names.into_iter().map(|name| (name.to_string(), read(&out.join(&name))));
    (texts.collect(), output)
}

#[test]
fn the_build_of_an_import_is_equal() {
    let folder = empty_folder();
    process::copy(&repository("examples/acme-support/flows"), &folder.path().join("flows"));
    process::copy(&repository("examples/acme-support/inventory/dev"), &folder.path().join("inventory"));
    for words in ["build flows --out built", "import built --out again", "build again --out rebuilt"] {
        let words = format!("{words} --inventory inventory");
        let output = callflow(folder.path(), &words.split(' ').collect::<Vec<_>>());
        assert_eq!(output.code, 0, "{words}: {}", output.stderr);
        assert!(!words.starts_with("import") || output.stderr.is_empty(), "{}", output.stderr);
    }
    let files = |of: &str| process::files(&folder.path().join(of));
    let (built, rebuilt) = (folder.path().join("built"), folder.path().join("rebuilt"));
    assert_eq!(files("built"), files("rebuilt"));
    let quick_connects = files("built/quick-connects");
    assert_eq!(quick_connects.len(), 4);
    for name in quick_connects {
        let path = Path::new("quick-connects").join(&name);
        assert_eq!(read(&built.join(&path)), read(&rebuilt.join(&path)));
    }
    // The order within a request is that of the source, and says nothing.
    let association = |path: &Path| {
        let mut request: Value = serde_json::from_str(&read(path)).unwrap();
        let ids: BTreeSet<String> =
            request["QuickConnectIds"].as_array().unwrap().iter().map(ToString::to_string).collect();
        request["QuickConnectIds"] = json!(ids);
        request
    };
    let associations = files("built/associations");
    assert_eq!(associations.len(), 5);
    for name in associations {
        let path = Path::new("associations").join(&name);
        assert_eq!(association(&built.join(&path)), association(&rebuilt.join(&path)));
    }
}

#[test]
fn answers_of_one_set_refer_to_one_another() {
    let of_queue = format!("list-queue-quick-connects.{}", id(2));
    let inputs = [
        ("describe", described(1, "Desk", &to_queue(2, 3))),
        ("again", json!({ "QuickConnects": [described(1, "Desk", &to_queue(2, 3))["QuickConnect"]] })),
        ("list-quick-connects", json!({ "QuickConnectSummaryList": [{ "Id": id(1), "Name": "Desk" }] })),
        (of_queue.as_str(), offered(&[(1, "Desk")])),
        ("list-queue-quick-connects.empty", offered(&[])),
        ("request", json!({ "InstanceId": id(1), "QueueId": id(5), "QuickConnectIds": [id(1)] })),
        ("flow", flow(3, "Take it there")),
    ];
    let (files, output) = import(&inputs);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    let expected = format!(
        "quick_connect \"Desk\" {{\n  description: \"Ask them\"\n  queue: id \"{}\"\n  flow: \"Take it there\"\n  \
         tags: {{ team: \"quality\" }}\n  available_in: [\n    id \"{}\"\n    id \"{}\"\n  ]\n}}\n",
        id(2),
        id(2),
        id(5),
    );
    assert_eq!(files["desk.flow"], expected);
    // A queue's quick connect starts a flow of one type only.
    assert!(files["take-it-there.flow"].starts_with("flow \"Take it there\" queue_transfer"), "{files:?}");
    assert!(files["inventory/imported-quick-connects.json"].contains(&id(1)));
}

#[test]
fn what_cannot_be_expressed_is_reported() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut json = described(1, "Desk", &to_number("+14255550100"));
        change(&mut json["QuickConnect"]);
        json
    };
    let cases: [(&str, Value, &str, bool); 9] = [
        ("key", with(&|it| it["Colour"] = json!("red")), "the key `Colour` in a quick connect", true),
        (
            "other",
            with(&|it| it["QuickConnectConfig"]["FlowConfig"] = json!({ "ContactFlowId": id(1) })),
            "the key `FlowConfig` in the destination",
            true,
        ),
        (
            "inner",
            with(&|it| it["QuickConnectConfig"]["PhoneConfig"]["Extension"] = json!("12")),
            "the key `Extension` in the destination",
            true,
        ),
        ("tag", with(&|it| it["Tags"] = json!({ "team": 1 })), "the tag `team` is not a text", true),
        ("bare", with(&|it| it["Description"] = json!("")), "has no description, which a build requires", true),
        ("name", with(&|it| it["Name"] = json!(null)), "a quick connect without a name", false),
        (
            "type",
            with(&|it| it["QuickConnectConfig"]["QuickConnectType"] = json!("PIGEON")),
            "has no destination that can be converted",
            false,
        ),
        (
            "list-queue-quick-connects.sales",
            offered(&[(1, "Desk")]),
            "nothing says which queue offers these quick connects",
            false,
        ),
        (
            "association",
            json!({ "QueueId": id(2), "QuickConnectIds": [id(9)] }),
            &format!("a queue offers the quick connect `{}`", id(9)),
            false,
        ),
    ];
    for (name, json, message, is_written) in cases {
        let (files, output) = import(&[(name, json)]);
        assert!(output.stderr.contains("F0809") && output.stderr.contains(message), "{name}: {}", output.stderr);
        assert_eq!(files.contains_key("desk.flow"), is_written, "{name}: {files:?}");
    }
}

#[test]
fn two_of_one_name_are_two_items() {
    let inputs = [
        ("one", described(1, "Desk", &to_number("+14255550100"))),
        ("two", described(2, "Desk", &to_number("+14255550101"))),
    ];
    let (files, output) = import(&inputs);
    assert!(output.stderr.contains("F0815"), "{}", output.stderr);
    assert!(files["desk.flow"].contains("+14255550100"), "{files:?}");
    assert!(files["desk-2.flow"].starts_with("quick_connect \"Desk (2)\""), "{files:?}");
}

#[test]
fn names_alone_are_no_quick_connects() {
    let list = json!({ "QuickConnectSummaryList": [{ "Id": id(1), "Name": "Desk" }] });
    let folder = process::folder(&[("list.json".to_owned(), list.to_string().into_bytes())].into());
    let output = callflow(folder.path(), &["import", "list.json"]);
    assert_eq!((output.code, output.codes()), (2, ["F0808".to_owned()].into()), "{}", output.stderr);
}
