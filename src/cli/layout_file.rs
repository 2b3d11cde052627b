//! `main.layout.json` beside `main.flow`: where the blocks of its flows are drawn.
//!
//! Written by `callflow import --keep-layout`, taken up by every build. Gives and takes places by the name of the flow and
//! the identifier of the action; a flow or action that it does not name is laid out anew, and one that is no more is
//! passed over.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::project::{display, said};
use crate::connect::to_json;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Drawn, Flow, Position};

#[derive(Deserialize, Serialize)]
struct Places {
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Position>,
    actions: BTreeMap<String, Position>,
}

/// The file beside a source.
pub(super) fn beside(source: &Path) -> PathBuf {
    source.with_extension("layout.json")
}

/// What the file of one flow holds.
pub(super) fn bytes(flow: &str, drawn: &Drawn) -> Vec<u8> {
    let actions = drawn.actions.iter().map(|(identifier, place)| (identifier.to_string(), *place)).collect();
    to_json(&BTreeMap::from([(flow, Places { entry: drawn.entry, actions })]))
}

/// Gives `flows` the places that the file beside `source` holds, if there is one.
pub(super) fn take_up(source: &Path, flows: &mut [Flow]) -> Result<(), Diagnostic> {
    let path = beside(source);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(reason) => return Err(unreadable(&path, &said(&reason))),
    };
    let mut places: BTreeMap<String, Places> =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(&path, &error.to_string()))?;
    for flow in flows {
        let Some(places) = places.remove(flow.name.text.as_str()) else { continue };
        let actions = places.actions.into_iter().map(|(identifier, place)| (identifier.into(), place)).collect();
        flow.drawn = Drawn { entry: places.entry, actions };
    }
    Ok(())
}

fn unreadable(path: &Path, reason: &str) -> Diagnostic {
    Diagnostic::without_place(Code::CannotRead, format!("`{}` cannot be read: {reason}", display(path)))
        .help("it says where blocks are drawn; without it, they are laid out anew")
}
