//! The files of a workspace → everything that is known about them: trees, names, the graph, and all diagnostics.
//!
//! Takes a [`Workspace`] and the [`Options`] of the build, and gives an [`Analysis`]. Every command uses it, and so
//! does any program that keeps a workspace open. Pure: never reads or writes a file.

mod distinct_names;
mod export;
mod guessed_types;
mod inferred_contract;
mod links;
mod notes;
mod quick_connects;
pub mod saved_layout;
mod unverified;
mod used_types;
mod uses;
mod workspace;

#[cfg(test)]
mod tests;

pub use export::Export;
pub use uses::{Referent, Use};
pub use workspace::{Companions, Role, Workspace};

use std::collections::HashMap;
use std::sync::Arc;

use crate::allow::Allows;
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Topic};
use crate::emit::{self, Plan};
use crate::graph::{Build, Mode, Notation};
use crate::inventory::Inventory;
use crate::lower;
use crate::parallel;
use crate::reader::{ImportHints, Purpose};
use crate::resolve::{Consts, Declarations, Resolver};
use crate::resource::ResourceKind;
use crate::script::Script;
use crate::source::FileId;
use crate::syntax::tree;
use guessed_types::GuessedTypes;

/// How to treat names that cannot be looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamePolicy {
    /// They are skipped, with one note.
    #[default]
    MayBeUnverified,
    /// They are an error: what is emitted needs their ids.
    MustBeKnown,
    /// They are skipped silently: the reason why the inventory cannot be used was reported already.
    Reported,
}

/// The purpose of an analysis, and its inputs besides the files.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Whether the flows are checked, or only read in order to convert or compare them.
    pub purpose: Purpose,
    /// Whether all files of the build could be read. If not, an unknown name may be declared in one of the others.
    pub is_complete: bool,
    /// What the instance has.
    pub inventory: Option<&'a Inventory>,
    /// How strict the build is.
    pub mode: Mode,
    /// How to treat names that cannot be looked up.
    pub names: NamePolicy,
    /// Levels that override those of some codes; the last one given for a code wins.
    pub levels: &'a [(Code, Level)],
    /// What is known about flows from JSON in addition to their files.
    pub hints: ImportHints,
    /// The diagnostics from reading the files. They are sorted, allowed and counted together with all others.
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

/// Everything that is known about the files of a workspace.
#[derive(Debug)]
pub struct Analysis {
    /// The trees of the `.flow` files, sorted by path.
    pub trees: Vec<Arc<tree::File>>,
    /// The consts that they declare.
    pub consts: Consts,
    /// The flows, modules and quick connects that they declare.
    pub declarations: Declarations,
    /// The graph: the items that the `.flow` files declare, then the flows from JSON.
    pub build: Build,
    /// The tests and setups that they declare; none if the flows were only read.
    pub script: Script,
    /// What is known about each flow from JSON in addition to its graph, in the order of the files.
    pub exports: Vec<Export>,
    /// The output of the `.flow` files; `None` if there is an error or the flows were only read.
    pub plan: Option<Plan>,
    /// All diagnostics, sorted, after levels and `allow` comments were applied.
    pub diagnostics: Diagnostics,
}

impl Workspace {
    /// Parses the files that were not parsed yet, then lowers, reads and checks everything.
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
        let lower::Lowered { mut build, consts, declarations, mut unverified } = lowered;
        notes::attach(&trees, self.sources(), &mut build, &mut found);
        let layouts = self.files(|role| role == Role::Layout);
        for layout in layouts.into_iter().filter_map(|file| self.sources().get(file)) {
            saved_layout::apply(layout, &mut build, &mut found);
        }
        let mut exports = self.exports(purpose, mode, &hints, inventory, &mut build, &mut found);
        self.quick_connects(purpose, &hints, inventory, &mut build, &mut exports, &mut found);
        links::link(&mut build, &exports, inventory, purpose);
        if purpose != Purpose::Compare {
            used_types::settle(&mut build, &mut exports);
        }
        if purpose == Purpose::Convert {
            inferred_contract::infer(&mut build, &mut found);
            distinct_names::distinguish(&mut build, &mut found);
        }
        if purpose != Purpose::Check {
            diagnostics.extend(found);
            diagnostics.sort();
            let script = Script::default();
            return Analysis { trees, consts, declarations, build, script, exports, plan: None, diagnostics };
        }

        let resolver = Resolver::new(consts, declarations, inventory, mode);
        let script = lower::script(&trees, &resolver, &build, &mut unverified, &mut found);
        let Resolver { consts, declarations, .. } = resolver;
        if !declarations.may_be_more() {
            check::script(&build, &script, &mut found);
        }

        let mut allows = Allows::read(&trees, self.sources());
        let guessed = GuessedTypes::take(&mut build, &allows, self.sources());
        check::check(&build, inventory, mode, &mut found);
        guessed.give_back(&mut build);
        diagnostics.extend(guessed.note(&build));
        let states: HashMap<FileId, tree::State> = trees.iter().map(|tree| (tree.id, tree.state)).collect();
        diagnostics.extend(found.into_iter().filter(|diagnostic| is_certain(diagnostic, &states)));
        diagnostics.extend(unverified::unverified(&unverified, inventory, policy));
        if let (NamePolicy::MayBeUnverified, Some(inventory)) = (policy, inventory) {
            diagnostics.extend(unverified::incomplete(&build, inventory));
        }
        export::finish(&build, &mut diagnostics);
        allows.silence(self.sources(), &mut diagnostics);
        diagnostics.apply(levels);
        let plan = (!diagnostics.has_errors()).then(|| emit::plan(&build, inventory));
        let mut late: Diagnostics = plan.iter().flat_map(|plan| long_contents(&build, plan)).collect();
        allows.silence(self.sources(), &mut late);
        late.extend(allows.faults(diagnostics.has_errors() || late.has_errors()));
        late.apply(levels);
        diagnostics.extend(late);
        diagnostics.sort();
        let plan = plan.filter(|_| !diagnostics.has_errors());
        Analysis { trees, consts, declarations, build, script, exports, plan, diagnostics }
    }
}

fn is_any(trees: &[Arc<tree::File>], state: tree::State) -> bool {
    trees.iter().any(|tree| tree.state == state)
}

/// Whether a diagnostic is reliable, given the state of its file. In a truncated file no diagnostic is, because the
/// part that seems to be missing may be in the rest. In a repaired file no diagnostic about the nesting is.
fn is_certain(diagnostic: &Diagnostic, states: &HashMap<FileId, tree::State>) -> bool {
    match diagnostic.span().and_then(|span| states.get(&span.file)) {
        None | Some(tree::State::Whole) => true,
        Some(tree::State::Repaired) => diagnostic.code.row().topic != Topic::Structure,
        Some(tree::State::Truncated) => false,
    }
}

/// The flows and modules whose content exceeds or nearly reaches the limit of the service. Only the emitted text shows
/// the length, and nothing is emitted if there is an error.
fn long_contents(build: &Build, plan: &Plan) -> Vec<Diagnostic> {
    let texts = build.flows.iter().filter(|flow| flow.notation == Notation::Text);
    let contents = plan.resources.iter().filter(|resource| resource.kind != ResourceKind::QuickConnect);
    let too_long = texts
        .zip(contents)
        .filter_map(|(flow, resource)| check::content_length(flow, emit::json::length(&resource.document)));
    too_long.collect()
}
