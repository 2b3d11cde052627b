//! Flow JSON that is checked with a build as it is, or read to be converted.
//!
//! Takes files of JSON, gives flows of the build and what there is to say of how they are written; then, of all that was
//! said of them, in which action it is. Never emits such a flow, and proposes no edit of it.

use std::collections::{HashMap, HashSet};

use super::{Role, Workspace};
use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Lowering, Severity};
use crate::graph::{Build, Flow, FlowKind, Mode, Notation};
use crate::inventory::Inventory;
use crate::parallel;
use crate::reader::{self, Document, ImportHints, Note, Purpose};
use crate::source::{FileId, SourceFile, Span};

/// What is known of a flow of JSON beside its graph.
#[derive(Clone, Debug)]
pub struct Export {
    /// The file.
    pub file: FileId,
    /// Where its flow is in the build; `None` where the file holds none, which was reported if it should.
    pub flow: Option<usize>,
    /// The designer's notes.
    pub notes: Vec<Note>,
    /// Whether nothing told the flow's type, so that it follows from the actions.
    pub is_type_inferred: bool,
}

impl Workspace {
    /// Reads all files of flow JSON, and adds their flows to `build`.
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
        for (mut export, flow, said) in parallel::map(&files, read) {
            found.extend(said);
            export.flow = flow.is_some().then_some(build.flows.len());
            build.flows.extend(flow);
            exports.push(export);
        }
        exports
    }

    /// The flow of a file of flow JSON, and what there is to say of how it is written.
    fn export(
        &self,
        file: FileId,
        purpose: Purpose,
        mode: Mode,
        hints: &ImportHints,
        inventory: Option<&Inventory>,
    ) -> (Export, Option<Flow>, Diagnostics) {
        let mut export = Export { file, flow: None, notes: Vec::new(), is_type_inferred: false };
        let is_named = matches!(self.role(file), Some(Role::Json { is_named: true }));
        let Some((document, found)) = self.document(file) else { return (export, None, Diagnostics::new()) };
        let mut found = found.clone();
        let read = document.and_then(|document| reader::read(document, hints, purpose, inventory, &mut found));
        let Some(read) = read else {
            let not_a_flow = document.map(Document::not_a_flow);
            let found = match purpose {
                _ if is_named => not_a_flow.into_iter().chain(found).collect(),
                // What nobody named may be any JSON, broken or not, but for what seems to be a flow.
                Purpose::Check if self.seems_a_flow(file) => not_a_flow.into_iter().chain(found).collect(),
                Purpose::Check => Diagnostics::new(),
                Purpose::Convert | Purpose::Compare => {
                    not_a_flow.map(|it| it.lowered(Lowering::NotNamed)).into_iter().chain(found).collect()
                }
            };
            return (export, None, found);
        };
        let mut flow = read.flow;
        (export.notes, export.is_type_inferred) = (read.notes, read.is_type_inferred);
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

    /// Whether a file seems to be meant as a flow, although none could be read.
    fn seems_a_flow(&self, file: FileId) -> bool {
        let text = self.sources().get(file).map_or("", SourceFile::text);
        text.contains("\"Actions\"") || text.contains("\\\"Actions\\\"")
    }
}

/// The action that holds a place: they stand in the order of the file.
fn around(flow: &Flow, span: Span) -> Option<usize> {
    let at = flow.actions.partition_point(|action| action.origin.start <= span.start).checked_sub(1)?;
    flow.actions.get(at).filter(|action| action.origin.contains(span)).map(|_| at)
}

/// Says of each diagnostic in flow JSON which action it is in, and which actions no contact reaches.
pub(super) fn finish(build: &Build, diagnostics: &mut Diagnostics) {
    let exports = build.flows.iter().filter(|flow| flow.notation != Notation::Text);
    let files: HashMap<FileId, &Flow> = exports.clone().map(|flow| (flow.name.span.file, flow)).collect();
    if files.is_empty() {
        return;
    }
    // What nothing leads to is as a rule where a branch that is missing or misspelt should have led.
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let broken: HashSet<FileId> = diagnostics.iter().filter(is_error).filter_map(|it| Some(it.span()?.file)).collect();
    for flow in exports.filter(|flow| !broken.contains(&flow.name.span.file)) {
        check::unreached(flow, diagnostics);
    }
    diagnostics.each(|diagnostic| {
        let Some(span) = diagnostic.span() else { return };
        let Some(flow) = files.get(&span.file) else { return };
        // What stands in a string of JSON is not to be replaced as text.
        diagnostic.fixes.clear();
        let action = around(flow, span).and_then(|at| flow.actions.get(at));
        let action = action.filter(|action| !action.identifier.is_empty());
        if flow.notation == Notation::Legacy {
            diagnostic.help.push(
                "this is an export of the console's old format: what it names is called here as it is today".to_owned(),
            );
        }
        diagnostic.action = action.map(|action| action.identifier.as_str().into());
    });
}
