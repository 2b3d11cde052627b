//! The inputs of a command: finds and reads the source files and the inventory.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ProjectArgs;
use super::input::{self, Boundary, skipped_link};
use super::paths::{absolute, display, io_reason, is_within, saved_layout_path, tidy};
use super::settings::{FILE, Settings, parse_level};
use crate::analysis::{NamePolicy, Options, Role, Workspace, saved_layout};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Severity};
use crate::graph::Mode;
use crate::inventory::{self, Inventory};
use crate::source::{FileId, Sources, Span};

/// The sources and the inventory of a run.
#[derive(Debug)]
pub(super) struct Project {
    /// All files that were read.
    pub(super) workspace: Workspace,
    /// The sources among them and their paths, sorted by path.
    pub(super) files: Vec<(FileId, PathBuf)>,
    /// Whether all of them could be read.
    is_complete: bool,
    /// Where sources and inventories may be.
    boundary: Boundary,
    /// The inventory of the instance; `None` if none is configured.
    pub(super) inventory: Option<Inventory>,
    /// Whether the configured inventory cannot be used. The reason was reported.
    is_inventory_unusable: bool,
    /// The output folder, unless the command line sets another.
    pub(super) out: PathBuf,
    /// Levels that override those of some codes; the last one given for a code wins.
    levels: Vec<(Code, Level)>,
    /// The available environments, if none was selected.
    pub(super) unchosen: Vec<String>,
}

