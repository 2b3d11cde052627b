//! Texts → words, and words → a name.
//!
//! Takes prompts, keys and identifiers, and gives their lower-case words, with or without those that carry no meaning.
//! A name never has part of a word.

use smol_str::SmolStr;

use super::vocabulary::{CLAUSE, EMPTY, FORMATS, LINKING, OPEN, OUTCOMES};
use crate::syntax;

/// The maximum number of characters of a name.
pub(super) const LONGEST: usize = 32;
/// The maximum number of words of a prompt in a name.
const MOST: usize = 4;
/// The number of words after which a linking word ends the name.
const ENOUGH: usize = 3;
/// The number of words after which another clause ends the name.
const A_CLAUSE: usize = 2;

/// Words that are no names of steps.
pub(super) const RESERVED: [&str; 4] = ["start", "continue", "none", "unconnected"];

/// The words of an identifier or key, also those that only a capital letter parts: `customerName`.
pub(super) fn of_name(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = None;
    let mut rest = text.chars().filter(|c| !matches!(c, '\'' | '’')).peekable();
    while let Some(c) = rest.next() {
        let begins = match before {
            Some(before) if c.is_uppercase() => {
                char::is_lowercase(before) || rest.peek().is_some_and(|next| next.is_lowercase())
            }
            _ => false,
        };
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        before = c.is_alphanumeric().then_some(c);
        if let (Some(c), Some(word)) = (before, words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words of a sentence.
pub(super) fn of_text(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['\'', '’'], "");
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The sentences of a text, without contact data in it.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let bare: Vec<&str> = text.split(' ').filter(|word| !word.contains("$.")).collect();
    let ends = ['.', '!', '?', ';', ':', '\n', '。', '！', '？', '、'];
    bare.join(" ").split(ends).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// SSML without its tags.
pub(super) fn without_tags(text: &str) -> String {
    let mut parts = text.split('<');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push(' ');
        bare.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    bare
}

/// The words that carry meaning, and the linking words between them.
pub(super) fn telling(words: &[String]) -> Vec<String> {
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let mut found: Vec<String> = Vec::new();
    let mut links: Vec<String> = Vec::new();
    let mut count = 0;
    for word in words {
        if count >= A_CLAUSE && is(CLAUSE, word) || count >= ENOUGH && is(LINKING, word) {
            break;
        }
        if is(LINKING, word) {
            links.push(word.clone());
        } else if !is(EMPTY, word) {
            if count == MOST {
                break;
            }
            if !found.is_empty() {
                // Of several, the last is next to the word that it links.
                found.extend(links.pop());
            }
            links.clear();
            found.push(word.clone());
            count += 1;
        }
    }
    // How it went is said last, behind what the name has room for.
    if !found.iter().any(|word| is(OUTCOMES, word))
        && let Some(outcome) = words.iter().rfind(|word| is(OUTCOMES, word))
    {
        while count >= MOST || found.last().is_some_and(|last| is(LINKING, last) || is(OPEN, last)) {
            count -= usize::from(found.pop().is_some_and(|word| !is(LINKING, &word)));
            if found.is_empty() {
                break;
            }
        }
        found.push(outcome.clone());
    }
    while found.last().is_some_and(|last| is(OPEN, last)) {
        found.pop();
    }
    // "Did not get all numbers" without the words that carry no meaning.
    if let [open, link, _, ..] = found.as_slice()
        && is(OPEN, open)
        && is(LINKING, link)
    {
        found.drain(..2);
    }
    found
}

/// Whether the words say only how something is stored or sent.
pub(super) fn is_format(words: &[String]) -> bool {
    words.iter().all(|word| FORMATS.contains(&word.as_str()))
}

/// Whether a name of all these words would be cut.
pub(super) fn is_too_long(before: &str, words: &[String], after: &str) -> bool {
    let parts = words.iter().map(String::as_str).chain([before, after]).filter(|part| !part.is_empty());
    parts.map(|part| part.chars().count() + 1).sum::<usize>() > LONGEST + 1
}

/// A name of `words` between `before` and `after`, which it has whole. `None` if no word is left that they do not say.
pub(super) fn compose(before: &str, words: &[String], after: &str) -> Option<SmolStr> {
    let first = words.iter().position(|word| before.rsplit('_').next() != Some(word)).unwrap_or(words.len());
    let last = words.iter().rposition(|word| after.split('_').next() != Some(word)).map_or(0, |last| last + 1);
    let words = words.get(first..last).unwrap_or_default();
    let around = |part: &str| if part.is_empty() { 0 } else { part.chars().count() + 1 };
    let mut room = (LONGEST + 1).saturating_sub(around(before) + around(after));
    let mut parts: Vec<&str> = Vec::new();
    for word in words {
        if parts.is_empty() && before.is_empty() && word.starts_with(|c: char| c.is_numeric()) {
            continue;
        }
        let Some(left) = room.checked_sub(word.chars().count() + 1) else { break };
        room = left;
        if parts.last() != Some(&word.as_str()) {
            parts.push(word);
        }
    }
    while parts.len() > 1 && parts.last().is_some_and(|last| LINKING.contains(last) || OPEN.contains(last)) {
        parts.pop();
    }
    if parts.is_empty() {
        return None;
    }
    parts.insert(0, before);
    parts.push(after);
    parts.retain(|part| !part.is_empty());
    let name = parts.join("_");
    (syntax::is_name(&name) && !RESERVED.contains(&name.as_str())).then(|| name.into())
}
