//! Lowers `when` lines to operators and operands of flow JSON.

use smol_str::{SmolStr, format_smolstr};

use super::Context;
use super::value::duration;
use super::wrong_value::described;
use crate::catalogue::wire::{EQUALS, LESS, OPERATORS};
use crate::catalogue::{Block, Operands, TimeUnit};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::graph::{Node, Object};
use crate::resource::ResourceKind;
use crate::slips::{self, Place};
use crate::source::Span;
use crate::syntax::tree::{self, Number, Operator, Unit, Value, ValueKind, Word};

/// A condition without its target.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) operator: SmolStr,
    pub(super) operands: Vec<Node>,
    /// The source span.
    pub(super) origin: Span,
}

/// The percentages that a block has assigned so far.
#[derive(Debug, Default)]
pub(super) struct Shares {
    sum: i64,
}

impl Context<'_> {
    /// Lowers a `when` line to comparisons of flow JSON. `block` is `None` for an action that is not in the catalogue.
    /// Empty if the line is invalid, which is reported.
    pub(super) fn conditions(
        &mut self,
        block: Option<&'static Block>,
        parameters: &Object,
        condition: &tree::Condition,
        shares: &mut Shares,
    ) -> Vec<Comparison> {
        let made =
            |operator: &str, operands: Vec<Node>, origin| Comparison { operator: operator.into(), operands, origin };
        if let Operator::Wire(operator) = &condition.operator {
            let Some(operator) = self.resolver.consts.text(operator, &mut self.diagnostics) else { return Vec::new() };
            let operands: Option<Vec<Node>> = condition.values.iter().map(|value| self.scalar(value)).collect();
            return operands.map(|operands| vec![made(&operator, operands, condition.span)]).unwrap_or_default();
        }
        let operator = match &condition.operator {
            Operator::Named(word) => match OPERATORS.iter().find(|(name, _)| *name == word.text) {
                Some((_, wire)) => *wire,
                None => {
                    let near = nearest(&word.text, OPERATORS.iter().map(|(name, _)| *name));
                    self.diagnostics.push(
                        Diagnostic::new(Code::BadCondition, word.span, format!("unknown operator `{}`", word.text))
                            .did_you_mean(word.span, near),
                    );
                    return Vec::new();
                }
            },
            Operator::Equals | Operator::Wire(_) => EQUALS,
        };
        if condition.values.is_empty() {
            return vec![made(operator, Vec::new(), condition.span)];
        }
        let operands =
            block.and_then(|block| block.conditions).map_or(Operands::Free, |conditions| conditions.operands);
        let mut list = Vec::new();
        for value in &condition.values {
            if let Some(word) = unknown_operator(value)
                && let Some(slip) = slips::find(Place::Condition, &word.text)
            {
                let diagnostic =
                    Diagnostic::new(Code::BadCondition, word.span, slip.message(&word.text)).help(slip.help);
                let before = Span::new(word.span.file, word.span.start, target_of(value).start);
                self.diagnostics.push(match slip.replacement() {
                    Some("") if before.end > word.span.end && before.end < value.span.end => {
                        diagnostic.fix(before, "", Confidence::Sure)
                    }
                    _ => diagnostic,
                });
                continue;
            }
            if let Some((span, operator)) = operator_in_words(value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadCondition, span, "the name of an operator is one word")
                        .help(format!("write `when {operator} \"…\" -> step`"))
                        .fix(span, operator, Confidence::Sure),
                );
                continue;
            }
            if let Some(word) = unknown_operator(value) {
                let near = nearest(&word.text, OPERATORS.iter().map(|(name, _)| *name));
                let known: Vec<String> = OPERATORS.iter().map(|(name, _)| format!("`{name}`")).collect();
                self.diagnostics.push(
                    Diagnostic::new(Code::BadCondition, word.span, format!("unknown operator `{}`", word.text))
                        .did_you_mean(word.span, near)
                        .help(format!(
                            "valid operators are {}; without an operator, the values must be equal",
                            known.join(", ")
                        )),
                );
                continue;
            }
            let value = self.resolver.consts.value(value, &mut self.diagnostics);
            let (operator, node) = match operands {
                Operands::Shares if operator == EQUALS => (LESS, self.share(&value, shares)),
                Operands::Shares => {
                    self.diagnostics.push(
                        Diagnostic::new(Code::BadCondition, condition.span, "percentage conditions take no operator")
                            .help("write `when 30% -> step` to send that percentage of the contacts to the step"),
                    );
                    continue;
                }
                Operands::OneOf(keys) if key_word(&value).is_some_and(|(_, key)| keys.contains(&key)) => {
                    let Some((word, key)) = key_word(&value) else { continue };
                    self.diagnostics.push(
                        Diagnostic::new(Code::BadCondition, value.span, format!("`{word}` is not a key"))
                            .help(format!("the key is written `when \"{key}\" -> step`"))
                            .fix(value.span, format!("\"{key}\""), Confidence::Sure),
                    );
                    continue;
                }
                // A test may leave out the metric, and then only the unit says that it is an age.
                Operands::Number { time } if parameters.holds(time) || self.test.is_some() && has_unit(&value) => {
                    (operator, self.age(&value))
                }
                Operands::Free | Operands::OneOf(_) | Operands::Number { .. } => (operator, self.scalar(&value)),
            };
            if let Some(node) = node {
                list.push(made(operator, vec![node], value.span));
            }
        }
        list
    }

    /// Lowers a percentage to the threshold of flow JSON: the sum of all percentages so far, plus one.
    fn share(&mut self, value: &Value, shares: &mut Shares) -> Option<Node> {
        let ValueKind::Number(Number { digits, unit: Unit::Percent }) = &value.kind else {
            if !matches!(value.kind, ValueKind::Hole) {
                self.diagnostics.push(Diagnostic::new(
                    Code::BadCondition,
                    value.span,
                    format!("expected a percentage such as `30%`, found {}", described(&value.kind)),
                ));
            }
            return None;
        };
        let share: Option<i64> = digits.parse().ok().filter(|share| (1..=99).contains(share));
        let Some(share) = share else {
            self.diagnostics.push(
                Diagnostic::new(Code::BadShares, value.span, format!("`{digits}%` is not a valid percentage"))
                    .primary_label("must be a whole number from 1 to 99"),
            );
            return None;
        };
        let before = shares.sum;
        shares.sum += share;
        if shares.sum > 99 {
            if before <= 99 {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadShares, value.span, format!("the percentages add up to {} %", shares.sum))
                        .primary_label("with this one")
                        .help(
                            "the rest of 100 % goes to `no_match`, which needs at least 1 %: write the last branch as `on no_match -> step`",
                        ),
                );
            }
            return None;
        }
        Some(Node::text(format_smolstr!("{}", shares.sum + 1), value.span))
    }

    /// The age of a contact, which flow JSON counts in milliseconds.
    fn age(&mut self, value: &Value) -> Option<Node> {
        let amount: Option<SmolStr> = match &value.kind {
            ValueKind::Number(number) if number.unit != Unit::None => duration(number, TimeUnit::Milliseconds),
            ValueKind::Number(_) => None,
            _ => return self.scalar(value),
        };
        if amount.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadCondition, value.span, "an age needs a time unit").help("write `30s` or `5m`"),
            );
        }
        amount.map(|amount| Node::text(amount, value.span))
    }
}

