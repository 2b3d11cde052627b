//! What an answer that lists what one thing holds is about: which thing holds what, and how the file's name says of which.

use super::answer::{Row, Shape, Thing};
use crate::resource::ResourceKind;

/// An answer that lists what one thing holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) command: &'static str,
    /// What it lists.
    pub(super) held: Thing,
    /// What holds it.
    pub(super) holder: Thing,
    /// The holder in words.
    pub(super) holder_words: &'static str,
    /// The command that lists the holders.
    pub(super) holder_command: &'static str,
}

pub(super) const PERMISSIONS: Relation = Relation {
    command: "list-security-profile-permissions",
    held: Thing::Permission,
    holder: Thing::SecurityProfile,
    holder_words: "security profile",
    holder_command: "list-security-profiles",
};

pub(super) const PROFILE_QUEUES: Relation = Relation {
    command: "list-routing-profile-queues",
    held: Thing::QueueOfProfile,
    holder: Thing::RoutingProfile,
    holder_words: "routing profile",
    holder_command: "list-routing-profiles",
};

pub(super) const QUEUE_QUICK_CONNECTS: Relation = Relation {
    command: "list-queue-quick-connects",
    held: Thing::Kind(ResourceKind::QuickConnect),
    holder: Thing::Kind(ResourceKind::Queue),
    holder_words: "queue",
    holder_command: "list-queues",
};

/// The relation that `row` tells of, if it does not stand for itself.
///
/// `list-quick-connects` and `list-queue-quick-connects` answer alike, but only the second says when it was modified;
/// the file's name tells too, should that field have been cut away.
pub(super) fn relation_of(row: &Row, file_name: &str, is_of_one: bool) -> Option<&'static Relation> {
    match row.thing {
        Thing::Permission => Some(&PERMISSIONS),
        Thing::QueueOfProfile => Some(&PROFILE_QUEUES),
        Thing::Kind(ResourceKind::QuickConnect) if row.key == "QuickConnectSummaryList" && row.shape == Shape::List => {
            let is_of_queue = is_of_one || named_after(file_name, QUEUE_QUICK_CONNECTS.command).is_some();
            is_of_queue.then_some(&QUEUE_QUICK_CONNECTS)
        }
        _ => None,
    }
}

/// What stands between `command` and `.json` in the name of a file: an id or a name, empty if there is none.
pub(super) fn named_after<'a>(file_name: &'a str, command: &str) -> Option<&'a str> {
    let stem = file_name.strip_suffix(".json").unwrap_or(file_name);
    // What comes before may say more of the command: `connect.list-queue-quick-connects.billing.json`.
    let rest = stem.match_indices(command).find_map(|(at, _)| {
        let starts = stem.get(..at).is_some_and(|before| before.is_empty() || before.ends_with('.'));
        let rest = stem.get(at + command.len()..).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        rest.filter(|_| starts)
    })?;
    Some(rest.strip_prefix('.').unwrap_or_default())
}
