//! Flow JSON that is checked with a build as it is.
//!
//! Takes files of JSON, gives flows of the build and what there is to say of how they are written; then, of all that was
//! said of them, in which action it is. Never emits such a flow, and proposes no edit of it.

use std::collections::{HashMap, HashSet};

use crate::check;
use crate::connect::{self, read::Said};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::graph::{ActionState, Build, Flow, FlowKind, Mode, Notation};
use crate::inventory::Inventory;
use crate::source::{FileId, SourceFile, Sources, Span};

/// A file of flow JSON.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// The file.
    pub file: FileId,
    /// Whether it was named, so that it has to hold a flow; one that was only found may be any JSON.
    pub is_named: bool,
}

/// The flow of a file of flow JSON, and what there is to say of how it is written.
pub(super) fn read(
    sources: &Sources,
    export: Export,
    inventory: Option<&Inventory>,
    mode: Mode,
) -> (Option<Flow>, Diagnostics) {
    let mut found = Diagnostics::new();
    let said = Said::of_file(sources.get(export.file).map_or("", SourceFile::name));
    let read = connect::read::read(sources, export.file, &said, inventory, &mut found);
    // What was only found may be any JSON, broken or not, but for what seems to be a flow.
    let text = sources.get(export.file).map_or("", SourceFile::text);
    if !export.is_named && read.is_none() && !text.contains("\"Actions\"") && !text.contains("\\\"Actions\\\"") {
        found = Diagnostics::new();
    }
    let flow = read.map(|read| {
        let mut flow = read.flow;
        let mode = if flow.is_saved { Mode::Draft } else { mode };
        read.faults.iter().for_each(|fault| misspelt(&mut flow, fault));
        found.extend(read.faults.into_iter().map(|fault| match (mode, fault.code) {
            // A saved draft may have what a published flow may not.
            (Mode::Draft, Code::LooseEnd | Code::MissingBranch | Code::MissingParameter | Code::NoStart) => {
                fault.severity(Severity::Warning)
            }
            _ => fault,
        }));
        found.extend(check::content_length(&flow, read.content_length));
        if read.is_type_inferred {
            flow.kind = FlowKind::Flow(None);
        }
        flow
    });
    (flow, found)
}

/// What an action seems to lack may be what is misspelt in it, or of another type than it should be.
fn misspelt(flow: &mut Flow, fault: &Diagnostic) {
    let is_certain = fault.severity == Severity::Error;
    let is_about = is_certain && matches!(fault.code, Code::UnknownParameter | Code::WrongValue);
    let Some(span) = fault.span().filter(|_| is_about) else { return };
    if let Some(action) = around(flow, span).and_then(|at| flow.actions.get_mut(at)) {
        action.state = ActionState::Partial;
    }
}

/// The action that holds a place: they stand in the order of the file.
fn around(flow: &Flow, span: Span) -> Option<usize> {
    let at = flow.actions.partition_point(|action| action.origin.start <= span.start).checked_sub(1)?;
    flow.actions.get(at).filter(|action| action.origin.contains(span)).map(|_| at)
}

/// Says of each diagnostic in flow JSON which action it is in, and drops what only follows from others.
pub(super) fn finish(build: &Build, diagnostics: &mut Diagnostics) {
    let exports = build.flows.iter().filter(|flow| flow.notation != Notation::Text);
    let files: HashMap<FileId, &Flow> = exports.map(|flow| (flow.name.span.file, flow)).collect();
    if files.is_empty() {
        return;
    }
    // What nothing leads to is as a rule where a branch that is missing or misspelt should have led.
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let broken: HashSet<FileId> = diagnostics.iter().filter(is_error).filter_map(|it| Some(it.span()?.file)).collect();
    diagnostics.retain(|diagnostic| {
        diagnostic.code != Code::UnreachableStep
            || diagnostic.span().is_none_or(|span| !(files.contains_key(&span.file) && broken.contains(&span.file)))
    });
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
