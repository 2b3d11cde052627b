//! `callflow.toml`: the sources, the inventory of each environment, and the levels of codes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::paths::{display, io_reason};
use crate::analysis::{Role, Workspace};
use crate::diagnostic::{Code, Diagnostic, Ground, Level, nearest};
use crate::source::Span;

/// The file's name.
pub(super) const FILE: &str = "callflow.toml";

/// The content of `callflow.toml`, and its location.
#[derive(Debug)]
pub(super) struct Settings {
    /// The folder that contains it; its paths are relative to this folder.
    pub(super) folder: PathBuf,
    file: Document,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    sources: Vec<PathBuf>,
    #[serde(default)]
    outside: Vec<PathBuf>,
    #[serde(default)]
    env: BTreeMap<String, Environment>,
    #[serde(default)]
    levels: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Environment {
    inventory: Option<PathBuf>,
}

impl Settings {
    /// The settings of the nearest `callflow.toml` at or above `path`, if there is one.
    pub(super) fn find(path: &Path, workspace: &mut Workspace) -> Result<Option<Settings>, Diagnostic> {
        let start = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let Some(found) = start.ancestors().map(|folder| folder.join(FILE)).find(|file| file.is_file()) else {
            return Ok(None);
        };
        let shown = shown(&found, path);
        let text = fs::read_to_string(&found).map_err(|reason| {
            let reason = io_reason(&reason);
            Diagnostic::unlocated(Code::BadSettings, format!("cannot read `{}`: {reason}", display(&shown)))
        })?;
        let file = toml::from_str(&text).map_err(|error| bad(&shown, &text, &error, workspace))?;
        let folder = shown.parent().map(Path::to_owned).unwrap_or_default();
        Ok(Some(Settings { folder, file }))
    }

    /// The levels of codes in `[levels]`.
    pub(super) fn levels(&self) -> Result<Vec<(Code, Level)>, Diagnostic> {
        self.file.levels.iter().map(|(code, level)| parse_level(code, level)).collect()
    }

    /// The sources: files and folders. The folder itself if the file lists none.
    pub(super) fn sources(&self) -> Vec<PathBuf> {
        if self.file.sources.is_empty() {
            return vec![self.folder.clone()];
        }
        self.file.sources.iter().map(|source| self.folder.join(source)).collect()
    }

    /// The folders that sources and inventories may be in: the project's, and those that `outside` lists.
    pub(super) fn boundary(&self) -> Vec<PathBuf> {
        let outside = self.file.outside.iter().map(|path| self.folder.join(path));
        std::iter::once(self.folder.clone()).chain(outside).collect()
    }

    /// The folder of the inventory of the environment `name`; without a name, of the only environment.
    pub(super) fn inventory(&self, name: Option<&str>) -> Result<Option<PathBuf>, Diagnostic> {
        let environments = &self.file.env;
        let environment = match (name, environments.len()) {
            (Some(name), _) => Some(environments.get(name).ok_or_else(|| self.unknown(name))?),
            (None, 1) => environments.values().next(),
            (None, _) => None,
        };
        Ok(environment.and_then(|environment| environment.inventory.as_ref()).map(|path| self.folder.join(path)))
    }

    /// The folders of all inventories.
    pub(super) fn inventories(&self) -> impl Iterator<Item = PathBuf> {
        self.file.env.values().filter_map(|environment| Some(self.folder.join(environment.inventory.as_ref()?)))
    }

    /// The names of the environments.
    pub(super) fn environments(&self) -> impl Iterator<Item = &str> {
        self.file.env.keys().map(String::as_str)
    }

    fn unknown(&self, name: &str) -> Diagnostic {
        let known: Vec<String> = self.environments().map(|name| format!("`{name}`")).collect();
        let diagnostic =
            Diagnostic::unlocated(Code::UnknownEnvironment, format!("unknown environment `{name}` in {FILE}"));
        let near = nearest(name, self.environments());
        let diagnostic = match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic,
        };
        if known.is_empty() {
            diagnostic.help(format!("add it: `[env.{name}]` with `inventory = \"…\"`"))
        } else {
            diagnostic.help(format!("known environments are {}", known.join(", ")))
        }
    }
}

/// The words for levels.
const LEVELS: [&str; 3] = ["error", "warn", "off"];

/// A code and its new level.
///
/// # Errors
///
/// An unknown code, an invalid level, or a code whose level cannot be changed: that of a refused or meaningless text.
pub fn parse_level(code: &str, level: &str) -> Result<(Code, Level), Diagnostic> {
    let invalid = |message: String, help: &str| Diagnostic::unlocated(Code::BadSettings, message).help(help);
    let known: Code = code
        .parse()
        .map_err(|()| invalid(format!("unknown code `{code}`"), "`callflow explain CODE` explains a code"))?;
    let level = level.parse().map_err(|()| {
        let message = format!("`{level}` is not a valid level for {known}");
        match nearest(level, LEVELS) {
            Some(near) => invalid(message, &format!("did you mean `{near}`?")),
            None => invalid(message, "valid levels are `error`, `warn` and `off`"),
        }
    })?;
    if !known.row().takes_levels() && level != Level::Error {
        return Err(invalid(
            format!(
                "the level of {known} cannot be changed: {}",
                match known.row().ground {
                    Ground::Refused(_) => "the service refuses it",
                    _ => "nothing can be made of such a text",
                }
            ),
            match known.row().ground {
                Ground::Refused(_) => {
                    "`// callflow: allow CODE because …` above the line silences one that you know to be accepted"
                }
                _ => "only warnings, notes and errors about contacts that go wrong have levels",
            },
        ));
    }
    Ok((known, level))
}

/// The diagnostic for a parse error in the file at `shown`.
fn bad(shown: &Path, text: &str, error: &toml::de::Error, workspace: &mut Workspace) -> Diagnostic {
    let file = workspace.set_as(&display(shown), text, Role::Other);
    if shown.is_symlink() {
        workspace.hide(file);
    }
    let length = workspace.sources().get(file).map_or(0, |file| file.text().len());
    let at = |place: usize| u32::try_from(place.min(length)).unwrap_or(u32::MAX);
    let span = error.span().unwrap_or(0..0);
    let reason = error.message().lines().next().unwrap_or_default().to_owned();
    Diagnostic::new(
        Code::BadSettings,
        Span::new(file, at(span.start), at(span.end)),
        format!("invalid settings in `{}`: {reason}", display(shown)),
    )
    .help("valid settings are `sources = [\"flows\"]`, `outside = [\"../shared\"]`, for each environment `[env.NAME]` with `inventory = \"…\"`, and `[levels]` with codes")
}

/// The path `found` in the form of `path`, which the user typed: relative or absolute.
fn shown(found: &Path, path: &Path) -> PathBuf {
    for ancestor in path.ancestors().filter(|ancestor| !ancestor.as_os_str().is_empty()) {
        let candidate = ancestor.join(FILE);
        if same(&candidate, found) {
            return candidate;
        }
    }
    let depth = std::env::current_dir().map_or(0, |folder| folder.components().count());
    let above = (0..depth).map(|levels| std::iter::repeat_n("..", levels).collect::<PathBuf>().join(FILE));
    above.into_iter().find(|candidate| same(candidate, found)).unwrap_or_else(|| found.to_owned())
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}
