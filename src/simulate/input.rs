//! Keys that are stored: where the input ends, and what is deleted.

use crate::catalogue::run_time::CANCEL_KEY;

/// How keys are read.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// The maximum number of keys.
    pub(super) maximum: Option<usize>,
    /// The keys that end the input; empty if none do.
    pub(super) end: String,
    /// Whether the cancel key deletes what was entered.
    pub(super) cancels: bool,
}

/// What was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The keys that are stored.
    pub(super) keys: String,
    /// The keys after them.
    pub(super) rest: String,
    /// Whether it ended by its length or by the keys that end it, rather than by a pause.
    pub(super) is_complete: bool,
    /// Whether the cancel key deleted keys.
    pub(super) was_cancelled: bool,
}

/// Reads keys.
pub(super) fn read(pressed: &str, rules: &Rules) -> Entry {
    let mut entry = Entry::default();
    let mut keys = pressed.chars().peekable();
    while let Some(key) = keys.next() {
        entry.keys.push(key);
        if !rules.end.is_empty() && entry.keys.ends_with(&rules.end) {
            // Repeated keys may end the input again one key later.
            let goes_on = keys.peek().is_some_and(|next| {
                let mut longer = entry.keys.clone();
                longer.push(*next);
                rules.end.chars().count() > 1 && longer.ends_with(&rules.end)
            });
            if !goes_on {
                let stored = entry.keys.len() - rules.end.len();
                entry.keys.truncate(stored);
                entry.is_complete = true;
                break;
            }
            continue;
        }
        if rules.cancels && key == CANCEL_KEY && !is_start_of_end(&entry.keys, &rules.end) {
            entry.was_cancelled |= entry.keys.len() > 1;
            entry.keys.clear();
            continue;
        }
        let may_end = is_start_of_end(&entry.keys, &rules.end) && rules.end.chars().count() > 1;
        if !may_end && rules.maximum.is_some_and(|maximum| entry.keys.chars().count() >= maximum) {
            entry.is_complete = true;
            break;
        }
    }
    entry.rest = keys.collect();
    entry
}

/// Whether the last keys may be the first ones of those that end the input.
fn is_start_of_end(keys: &str, end: &str) -> bool {
    end.char_indices().skip(1).any(|(at, _)| end.get(..at).is_some_and(|start| keys.ends_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(pressed: &str, maximum: usize, end: &str, cancels: bool) -> (String, String, bool) {
        let entry = read(pressed, &Rules { maximum: Some(maximum), end: end.to_owned(), cancels });
        (entry.keys, entry.rest, entry.is_complete)
    }

    #[test]
    fn input_ends_at_its_length_or_end_key_or_with_a_pause() {
        assert_eq!(entered("4711#", 20, "#", true), ("4711".to_owned(), String::new(), true));
        assert_eq!(entered("4711", 4, "#", true), ("4711".to_owned(), String::new(), true));
        assert_eq!(entered("47115", 4, "#", true), ("4711".to_owned(), "5".to_owned(), true));
        assert_eq!(entered("47", 4, "#", true), ("47".to_owned(), String::new(), false));
        assert_eq!(entered("12*34#", 20, "#", true), ("34".to_owned(), String::new(), true));
        assert_eq!(entered("12*34#", 20, "#", false), ("12*34".to_owned(), String::new(), true));
        assert_eq!(entered("1#2#3*4###", 20, "##", false), ("1#2#3*4#".to_owned(), String::new(), true));
    }
}
