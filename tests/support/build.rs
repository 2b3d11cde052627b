//! The fixtures of `tests/ok` and the example, built once for all tests that check the result.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use callflow::analysis::Analysis;
use callflow::diagnostic::Diagnostics;
use callflow::emit::OutputFile;
use callflow::graph::{Build, Mode};
use callflow::source::Sources;

use super::run::{Project, Purpose, emitted};
use super::{each, fixtures, stem};

/// The result of a build.
pub struct Built {
    pub sources: Sources,
    pub build: Build,
    pub diagnostics: Diagnostics,
    /// The emitted files; empty if there is an error.
    pub files: Vec<OutputFile>,
}

/// Every fixture of `tests/ok`, sorted by name.
pub static OK: LazyLock<Vec<(PathBuf, Built)>> = LazyLock::new(|| {
    let fixtures = fixtures("tests/ok", "flow");
    let built = each(&fixtures, |fixture| build(fixture));
    fixtures.into_iter().zip(built).collect()
});

/// `examples/acme-support`.
pub static EXAMPLE: LazyLock<Built> = LazyLock::new(|| {
    let mut project = Project::demo();
    for path in fixtures("examples/acme-support/flows", "flow") {
        project = project.with(path.to_str().unwrap(), &std::fs::read_to_string(&path).unwrap());
    }
    let built = built(project, Mode::Publish);
    assert!(!built.diagnostics.has_errors(), "{}", built.diagnostics.to_plain_text(&built.sources));
    built
});

/// The mode of a fixture: a draft if its name begins with `draft_`.
pub fn mode(fixture: &Path) -> Mode {
    if stem(fixture).starts_with("draft_") { Mode::Draft } else { Mode::Publish }
}

/// Builds one fixture with the example's inventory.
pub fn build(fixture: &Path) -> Built {
    let name = fixture.file_name().unwrap().to_str().unwrap();
    built(Project::demo().with(name, &std::fs::read_to_string(fixture).unwrap()), mode(fixture))
}

/// Builds a project.
pub fn built(project: Project, mode: Mode) -> Built {
    let analysis = project.analyse(Purpose::Emit, mode);
    let files = emitted(&analysis, mode);
    let Analysis { build, diagnostics, .. } = analysis;
    Built { sources: project.sources().clone(), build, diagnostics, files }
}
