//! Flow JSON that is checked together with a build, or read in order to convert it.
//!
//! Takes JSON files, and gives flows of the build and the diagnostics about how they are written. Afterwards, it adds
//! the action to every diagnostic about such a flow. Never emits such a flow, and never proposes a fix for it.

use std::collections::{HashMap, HashSet};

use super::{Role, Workspace};
use crate::catalogue::FlowType;
use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Lowering, Severity};
use crate::graph::{Build, Flow, FlowKind, Mode, Notation};
use crate::inventory::{ExportedName, Inventory};
use crate::parallel;
use crate::reader::{self, Document, ImportHints, Purpose};
use crate::source::{FileId, SourceFile, Span};

/// What is known about a flow from JSON in addition to its graph.
#[derive(Clone, Debug)]
pub struct Export {
    /// The file.
    pub file: FileId,
    /// The index of its flow in the build. `None` if the file contains no flow, which was reported if the file should.
    pub flow: Option<usize>,
    /// The resources that the flow refers to by id or ARN, and their names in the JSON.
    pub names: Vec<ExportedName>,
    /// Whether the JSON says that the flow is published.
    pub is_published: bool,
    /// Whether the flow's type is not given and was inferred from the actions.
    pub is_type_inferred: bool,
    /// The other types that an inferred type could have been.
    pub other_types: Vec<FlowType>,
}

impl Workspace {
    /// Reads all flow JSON files, and adds their flows to `build`.
    pub(super) fn exports(
        &self,
        purpose: Purpose,
        mode: Mode,
        hints: &ImportHints,
        inventory: Option<&Inventory>,
        build: &mut Build,
        found: &mut Diagnostics,
    ) -> Vec<Export> {
        let files = self.files(|role| matches!(role, Role::Json { .. }));
        let read = |file: &FileId| self.export(*file, purpose, mode, hints, inventory);
        let mut exports = Vec::new();
        for (mut export, flow, diagnostics) in parallel::map(&files, read) {
            found.extend(diagnostics);
            export.flow = flow.is_some().then_some(build.flows.len());
            build.flows.extend(flow);
            exports.push(export);
        }
        exports
    }

    /// The flow of a flow JSON file, and the diagnostics about how it is written.
    fn export(
        &self,
        file: FileId,
        purpose: Purpose,
        mode: Mode,
        hints: &ImportHints,
        inventory: Option<&Inventory>,
    ) -> (Export, Option<Flow>, Diagnostics) {
        let mut export = Export {
            file,
            flow: None,
            names: Vec::new(),
            is_published: false,
            is_type_inferred: false,
            other_types: Vec::new(),
        };
        let is_named = matches!(self.role(file), Some(Role::Json { is_named: true }));
        let Some((document, found)) = self.document(file) else { return (export, None, Diagnostics::new()) };
        let mut found = found.clone();
        let (beside, of_beside) = self.beside(file);
        found.extend(of_beside);
        let hints = ImportHints { beside, ..hints.clone() };
        let read = document.and_then(|document| reader::read(document, &hints, purpose, inventory, &mut found));
        let Some(read) = read else {
            let is_taken = |document: &Document| {
                document.is_about_quick_connects() && !(is_named && document.only_lists_quick_connects())
            };
            if document.is_some_and(is_taken) {
                return (export, None, found);
            }
            let not_a_flow = document.map(Document::not_a_flow);
            let found = match purpose {
                _ if is_named => not_a_flow.into_iter().chain(found).collect(),
                // A file that the user did not name may be any JSON, valid or not, unless it seems to be a flow.
                Purpose::Check if self.seems_a_flow(file) => not_a_flow.into_iter().chain(found).collect(),
                Purpose::Check => Diagnostics::new(),
                Purpose::Convert | Purpose::Compare => {
                    not_a_flow.map(|it| it.lowered(Lowering::NotNamed)).into_iter().chain(found).collect()
                }
            };
            return (export, None, found);
        };
        let mut flow = read.flow;
        (export.names, export.is_published) = (read.names, read.is_published);
        export.is_type_inferred = read.is_type_inferred;
        export.other_types = read.other_types;
        let of_actions = check::json_form(&mut flow);
        if purpose == Purpose::Check {
            let mode = if flow.is_saved { Mode::Draft } else { mode };
            found.extend(read.violations.into_iter().chain(of_actions).map(|violation| match mode {
                Mode::Publish => violation,
                Mode::Draft => violation.in_draft(),
            }));
            found.extend(check::content_length(&flow, read.content_length));
            if read.is_type_inferred {
                flow.kind = FlowKind::Flow(None);
            }
        }
        (export, Some(flow), found)
    }

    /// Whether a file is probably meant to be a flow, although none could be read.
    fn seems_a_flow(&self, file: FileId) -> bool {
        let text = self.sources().get(file).map_or("", SourceFile::text);
        text.contains("\"Actions\"") || text.contains("\\\"Actions\\\"")
    }
}

/// The index of the action that contains a span. The actions are in the order of the file.
fn around(flow: &Flow, span: Span) -> Option<usize> {
    let at = flow.actions.partition_point(|action| action.origin.start <= span.start).checked_sub(1)?;
    flow.actions.get(at).filter(|action| action.origin.contains(span)).map(|_| at)
}

/// Adds its action to each diagnostic in flow JSON, and reports unreachable actions.
pub(super) fn finish(build: &Build, diagnostics: &mut Diagnostics) {
    let exports = build.flows.iter().filter(|flow| flow.notation != Notation::Text);
    let files: HashMap<FileId, &Flow> = exports.clone().map(|flow| (flow.name.span.file, flow)).collect();
    let quick_connects = build.quick_connects.iter().filter(|it| it.notation != Notation::Text);
    let quick_connects: HashSet<FileId> = quick_connects.map(|it| it.name.span.file).collect();
    if files.is_empty() && quick_connects.is_empty() {
        return;
    }
    // In a file with errors, an action is usually unreachable because a branch to it is missing or misspelt.
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let broken: HashSet<FileId> = diagnostics.iter().filter(is_error).filter_map(|it| Some(it.span()?.file)).collect();
    for flow in exports.filter(|flow| !broken.contains(&flow.name.span.file)) {
        check::unreached(flow, diagnostics);
    }
    diagnostics.each(|diagnostic| {
        let Some(span) = diagnostic.span() else { return };
        if quick_connects.contains(&span.file) {
            diagnostic.fixes.clear();
        }
        let Some(flow) = files.get(&span.file) else { return };
        // The content of a JSON string must not be replaced as plain text.
        diagnostic.fixes.clear();
        let action = around(flow, span).and_then(|at| flow.actions.get(at));
        let action = action.filter(|action| !action.identifier.is_empty());
        diagnostic.action = action.map(|action| action.identifier.as_str().into());
    });
}
