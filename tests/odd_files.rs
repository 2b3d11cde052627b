//! Files that are not what they seem: pipes, devices, links that lead elsewhere, files that may not be read or written.

use std::fs;

use crate::support::case::Files;
use crate::support::process::{self, Output, callflow};

const FLOW: &str = "flow \"A\" inbound {start { disconnect } }\n";

fn folder(entries: &[(&str, &str)]) -> tempfile::TempDir {
    let files: Files = entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    process::folder(&files)
}

fn run(folder: &tempfile::TempDir, words: &str) -> Output {
    callflow(folder.path(), &words.split(' ').collect::<Vec<_>>())
}

#[cfg(unix)]
fn fifo(path: &std::path::Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// If one was opened, the command would wait forever.
#[test]
#[cfg(unix)]
fn pipes_and_devices_are_never_opened() {
    let folder = folder(&[("flows/a.flow", FLOW), ("answers/list-queues.json", "{\"QueueSummaryList\": []}")]);
    let at = |path: &str| folder.path().join(path);
    fifo(&at("flows/b.flow"));
    fifo(&at("answers/list-prompts.json"));
    for words in [
        "check flows/b.flow",
        "check flows",
        "fmt --check flows",
        "build flows --inventory inventory",
        "import flows/b.flow",
        "diff flows/b.flow flows/a.flow",
        "check flows/a.flow --inventory answers",
        "check /dev/zero",
        "import /dev/zero",
    ] {
        let output = run(&folder, words);
        assert_eq!(output.code, 2, "{words}: {}{}", output.stdout, output.stderr);
        assert!(output.stderr.contains("it is not a regular file"), "{words}: {}", output.stderr);
    }
    // In the way of what is written.
    fs::create_dir_all(at("out/flows")).unwrap();
    fifo(&at("out/flows/a.json"));
    fs::create_dir_all(at("imported")).unwrap();
    fifo(&at("imported/a.flow"));
    assert_eq!(run(&folder, "build flows/a.flow --inventory inventory --out made").code, 0);
    for words in
        ["build flows/a.flow --inventory inventory --out out", "import made/flows/a.json --name A --out imported"]
    {
        let output = run(&folder, words);
        assert_eq!(output.code, 2, "{words}: {}{}", output.stdout, output.stderr);
        assert!(output.stderr.contains("it is not a regular file"), "{words}: {}", output.stderr);
    }
}

#[test]
#[cfg(unix)]
fn links_out_of_the_project_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.flow", "TOP-SECRET"), ("more/b.flow", FLOW), ("keys.json", "{\"k\": TOP-SECRET")]);
    let project = folder(&[("callflow.toml", "sources = [\"flows\"]\n"), ("flows/a.flow", FLOW)]);
    let at = |path: &str| project.path().join(path);
    symlink(outside.path().join("secret.flow"), at("flows/b.flow")).unwrap();
    for words in ["check", "fmt --check", "build --inventory inventory", "check flows"] {
        let output = run(&project, words);
        assert_eq!(output.code, 2, "{words}: {}", output.stderr);
        assert!(
            output.codes().contains("F0820") && !output.stderr.contains("TOP-SECRET"),
            "{words}: {}",
            output.stderr
        );
    }
    // Named on the command line, or in the settings.
    assert!(run(&project, "check flows/b.flow").stderr.contains("TOP-SECRET"));
    fs::remove_file(at("flows/b.flow")).unwrap();
    let more = outside.path().join("more");
    let settings = |outside: &str| format!("sources = [\"flows\", {more:?}]\n{outside}");
    fs::write(at("callflow.toml"), settings("")).unwrap();
    assert_eq!(run(&project, "check").codes(), ["F0820".to_owned()].into());
    fs::write(at("callflow.toml"), settings(&format!("outside = [{more:?}]\n"))).unwrap();
    let output = run(&project, "fmt --check");
    assert_eq!((output.code, output.stderr.as_str()), (1, ""), "{}", output.stdout);
    // A link to a folder is reported, not followed.
    fs::write(at("callflow.toml"), "sources = [\"flows\"]\n").unwrap();
    symlink(&more, at("flows/linked")).unwrap();
    for words in ["check", "fmt --check", "build --inventory inventory"] {
        let output = run(&project, words);
        assert!(output.stderr.contains("`flows/linked` is not read: it is a link to a folder"), "{}", output.stderr);
        assert_ne!(output.code, 2, "{words}");
    }
    // Settings that are a link to something else.
    fs::remove_file(at("callflow.toml")).unwrap();
    symlink(outside.path().join("keys.json"), at("callflow.toml")).unwrap();
    let output = run(&project, "check");
    assert!(output.code == 2 && !output.stderr.contains("TOP-SECRET"), "{}", output.stderr);
}

