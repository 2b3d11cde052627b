//! The known words that are most similar to an unknown one, and whether the unknown one is only a typing slip.

/// How much of the longer word may differ, in percent, for two words to count as similar.
const MOST_DIFFERENT: usize = 40;

/// The candidate that is most similar to `word`, if one is similar enough to be meant.
///
/// Ignores case and the difference between space, `-` and `_`. The first of equally similar candidates wins. `None` if
/// `word` can be a slip for several candidates.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    the_one_meant(word, &nearest_three(word, candidates))
}

/// Up to three candidates that are similar to `word`, the most similar first.
#[must_use]
pub fn nearest_three<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut search = Search::new(word, |_, _| true);
    candidates.into_iter().for_each(|candidate| search.offer(candidate));
    search.three()
}

/// The first of those that are similar to `word`, unless it can be a slip for two of them.
pub(super) fn the_one_meant<'a>(word: &str, near: &[&'a str]) -> Option<&'a str> {
    match near {
        [first, second, ..] if is_slip(word, first) && is_slip(word, second) && fold(word) != fold(first) => None,
        near => near.first().copied(),
    }
}

/// The search for the three names that are most similar to a word.
pub(super) struct Search<'w, 'a> {
    word: &'w str,
    folded: Folded,
    /// Whether a name that is similar to the word is wanted.
    is_wanted: fn(&str, &str) -> bool,
    /// The most similar first; of equally similar ones, the first that was offered.
    near: Vec<(usize, &'a str)>,
}

impl<'w, 'a> Search<'w, 'a> {
    pub(super) fn new(word: &'w str, is_wanted: fn(&str, &str) -> bool) -> Search<'w, 'a> {
        Search { word, folded: Folded::new(word), is_wanted, near: Vec::new() }
    }

    pub(super) fn offer(&mut self, name: &'a str) {
        let letters = Letters::of(name);
        if self.may_win(name, &letters) {
            self.weigh(name, &Folded { text: fold(name), letters });
        }
    }

    /// [`Search::offer`] for a name that was folded before.
    pub(super) fn offer_folded(&mut self, name: &'a str, folded: &Folded) {
        if self.may_win(name, &folded.letters) {
            self.weigh(name, folded);
        }
    }

    pub(super) fn three(self) -> Vec<&'a str> {
        self.near.into_iter().map(|(_, name)| name).collect()
    }

    /// Whether the letters of a name allow it to be one of the three.
    fn may_win(&self, name: &str, letters: &Letters) -> bool {
        let own = &self.folded.letters;
        let is_near_enough = || self.near.get(2).is_none_or(|(third, _)| own.least_distance(letters) < *third);
        name != self.word && (own.allow_near(letters) || own.allow_half(letters)) && is_near_enough()
    }

    fn weigh(&mut self, name: &'a str, folded: &Folded) {
        let Some(distance) = self.folded.distance(folded) else { return };
        let at = self.near.partition_point(|(other, _)| *other <= distance);
        let is_listed = self.near.iter().any(|(_, other)| *other == name);
        if at < 3 && !is_listed && (self.is_wanted)(self.word, name) {
            self.near.insert(at, (distance, name));
            self.near.truncate(3);
        }
    }
}

/// Whether two names differ by one or two letters within one of their parts. Names that differ by a whole part, such as
/// `PaymentAmount` and `PaymentToken`, name different things.
pub(super) fn differ_within_a_part(word: &str, candidate: &str) -> bool {
    let (parts, others) = (name_parts(word), name_parts(candidate));
    if parts.len() != others.len() {
        return parts.concat() == others.concat();
    }
    let mut different = parts.iter().zip(&others).filter(|(part, other)| part != other);
    match (different.next(), different.next()) {
        (None, _) => true,
        (Some((part, other)), None) => {
            strsim::damerau_levenshtein(part, other) <= 2 && is_misspelt(part, other) && !differ_in_digits(part, other)
        }
        _ => false,
    }
}

