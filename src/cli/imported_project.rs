//! What `callflow import` writes beside the flows, so that they build: the names of what they refer to, and settings.
//!
//! Takes the names in the exports, gives the answers for the inventory and their paths. Never writes over a file.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::project::Project;
use super::settings::{self, Settings};
use crate::analysis::{Analysis, Options, Workspace};
use crate::diagnostic::Diagnostics;
use crate::inventory::{self, ExportedName};

/// The folder of the inventory of a new project.
const INVENTORY: &str = "inventory";

/// The files beside the flows.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Each file that is to be written, with its content.
    pub(super) files: Vec<(PathBuf, String)>,
    /// Whether the answers need an environment in a callflow.toml that is there.
    pub(super) needs_environment: bool,
}

/// Adds what the exports name to the inventory of `project`, and gives the files that make the flows in `out` a project.
pub(super) fn prepare(
    project: &mut Project,
    options: Options<'_>,
    roots: &[PathBuf],
    out: Option<&Path>,
    diagnostics: &mut Diagnostics,
) -> Beside {
    if !project.takes_names() {
        return Beside::default();
    }
    let analysis = project.workspace.analyse(options);
    let names = names(&analysis, project, roots);
    let answers = inventory::answers(&names, project.inventory.as_ref(), diagnostics);
    let has_settings = |folder: &Path| !matches!(Settings::find(folder, &mut Workspace::new()), Ok(None));
    let is_used = project.inventory_in_use().is_some();
    let is_new = !is_used && out.is_some_and(|out| !has_settings(out));
    let folder = out.unwrap_or(Path::new("")).join(INVENTORY);
    let folder = project.inventory_in_use().map_or(folder, Path::to_owned);
    let mut taken = HashSet::new();
    let files: Vec<(PathBuf, String)> =
        answers.into_iter().map(|answer| (free(&folder, &answer.stem, &mut taken), answer.text)).collect();
    if !files.is_empty() {
        project.add_answers(&files);
    }
    let needs_environment = !files.is_empty() && !is_used && !is_new && out.is_some();
    let settings = out.filter(|_| is_new).map(|out| (out.join(settings::FILE), settings_text(!files.is_empty())));
    Beside { files: files.into_iter().chain(settings).collect(), needs_environment }
}

/// The names in all exports, those of the newest first: what is published comes first, and then what is named last.
fn names(analysis: &Analysis, project: &Project, roots: &[PathBuf]) -> Vec<ExportedName> {
    let place = |file| {
        let path = project.files.iter().find(|(known, _)| *known == file).map(|(_, path)| path);
        path.and_then(|path| roots.iter().rposition(|root| path.starts_with(super::paths::tidy(root)) || root == "."))
    };
    let mut exports: Vec<_> = analysis.exports.iter().collect();
    exports.reverse();
    exports.sort_by_key(|export| std::cmp::Reverse((export.is_published, place(export.file))));
    exports.iter().flat_map(|export| export.names.iter().cloned()).collect()
}

/// The path for an answer with this name that no file has yet.
fn free(folder: &Path, stem: &str, taken: &mut HashSet<PathBuf>) -> PathBuf {
    let paths = (1..).map(|number: usize| match number {
        1 => folder.join(format!("{stem}.json")),
        _ => folder.join(format!("{stem}-{number}.json")),
    });
    let mut paths = paths.filter(|path| !path.exists() && taken.insert(path.clone()));
    paths.next().unwrap_or_default()
}

fn settings_text(has_inventory: bool) -> String {
    if !has_inventory {
        return "sources = [\".\"]\n".to_owned();
    }
    format!(
        "# The names that the exports had. Answers of the AWS CLI may be added to the folder: they come first.\n\
         [env.imported]\ninventory = \"{INVENTORY}\"\n"
    )
}
