//! What exports contain and no published rule forbids: `check` reports nothing, neither in the JSON nor in the text that
//! `import` makes of it, and the text builds what came in.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::all;
use crate::support::case::Files;
use crate::support::process;

/// An action that leads to the end of the flow in every way.
fn action(type_: &str, parameters: Value, errors: &[&str], conditions: &[&str]) -> Value {
    let bye = |rest: Value| {
        let mut entry = json!({ "NextAction": "bye" });
        entry.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        entry
    };
    json!({
        "Identifier": "first", "Type": type_, "Parameters": parameters,
        "Transitions": {
            "NextAction": "bye",
            "Errors": errors.iter().map(|error| bye(json!({ "ErrorType": error }))).collect::<Vec<_>>(),
            "Conditions": conditions.iter().map(|operand| {
                bye(json!({ "Condition": { "Operator": "Equals", "Operands": [operand] } }))
            }).collect::<Vec<_>>(),
        },
    })
}

fn flow(action: Value) -> Value {
    json!({
        "Version": "2019-10-30", "StartAction": "first",
        "Metadata": { "type": "contactFlow", "name": "Main line" },
        "Actions": [action, { "Identifier": "bye", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {} }],
    })
}

const LAMBDA: &str = "arn:aws:lambda:us-west-2:111122223333:function:example";

fn lambda(timeout: Value, inputs: Value) -> Value {
    let parameters = json!({
        "LambdaFunctionARN": LAMBDA, "InvocationTimeLimitSeconds": timeout, "LambdaInvocationAttributes": inputs,
        "ResponseValidation": { "ResponseType": "STRING_MAP" },
    });
    flow(action("InvokeLambdaFunction", parameters, &["NoMatchingError"], &[]))
}

/// The flows, by what they show.
fn flows() -> BTreeMap<&'static str, Value> {
    let module = json!({
        "Version": "2019-10-30", "StartAction": "back",
        "Metadata": { "type": "contactFlowModule", "name": "Identify" },
        "Settings": { "InputParameters": [], "OutputParameters": [], "Transitions": [] },
        "Actions": [{
            "Identifier": "back", "Type": "EndFlowModuleExecution",
            "Parameters": { "ResultData": "$.Modules.ResultData" }, "Transitions": {},
        }],
    });
    let menu = json!({ "Text": "Press 1.", "InputTimeLimitSeconds": 5, "StoreInput": "false" });
    let agents = json!({ "RoutingCriteria": { "Steps": [{
        "Expiry": { "DurationInSeconds": "30" },
        "Expression": { "AttributeCondition": {
            "ComparisonOperator": "Match",
            "MatchCriteria": { "AgentsCriteria": { "AgentIds": ["$.Attributes.agent"] } },
        } },
    }] } });
    let voice_id = json!({
        "IsVoiceIdStreamingEnabled": "true", "IsVoiceAuthenticationEnabled": "false", "IsFraudDetectionEnabled": "true",
        "VoiceAuthenticationThreshold": "80", "VoiceAuthenticationResponseTime": "5", "FraudDetectionThreshold": "40",
    });
    let own = "arn:aws:connect:us-west-2:111122223333:instance/aaaa/contact-flow/bbbb";
    let hook = json!({ "EventHooks": { "CustomerHold": own } });
    let stand_in = json!({ "ContactFlow": {
        "Arn": own, "Id": "bbbb", "Name": "Main line", "Type": "CONTACT_FLOW",
        "Content": flow(action("UpdateContactEventHooks", hook, &["NoMatchingError"], &[])).to_string(),
    } });
    BTreeMap::from([
        ("the id of the flow itself as a stand-in", stand_in),
        ("a time as a number", lambda(json!(8), json!({}))),
        (
            "a time as a number, and a switch in lower case",
            flow(action(
                "GetParticipantInput",
                menu,
                &["InputTimeLimitExceeded", "NoMatchingCondition", "NoMatchingError"],
                &["1"],
            )),
        ),
        (
            "a number as a number",
            flow(action("Loop", json!({ "LoopCount": 3 }), &[], &["ContinueLooping", "DoneLooping"])),
        ),
        ("all views as an input", lambda(json!("8"), json!({ "views": "$.Views" }))),
        ("all tags as an input", lambda(json!("8"), json!({ "tags": "$.Tags" }))),
        ("an agent by path", flow(action("UpdateContactRoutingCriteria", agents, &["NoMatchingError"], &[]))),
        ("switches in lower case", flow(action("UpdateContactData", voice_id, &["NoMatchingError"], &[]))),
        ("the output of a module by path, and the type of a module", module),
    ])
}

fn check(folder: &std::path::Path, arguments: &[&str]) {
    let checked = process::callflow(folder, arguments);
    let said = checked.stdout.lines().filter(|line| !line.starts_with("no errors")).collect::<Vec<_>>().join("\n");
    assert_eq!((checked.code, said.as_str(), checked.stderr.as_str()), (0, "", ""), "{arguments:?}");
}

#[test]
fn nothing_is_reported() {
    let flows: Vec<_> = flows().into_iter().collect();
    all(
        &flows,
        |(name, _)| (*name).to_owned(),
        |(_, json)| {
            let json = serde_json::to_string_pretty(json).unwrap();
            let temporary = process::folder(&Files::from([("first.json".to_owned(), json.into_bytes())]));
            let folder = temporary.path();
            check(folder, &["check", "first.json"]);
            let imported = process::callflow(folder, &["import", "first.json", "--out", "text"]);
            assert_eq!(imported.code, 0, "{}{}", imported.stdout, imported.stderr);
            check(folder, &["check", "text"]);
            let same = process::callflow(folder, &["diff", "first.json", "text"]);
            assert_eq!(same.code, 0, "{}{}", same.stdout, same.stderr);
        },
    );
}
