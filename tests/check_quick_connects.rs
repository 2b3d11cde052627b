//! `callflow check` of JSON about quick connects: it is joined with the flows of its folder, and checked like text.

use callflow::diagnostic::Code;
use serde_json::Value;

use crate::support::case::{Files, read_folder};
use crate::support::run::callflow;
use crate::support::{repository, snapshot_in};

fn files() -> Files {
    let files = read_folder(&repository("tests/check_json/quick_connects"));
    files.into_iter().map(|(name, bytes)| (format!("export/{name}"), bytes)).collect()
}

#[test]
fn quick_connects_in_json_are_checked_with_the_flows_of_their_folder() {
    let checked = callflow(&files(), "check export");
    assert_eq!(checked.code, 1);
    snapshot_in("tests/check_json", "quick_connects", &checked.stderr);
    // `To a queue` has no type of its own, and `Returns` leads there.
    assert!(!checked.stderr.contains("to-a-queue.json"), "{}", checked.stderr);
}

#[test]
fn a_quick_connect_is_counted_and_its_place_is_reported() {
    let mut files = files();
    let report = callflow(&files, "check export --format json");
    let report: Value = serde_json::from_str(&report.stdout).unwrap();
    let found = report["diagnostics"].as_array().unwrap();
    let wrong = found.iter().find(|it| it["code"] == Code::QuickConnectFlowType.number()).unwrap();
    assert_eq!((&wrong["file"], &wrong["severity"]), (&"export/warehouse.json".into(), &"error".into()));
    // Of the id of the flow.
    assert_eq!(wrong["line"], 11, "{wrong:#}");
    assert!(found.iter().all(|it| it["fixes"].as_array().is_none_or(Vec::is_empty)), "{found:#?}");
    files.retain(|name, _| name.contains("returns") || name.contains("to-a-queue"));
    let good = callflow(&files, "check export");
    assert_eq!(good.stdout, "no errors in 1 flow and 1 quick connect\n", "{}", good.stderr);
    // Beside text, answers are read only if they are named.
    let mut with_text = files.clone();
    with_text.insert("export/main.flow".to_owned(), b"flow \"A\" inbound { start { disconnect } }\n".to_vec());
    let beside = callflow(&with_text, "check export");
    assert_eq!(beside.stdout, "no errors in 2 flows and 0 quick connects\n", "{}", beside.stderr);
    // Named alone, it is no file without a flow.
    files.retain(|name, _| name.contains("returns"));
    let alone = callflow(&files, "check export/returns.json");
    assert_eq!((alone.code, alone.stdout.as_str()), (0, "no errors in 0 flows and 1 quick connect\n"));
}
