//! `callflow import --out` of exports alone: the names in them, the inventory beside the flows, and a build of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use callflow::diagnostic::Code;
use serde_json::{Value, json};

use crate::support::case::Files;
use crate::support::process::{self, Output};

const INSTANCE: &str = "arn:aws:connect:us-west-2:111122223333:instance/00000000-0000-4000-8000-000000000001";

fn arn(kind: &str, number: u32) -> String {
    format!("{INSTANCE}/{kind}/00000000-0000-4000-8000-{number:012}")
}

/// An export with a chain of actions, each with its parameters and its metadata, that ends the contact.
fn export(name: &str, actions: &[(&str, Value, Value)]) -> Value {
    let (mut list, mut metadata) = (Vec::new(), BTreeMap::new());
    for (index, (type_, parameters, named)) in actions.iter().enumerate() {
        let next = format!("a{}", index + 1);
        let error = json!({ "NextAction": next, "ErrorType": "NoMatchingError" });
        list.push(json!({ "Identifier": format!("a{index}"), "Type": type_, "Parameters": parameters,
            "Transitions": { "NextAction": next, "Errors": [error] } }));
        metadata.insert(format!("a{index}"), named.clone());
    }
    list.push(json!({ "Identifier": format!("a{}", actions.len()), "Type": "DisconnectParticipant",
        "Parameters": {}, "Transitions": {} }));
    json!({ "Version": "2019-10-30", "StartAction": "a0", "Actions": list,
        "Metadata": { "name": name, "type": "contactFlow", "ActionMetadata": metadata } })
}

fn queue(number: u32, name: &str) -> (&'static str, Value, Value) {
    let id = arn("queue", number);
    ("UpdateContactTargetQueue", json!({ "QueueId": id }), json!({ "queue": { "text": name, "id": id } }))
}

/// The answer of `describe-contact-flow` with this content.
fn answer(number: u32, type_: &str, content: &Value) -> Value {
    let id = format!("00000000-0000-4000-8000-{number:012}");
    json!({ "ContactFlow": { "Arn": arn("contact-flow", number), "Id": id, "Name": content["Metadata"]["name"],
        "Type": type_, "Content": content.to_string() } })
}

fn files(exports: &[(&str, Value)]) -> Files {
    exports.iter().map(|(name, json)| (format!("exports/{name}.json"), json.to_string().into_bytes())).collect()
}

fn import(folder: &Path) -> Output {
    process::callflow(folder, &["import", "exports", "--out", "project"])
}

