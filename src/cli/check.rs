//! `callflow check`: says what is wrong with a project and writes nothing.

use clap::Args;

use super::project::{Exports, Project};
use super::{Outcome, ProjectArgs, console};
use crate::compile::{Names, compile};
use crate::diagnostic::Diagnostics;
use crate::graph::Mode;

#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Check drafts (status SAVED): loose ends are warnings
    #[arg(long)]
    draft: bool,
}

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let project = Project::load(&args.project, Exports::Read, &mut diagnostics);
    let mode = if args.draft { Mode::Draft } else { Mode::Publish };
    let build = compile(&project.input(mode, Names::MayBeUnverified), &mut diagnostics);
    diagnostics.apply(&project.levels);
    console::report(&diagnostics, &project.sources, args.project.format);
    let outcome = console::outcome(&diagnostics, args.project.strict);
    if outcome == Outcome::Good && !args.project.format.is_document() {
        let (flows, quick_connects) = (build.flows.len(), build.quick_connects.len());
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        console::print(&format!(
            "no errors in {flows} flow{} and {quick_connects} quick connect{}\n",
            plural(flows),
            plural(quick_connects)
        ));
    }
    outcome
}
