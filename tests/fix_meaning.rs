//! What `callflow check --fix` makes of a slip compiles to the same flow JSON as the text that was meant.
//!
//! Makes slips in the fixtures of `tests/ok`, each with the texts that it may stand for.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::LazyLock;

use callflow::emit::OutputFile;
use callflow::graph::Mode;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::build::{OK, built, mode};
use crate::support::run::{Project, fix};

/// The fixtures that compile alone with the example's inventory.
static FIXTURES: LazyLock<Vec<(&PathBuf, String)>> = LazyLock::new(|| {
    let good = OK.iter().filter(|(path, built)| mode(path) == Mode::Publish && !built.files.is_empty());
    good.map(|(path, _)| (path, std::fs::read_to_string(path).unwrap())).collect()
});

/// A kind of slip.
struct Kind {
    name: &'static str,
    /// The slips of a text.
    of: fn(&str) -> Vec<Slip>,
}

/// A slip: what is written at a place, and what may be meant by it.
struct Slip {
    at: Range<usize>,
    written: String,
    meant: Vec<String>,
}

const KINDS: &[Kind] = &[
    Kind { name: "a quote is missing", of: |text| replaced(text, "\"", &[""], false) },
    Kind { name: "a comma for a semicolon", of: |text| replaced(text, ";", &[","], true) },
    Kind { name: "a comma at the end of a line", of: |text| replaced(text, "\n", &[",\n", ", "], true) },
    Kind { name: "`=` for `:`", of: |text| replaced(text, ": ", &[" = ", "= ", "="], true) },
    Kind { name: "`:` for `=`", of: |text| replaced(text, " = ", &[": ", " : ", ":"], true) },
    Kind {
        name: "another arrow",
        of: |text| replaced(text, "-> ", &["=> ", "→ ", "--> ", ": ", "- > ", "->", ""], true),
    },
    Kind { name: "an arrow without its blank", of: |text| replaced(text, " -> ", &[": ", ":", "=>", " goto "], true) },
    Kind { name: "`when` for `on`", of: |text| replaced(text, " on ", &[" when ", " "], true) },
    Kind { name: "`on` for `when`", of: |text| replaced(text, " when ", &[" on ", " "], true) },
    Kind { name: "a number in quotes", of: quoted_numbers },
    Kind { name: "a key with a hyphen", of: hyphen_keys },
];

/// A place where `from` is written, replaced by each of `to`: outside of texts and comments if `only_code`.
fn replaced(text: &str, from: &str, to: &[&str], only_code: bool) -> Vec<Slip> {
    let code = code(text);
    let places = text.match_indices(from).filter(|(at, _)| !only_code || code[*at]);
    let slip = |at: usize, with: &str| Slip {
        at: at..at + from.len(),
        written: with.to_owned(),
        meant: vec![from.to_owned()],
    };
    places.flat_map(|(at, _)| to.iter().map(move |with| slip(at, with))).collect()
}

fn quoted_numbers(text: &str) -> Vec<Slip> {
    words(text)
        .filter(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(|(at, word)| Slip {
            at: at..at + word.len(),
            written: format!("\"{word}\""),
            meant: vec![word.to_owned()],
        })
        .collect()
}

/// A key with a hyphen may be a key of data, or the name of a parameter.
fn hyphen_keys(text: &str) -> Vec<Slip> {
    let is_key = |(at, word): &(usize, &str)| text.get(at + word.len()..).unwrap().trim_start().starts_with([':', '=']);
    let slip = |(at, word): (usize, &str)| {
        let written = if word.contains('_') { word.replace('_', "-") } else { format!("{word}-x") };
        Slip { at: at..at + word.len(), meant: vec![word.to_owned(), format!("\"{written}\"")], written }
    };
    words(text).filter(is_key).map(slip).collect()
}

/// The words and numbers outside of texts and comments, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = code(text);
    let is_part = |c: char| c.is_alphanumeric() || "_.%$-[]'".contains(c);
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_inside = is_part(c) && code.get(at) == Some(&true);
        match start {
            None if is_inside => start = Some(at),
            Some(from) if !is_inside => {
                found.push((from, text.get(from..at).unwrap()));
                start = None;
            }
            _ => {}
        }
    }
    found.into_iter()
}

/// For each byte, whether it is outside of texts and comments.
fn code(text: &str) -> Vec<bool> {
    let mut code = vec![true; text.len()];
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let length = |open: usize, close: &str| {
            let mut end = open;
            while end < rest.len() && !rest[end..].starts_with(close.as_bytes()) {
                end += if rest[end] == b'\\' { 2 } else { 1 };
            }
            (end + close.len()).min(rest.len())
        };
        let length = match rest {
            [b'"', b'"', b'"', ..] => length(3, "\"\"\""),
            [b'"', ..] => length(1, "\""),
            [b'/', b'/', ..] => length(2, "\n") - 1,
            [b'/', b'*', ..] => length(2, "*/"),
            _ => {
                at += 1;
                continue;
            }
        };
        code[at..at + length].fill(false);
        at += length.max(1);
    }
    code
}

fn emitted(text: &str) -> Vec<OutputFile> {
    built(Project::demo().with("main.flow", text), Mode::Publish).files
}

/// The same cases in every run: a change fails because of what it changes.
const SEED: u64 = 1;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 0, rng_seed: proptest::test_runner::RngSeed::Fixed(SEED), ..ProptestConfig::default() })]

    #[test]
    fn a_fixed_slip_has_the_meaning_of_the_text(fixture: Index, kind: Index, place: Index) {
        let (path, text) = fixture.get(&FIXTURES);
        let kind = kind.get(KINDS);
        let slips = (kind.of)(text);
        prop_assume!(!slips.is_empty());
        let slip = place.get(&slips);
        let with = |new: &str| format!("{}{new}{}", text.get(..slip.at.start).unwrap(), text.get(slip.at.end..).unwrap());
        let written = with(&slip.written);
        let (after, output) = fix(&written);
        if after != written && output.code == 0 {
            let meant = slip.meant.iter().map(|meant| emitted(&with(meant)));
            let made = emitted(&after);
            let is_meant = meant.into_iter().any(|meant| meant.iter().map(|file| &file.bytes).eq(made.iter().map(|file| &file.bytes)));
            prop_assert!(is_meant, "{}: {} at {:?}\n{}\n{after}", path.display(), kind.name, slip.at, output.stderr);
        }
    }
}
