//! The combined data of all answers, before anything is derived from it.
//!
//! Takes answers one by one, in the order of the files, and gives a table per kind of resource. A table has one entry
//! per ARN: additional fields of a later answer are added to it, conflicting values are ignored. Answers whose parent
//! is given only by the file name wait until all parents are known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use memchr::memmem;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::answer::{Answer, Item, Part, Shape, Thing};
use super::arn::Arn;
use super::relation::{Relation, relation_of};
use crate::resource::ResourceKind;
use crate::source::{FileId, Span};

/// A resource with the combined data of all answers.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) arn: SmolStr,
    pub(super) id: SmolStr,
    /// The ARN of its instance; `None` for resources that AWS itself supplies.
    pub(super) instance: Option<SmolStr>,
    pub(super) item: Item,
    /// The first span of its ARN.
    pub(super) origin: Option<Span>,
    /// Its contents, if an answer lists them: a security profile's permissions, the ids of a routing profile's queues,
    /// the ids of a queue's quick connects.
    pub(super) contents: Option<Contents>,
}

impl Record {
    /// The ARNs of the security profiles of this user; empty if no answer contains them.
    pub(super) fn security_profiles(&self) -> impl Iterator<Item = SmolStr> {
        let instance = self.instance.as_deref().unwrap_or_default();
        let ids = self.item.security_profile_ids.iter().flatten();
        ids.map(move |id| format_smolstr!("{instance}/security-profile/{id}"))
    }
}

/// The contents of a profile or queue.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) held: BTreeSet<SmolStr>,
    /// Whether the last page exists.
    pub(super) complete: bool,
}

/// The resources of one kind, in the order of their first appearance in the answers.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) entries: Vec<Record>,
    by_key: HashMap<SmolStr, usize>,
    /// Whether an answer lists such resources.
    begun: bool,
    /// Whether the last page of such a list exists.
    ended: bool,
}

impl Table {
    /// Whether the table contains all such resources of the instance.
    pub(super) fn is_listed(&self) -> bool {
        self.begun && self.ended
    }

    /// The entry with the ARN `key`; for a phone number, with this id.
    pub(super) fn get(&self, key: &str) -> Option<&Record> {
        self.by_key.get(key).and_then(|at| self.entries.get(*at))
    }

    pub(super) fn add(&mut self, key: SmolStr, entry: Record) {
        match self.by_key.get(&key).and_then(|at| self.entries.get_mut(*at)) {
            Some(known) => {
                known.item.fill(entry.item);
                known.origin = known.origin.or(entry.origin);
            }
            None => {
                self.by_key.insert(key, self.entries.len());
                self.entries.push(entry);
            }
        }
    }
}

/// An answer about one profile or queue that only the file name identifies.
#[derive(Debug)]
pub(super) struct Parented {
    pub(super) file: FileId,
    pub(super) relation: &'static Relation,
    pub(super) items: Vec<(Item, Option<Span>)>,
    pub(super) complete: bool,
}

/// The combined data of all answers.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    tables: BTreeMap<Thing, Table>,
    /// The names of bots, by bot id.
    pub(super) bot_names: HashMap<SmolStr, SmolStr>,
    /// The names of bot aliases, by bot id and alias id.
    pub(super) alias_names: HashMap<(SmolStr, SmolStr), SmolStr>,
    /// Answers that wait for their parents.
    pub(super) waiting: Vec<Parented>,
    /// Whether there is an answer that no import wrote.
    pub(super) has_answers: bool,
    /// The lists that an import wrote, which come after all others.
    pub(super) imported: Vec<Answer>,
    /// The names that exports have for resources with another name: kind, name, and the resource's key.
    pub(super) former: Vec<(ResourceKind, SmolStr, SmolStr)>,
    /// The ARN of each instance that has a resource, and the span of that resource; in the order of the files.
    pub(super) instances: Vec<(SmolStr, Option<Span>)>,
}

