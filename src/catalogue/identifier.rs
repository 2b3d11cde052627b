//! The rules for the identifier of an action.
//!
//! <https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html>

/// The maximum number of characters.
pub const MAX_LENGTH: usize = 50;

/// Characters that are not allowed.
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

/// Whether Connect reserves this word.
#[must_use]
pub fn is_reserved(identifier: &str) -> bool {
    RESERVED.contains(&identifier)
}

/// The rule that an identifier violates, or `None`.
#[must_use]
pub fn violation(identifier: &str) -> Option<String> {
    if identifier.is_empty() {
        return Some("an identifier cannot be empty".to_owned());
    }
    if let Some(character) = identifier.chars().find(|character| FORBIDDEN.contains(character)) {
        return Some(format!("`{character}` is not allowed in an identifier"));
    }
    let length = identifier.chars().count();
    if length > MAX_LENGTH {
        return Some(format!("{length} characters; the maximum is {MAX_LENGTH}"));
    }
    is_reserved(identifier).then(|| "this word is reserved".to_owned())
}
