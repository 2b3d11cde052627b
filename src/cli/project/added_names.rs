//! Names that an import adds to the inventory of a project.
//!
//! Takes the answers that are not written yet, and the folder where they will be. Never writes a file.

use std::path::{Path, PathBuf};

use super::Project;
use crate::analysis::Role;
use crate::cli::paths::display;
use crate::cli::settings::Settings;
use crate::diagnostic::Diagnostics;
use crate::inventory;

impl Project {
    /// The folder of the inventory that is used.
    pub(in crate::cli) fn inventory_in_use(&self) -> Option<&Path> {
        self.inventory_files.as_ref().map(|(folder, _)| folder.as_path()).filter(|_| self.inventory.is_some())
    }

    /// Whether names may be taken from elsewhere: no inventory is left to be chosen, and none is broken.
    pub(in crate::cli) fn takes_names(&self) -> bool {
        self.unchosen.is_empty() && !self.is_inventory_unusable
    }

    /// Uses the inventory of the project at `folder` if the sources belong to none.
    pub(in crate::cli) fn adopt(&mut self, folder: &Path, diagnostics: &mut Diagnostics) {
        if self.settings.is_some() || self.inventory.is_some() {
            return;
        }
        match Settings::find(folder, &mut self.workspace) {
            Ok(Some(settings)) => {
                self.boundary.extend(&settings);
                let inventory = settings.inventory(None);
                self.unchosen = match inventory {
                    Ok(None) => settings.environments().map(str::to_owned).collect(),
                    _ => Vec::new(),
                };
                self.set_inventory(inventory, diagnostics);
            }
            Ok(None) => {}
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }

    /// Adds answers to the inventory that are not written yet, each with its path.
    pub(in crate::cli) fn add_answers(&mut self, answers: &[(PathBuf, String)]) {
        let mut files = self.inventory_files.take().map(|(_, files)| files).unwrap_or_default();
        files.extend(answers.iter().map(|(path, text)| self.workspace.set_as(&display(path), text, Role::Other)));
        // What is wrong with the other answers was reported.
        self.inventory = Some(inventory::read(&files, self.sources(), &mut Diagnostics::new()));
    }
}
