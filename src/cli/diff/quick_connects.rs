//! The quick connects of the two sides of a diff.
//!
//! Takes those of each side, gives what changed in each that both have, and which only one has. A side without any says
//! nothing about them: it may be only a flow. Never reads a file.

use serde::Serialize;

use crate::diff::{Change, diff_quick_connects, render};
use crate::graph::{QuickConnect, ReferenceForm};
use crate::visible;

/// What was compared.
#[derive(Default)]
pub(super) struct Compared<'q> {
    /// Those that both sides have, as they are after the changes.
    pub(super) pairs: Vec<(&'q QuickConnect, Vec<Change>)>,
    removed: Vec<&'q QuickConnect>,
    added: Vec<&'q QuickConnect>,
}

/// The changes of quick connects, for programs.
#[derive(Serialize)]
pub(super) struct Report<'q> {
    changed: Vec<Changed<'q>>,
    removed: Vec<&'q str>,
    added: Vec<&'q str>,
}

#[derive(Serialize)]
struct Changed<'q> {
    name: &'q str,
    #[serde(flatten)]
    report: render::Report,
}

/// Compares the one quick connect of each side, or all by their names.
pub(super) fn compared<'q>(before: &'q [QuickConnect], after: &'q [QuickConnect], are_texts: bool) -> Compared<'q> {
    let are_offered = |side: &[QuickConnect]| side.iter().any(|it| !it.available_in.is_empty());
    let with_queues = are_texts || are_offered(before) && are_offered(after);
    let pair = |before, after| (after, diff_quick_connects(before, after, with_queues));
    match (before, after) {
        ([], _) | (_, []) => return Compared::default(),
        ([one], [other]) => return Compared { pairs: vec![pair(one, other)], ..Compared::default() },
        _ => {}
    }
    let counterpart =
        |one: &QuickConnect, side: &'q [QuickConnect]| side.iter().find(|other| other.name.text == one.name.text);
    Compared {
        pairs: before.iter().filter_map(|one| Some(pair(one, counterpart(one, after)?))).collect(),
        removed: before.iter().filter(|one| counterpart(one, after).is_none()).collect(),
        added: after.iter().filter(|one| counterpart(one, before).is_none()).collect(),
    }
}

impl Compared<'_> {
    /// Whether there was nothing to compare.
    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.removed.is_empty() && self.added.is_empty()
    }

    /// The changes of the one that both sides have, if there is no other.
    pub(super) fn one(&self) -> Option<&[Change]> {
        match self.pairs.as_slice() {
            [(_, changes)] if self.removed.is_empty() && self.added.is_empty() => Some(changes),
            _ => None,
        }
    }

    pub(super) fn is_same(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty() && self.pairs.iter().all(|(_, changes)| changes.is_empty())
    }

    /// Whether the only difference may be that one side has a name and the other an id.
    pub(super) fn may_differ_by_a_name(&self, before: &[QuickConnect]) -> bool {
        let is_unknown = |it: &QuickConnect| {
            it.references().any(|(reference, _)| reference.form == ReferenceForm::Name && reference.known.is_none())
        };
        let is_changed = self.pairs.iter().any(|(_, changes)| !changes.is_empty());
        is_changed && (before.iter().any(is_unknown) || self.pairs.iter().any(|(after, _)| is_unknown(after)))
    }

    /// The changes of each, for people.
    pub(super) fn parts(&self) -> Vec<String> {
        let only = |sign: char, it: &QuickConnect| format!("{sign} quick connect `{}`\n", visible::line(&it.name.text));
        let removed = self.removed.iter().map(|it| only('-', it));
        let added = self.added.iter().map(|it| only('+', it));
        let changed = self.pairs.iter().filter(|(_, changes)| !changes.is_empty());
        let changed = changed.map(|(it, changes)| format!("{}\n{}", only('~', it), render::human_settings(changes)));
        removed.chain(added).chain(changed).collect()
    }

    /// `None` if there was nothing to compare.
    pub(super) fn report(&self) -> Option<Report<'_>> {
        let changed = self.pairs.iter().filter(|(_, changes)| !changes.is_empty());
        let changed =
            changed.map(|(it, changes)| Changed { name: &it.name.text, report: render::settings_report(changes) });
        (!self.is_empty()).then(|| Report {
            changed: changed.collect(),
            removed: self.removed.iter().map(|it| it.name.text.as_str()).collect(),
            added: self.added.iter().map(|it| it.name.text.as_str()).collect(),
        })
    }
}
