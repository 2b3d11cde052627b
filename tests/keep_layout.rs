//! `import --keep-layout`: a build of the imported text restores the positions of the blocks in the designer.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use callflow::graph::Mode;
use serde_json::Value;

use crate::support::build::built;
use crate::support::process::{callflow, empty_folder};
use crate::support::run::Project;

const FLOW: &str = r#"flow "Main line" inbound {
  on error -> sorry
  start {
    set_working_queue id "q"
    transfer_to_queue { on at_capacity -> sorry }
  }
  step sorry { play_prompt "Please call again."; disconnect }
}
"#;

/// The flow's JSON with a layout drawn by a user: far from callflow's layout, and with other identifiers.
fn drawn(folder: &Path) -> Value {
    let first = built(Project::bare().with("main.flow", FLOW), Mode::Publish);
    assert!(!first.diagnostics.has_errors(), "{}", first.diagnostics.to_plain_text(&first.sources));
    let content = first.files.iter().find(|file| file.path == "flows/main-line.json").unwrap();
    let text = String::from_utf8(content.bytes.clone())
        .unwrap()
        .replace("\"sorry.disconnect\"", "\"4f1c\"")
        .replace("\"sorry\"", "\"9a02\"");
    let mut flow: Value = serde_json::from_str(&text).unwrap();
    let places = flow["Metadata"]["ActionMetadata"].as_object_mut().unwrap();
    for (place, x) in places.values_mut().zip(5_000..) {
        place["position"] = serde_json::json!({ "x": f64::from(x) + 0.4, "y": -77 });
    }
    flow["Metadata"]["entryPointPosition"] = serde_json::json!({ "x": 4_000, "y": 3 });
    flow["Metadata"]["name"] = "Main line".into();
    fs::create_dir(folder.join("exported")).unwrap();
    fs::write(folder.join("exported/main.json"), flow.to_string()).unwrap();
    flow
}

/// The types of the actions, with their positions rounded to pixels.
fn places(flow: &Value) -> BTreeSet<(String, i64, i64)> {
    let pixel = |place: &Value| place.as_f64().unwrap().round() as i64;
    let actions = flow["Actions"].as_array().unwrap().iter();
    actions
        .map(|action| {
            let place = &flow["Metadata"]["ActionMetadata"][action["Identifier"].as_str().unwrap()]["position"];
            (action["Type"].as_str().unwrap().to_owned(), pixel(&place["x"]), pixel(&place["y"]))
        })
        .collect()
}

#[test]
fn positions_are_restored() {
    let folder = empty_folder();
    let before = drawn(folder.path());
    let imported = callflow(folder.path(), &["import", "exported/main.json", "--out", "flows", "--keep-layout"]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert_eq!(callflow(folder.path(), &["build", "flows", "--out", "second"]).code, 0);
    let after: Value =
        serde_json::from_slice(&fs::read(folder.path().join("second/flows/main-line.json")).unwrap()).unwrap();
    assert_eq!(places(&after), places(&before));
    assert_eq!(after["Metadata"]["entryPointPosition"], before["Metadata"]["entryPointPosition"]);
}

#[test]
fn an_existing_flow_gets_its_positions() {
    let folder = empty_folder();
    drawn(folder.path());
    let import = ["import", "exported/main.json", "--out", "flows"];
    assert_eq!(callflow(folder.path(), &import).code, 0);
    let layout = folder.path().join("flows/main-line.layout.json");
    assert!(!layout.exists());
    let again = callflow(folder.path(), &[&import[..], &["--keep-layout"]].concat());
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(layout.exists());
}

#[test]
fn a_new_block_is_laid_out() {
    let folder = empty_folder();
    drawn(folder.path());
    callflow(folder.path(), &["import", "exported/main.json", "--out", "flows", "--keep-layout"]);
    let source = folder.path().join("flows/main-line.flow");
    let text = fs::read_to_string(&source).unwrap();
    fs::write(&source, text.replacen("start {", "start {\n    play_prompt \"Hello.\" as \"Hello\"", 1)).unwrap();
    let built = callflow(folder.path(), &["build", "flows", "--out", "second"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let after: Value =
        serde_json::from_slice(&fs::read(folder.path().join("second/flows/main-line.json")).unwrap()).unwrap();
    let place = &after["Metadata"]["ActionMetadata"]["Hello"]["position"];
    assert!(place["x"].as_i64().unwrap() < 5_000, "{place}");
}

#[test]
fn a_layout_that_cannot_be_read_stops_the_build() {
    let folder = empty_folder();
    fs::write(folder.path().join("main.flow"), FLOW).unwrap();
    fs::write(folder.path().join("main.layout.json"), "{ not JSON").unwrap();
    let built = callflow(folder.path(), &["build", "main.flow"]);
    assert_eq!(built.code, 2, "{}", built.stderr);
    assert_eq!(built.codes().into_iter().collect::<Vec<_>>(), ["F0803"]);
    assert!(!folder.path().join("build").exists());
}
