//! The project around a file: which settings, siblings and environments a command finds, from any folder.

use std::fs;
use std::path::Path;

use crate::support::process::{self, Output, callflow};

const MAIN: &str = r#"flow "Front desk" inbound {
  on error -> sorry

  start {
    set_working_queue "Billing"
    invoke_module "Ask for the room"
    transfer_to_flow "Room service"
  }

  step sorry { disconnect }
}
"#;
const OTHER: &str = r#"flow "Room service" inbound {
  start { play_prompt "Which room?"; disconnect }
}

module "Ask for the room" {
  start { return }
}
"#;

/// A project with two files in nested folders, and the environments of `settings`.
fn project(settings: &str) -> tempfile::TempDir {
    let files = [
        ("callflow.toml", settings),
        ("flows/front/desk.flow", MAIN),
        ("flows/rooms/service.flow", OTHER),
        ("dev/list-queues.json", &queues("Billing")),
        ("prod/list-queues.json", &queues("Invoices")),
    ];
    process::folder(&files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into())
}

fn queues(name: &str) -> String {
    let arn = "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5/queue/9655c7cb";
    format!(
        r#"{{"QueueSummaryList": [{{"Id": "9655c7cb", "Arn": "{arn}", "Name": "{name}", "QueueType": "STANDARD"}}]}}"#
    )
}

const ONE: &str = r#"sources = ["flows"]

[env.dev]
inventory = "dev"

[levels]
F0224 = "off"
"#;
const TWO: &str = r#"sources = ["flows"]

[env.dev]
inventory = "dev"

[env.prod]
inventory = "prod"

[levels]
F0224 = "off"
"#;

fn run(folder: &Path, words: &str) -> Output {
    callflow(folder, &words.split_whitespace().collect::<Vec<_>>())
}

#[test]
fn every_command_finds_the_project_from_below() {
    let folder = project(ONE);
    for below in ["", "flows", "flows/front", "flows/rooms"] {
        let here = folder.path().join(below);
        let checked = run(&here, "check");
        assert_eq!(
            (checked.code, checked.stdout.as_str()),
            (0, "no errors in 3 flows and 0 quick connects\n"),
            "{below}: {}",
            checked.stderr
        );
        assert_eq!(run(&here, "fmt").stdout, "0 files formatted, 2 unchanged\n", "{below}");
        assert!(!checked.stderr.contains("was not verified"), "{below}: {}", checked.stderr);
    }
    let built = run(&folder.path().join("flows/front"), "build");
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(folder.path().join("build/manifest.json").is_file());
    assert!(built.stdout.contains("../../build: "), "{}", built.stdout);
    // A path elsewhere belongs to the project of the current folder.
    let elsewhere = process::folder(&[("away.flow".to_owned(), MAIN.replace("Billing", "Biling").into())].into());
    let path = elsewhere.path().join("away.flow");
    let checked = callflow(&folder.path().join("flows"), &["check", path.to_str().unwrap()]);
    assert!(checked.stderr.contains("did you mean `Billing`?"), "{}", checked.stderr);
}

#[test]
fn one_file_knows_its_siblings() {
    let folder = project(ONE);
    let checked = run(folder.path(), "check flows/front/desk.flow");
    assert_eq!(
        (checked.code, checked.stdout.as_str()),
        (0, "no errors in 1 flow and 0 quick connects\n"),
        "{}",
        checked.stderr
    );
    assert!(!checked.stderr.contains("F0220"), "{}", checked.stderr);
    // From within its folder too, and a mistake in what it refers to is found.
    let front = folder.path().join("flows/front");
    assert_eq!(run(&front, "check desk.flow").code, 0);
    let sibling = folder.path().join("flows/rooms/service.flow");
    fs::write(&sibling, OTHER.replace("inbound", "customer_whisper").replace("disconnect", "dance")).unwrap();
    let checked = run(&front, "check desk.flow");
    assert_eq!(checked.codes(), ["F0503".to_owned()].into(), "{}", checked.stderr);
    assert!(checked.stderr.contains("in other files of the project"), "{}", checked.stderr);
}

#[test]
fn a_fix_changes_only_the_named_file() {
    let folder = project(ONE);
    let (main, sibling) = (folder.path().join("flows/front/desk.flow"), folder.path().join("flows/rooms/service.flow"));
    fs::write(&main, MAIN.replace("set_working_queue", "set_workng_queue")).unwrap();
    let misspelled = OTHER.replace("play_prompt", "play_promt");
    fs::write(&sibling, &misspelled).unwrap();
    run(folder.path(), "check --fix flows/front/desk.flow");
    assert_eq!(fs::read_to_string(&main).unwrap(), MAIN);
    assert_eq!(fs::read_to_string(&sibling).unwrap(), misspelled);
}

