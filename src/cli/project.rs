//! The inputs of a command: finds and reads the source files and the inventory.

mod added_names;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ProjectArgs;
use super::files::{Found, Takes, find, may_hold_a_flow, role};
use super::input::{self, Boundary, skipped_link};
use super::paths::{absolute, display, io_reason, is_within, saved_layout_path, tidy};
use super::settings::{FILE, Settings, parse_level};
use crate::analysis::{Companions, NamePolicy, Options, Role, Workspace, saved_layout};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Severity};
use crate::emit::{MANIFEST, SETTINGS_EXTENSION};
use crate::graph::Mode;
use crate::inventory::{self, Inventory};
use crate::reader::may_hold_quick_connects;
use crate::source::{FileId, Sources, Span};

/// The sources and the inventory of a run.
#[derive(Debug)]
pub(super) struct Project {
    /// All files that were read.
    pub(super) workspace: Workspace,
    /// The sources among them and their paths, sorted by path.
    pub(super) files: Vec<(FileId, PathBuf)>,
    /// The other sources of the project, which belong to the build but which the user did not name.
    siblings: HashSet<FileId>,
    /// Whether all of them could be read.
    is_complete: bool,
    /// Where sources and inventories may be.
    boundary: Boundary,
    settings: Option<Settings>,
    /// The inventory of the instance; `None` if none is configured.
    pub(super) inventory: Option<Inventory>,
    /// The folder of the inventory, and the answers in it.
    inventory_files: Option<(PathBuf, Vec<FileId>)>,
    /// Whether the configured inventory cannot be used. The reason was reported.
    is_inventory_unusable: bool,
    /// The output folder, unless the command line sets another.
    pub(super) out: PathBuf,
    /// Levels that override those of some codes; the last one given for a code wins.
    levels: Vec<(Code, Level)>,
    /// The available environments, if none was selected.
    pub(super) unchosen: Vec<String>,
}

