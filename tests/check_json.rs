//! `callflow check` on flow JSON: one error in an otherwise clean export is reported at its line and in its action.

use std::fs;
use std::path::Path;

use callflow::graph::Mode;
use serde_json::Value;

use crate::support::build::{Built, OK, mode};
use crate::support::case::Files;
use crate::support::run::callflow;
use crate::support::{all, chosen, repository, stem};

/// An error that is inserted into the export, and where it must be reported.
struct Plant {
    name: &'static str,
    /// The text of the clean export that is replaced, at its first occurrence, and the replacement.
    from: &'static str,
    to: &'static str,
    code: &'static str,
    /// Text of the line that must be reported: the first occurrence after `to`, or else from the beginning.
    at: &'static str,
    /// The identifier of the action; empty if the error is in no action.
    action: &'static str,
}

const fn plant(
    name: &'static str,
    [from, to]: [&'static str; 2],
    code: &'static str,
    at: &'static str,
    action: &'static str,
) -> Plant {
    Plant { name, from, to, code, at, action }
}

/// The branch for a full queue, as in the export.
const AT_CAPACITY: &str = r#"{
            "NextAction": "00000009-1111-4111-8111-111111111111",
            "ErrorType": "QueueAtCapacity"
          },"#;

/// The same, and a branch of another action.
const AT_BUSY: &str = r#"{ "NextAction": "00000009-1111-4111-8111-111111111111", "ErrorType": "QueueAtCapacity" },
          { "NextAction": "00000009-1111-4111-8111-111111111111", "ErrorType": "InvalidPhoneNumber" },"#;

/// The same, and an unknown branch.
const AT_FULL: &str = r#"{ "NextAction": "00000009-1111-4111-8111-111111111111", "ErrorType": "QueueAtCapacity" },
          { "NextAction": "00000009-1111-4111-8111-111111111111", "ErrorType": "QueueIsFull" },"#;

