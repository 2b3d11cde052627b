//! The three answers that do not contain their parent. The file name does: `<command>.<id or name>.json`.
//!
//! Takes the name of a file and the resources that it may name, and gives the matching one. Names are compared in lower
//! case, with `-` in place of characters that are neither letters nor digits. Never uses the file name to decide what
//! kind of answer a file contains.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::answer::Thing;
use super::gather::{Gathered, Parented};
use super::relation::{PERMISSIONS, PROFILE_QUEUES, QUEUE_QUICK_CONNECTS, Relation, named_after};
use super::{Inventory, is_uuid};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resource::ResourceKind;
use crate::source::{Sources, Span};

/// Adds every waiting answer to its parent, and reports answers without a known parent.
pub(super) fn settle(gathered: &mut Gathered, sources: &Sources, diagnostics: &mut Diagnostics) {
    gathered.add_profiles_of_users();
    let waiting = std::mem::take(&mut gathered.waiting);
    // The queues of profiles come before the contents of queues, because a queue may appear only in a profile.
    for relation in [&PERMISSIONS, &PROFILE_QUEUES, &QUEUE_QUICK_CONNECTS] {
        let entries = gathered.entries(relation.holder);
        let holders = Holders::new(entries.iter().map(|entry| (entry.id.as_str(), entry.item.name())));
        for waiting in waiting.iter().filter(|waiting| waiting.relation == relation) {
            let file_name = sources.get(waiting.file).map_or("", |file| file_name(file.name()));
            let named = named_after(file_name, relation.command).unwrap_or_default();
            match holders.find(named) {
                Some(HolderMatch::One(at)) => add(gathered, waiting, at),
                other => diagnostics.push(orphan(waiting, file_name, named, other.is_some())),
            }
        }
    }
}

/// The id of the queue that the file name of a `list-queue-quick-connects` answer says, or what to do if it says none.
/// `None` for another file, unless the answer itself shows that it is of one queue.
#[must_use]
pub fn queue_of_answer(
    path: &str,
    is_of_one: bool,
    inventory: Option<&Inventory>,
) -> Option<Result<SmolStr, &'static str>> {
    let named = named_after(file_name(path), QUEUE_QUICK_CONNECTS.command);
    if named.is_none() && !is_of_one {
        return None;
    }
    let named = named.unwrap_or_default();
    let queues = inventory.map(|inventory| inventory.queues.as_slice()).unwrap_or_default();
    let holders = Holders::new(queues.iter().map(|queue| (queue.known.id.as_str(), Some(queue.known.name.as_str()))));
    if let Some(HolderMatch::One(at)) = holders.find(named) {
        return queues.get(at).map(|queue| Ok(queue.known.id.clone()));
    }
    let id = named.split('.').next().unwrap_or_default();
    let help =
        "name the file `list-queue-quick-connects.<id of the queue>.json`, or pass an inventory that has the queue";
    Some(if is_uuid(id) { Ok(id.into()) } else { Err(help) })
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn add(gathered: &mut Gathered, waiting: &Parented, at: usize) {
    let Parented { relation, items, complete, .. } = waiting;
    let mut held = Vec::with_capacity(items.len());
    for (item, origin) in items {
        let Some(text) = item.arn() else { continue };
        let Some(thing) = known_as(relation.held) else {
            held.push(text.into());
            continue;
        };
        let Some(arn) = super::arn::Arn::parse(text).filter(|arn| thing.fits(arn)) else { continue };
        held.push(arn.id().into());
        gathered.add_at(thing, item.clone(), *origin);
    }
    gathered.add_contents(relation.holder, at, held, *complete);
}

/// The kind of an item of such a list on its own.
fn known_as(held: Thing) -> Option<Thing> {
    match held {
        Thing::Permission => None,
        Thing::QueueOfProfile => Some(Thing::Kind(ResourceKind::Queue)),
        other => Some(other),
    }
}

/// The entries that the name of a file matches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HolderMatch {
    /// The entry with this index.
    One(usize),
    /// Two or more entries, whose names are equal in the form that file names use.
    Several,
}

/// The entries after which a file may be named.
#[derive(Default)]
struct Holders {
    /// By id, and by name, in the form that file names use.
    by_name: HashMap<String, HolderMatch>,
    /// By name without the non-ASCII letters, which a simple script would have dropped.
    by_ascii_name: HashMap<String, HolderMatch>,
}

impl Holders {
    /// The holders with these ids and names.
    fn new<'a>(entries: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Holders {
        let mut holders = Holders::default();
        for (at, (id, name)) in entries.enumerate() {
            put(&mut holders.by_name, slug(id, char::is_alphanumeric), at);
            if let Some(name) = name {
                put(&mut holders.by_name, slug(name, char::is_alphanumeric), at);
                put(&mut holders.by_ascii_name, slug(name, |c| c.is_ascii_alphanumeric()), at);
            }
        }
        holders
    }

    /// The entry that `named` matches: by id or name, optionally followed by a page number.
    fn find(&self, named: &str) -> Option<HolderMatch> {
        let without_page = named.rsplit_once('.').filter(|(_, page)| page.bytes().all(|byte| byte.is_ascii_digit()));
        self.find_exactly(named).or_else(|| self.find_exactly(without_page?.0))
    }

    fn find_exactly(&self, named: &str) -> Option<HolderMatch> {
        let found = self.by_name.get(&slug(named, char::is_alphanumeric));
        found.or_else(|| self.by_ascii_name.get(&slug(named, |c| c.is_ascii_alphanumeric()))).copied()
    }
}

fn put(map: &mut HashMap<String, HolderMatch>, key: String, at: usize) {
    if !key.is_empty() {
        let known = map.entry(key).or_insert(HolderMatch::One(at));
        if *known != HolderMatch::One(at) {
            *known = HolderMatch::Several;
        }
    }
}

/// A name in the form that file names use. `keep` decides which characters remain.
fn slug(name: &str, keep: fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if keep(c) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

fn orphan(waiting: &Parented, file_name: &str, named: &str, is_ambiguous: bool) -> Diagnostic {
    let Relation { command, holder_words, holder_command, .. } = waiting.relation;
    let message = if named.is_empty() {
        format!("the name of `{file_name}` does not identify a {holder_words}; the file was ignored")
    } else if is_ambiguous {
        format!("the name of `{file_name}` matches more than one {holder_words}; the file was ignored")
    } else {
        format!("unknown {holder_words} `{named}`; `{file_name}` was ignored")
    };
    let diagnostic = Diagnostic::new(Code::InventoryOrphan, Span::new(waiting.file, 0, 1), message);
    if named.is_empty() {
        diagnostic.help(format!("name the file `{command}.<id or name>.json`"))
    } else if is_ambiguous {
        diagnostic.help(format!("use the id of the {holder_words} in the file name: `{command}.<id>.json`"))
    } else {
        diagnostic
            .help(format!(
                "use the id of the {holder_words} in the file name, or its name in lower case with `-` for other characters"
            ))
            .help(format!("`aws connect {holder_command}` lists every {holder_words}"))
    }
}