/// The parameters of the first action of a flow that a draft build of the project writes.
fn built(folder: &Path, flow: &str) -> Value {
    let output = process::callflow(folder, &["build", "project", "--draft"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = fs::read_to_string(folder.join(format!("project/build/flows/{flow}.json"))).unwrap();
    let flow: Value = serde_json::from_str(&text).unwrap();
    let start = flow["Actions"].as_array().unwrap().iter().find(|it| it["Identifier"] == flow["StartAction"]);
    start.unwrap()["Parameters"].clone()
}

fn text(folder: &Path, flow: &str) -> String {
    fs::read_to_string(folder.join(format!("project/{flow}.flow"))).unwrap()
}

#[test]
fn a_name_in_the_metadata_is_written_and_builds_the_same() {
    let agent = arn("agent", 2);
    let bot = "arn:aws:lex:us-west-2:111122223333:bot-alias/ABCDEFGHIJ/KLMNOPQRST";
    let module = "00000000-0000-4000-8000-000000000004";
    let lambda = "arn:aws:lambda:us-west-2:111122223333:function:lookup";
    let cases = [
        ("queue", queue(1, "Sales"), "set_working_queue queue \"Sales\""),
        (
            "agent",
            (
                "UpdateContactTargetQueue",
                json!({ "AgentId": agent }),
                json!({ "parameters": { "AgentId": { "displayName": "ada (Ada Byron)" } } }),
            ),
            "set_working_queue agent \"ada\"",
        ),
        (
            "module",
            (
                "InvokeFlowModule",
                json!({ "FlowModuleId": module }),
                json!({ "contactFlowModuleName": "Check the caller" }),
            ),
            "invoke_module \"Check the caller\"",
        ),
        ("lambda", ("InvokeLambdaFunction", json!({ "LambdaFunctionARN": lambda }), json!({})), "lambda \"lookup\""),
        (
            "bot",
            (
                "ConnectParticipantWithLexBot",
                json!({ "Text": "Hello", "LexV2Bot": { "AliasArn": bot } }),
                json!({ "lexV2BotName": "Greeter", "lexV2BotAliasName": "live" }),
            ),
            "\"Greeter\" alias \"live\"",
        ),
        (
            "hook",
            (
                "UpdateContactEventHooks",
                json!({ "EventHooks": { "AgentWhisper": arn("contact-flow", 5) } }),
                json!({ "contactFlow": { "text": "Whisper" } }),
            ),
            "\"Whisper\"",
        ),
        (
            "prompts",
            (
                "MessageParticipant",
                json!({ "PromptId": arn("prompt", 6) }),
                json!({ "parameters": { "PromptId": { "displayName": "Beep.wav" } } }),
            ),
            "prompt \"Beep.wav\"",
        ),
    ];
    for (name, action, wanted) in cases {
        let temporary = process::folder(&files(&[(name, export(name, std::slice::from_ref(&action)))]));
        let folder = temporary.path();
        let output = import(folder);
        assert_eq!(output.code, 0, "{name}: {}", output.stderr);
        let text = text(folder, name);
        assert!(text.contains(wanted), "{name}: {text}");
        assert_eq!(built(folder, name), action.1, "{name}");
        // A second import has nothing new to write.
        assert_eq!(import(folder).stdout, "project: 0 files written\n", "{name}");
    }
}

/// What another tool replaces is no id, and what it says beside it no name of one.
#[test]
fn placeholders_of_other_tools_stay() {
    let action =
        ("UpdateContactTargetQueue", json!({ "QueueId": "{{SalesQueue}}" }), json!({ "queue": { "text": "Sales" } }));
    let temporary = process::folder(&files(&[("line", export("line", std::slice::from_ref(&action)))]));
    let folder = temporary.path();
    assert_eq!(import(folder).code, 0);
    assert_eq!(built(folder, "line"), action.1);
    assert!(!folder.join("project/inventory").exists());
    assert_eq!(fs::read_to_string(folder.join("project/callflow.toml")).unwrap(), "sources = [\".\"]\n");
}

#[test]
fn an_imported_list_is_not_complete_and_a_complete_one_wins() {
    let temporary = process::folder(&files(&[("line", export("line", &[queue(1, "Sales")]))]));
    let folder = temporary.path();
    assert_eq!(import(folder).code, 0);
    let path = folder.join("project/line.flow");
    let source = fs::read_to_string(&path).unwrap();
    fs::write(&path, source.replace("\"Sales\"", "\"Saless\"")).unwrap();
    let check = || process::callflow(folder, &["check", "project"]);
    let unverified = check();
    assert_eq!(unverified.code, 0, "{}", unverified.stderr);
    assert!(unverified.stderr.contains("F0220") && !unverified.stderr.contains("F0204"), "{}", unverified.stderr);

    fs::write(&path, source).unwrap();
    assert!(!check().stderr.contains("F0220"), "{}", check().stderr);
    // Renamed since.
    let list = json!({ "QueueSummaryList": [{ "Id": "x", "Arn": arn("queue", 1), "Name": "Sales team" }] });
    fs::write(folder.join("project/inventory/list-queues.json"), list.to_string()).unwrap();
    let renamed = check();
    assert!(renamed.stderr.contains("F0204") && renamed.stderr.contains("`Sales team`"), "{}", renamed.stderr);
    assert_eq!(process::callflow(folder, &["check", "project", "--fix"]).code, 0);
    assert!(text(folder, "line").contains("\"Sales team\""));
    // Deleted since.
    let list = json!({ "QueueSummaryList": [{ "Id": "y", "Arn": arn("queue", 2), "Name": "Support" }] });
    fs::write(folder.join("project/inventory/list-queues.json"), list.to_string()).unwrap();
    assert!(check().stderr.contains("unknown queue `Sales team`"), "{}", check().stderr);
}

/// Flows whose ids the answers have refer to one another by name, and the build has the ARNs that were there.
#[test]
fn flows_of_the_set_are_referred_to_by_name() {
    let transfer = ("TransferToFlow", json!({ "ContactFlowId": arn("contact-flow", 2) }), json!({}));
    let first = answer(1, "CONTACT_FLOW", &export("First", std::slice::from_ref(&transfer)));
    let second = answer(2, "CONTACT_FLOW", &export("Second", &[queue(1, "Sales")]));
    let temporary = process::folder(&files(&[("first", first), ("second", second)]));
    let folder = temporary.path();
    assert_eq!(import(folder).code, 0);
    assert!(text(folder, "first").contains("transfer_to_flow \"Second\""), "{}", text(folder, "first"));
    assert_eq!(built(folder, "first"), transfer.1);
}

/// Without ids, the names in the metadata join the flows of a folder, also where it is only checked.
#[test]
fn names_in_the_metadata_join_the_flows_of_a_folder() {
    let hook = |number: u32| {
        (
            "UpdateContactEventHooks",
            json!({ "EventHooks": { "AgentWhisper": arn("contact-flow", number) } }),
            json!({ "contactFlow": { "text": "Second" } }),
        )
    };
    let second = export("Second", &[queue(1, "Sales")]);
    let check = |exports: &[(&str, Value)]| {
        let temporary = process::folder(&files(exports));
        process::callflow(temporary.path(), &["check", "exports"])
    };
    let wrong = check(&[("first", export("First", &[hook(2)])), ("second", second.clone())]);
    assert!(wrong.stderr.contains("F0503"), "{}", wrong.stderr);
    // Another id has the name, so it may be another flow.
    let both = check(&[("first", export("First", &[hook(2), hook(3)])), ("second", second)]);
    assert!(!both.stderr.contains("F0503"), "{}", both.stderr);
}

/// The type of a flow that others use is certain, and the guess of another does not count.
#[test]
fn a_use_makes_the_type_certain_and_a_guess_stops_nothing() {
    let message = |name: &str| {
        let mut flow = export(name, &[("MessageParticipant", json!({ "Text": "A call." }), json!({}))]);
        flow["Metadata"].as_object_mut().unwrap().remove("type");
        flow
    };
    let hook = (
        "UpdateContactEventHooks",
        json!({ "EventHooks": { "CustomerQueue": arn("contact-flow", 2) } }),
        json!({ "contactFlow": { "text": "Used" } }),
    );
    let exports = [("first", export("First", &[hook])), ("used", message("Used")), ("free", message("Free"))];
    let temporary = process::folder(&files(&exports));
    let folder = temporary.path();
    assert_eq!(import(folder).code, 0);
    assert!(text(folder, "used").starts_with("flow \"Used\" customer_queue {"), "{}", text(folder, "used"));
    let free = text(folder, "free");
    assert!(free.starts_with("// callflow: type guessed, may be "), "{free}");
    // Under the comment, a block that the type does not allow is no error; without it, it is one.
    let path = folder.join("project/free.flow");
    fs::write(&path, free.replacen("\" inbound {", "\" agent_hold {", 1)).unwrap();
    let guessed = process::callflow(folder, &["build", "project", "--draft"]);
    assert_eq!(guessed.code, 0, "{}", guessed.stderr);
    assert!(guessed.stderr.contains(Code::TypeGuessed.number()), "{}", guessed.stderr);
    let certain: String = text(folder, "free").lines().skip(1).map(|line| format!("{line}\n")).collect();
    fs::write(&path, certain).unwrap();
    let certain = process::callflow(folder, &["check", "project"]);
    assert!(certain.stderr.contains("F0501"), "{}", certain.stderr);
}

#[test]
fn two_flows_of_one_name_are_two_flows() {
    let line = export("Line", &[queue(1, "Sales")]);
    let temporary = process::folder(&files(&[("line", line.clone()), ("old", line)]));
    let folder = temporary.path();
    let output = import(folder);
    assert!(output.stderr.contains("F0815"), "{}", output.stderr);
    assert_eq!(built(folder, "line"), built(folder, "line-2"));
}

/// The text of an import, and what is said of it, are the same in whichever order the files come.
#[test]
fn the_order_of_files_changes_no_name() {
    let to = |number| ("TransferToFlow", json!({ "ContactFlowId": arn("contact-flow", number) }), json!({}));
    let say = |text: &str| ("MessageParticipant", json!({ "Text": text }), json!({}));
    let front = export("Front", &[say("Welcome to the yard."), queue(1, "Sand"), to(2)]);
    let back = export("Back", &[queue(3, "Gravel"), say("Nobody is there."), to(1)]);
    let temporary = process::folder(&files(&[
        ("a", answer(1, "CONTACT_FLOW", &front)),
        ("b", answer(2, "CONTACT_FLOW", &back)),
        ("c", export("Gate", &[say("The gate is closed."), queue(1, "Sand")])),
    ]));
    let folder = temporary.path();
    let written = [["a", "b", "c"], ["c", "b", "a"], ["b", "a", "c"]].map(|order| {
        let out = order.concat();
        let paths = order.map(|name| format!("exports/{name}.json"));
        let mut arguments = vec!["import", "--out", &out];
        arguments.extend(paths.iter().map(String::as_str));
        let output = process::callflow(folder, &arguments);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""));
        let texts = process::files(&folder.join(&out));
        texts
            .into_iter()
            .map(|name| (fs::read_to_string(folder.join(&out).join(&name)).unwrap(), name))
            .collect::<Vec<_>>()
    });
    assert!(written[0].iter().any(|(text, _)| text.contains("transfer_to_flow \"Back\"")), "{written:?}");
    assert_eq!(written[0], written[1]);
    assert_eq!(written[0], written[2]);
}

/// To stdout no inventory is written, without which the names of an export say nothing: a note says so once.
#[test]
fn stdout_has_no_inventory() {
    let note = "note: the text has names that only this JSON has";
    let temporary = process::folder(&files(&[("named", export("Named", &[queue(1, "Sand"), queue(2, "Gravel")]))]));
    let import =
        |arguments: &[&str]| process::callflow(temporary.path(), &[&["import", "exports"], arguments].concat());
    let output = import(&[]);
    assert!(output.stdout.contains("set_working_queue queue \"Sand\""), "{}", output.stdout);
    assert_eq!((output.code, output.stderr.matches(note).count()), (0, 1), "{}", output.stderr);
    assert!(!import(&["--out", "project"]).stderr.contains(note));
}
