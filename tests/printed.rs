//! What is printed: nothing from a file controls the terminal or a runner, everything that could not be printed is
//! noticed, and a flood of diagnostics is cut.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::case::Files;
use crate::support::process::{self, callflow};

/// A name that clears the screen, writes backwards and begins workflow commands.
const NAME: &str = r"A\u{1b}[2J\u{202e}\u{9b}1m\u{d}\n::error file=x::pwned\n##[error]pwned";

fn files(entries: &[(&str, String)]) -> Files {
    entries.iter().map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes())).collect()
}

/// A program that prints this neither controls a terminal nor tells a runner of GitHub Actions to do anything.
fn assert_harmless(text: &str, what: &str) {
    let is_control = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2028}\u{2066}".contains(c);
    assert!(!text.contains(is_control), "{what}: {text:?}");
    let starts_command = |line: &str| line.trim_start().starts_with("::");
    assert!(!text.lines().any(starts_command) && !text.contains("##["), "{what}: {text}");
}

#[test]
fn names_in_every_output_are_visible() {
    let flow = |body: &str| format!("flow \"{NAME}\" inbound {{ start {{ {body} disconnect }} }}\n");
    let folder = process::folder(&files(&[
        ("good.flow", flow(&format!("play_prompt \"{NAME}\";"))),
        ("other.flow", flow(&format!("play_prompt \"other {NAME}\"\n action \"X{NAME}\" {{}}\n"))),
        ("bad.flow", flow("set_working_queue \"B\u{1b}[2J\u{2028}::error::x\"\n /* \r::error::x \u{202e} */ ")),
        (
            "odd.json",
            format!("{{\"Actions\": [], \"{}\": 1}}", NAME.replace("\\u{1b}", "\u{7f}").replace(['{', '}'], "")),
        ),
    ]));
    let commands = [
        "build good.flow --inventory inventory",
        "check bad.flow --inventory inventory",
        "check odd.json",
        "check bad.flow --inventory inventory --format json",
        "check bad.flow --inventory inventory --format sarif",
        "diff good.flow other.flow",
        "diff good.flow other.flow --format json",
        "explain ::error::\u{1b}[2J",
        "check \u{1b}]0;title\u{7}.flow",
        "--\u{1b}[2J",
    ];
    for words in commands {
        let output = callflow(folder.path(), &words.split(' ').collect::<Vec<_>>());
        assert_harmless(&output.stdout, words);
        assert_harmless(&output.stderr, words);
        assert!(!(output.stdout + &output.stderr).is_empty(), "{words}");
    }
    let output = callflow(folder.path(), &["build", "good.flow", "--inventory", "inventory"]);
    assert!(output.stdout.contains(r"A\u{1b}[2J\u{202e}"), "{}", output.stdout);
    let output = callflow(folder.path(), &["check", "bad.flow", "--inventory", "inventory", "--format", "github"]);
    let is_ours =
        |line: &str| ["::error file=bad.flow,", "::warning file=bad.flow,"].iter().any(|it| line.starts_with(it));
    assert!(output.stdout.lines().all(is_ours) && output.stdout.contains("u{1b}"), "{}", output.stdout);
}

#[test]
#[cfg(unix)]
fn names_of_files_are_visible() {
    let text = "flow \"A\" inbound {start{play_promt \"x\"\ndisconnect}}\n";
    let folder = process::folder(&files(&[("a\n::error::x\u{1b}[2J.flow", text.to_owned())]));
    for words in ["fmt --check", "build --inventory inventory", "check", "check --fix"] {
        let output = callflow(folder.path(), &words.split(' ').collect::<Vec<_>>());
        assert_harmless(&output.stdout, words);
        assert_harmless(&output.stderr, words);
        assert!((output.stdout + &output.stderr).contains("::error::x"), "{words}");
    }
}

#[test]
fn formatted_text_is_printed_byte_for_byte() {
    let text = "flow \"A\" inbound {\n  start {\n    // \u{1b}[2J\u{202e}\n    disconnect\n  }\n}\n";
    let folder = process::folder(&files(&[("a.flow", text.to_owned())]));
    let source = fs::File::open(folder.path().join("a.flow")).unwrap();
    let output = process::command(folder.path(), &["fmt", "-"]).stdin(source).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
}

/// Every command that prints a result.
#[cfg(target_os = "linux")]
const PRINTING: &[&str] = &[
    "--version",
    "--help",
    "check --help",
    "catalogue",
    "catalogue --format json",
    "catalogue --format markdown",
    "explain F0204",
    "explain play_prompt",
    "check a.flow",
    "check a.flow --format json",
    "check a.flow --format sarif",
    "check bad.flow --format github",
    "build a.flow --inventory inventory",
    "fmt a.flow",
    "fmt -",
    "fmt --check b.flow",
    "diff a.flow a.flow",
    "diff a.flow b.flow --format json",
    "import flow.json",
    "import flow.json --out imported",
];