const CHAT: &str = r#""Condition": {
              "Operator": "Equals",
              "Operands": [
                "CHAT""#;
const VOICE: &str = r#""Condition": {
              "Operator": "Equals",
              "Operands": [
                "VOICE""#;

/// The beginning of the action that plays the apology: its parameters and its type.
const APOLOGY: &str = r#""Parameters": {
        "Text": "We are sorry. Please call again later."
      },
      "Identifier": "00000009-1111-4111-8111-111111111111",
      "Type": "MessageParticipant",
      "Transitions": {
        "NextAction": "0000000a-1111-4111-8111-111111111111",
        "Errors": [
          {
            "NextAction": "0000000a-1111-4111-8111-111111111111",
            "ErrorType": "NoMatchingError""#;
const SHARES: &str = r#""Parameters": {},
      "Identifier": "00000009-1111-4111-8111-111111111111",
      "Type": "DistributeByPercentage",
      "Transitions": {
        "NextAction": "0000000a-1111-4111-8111-111111111111",
        "Conditions": [
          { "NextAction": "0000000a-1111-4111-8111-111111111111",
            "Condition": { "Operator": "NumberLessThan", "Operands": ["51"] } },
          { "NextAction": "0000000a-1111-4111-8111-111111111111",
            "Condition": { "Operator": "NumberLessThan", "Operands": ["31"] } }
        ],
        "Errors": [
          {
            "NextAction": "0000000a-1111-4111-8111-111111111111",
            "ErrorType": "NoMatchingCondition""#;
const PLANTS: &[Plant] = &[
    plant(
        "a missing branch",
        [AT_CAPACITY, ""],
        "F0401",
        "\"Type\": \"TransferContactToQueue\"",
        "00000005-1111-4111-8111-111111111111",
    ),
    plant(
        "a dangling target",
        ["\"NextAction\": \"00000002-", "\"NextAction\": \"000000ff-"],
        "F0417",
        "000000ff-",
        "00000001-1111-4111-8111-111111111111",
    ),
    plant(
        "an invented ErrorType",
        [AT_CAPACITY, AT_FULL],
        "F0402",
        "QueueIsFull",
        "00000005-1111-4111-8111-111111111111",
    ),
    plant(
        "a misspelled ErrorType",
        ["\"QueueAtCapacity\"", "\"QueueAtCapacty\""],
        "F0402",
        "QueueAtCapacty",
        "00000005-1111-4111-8111-111111111111",
    ),
    plant(
        "a misspelled operand",
        ["\"False\"\n", "\"false\"\n"],
        "F0412",
        "\"false\"",
        "00000002-1111-4111-8111-111111111111",
    ),
    plant(
        "an ErrorType of another action",
        [AT_CAPACITY, AT_BUSY],
        "F0405",
        "InvalidPhoneNumber",
        "00000005-1111-4111-8111-111111111111",
    ),
    plant(
        "a value out of range",
        ["\"InitialCallDelaySeconds\": \"99\"", "\"InitialCallDelaySeconds\": \"300000\""],
        "F0304",
        "300000",
        "00000008-1111-4111-8111-111111111111",
    ),
    plant(
        "the ARN of a prompt instead of a queue",
        ["/queue/00000000-0000-4000-8000-0000000000b1", "/prompt/00000000-0000-4000-8000-0000000000b1"],
        "F0206",
        "/prompt/",
        "00000004-1111-4111-8111-111111111111",
    ),
    plant("a duplicate condition", [CHAT, VOICE], "F0404", "\"VOICE\"", "0000000b-1111-4111-8111-111111111111"),
    plant(
        "a transfer without a queue",
        [
            "\"NextAction\": \"0000000b-1111-4111-8111-111111111111\"",
            "\"NextAction\": \"00000005-1111-4111-8111-111111111111\"",
        ],
        "F0420",
        "\"Type\": \"TransferContactToQueue\"",
        "00000005-1111-4111-8111-111111111111",
    ),
    plant(
        "invalid JSON",
        ["\"StoreInput\": \"False\",", "\"StoreInput\": \"False\""],
        "F0806",
        "\"InputTimeLimitSeconds\"",
        "",
    ),
    plant(
        "a duplicate key",
        [
            "\"FlowLoggingBehavior\": \"Enabled\"",
            "\"FlowLoggingBehavior\": \"Enabled\", \"FlowLoggingBehavior\": \"Disabled\"",
        ],
        "F0807",
        "\"Disabled\"",
        "00000001-1111-4111-8111-111111111111",
    ),
    plant("another version", ["2019-10-30", "2023-10-30"], "F1001", "2023-10-30", ""),
    plant("no version", ["\"Version\": \"2019-10-30\",\n", ""], "F1001", "{\n    \"StartAction\"", ""),
    plant(
        "no start",
        ["\"StartAction\": \"00000001-1111-4111-8111-111111111111\",\n", ""],
        "F0214",
        "{\n  \"Version\"",
        "",
    ),
    plant(
        "an empty start",
        ["\"StartAction\": \"00000001-1111-4111-8111-111111111111\"", "\"StartAction\": \"\""],
        "F0413",
        "\"StartAction\"",
        "",
    ),
    plant(
        "an unknown start",
        ["\"StartAction\": \"00000001-", "\"StartAction\": \"000000ff-"],
        "F0417",
        "\"StartAction\"",
        "",
    ),
    plant(
        "a duplicate identifier",
        [
            "    {\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a-",
            concat!(
                "    { \"Parameters\": {}, \"Identifier\": \"0000000a-1111-4111-8111-111111111111\", ",
                "\"Type\": \"DisconnectParticipant\", \"Transitions\": {} },\n",
                "    {\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a-"
            ),
        ],
        "F0216",
        "      \"Identifier\": \"0000000a-",
        "",
    ),
    plant(
        "no type",
        ["\"Type\": \"DisconnectParticipant\",", ""],
        "F1002",
        "{\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a",
        "0000000a-1111-4111-8111-111111111111",
    ),
    plant(
        "an invalid identifier",
        [
            "    {\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a-",
            concat!(
                "    { \"Identifier\": \"bye (2)\", \"Type\": \"DisconnectParticipant\", ",
                "\"Parameters\": {}, \"Transitions\": {} },\n",
                "    {\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a-"
            ),
        ],
        "F0601",
        "bye (2)",
        "bye (2)",
    ),
    plant(
        "an unreachable action",
        [
            "    {\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a-",
            concat!(
                "    { \"Identifier\": \"again\", \"Type\": \"DisconnectParticipant\", ",
                "\"Parameters\": {}, \"Transitions\": {} },\n",
                "    {\n      \"Parameters\": {},\n      \"Identifier\": \"0000000a-"
            ),
        ],
        "F0408",
        "again",
        "again",
    ),
    plant(
        "an unknown type",
        ["\"UpdateContactTargetQueue\"", "\"UpdateContactTargetQueues\""],
        "F1003",
        "UpdateContactTargetQueues",
        "00000004-1111-4111-8111-111111111111",
    ),
    plant(
        "an unknown parameter",
        ["\"RetryDelaySeconds\"", "\"RetryDelaysSeconds\""],
        "F0301",
        "RetryDelaysSeconds",
        "00000008-1111-4111-8111-111111111111",
    ),
    plant(
        "a parameter of another JSON type",
        ["\"InputTimeLimitSeconds\": \"5\"", "\"InputTimeLimitSeconds\": true"],
        "F0303",
        "true",
        "00000003-1111-4111-8111-111111111111",
    ),
    plant(
        "a missing parameter",
        ["\"StoreInput\": \"False\",\n        \"InputTimeLimitSeconds\": \"5\"", "\"StoreInput\": \"False\""],
        "F0302",
        "\"Type\": \"GetParticipantInput\"",
        "00000003-1111-4111-8111-111111111111",
    ),
    plant(
        "an operator that the action does not allow",
        [
            "\"Condition\": {\n              \"Operator\": \"Equals\",\n              \"Operands\": [\n                \"1\"",
            "\"Condition\": {\n              \"Operator\": \"NumberLessThan\",\n              \"Operands\": [\n                \"1\"",
        ],
        "F0412",
        "\"NumberLessThan\"",
        "00000003-1111-4111-8111-111111111111",
    ),
    plant("an invalid operand", ["\"1\"\n", "\"one\"\n"], "F0412", "\"one\"", "00000003-1111-4111-8111-111111111111"),
    plant(
        "an operand that is a number",
        ["\"1\"\n", "1\n"],
        "F0303",
        "                1",
        "00000003-1111-4111-8111-111111111111",
    ),
    plant("an empty operand", ["\"VOICE\"", "\"\""], "F0315", "\"\"", "0000000b-1111-4111-8111-111111111111"),
    plant(
        "an empty text",
        ["\"Text\": \"Please enter your number.\"", "\"Text\": \"\""],
        "F0315",
        "\"Text\": \"\"",
        "00000007-1111-4111-8111-111111111111",
    ),
    plant(
        "an unconnected branch",
        [
            "\"NextAction\": \"00000009-1111-4111-8111-111111111111\",\n            \"ErrorType\": \"QueueAtCapacity\"",
            "\"NextAction\": \"\",\n            \"ErrorType\": \"QueueAtCapacity\"",
        ],
        "F0413",
        "\"NextAction\": \"\"",
        "00000005-1111-4111-8111-111111111111",
    ),
    plant(
        "an unknown condition",
        [
            "\"False\"\n              ]\n            }\n          }",
            concat!(
                "\"False\"\n              ]\n            }\n          },\n",
                "          { \"NextAction\": \"00000009-1111-4111-8111-111111111111\", ",
                "\"Condition\": { \"Operator\": \"Equals\", \"Operands\": [\"Maybe\"] } }"
            ),
        ],
        "F0412",
        "Maybe",
        "00000002-1111-4111-8111-111111111111",
    ),
    plant(
        "branches of a terminal action",
        [
            "\"Type\": \"DisconnectParticipant\",\n      \"Transitions\": {}",
            "\"Type\": \"DisconnectParticipant\",\n      \"Transitions\": { \"NextAction\": \"00000009-1111-4111-8111-111111111111\" }",
        ],
        "F0405",
        "\"Transitions\"",
        "0000000a-1111-4111-8111-111111111111",
    ),
    plant("percentages that decrease", [APOLOGY, SHARES], "F0416", "\"31\"", "00000009-1111-4111-8111-111111111111"),
    plant(
        "no NextAction in addition to the errors",
        [
            "\"Type\": \"Compare\",\n      \"Transitions\": {\n        \"NextAction\": \"00000004-1111-4111-8111-111111111111\",",
            "\"Type\": \"Compare\",\n      \"Transitions\": {",
        ],
        "F0401",
        "\"Type\": \"Compare\"",
        "0000000b-1111-4111-8111-111111111111",
    ),
    plant(
        "a parameter that is null",
        ["\"QueueId\": \"arn", "\"Spare\": null, \"QueueId\": \"arn"],
        "F0303",
        "null",
        "00000004-1111-4111-8111-111111111111",
    ),
    plant(
        "an unknown key",
        [
            "\"Parameters\": {\n        \"FlowLoggingBehavior\"",
            "\"Paramters\": {},\n      \"Parameters\": {\n        \"FlowLoggingBehavior\"",
        ],
        "F1004",
        "Paramters",
        "00000001-1111-4111-8111-111111111111",
    ),
    plant(
        "a duplicate error",
        [
            "\"ErrorType\": \"InvalidCallbackNumber\"\n          }",
            "\"ErrorType\": \"InvalidCallbackNumber\"\n          },\n          { \"NextAction\": \"00000009-1111-4111-8111-111111111111\", \"ErrorType\": \"InvalidCallbackNumber\" }",
        ],
        "F0403",
        "{ \"NextAction\"",
        "",
    ),
    plant(
        "an item that is not an action",
        ["\"Actions\": [\n    {", "\"Actions\": [\n    \"first\",\n    {"],
        "F1002",
        "\"first\"",
        "",
    ),
    plant(
        "an unknown mode",
        ["\"StoreInput\": \"False\"", "\"StoreInput\": \"Maybe\""],
        "F0321",
        "\"Maybe\"",
        "00000003-1111-4111-8111-111111111111",
    ),
    plant(
        "a message that is a number",
        ["\"Text\": \"We are sorry. Please call again later.\"", "\"Text\": 5"],
        "F0303",
        "\"Text\": 5",
        "00000009-1111-4111-8111-111111111111",
    ),
    plant(
        "errors that are not a list",
        [
            "\"Errors\": [\n          {\n            \"NextAction\": \"0000000a-1111-4111-8111-111111111111\",\n            \"ErrorType\": \"NoMatchingError\"\n          }\n        ]",
            "\"Errors\": {}",
        ],
        "F0303",
        "\"Errors\": {}",
        "00000009-1111-4111-8111-111111111111",
    ),
    plant(
        "an unknown flow type",
        ["\"type\": \"contactFlow\"", "\"type\": \"contactFlows\""],
        "F0203",
        "contactFlows",
        "",
    ),
    plant(
        "a truncated ARN",
        ["/queue/00000000-0000-4000-8000-0000000000b1", "/queue/"],
        "F0206",
        "/queue/\"",
        "00000004-1111-4111-8111-111111111111",
    ),
    plant(
        "an identifier that is a number",
        [
            "\"Actions\": [\n    {",
            "\"Actions\": [\n    { \"Identifier\": 12, \"Type\": \"DisconnectParticipant\", \"Parameters\": {}, \"Transitions\": {} },\n    {",
        ],
        "F1002",
        "\"Identifier\": 12",
        "",
    ),
    plant(
        "a superfluous comma",
        [
            "\"StoreInput\": \"False\",\n        \"InputTimeLimitSeconds\": \"5\"\n",
            "\"StoreInput\": \"False\",\n        \"InputTimeLimitSeconds\": \"5\",\n",
        ],
        "F0806",
        "\"InputTimeLimitSeconds\"",
        "",
    ),
    plant(
        "an unknown root of contact data",
        ["\"$.StoredCustomerInput\"", "\"$.StoredCustomerInputs\""],
        "F0330",
        "StoredCustomerInputs",
        "",
    ),
];

/// The errors that `CASE` selects.
fn plants() -> Vec<&'static Plant> {
    chosen(PLANTS.iter().collect(), |plant| plant.name.to_owned())
}

fn clean() -> String {
    fs::read_to_string(repository("tests/check_json/clean.json")).unwrap().replace("\r\n", "\n")
}

fn damaged(plant: &Plant) -> String {
    let clean = clean();
    assert!(clean.contains(plant.from), "the export does not contain {}", plant.from);
    clean.replacen(plant.from, plant.to, 1)
}

/// The diagnostics in the JSON report of `callflow check` on this export.
fn check(json: &str) -> Vec<Value> {
    let files = Files::from([("export.json".to_owned(), json.as_bytes().to_owned())]);
    let output = callflow(&files, "check export.json --format json");
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    report["diagnostics"].as_array().unwrap().clone()
}

fn line_of(text: &str, words: &str, from: usize) -> Option<u64> {
    let at = from + text.get(from..)?.find(words)?;
    Some(text.get(..at)?.matches('\n').count() as u64 + 1)
}

#[test]
fn the_clean_export_is_clean() {
    assert_eq!(check(&clean()), Vec::<Value>::new());
}

#[test]
fn an_inserted_error_is_reported_at_its_line() {
    all(&plants(), |plant| plant.name.to_owned(), |plant| found_at_its_line(plant));
}

fn found_at_its_line(plant: &Plant) {
    let text = damaged(plant);
    let found = check(&text);
    let first =
        found.iter().find(|it| it["code"] == plant.code).unwrap_or_else(|| panic!("{}: {found:#?}", plant.name));
    // An action that is added to the flow is unreachable.
    let others = found.iter().filter(|it| it["code"] != plant.code && it["code"] != "F0408").count();
    assert_eq!(others, 0, "{}: {found:#?}", plant.name);
    let planted = clean().find(plant.from).unwrap();
    let line = line_of(&text, plant.at, planted).or_else(|| line_of(&text, plant.at, 0));
    assert_eq!(first["line"].as_u64(), line, "{}", plant.name);
    if !plant.action.is_empty() {
        assert_eq!(first["action"], plant.action, "{}", plant.name);
    }
}

/// An answer of the AWS CLI contains the content as a string on one line, where an error is reported at its column.
#[test]
fn an_inserted_error_is_reported_in_an_answer_of_the_cli() {
    all(
        &plants(),
        |plant| plant.name.to_owned(),
        |plant| {
            let content = damaged(plant);
            let answer = serde_json::json!({ "ContactFlow": { "Name": "Sales line", "Type": "CONTACT_FLOW", "Content": content } });
            let found = check(&format!("{answer:#}\n"));
            assert!(found.iter().any(|it| it["code"] == plant.code && it["line"] == 3), "{}: {found:#?}", plant.name);
        },
    );
}

/// The output of callflow is as clean as the source that it was compiled from.
#[test]
fn the_output_of_a_build_is_clean() {
    assert!(OK.len() > 50);
    all(&OK, |(fixture, _)| stem(fixture).to_owned(), |(fixture, built)| is_clean(fixture, built));
}

fn is_clean(fixture: &Path, built: &Built) {
    assert!(!built.diagnostics.has_errors(), "{}", built.diagnostics.to_plain_text(&built.sources));
    let source = fs::read_to_string(fixture).unwrap();
    let is_raw = source.contains("raw: ") || source.contains("action \"");
    let draft = if mode(fixture) == Mode::Draft { " --draft" } else { "" };
    for flow in built.files.iter().filter(|file| file.path.starts_with("flows/")) {
        let path = format!("build/{}", flow.path);
        let files = Files::from([(path.clone(), flow.bytes.clone())]);
        let checked = callflow(&files, &format!("check {path} --inventory inventory{draft}"));
        assert_eq!(checked.code, 0, "{}", checked.stderr);
        // Only raw parameters and raw actions are unknown to callflow.
        let strange = ["F0301", "F0303", "F1003", "F1004"].iter().any(|code| checked.codes().contains(*code));
        assert!(is_raw || !strange, "{}", checked.stderr);
    }
}
