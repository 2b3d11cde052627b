//! The names of imported steps over real flows: how many say what the step is for.

use std::collections::{BTreeMap, BTreeSet};

use callflow::catalogue;
use callflow::decompile::Options;
use callflow::diagnostic::Diagnostics;

use crate::import::{import, read_json};
use crate::support::corpus::{GOOD, flows, shared};
use crate::support::each;

/// The maximum number of characters of a name.
const LONGEST: usize = 32;

/// The words for blocks and branches, which say what a step consists of and not what it is for. A block that ends the
/// flow says both: where several ways end, `hang_up` is all that there is to say of the step. So these count only for
/// `with_ends`, for the list.
fn words_of_blocks(with_ends: bool) -> BTreeSet<&'static str> {
    let mut words = BTreeSet::from(["error", "failed", "no_input", "no_valid_input"]);
    for block in catalogue::blocks() {
        words.insert(block.keyword);
        words.extend(block.branches.iter().map(|branch| branch.name));
        let name = block.step_name;
        if with_ends || block.semantics.ends.is_none() {
            words.extend([name.suffix, name.what, name.alone]);
        }
    }
    words.remove("");
    words
}

/// Whether a name consists only of these words.
fn consists_of(name: &str, words: &BTreeSet<&str>) -> bool {
    let behind = |word: &&str| name.strip_prefix(*word).map(|rest| rest.strip_prefix('_').unwrap_or(rest));
    name.is_empty() || words.iter().filter_map(behind).any(|rest| consists_of(rest, words))
}

/// The imported flow and the names of its steps, without `start`.
struct Imported {
    path: String,
    text: String,
    names: Vec<String>,
    /// The identifiers of its actions, as names: what a person chose is not judged.
    identifiers: BTreeSet<String>,
}

fn imported() -> Option<Vec<Imported>> {
    let shared = shared()?;
    Some(each(&flows(&shared, GOOD), |(path, json)| {
        let read = read_json(path, json).0.expect("a flow");
        let text = import(&read, Options::default(), &mut Diagnostics::new());
        let step = |line: &str| line.strip_prefix("  step ")?.split(' ').next().map(str::to_owned);
        let names = text.lines().filter_map(step).collect();
        let name = |identifier: &str| {
            let name = identifier.to_lowercase().replace([' ', '-'], "_");
            name.strip_suffix("_uuid").unwrap_or(&name).to_owned()
        };
        let identifiers = read.flow.actions.iter().map(|action| name(&action.identifier)).collect();
        Imported { path: path.clone(), text, names, identifiers }
    }))
}

/// Whether a name is another one of the flow with a number or letter behind it.
fn breaks_a_tie(name: &str, names: &[String]) -> bool {
    let Some((base, last)) = name.rsplit_once('_') else { return false };
    let is_mark = last.chars().all(char::is_numeric) || last.chars().count() == 1;
    is_mark && names.iter().any(|other| other == base)
}

fn jumps(text: &str, name: &str) -> usize {
    let arrow = format!("-> {name}");
    let ends = |rest: &&str| !rest.starts_with(|c: char| c == '_' || c.is_alphanumeric());
    text.split(&arrow).skip(1).filter(ends).count()
}

/// Whether a line has the branch `next`.
fn has_next(line: &str) -> bool {
    let outcomes = line.trim_start().strip_prefix("on ").and_then(|rest| rest.split(['-', '{']).next());
    outcomes.is_some_and(|outcomes| outcomes.split(',').any(|outcome| outcome.trim() == "next"))
}

/// `cargo test step_names:: -- --nocapture` lists them all.
#[test]
#[expect(clippy::print_stdout, reason = "a list to read, which is not shown unless it is asked for")]
fn names_of_imported_steps_say_what_they_are_for() {
    let Some(imported) = imported() else { return };
    let (words, with_ends) = (words_of_blocks(false), words_of_blocks(true));
    let (mut ties, mut blocks, mut long, mut ends) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for Imported { path, text, names, identifiers } in &imported {
        println!("{path}: {}", names.join(", "));
        for name in names {
            let place = format!("{path}: {name}");
            if breaks_a_tie(name, names) {
                ties.push(place.clone());
            }
            if consists_of(name, &words) && !identifiers.contains(name) {
                blocks.push(place.clone());
            }
            ends += usize::from(consists_of(name, &with_ends) && !identifiers.contains(name));
            if name.chars().count() > LONGEST {
                long.push(place);
            }
            let is_default = text.lines().any(|line| line.starts_with("  on ") && jumps(line, name) == 1);
            let is_used_once = jumps(text, name) == 1 && !is_default;
            if is_used_once {
                println!("    used once: {name}");
            }
            *numbers.entry("steps used once").or_default() += usize::from(is_used_once);
        }
        *numbers.entry("steps").or_default() += names.len();
        *numbers.entry("lines").or_default() += text.lines().count();
        *numbers.entry("next").or_default() += text.lines().filter(|line| has_next(line)).count();
        *numbers.entry("as").or_default() += text.matches(" as \"").count();
    }
    println!("{numbers:?}, {} break a tie, {} too long", ties.len(), long.len());
    println!("{} of words of blocks, {ends} with those of ends:\n{}", blocks.len(), blocks.join("\n"));
    let steps = numbers["steps"];
    assert!(ties.len() * 20 <= steps, "{} of {steps}: {ties:#?}", ties.len());
    assert!(blocks.len() * 10 <= steps, "{} of {steps}: {blocks:#?}", blocks.len());
    assert!(long.is_empty(), "{long:#?}");
}