/// The parts of a name, in lower case: `PaymentToken` and `payment_token` have the same.
#[must_use]
pub fn name_parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for character in name.chars() {
        let is_separator = matches!(character, '_' | '-' | '.' | ' ');
        if is_separator || was_lower && character.is_uppercase() {
            parts.push(String::new());
        }
        if let (false, Some(part)) = (is_separator, parts.last_mut()) {
            part.extend(character.to_lowercase());
        }
        was_lower = character.is_lowercase();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn differ_in_digits(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) != digits(other)
}

/// Whether `word` is similar to `candidate` as a whole, rather than being only the beginning of it.
#[must_use]
pub fn is_misspelt(word: &str, candidate: &str) -> bool {
    Folded::new(word).similar(&Folded::new(candidate)).is_some()
}

/// Whether `word` can only be a typing slip for `candidate`: they differ only in case and separators, or in one part of
/// the word a letter is left out, doubled or added, or two letters are swapped.
///
/// A letter replaced by another is not a slip: `Sales UK` is not `Sales EU`, and `dana` is not `dara`.
pub(super) fn is_slip(word: &str, candidate: &str) -> bool {
    let (word, candidate) = (fold(word), fold(candidate));
    if word == candidate {
        return true;
    }
    let parts = |text: &str| -> Vec<Vec<char>> { text.split(['_', '.']).map(|part| part.chars().collect()).collect() };
    let (parts, others) = (parts(&word), parts(&candidate));
    let mut different = parts.iter().zip(&others).filter(|(part, other)| part != other);
    match (different.next(), different.next()) {
        (Some((part, other)), None) if parts.len() == others.len() => is_swapped(part, other) || lacks_one(part, other),
        _ => false,
    }
}

/// Whether the words differ only in two adjacent letters that are swapped.
fn is_swapped(one: &[char], other: &[char]) -> bool {
    let at: Vec<usize> = (0..one.len()).filter(|at| one.get(*at) != other.get(*at)).collect();
    match at.as_slice() {
        [first, second] if one.len() == other.len() && first + 1 == *second && one.len() >= SHORT => {
            one.get(*first) == other.get(*second) && one.get(*second) == other.get(*first) && !is_digit(one, *first)
        }
        _ => false,
    }
}

/// Whether one word is the other without one letter: a letter inside the word, or one of a doubled pair.
fn lacks_one(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.len() + 1 != long.len() || short.len() < SHORT {
        return false;
    }
    let at = short.iter().zip(long).take_while(|(short, long)| short == long).count();
    let is_doubled = at > 0 && long.get(at) == long.get(at - 1) || long.get(at) == long.get(at + 1);
    let is_inside = at > 0 && at < short.len();
    short.get(at..) == long.get(at + 1..) && (is_inside || is_doubled) && !is_digit(long, at)
}

/// Words with fewer letters are too similar to others.
const SHORT: usize = 3;

fn is_digit(word: &[char], at: usize) -> bool {
    word.get(at).is_some_and(char::is_ascii_digit)
}

/// The words without the letters that both begin with and those that both end with: they have the same distance, and
/// computing it takes time that grows with the product of the lengths.
fn different_parts<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let is_same = |(one, other): &(char, char)| one == other;
    let length = |(one, _): (char, char)| one.len_utf8();
    let same: usize = one.chars().zip(other.chars()).take_while(is_same).map(length).sum();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    let same: usize = one.chars().rev().zip(other.chars().rev()).take_while(is_same).map(length).sum();
    let before = |text: &'a str| text.get(..text.len() - same).unwrap_or_default();
    (before(one), before(other))
}

/// A word as it is compared.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) text: String,
    letters: Letters,
}

impl Folded {
    pub(super) fn new(word: &str) -> Folded {
        Folded { text: fold(word), letters: Letters::of(word) }
    }

    fn distance(&self, other: &Folded) -> Option<usize> {
        // `Billing` for `Billing EU`: people often remember only half of a name.
        let is_half = || {
            self.text.len().min(other.text.len()) >= SHORTEST_HALF
                && (other.text.starts_with(&self.text) || self.text.starts_with(&other.text))
        };
        self.similar(other).or_else(|| is_half().then(|| self.letters.length.abs_diff(other.letters.length)))
    }

