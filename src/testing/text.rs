//! Texts as people compare them: what is spoken of markup, and values of contact data as text.

use serde_json::Value;

/// What is spoken of a text: tags of SSML are blanks, and blanks are folded.
pub(super) fn spoken(text: &str) -> String {
    let mut spoken = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        spoken.push_str(before);
        // A sign that begins no tag is spoken as it is.
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match after.split_once('>').filter(|_| is_tag) {
            Some((_, after)) => {
                spoken.push(' ');
                rest = after;
            }
            None => {
                spoken.push('<');
                rest = after;
            }
        }
    }
    spoken.push_str(rest);
    spoken.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is contained in what is said.
pub(super) fn is_contained(text: &str, said: &str) -> bool {
    spoken(said).contains(&spoken(text))
}

/// A value of contact data as text; `None` for null, which is missing on purpose.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    }
}

/// A number as flows compare it: an optional sign, digits, at most one point.
pub(super) fn as_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.chars().any(|c| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() <= 1;
    is_number.then(|| text.parse().ok()).flatten()
}