#[test]
fn a_diff_knows_the_project() {
    let folder = project(ONE);
    assert_eq!(run(folder.path(), "build").code, 0);
    for words in ["diff flows build", "diff flows/front/desk.flow build/flows/front-desk.json", "diff build flows"] {
        let same = run(folder.path(), words);
        assert_eq!(same.code, 0, "{words}: {}{}", same.stdout, same.stderr);
        assert_eq!(same.stderr, "", "{words}");
    }
    fs::write(folder.path().join("flows/rooms/service.flow"), OTHER.replace("Which room?", "What room?")).unwrap();
    fs::remove_file(folder.path().join("build/flows/front-desk.json")).unwrap();
    let changed = run(folder.path(), "diff build flows");
    assert_eq!(changed.code, 1);
    let expected = "+ flow `Front desk`\n\n~ flow `Room service`\n\nstep start\n  ~ play_prompt \"Which room?\"\n      text: \"Which room?\" → \"What room?\"\n";
    assert_eq!(changed.stdout, expected);
    let json: serde_json::Value =
        serde_json::from_str(&run(folder.path(), "diff build flows --format json").stdout).unwrap();
    assert_eq!((&json["added"][0], &json["changed"][0]["name"]), (&"Front desk".into(), &"Room service".into()));
}

#[test]
fn without_an_environment_each_is_checked() {
    let folder = project(TWO);
    let checked = run(folder.path(), "check");
    assert_eq!(checked.code, 1);
    assert_eq!(checked.codes(), ["F0204".to_owned()].into());
    assert!(checked.stderr.contains("unknown queue `Billing`") && checked.stderr.contains("in the environment `prod`"));
    assert_eq!(run(folder.path(), "check --env dev").code, 0);
    let prod = run(folder.path(), "check --env prod");
    assert_eq!((prod.code, prod.stderr.contains("in the environment")), (1, false), "{}", prod.stderr);
    // What is wrong everywhere is said once; what is right in one environment is not changed.
    let main = folder.path().join("flows/front/desk.flow");
    fs::write(&main, MAIN.replace("Billing", "Biling")).unwrap();
    run(folder.path(), "check --fix");
    assert!(fs::read_to_string(&main).unwrap().contains("Biling"));
    let built = run(folder.path(), "build");
    assert!(built.stderr.contains("pass `--env dev` or `--env prod`"), "{}", built.stderr);
    let imported = run(folder.path(), "import dev/list-queues.json");
    assert!(imported.stderr.contains("no environment is selected"), "{}", imported.stderr);
}

#[test]
fn what_is_mistyped_is_suggested() {
    let folder = project(TWO);
    for (words, meant) in [
        ("chekc", "'check'"),
        ("check --inventori dev", "'--inventory'"),
        ("build --drafts", "'--draft'"),
        ("check --format jsno", "'json'"),
        ("check --env devv", "`dev`"),
        ("check --level F0408=wran", "`warn`"),
        ("import dev/list-queues.json --type inbond", "`inbound`"),
        ("catalogue --format markdwon", "'markdown'"),
    ] {
        let output = run(folder.path(), words);
        assert_eq!(output.code, 2, "{words}");
        assert!(output.stderr.contains(meant), "{words}: {}", output.stderr);
    }
}

#[test]
fn every_command_takes_the_same_files() {
    let folder = project(ONE);
    assert_eq!(run(folder.path(), "build").code, 0);
    let json = "build/flows/front-desk.json";
    for words in [format!("build {json}"), format!("fmt {json}"), "import flows/front/desk.flow".to_owned()] {
        let refused = run(folder.path(), &words);
        assert_eq!((refused.code, refused.codes()), (2, ["F0801".to_owned()].into()), "{words}: {}", refused.stderr);
    }
    // What is no flow is skipped in a folder, and refused if it is named.
    for words in ["check build", "import build --out imported", "diff build build"] {
        let output = run(folder.path(), words);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{words}: {}", output.stderr);
    }
    for words in
        ["check build/manifest.json", "import build/manifest.json", "diff build/manifest.json build/manifest.json"]
    {
        let output = run(folder.path(), words);
        assert_eq!((output.code, output.codes()), (2, ["F0808".to_owned()].into()), "{words}: {}", output.stderr);
    }
}

#[test]
fn the_settings_of_a_removed_module_are_removed() {
    let folder = project(ONE);
    let module = "modules/ask-for-the-room.json";
    assert_eq!(run(folder.path(), "build").code, 0);
    let files = process::files(&folder.path().join("build"));
    assert!(
        files.contains(&module.to_owned()) && files.contains(&module.replace(".json", ".settings.json")),
        "{files:?}"
    );
    fs::write(
        folder.path().join("flows/front/desk.flow"),
        MAIN.replace("    invoke_module \"Ask for the room\"\n", ""),
    )
    .unwrap();
    let without = OTHER.split("\nmodule").next().unwrap();
    fs::write(folder.path().join("flows/rooms/service.flow"), without).unwrap();
    let built = run(folder.path(), "build");
    assert!(built.stdout.contains("2 removed"), "{}{}", built.stdout, built.stderr);
    assert!(process::files(&folder.path().join("build")).iter().all(|file| !file.starts_with("modules/")));
}
