//! `callflow check --fix`: what can only be meant one way is mended in the files, what is in doubt is left and told.

use std::fs;

use crate::support::process::{callflow, empty_folder};
use crate::support::run::fix;
use crate::support::{all, chosen, repository};

/// A line of a flow with a mistake, and what becomes of it.
struct Case {
    name: &'static str,
    before: &'static str,
    /// The same as before where nothing may be done.
    after: &'static str,
}

const fn mended(name: &'static str, before: &'static str, after: &'static str) -> Case {
    Case { name, before, after }
}

const fn left(name: &'static str, before: &'static str) -> Case {
    Case { name, before, after: before }
}

const CASES: &[Case] = &[
    mended("a slip in a queue's name", r#"set_working_queue "Biling""#, r#"set_working_queue "Billing""#),
    mended("a slip in a block's name", r#"play_promt "Hello.""#, r#"play_prompt "Hello.""#),
    mended("another word's separator", r#"play-prompt "Hello.""#, r#"play_prompt "Hello.""#),
    mended(
        "a slip in a step's name",
        r#"play_prompt "Hello." { on error -> sory }"#,
        r#"play_prompt "Hello." { on error -> sorry }"#,
    ),
    mended("another language's quotes", "play_prompt 'Hello.'", r#"play_prompt "Hello.""#),
    mended(
        "another language's arrow",
        r#"play_prompt "Hello." { on error => sorry }"#,
        r#"play_prompt "Hello." { on error -> sorry }"#,
    ),
    mended(
        "blanks in a phone number",
        r#"transfer_to_phone_number "+1 (425) 555-0100" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }"#,
        r#"transfer_to_phone_number "+14255550100" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }"#,
    ),
    mended(
        "a slip in contact data",
        "play_prompt \"Hello $.CustomerEndpoint.Adress.\"",
        "play_prompt \"Hello $.CustomerEndpoint.Address.\"",
    ),
    mended(
        "a slip in an attribute's name",
        r#"set_contact_attributes { customer = "Ann" }; play_prompt "Hello $.Attributes.custmer.""#,
        r#"set_contact_attributes { customer = "Ann" }; play_prompt "Hello $.Attributes.customer.""#,
    ),
    mended("a letter too many", r#"set_working_queue "Biilling""#, r#"set_working_queue "Billing""#),
    mended("another case", r#"set_working_queue "general inquiries""#, r#"set_working_queue "General Inquiries""#),
    left("another word", r#"set_working_queue "Sales UK""#),
    left("a word that is like it", r#"set_working_queue "Shopping""#),
    left("another agent", r#"set_working_queue agent "chen.wen""#),
    left("a letter in a phone number", r#"transfer_to_phone_number "+1425555O100""#),
    left("an extension", r#"transfer_to_phone_number "+1 425 555 0100 ext 12""#),
    left("a number as it is dialled at home", r#"transfer_to_phone_number "+44 (0)20 7946 0018""#),
    left("an apostrophe", "play_prompt 'We can't take your call.'"),
    left("half a name", r#"set_working_queue "General""#),
    left("another number", r#"set_working_queue "Tier 3 Support""#),
    left("nothing like it", r#"set_working_queue "Lost property""#),
    left("a block that is like another", r#"set_queue "Billing""#),
];

fn flow(line: &str) -> String {
    format!(
        "flow \"Main line\" inbound {{\n  on error -> sorry\n\n  start {{\n    {line}\n    disconnect\n  }}\n\n  \
         step sorry {{ disconnect }}\n}}\n"
    )
}

#[test]
fn what_can_only_be_meant_one_way_is_mended() {
    all(
        &chosen(CASES.iter().collect(), |case| case.name.to_owned()),
        |case| case.name.to_owned(),
        |case| {
            let (text, output) = fix(&flow(case.before));
            assert_eq!(text, flow(case.after), "{}", output.stderr);
            if case.before == case.after {
                assert_eq!(output.code, 1, "{}", output.stderr);
                assert!(!output.stderr.contains("mended"), "{}", output.stderr);
            } else {
                assert_eq!(output.code, 0, "{}", output.stderr);
                assert!(output.stderr.contains("main.flow:5:"), "what was done is told: {}", output.stderr);
                assert!(output.stderr.contains("note: 1 mistake mended"), "{}", output.stderr);
            }
        },
    );
}

#[test]
fn missing_branches_go_where_the_flow_says_errors_go() {
    let menu = "get_customer_input \"1 for billing.\" { timeout: 5s; when \"1\" -> continue }";
    let (text, output) = fix(&flow(menu));
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(text, flow(&menu.replacen('{', "{ on timeout, no_match -> sorry;", 1)));
    let (text, output) = fix(&flow("set_working_queue \"Billing\"; transfer_to_queue").replace("    disconnect\n", ""));
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(text.contains("transfer_to_queue { on at_capacity -> sorry }\n"), "{text}");
}

#[test]
fn what_only_a_mended_mistake_shows_is_mended_too() {
    let (text, output) = fix(&flow("set_workng_queue 'Biling'"));
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(text, flow("set_working_queue \"Billing\""));
}

#[test]
fn what_a_const_says_is_left() {
    let line = "transfer_to_phone_number \"${hotline}\" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }";
    let text = format!("const hotline = \"+1 425 555 0100\"\n\n{}", flow(line));
    let (after, output) = fix(&text);
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert_eq!(after, text);
}

#[test]
fn what_is_allowed_is_left() {
    let line = "// callflow: allow F0334 because the shop sets it\n    play_prompt \"$.Attributes.custmer\"";
    let text = flow(&format!("set_contact_attributes {{ customer = \"Ann\" }}\n    {line}"));
    let (after, output) = fix(&text);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(after, text);
}

/// What only Windows writes stays as it is.
#[test]
fn line_ends_and_a_byte_order_mark_are_kept() {
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
fn without_being_asked_nothing_is_written() {
    let folder = empty_folder();
    let text = flow("play_promt \"Hello.\"");
    fs::write(folder.path().join("main.flow"), &text).unwrap();
    callflow(folder.path(), &["check", "."]);
    assert_eq!(fs::read_to_string(folder.path().join("main.flow")).unwrap(), text);
}
