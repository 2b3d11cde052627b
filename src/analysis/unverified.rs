//! Names that could not be looked up, and answers that the inventory lacks.
//!
//! Takes the names that were recorded while a build was lowered, and gives one diagnostic for all of them.

use super::NamePolicy;
use crate::catalogue::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Build, Reference};
use crate::inventory::{Inventory, MissingAnswer};
use crate::resolve::Unverified;
use crate::resource::ResourceKind;

/// One diagnostic for all names that could not be looked up.
pub(super) fn unverified(
    unverified: &[Unverified],
    inventory: Option<&Inventory>,
    policy: NamePolicy,
) -> Option<Diagnostic> {
    let first = unverified.first().filter(|_| policy != NamePolicy::Reported)?;
    let mut kinds: Vec<ResourceKind> = unverified.iter().map(|name| name.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let plurals: Vec<&str> = kinds.iter().map(|kind| kind.plural()).collect();
    let (missing, help) = match inventory {
        None => (
            "there is no inventory".to_owned(),
            "pass `--inventory DIR` with a folder of AWS CLI answers, or add an `[env.NAME]` to callflow.toml"
                .to_owned(),
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
    match policy {
        NamePolicy::Reported | NamePolicy::MayBeUnverified => Some(
            Diagnostic::unlocated(
                Code::NamesNotVerified,
                format!("{} {were} not verified: {missing}", names_of(unverified)),
            )
            .help(help),
        ),
        NamePolicy::MustBeKnown => {
            let mut diagnostic = Diagnostic::new(
                Code::InventoryNeeded,
                first.span,
                format!("{} cannot be resolved to ids: {missing}", names_of(unverified)),
            )
            .help(help);
            if unverified.len() > 1 {
                diagnostic = diagnostic.primary_label("the first of them");
            }
            Some(diagnostic.help("`callflow check` works without ids"))
        }
    }
}

/// The command whose answer lists all resources of this kind, if the inventory lacks it.
fn list_command(kind: ResourceKind, inventory: &Inventory) -> Option<&'static str> {
    // The list is the first of the missing answers about a kind.
    let mut missing = inventory.missing_answers.iter().filter(|_| !inventory.listed.contains(&kind));
    missing.find(|answer| answer.kind == Some(kind)).map(|answer| answer.command)
}

fn names_of(unverified: &[Unverified]) -> String {
    match unverified {
        [one] => format!("the name `{}`", one.name),
        several => format!("{} names", several.len()),
    }
}

/// Whether the inventory lacks details of the referenced resource that checks would use.
fn lacks_details(reference: &Reference, inventory: &Inventory) -> bool {
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
pub(super) fn incomplete(build: &Build, inventory: &Inventory) -> Option<Diagnostic> {
    // Nobody fetched answers yet.
    if inventory.is_only_exported {
        return None;
    }
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
        used.iter().filter(|reference| lacks_details(reference, inventory)).map(|reference| reference.kind).collect();
    kinds.dedup();
    let is_used = |answer: &MissingAnswer| match answer.kind {
        None => numbers_used,
        Some(_) if answer.command == "list-queue-quick-connects" => offers,
        // Names that no list contains have their own diagnostic.
        Some(kind) => kinds.contains(&kind) && list_command(kind, inventory) != Some(answer.command),
    };
    let missing: Vec<String> = inventory
        .missing_answers
        .iter()
        .filter(|answer| is_used(answer))
        .map(|answer| format!("`{}` would show {}", answer.command, answer.enables))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let mut diagnostic =
        Diagnostic::unlocated(Code::InventoryIncomplete, "the inventory lacks answers that some checks need");
    for line in missing {
        diagnostic = diagnostic.help(line);
    }
    Some(diagnostic)
}
