//! `callflow check --fix`: fixes that are certain are applied to the files; everything else is only reported.

use std::fs;

use crate::support::process::{callflow, empty_folder};
use crate::support::run::fix;
use crate::support::{all, chosen, repository};

/// A line of a flow with an error, and the line after `--fix`.
struct Case {
    name: &'static str,
    before: &'static str,
    /// The same as `before` if nothing may be changed.
    after: &'static str,
}

const fn fixed(name: &'static str, before: &'static str, after: &'static str) -> Case {
    Case { name, before, after }
}

const fn unchanged(name: &'static str, before: &'static str) -> Case {
    Case { name, before, after: before }
}

const CASES: &[Case] = &[
    fixed("a misspelled queue", r#"set_working_queue "Biling""#, r#"set_working_queue "Billing""#),
    fixed("a misspelled block", r#"play_promt "Hello.""#, r#"play_prompt "Hello.""#),
    fixed("a wrong separator", r#"play-prompt "Hello.""#, r#"play_prompt "Hello.""#),
    fixed(
        "a misspelled step",
        r#"play_prompt "Hello." { on error -> sory }"#,
        r#"play_prompt "Hello." { on error -> sorry }"#,
    ),
    fixed("another language's quotes", "play_prompt 'Hello.'", r#"play_prompt "Hello.""#),
    fixed(
        "another language's arrow",
        r#"play_prompt "Hello." { on error => sorry }"#,
        r#"play_prompt "Hello." { on error -> sorry }"#,
    ),
    fixed(
        "spaces in a phone number",
        r#"transfer_to_phone_number "+1 (425) 555-0100" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }"#,
        r#"transfer_to_phone_number "+14255550100" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }"#,
    ),
    fixed(
        "misspelled contact data",
        "play_prompt \"Hello $.CustomerEndpoint.Adress.\"",
        "play_prompt \"Hello $.CustomerEndpoint.Address.\"",
    ),
    fixed(
        "a misspelled attribute",
        r#"set_contact_attributes { customer = "Ann" }; play_prompt "Hello $.Attributes.custmer.""#,
        r#"set_contact_attributes { customer = "Ann" }; play_prompt "Hello $.Attributes.customer.""#,
    ),
    fixed("a superfluous letter", r#"set_working_queue "Biilling""#, r#"set_working_queue "Billing""#),
    fixed("different case", r#"set_working_queue "general inquiries""#, r#"set_working_queue "General Inquiries""#),
    fixed(
        "a key that is no name",
        r#"set_contact_attributes { visit-count = 3; second = "b" }"#,
        r#"set_contact_attributes { "visit-count" = 3; second = "b" }"#,
    ),
    fixed(
        "times in quotes",
        r#"store_customer_input "Your number?" { timeout: "5s"; maximum_digits: 4 }"#,
        r#"store_customer_input "Your number?" { timeout: 5s; maximum_digits: 4 }"#,
    ),
    fixed(
        "a time in quotes after the block",
        r#"invoke_lambda "acme-vip-check" { "timeout": 3s }"#,
        r#"invoke_lambda "acme-vip-check" { timeout: 3s }"#,
    ),
    fixed("`=` for `:`", r#"set_voice "Joanna" { engine = neural }"#, r#"set_voice "Joanna" { engine: neural }"#),
    fixed(
        "joined texts",
        r#"play_prompt "Calling from " + $.CustomerEndpoint.Address"#,
        r#"play_prompt "Calling from $.CustomerEndpoint.Address""#,
    ),
    fixed(
        "a key with a hyphen before `:`",
        r#"invoke_lambda "acme-vip-check" { timeout: 3s; order-id: "7" }"#,
        r#"invoke_lambda "acme-vip-check" { timeout: 3s; "order-id" = "7" }"#,
    ),
    fixed(
        "a key with a hyphen in a map",
        r#"create_task "Call back" { flow: "Main IVR"; references: { order-id = { value: "7", type: string } } }"#,
        r#"create_task "Call back" { flow: "Main IVR"; references: { "order-id": { value: "7", type: string } } }"#,
    ),
    fixed(
        "a comma between two statements",
        r#"play_prompt "Hello.", play_prompt "Bye.""#,
        r#"play_prompt "Hello."; play_prompt "Bye.""#,
    ),
    fixed(
        "the braces of a const around a path",
        r#"play_prompt "Hello ${$.CustomerEndpoint.Address}.""#,
        r#"play_prompt "Hello $.CustomerEndpoint.Address.""#,
    ),
    fixed(
        "a condition without `when`",
        r#"get_customer_input "1 for sales." { timeout: 5s; "1" -> sorry; on timeout, no_match -> sorry }"#,
        r#"get_customer_input "1 for sales." { timeout: 5s; when "1" -> sorry; on timeout, no_match -> sorry }"#,
    ),
    fixed(
        "branches without `on`",
        r#"get_customer_input "1 for sales." { timeout: 5s; when "1" -> sorry; timeout, no_match -> sorry }"#,
        r#"get_customer_input "1 for sales." { timeout: 5s; when "1" -> sorry; on timeout, no_match -> sorry }"#,
    ),
    fixed(
        "`on` before a value",
        r#"get_customer_input "1 for sales." { timeout: 5s; on "1" -> sorry; on timeout, no_match -> sorry }"#,
        r#"get_customer_input "1 for sales." { timeout: 5s; when "1" -> sorry; on timeout, no_match -> sorry }"#,
    ),
    fixed(
        "`when` before branches",
        r#"get_customer_input "1 for sales." { timeout: 5s; when "1" -> sorry; when timeout, no_match -> sorry }"#,
        r#"get_customer_input "1 for sales." { timeout: 5s; when "1" -> sorry; on timeout, no_match -> sorry }"#,
    ),
    fixed(
        "a colon for an arrow",
        r#"play_prompt "Hello." { on error: sorry }"#,
        r#"play_prompt "Hello." { on error -> sorry }"#,
    ),
    fixed(
        "a colon for an arrow after a condition",
        r#"check_contact_attributes $.CustomerEndpoint.Type { when "TELEPHONE_NUMBER": sorry; on no_match -> sorry }"#,
        r#"check_contact_attributes $.CustomerEndpoint.Type { when "TELEPHONE_NUMBER" -> sorry; on no_match -> sorry }"#,
    ),
    unchanged("a key that may be a parameter", r#"invoke_lambda "acme-vip-check" { timeout: 3s; order: "7" }"#),
    unchanged("another word", r#"set_working_queue "Sales UK""#),
    unchanged("a similar word", r#"set_working_queue "Shopping""#),
    unchanged("another agent", r#"set_working_queue agent "chen.wen""#),
    unchanged("a letter in a phone number", r#"transfer_to_phone_number "+1425555O100""#),
    unchanged("an extension", r#"transfer_to_phone_number "+1 425 555 0100 ext 12""#),
    unchanged("a number in the national format", r#"transfer_to_phone_number "+44 (0)20 7946 0018""#),
    fixed("an apostrophe", "play_prompt 'We can't take it.'", "play_prompt \"We can't take it.\""),
    unchanged("three apostrophes", "play_prompt 'The agents' line can't be reached.'"),
    fixed("French quotes with their blanks", "play_prompt « Hello. »", "play_prompt \"Hello.\""),
    unchanged("half a name", r#"set_working_queue "General""#),
    unchanged("another number", r#"set_working_queue "Tier 3 Support""#),
    unchanged("no similar name", r#"set_working_queue "Lost property""#),
    unchanged("a block with a similar name", r#"set_queue "Billing""#),
];

fn flow(line: &str) -> String {
    format!(
        "flow \"Main line\" inbound {{\n  on error -> sorry\n\n  start {{\n    {line}\n    disconnect\n  }}\n\n  \
         step sorry {{ disconnect }}\n}}\n"
    )
}

#[test]
fn certain_fixes_are_applied() {
    all(
        &chosen(CASES.iter().collect(), |case| case.name.to_owned()),
        |case| case.name.to_owned(),
        |case| {
            let (text, output) = fix(&flow(case.before));
            assert_eq!(text, flow(case.after), "{}", output.stderr);
            if case.before == case.after {
                assert_eq!(output.code, 1, "{}", output.stderr);
                assert!(!output.stderr.contains("fixed"), "{}", output.stderr);
            } else {
                assert_eq!(output.code, 0, "{}", output.stderr);
                assert!(output.stderr.contains("main.flow:5:"), "the edit is not reported: {}", output.stderr);
                assert!(output.stderr.contains(" fixed\n"), "{}", output.stderr);
            }
        },
    );
}

#[test]
fn missing_branches_get_the_target_of_the_error_branch() {
    let menu = "get_customer_input \"1 for billing.\" { timeout: 5s; when \"1\" -> continue }";
    let (text, output) = fix(&flow(menu));
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(text, flow(&menu.replacen('{', "{ on timeout, no_match -> sorry;", 1)));
    let (text, output) = fix(&flow("set_working_queue \"Billing\"; transfer_to_queue").replace("    disconnect\n", ""));
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(text.contains("transfer_to_queue { on at_capacity -> sorry }\n"), "{text}");
}

#[test]
fn errors_that_appear_after_a_fix_are_fixed_too() {
    let (text, output) = fix(&flow("set_workng_queue 'Biling'"));
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(text, flow("set_working_queue \"Billing\""));
}

#[test]
fn the_value_of_a_const_is_not_changed() {
    let line = "transfer_to_phone_number \"${hotline}\" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }";
    let text = format!("const hotline = \"+1 425 555 0100\"\n\n{}", flow(line));
    let (after, output) = fix(&text);
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert_eq!(after, text);
}

#[test]
fn allowed_warnings_are_not_fixed() {
    let line = "// callflow: allow F0334 because the shop sets it\n    play_prompt \"$.Attributes.custmer\"";
    let text = flow(&format!("set_contact_attributes {{ customer = \"Ann\" }}\n    {line}"));
    let (after, output) = fix(&text);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(after, text);
}

/// Windows line endings and a byte order mark are preserved.
#[test]
fn line_endings_and_a_byte_order_mark_are_kept() {
    let text = |line| format!("\u{feff}{}", flow(line).replace('\n', "\r\n"));
    let folder = empty_folder();
    fs::write(folder.path().join("main.flow"), text("play_promt \"Hello.\"")).unwrap();
    let output = callflow(folder.path(), &["check", "--fix", "."]);
    let after = fs::read_to_string(folder.path().join("main.flow")).unwrap();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(after, text("play_prompt \"Hello.\""));
}

#[test]
fn flow_json_is_never_changed() {
    let folder = empty_folder();
    let clean = fs::read_to_string(repository("tests/check_json/clean.json")).unwrap();
    let json = clean.replace("QueueAtCapacity", "QueueAtCapacty");
    fs::write(folder.path().join("export.json"), &json).unwrap();
    let output = callflow(folder.path(), &["check", "--fix", "export.json"]);
    assert_eq!(output.code, 1);
    assert_eq!(fs::read_to_string(folder.path().join("export.json")).unwrap(), json);
}

#[test]
fn nothing_is_written_without_fix() {
    let folder = empty_folder();
    let text = flow("play_promt \"Hello.\"");
    fs::write(folder.path().join("main.flow"), &text).unwrap();
    callflow(folder.path(), &["check", "."]);
    assert_eq!(fs::read_to_string(folder.path().join("main.flow")).unwrap(), text);
}
