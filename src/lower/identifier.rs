//! Generates identifiers of actions: readable, unique, and within Connect's rules.
//!
//! The first action of a step has the name of the step. The others are `step.block` and `step.block-2`, so editing one
//! step never renames the actions of another.

use std::collections::{HashMap, HashSet};

use smol_str::{SmolStr, format_smolstr};

use crate::catalogue::identifier;

/// Generates the identifiers of a flow.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    taken: HashSet<SmolStr>,
    /// How many actions a step and block already have.
    counts: HashMap<SmolStr, u32>,
}

impl Identifiers {
    /// Creates a generator for a flow in which the identifiers `chosen` were set with `as`.
    pub(super) fn new(chosen: impl IntoIterator<Item = SmolStr>) -> Identifiers {
        Identifiers { taken: chosen.into_iter().collect(), counts: HashMap::new() }
    }

    /// The next identifier for a block of `step`: the first of the step, or one more `keyword`.
    pub(super) fn next(&mut self, step: &str, keyword: &str, is_first: bool) -> SmolStr {
        let stem = if is_first { SmolStr::new(step) } else { format_smolstr!("{step}.{keyword}") };
        loop {
            let count = self.counts.entry(stem.clone()).or_insert(0);
            *count += 1;
            let tail = if *count == 1 { SmolStr::default() } else { format_smolstr!("-{count}") };
            let identifier = shorten(step, stem.strip_prefix(step).unwrap_or_default(), &tail);
            if !identifier::is_reserved(&identifier) && self.taken.insert(identifier.clone()) {
                return identifier;
            }
        }
    }
}

/// `step` + `block` + `tail`, with the step shortened to fit the maximum length.
fn shorten(step: &str, block: &str, tail: &str) -> SmolStr {
    let rest = block.chars().count() + tail.chars().count();
    let room = identifier::MAX_LENGTH.saturating_sub(rest);
    step.chars().take(room).chain(block.chars()).chain(tail.chars()).take(identifier::MAX_LENGTH).collect()
}
