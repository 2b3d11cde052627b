//! `callflow call` in a terminal: prompts are read, keys are typed, and the recorded session is a test that passes.

use std::fs;

use rexpect::session::{PtySession, spawn_command};

use crate::support::process::{self, callflow, command, empty_folder};
use crate::support::repository;

/// How long a line may take, in milliseconds: the machine may be busy.
const PATIENCE: u64 = 60_000;

/// What the terminal shows, and what the person types then.
const SESSION: &[(&str, &str)] = &[
    (
        "[prompt Acme welcome]\r\n? check_hours_of_operation \"Basic Hours\": 1 in_hours, 2 out_of_hours, 3 error > ",
        "1",
    ),
    ("? invoke_lambda \"acme-lookup-customer\": 1 success, 2 error > ", "perhaps"),
    ("  that is none of the branches\r\n", "success"),
    ("?   accountManager = ", "hiro.tanaka"),
    ("?   name = ", "Ada"),
    ("?   tier = ", "gold"),
    ("For a parcel, press 1. For our shop, press 2. For your personal contact, press 3.\r\n> ", ""),
    ("Sorry, I did not get that.\r\n", "/wait 30s"),
    ("  nothing waits for this\r\n> ", "/sing"),
    ("> ", "2"),
    ("? queue \"General Inquiries\": available = ", "2"),
    ("? queue \"General Inquiries\": waiting = ", "0"),
    ("Thanks for your patience. Somebody will be with you soon.\r\n", "agent_accepts \"amara.okafor\""),
    (
        "(to the agent) Ada, gold customer.\r\n[prompt Beep.wav]\r\n(with the agent amara.okafor)\r\nact> ",
        "agent_hangs_up",
    ),
    ("? distribute_by_percentage as \"start\": 1 when 20%, 2 no_match > ", "1"),
    ("How did we do? Press 1 for badly, up to 5 for very well.\r\n> ", "5"),
    ("[prompt Acme goodbye]\r\n(disconnected)\r\n", ""),
];

#[test]
fn a_recorded_session_is_a_test_that_passes() {
    let folder = empty_folder();
    process::copy(&repository("examples/acme-support"), folder.path());
    let mut call = spawn_command(command(folder.path(), &["call", "Main IVR", "--record"]), Some(PATIENCE)).unwrap();
    for (shown, typed) in SESSION {
        call.exp_string(shown).unwrap_or_else(|error| panic!("no `{shown}`: {error}"));
        if !shown.ends_with("(disconnected)\r\n") {
            call.send_line(typed).unwrap();
        }
    }
    let recorded = rest(&mut call);
    fs::write(folder.path().join("tests/recorded.test.flow"), &recorded).unwrap();
    let output = callflow(folder.path(), &["test", "--filter", "Recorded session"]);
    assert_eq!(output.code, 0, "{recorded}\n{}", output.stderr);
    assert!(output.stdout.starts_with("1 test passed"), "{}", output.stdout);
    for line in [
        "given queue \"General Inquiries\" { available = 2 }",
        "silence",
        "hear \"How did we do?",
        "expect disconnected",
    ] {
        assert!(recorded.contains(line), "{line}:\n{recorded}");
    }
}

/// What is printed until the end, with the line ends of a file.
fn rest(call: &mut PtySession) -> String {
    call.exp_eof().unwrap().replace("\r\n", "\n")
}

#[test]
fn a_flow_that_is_not_there_is_named() {
    let output = callflow(&repository("examples/acme-support"), &["call", "Main IRV"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("did you mean `Main IVR`?"), "{}", output.stderr);
}
