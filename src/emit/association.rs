//! The quick connects that are offered to the agents of each queue.
//!
//! Takes the quick connects of a build and gives one group per queue, in the order in which queues are first named.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::connect::ReferenceWriter;
use crate::graph::{Build, Notation, QuickConnect, Reference};

/// The maximum for one call of AssociateQueueQuickConnects.
/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_AssociateQueueQuickConnects.html>
pub(super) const MOST_PER_CALL: usize = 50;

/// A queue and the quick connects that it offers.
pub(super) struct Offer<'a> {
    pub(super) queue: &'a Reference,
    pub(super) queue_id: SmolStr,
    /// In source order, without duplicates.
    pub(super) quick_connects: Vec<&'a QuickConnect>,
}

impl<'a> Offer<'a> {
    /// The queue's name, or the text of the reference if the name is not known.
    pub(super) fn queue_name(&self) -> &'a str {
        self.queue.known.as_ref().map_or(&self.queue.text, |known| &known.name)
    }
}

pub(super) fn offers<'a>(build: &'a Build, names: &ReferenceWriter) -> Vec<Offer<'a>> {
    let mut offers: Vec<Offer> = Vec::new();
    let mut by_id: HashMap<SmolStr, usize> = HashMap::new();
    for quick_connect in build.quick_connects.iter().filter(|it| it.notation == Notation::Text) {
        for (queue, _) in &quick_connect.available_in {
            let queue_id = names.in_request(queue).text();
            let index = *by_id.entry(queue_id.clone()).or_insert(offers.len());
            match offers.get_mut(index) {
                None => offers.push(Offer { queue, queue_id, quick_connects: vec![quick_connect] }),
                Some(offer) => {
                    // A quick connect may name the same queue twice.
                    let is_last = |last: &&QuickConnect| std::ptr::eq(*last, quick_connect);
                    if !offer.quick_connects.last().is_some_and(is_last) {
                        offer.quick_connects.push(quick_connect);
                    }
                }
            }
        }
    }
    offers
}