#[test]
fn lines_of_files_about_something_else_are_not_shown() {
    let project = folder(&[
        ("keys.json", "{\"key\": \"TOP-SECRET\",}"),
        ("more.json", "{\"key\": \"TOP-SECRET\"}"),
        ("answers/keys.json", "{\"key\": \"TOP-SECRET\" TOP-SECRET}"),
        ("answers/list-queues.json", "{\"QueueSummaryList\": [] SHOWN}"),
        ("flow.json", "{\"Transitions\": SHOWN}"),
        ("a.flow", FLOW),
    ]);
    for words in
        ["import keys.json", "check keys.json more.json", "import more.json", "check a.flow --inventory answers"]
    {
        let output = run(&project, words);
        assert!(
            !output.stderr.contains("TOP-SECRET") && output.stderr.contains("json:1:"),
            "{words}: {}",
            output.stderr
        );
    }
    for words in ["check flow.json", "check a.flow --inventory answers"] {
        assert!(run(&project, words).stderr.contains("SHOWN"), "{words}");
    }
}

#[test]
fn read_only_files_stay_as_they_are() {
    let misspelled = FLOW.replace("disconnect", "disconect");
    let project = folder(&[("a.flow", FLOW), ("b.flow", &misspelled)]);
    let read_only = |path: &str, yes: bool| {
        let path = project.path().join(path);
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(yes);
        fs::set_permissions(path, permissions).unwrap();
    };
    assert_eq!(run(&project, "build a.flow --inventory inventory").code, 0);
    fs::write(project.path().join("build/flows/a.json"), "{}").unwrap();
    for path in ["a.flow", "b.flow", "build/flows/a.json"] {
        read_only(path, true);
        let before = fs::read(project.path().join(path)).unwrap();
        let words = match path {
            "a.flow" => "fmt a.flow",
            "b.flow" => "check --fix b.flow",
            _ => "build a.flow --inventory inventory",
        };
        let output = run(&project, words);
        assert_eq!(output.code, 2, "{words}: {}", output.stderr);
        let message = format!("cannot write `{path}`: it is read-only");
        assert!(output.stderr.replace("/private", "").contains(&message), "{words}: {}", output.stderr);
        assert_eq!(fs::read(project.path().join(path)).unwrap(), before, "{words}");
        read_only(path, false);
    }
}

#[test]
fn unreadable_input_is_a_failure() {
    let project = folder(&[("a.flow", FLOW), ("answers/list-queues.json", "{")]);
    fs::write(project.path().join("b.flow"), b"flow \"\xff\" inbound { start { disconnect } }").unwrap();
    fs::write(project.path().join("c.json"), b"{\"a\": \"\xff\"}").unwrap();
    fs::write(project.path().join("d.json"), "{").unwrap();
    for words in [
        "check b.flow",
        "fmt b.flow",
        "fmt missing.flow",
        "build b.flow --inventory inventory",
        "import c.json",
        "import d.json",
        "check d.json",
        "diff c.json a.flow",
        "check a.flow --inventory answers",
        "build a.flow --inventory missing",
    ] {
        let output = run(&project, words);
        assert_eq!(output.code, 2, "{words}: {}{}", output.stdout, output.stderr);
    }
}

#[test]
fn half_of_a_surrogate_pair_is_reported_by_each_command() {
    let json = r#"{"Version": "2019-10-30", "StartAction": "a", "Metadata": {"name": "A", "type": "contactFlow"},
        "Actions": [{"Identifier": "a", "Type": "MessageParticipant", "Parameters": {"Text": "Thanks \ud83d."},
        "Transitions": {"NextAction": "b", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "b"}]}},
        {"Identifier": "b", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}"#;
    let project = folder(&[("flow.json", json)]);
    // `diff` cannot compare what is not whole, and 1 says there that two flows differ.
    let commands = [
        ("check flow.json", 1),
        ("import flow.json", 1),
        ("import flow.json --out imported", 1),
        ("diff flow.json flow.json", 2),
    ];
    for (words, code) in commands {
        let output = run(&project, words);
        assert_eq!(output.code, code, "{words}: {}", output.stderr);
        assert!(output.codes().contains("F0821"), "{words}: {}", output.stderr);
    }
    let text = fs::read_to_string(project.path().join("imported/a.flow")).unwrap();
    assert!(text.contains("\"Thanks \u{fffd}.\""), "{text}");
}

#[test]
fn an_empty_action_type_is_reported() {
    let json = |type_: &str| {
        format!(
            "{{\"Version\": \"2019-10-30\", \"StartAction\": \"a\", \"Actions\": [{{\"Identifier\": \"a\", {type_} \
             \"Parameters\": {{}}, \"Transitions\": {{}}}}]}}"
        )
    };
    let project = folder(&[
        ("empty.json", &json("\"Type\": \"\",")),
        ("none.json", &json("")),
        ("null.json", &json("\"Type\": null,")),
        ("empty.flow", "flow \"A\" inbound { start { action \"\" { terminal } } }\n"),
    ]);
    for name in ["empty.json", "none.json", "null.json", "empty.flow"] {
        let output = run(&project, &format!("check {name}"));
        assert_eq!(output.code, 1, "{name}: {}{}", output.stdout, output.stderr);
    }
    for name in ["empty.json", "none.json", "null.json"] {
        let output = run(&project, &format!("import {name}"));
        assert!(output.codes().contains("F1002") || output.codes().contains("F0809"), "{name}: {}", output.stderr);
    }
}
