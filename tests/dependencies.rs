//! Compares the table of dependencies in CONTRIBUTING.md with `Cargo.toml`.

use std::collections::BTreeMap;
use std::fs;

use toml::{Table, Value};

use crate::support::repository;

/// The feature of each crate; `none` for crates that the library always needs.
fn of_manifest() -> BTreeMap<String, String> {
    let manifest: Table = fs::read_to_string(repository("Cargo.toml")).unwrap().parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    let feature_of = |name: &str| {
        let switch = Value::String(format!("dep:{name}"));
        let found = features.iter().find(|(_, switches)| switches.as_array().unwrap().contains(&switch));
        found.map_or_else(|| panic!("{name} is optional, but no feature enables it"), |(feature, _)| feature.clone())
    };
    let dependencies = manifest["dependencies"].as_table().unwrap().iter();
    let rows = dependencies.map(|(name, what)| {
        let is_optional = what.get("optional").is_some_and(|it| it.as_bool() == Some(true));
        (name.clone(), if is_optional { feature_of(name) } else { "none".to_owned() })
    });
    rows.collect()
}

/// The rows of the table.
fn of_table() -> BTreeMap<String, String> {
    let text = fs::read_to_string(repository("CONTRIBUTING.md")).unwrap();
    let table = text.split("| crate | feature | for |").nth(1).expect("CONTRIBUTING.md has the table");
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        assert!(!cells[2].is_empty(), "no purpose: {line}");
        (cells[0].to_owned(), cells[1].to_owned())
    });
    rows.collect()
}

#[test]
fn the_table_lists_each_dependency_under_its_feature() {
    assert_eq!(of_table(), of_manifest());
}

#[test]
fn the_library_alone_needs_few_crates() {
    let bare: Vec<String> =
        of_manifest().into_iter().filter(|(_, feature)| feature == "none").map(|(name, _)| name).collect();
    let allowed = ["memchr", "pest", "pest_derive", "regex-lite", "serde", "serde_json", "sha2", "smol_str", "strsim"];
    assert_eq!(bare, allowed);
}
