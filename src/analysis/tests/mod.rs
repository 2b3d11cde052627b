//! Properties of the whole compiler that only a unit test can check, because they need a code or a block that does not
//! exist.

mod invented;
mod suppression;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::{Options, Workspace};
use crate::diagnostic::Diagnostics;
use crate::inventory::{self, Inventory};
use crate::source::Sources;

/// A path of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The inventory of the example: an instance with at least one resource of every kind.
static DEMO: LazyLock<Inventory> = LazyLock::new(|| {
    let mut paths: Vec<PathBuf> = fs::read_dir(repository("examples/acme-support/inventory/dev"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut sources = Sources::new();
    let files: Vec<_> =
        paths.iter().map(|path| sources.add(path.display().to_string(), &fs::read_to_string(path).unwrap())).collect();
    inventory::read(&files, &sources, &mut Diagnostics::new())
});

/// A workspace with these files: path and text.
fn workspace<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Workspace {
    let mut workspace = Workspace::new();
    for (path, text) in texts {
        workspace.set(path, text);
    }
    workspace
}

/// The diagnostics for a workspace, with the example's inventory.
fn findings(workspace: &Workspace) -> Diagnostics {
    workspace.analyse(Options { inventory: Some(&DEMO), ..Options::default() }).diagnostics
}
