//! Runs of flows: what a contact goes through, from outside. Each fixture holds what the world and people do as comments.

use crate::support::{chosen, contact, fixtures, snapshot_beside, stem};

#[test]
fn contacts_go_the_way_that_the_rules_say() {
    for fixture in chosen(fixtures("tests/simulate", "flow"), |path| stem(path).to_owned()) {
        let text = std::fs::read_to_string(&fixture).unwrap().replace("\r\n", "\n");
        snapshot_beside(&fixture, &contact::trace("main.flow", &text));
    }
}
