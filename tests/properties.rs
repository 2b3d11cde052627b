//! What the fuzz targets demand: it holds for the fixtures, for damaged ones, and for what fuzzing found.

#[path = "../fuzz/src/lib.rs"]
pub mod demanded;

use std::fs;

use proptest::prelude::*;

use crate::robust::{EXPORTS, SOURCES, damaged, edits};
use crate::support::{all, chosen_fixtures, stem};
use demanded::BETWEEN;

const OF_TEXT: [fn(&str); 4] = [demanded::parse, demanded::format, demanded::compile, demanded::consts];
const OF_JSON: [fn(&str); 2] = [demanded::import, demanded::check_json];

#[test]
fn hold_for_fixtures() {
    let beginning = |text: &String| text.chars().take(200).collect();
    all(SOURCES.as_slice(), beginning, |text| OF_TEXT.iter().for_each(|property| property(text)));
    all(EXPORTS.as_slice(), beginning, |text| OF_JSON.iter().for_each(|property| property(text)));
}

/// Inputs that once failed. The name of a file begins with its target.
#[test]
fn hold_for_what_was_found() {
    all(
        &chosen_fixtures("tests/found", "txt"),
        |path| stem(path).to_owned(),
        |path| {
            let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
            match stem(path).split_once('-').unwrap().0 {
                "parse" => demanded::parse(&text),
                "format" => demanded::format(&text),
                "compile" => demanded::compile(&text),
                "import" => demanded::import(&text),
                "check_json" => demanded::check_json(&text),
                "diff" => demanded::diff(&text),
                "consts" => demanded::consts(&text),
                other => panic!("no target {other}"),
            }
        },
    );
}

/// The same cases in every run: a change fails because of what it changes.
const SEED: u64 = 1;

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(SEED), ..ProptestConfig::default() })]

    #[test]
    fn hold_for_damaged_sources(which in any::<prop::sample::Index>(), edits in edits()) {
        let text = damaged(which.get(SOURCES.as_slice()).as_str(), edits);
        OF_TEXT.iter().for_each(|property| property(&text));
    }

    #[test]
    fn hold_for_damaged_exports(which in any::<prop::sample::Index>(), edits in edits()) {
        let text = damaged(which.get(EXPORTS.as_slice()).as_str(), edits);
        OF_JSON.iter().for_each(|property| property(&text));
    }

    #[test]
    fn hold_for_a_source_and_its_damage(which in any::<prop::sample::Index>(), edits in edits(), is_json in any::<bool>()) {
        let all = if is_json { &EXPORTS } else { &SOURCES };
        let text = which.get(all.as_slice());
        demanded::diff(&format!("{text}{BETWEEN}{}", damaged(text, edits)));
    }

    /// Consts of each kind that use one another, declared before or after their uses.
    #[test]
    fn hold_for_consts(kinds in prop::collection::vec((0..6u8, prop::collection::vec(any::<prop::sample::Index>(), 0..6)), 1..12), is_reversed in any::<bool>()) {
        let mut lines = vec!["const c0 = \"x\"\n".to_owned()];
        for (number, (kind, used)) in (1..).zip(&kinds) {
            let used: Vec<String> = used.iter().map(|index| format!("${{c{}}}", index.index(number))).collect();
            let value = match kind {
                0 => format!("\"a{}\"", used.concat()),
                1 => format!("[{}]", used.join(", ")),
                2 => format!("{{ {} }}", used.iter().zip(0..).map(|(it, at)| format!("k{at}: {it}")).collect::<Vec<_>>().join(", ")),
                3 => "1.5".to_owned(),
                4 => "$.Attributes.tier".to_owned(),
                _ => used.first().cloned().unwrap_or_else(|| "7".to_owned()),
            };
            lines.push(format!("const c{number} = {value}\n"));
        }
        if is_reversed {
            lines.reverse();
        }
        demanded::consts(&lines.concat());
    }
}
