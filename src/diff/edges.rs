//! The branches of an action, identified by their outcome or condition.
//!
//! Takes an action, and gives each of its branches with its target. A NextAction that only repeats another branch does
//! not count as a branch.

use smol_str::SmolStr;

use super::value;
use crate::catalogue::wire::EQUALS;
use crate::graph::{Action, Target};

/// The outcome or condition on which a branch is taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BranchKey {
    /// `NextAction`.
    Next,
    /// A condition, with its operator and operands in flow JSON.
    Condition {
        /// The operator.
        operator: SmolStr,
        /// The operands, as in flow JSON.
        operands: Vec<String>,
        /// The number of identical conditions of the action before this one.
        again: usize,
    },
    /// An ErrorType.
    Error(SmolStr),
}

impl BranchKey {
    pub(super) fn is_next(&self) -> bool {
        *self == BranchKey::Next
    }

    /// Whether it excludes every other exclusive condition.
    fn is_exclusive(&self) -> bool {
        match self {
            BranchKey::Condition { operator, operands, again } => {
                operator == EQUALS && *again == 0 && operands.iter().all(|operand| !operand.contains('$'))
            }
            BranchKey::Next | BranchKey::Error(_) => true,
        }
    }
}

/// The branches of an action.
pub(super) struct Branches {
    list: Vec<(BranchKey, Target)>,
    /// The NextAction that is not in the list because it only repeats a branch.
    repeated: Option<Target>,
}

impl Branches {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&BranchKey, Target)> {
        self.list.iter().map(|(key, target)| (key, *target))
    }

    /// The target of the branch. A NextAction that repeats another branch is returned too, because the one of the other
    /// side may not repeat any.
    pub(super) fn get(&self, key: &BranchKey) -> Option<Target> {
        let found = self.list.iter().find(|(found, _)| found == key).map(|(_, target)| *target);
        if key.is_next() { found.or(self.repeated) } else { found }
    }

    /// Whether the conditions that both have are tried in the same order, or their order does not matter.
    pub(super) fn is_same_order(&self, other: &Branches) -> bool {
        fn common<'b>(of: &'b Branches, with: &Branches) -> Vec<&'b BranchKey> {
            of.iter()
                .map(|(key, _)| key)
                .filter(|key| matches!(key, BranchKey::Condition { .. }) && with.get(key).is_some())
                .collect()
        }
        let (ours, theirs) = (common(self, other), common(other, self));
        ours == theirs || ours.iter().all(|key| key.is_exclusive())
    }
}

/// The branches of `action`: NextAction, conditions, errors.
pub(super) fn branches(action: &Action) -> Branches {
    let transitions = &action.transitions;
    let mut found: Vec<(BranchKey, Target)> = Vec::new();
    for condition in &transitions.conditions {
        let operands: Vec<String> =
            condition.operands.iter().map(|operand| value::scalar(&operand.value).into_owned()).collect();
        let is_again = |key: &BranchKey| {
            matches!(key, BranchKey::Condition { operator, operands: others, .. }
                if *operator == condition.operator && *others == operands)
        };
        let again = found.iter().filter(|(key, _)| is_again(key)).count();
        let key = BranchKey::Condition { operator: condition.operator.clone(), operands, again };
        found.push((key, condition.edge.target));
    }
    for branch in &transitions.errors {
        found.push((BranchKey::Error(branch.error.clone()), branch.edge.target));
    }
    let is_repeated = |target: Target| found.iter().any(|(_, found)| *found == target);
    match transitions.next {
        Some(next) if !next.taken && is_repeated(next.target) => Branches { list: found, repeated: Some(next.target) },
        next => {
            let next = next.map(|next| (BranchKey::Next, next.target));
            Branches { list: next.into_iter().chain(found).collect(), repeated: None }
        }
    }
}
