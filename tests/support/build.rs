//! Builds of fixtures, as `callflow build` makes them, with the example's inventory.

use std::path::Path;
use std::sync::LazyLock;

use callflow::compile::{Input, Names, compile};
use callflow::diagnostic::Diagnostics;
use callflow::emit::{self, OutputFile, Status};
use callflow::graph::{Build, Mode};
use callflow::inventory::{self, Inventory};
use callflow::source::{FileId, Sources};

/// The inventory of the example.
pub static DEMO: LazyLock<Inventory> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/acme-support/inventory/dev");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for path in &paths {
        files.push(sources.add(path.to_str().unwrap(), &std::fs::read_to_string(path).unwrap()));
    }
    let mut diagnostics = Diagnostics::new();
    let inventory = inventory::read(&files, &sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.to_plain_text(&sources));
    inventory
});

/// A build of `files` with the example's inventory.
pub fn input<'a>(sources: &'a Sources, files: &'a [FileId], mode: Mode) -> Input<'a> {
    Input { sources, files, exports: &[], is_complete: true, inventory: Some(&DEMO), mode, names: Names::MustBeKnown }
}

/// A fixture that was built.
pub struct Built {
    pub sources: Sources,
    pub build: Build,
    pub diagnostics: Diagnostics,
    pub files: Vec<OutputFile>,
}

/// Builds one fixture; one whose name begins with `draft_` as a draft.
pub fn build(fixture: &Path) -> Built {
    let name = fixture.file_name().unwrap().to_str().unwrap();
    let (mode, status) = match name.starts_with("draft_") {
        true => (Mode::Draft, Status::Saved),
        false => (Mode::Publish, Status::Published),
    };
    let mut sources = Sources::new();
    let file = sources.add(name, &std::fs::read_to_string(fixture).unwrap());
    let mut diagnostics = Diagnostics::new();
    let build = compile(&input(&sources, &[file], mode), &mut diagnostics);
    diagnostics.apply(&[]);
    let files = if diagnostics.has_errors() { Vec::new() } else { emit::emit(&build, &DEMO, status) };
    Built { sources, build, diagnostics, files }
}

/// Builds `examples/acme-support`.
pub fn example() -> Built {
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for path in super::fixtures("examples/acme-support/flows", "flow") {
        files.push(sources.add(path.to_str().unwrap(), &std::fs::read_to_string(&path).unwrap()));
    }
    let mut diagnostics = Diagnostics::new();
    let build = compile(&input(&sources, &files, Mode::Publish), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", diagnostics.to_plain_text(&sources));
    let files = emit::emit(&build, &DEMO, Status::Published);
    Built { sources, build, diagnostics, files }
}
