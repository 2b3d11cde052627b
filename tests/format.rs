//! The formatter: its output, that it loses nothing, and that it is idempotent.

#![expect(clippy::string_slice, reason = "a test may panic, and every index comes from a search")]

mod random;

use std::path::{Path, PathBuf};

use callflow::diagnostic::Diagnostics;
use callflow::source::Sources;
use callflow::syntax::tree::File;
use callflow::syntax::{self, format, structural_eq, visit};
use proptest::prelude::*;

use crate::support;

fn parse(text: &str) -> (Sources, File, Diagnostics) {
    let mut sources = Sources::new();
    let id = sources.add("some.flow", text);
    let mut diagnostics = Diagnostics::new();
    let file = syntax::parse(&sources, id, &mut diagnostics);
    (sources, file, diagnostics)
}

/// The comments, without the parts that the formatter may change: indentation and trailing spaces of their lines.
fn comments(sources: &Sources, file: &File) -> Vec<String> {
    let plain = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let mut comments: Vec<_> = file.comments.iter().map(|comment| plain(sources.text(comment.span))).collect();
    comments.sort();
    comments
}

/// Formats a text without errors, and checks the invariants of the formatter.
fn formatted(text: &str) -> String {
    let (sources, file, diagnostics) = parse(text);
    assert_eq!(support::plain(&sources, &diagnostics), "", "{text}");
    let printed = format::print(&file, &sources);
    let (sources_again, again, diagnostics) = parse(&printed);
    assert_eq!(support::plain(&sources_again, &diagnostics), "", "{text}\nbecame\n{printed}");
    assert_eq!(comments(&sources, &file), comments(&sources_again, &again), "{text}\nbecame\n{printed}");
    assert!(structural_eq::files(&file, &again), "{text}\nbecame\n{printed}");
    assert_eq!(format::print(&again, &sources_again), printed, "of\n{text}");
    assert_eq!(format::checked(&file, &sources).as_deref(), Some(printed.as_str()));
    printed
}

#[test]
fn files_have_one_layout() {
    for fixture in support::chosen_fixtures("tests/format", "flow") {
        let text = std::fs::read_to_string(&fixture).unwrap();
        support::snapshot_beside(&fixture, &formatted(&text));
    }
}

fn flow_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            flow_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "flow") {
            found.push(path);
        }
    }
}

#[test]
fn every_valid_file_of_the_repository_keeps_its_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    flow_files(&root.join("tests"), &mut found);
    flow_files(&root.join("examples"), &mut found);
    let is_valid = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).ok().filter(|text| {
            let (_, file, diagnostics) = parse(text);
            diagnostics.is_empty() && visit::misread(&file).is_empty()
        });
        text.is_some_and(|text| !formatted(&text).is_empty())
    };
    assert!(support::each(&found, is_valid).contains(&true));
}

/// The same cases in every run: a change fails because of what it changes.
const SEED: u64 = 1;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 100_000, rng_seed: proptest::test_runner::RngSeed::Fixed(SEED), ..ProptestConfig::default() })]
    #[test]
    fn random_trees_are_written_and_read(tree in random::file()) {
        let text = format::print_generated(&tree, format::Remarks::new());
        let (sources, read, diagnostics) = parse(&text);
        assert_eq!(support::plain(&sources, &diagnostics), "", "{text}");
        assert!(structural_eq::files(&tree, &read), "{text}");
        let again = formatted(&text);
        let difference = text.lines().zip(again.lines()).find(|(a, b)| a != b);
        assert!(again == text, "{difference:#?}");
    }

    #[test]
    fn comments_in_odd_places_are_kept(tree in random::file(), noise in proptest::collection::vec(any::<u8>(), 50)) {
        let noisy = random::with_noise(&format::print_generated(&tree, format::Remarks::new()), &noise);
        let (_, read, diagnostics) = parse(&noisy);
        // Noise in an invalid place is an error of the test, and must be rare.
        prop_assume!(diagnostics.is_empty());
        assert!(structural_eq::files(&tree, &read), "{noisy}");
        formatted(&noisy);
    }
}

#[test]
fn remarks_are_printed_above_their_nodes() {
    let (_, mut file, _) = parse("flow \"A\" inbound { start { disconnect } }");
    let text = "flow \"A\" inbound {\n  // first\n  start {\n    // a\n    //\n    // b\n    disconnect\n  }\n}\n";
    let Some(callflow::syntax::tree::Item::Flow(flow)) = file.items.first_mut() else { panic!() };
    let Some(callflow::syntax::tree::Member::Step(step)) = flow.members.first() else { panic!() };
    let mut remarks = format::Remarks::new();
    remarks.add(step.run.statements[0].span(), "a\n\nb");
    remarks.add(step.span, "first");
    assert_eq!(format::print_generated(&file, remarks), text);
}

#[test]
fn long_remarks_are_wrapped() {
    let (_, file, _) = parse("const a = 1");
    let Some(callflow::syntax::tree::Item::Const(item)) = file.items.first() else { panic!() };
    // 99 characters.
    let ten = ["123456789"; 10].join(" ");
    let mut remarks = format::Remarks::new();
    remarks.add(item.span, &format!("{ten}x {ten} y  z\n  a  b"));
    let text = format!("// {ten}x\n// {ten}\n// y  z\n//   a  b\nconst a = 1\n");
    assert_eq!(format::print_generated(&file, remarks), text);
}

#[test]
fn generated_items_and_steps_are_apart() {
    let items = "const a = 1\n\nflow \"A\" inbound {\n  on error -> bye\n\n  start {\n    play_prompt \"Hello.\"\n    -> bye\n  }\n\n  \
                 step bye { disconnect }\n}\n\nflow \"B\" inbound {\n  start { disconnect }\n}\n";
    let (_, file, _) = parse(items);
    assert_eq!(format::print_generated(&file, format::Remarks::new()), items);
}
