//! The nearest of some known words to one that is not known.

/// How much of the longer word may differ, in hundredths, before two words are not called near.
const MOST_DIFFERENT: usize = 40;

/// The candidate most like `word`, if one is near enough to be what was meant.
///
/// Case and the difference between space, `-` and `_` count for nothing. The first of equals wins.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_three(word, candidates).into_iter().next()
}

/// Up to three candidates that are near `word`, the nearest first.
#[must_use]
pub fn nearest_three<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = fold(word);
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| distance(&folded, &fold(candidate)).map(|distance| (distance, candidate)))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.dedup_by(|a, b| a.1 == b.1);
    near.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Whether `word` can only be a slip for `candidate`: two letters at most are other than they should be, and no digit.
///
/// Half a name is no slip, and neither is `Tier 3` for `Tier 2`.
pub(super) fn is_slip(word: &str, candidate: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (word, candidate) = (fold(word), fold(candidate));
    let most = word.chars().count().min(candidate.chars().count()) / 3;
    digits(&word) == digits(&candidate) && strsim::damerau_levenshtein(&word, &candidate) <= most.min(2)
}

fn distance(word: &str, candidate: &str) -> Option<usize> {
    let (length, other) = (word.chars().count(), candidate.chars().count());
    let is_near = |distance: usize| distance * 100 <= length.max(other) * MOST_DIFFERENT;
    // The distance is at least the difference in length, and a thousand names are to be compared in no time.
    if is_near(length.abs_diff(other)) {
        let distance = strsim::damerau_levenshtein(word, candidate);
        if is_near(distance) {
            return Some(distance);
        }
    }
    // `Billing` for `Billing EU`: half a name is often all that people remember.
    let shorter = word.len().min(candidate.len());
    (shorter >= 4 && (candidate.starts_with(word) || word.starts_with(candidate))).then_some(length.abs_diff(other))
}

fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect()
}
