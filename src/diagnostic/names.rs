//! Names among which many unknown words are looked for: the steps of a flow, the consts of a build, an inventory.
//!
//! Takes the names once, and gives those that are similar to a word, as [`nearest`](super::nearest) does. Of very many
//! names it compares only those that an index finds, so that a file with as many mistakes as names takes no time that
//! grows with the product of both.

use std::hash::{DefaultHasher, Hasher};
use std::sync::OnceLock;

use smol_str::SmolStr;

use super::near_miss::{Folded, SHORTEST_HALF, Search, differ_within_a_part, the_one_meant};

/// Names that are prepared when the first word is looked for.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<SmolStr>,
    prepared: OnceLock<Prepared>,
}

#[derive(Debug)]
struct Prepared {
    folded: Vec<Folded>,
    /// `None` for a few names, which are all compared.
    index: Option<Index>,
}

/// Up to this many names, each word is compared with all.
const FEW: usize = 4000;

impl<S: Into<SmolStr>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Names {
        Names { names: names.into_iter().map(Into::into).collect(), prepared: OnceLock::new() }
    }
}

impl Names {
    /// The names, in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(SmolStr::as_str)
    }

    /// The name that is most similar to `word`, if one is similar enough to be meant, and it is no slip for another.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        the_one_meant(word, &self.nearest_three(word))
    }

    /// Up to three names that are similar to `word`, the most similar first.
    #[must_use]
    pub fn nearest_three(&self, word: &str) -> Vec<&str> {
        self.search(word, |_, _| true)
    }

    /// [`Names::nearest`] among the names that differ from `word` only by one or two letters within one of its parts.
    #[must_use]
    pub fn nearest_slip(&self, word: &str) -> Option<&str> {
        the_one_meant(word, &self.search(word, differ_within_a_part))
    }

    fn search(&self, word: &str, is_wanted: fn(&str, &str) -> bool) -> Vec<&str> {
        let Prepared { folded, index } = self.prepared.get_or_init(|| {
            let folded: Vec<Folded> = self.iter().map(Folded::new).collect();
            let index = (folded.len() > FEW).then(|| Index::new(&folded));
            Prepared { folded, index }
        });
        let mut search = Search::new(word, is_wanted);
        let mut offer = |(name, folded)| search.offer_folded(name, folded);
        let at = |at: &usize| Some((self.names.get(*at)?.as_str(), folded.get(*at)?));
        match index {
            Some(index) => index.find(&Folded::new(word).text, folded).iter().filter_map(at).for_each(&mut offer),
            None => self.iter().zip(folded).for_each(&mut offer),
        }
        search.three()
    }
}

/// Finds the names that differ from a word in one letter or two that are swapped, and those that begin with the word or
/// that the word begins with.
#[derive(Debug)]
struct Index {
    /// A hash of each name, whole and without each of its letters, and the name. Two texts with a distance of one have
    /// such a text in common. Sorted.
    shortened: Vec<(u64, usize)>,
    /// The names in the order of their texts.
    sorted: Vec<usize>,
}

/// Of names that are alike, no more are compared.
const ALIKE: usize = 50;

/// Of a longer text, only the whole is in the index.
const LONGEST: usize = 100;

impl Index {
    fn new(names: &[Folded]) -> Index {
        let mut shortened: Vec<(u64, usize)> =
            names.iter().enumerate().flat_map(|(at, name)| shortened(&name.text).map(move |hash| (hash, at))).collect();
        shortened.sort_unstable();
        let mut sorted: Vec<usize> = (0..names.len()).collect();
        sorted.sort_by_key(|at| names.get(*at).map(|name| &name.text));
        Index { shortened, sorted }
    }

    /// The names that may be similar to a folded word, in their order.
    fn find(&self, word: &str, names: &[Folded]) -> Vec<usize> {
        let mut found: Vec<usize> = shortened(word).flat_map(|hash| self.with(hash)).collect();
        if word.len() >= SHORTEST_HALF {
            let text = |at: &usize| names.get(*at).map_or("", |name| name.text.as_str());
            let first = self.sorted.partition_point(|at| text(at) < word);
            let longer = self.sorted.iter().skip(first).take(ALIKE).take_while(|at| text(at).starts_with(word));
            found.extend(longer);
            let beginnings = word.char_indices().skip(SHORTEST_HALF).take(LONGEST);
            found.extend(beginnings.flat_map(|(end, _)| self.with(hash(word.get(..end).unwrap_or_default(), ""))));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn with(&self, hash: u64) -> impl Iterator<Item = usize> {
        let first = self.shortened.partition_point(|(other, _)| *other < hash);
        let same = self.shortened.iter().skip(first).take(ALIKE).take_while(move |(other, _)| *other == hash);
        same.map(|(_, at)| *at)
    }
}

/// The hashes of a text, whole and without each of its letters.
fn shortened(text: &str) -> impl Iterator<Item = u64> {
    let letters = text.char_indices().filter(|_| text.len() <= LONGEST);
    let without = letters.map(|(at, letter)| {
        let rest = text.get(at + letter.len_utf8()..).unwrap_or_default();
        hash(text.get(..at).unwrap_or_default(), rest)
    });
    std::iter::once(hash(text, "")).chain(without)
}

fn hash(one: &str, other: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(one.as_bytes());
    hasher.write(other.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::nearest;
    use super::*;

    /// The index finds what a comparison with all names finds, for words that are nearly one of them.
    #[test]
    fn the_index_loses_no_slip() {
        let number = |n: usize| format!("Queue {} of {}", n * 7919 % 10_007, ["Berlin", "Oslo", "Rome"][n % 3]);
        let names: Names = (0..FEW + 500).map(number).collect();
        let all: Vec<String> = (0..FEW + 500).map(number).collect();
        let folded: Vec<Folded> = all.iter().map(|name| Folded::new(name)).collect();
        let index = Index::new(&folded);
        for n in (0..all.len()).step_by(97) {
            let name = &all[n];
            let slips = [
                name.replacen("ue", "", 1),
                name.replacen("ueu", "uue", 1),
                name.replacen(" of", "  of", 1),
                name.replacen('Q', "G", 1),
                name.to_uppercase(),
                name.replace(' ', "_"),
                format!("{name} 2"),
                name.replace(" Oslo", ""),
            ];
            for word in slips.iter().filter(|word| *word != name) {
                let expected = nearest(word, all.iter().map(String::as_str));
                // However many there are, few are compared.
                assert!(index.find(&Folded::new(word).text, &folded).len() < 20 * ALIKE, "{word}");
                // Of so many names, one that differs by more is not looked for.
                if strsim::damerau_levenshtein(word, name) <= 1 || expected.is_none() {
                    assert_eq!(names.nearest(word), expected, "{word}");
                }
            }
        }
    }
}
