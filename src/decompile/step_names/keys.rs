//! What the prompt of a menu says for each key: "For sales, press 1", "press 1 for sales".
//!
//! Takes the text of the prompt. Gives the words that carry meaning; nothing where the text has none for the key.

use super::vocabulary::{KEYS, LINKING, PRESS};
use super::words;

/// The words that stand before and after the key in a phrase.
const TOWARDS: [&str; 3] = ["for", "to", "if"];

/// The words for a key.
pub(super) fn choice(prompt: &str, key: &str) -> Option<Vec<String>> {
    words::sentences(prompt).iter().find_map(|sentence| in_sentence(sentence, key)).map(|mut words| {
        words.truncate(3);
        words
    })
}

/// The prompt before it asks for a key, without the sentence that does.
pub(super) fn introduction(prompt: &str) -> Vec<String> {
    let sentences = words::sentences(prompt);
    let asks = |sentence: &String| words::of_text(sentence).iter().any(|word| is_press(word));
    sentences.into_iter().take_while(|sentence| !asks(sentence)).collect()
}

/// What a menu without an introduction offers: a word of each of its first two choices.
pub(super) fn offer(prompt: &str) -> Vec<String> {
    let choices = KEYS.iter().filter_map(|(_, key)| choice(prompt, key)?.into_iter().next());
    let mut words: Vec<String> = choices.take(2).collect();
    if words.len() == 2 {
        words.insert(1, "or".to_owned());
    }
    words
}

fn in_sentence(sentence: &str, key: &str) -> Option<Vec<String>> {
    let words = tokens(sentence);
    let is_at = |at: usize, is: fn(&str) -> bool| words.get(at).is_some_and(|word| is(word));
    let is_key = |at: usize| {
        let begins = at.checked_sub(1).is_some_and(|before| is_at(before, is_press));
        let goes_on = is_at(at + 1, |word| TOWARDS.contains(&word));
        words.get(at).and_then(|word| key_of(word)).filter(|_| begins || goes_on)
    };
    let at = (0..words.len()).find(|at| is_key(*at).is_some_and(|found| found == key))?;
    let phrase = if is_at(at + 1, |word| TOWARDS.contains(&word)) {
        let end = (at + 1..words.len()).find(|at| is_key(*at).is_some() || is_at(*at, |it| is_press(it) || it == ","));
        words.get(at + 2..end.unwrap_or(words.len()))
    } else {
        let end = at.checked_sub(1)?;
        let begin = (0..end).rev().find(|at| is_key(*at).is_some()).map_or(0, |at| at + 1);
        let towards = (begin..end).rev().find(|at| is_at(*at, |word| TOWARDS.contains(&word)));
        words.get(towards.map_or(begin, |at| at + 1)..end)
    };
    let phrase: Vec<String> = phrase?.iter().filter(|word| *word != "," && !is_press(word)).cloned().collect();
    Some(words::telling(&phrase)).filter(|words| words.iter().any(|word| !LINKING.contains(&word.as_str())))
}

/// The words of a sentence, and its commas.
fn tokens(sentence: &str) -> Vec<String> {
    let mut parts = String::new();
    for c in sentence.chars() {
        match c {
            ',' | '*' | '#' => parts.extend([' ', c, ' ']),
            _ => parts.push(c),
        }
    }
    let of_part = |part: &str| match part {
        "," | "*" | "#" => vec![part.to_owned()],
        part => words::of_text(part),
    };
    parts.split_whitespace().flat_map(of_part).collect()
}

fn is_press(word: &str) -> bool {
    PRESS.contains(&word)
}

fn key_of(word: &str) -> Option<&str> {
    if word.len() == 1 && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#')) {
        return Some(word);
    }
    KEYS.iter().find(|(name, _)| *name == word).map(|(_, key)| *key)
}

#[cfg(test)]
mod tests {
    use super::{choice, offer};

    fn found(prompt: &str, key: &str) -> Option<String> {
        choice(prompt, key).map(|words| words.join(" "))
    }

    #[test]
    fn a_prompt_says_what_each_key_is_for() {
        let before = "Welcome. For new orders, press 1. To speak with a person, press two.";
        assert_eq!(found(before, "1").as_deref(), Some("new orders"));
        assert_eq!(found(before, "2").as_deref(), Some("speak with person"));
        assert_eq!(found(before, "3"), None);
        let behind = "Press 1 for the harbour, 2 for the airport, or press star to hear this again";
        assert_eq!(found(behind, "1").as_deref(), Some("harbour"));
        assert_eq!(found(behind, "2").as_deref(), Some("airport"));
        assert_eq!(found(behind, "*").as_deref(), Some("hear"));
        assert_eq!(found("You have 1 new message.", "1"), None);
        assert_eq!(offer(behind).join(" "), "harbour or airport");
    }
}
