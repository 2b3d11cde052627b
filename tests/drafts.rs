//! Names of resources that come later: warnings in a draft, with placeholders that the manifest lists.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::process::{callflow, folder};

/// A name of each kind that nothing has, in parameters, lists, hooks, requests and associations.
const TO_COME: &str = r#"flow "Harbour" inbound {
  on error -> gone

  start {
    play_prompt prompt "Fog horn"
    set_customer_queue_flow "Waves"
    get_lex_input prompt "Which pier" {
      bot: bot "Pilot" alias "live"
      when "Moor" -> gone
      on no_match, timeout, error -> gone
    }
    invoke_lambda "tide-table" { timeout: 5s }
    invoke_module "Find a berth"
    check_hours_of_operation "High tide" { on out_of_hours -> gone }
    set_working_queue agent "harbour.master"
    set_working_queue queue "Pilots"
    transfer_to_queue { on at_capacity -> gone }
  }

  step gone { disconnect }
}

flow "Rocks" customer_queue {
  on error -> out

  start {
    loop_prompts {
      messages: [prompt "Seagulls", "Please hold."]
    }
  }

  step out { disconnect }
}

quick_connect "Lighthouse" {
  description: "In a storm"
  queue: "Keepers"
  flow: "Climb the stairs"
  available_in: ["Pilots"]
}
"#;

#[test]
fn a_draft_may_name_what_comes_later() {
    let folder = folder(&[("main.flow".to_owned(), TO_COME.into())].into());
    let run = |words: &str| callflow(folder.path(), &words.split(' ').collect::<Vec<_>>());
    let refused = run("build main.flow --inventory inventory");
    assert_eq!((refused.code, refused.codes().contains("F0204")), (1, true), "{}", refused.stderr);
    assert!(!folder.path().join("build").exists());
    let built = run("build main.flow --inventory inventory --draft");
    assert_eq!(built.code, 0, "{}", built.stderr);
    let read = |path: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(folder.path().join("build").join(path)).unwrap()).unwrap()
    };
    let manifest = read("manifest.json");
    assert_eq!((&manifest["format"], &manifest["status"]), (&1.into(), &"SAVED".into()));
    let mut missing = BTreeSet::new();
    for placeholder in manifest["placeholders"].as_array().unwrap() {
        let [file, pointer, text, kind, form] =
            ["file", "pointer", "text", "kind", "stands_for"].map(|key| placeholder[key].as_str().unwrap());
        let string = read(file).pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        assert!(string.contains(text), "{placeholder}: {string}");
        // An ARN whose form only the service knows is replaced as a whole.
        assert!(form == "id" || string == text, "{placeholder}: {string}");
        if placeholder["missing"] == true {
            missing.insert(format!("{kind} {}", placeholder["name"].as_str().unwrap()));
        }
    }
    let expected = [
        "agent harbour.master",
        "bot Pilot:live",
        "flow Climb the stairs",
        "flow Waves",
        "hours High tide",
        "lambda tide-table",
        "module Find a berth",
        "prompt Fog horn",
        "prompt Seagulls",
        "prompt Which pier",
        "queue Keepers",
        "queue Pilots",
    ];
    assert_eq!(missing.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    // What was written is read again, with the same names.
    let checked = run("check build");
    assert!(checked.code == 0 && !checked.codes().contains("F0204"), "{}", checked.stderr);
    let imported = run("import build --inventory inventory --out again");
    assert_eq!((imported.code, imported.stderr.as_str()), (0, ""), "{}", imported.stderr);
    let rebuilt = run("build again --inventory inventory --draft --out rebuilt");
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.stderr);
    let same = run("diff build rebuilt");
    assert!(same.stdout.starts_with("no difference"), "{}", same.stdout);
}
