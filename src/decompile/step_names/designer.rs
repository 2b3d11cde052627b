//! The name that a person gave a block in the designer, as the name of a step.
//!
//! Takes an action's identifier. Gives nothing for an identifier that a program made.

use smol_str::SmolStr;

use super::vocabulary::MACHINE;
use super::words;
use crate::graph::Action;

/// The name, cut at whole words.
pub(super) fn name(action: &Action) -> Option<SmolStr> {
    let identifier = action.identifier.as_str();
    if !action.is_named && is_machine_made(identifier, &action.type_) {
        return None;
    }
    // The designer names the parts of a block after it, with a suffix of ten random characters.
    let name = match identifier.rsplit_once('-') {
        Some((name, tail)) if tail.len() == 10 && tail.bytes().any(|byte| byte.is_ascii_uppercase()) => name,
        _ => identifier,
    };
    let mut words = words::of_name(name);
    if !action.is_named {
        words.retain(|word| !matches!(word.as_str(), "uuid" | "guid"));
    }
    words::compose("", &words, "")
}

/// Whether a program made the identifier: it has no word that a person would choose for it.
fn is_machine_made(identifier: &str, type_: &str) -> bool {
    let words = words::of_name(identifier);
    let says_something = |word: &String| {
        let is_hexadecimal = word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit());
        let has_digit = word.chars().any(char::is_numeric);
        word.chars().count() > 2 && !has_digit && !is_hexadecimal && !MACHINE.contains(&word.as_str())
    };
    let is_uuid = identifier.len() >= 32 && identifier.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let is_type = words::of_name(type_).iter().all(|word| words.contains(word));
    // A build names a block after its step: `menu.play_prompt`.
    is_uuid || is_type || identifier.contains('.') || !words.iter().any(says_something)
}
