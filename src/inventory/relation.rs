//! Answers that list the contents of one resource: what is listed, what contains it, and how the file name identifies
//! the container.

use super::answer::{Row, Shape, Thing};
use crate::resource::ResourceKind;

/// An answer that lists the contents of one resource, its holder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) command: &'static str,
    /// The listed resources.
    pub(super) held: Thing,
    /// The resource that contains them.
    pub(super) holder: Thing,
    /// The name of the holder's kind, for messages.
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

/// The relation of `row`; `None` if its items have no holder.
///
/// The answers of `list-quick-connects` and `list-queue-quick-connects` have the same shape, but only the second
/// contains a modification time. If that field was removed, the file name identifies the answer.
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

/// The part between `command` and `.json` in the name of a file: an id or a name, empty if there is none.
pub(super) fn named_after<'a>(file_name: &'a str, command: &str) -> Option<&'a str> {
    let stem = file_name.strip_suffix(".json").unwrap_or(file_name);
    // A prefix may be part of the command: `connect.list-queue-quick-connects.billing.json`.
    let rest = stem.match_indices(command).find_map(|(at, _)| {
        let starts = stem.get(..at).is_some_and(|before| before.is_empty() || before.ends_with('.'));
        let rest = stem.get(at + command.len()..).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        rest.filter(|_| starts)
    })?;
    Some(rest.strip_prefix('.').unwrap_or_default())
}