fn has_unit(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Number(number) if number.unit != Unit::None)
}

/// The span of what follows the words of a reference.
fn target_of(value: &Value) -> Span {
    let ValueKind::Reference(reference) = &value.kind else { return value.span };
    match &reference.target {
        tree::ReferenceTarget::Text(text) => text.span,
        tree::ReferenceTarget::Path(span, _) => *span,
        tree::ReferenceTarget::Const(_) => value.span.tail(),
    }
}

/// The word before a text, if it is neither an operator nor a resource kind: it can only be meant as an operator.
fn unknown_operator(value: &Value) -> Option<&Word> {
    let ValueKind::Reference(reference) = &value.kind else { return None };
    match reference.words.as_slice() {
        [word] if ResourceKind::from_keyword(&word.text).is_none() => Some(word),
        _ => None,
    }
}

/// An operator that is written with a blank: `starts with`.
fn operator_in_words(value: &Value) -> Option<(Span, &'static str)> {
    let ValueKind::Reference(reference) = &value.kind else { return None };
    let [first, second] = reference.words.as_slice() else { return None };
    let name = format!("{}_{}", first.text, second.text);
    let (operator, _) = OPERATORS.iter().find(|(operator, _)| *operator == name)?;
    Some((first.span.to(second.span), operator))
}

/// A bare word that names a key of a phone, and the key.
fn key_word(value: &Value) -> Option<(&str, &'static str)> {
    match &value.kind {
        ValueKind::Word(word) => Some((word.text.as_str(), slips::key(&word.text)?)),
        _ => None,
    }
}
