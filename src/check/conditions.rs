//! Conditions: each is one that the block supports, is given once, and has a known operator and a valid value.

use super::{ActionRef, Checker};
use crate::catalogue::wire::{EQUALS, EXISTS, OPERATORS, compares_numbers};
use crate::catalogue::{Aspect, Block, Branch, BranchWire, Conditions, Operands};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{ActionState, Condition, Node, Value};
use crate::slips;

const NO_OPERATOR: &str = "this condition has no `Operator`";

impl Checker<'_> {
    pub(super) fn conditions(&mut self, place: ActionRef<'_>, block: &Block) {
        self.duplicate_conditions(place);
        match &block.conditions {
            Some(rule) => self.own_conditions(place, block, rule),
            None => self.no_other_conditions(place, block),
        }
        if block.conditions.is_some_and(|conditions| conditions.operands == Operands::Shares) {
            self.shares(place, block);
        }
    }

    fn duplicate_conditions(&mut self, place: ActionRef<'_>) {
        let conditions = &place.action.transitions.conditions;
        for (index, condition) in conditions.iter().enumerate() {
            let first = conditions.iter().take(index).find(|other| is_same(other, condition));
            if let Some(first) = first {
                self.report(
                    Diagnostic::new(Code::DuplicateCondition, condition.place(), "this condition is given twice")
                        .primary_label("never taken")
                        .label(first.place(), "the first one is taken"),
                );
            }
        }
    }

    fn own_conditions(&mut self, place: ActionRef<'_>, block: &Block, rule: &Conditions) {
        let own = |condition: &&Condition| !block.branches.iter().any(|branch| matches_condition(branch, condition));
        let conditions: Vec<&Condition> = place.action.transitions.conditions.iter().filter(own).collect();
        let is_whole = place.action.state == ActionState::Whole && !place.action.transitions.is_partial;
        if conditions.is_empty() && rule.required && is_whole {
            self.report(
                Diagnostic::new(
                    Code::MissingCondition,
                    place.action.head,
                    format!("`{}` needs at least one condition", self.terms.block(block)),
                )
                .rests_on(block.source(Aspect::Conditions))
                .help(self.terms.either(
                    match rule.operands {
                        Operands::Shares => "write `when 30% -> step`",
                        Operands::Number { .. } => "write `when > 5 -> step`",
                        Operands::Free | Operands::OneOf(_) => "write `when \"value\" -> step`",
                    },
                    "add one to its `Conditions`",
                )),
            );
        }
        for condition in conditions {
            self.condition(block, rule, condition);
        }
    }

    /// A block whose result the service decides has only the conditions of the catalogue.
    fn no_other_conditions(&mut self, place: ActionRef<'_>, block: &Block) {
        for condition in &place.action.transitions.conditions {
            if block.branches.iter().any(|branch| matches_condition(branch, condition)) {
                continue;
            }
            // An operand that is not a string was reported.
            if condition.operands.iter().any(|operand| !matches!(operand.value, Value::Text(_))) {
                continue;
            }
            let own = block.branches.iter().filter_map(|branch| match branch.wire {
                BranchWire::Condition(operator, operand) => Some((operator, operand)),
                BranchWire::Next | BranchWire::Error(_) => None,
            });
            let own: Vec<(&str, &str)> = own.collect();
            let name = self.terms.block(block);
            let (place, message) = match condition.operands.as_slice() {
                _ if condition.operator.is_empty() => (condition.origin, NO_OPERATOR.to_owned()),
                [] => (condition.origin, "this condition has no operand".to_owned()),
                [Node { value: Value::Text(text), origin }]
                    if own.iter().any(|(operator, _)| *operator == condition.operator) =>
                {
                    (*origin, format!("`{name}` has no condition `{text}`"))
                }
                _ => (condition.origin, format!("`{name}` does not support comparison by `{}`", condition.operator)),
            };
            let ways: Vec<String> =
                own.iter().map(|(operator, operand)| format!("by `{operator}` with `{operand}`")).collect();
            let diagnostic = Diagnostic::new(Code::BadCondition, place, message).help(match ways.as_slice() {
                [] => "it takes no conditions".to_owned(),
                ways => format!("it supports comparison {}", ways.join(", ")),
            });
            self.report(diagnostic.rests_on(block.source(Aspect::Conditions)));
        }
    }

    /// Percentages are increasing thresholds, with a remainder for the contacts that no threshold takes.
    ///
    /// <https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-distributebypercentage.html>
    fn shares(&mut self, place: ActionRef<'_>, block: &Block) {
        let mut before = 1;
        for condition in &place.action.transitions.conditions {
            let Some(Node { value, origin }) = condition.operands.first() else { continue };
            let threshold: Option<i64> = match value {
                Value::Text(text) => text.parse().ok(),
                Value::Number(number) => number.as_i64(),
                _ => None,
            };
            let Some(threshold) = threshold else {
                if let Value::Text(text) = value {
                    let message = format!("`{text}` is not a valid threshold");
                    self.report(
                        Diagnostic::new(Code::BadCondition, *origin, message)
                            .rests_on(block.source(Aspect::Conditions))
                            .primary_label("must be a whole number from 2 to 100"),
                    );
                }
                continue;
            };
            if threshold > 100 {
                self.report(
                    Diagnostic::new(Code::BadShares, *origin, format!("the percentages add up to {} %", threshold - 1))
                        .primary_label("a threshold must be at most 100"),
                );
            } else if threshold <= before {
                self.report(
                    Diagnostic::new(Code::BadShares, *origin, "this branch receives no contacts")
                        .primary_label(format!("everything below {before} is already taken"))
                        .help("thresholds must increase: 30 % followed by 20 % is `31` and `51`"),
                );
            }
            before = before.max(threshold);
        }
    }

    fn operator(&self, operator: &str) -> String {
        self.terms.either(written(operator), format!("`{operator}`"))
    }

    fn condition(&mut self, block: &Block, rule: &Conditions, condition: &Condition) {
        let operator = condition.operator.as_str();
        if !rule.operators.contains(&operator) {
            let known: Vec<String> = rule.operators.iter().map(|wire| self.operator(wire)).collect();
            let message = match operator {
                "" => NO_OPERATOR.to_owned(),
                _ => {
                    format!("`{}` does not support comparison by {}", self.terms.block(block), self.operator(operator))
                }
            };
            self.report(
                Diagnostic::new(Code::BadCondition, condition.origin, message)
                    .rests_on(block.source(Aspect::Conditions))
                    .help(format!("it supports comparison by {}", known.join(", "))),
            );
            return;
        }
        let wanted = usize::from(operator != EXISTS);
        if condition.operands.len() != wanted {
            let values = if wanted == 0 { "takes no value" } else { "compares with exactly one value" };
            let message = format!("{} {values}", self.operator(operator));
            self.report(
                Diagnostic::new(Code::BadCondition, condition.origin, message)
                    .rests_on(block.source(Aspect::Conditions)),
            );
            return;
        }
        let Some(Node { value: Value::Text(text), origin }) = condition.operands.first() else { return };
        let is_number = compares_numbers(&condition.operator);
        let dynamic = crate::contact_path::begins(text);
        let reason = match rule.operands {
            _ if text.is_empty() => {
                self.report(Diagnostic::new(Code::EmptyValue, *origin, "the value of this condition is empty"));
                None
            }
            Operands::OneOf(values) if !values.contains(&text.as_str()) => {
                Some(format!("must be one of `{}`", values.join("`, `")))
            }
            Operands::Number { .. } if text.parse::<f64>().is_err() && !dynamic => Some("must be a number".to_owned()),
            Operands::Free if is_number && text.parse::<f64>().is_err() && !dynamic => {
                Some(format!("{} compares only numbers", self.operator(operator)))
            }
            _ => None,
        };
        if let Some(reason) = reason {
            let keys = match rule.operands {
                Operands::OneOf(values) => Some(values),
                Operands::Free | Operands::Number { .. } | Operands::Shares => None,
            };
            let message = format!("`{}` cannot compare with `{text}`", self.terms.block(block));
            let diagnostic = Diagnostic::new(Code::BadCondition, *origin, message)
                .rests_on(block.source(Aspect::Conditions))
                .primary_label(reason);
            self.report(match keys.and_then(|keys| keys_meant(text, keys)) {
                Some(keys) => diagnostic.help(
                    self.terms.either(format!("write `when {keys}`"), format!("write a condition for each: {keys}")),
                ),
                None => diagnostic,
            });
        }
    }
}