impl Gathered {
    /// The resources of one kind.
    pub(super) fn table(&self, thing: Thing) -> Option<&Table> {
        self.tables.get(&thing)
    }

    /// The entries of one kind.
    pub(super) fn entries(&self, thing: Thing) -> &[Record] {
        self.table(thing).map_or(&[], |table| table.entries.as_slice())
    }

    /// The resources of one kind, to be changed.
    pub(super) fn table_mut(&mut self, thing: Thing) -> &mut Table {
        self.tables.entry(thing).or_default()
    }

    /// The entries of all kinds.
    pub(super) fn all_entries(&self) -> impl Iterator<Item = &Record> {
        self.tables.values().flat_map(|table| &table.entries)
    }

    /// Whether all resources of this kind are known.
    pub(super) fn is_listed(&self, thing: Thing) -> bool {
        self.table(thing).is_some_and(Table::is_listed)
    }

    /// Adds the data of `answer`. `file_name` is the last part of the file's path. Returns whether any part was known.
    pub(super) fn take(&mut self, answer: Answer, file_name: &str, locator: &mut ArnLocator<'_>) -> bool {
        let mut is_known = false;
        let bot_id = answer.bot_id;
        for part in answer.parts {
            let relation = relation_of(part.row, file_name, answer.is_of_one);
            is_known |= match (relation, part.row.thing) {
                (Some(relation), _) => {
                    let locate = |item: Item| {
                        let origin = item.arn().and_then(|arn| locator.find(arn));
                        (item, origin)
                    };
                    let items = part.items.into_iter().map(locate).collect();
                    self.waiting.push(Parented { file: locator.file, relation, items, complete: !answer.has_next });
                    true
                }
                (None, Thing::LexBot | Thing::LexAlias) => {
                    self.take_lex_names(part.items, bot_id.as_deref());
                    true
                }
                (None, _) => self.take_part(part, answer.has_next, locator),
            };
        }
        if let Some(arn) = answer.agent_arn {
            let thing = Thing::Kind(ResourceKind::Agent);
            let fits = Arn::parse(&arn).is_some_and(|arn| thing.fits(&arn));
            if let (true, Some(username)) = (fits, answer.username) {
                self.add(thing, Item::of_user(arn, username), locator);
            }
            is_known |= fits;
        }
        is_known
    }

    fn take_part(&mut self, part: Part, has_next: bool, locator: &mut ArnLocator<'_>) -> bool {
        let thing = part.row.thing;
        let is_usable = |item: &Item| item.arn().and_then(Arn::parse).is_some_and(|arn| !thing.is_foreign(&arn));
        // Bots of Lex V1 have no ARN.
        let may_lack_arns = part.items.is_empty() || thing == Thing::Kind(ResourceKind::Bot);
        if !may_lack_arns && !part.items.iter().any(is_usable) {
            return false;
        }
        if thing == Thing::Instance && part.row.shape == Shape::List {
            // `list-instances` lists all instances of the account, not only the one that the folder is about.
            return true;
        }
        let was_empty = part.items.is_empty();
        let mut any_fits = false;
        for item in part.items {
            any_fits |= self.add(thing, item, locator);
        }
        if part.row.shape != Shape::One {
            let table = self.tables.entry(thing).or_default();
            // An empty list of bots may be that of Lex V1 or of Lex V2, and a list of agents' queues alone contains
            // nothing about the other queues. Neither counts as a list.
            table.begun |= any_fits || (was_empty && thing != Thing::Kind(ResourceKind::Bot));
            table.ended |= !has_next;
        }
        true
    }

    pub(super) fn take_lex_names(&mut self, items: Vec<Item>, bot_of_all: Option<&str>) {
        for item in items {
            let Some(bot) = item.bot_id.as_deref().or(bot_of_all) else { continue };
            if let Some(name) = item.bot_name {
                self.bot_names.entry(bot.into()).or_insert_with(|| name.into());
            }
            if let (Some(alias), Some(name)) = (item.bot_alias_id, item.bot_alias_name) {
                self.alias_names.entry((bot.into(), alias.into())).or_insert_with(|| name.into());
            }
        }
    }

