//! The files of a workspace → all that is known of them: trees, names, the graph, and every finding.
//!
//! Takes a [`Workspace`] and what the build is for, gives an [`Analysis`]. Every command goes through it, and so does whoever
//! keeps a workspace open. Pure: reads and writes no file.

mod export;
pub mod saved_layout;
mod unverified;
mod uses;
mod workspace;

#[cfg(test)]
mod tests;

pub use export::Export;
pub use uses::{Referent, Use};
pub use workspace::{Role, Workspace};

use std::sync::Arc;

use crate::allow;
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Topic};
use crate::emit::{self, Plan};
use crate::graph::{Build, Mode, Notation};
use crate::inventory::Inventory;
use crate::lower;
use crate::parallel;
use crate::reader::{ImportHints, Purpose};
use crate::resolve::{Consts, Declarations};
use crate::resource::ResourceKind;
use crate::source::FileId;
use crate::syntax::tree;

/// What happens with names that cannot be looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamePolicy {
    /// They are passed over, with one note.
    #[default]
    MayBeUnverified,
    /// They are an error: what is emitted needs their ids.
    MustBeKnown,
    /// They are passed over in silence: why the inventory cannot be used was reported.
    Reported,
}

/// What a workspace is analysed for, and with.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Whether the flows are checked, or only read: to be converted or compared.
    pub purpose: Purpose,
    /// Whether all files of the build could be read: if not, a name that seems to be missing may be in one of the others.
    pub is_complete: bool,
    /// What the instance has.
    pub inventory: Option<&'a Inventory>,
    /// How strict the build is.
    pub mode: Mode,
    /// What happens with names that cannot be looked up.
    pub names: NamePolicy,
    /// How bad some codes are wanted to be; the last one given for a code counts.
    pub levels: &'a [(Code, Level)],
    /// What is known of flows of JSON beside their files.
    pub hints: ImportHints,
    /// What was found while the files were read, which takes part in all that is sorted, allowed and counted.
    pub found: Diagnostics,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            purpose: Purpose::Check,
            is_complete: true,
            inventory: None,
            mode: Mode::Publish,
            names: NamePolicy::default(),
            levels: &[],
            hints: ImportHints::default(),
            found: Diagnostics::new(),
        }
    }
}

/// All that is known of the files of a workspace.
#[derive(Debug)]
pub struct Analysis {
    /// The trees of the `.flow` texts, by path.
    pub trees: Vec<Arc<tree::File>>,
    /// The consts that they declare.
    pub consts: Consts,
    /// The flows, modules and quick connects that they declare.
    pub declarations: Declarations,
    /// The graph: what the texts declare, then the flows of JSON.
    pub build: Build,
    /// What is known of each flow of JSON beside its graph, in the order of the files.
    pub exports: Vec<Export>,
    /// What the texts make; `None` where an error stands, or the flows were only read.
    pub plan: Option<Plan>,
    /// Every finding, sorted, with levels and comments that allow some applied.
    pub diagnostics: Diagnostics,
}

impl Workspace {
    /// Parses what was not parsed yet, lowers, reads and checks everything.
    #[must_use]
    pub fn analyse(&self, options: Options<'_>) -> Analysis {
        let Options { purpose, is_complete, inventory, mode, names: policy, levels, hints, found } = options;
        let mut diagnostics = found;
        let files = self.files(|role| role == Role::Text);
        let parsed: Vec<_> = parallel::map(&files, |file| self.tree(*file)).into_iter().flatten().collect();
        let trees: Vec<Arc<tree::File>> = parsed.iter().map(|(tree, _)| Arc::clone(tree)).collect();
        diagnostics.extend(parsed.iter().flat_map(|(_, found)| found.iter().cloned()));

        let is_complete = is_complete && !is_any(&trees, tree::State::Truncated);
        let mut found = Diagnostics::new();
        let lowered = lower::lower(&trees, is_complete, inventory, mode, &mut found);
        let lower::Lowered { mut build, consts, declarations, unverified } = lowered;
        let layouts = self.files(|role| role == Role::Layout);
        for layout in layouts.into_iter().filter_map(|file| self.sources().get(file)) {
            saved_layout::apply(layout, &mut build, &mut found);
        }
        let exports = self.exports(purpose, mode, &hints, inventory, &mut build, &mut found);
        if purpose != Purpose::Check {
            diagnostics.extend(found);
            diagnostics.sort();
            return Analysis { trees, consts, declarations, build, exports, plan: None, diagnostics };
        }

        check::check(&build, inventory, mode, &mut found);
        diagnostics.extend(found.into_iter().filter(|diagnostic| is_certain(diagnostic, &trees)));
        diagnostics.extend(unverified::unverified(&unverified, inventory, policy));
        if let (NamePolicy::MayBeUnverified, Some(inventory)) = (policy, inventory) {
            diagnostics.extend(unverified::incomplete(&build, inventory));
        }
        let plan = (!diagnostics.has_errors()).then(|| emit::plan(&build, inventory));
        diagnostics.extend(plan.iter().flat_map(|plan| long_contents(&build, plan)));
        export::finish(&build, &mut diagnostics);
        allow::allow(&trees, self.sources(), &mut diagnostics);
        diagnostics.sort();
        diagnostics.apply(levels);
        Analysis { trees, consts, declarations, build, exports, plan, diagnostics }
    }
}

fn is_any(trees: &[Arc<tree::File>], state: tree::State) -> bool {
    trees.iter().any(|tree| tree.state == state)
}

/// Whether a finding stands where the text could be read for what it is. In a file that is truncated nothing is sure, for
/// what seems to be missing may be there; in one that was repaired nothing that depends on what stands in what.
fn is_certain(diagnostic: &Diagnostic, trees: &[Arc<tree::File>]) -> bool {
    let state_of = |file: FileId| trees.iter().find(|tree| tree.id == file).map(|tree| tree.state);
    match diagnostic.span().and_then(|span| state_of(span.file)) {
        None | Some(tree::State::Whole) => true,
        Some(tree::State::Repaired) => diagnostic.code.row().topic != Topic::Structure,
        Some(tree::State::Truncated) => false,
    }
}

/// The flows and modules whose content is too long for the service, or nearly so. How long it is only shows in what
/// would be emitted, and nothing is emitted while an error stands.
fn long_contents(build: &Build, plan: &Plan) -> Vec<Diagnostic> {
    let texts = build.flows.iter().filter(|flow| flow.notation == Notation::Text);
    let contents = plan.resources.iter().filter(|resource| resource.kind != ResourceKind::QuickConnect);
    let too_long = texts
        .zip(contents)
        .filter_map(|(flow, resource)| check::content_length(flow, emit::json::length(&resource.document)));
    too_long.collect()
}
