//! The pairing of the actions of two flows, independent of their identifiers.
//!
//! Takes two flows and pairs their actions, each at most once and only with an action of its type, in this order:
//! actions with the same identifier, if a user chose it or the designer generated it; identical actions that exist
//! exactly once on each side; targets of corresponding branches of paired actions, from the start on; then the rest,
//! the most similar first. Finally, [`ambiguous_pairs`] swaps the partners of identical actions that were paired
//! crosswise.

use std::collections::{HashMap, VecDeque};

use super::ambiguous_pairs;
use super::edges::branches;
use super::pairs::Pairs;
use super::value::{self, wire_object};
use crate::graph::{Action, ActionId, Flow, Target};

/// The maximum number of comparisons. If more are needed, the remaining actions are paired only if they are identical.
const MOST_COMPARISONS: usize = 1_000_000;

/// Pairs the actions of two flows.
pub(super) fn pair(before: &Flow, after: &Flow) -> Pairs {
    let mut pairing = Pairing {
        before,
        after,
        pairs: Pairs { to_after: vec![None; before.actions.len()], to_before: vec![None; after.actions.len()] },
        texts: TEXTS.map(|text| [text(before), text(after)]),
        led_to: [const { VecDeque::new() }; 3],
    };
    pairing.by_name();
    pairing.by_text_alone();
    pairing.lead(before.start, after.start);
    pairing.follow();
    pairing.rest();
    let Pairing { mut pairs, texts: [_, [ours, theirs]], .. } = pairing;
    ambiguous_pairs::untangle(before, after, [&ours, &theirs], &mut pairs);
    pairs
}

/// The texts by which two actions of one type are compared, from the strictest to the least strict.
const TEXTS: [fn(&Flow) -> Vec<String>; 2] = [outlines, bodies];

/// The body of each action: its type and parameters.
fn bodies(flow: &Flow) -> Vec<String> {
    flow.actions.iter().map(|action| format!("{}{}", action.type_, wire_object(&action.parameters))).collect()
}

struct Pairing<'f> {
    before: &'f Flow,
    after: &'f Flow,
    pairs: Pairs,
    /// For each of [`TEXTS`], the texts of all actions of the left and of the right flow.
    texts: [[Vec<String>; 2]; 2],
    /// Candidate pairs that corresponding branches lead to: with equal outlines, with equal bodies, of one type.
    led_to: [VecDeque<(ActionId, ActionId)>; 3],
}