/// The keys that are meant by a range, or by the name of a key.
fn keys_meant(text: &str, keys: &[&str]) -> Option<String> {
    if let Some(key) = slips::key(text).filter(|key| keys.contains(key)) {
        return Some(format!("\"{key}\""));
    }
    let separators = ["..", "-", "–", " to "];
    let (first, last) = separators.iter().find_map(|separator| text.split_once(separator))?;
    let position = |key: &str| keys.iter().position(|known| *known == key.trim());
    let range = keys.get(position(first)?..=position(last)?)?;
    let range: Vec<String> = range.iter().map(|key| format!("\"{key}\"")).collect();
    Some(range.join(", "))
}

/// Whether a condition is the one that a branch of the catalogue represents.
pub(super) fn matches_condition(branch: &Branch, condition: &Condition) -> bool {
    let BranchWire::Condition(operator, operand) = branch.wire else { return false };
    condition.operator == operator
        && matches!(condition.operands.as_slice(), [Node { value: Value::Text(text), .. }] if text == operand)
}

fn is_same(one: &Condition, other: &Condition) -> bool {
    let values =
        |condition: &Condition| -> Vec<Value> { condition.operands.iter().map(|node| node.value.clone()).collect() };
    one.operator == other.operator && values(one) == values(other)
}

/// The operator of flow JSON as the language writes it.
fn written(operator: &str) -> String {
    match OPERATORS.iter().find(|(_, wire)| *wire == operator) {
        Some((name, _)) => format!("`{name}`"),
        None if operator == EQUALS => "equality".to_owned(),
        None => format!("`{operator}`"),
    }
}