impl Project {
    /// The options for an analysis of the project, which includes the diagnostics found so far.
    pub(super) fn options(&self, mode: Mode, names: NamePolicy, found: &mut Diagnostics) -> Options<'_> {
        Options {
            is_complete: self.is_complete,
            inventory: self.inventory.as_ref(),
            mode,
            // Do not report names if the reason why the inventory cannot be used was reported.
            names: if self.is_inventory_unusable { NamePolicy::Reported } else { names },
            levels: &self.levels,
            found: std::mem::take(found),
            ..Options::default()
        }
    }

    /// The texts of all files.
    pub(super) fn sources(&self) -> &Sources {
        self.workspace.sources()
    }

    /// Whether the user named the file, or the folder or project that contains it.
    pub(super) fn is_named(&self, file: FileId) -> bool {
        !self.siblings.contains(&file)
    }

    /// Whether a diagnostic is about a file that the user named, or about none.
    pub(super) fn concerns(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.labels.is_empty() || diagnostic.labels.iter().any(|label| self.is_named(label.span.file))
    }

    /// The settings, and a project without files. `false` if the settings cannot be read, which is reported.
    fn begin(args: &ProjectArgs, diagnostics: &mut Diagnostics) -> (Project, bool) {
        let mut project = Project::new();
        if let Err(diagnostic) = project.find_settings(&args.paths, args.inventory.as_deref()) {
            diagnostics.push(diagnostic);
            return (project, false);
        }
        match project.settings.as_ref().map(Settings::levels) {
            Some(Ok(levels)) => project.levels = levels,
            Some(Err(diagnostic)) => diagnostics.push(diagnostic),
            None => {}
        }
        for level in &args.level {
            let (code, level) = level.split_once('=').unwrap_or((level, ""));
            match parse_level(code, level) {
                Ok(level) => project.levels.push(level),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        (project, true)
    }

    /// Finds and reads everything. Errors go to `diagnostics`.
    pub(super) fn load(args: &ProjectArgs, takes: Takes, diagnostics: &mut Diagnostics) -> Project {
        let (mut project, is_good) = Project::begin(args, diagnostics);
        if is_good {
            project.read_sources(&args.paths, takes, args.inventory.as_deref(), diagnostics);
            project.load_inventory(args, diagnostics);
        }
        project
    }

    /// [`Project::load`] with the other sources of the project: the names that they declare are known.
    pub(super) fn load_with_siblings(args: &ProjectArgs, takes: Takes, diagnostics: &mut Diagnostics) -> Project {
        let mut project = Project::load(args, takes, diagnostics);
        project.read_siblings();
        project
    }

    fn load_inventory(&mut self, args: &ProjectArgs, diagnostics: &mut Diagnostics) {
        let folder = self.inventory_folder(args);
        self.set_inventory(folder, diagnostics);
    }

    /// Uses the inventory of the environment `name` from now on.
    pub(super) fn choose(&mut self, name: &str, diagnostics: &mut Diagnostics) {
        let folder = self.settings.as_ref().map(|settings| settings.inventory(Some(name)));
        self.set_inventory(folder.unwrap_or(Ok(None)), diagnostics);
    }

    fn set_inventory(&mut self, folder: Result<Option<PathBuf>, Diagnostic>, diagnostics: &mut Diagnostics) {
        let errors = diagnostics.count(Severity::Error);
        self.inventory = match folder {
            Ok(Some(folder)) => self.read_inventory(&folder, diagnostics),
            Ok(None) => None,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        };
        self.is_inventory_unusable = diagnostics.count(Severity::Error) > errors;
        if self.is_inventory_unusable {
            // An incomplete inventory would only lead to errors about the resources in the missing part.
            self.inventory = None;
        }
    }

    /// Reads the layout files next to the sources.
    pub(super) fn read_layouts(&mut self, diagnostics: &mut Diagnostics) {
        for (_, path) in &self.files {
            let path = saved_layout_path(path);
            if path.is_symlink()
                && let Err(outside) = self.boundary.check(&path)
            {
                diagnostics.push(outside);
                continue;
            }
            let text = input::read(&path)
                .and_then(|bytes| String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into()));
            match text {
                Ok(text) => _ = self.workspace.set_as(&display(&path), &text, Role::Layout),
                Err(reason) if reason.kind() == io::ErrorKind::NotFound => {}
                Err(reason) => diagnostics.push(saved_layout::unreadable(&display(&path), &io_reason(&reason))),
            }
        }
    }

    /// Finds and reads only the `.flow` files at `paths`. Errors go to `diagnostics`.
    pub(super) fn load_sources(paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Project {
        let mut project = Project::new();
        match project.find_settings(paths, None) {
            Ok(()) => project.read_sources(paths, Takes::Text, None, diagnostics),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
        project
    }

    fn new() -> Project {
        Project {
            workspace: Workspace::new(),
            files: Vec::new(),
            siblings: HashSet::new(),
            is_complete: true,
            boundary: Boundary::default(),
            settings: None,
            inventory: None,
            inventory_files: None,
            is_inventory_unusable: false,
            out: PathBuf::from("build"),
            levels: Vec::new(),
            unchosen: Vec::new(),
        }
    }

    /// Finds the settings of the first path, or else those of the current folder.
    fn find_settings(&mut self, paths: &[PathBuf], inventory: Option<&Path>) -> Result<(), Diagnostic> {
        let here = Path::new(".");
        let mut settings = Settings::find(paths.first().map_or(here, PathBuf::as_path), &mut self.workspace)?;
        if settings.is_none() && !paths.is_empty() {
            settings = Settings::find(here, &mut self.workspace)?;
        }
        if let Some(settings) = &settings {
            self.out = settings.folder.join("build");
        }
        let nothing_named = paths.is_empty().then_some(here);
        let named = paths.iter().map(PathBuf::as_path).chain(nothing_named).chain(inventory);
        self.boundary = Boundary::new(named, settings.as_ref());
        self.settings = settings;
        Ok(())
    }

    fn inventory_folder(&mut self, args: &ProjectArgs) -> Result<Option<PathBuf>, Diagnostic> {
        if let Some(folder) = &args.inventory {
            return Ok(Some(folder.clone()));
        }
        match (&self.settings, &args.env) {
            (Some(settings), name) => {
                let folder = settings.inventory(name.as_deref())?;
                if folder.is_none() && name.is_none() {
                    self.unchosen = settings.environments().map(str::to_owned).collect();
                }
                folder.iter().try_for_each(|folder| self.boundary.check(folder))?;
                Ok(folder)
            }
            (None, Some(name)) => Err(Diagnostic::unlocated(
                Code::UnknownEnvironment,
                format!("unknown environment `{name}`: no {FILE} was found"),
            )
            .help("pass `--inventory DIR` with a folder of AWS CLI answers")),
            (None, None) => Ok(None),
        }
    }

    fn read_sources(
        &mut self,
        paths: &[PathBuf],
        takes: Takes,
        inventory: Option<&Path>,
        diagnostics: &mut Diagnostics,
    ) {
        let default = self.settings.as_ref().map_or(PathBuf::from("."), |settings| settings.folder.clone());
        let roots: Vec<PathBuf> = if paths.is_empty() { vec![default] } else { paths.to_vec() };
        let excluded = self.excluded(inventory);
        let mut found = Found::default();
        for root in &roots {
            let of_settings = self.settings.as_ref().filter(|settings| is_within(&settings.folder, root));
            for start in of_settings.map_or_else(|| vec![root.clone()], Settings::sources) {
                if let Err(outside) = self.boundary.check(&start) {
                    diagnostics.push(outside);
                    self.is_complete = false;
                    continue;
                }
                if let Err((path, reason)) = find(&start, &excluded, takes, &mut found) {
                    diagnostics.push(cannot_read(&path, &reason));
                    self.is_complete = false;
                }
            }
        }
        found.links.sort();
        found.links.dedup();
        diagnostics.extend(found.links.iter().map(|link| skipped_link(link)));
        let mut found = found.files;
        found.sort_by(|a, b| a.components().cmp(b.components()));
        found.dedup();
        // Several paths may name the same file.
        let mut known = HashSet::new();
        found.retain(|path| absolute(path).is_none_or(|absolute| known.insert(absolute)));
        let mut manifests = HashMap::new();
        let has_text = found.iter().any(|path| path.extension().is_some_and(|extension| extension == "flow"));
        for path in found {
            let is_named = roots.iter().any(|root| tidy(root) == path);
            let Some(text) = self.read(&path, diagnostics) else {
                self.is_complete = false;
                continue;
            };
            let name = display(&path);
            let role = role(&name, &text, takes, is_named, has_text).unwrap_or_else(|refused| {
                diagnostics.push(refused);
                self.is_complete = false;
                Role::Other
            });
            let file = self.workspace.set_as(&name, &text, role);
            self.hide_unless_known(file);
            if matches!(role, Role::Json { .. }) {
                self.read_companions(file, &path, &mut manifests, diagnostics);
            }
            if role != Role::Other {
                self.files.push((file, path));
            }
        }
        if self.files.is_empty() && !diagnostics.has_errors() {
            let paths: Vec<String> = roots.iter().map(|root| format!("`{}`", display(root))).collect();
            let (what, help) = takes.missing();
            let message = format!("no {what} found in {}", paths.join(", "));
            diagnostics.push(Diagnostic::unlocated(Code::NoSource, message).help(help));
        }
    }

    /// The folders that contain JSON too, but no sources.
    fn excluded(&self, inventory: Option<&Path>) -> Vec<PathBuf> {
        let of_settings = self.settings.iter().flat_map(|settings| settings.inventories());
        [self.out.clone()].into_iter().chain(of_settings).chain(inventory.map(Path::to_owned)).collect()
    }

    /// Reads the other `.flow` files of the project if one of its files was read.
    fn read_siblings(&mut self) {
        for path in self.siblings() {
            // A sibling that cannot be read is not what the user asked about.
            let Some(text) = self.read(&path, &mut Diagnostics::new()) else {
                self.is_complete = false;
                continue;
            };
            let file = self.workspace.set_as(&display(&path), &text, Role::Text);
            self.siblings.insert(file);
        }
    }

    /// The `.flow` files of the project that were not read, if one of its files was.
    pub(super) fn siblings(&self) -> Vec<PathBuf> {
        let Some(settings) = &self.settings else { return Vec::new() };
        let texts = self.files.iter().filter(|(file, _)| self.workspace.role(*file) == Some(Role::Text));
        let named: HashSet<PathBuf> = texts.filter_map(|(_, path)| absolute(path)).collect();
        let sources: Vec<PathBuf> = settings.sources().iter().filter_map(|source| absolute(source)).collect();
        if !named.iter().any(|path| sources.iter().any(|source| path.starts_with(source))) {
            return Vec::new();
        }
        let excluded = self.excluded(None);
        let mut found = Found::default();
        for start in settings.sources() {
            // A source that cannot be found is reported when the whole project is checked.
            if self.boundary.check(&start).is_ok() {
                _ = find(&start, &excluded, Takes::Text, &mut found);
            }
        }
        let mut found = found.files;
        found.sort_by(|a, b| a.components().cmp(b.components()));
        found.retain(|path| absolute(path).is_none_or(|path| !named.contains(&path)));
        found
    }

    /// Reads the files beside flow JSON that a build writes there: a module's settings, and the manifest. `manifests`
    /// has those that were read before.
    fn read_companions(
        &mut self,
        file: FileId,
        path: &Path,
        manifests: &mut HashMap<PathBuf, Option<FileId>>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut companions = Companions::default();
        let settings = path.with_extension(SETTINGS_EXTENSION);
        let folder = |path: &Path| Some(absolute(path)?.parent()?.to_owned());
        // Beside a file that may be read, not a link to another place.
        if settings.is_file() && folder(&settings) == folder(path) {
            let text = self.text_of(&settings, diagnostics);
            companions.settings = text.map(|text| self.workspace.set_as(&display(&settings), &text, Role::Other));
        }
        let Some(whole) = absolute(path) else { return };
        for folder in whole.ancestors().skip(1).take(2) {
            let Ok(listed) = whole.strip_prefix(folder) else { continue };
            let place = folder.join(MANIFEST);
            let manifest = *manifests.entry(place.clone()).or_insert_with(|| {
                let is_there = place.is_file() && absolute(&place).is_some_and(|place| place.parent() == Some(folder));
                let text = is_there.then(|| input::read(&place).ok()).flatten()?;
                let text = String::from_utf8(text).ok()?;
                Some(self.workspace.set_as(&display(&place), &text, Role::Other))
            });
            let listed = display(listed);
            companions.manifest = manifest.filter(|it| self.workspace.lists(*it, &listed)).map(|it| (it, listed));
            if companions.manifest.is_some() {
                break;
            }
        }
        self.workspace.set_companions(file, companions);
    }

    fn read_inventory(&mut self, folder: &Path, diagnostics: &mut Diagnostics) -> Option<Inventory> {
        let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.path()).collect(),
            Err(reason) => {
                diagnostics.push(
                    Diagnostic::unlocated(
                        Code::InventoryMissing,
                        format!("cannot read the inventory `{}`: {}", display(folder), io_reason(&reason)),
                    )
                    .help("an inventory is a folder of AWS CLI answers, such as `aws connect list-queues … > list-queues.json`"),
                );
                return None;
            }
        };
        paths.sort();
        let folders: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json") && !path.is_dir());
        if let ([], [first, ..]) = (paths.as_slice(), folders.as_slice()) {
            let message = format!("the inventory `{}` contains folders, but no answers", display(folder));
            diagnostics.push(
                Diagnostic::unlocated(Code::InventoryMissing, message)
                    .help(format!("pass the folder of one instance: `--inventory {}`", display(first))),
            );
            return None;
        }
        let mut files = Vec::new();
        for path in paths {
            let text = self.read(&path, diagnostics);
            let Some(text) = text else { continue };
            let file = self.workspace.set_as(&display(&path), &text, Role::Other);
            self.hide_unless_known(file);
            files.push(file);
        }
        let inventory = inventory::read(&files, self.sources(), diagnostics);
        self.inventory_files = Some((folder.to_owned(), files));
        Some(inventory)
    }

    /// Shows lines only of files that hold flows, texts, requests or answers of the AWS CLI: any other may hold a secret.
    fn hide_unless_known(&mut self, file: FileId) {
        let Some(source) = self.sources().get(file) else { return };
        let text = source.text();
        let is_json = Role::of(source.name(), text) != Role::Text;
        let is_known = may_hold_a_flow(text) || may_hold_quick_connects(text) || inventory::may_be_an_answer(text);
        if is_json && !is_known {
            self.workspace.hide(file);
        }
    }

    /// The text of a file. `None` if it cannot be read, which is reported.
    fn read(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
        if let Err(outside) = self.boundary.check(path) {
            diagnostics.push(outside);
            return None;
        }
        self.text_of(path, diagnostics)
    }

    /// The text of a file. A failure is reported.
    fn text_of(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
        let bytes = match input::read(path) {
            Ok(bytes) => bytes,
            Err(reason) => {
                diagnostics.push(cannot_read(path, &reason));
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
                    let message = format!("`{}` is UTF-16, not UTF-8", display(path));
                    diagnostics.push(
                        Diagnostic::unlocated(Code::NotUtf8, message)
                            .help("save the file as UTF-8; in PowerShell, write `… | Out-File -Encoding utf8 FILE` instead of `… > FILE`"),
                    );
                    return None;
                }
                let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
                let id = self.workspace.set_as(&display(path), &String::from_utf8_lossy(bytes), Role::Other);
                self.hide_unless_known(id);
                // The offset in the text as it is stored, without line endings of Windows and without byte order mark.
                let mut stored = Sources::new();
                let prefix = stored.add("", &before);
                let start = stored.get(prefix).map_or(0, |file| file.text().len());
                let start = u32::try_from(start).unwrap_or(u32::MAX);
                diagnostics.push(
                    Diagnostic::new(
                        Code::NotUtf8,
                        Span::new(id, start, start.saturating_add(3)),
                        format!("`{}` is not valid UTF-8", display(path)),
                    )
                    .primary_label("the first invalid byte")
                    .help("save the file as UTF-8"),
                );
                None
            }
        }
    }
}

fn cannot_read(path: &Path, reason: &io::Error) -> Diagnostic {
    Diagnostic::unlocated(Code::CannotRead, format!("cannot read `{}`: {}", display(path), io_reason(reason)))
}
