//! The three answers that do not say what they belong to: the file's name does, `<command>.<id or name>.json`.
//!
//! Takes the name of a file and the things that it may name, gives the one that is meant. A name counts in lower case
//! and with `-` for whatever is neither letter nor digit. Never decides by the file's name what an answer is.

use std::collections::HashMap;

use super::answer::Thing;
use super::gather::{Gathered, Parented, Record};
use super::relation::{PERMISSIONS, PROFILE_QUEUES, QUEUE_QUICK_CONNECTS, Relation, named_after};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resource::ResourceKind;
use crate::source::{Sources, Span};

/// Gives every waiting answer to what it belongs to, and reports those that belong to nothing known.
pub(super) fn settle(gathered: &mut Gathered, sources: &Sources, diagnostics: &mut Diagnostics) {
    gathered.add_profiles_of_users();
    let waiting = std::mem::take(&mut gathered.waiting);
    // The queues of profiles come before what queues hold: they may be the only ones to tell of a queue.
    for relation in [&PERMISSIONS, &PROFILE_QUEUES, &QUEUE_QUICK_CONNECTS] {
        let holders = Holders::new(gathered.entries(relation.holder));
        for waiting in waiting.iter().filter(|waiting| waiting.relation == relation) {
            let file_name = sources.get(waiting.file).map_or("", |file| file_name(file.name()));
            let named = named_after(file_name, relation.command).unwrap_or_default();
            match holders.find(named) {
                Some(Meant::One(at)) => give(gathered, waiting, at),
                other => diagnostics.push(orphan(waiting, file_name, named, other.is_some())),
            }
        }
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn give(gathered: &mut Gathered, waiting: &Parented, at: usize) {
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

/// What an item of such a list is by itself.
fn known_as(held: Thing) -> Option<Thing> {
    match held {
        Thing::Permission => None,
        Thing::QueueOfProfile => Some(Thing::Kind(ResourceKind::Queue)),
        other => Some(other),
    }
}

/// What the name of a file means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// The entry with this index.
    One(usize),
    /// Two entries or more, whose names are the same as parts of a file's name.
    Several,
}

/// What a file may be named after.
#[derive(Default)]
struct Holders {
    /// By id, and by name as part of a file's name.
    by_name: HashMap<String, Meant>,
    /// By name without the letters that a simple script would not have kept.
    by_ascii_name: HashMap<String, Meant>,
}

impl Holders {
    fn new(entries: &[Record]) -> Holders {
        let mut holders = Holders::default();
        for (at, entry) in entries.iter().enumerate() {
            put(&mut holders.by_name, slug(&entry.id, char::is_alphanumeric), at);
            if let Some(name) = entry.item.name() {
                put(&mut holders.by_name, slug(name, char::is_alphanumeric), at);
                put(&mut holders.by_ascii_name, slug(name, |c| c.is_ascii_alphanumeric()), at);
            }
        }
        holders
    }

    /// What `named` means: an id, a name, or either with the number of a page after it.
    fn find(&self, named: &str) -> Option<Meant> {
        let without_page = named.rsplit_once('.').filter(|(_, page)| page.bytes().all(|byte| byte.is_ascii_digit()));
        self.find_exactly(named).or_else(|| self.find_exactly(without_page?.0))
    }

    fn find_exactly(&self, named: &str) -> Option<Meant> {
        let meant = self.by_name.get(&slug(named, char::is_alphanumeric));
        meant.or_else(|| self.by_ascii_name.get(&slug(named, |c| c.is_ascii_alphanumeric()))).copied()
    }
}

fn put(map: &mut HashMap<String, Meant>, key: String, at: usize) {
    if !key.is_empty() {
        let meant = map.entry(key).or_insert(Meant::One(at));
        if *meant != Meant::One(at) {
            *meant = Meant::Several;
        }
    }
}

/// A name as it stands in a file's name. `keep` says which letters stay.
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
        format!("`{file_name}` does not say which {holder_words} it is about, and is not used")
    } else if is_ambiguous {
        format!("`{file_name}` may be about more than one {holder_words}, and is not used")
    } else {
        format!("no {holder_words} is called `{named}`: `{file_name}` is not used")
    };
    let diagnostic = Diagnostic::new(Code::InventoryOrphan, Span::new(waiting.file, 0, 1), message);
    if named.is_empty() {
        diagnostic.help(format!("name it `{command}.<id or name>.json`"))
    } else if is_ambiguous {
        diagnostic.help(format!("name the file after the {holder_words}'s id: `{command}.<id>.json`"))
    } else {
        diagnostic
            .help(format!(
                "name the file after the {holder_words}'s id, or its name in lower case with `-` for the rest"
            ))
            .help(format!("`aws connect {holder_command}` tells which there are"))
    }
}
