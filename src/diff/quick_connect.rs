//! The changes between two quick connects.
//!
//! Takes both, gives a [`Change::Setting`] for each setting that differs. A reference has its name in the instance, or
//! what was written. Never pairs quick connects.

use smol_str::SmolStr;

use super::{Change, tag_changes};
use crate::graph::equal::is_same_reference;
use crate::graph::{Destination, QuickConnect, Reference};

/// The queues that offer it are compared too if `with_queues`: the file about it does not say which do.
#[must_use]
pub fn diff_quick_connects(before: &QuickConnect, after: &QuickConnect, with_queues: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut compare = |what: &str, before: Option<SmolStr>, after: Option<SmolStr>| {
        if before != after {
            changes.push(Change::Setting { what: what.into(), before, after });
        }
    };
    compare("name", Some(before.name.text.clone()), Some(after.name.text.clone()));
    let description = |it: &QuickConnect| it.description.as_ref().map(|text| text.text.clone());
    compare("description", description(before), description(after));
    let (old, new) = (Parts::of(before), Parts::of(after));
    for (old, new) in [(old.agent, new.agent), (old.queue, new.queue), (old.flow, new.flow)] {
        let Some(either) = new.or(old) else { continue };
        if !old.zip(new).is_some_and(|(old, new)| is_same_reference(old, new)) {
            compare(either.kind.keyword(), old.map(named), new.map(named));
        }
    }
    compare("phone_number", old.phone_number, new.phone_number);
    tag_changes(&before.tags, &after.tags, &mut compare);
    if with_queues {
        let offers =
            |one: &QuickConnect, other: &Reference| one.available_in.iter().any(|(it, _)| is_same_reference(it, other));
        for (queue, _) in before.available_in.iter().filter(|(queue, _)| !offers(after, queue)) {
            compare("available_in", Some(named(queue)), None);
        }
        for (queue, _) in after.available_in.iter().filter(|(queue, _)| !offers(before, queue)) {
            compare("available_in", None, Some(named(queue)));
        }
    }
    changes
}

/// Where a quick connect leads.
#[derive(Default)]
struct Parts<'a> {
    agent: Option<&'a Reference>,
    queue: Option<&'a Reference>,
    flow: Option<&'a Reference>,
    phone_number: Option<SmolStr>,
}

impl Parts<'_> {
    fn of(quick_connect: &QuickConnect) -> Parts<'_> {
        match &quick_connect.destination {
            Destination::Agent { agent: (agent, _), flow: (flow, _) } => {
                Parts { agent: Some(agent), flow: Some(flow), ..Parts::default() }
            }
            Destination::Queue { queue: (queue, _), flow: (flow, _) } => {
                Parts { queue: Some(queue), flow: Some(flow), ..Parts::default() }
            }
            Destination::Flow((flow, _)) => Parts { flow: Some(flow), ..Parts::default() },
            Destination::PhoneNumber(number) => Parts { phone_number: Some(number.text.clone()), ..Parts::default() },
            Destination::Hole => Parts::default(),
        }
    }
}

fn named(reference: &Reference) -> SmolStr {
    reference.known.as_ref().map_or(&reference.text, |known| &known.name).clone()
}
