//! The files of a build, in memory.
//!
//! Takes paths and texts, and gives their trees. Each file is parsed once, when its tree is first requested, and again
//! only after its text was replaced. Never reads a file.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::saved_layout;
use crate::diagnostic::Diagnostics;
use crate::reader::{self, Beside, Document};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::{self, tree};

/// The role of a file in the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `.flow` text.
    Text,
    /// Flow JSON.
    Json {
        /// Whether the user named it. Then it must contain a flow; a file that was only found may be any JSON.
        is_named: bool,
    },
    /// The positions of the blocks of the `.flow` file next to it.
    Layout,
    /// Another file that diagnostics may point to: settings, an AWS CLI answer.
    Other,
}

impl Role {
    /// The role of a file, judged by its name and its text: `.flow` source never begins with a brace.
    #[must_use]
    pub fn of(path: &str, text: &str) -> Role {
        if path.ends_with(saved_layout::EXTENSION) {
            Role::Layout
        } else if path.ends_with(".json") || text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            Role::Json { is_named: true }
        } else {
            Role::Text
        }
    }
}

/// The files beside flow JSON that say what its content does not.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// The `Settings` of the module.
    pub settings: Option<FileId>,
    /// The manifest that lists the file, and the path of the file in it.
    pub manifest: Option<(FileId, String)>,
}

/// The files of a build.
#[derive(Debug, Default)]
pub struct Workspace {
    sources: Sources,
    /// INVARIANT: contains no removed file.
    entries: HashMap<FileId, WorkspaceFile>,
    by_path: HashMap<String, FileId>,
}

#[derive(Debug)]
struct WorkspaceFile {
    role: Role,
    companions: Companions,
    tree: OnceLock<(Arc<tree::File>, Diagnostics)>,
    document: OnceLock<(Option<Arc<Document>>, Diagnostics)>,
}

impl Workspace {
    /// A workspace without files.
    #[must_use]
    pub fn new() -> Workspace {
        Workspace::default()
    }

    /// Sets the text of the file at `path`. Its name and text determine its role.
    pub fn set(&mut self, path: &str, text: &str) -> FileId {
        self.set_as(path, text, Role::of(path, text))
    }

    /// Sets the text of the file at `path`, with this role.
    pub fn set_as(&mut self, path: &str, text: &str, role: Role) -> FileId {
        let id = match self.by_path.get(path) {
            Some(id) => {
                self.sources.replace(*id, text);
                *id
            }
            None => {
                let id = self.sources.add(path, text);
                self.by_path.insert(path.to_owned(), id);
                id
            }
        };
        let entry =
            WorkspaceFile { role, companions: Companions::default(), tree: OnceLock::new(), document: OnceLock::new() };
        self.entries.insert(id, entry);
        id
    }

    /// Shows no line of this file in diagnostics: it may be about anything.
    pub fn hide(&mut self, file: FileId) {
        self.sources.hide(file);
    }

    /// Sets the files beside the flow JSON `file`, until its text is set again.
    pub fn set_companions(&mut self, file: FileId, companions: Companions) {
        if let Some(entry) = self.entries.get_mut(&file) {
            entry.companions = companions;
        }
    }

    /// Whether the file is the manifest of a build that lists the path `file`.
    #[must_use]
    pub fn lists(&self, manifest: FileId, file: &str) -> bool {
        self.document(manifest).and_then(|(document, _)| document).is_some_and(|document| document.lists(file))
    }

    /// What the files beside flow JSON say about it, and their syntax errors.
    pub(super) fn beside(&self, file: FileId) -> (Beside, Diagnostics) {
        let Some(Companions { settings, manifest }) = self.entries.get(&file).map(|entry| &entry.companions) else {
            return (Beside::default(), Diagnostics::new());
        };
        let settings = settings.and_then(|settings| self.document(settings));
        let rows = manifest.as_ref().and_then(|(manifest, path)| Some((self.document(*manifest)?.0?, path.as_str())));
        let found = settings.map(|(_, found)| found.clone()).unwrap_or_default();
        (Beside::new(settings.and_then(|(document, _)| document), rows), found)
    }

    /// Removes the file at `path` from the build.
    pub fn remove(&mut self, path: &str) {
        let Some(id) = self.by_path.get(path) else { return };
        self.sources.replace(*id, "");
        self.entries.remove(id);
    }

    /// The texts of all files.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The files whose role `wanted` accepts, sorted by path.
    pub fn files(&self, wanted: impl Fn(Role) -> bool) -> Vec<FileId> {
        let entries = self.entries.iter().filter(|(_, entry)| wanted(entry.role));
        let mut files: Vec<FileId> = entries.map(|(id, _)| *id).collect();
        let name = |id: &FileId| self.sources.get(*id).map_or("", SourceFile::name);
        files.sort_by(|one, other| name(one).split('/').cmp(name(other).split('/')));
        files
    }

    /// The role of a file; `None` for a file that is not in the workspace.
    #[must_use]
    pub fn role(&self, file: FileId) -> Option<Role> {
        Some(self.entries.get(&file)?.role)
    }

    /// The tree of a `.flow` file, and its syntax errors.
    #[must_use]
    pub fn tree(&self, file: FileId) -> Option<(&Arc<tree::File>, &Diagnostics)> {
        let (tree, diagnostics) = self.entries.get(&file)?.tree.get_or_init(|| {
            let mut diagnostics = Diagnostics::new();
            (Arc::new(syntax::parse(&self.sources, file, &mut diagnostics)), diagnostics)
        });
        Some((tree, diagnostics))
    }

    /// A parsed JSON file, and its syntax errors.
    pub(super) fn document(&self, file: FileId) -> Option<(Option<&Document>, &Diagnostics)> {
        let (document, diagnostics) = self.entries.get(&file)?.document.get_or_init(|| {
            let mut diagnostics = Diagnostics::new();
            (reader::parse(&self.sources, file, &mut diagnostics).map(Arc::new), diagnostics)
        });
        Some((document.as_deref(), diagnostics))
    }
}