/// How to treat flow JSON that is found in a folder or named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exports {
    /// All of it is read, like `.flow` files.
    Read,
    /// Files in a folder are skipped, and named files are read.
    OnlyNamed,
    /// Files in a folder are skipped, and named files are treated as `.flow` source.
    AsText,
    /// Files in a folder are skipped, and named files are rejected, because they are not source.
    Refused,
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

    /// The settings, and a project without files. `Err` if the settings cannot be read, which is reported.
    #[expect(clippy::result_large_err, reason = "both sides are the project, once in a run")]
    fn begin(args: &ProjectArgs, diagnostics: &mut Diagnostics) -> Result<(Project, Option<Settings>), Project> {
        let mut project = Project::new();
        let settings = match project.find_settings(&args.paths, args.inventory.as_deref()) {
            Ok(settings) => settings,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                return Err(project);
            }
        };
        match settings.as_ref().map(Settings::levels) {
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
        Ok((project, settings))
    }

    /// Finds and reads everything. Errors go to `diagnostics`.
    pub(super) fn load(args: &ProjectArgs, exports: Exports, diagnostics: &mut Diagnostics) -> Project {
        let (mut project, settings) = match Project::begin(args, diagnostics) {
            Ok(begun) => begun,
            Err(project) => return project,
        };
        project.read_sources(&args.paths, exports, args.inventory.as_deref(), settings.as_ref(), diagnostics);
        project.load_inventory(args, settings.as_ref(), diagnostics);
        project
    }

    /// Reads the JSON files at `args.paths`, and the inventory.
    pub(super) fn load_json(args: &ProjectArgs, diagnostics: &mut Diagnostics) -> Project {
        let (mut project, settings) = match Project::begin(args, diagnostics) {
            Ok(begun) => begun,
            Err(project) => return project,
        };
        for root in &args.paths {
            let mut found = Found::default();
            if let Err((path, reason)) = collect(root, std::slice::from_ref(&project.out), true, "json", &mut found) {
                diagnostics.push(cannot_read(&path, &reason));
            }
            diagnostics.extend(found.links.iter().map(|link| skipped_link(link)));
            let mut found = found.files;
            found.sort_by(|a, b| a.components().cmp(b.components()));
            for path in found {
                let Some(text) = project.read(&path, diagnostics) else { continue };
                let role = Role::Json { is_named: !root.is_dir() };
                let file = project.workspace.set_as(&display(&path), &text, role);
                project.hide_unless_known(file);
                project.files.push((file, path));
            }
        }
        project.load_inventory(args, settings.as_ref(), diagnostics);
        project
    }

    fn load_inventory(&mut self, args: &ProjectArgs, settings: Option<&Settings>, diagnostics: &mut Diagnostics) {
        let errors = diagnostics.count(Severity::Error);
        match self.inventory_folder(args, settings) {
            Ok(Some(folder)) => self.inventory = self.read_inventory(&folder, diagnostics),
            Ok(None) => {}
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
        if diagnostics.count(Severity::Error) > errors {
            // An incomplete inventory would only lead to errors about the resources in the missing part.
            self.inventory = None;
            self.is_inventory_unusable = true;
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
            Ok(settings) => project.read_sources(paths, Exports::AsText, None, settings.as_ref(), diagnostics),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
        project
    }

    fn new() -> Project {
        Project {
            workspace: Workspace::new(),
            files: Vec::new(),
            is_complete: true,
            boundary: Boundary::default(),
            inventory: None,
            is_inventory_unusable: false,
            out: PathBuf::from("build"),
            levels: Vec::new(),
            unchosen: Vec::new(),
        }
    }

    fn find_settings(&mut self, paths: &[PathBuf], inventory: Option<&Path>) -> Result<Option<Settings>, Diagnostic> {
        let first = paths.first().map_or(Path::new(""), PathBuf::as_path);
        let settings = Settings::find(first, &mut self.workspace)?;
        if let Some(settings) = &settings {
            self.out = settings.folder.join("build");
        }
        let here = paths.is_empty().then_some(Path::new("."));
        let named = paths.iter().map(PathBuf::as_path).chain(here).chain(inventory);
        self.boundary = Boundary::new(named, settings.as_ref());
        Ok(settings)
    }

    fn inventory_folder(
        &mut self,
        args: &ProjectArgs,
        settings: Option<&Settings>,
    ) -> Result<Option<PathBuf>, Diagnostic> {
        if let Some(folder) = &args.inventory {
            return Ok(Some(folder.clone()));
        }
        match (settings, &args.env) {
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
        exports: Exports,
        inventory: Option<&Path>,
        settings: Option<&Settings>,
        diagnostics: &mut Diagnostics,
    ) {
        let roots: Vec<PathBuf> = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() };
        // These folders contain JSON too, but no flows.
        let inventories =
            settings.iter().flat_map(|settings| settings.inventories()).chain(inventory.map(Path::to_owned));
        let excluded: Vec<PathBuf> = [self.out.clone()].into_iter().chain(inventories).collect();
        let mut found = Found::default();
        for root in &roots {
            let of_settings = settings.filter(|settings| is_within(&settings.folder, root));
            for start in of_settings.map_or_else(|| vec![root.clone()], Settings::sources) {
                if let Err(outside) = self.boundary.check(&start) {
                    diagnostics.push(outside);
                    self.is_complete = false;
                    continue;
                }
                let is_searched = exports == Exports::Read && start.is_dir();
                for extension in [Some("flow"), is_searched.then_some("json")].into_iter().flatten() {
                    if let Err((path, reason)) = collect(&start, &excluded, true, extension, &mut found) {
                        diagnostics.push(cannot_read(&path, &reason));
                        self.is_complete = false;
                    }
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
        for path in found {
            let is_named = roots.iter().any(|root| tidy(root) == path);
            let Some(text) = self.read(&path, diagnostics) else {
                self.is_complete = false;
                continue;
            };
            let name = display(&path);
            let role = match (Role::of(&name, &text), exports) {
                (Role::Text, _) | (_, Exports::AsText) => Role::Text,
                (_, Exports::Refused) => {
                    let message = format!("`{name}` is JSON, not .flow source");
                    diagnostics.push(Diagnostic::unlocated(Code::NoSource, message).help(
                        "`callflow import` converts flow JSON to .flow source, and `callflow check` checks flow JSON directly",
                    ));
                    self.is_complete = false;
                    Role::Other
                }
                (_, Exports::Read | Exports::OnlyNamed) if is_named || may_hold_a_flow(&text) => {
                    Role::Json { is_named }
                }
                _ => Role::Other,
            };
            let file = self.workspace.set_as(&name, &text, role);
            self.hide_unless_known(file);
            if role != Role::Other {
                self.files.push((file, path));
            }
        }
        if self.files.is_empty() && !diagnostics.has_errors() {
            let paths: Vec<String> = roots.iter().map(|root| format!("`{}`", display(root))).collect();
            let (what, help) = match exports {
                Exports::OnlyNamed | Exports::AsText | Exports::Refused => {
                    (".flow file", "pass a .flow file or a folder that contains one")
                }
                Exports::Read => {
                    (".flow file or flow JSON", "pass a .flow file, flow JSON, or a folder that contains one")
                }
            };
            let message = format!("no {what} found in {}", paths.join(", "));
            diagnostics.push(Diagnostic::unlocated(Code::NoSource, message).help(help));
        }
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
        Some(inventory::read(&files, self.sources(), diagnostics))
    }

    /// Shows lines only of files that hold flows, texts or answers of the AWS CLI: any other may hold a secret.
    fn hide_unless_known(&mut self, file: FileId) {
        let Some(source) = self.sources().get(file) else { return };
        let text = source.text();
        let is_json = Role::of(source.name(), text) != Role::Text;
        if is_json && !may_hold_a_flow(text) && !inventory::may_be_an_answer(text) {
            self.workspace.hide(file);
        }
    }

    /// The text of a file. `None` if it cannot be read, which is reported.
    fn read(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
        if let Err(outside) = self.boundary.check(path) {
            diagnostics.push(outside);
            return None;
        }
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

/// What is in a folder.
#[derive(Debug, Default)]
struct Found {
    files: Vec<PathBuf>,
    /// Links to folders, which are not followed.
    links: Vec<PathBuf>,
}

/// Whether a JSON file that was found in a folder may contain a flow. Most such files are about something else.
fn may_hold_a_flow(text: &str) -> bool {
    ["Transitions", "StartAction", "\"modules\""].iter().any(|mark| text.contains(mark))
}

/// Adds the files with this extension at and below `path`; skips the folders `excluded`, hidden folders and
/// `node_modules`.
fn collect(
    path: &Path,
    excluded: &[PathBuf],
    is_named: bool,
    wanted: &str,
    found: &mut Found,
) -> Result<(), (PathBuf, io::Error)> {
    let failed = |reason| (path.to_owned(), reason);
    if !path.is_dir() {
        if is_named {
            fs::metadata(path).map_err(failed)?;
        }
        if is_named || path.extension().is_some_and(|extension| extension == wanted) {
            found.files.push(tidy(path));
        }
        return Ok(());
    }
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let is_foreign = path.file_name().is_some_and(|name| name == "node_modules");
    if !is_named && (is_hidden || is_foreign || excluded.iter().any(|other| tidy(path) == tidy(other))) {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // A link to a folder may form a cycle.
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let path = entry.path();
        if !(is_link && path.is_dir()) {
            collect(&path, excluded, false, wanted, found)?;
        } else if !excluded.iter().any(|other| tidy(&path) == tidy(other)) {
            found.links.push(tidy(&path));
        }
    }
    Ok(())
}

fn cannot_read(path: &Path, reason: &io::Error) -> Diagnostic {
    Diagnostic::unlocated(Code::CannotRead, format!("cannot read `{}`: {}", display(path), io_reason(reason)))
}
