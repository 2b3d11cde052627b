//! What Connect takes as an action's identifier.
//!
//! <https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html>

/// The most characters.
pub const MAX_LENGTH: usize = 50;

/// Characters that may not be part of one.
pub const FORBIDDEN: &[char] = &['%', ':', '(', '\\', '/', ')', '=', '$', ',', ';', '[', ']', '{', '}'];

const RESERVED: &[&str] = &[
    "__proto__",
    "constructor",
    "__defineGetter__",
    "__defineSetter__",
    "toString",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "valueOf",
];

/// Whether Connect keeps this word for itself.
#[must_use]
pub fn is_reserved(identifier: &str) -> bool {
    RESERVED.contains(&identifier)
}

/// What is wrong with an identifier, or `None`.
#[must_use]
pub fn violation(identifier: &str) -> Option<String> {
    if identifier.is_empty() {
        return Some("it is empty".to_owned());
    }
    if let Some(character) = identifier.chars().find(|character| FORBIDDEN.contains(character)) {
        return Some(format!("`{character}` may not be part of it"));
    }
    let length = identifier.chars().count();
    if length > MAX_LENGTH {
        return Some(format!("it has {length} characters, {MAX_LENGTH} at most are allowed"));
    }
    is_reserved(identifier).then(|| "the word is reserved".to_owned())
}
