//! The answers that would enable checks which are skipped without them.
//!
//! Takes the inventory, and gives AWS CLI commands without duplicates, in the order of this file. Never reports that a
//! resource does not exist.

use super::answer::Thing;
use super::gather::Gathered;
use super::{Inventory, MissingAnswer};
use crate::resource::ResourceKind;

/// The command that lists the resources of each kind, and the information that it adds.
const LISTS: [(ResourceKind, &str, &str); 10] = [
    (ResourceKind::Queue, "list-queues", "which queues there are"),
    (ResourceKind::Agent, "list-users", "which agents there are"),
    (ResourceKind::Flow, "list-contact-flows", "which flows there are"),
    (ResourceKind::Module, "list-contact-flow-modules", "which modules there are"),
    (ResourceKind::Prompt, "list-prompts", "which prompts there are"),
    (ResourceKind::Hours, "list-hours-of-operations", "which hours of operation there are"),
    (ResourceKind::Lambda, "list-lambda-functions", "which Lambda functions the instance may call"),
    (ResourceKind::Bot, "list-bots --lex-version V2", "which bots the instance may use"),
    (ResourceKind::View, "list-views", "which views there are"),
    (ResourceKind::QuickConnect, "list-quick-connects", "which quick connects there are"),
];

/// The answers that `inventory` lacks.
pub(super) fn missing_answers(inventory: &Inventory, gathered: &Gathered) -> Vec<MissingAnswer> {
    let mut missing = Vec::new();
    let mut lacks = |is_missing: bool, kind, command, enables| {
        if is_missing {
            missing.push(MissingAnswer { command, enables, kind });
        }
    };
    for (kind, command, enables) in LISTS {
        lacks(!inventory.listed.contains(&kind), Some(kind), command, enables);
    }

    let queue = Some(ResourceKind::Queue);
    let unknown_in_profile = inventory.queues.iter().any(|queue| queue.in_routing_profile.is_none());
    let profiles_listed = gathered.is_listed(Thing::RoutingProfile);
    let profiles = gathered.entries(Thing::RoutingProfile);
    let all_known = !profiles.is_empty()
        && profiles.iter().all(|profile| profile.contents.as_ref().is_some_and(|contents| contents.complete));
    let disabled = inventory.queues.iter().any(|queue| queue.enabled.is_none());
    let in_none = "which queues are in no routing profile";
    lacks(disabled, queue, "search-queues", "which queues are disabled");
    lacks(unknown_in_profile && !profiles_listed, queue, "list-routing-profiles", in_none);
    lacks(unknown_in_profile && !all_known, queue, "list-routing-profile-queues", in_none);
    let counted = inventory.quick_connects_of_queue.len() >= inventory.queues.len();
    lacks(!counted, queue, "list-queue-quick-connects", "how many quick connects each queue has");

    let agent = Some(ResourceKind::Agent);
    let take_contacts = "which agents may take contacts";
    let (mut without_profiles, mut without_permissions) = (false, false);
    for entry in gathered.entries(Thing::Kind(ResourceKind::Agent)) {
        without_profiles |= entry.item.security_profile_ids.as_ref().is_none_or(Vec::is_empty);
    }
    for profile in gathered.entries(Thing::SecurityProfile) {
        without_permissions |= profile.contents.as_ref().is_none_or(|contents| !contents.complete);
    }
    let unknown = inventory.agents.iter().any(|agent| agent.may_take_contacts.is_none());
    let no_profile = gathered.entries(Thing::SecurityProfile).is_empty();
    lacks(unknown && without_profiles, agent, "search-users", take_contacts);
    lacks(unknown && (without_permissions || no_profile), agent, "list-security-profile-permissions", take_contacts);

    let flow = Some(ResourceKind::Flow);
    let state = inventory.flows.iter().any(|flow| flow.published.is_none() || flow.active.is_none());
    lacks(state, flow, "describe-contact-flow", "which flows are live");
    let state = inventory.modules.iter().any(|module| module.active.is_none());
    lacks(state, Some(ResourceKind::Module), "describe-contact-flow-module", "which modules are archived");
    let types = inventory.quick_connects.iter().any(|quick_connect| quick_connect.type_.is_none());
    lacks(types, Some(ResourceKind::QuickConnect), "describe-quick-connect", "which type a quick connect has");

    let bot = Some(ResourceKind::Bot);
    let names = inventory.bots.iter().any(|bot| bot.id_of_bot().is_some_and(|id| !gathered.bot_names.contains_key(id)));
    lacks(names, bot, "lexv2-models list-bots", "bots by their names");
    let aliases = inventory.bots.iter().any(|bot| bot.alias.is_none());
    lacks(aliases, bot, "lexv2-models list-bot-aliases", "aliases of bots by their names");
    let numbers = inventory.phone_numbers.is_none();
    lacks(numbers, None, "list-phone-numbers-v2", "which caller id numbers the instance owns");
    missing
}