#[test]
#[cfg(target_os = "linux")]
fn output_that_is_lost_is_a_failure() {
    use std::process::Stdio;
    let flow = |text: &str| format!("flow \"A\" inbound {{ start {{ play_prompt \"{text}\"; disconnect }} }}\n");
    let json = r#"{"Version": "2019-10-30", "StartAction": "a", "Metadata": {"name": "A", "type": "contactFlow"},
        "Actions": [{"Identifier": "a", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}"#;
    let folder = process::folder(&files(&[
        ("a.flow", flow("a")),
        ("b.flow", flow("b")),
        ("bad.flow", flow("a").replace("play", "plya")),
        ("flow.json", json.to_owned()),
        ("broken.flow", flow("a").replace(';', ",")),
        ("broken.json", json.replace("\"Actions\": [", "\"Actions\": [,")),
    ]));
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let stdin = || fs::File::open(folder.path().join("a.flow")).unwrap();
    for words in PRINTING {
        let words: Vec<&str> = words.split(' ').collect();
        let run = |to: Stdio| process::command(folder.path(), &words).stdin(stdin()).stdout(to).output().unwrap();
        let output = run(full().into());
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?} to a full disk: {stderr}");
        assert!(
            stderr.contains("error: cannot write to stdout: no space is left on the device"),
            "{words:?}: {stderr}"
        );
        // A pipe whose reader has left.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = run(writer.into());
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?} to a closed pipe: {stderr}");
        assert!(!stderr.contains("cannot write"), "{words:?}: {stderr}");
    }
    for words in REPORTING {
        let words: Vec<&str> = words.split(' ').collect();
        let run = |to: Stdio| process::command(folder.path(), &words).stderr(to).output().unwrap();
        let output = run(Stdio::piped());
        assert!(!output.stderr.is_empty(), "{words:?} reports nothing");
        assert_eq!(run(full().into()).status.code(), Some(2), "{words:?}: diagnostics that are lost");
    }
}

/// Commands that report something on stderr.
#[cfg(target_os = "linux")]
const REPORTING: &[&str] = &[
    "check bad.flow",
    "check bad.flow --format github",
    "build bad.flow --inventory inventory",
    "fmt broken.flow",
    "diff broken.flow a.flow",
    "import broken.json",
    "explain xyzzyxyzzy",
    "--xyzzy",
];

/// A flow with this many unknown blocks, each after a line that is never reached.
fn mistakes(count: usize) -> String {
    let lines: String = (0..count).map(|line| format!("    xyzzy{line} \"a\"\n")).collect();
    format!("flow \"A\" inbound {{\n  start {{\n    disconnect\n    disconnect\n{lines}    disconnect\n  }}\n}}\n")
}

#[test]
fn many_diagnostics_are_cut_and_counted() {
    let folder = process::folder(&files(&[("a.flow", mistakes(250))]));
    let run = |words: &str| callflow(folder.path(), &words.split(' ').collect::<Vec<_>>());
    let count =
        |text: &str| text.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).count();
    let cut = run("check a.flow");
    assert_eq!((cut.code, count(&cut.stderr)), (1, 200), "{}", cut.stderr);
    assert!(!cut.stderr.contains("warning["), "errors come first");
    assert!(cut.stderr.contains("of F0201"), "{}", cut.stderr);
    assert!(cut.stderr.contains("`--all` shows them"), "{}", cut.stderr);
    let all = run("check a.flow --all");
    assert!(count(&all.stderr) >= 250 && !all.stderr.contains("not shown"), "{}", count(&all.stderr));
    for format in ["json", "sarif"] {
        let document = run(&format!("check a.flow --format {format}"));
        assert!(
            document.stdout.matches("no block is named").count() >= 250
                || document.stdout.matches("F0201").count() >= 250
        );
        assert_eq!(document.code, 1);
    }
    for words in ["fmt a.flow --all", "diff a.flow a.flow --all", "build a.flow --inventory inventory --all"] {
        assert_ne!(run(words).stderr.lines().next().unwrap_or_default(), "error: unexpected argument '--all' found");
    }
}

#[test]
fn a_flood_of_mistakes_is_printed_at_once() {
    let folder = process::folder(&files(&[("a.flow", mistakes(3_000))]));
    let start = Instant::now();
    let output = callflow(folder.path(), &["check", "a.flow"]);
    assert_eq!(output.code, 1);
    // Without optimisation, on a busy machine.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(output.stderr.len() < 100_000, "{}", output.stderr.len());
}