impl Pairing<'_> {
    fn is_free(&self, one: ActionId, other: ActionId) -> bool {
        self.pairs.after(one).is_none() && self.pairs.before(other).is_none()
    }

    fn is_same_type(&self, one: ActionId, other: ActionId) -> bool {
        match (self.before.action(one), self.after.action(other)) {
            (Some(one), Some(other)) => one.type_ == other.type_,
            _ => false,
        }
    }

    /// Pairs two actions, and records the targets of their corresponding branches.
    fn join(&mut self, one: ActionId, other: ActionId) {
        if !self.is_free(one, other) {
            return;
        }
        self.pairs.set(Some(one), Some(other));
        let (Some(one), Some(other)) = (self.before.action(one), self.after.action(other)) else { return };
        let theirs = branches(other);
        for (key, target) in branches(one).iter() {
            if let Some(other) = theirs.get(key) {
                self.lead(target, other);
            }
        }
    }

    /// Records that corresponding branches lead to these two.
    fn lead(&mut self, one: Target, other: Target) {
        let (Some(one), Some(other)) = (one.action(), other.action()) else { return };
        if !self.is_free(one, other) || !self.is_same_type(one, other) {
            return;
        }
        let is_equal = |[before, after]: &[Vec<String>; 2]| before.get(one.0) == after.get(other.0);
        let level = self.texts.iter().position(is_equal).unwrap_or(self.texts.len());
        if let Some(queue) = self.led_to.get_mut(level) {
            queue.push_back((one, other));
        }
    }

    /// Pairs the recorded candidates, the most similar first.
    fn follow(&mut self) {
        while let Some((one, other)) = self.led_to.iter_mut().find_map(VecDeque::pop_front) {
            self.join(one, other);
        }
    }

    fn by_name(&mut self) {
        let is_lasting = |action: &&Action| action.is_named || is_uuid(&action.identifier);
        let mut named: HashMap<&str, ActionId> = HashMap::new();
        for (index, action) in self.before.actions.iter().enumerate().filter(|(_, action)| is_lasting(action)) {
            named.insert(&action.identifier, ActionId(index));
        }
        for (index, action) in self.after.actions.iter().enumerate().filter(|(_, action)| is_lasting(action)) {
            let other = ActionId(index);
            if let Some(one) = named.get(action.identifier.as_str()).copied()
                && self.is_same_type(one, other)
            {
                self.join(one, other);
            }
        }
    }

    /// Pairs identical actions that exist exactly once on each side, if necessary only when the targets of their
    /// branches are compared too.
    fn by_text_alone(&mut self) {
        for [before, after] in self.texts.clone().iter().rev() {
            let (ours, theirs) = (unique(before), unique(after));
            for (index, text) in before.iter().enumerate() {
                if ours.get(text.as_str()) == Some(&Some(index))
                    && let Some(Some(other)) = theirs.get(text.as_str())
                {
                    self.join(ActionId(index), ActionId(*other));
                }
            }
        }
    }

    /// Pairs the rest: actions that no branch leads to, or only new branches.
    fn rest(&mut self) {
        for texts in &self.texts.clone() {
            self.by_text(texts);
        }
        self.by_similarity();
    }

    /// Pairs free actions with equal texts, in the order of the flows.
    fn by_text(&mut self, [before, after]: &[Vec<String>; 2]) {
        let mut waiting: HashMap<&str, VecDeque<ActionId>> = HashMap::new();
        for (index, text) in after.iter().enumerate() {
            waiting.entry(text).or_default().push_back(ActionId(index));
        }
        for (index, text) in before.iter().enumerate() {
            let one = ActionId(index);
            let Some(others) = waiting.get_mut(text.as_str()) else { continue };
            while let Some(other) = others.front().copied() {
                if self.pairs.before(other).is_none() {
                    break;
                }
                others.pop_front();
            }
            if let Some(other) = others.front().copied() {
                self.join(one, other);
                self.follow();
            }
        }
    }

    fn by_similarity(&mut self) {
        let free = |flow: &Flow, paired: &[Option<ActionId>]| -> Vec<ActionId> {
            let ids = (0..flow.actions.len()).map(ActionId);
            ids.filter(|id| paired.get(id.0).is_some_and(Option::is_none)).collect()
        };
        let ours = free(self.before, &self.pairs.to_after);
        let theirs = free(self.after, &self.pairs.to_before);
        if ours.len().saturating_mul(theirs.len()) > MOST_COMPARISONS {
            return;
        }
        let mut found = Vec::new();
        for one in &ours {
            for other in theirs.iter().filter(|other| self.is_same_type(*one, **other)) {
                let (Some(a), Some(b)) = (self.before.action(*one), self.after.action(*other)) else { continue };
                let similarity = similarity(a, b);
                if similarity >= 50 {
                    found.push((100 - similarity, a.identifier != b.identifier, *one, *other));
                }
            }
        }
        found.sort_unstable();
        for (_, _, one, other) in found {
            self.join(one, other);
        }
    }
}

/// The index of each text; `None` for a text that occurs more than once.
fn unique(texts: &[String]) -> HashMap<&str, Option<usize>> {
    let mut found: HashMap<&str, Option<usize>> = HashMap::new();
    for (index, text) in texts.iter().enumerate() {
        found.entry(text).and_modify(|known| *known = None).or_insert(Some(index));
    }
    found
}

/// The outline of each action: its body and the bodies of its branch targets, which distinguishes identical actions.
fn outlines(flow: &Flow) -> Vec<String> {
    let bodies = bodies(flow);
    let outline = |(action, body): (&Action, &String)| {
        let mut outline = body.clone();
        for (key, target) in branches(action).iter() {
            let leads_to = target.action().and_then(|id| bodies.get(id.0)).map_or("", String::as_str);
            outline.push_str(&format!("{key:?}{leads_to}"));
        }
        outline
    };
    flow.actions.iter().zip(&bodies).map(outline).collect()
}

/// The share of parameters and branches that two actions of one type have in common, in percent.
fn similarity(one: &Action, other: &Action) -> usize {
    let differing = value::differences(&one.parameters, &other.parameters).len();
    let leaves = value::leaves(&one.parameters).max(value::leaves(&other.parameters));
    let (ours, theirs) = (branches(one), branches(other));
    let common = ours.iter().filter(|(key, _)| theirs.get(key).is_some()).count();
    let most = ours.iter().count().max(theirs.iter().count());
    let same = leaves.saturating_sub(differing) + common;
    same * 100 / (leaves + most).max(1)
}

/// Whether the designer generated this identifier.
fn is_uuid(identifier: &str) -> bool {
    let is_hex = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut parts = identifier.split('-');
    [8, 4, 4, 4, 12].into_iter().all(|length| parts.next().is_some_and(|part| is_hex(part, length)))
        && parts.next().is_none()
}
