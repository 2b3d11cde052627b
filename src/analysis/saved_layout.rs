//! `main.layout.json` next to `main.flow`: the positions of the blocks of its flows.
//!
//! `callflow import --keep-layout` writes the file, and every build reads it. Takes and gives positions by the name of
//! the flow and the identifier of the action. A flow or action that the file does not list gets a new layout; entries
//! for flows or actions that no longer exist are ignored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::connect::to_json;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Build, Position, SavedLayout};
use crate::source::SourceFile;

/// The extension of such a file, which replaces `flow`.
pub const EXTENSION: &str = "layout.json";

#[derive(Deserialize, Serialize)]
struct Positions {
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Position>,
    actions: BTreeMap<String, Position>,
}

/// The content of the file for one flow.
#[must_use]
pub fn bytes(flow: &str, layout: &SavedLayout) -> Vec<u8> {
    let actions = layout.actions.iter().map(|(identifier, position)| (identifier.to_string(), *position)).collect();
    to_json(&BTreeMap::from([(flow, Positions { entry: layout.entry, actions })]))
}

/// The diagnostic for a layout file that cannot be read.
#[must_use]
pub fn unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::unlocated(Code::CannotRead, format!("cannot read `{path}`: {reason}"))
        .help("it contains the positions of blocks; without it, they get a new layout")
}

/// Gives the flows of `build` the positions in a layout file.
pub(super) fn apply(file: &SourceFile, build: &mut Build, found: &mut Diagnostics) {
    match serde_json::from_str(file.text()) {
        Ok(positions) => set_positions(build, positions),
        Err(error) => found.push(unreadable(file.name(), &error.to_string())),
    }
}

fn set_positions(build: &mut Build, mut positions: BTreeMap<String, Positions>) {
    for flow in &mut build.flows {
        let Some(Positions { entry, actions }) = positions.remove(flow.name.text.as_str()) else { continue };
        let actions = actions.into_iter().map(|(identifier, position)| (identifier.into(), position)).collect();
        flow.saved_layout = SavedLayout { entry, actions };
    }
}
