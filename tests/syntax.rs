//! The parser: trees of valid files, diagnostics of invalid files, and robustness against any input.

use callflow::diagnostic::Diagnostics;
use callflow::source::Sources;
use callflow::syntax;
use proptest::prelude::*;

use crate::properties::demanded;
use crate::support;

fn parse(name: &str, text: &str) -> (Sources, syntax::tree::File, Diagnostics) {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let mut diagnostics = Diagnostics::new();
    let file = syntax::parse(&sources, id, &mut diagnostics);
    diagnostics.sort();
    (sources, file, diagnostics)
}

#[test]
fn valid_files_become_trees() {
    for fixture in support::chosen_fixtures("tests/syntax/ok", "flow") {
        let text = std::fs::read_to_string(&fixture).unwrap();
        let (sources, file, diagnostics) = parse("ok.flow", &text);
        assert_eq!(support::plain(&sources, &diagnostics), "", "{}", fixture.display());
        let comments: Vec<_> = file.comments.iter().map(|comment| sources.text(comment.span)).collect();
        let tree = format!("{}\ncomments: {comments:#?}\n", support::tree::items(&file.items));
        support::snapshot_beside(&fixture, &tree);
    }
}

#[test]
fn errors_are_reported() {
    for fixture in support::chosen_fixtures("tests/syntax/errors", "flow") {
        let text = std::fs::read_to_string(&fixture).unwrap();
        let (sources, file, diagnostics) = parse("mistake.flow", &text);
        assert!(!diagnostics.is_empty(), "{}", fixture.display());
        let source = support::numbered(&text);
        let printed = support::plain(&sources, &diagnostics);
        let tree = support::tree::items(&file.items);
        support::snapshot_beside(&fixture, &format!("{source}\n{printed}\n{tree}"));
    }
}

fn valid_sample(name: &str) -> String {
    std::fs::read_to_string(support::repository("tests/syntax/ok").join(name)).unwrap()
}

/// Pieces of files, for files that are nearly valid.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "'",
    "//",
    "/*",
    "*/",
    "\n",
    "\n  ",
    ";",
    ",",
    ":",
    "=",
    "=>",
    "->",
    "→",
    "-",
    "\\",
    "$",
    "${",
    "$.a",
    "['",
    "flow \"A\" inbound {\n",
    "step a {\n",
    "start {\n",
    "on ",
    "when ",
    "as ",
    "é",
    "😀",
    " ",
    "x",
    "play_prompt \"x\"",
    "30s",
    "5min",
    "const a = ",
    "input {",
    ": raw {",
    "\u{a0}",
    "\\u{",
    "version \"1\"",
    "test \"A\" {\n",
    "given once ",
    "expect ",
    "hear only ",
    "never ",
    "queue ",
    "press \"1\"",
    "-> when ",
];

proptest! {
    #[test]
    fn any_text_is_survived(text in ".{0,200}") {
        demanded::parse(&text);
    }

    #[test]
    fn any_pieces_are_survived(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        demanded::parse(&pieces.concat());
    }

    #[test]
    fn damaged_files_are_survived(
        name in proptest::sample::select(vec!["kitchen_sink.flow", "tests_of_flows.flow"]),
        at in 0usize..4000,
        cut in 0usize..40,
        piece in proptest::sample::select(PIECES),
    ) {
        let mut text = valid_sample(name);
        let floor = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1; } at };
        let start = floor(at.min(text.len()));
        let end = floor((start + cut).min(text.len())).max(start);
        text.replace_range(start..end, piece);
        demanded::parse(&text);
    }
}

#[test]
fn huge_files_take_linear_time() {
    let shapes: [(&str, &str, usize); 18] = [
        ("", "{", 100_000),
        ("", "}", 100_000),
        ("", "[", 100_000),
        ("", "\"", 100_000),
        ("", "'", 100_000),
        ("", "/*", 100_000),
        ("", "-> ", 100_000),
        ("", "${", 100_000),
        ("const a = \"", "\\u{${", 50_000),
        ("", "garbage in, garbage out\n", 20_000),
        ("", "play_prompt \"x\n", 20_000),
        ("", "a => b\n", 20_000),
        ("flow \"A\" x {\nstart {\n", "play_prompt \"x\" y\n", 20_000),
        ("flow \"A\" x {\nstart {\n", "a { b: [\n", 20_000),
        ("", "flow \"A\" x {\n step a {\n", 10_000),
        ("test \"A\" {\n", "given x { a = [\n", 20_000),
        ("test \"A\" {\n", "given x { a = [{ b: 1 }] } y z\n", 5_000),
        ("flow \"A\" x {\nstart {\nx {\n", "on a { b; ", 10_000),
    ];
    support::each(&shapes, |(start, repeated, count)| {
        let text = format!("{start}{}", repeated.repeat(*count));
        let begun = std::time::Instant::now();
        let (_, _, diagnostics) = parse("huge.flow", &text);
        assert!(!diagnostics.is_empty());
        let taken = begun.elapsed();
        assert!(taken.as_secs() < 20, "{repeated:?} took {taken:?}");
    });
}

#[test]
fn brackets_as_deep_as_allowed_are_parsed() {
    let (before, after) = ("flow \"A\" x {\nstart {\na {\n", "}\n}\n}\n");
    let inside = (syntax::MAX_DEPTH - 3) / 2;
    let text = format!("{before}{}on x -> y{}{after}", "on a { b { ".repeat(inside), " } }".repeat(inside));
    let (sources, _, diagnostics) = parse("deep.flow", &text);
    assert_eq!(support::plain(&sources, &diagnostics), "");
}

/// Parses a value in a const declaration, to test values alone.
fn value_of(written: &str) -> String {
    let (sources, file, diagnostics) = parse("value.flow", &format!("const a = {written}"));
    assert_eq!(support::plain(&sources, &diagnostics), "", "{written}");
    support::tree::items(&file.items).trim_end().trim_start_matches("const a = ").to_owned()
}

#[test]
fn block_texts_keep_everything_but_their_frame() {
    let cases = [
        ("\"\"\"\"\"\"", "block<>"),
        ("\"\"\"\n\"\"\"", "block<>"),
        ("\"\"\"a \"b\" c\"\"\"", r#"block<"a \"b\" c">"#),
        ("\"\"\"\n  a\n    b  \n\n c\n  \"\"\"", r#"block<"a\n  b  \n\n c">"#),
        ("\"\"\"\n  a\n  b\"\"\"", r#"block<"  a\n  b">"#),
        ("\"\"\"a\n  b\n  \"\"\"", r#"block<"a\nb">"#),
        ("\"\"\"\n\n\ta\n\t\n\t\"\"\"", r#"block<"\na\n">"#),
    ];
    for (written, expected) in cases {
        assert_eq!(value_of(written), expected, "{written}");
    }
}
