//! `main.layout.json` beside `main.flow`: where the blocks of its flows are drawn.
//!
//! Written by `callflow import --keep-layout`, taken up by every build. Gives and takes places by the name of the flow and
//! the identifier of the action; a flow or action that it does not name is laid out anew, and one that is no more is
//! passed over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::connect::to_json;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Build, Position, SavedLayout};
use crate::source::SourceFile;

/// The end of the name of such a file, in the place of `.flow`.
pub const EXTENSION: &str = "layout.json";

#[derive(Deserialize, Serialize)]
struct Places {
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Position>,
    actions: BTreeMap<String, Position>,
}

/// What the file of one flow holds.
#[must_use]
pub fn bytes(flow: &str, drawn: &SavedLayout) -> Vec<u8> {
    let actions = drawn.actions.iter().map(|(identifier, place)| (identifier.to_string(), *place)).collect();
    to_json(&BTreeMap::from([(flow, Places { entry: drawn.entry, actions })]))
}

/// Says that such a file cannot be read.
#[must_use]
pub fn unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::unlocated(Code::CannotRead, format!("`{path}` cannot be read: {reason}"))
        .help("it says where blocks are drawn; without it, they are laid out anew")
}

/// Gives the flows of `build` the places that a file of saved layouts holds.
pub(super) fn apply(file: &SourceFile, build: &mut Build, found: &mut Diagnostics) {
    match serde_json::from_str(file.text()) {
        Ok(places) => place(build, places),
        Err(error) => found.push(unreadable(file.name(), &error.to_string())),
    }
}

fn place(build: &mut Build, mut places: BTreeMap<String, Places>) {
    for flow in &mut build.flows {
        let Some(places) = places.remove(flow.name.text.as_str()) else { continue };
        let actions = places.actions.into_iter().map(|(identifier, place)| (identifier.into(), place)).collect();
        flow.saved_layout = SavedLayout { entry: places.entry, actions };
    }
}
