//! A build from texts, and flow JSON beside them, to a checked graph: parse, lower, check, and drop what a source allows.
//!
//! Takes sources that were read and an inventory, gives the graph and everything there is to say about it. Pure: reads
//! and writes no file.

mod exports;

pub use exports::Export;

use rayon::prelude::*;

use crate::allow;
use crate::catalogue::Kind;
use crate::check;
use crate::connect;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Build, Mode, Notation, Reference};
use crate::inventory::{Inventory, MissingAnswer};
use crate::lower;
use crate::resolve::Unverified;
use crate::resource::ResourceKind;
use crate::source::{FileId, Sources};
use crate::syntax::{self, tree};

/// What happens with names that cannot be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// They are passed over, with one note.
    MayBeUnverified,
    /// They are an error: what is emitted needs their ids.
    MustBeKnown,
    /// They are passed over in silence: why the inventory cannot be used was reported.
    Reported,
}

/// What a build is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// All files.
    pub sources: &'a Sources,
    /// The `.flow` files among them, which make up the build.
    pub files: &'a [FileId],
    /// Files of flow JSON, whose flows are checked with the build as they are.
    pub exports: &'a [Export],
    /// Whether all of its files could be read: if not, a name that seems to be missing may be in one of the others.
    pub is_complete: bool,
    /// What the instance has.
    pub inventory: Option<&'a Inventory>,
    /// How strict the build is.
    pub mode: Mode,
    /// What happens with names that cannot be looked up.
    pub names: Names,
}

