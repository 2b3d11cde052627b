//! Whether a condition is true for a value.

use serde_json::Value;

use super::data::text;
use crate::catalogue::wire;

/// Whether the comparison is true. A missing value fulfils none; numbers that are no numbers are not an error.
#[must_use]
pub fn is_true(operator: &str, value: Option<&Value>, operands: &[Value]) -> bool {
    let value = value.filter(|value| !value.is_null());
    if operator == wire::EXISTS {
        return value.is_some();
    }
    let (Some(value), Some(operand)) = (value, operands.first().and_then(text)) else { return false };
    if operator == wire::HAS_KEY {
        return value.as_object().is_some_and(|map| map.contains_key(&*operand));
    }
    let Some(value) = text(value) else { return false };
    if wire::compares_numbers(operator) {
        let (Some(one), Some(other)) = (number(&value), number(&operand)) else { return false };
        return match operator {
            wire::GREATER => one > other,
            wire::GREATER_OR_EQUAL => one >= other,
            wire::LESS => one < other,
            wire::LESS_OR_EQUAL => one <= other,
            _ => false,
        };
    }
    match operator {
        wire::EQUALS => value == operand,
        wire::STARTS_WITH => value.starts_with(&*operand),
        wire::ENDS_WITH => value.ends_with(&*operand),
        wire::CONTAINS => value.contains(&*operand),
        _ => false,
    }
}

/// A number: a sign or none, digits, one point or none.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1;
    is_number.then(|| text.parse().ok()).flatten()
}