    /// The distance of two words that are similar as a whole.
    fn similar(&self, other: &Folded) -> Option<usize> {
        if !self.letters.allow_near(&other.letters) {
            return None;
        }
        let (word, candidate) = different_parts(&self.text, &other.text);
        let distance = strsim::damerau_levenshtein(word, candidate);
        Some(distance).filter(|distance| self.letters.is_near(&other.letters, *distance))
    }
}

/// Fewer bytes are not the half of a name.
pub(super) const SHORTEST_HALF: usize = 4;

/// How many letters a folded word has, and how many of each. They distinguish most words, a thousand times as fast
/// as their distance does.
#[derive(Debug)]
struct Letters {
    length: usize,
    /// Letters that differ by a multiple of [`KINDS`] share a count.
    counts: [u8; KINDS],
}

const KINDS: usize = 32;

impl Letters {
    fn of(word: &str) -> Letters {
        let mut letters = Letters { length: 0, counts: [0; KINDS] };
        if word.is_ascii() {
            word.bytes().for_each(|byte| letters.add(char::from(byte.to_ascii_lowercase())));
        } else {
            word.chars().flat_map(char::to_lowercase).for_each(|c| letters.add(c));
        }
        letters
    }

    /// Counts a letter in lower case.
    fn add(&mut self, c: char) {
        self.length += 1;
        if let Some(count) = self.counts.get_mut(separated(c) as usize % KINDS) {
            *count = count.saturating_add(1);
        }
    }

    fn is_near(&self, other: &Letters, distance: usize) -> bool {
        distance * 100 <= self.length.max(other.length) * MOST_DIFFERENT
    }

    /// Whether words with these letters can be similar. An edit adds, removes or replaces one letter, or moves it.
    fn allow_near(&self, other: &Letters) -> bool {
        self.is_near(other, self.length.abs_diff(other.length)) && self.is_near(other, self.least_distance(other))
    }

    /// No words with these letters have a smaller distance.
    fn least_distance(&self, other: &Letters) -> usize {
        self.surplus(other).max(other.surplus(self))
    }

    /// Whether one of two words with these letters can begin with the other.
    fn allow_half(&self, other: &Letters) -> bool {
        self.surplus(other) == 0 || other.surplus(self) == 0
    }

    /// How many letters the other word lacks.
    fn surplus(&self, other: &Letters) -> usize {
        let surplus = |(own, other): (&u8, &u8)| u16::from(own.saturating_sub(*other));
        self.counts.iter().zip(&other.counts).map(surplus).sum::<u16>().into()
    }
}

fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(separated).collect()
}

fn separated(c: char) -> char {
    if c == '-' || c == ' ' { '_' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_never_rule_out_a_word_that_is_near() {
        let words = [
            "play_prompt",
            "Play Prompt",
            "paly_prmopt",
            "pla\u{130}y",
            "aaab",
            "baaa",
            "tset",
            "test_",
            "",
            "\u{df}s",
        ];
        let longer = words.map(|word| format!("{word} of the day"));
        let all: Vec<&str> = words.into_iter().chain(longer.iter().map(String::as_str)).collect();
        for (word, candidate) in all.iter().flat_map(|word| all.iter().map(move |other| (*word, *other))) {
            let (letters, others) = (Letters::of(word), Letters::of(candidate));
            let least = letters.least_distance(&others);
            let (word, candidate) = (fold(word), fold(candidate));
            assert_eq!(letters.length, word.chars().count(), "{word}");
            assert!(least <= strsim::damerau_levenshtein(&word, &candidate), "{word} {candidate}");
            assert!(!candidate.starts_with(&word) || letters.allow_half(&others), "{word} {candidate}");
        }
    }

    #[test]
    fn letters_tell_most_words_apart() {
        let words: Vec<String> = crate::diagnostic::Code::ALL.iter().map(|code| format!("{code:?}")).collect();
        let pairs = words.iter().flat_map(|word| words.iter().map(move |other| (word, other)));
        let measured = pairs.filter(|(word, other)| Letters::of(word).allow_near(&Letters::of(other))).count();
        assert!(measured * 10 < words.len() * words.len(), "{measured} of {} pairs", words.len() * words.len());
    }
}