/// Parses, lowers and checks a build. The diagnostics come out sorted.
pub fn compile(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Build {
    let Input { sources, files, exports, is_complete, inventory, mode, names } = *input;
    let parse = |file: &FileId| {
        let mut found = Diagnostics::new();
        (syntax::parse(sources, *file, &mut found), found)
    };
    let (trees, found): (Vec<tree::File>, Vec<Diagnostics>) = files.par_iter().map(parse).unzip();
    diagnostics.extend(found.into_iter().flatten());
    let torn = torn(sources, diagnostics);
    let mut found = Diagnostics::new();
    let mut lowered = lower::lower(&trees, is_complete && torn.is_empty(), inventory, mode, &mut found);
    let read = |export: &Export| exports::read(sources, *export, inventory, mode);
    for (flow, said) in exports.par_iter().map(read).collect::<Vec<_>>() {
        lowered.build.flows.extend(flow);
        found.extend(said);
    }
    check::check(&lowered.build, inventory, mode, &mut found);
    let mended = mended(diagnostics);
    let is_certain = |diagnostic: &Diagnostic| {
        diagnostic.span().is_none_or(|span| {
            !(torn.contains(&span.file) || mended.contains(&span.file) && tells_shape(diagnostic.code))
        })
    };
    diagnostics.extend(found.into_iter().filter(is_certain));
    if let Some(diagnostic) = unverified(&lowered.unverified, inventory, names) {
        diagnostics.push(diagnostic);
    }
    if let (Names::MayBeUnverified, Some(inventory)) = (names, inventory) {
        diagnostics.extend(incomplete(&lowered.build, inventory));
    }
    if !diagnostics.has_errors() {
        diagnostics.extend(long_contents(&lowered.build, inventory));
    }
    exports::finish(&lowered.build, diagnostics);
    allow::allow(&trees, sources, diagnostics);
    diagnostics.sort();
    lowered.build
}

/// Parses and lowers a build without a word on whether it makes sense: to look at it, not to publish it.
pub fn unchecked(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Build {
    let Input { sources, files, is_complete, inventory, mode, .. } = *input;
    let trees: Vec<_> = files.iter().map(|file| syntax::parse(sources, *file, diagnostics)).collect();
    lower::lower(&trees, is_complete, inventory, mode, diagnostics).build
}

/// The files of which a part was not read: a text or comment that is never closed swallows all that follows it, and
/// what is nested too deep is not parsed. What seems to be missing there may be there.
fn torn(sources: &Sources, diagnostics: &Diagnostics) -> Vec<FileId> {
    let is_torn = |diagnostic: &&Diagnostic| match diagnostic.code {
        Code::UnclosedComment | Code::NestedTooDeep => true,
        Code::UnclosedText => diagnostic.span().is_some_and(|span| sources.text(span).starts_with("\"\"\"")),
        _ => false,
    };
    diagnostics.iter().filter(is_torn).filter_map(|diagnostic| Some(diagnostic.span()?.file)).collect()
}

/// The files in which a bracket was missing or too many. It was mended where it most likely belongs, but what stands in
/// what is a guess then.
fn mended(diagnostics: &Diagnostics) -> Vec<FileId> {
    let is_bracket =
        |diagnostic: &&Diagnostic| matches!(diagnostic.code, Code::UnclosedBracket | Code::UnopenedBracket);
    diagnostics.iter().filter(is_bracket).filter_map(|diagnostic| Some(diagnostic.span()?.file)).collect()
}

/// Whether a diagnostic of this code may come of a bracket in the wrong place.
fn tells_shape(code: Code) -> bool {
    let is_of_names = matches!(
        code,
        Code::UnknownStep
            | Code::DuplicateStep
            | Code::NoStart
            | Code::TwoStarts
            | Code::MissingParameter
            | Code::WrongValue
    );
    is_of_names || ["F04", "F05"].iter().any(|family| code.number().starts_with(family))
}

/// The flows and modules whose content is too long for the service, or nearly so. How long it is only shows in what
/// would be emitted, and nothing is emitted while an error stands.
fn long_contents(build: &Build, inventory: Option<&Inventory>) -> Vec<Diagnostic> {
    let names = connect::Names::new(build, inventory.and_then(|inventory| inventory.instance.as_ref()));
    let too_long = |flow| {
        let content = connect::content(flow, &names);
        let length = content.bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        check::content_length(flow, length)
    };
    let texts = build.flows.par_iter().filter(|flow| flow.notation == Notation::Text);
    texts.filter_map(too_long).collect()
}

/// One diagnostic for all names that could not be looked up.
fn unverified(unverified: &[Unverified], inventory: Option<&Inventory>, names: Names) -> Option<Diagnostic> {
    let first = unverified.first().filter(|_| names != Names::Reported)?;
    let mut kinds: Vec<ResourceKind> = unverified.iter().map(|name| name.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let plurals: Vec<&str> = kinds.iter().map(|kind| kind.plural()).collect();
    let (missing, help) = match inventory {
        None => (
            "there is no inventory".to_owned(),
            "`--inventory DIR`, or an `[env.NAME]` in callflow.toml, says where the AWS CLI's answers are".to_owned(),
        ),
        Some(inventory) => {
            let lists = kinds.iter().filter_map(|kind| list_command(*kind, inventory));
            let lists: Vec<String> = lists.map(|command| format!("`aws connect {command}`")).collect();
            (
                format!("the inventory does not list the {}", plurals.join(", ")),
                format!("add the answer of {}", lists.join(", ")),
            )
        }
    };
    let were = if unverified.len() == 1 { "was" } else { "were" };
    match names {
        Names::Reported | Names::MayBeUnverified => Some(
            Diagnostic::without_place(
                Code::NamesNotVerified,
                format!("{} {were} not verified: {missing}", names_of(unverified)),
            )
            .help(help),
        ),
        Names::MustBeKnown => {
            let mut diagnostic = Diagnostic::new(
                Code::InventoryNeeded,
                first.span,
                format!("{} cannot be turned into ids: {missing}", names_of(unverified)),
            )
            .help(help);
            if unverified.len() > 1 {
                diagnostic = diagnostic.saying("the first of them");
            }
            Some(diagnostic.help("`callflow check` does without"))
        }
    }
}

/// The command whose answer lists all things of this kind, where the inventory lacks it.
fn list_command(kind: ResourceKind, inventory: &Inventory) -> Option<&'static str> {
    // Of the answers that are missing about a kind, the list itself comes first.
    let mut missing = inventory.missing_answers.iter().filter(|_| !inventory.listed.contains(&kind));
    missing.find(|answer| answer.kind == Some(kind)).map(|answer| answer.command)
}

fn names_of(unverified: &[Unverified]) -> String {
    match unverified {
        [one] => format!("the name `{}`", one.name),
        several => format!("{} names", several.len()),
    }
}

/// Whether something is not known of what is referred to that checks would look at.
fn is_untold(reference: &Reference, inventory: &Inventory) -> bool {
    let Some(known) = &reference.known else { return false };
    match reference.kind {
        ResourceKind::Queue => inventory
            .queue(&known.id)
            .is_some_and(|queue| queue.enabled.is_none() || queue.in_routing_profile.is_none()),
        ResourceKind::Agent => inventory.agent(&known.id).is_some_and(|agent| agent.may_take_contacts.is_none()),
        _ => true,
    }
}

/// A note for the answers that the inventory lacks and that checks of this build would use.
fn incomplete(build: &Build, inventory: &Inventory) -> Option<Diagnostic> {
    let mut used: Vec<&Reference> = Vec::new();
    let mut numbers_used = false;
    for action in build.flows.iter().flat_map(|flow| &flow.actions) {
        used.extend(action.parameters.references().into_iter().map(|(reference, _)| reference));
        let parameters = action.block.map_or(&[][..], |block| block.parameters);
        numbers_used |= parameters.iter().any(|parameter| {
            matches!(parameter.kind, Kind::PhoneNumber { owned: true })
                && action.parameters.get(parameter.wire).is_some()
        });
    }
    for quick_connect in &build.quick_connects {
        used.extend(quick_connect.references().map(|(reference, _)| reference));
    }
    let offers = build.quick_connects.iter().any(|quick_connect| !quick_connect.available_in.is_empty());
    let mut kinds: Vec<ResourceKind> =
        used.iter().filter(|reference| is_untold(reference, inventory)).map(|reference| reference.kind).collect();
    kinds.dedup();
    let is_used = |answer: &MissingAnswer| match answer.kind {
        None => numbers_used,
        Some(_) if answer.command == "list-queue-quick-connects" => offers,
        // Names that no list tells are a diagnostic of their own.
        Some(kind) => kinds.contains(&kind) && list_command(kind, inventory) != Some(answer.command),
    };
    let missing: Vec<String> = inventory
        .missing_answers
        .iter()
        .filter(|answer| is_used(answer))
        .map(|answer| format!("`{}` would tell {}", answer.command, answer.enables))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let mut diagnostic =
        Diagnostic::without_place(Code::InventoryIncomplete, "the inventory lacks answers that checks would use");
    for line in missing {
        diagnostic = diagnostic.help(line);
    }
    Some(diagnostic)
}