    fn add(&mut self, thing: Thing, item: Item, locator: &mut ArnLocator<'_>) -> bool {
        let origin = item.arn().and_then(|arn| locator.find(arn));
        self.add_at(thing, item, origin)
    }

    /// Adds one resource whose ARN is at `origin`, if the ARN is one of such a resource.
    pub(super) fn add_at(&mut self, thing: Thing, item: Item, origin: Option<Span>) -> bool {
        let Some(arn) = item.arn().and_then(Arn::parse).filter(|arn| thing.fits(arn)) else { return false };
        let instance = arn.instance.map(SmolStr::new);
        let counts = !matches!(thing, Thing::Instance | Thing::PhoneNumber);
        if let (true, Some(instance)) = (counts, &instance)
            && !self.instances.iter().any(|(known, _)| known == instance)
        {
            self.instances.push((instance.clone(), origin));
        }
        let (bare, id) = (arn.bare.to_smolstr(), arn.id().to_smolstr());
        // The two commands that list phone numbers give the same number different ARNs.
        let key = if thing == Thing::PhoneNumber { id.clone() } else { bare.clone() };
        let id = if matches!(thing, Thing::Kind(ResourceKind::Lambda | ResourceKind::Bot)) { bare.clone() } else { id };
        let entry = Record { arn: bare, id, instance, item, origin, contents: None };
        self.tables.entry(thing).or_default().add(key, entry);
        true
    }

    /// Adds the security profiles of users, even if only their ids are known.
    pub(super) fn add_profiles_of_users(&mut self) {
        let mut arns = Vec::new();
        for user in self.entries(Thing::Kind(ResourceKind::Agent)) {
            arns.extend(user.security_profiles());
        }
        for arn in arns {
            if self.table(Thing::SecurityProfile).and_then(|table| table.get(&arn)).is_none() {
                self.add_at(Thing::SecurityProfile, Item::of_text(arn.into()), None);
            }
        }
    }

    /// Adds the contents that an answer lists to the resource with the index `at`.
    pub(super) fn add_contents(&mut self, thing: Thing, at: usize, held: Vec<SmolStr>, complete: bool) {
        if let Some(entry) = self.tables.get_mut(&thing).and_then(|table| table.entries.get_mut(at)) {
            let contents = entry.contents.get_or_insert_default();
            contents.held.extend(held);
            contents.complete |= complete;
        }
    }
}

/// Finds the spans of ARNs in one file. They must be requested in the order of the text.
pub(super) struct ArnLocator<'a> {
    pub(super) file: FileId,
    text: &'a str,
    from: usize,
    lost: bool,
}

impl<'a> ArnLocator<'a> {
    /// A locator for `file`, whose text is `text`.
    pub(super) fn new(file: FileId, text: &'a str) -> ArnLocator<'a> {
        ArnLocator { file, text, from: 0, lost: false }
    }

    /// The span of the next JSON string that is exactly `arn`, without the quotes.
    ///
    /// An ARN that is not found is written with escapes, and so are all others of the file. The locator then gives up,
    /// because it would search the whole rest of the file for each of them.
    pub(super) fn find(&mut self, arn: &str) -> Option<Span> {
        if self.lost {
            return None;
        }
        let quoted = format!("\"{arn}\"");
        let rest = self.text.as_bytes().get(self.from..).unwrap_or_default();
        let Some(at) = memmem::find(rest, quoted.as_bytes()) else {
            self.lost = true;
            return None;
        };
        let start = self.from + at + 1;
        self.from = start + arn.len();
        Some(Span::new(self.file, u32::try_from(start).ok()?, u32::try_from(self.from).ok()?))
    }
}
