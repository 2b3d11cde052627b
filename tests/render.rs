//! Rendering of diagnostics for a terminal.

use std::time::{Duration, Instant};

use callflow::diagnostic::render::{Look, terminal};
use callflow::diagnostic::{Code, Diagnostic, Diagnostics};
use callflow::source::{FileId, Sources, Span};

use crate::support::snapshot_in;

fn render(sources: &Sources, diagnostics: impl IntoIterator<Item = Diagnostic>) -> String {
    let mut all = Diagnostics::new();
    all.extend(diagnostics);
    terminal(&all, sources, Look::plain())
}

/// The span of the first `what` in the file.
fn at(sources: &Sources, file: FileId, what: &str) -> Span {
    let start = sources.get(file).unwrap().text().find(what).unwrap();
    let end = start + what.len();
    Span::new(file, u32::try_from(start).unwrap(), u32::try_from(end).unwrap())
}

fn one(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add("flows/main.flow", text);
    (sources, file)
}

fn snapshot(name: &str, text: &str) {
    snapshot_in("tests/render", name, text);
}

const MAIN: &str =
    "flow \"Main\" inbound {\n  start {\n    set_working_queue queue \"Biling\"\n    transfer_to_queue\n  }\n}\n";

#[test]
fn a_mistake_with_its_place_and_its_cure() {
    let (sources, file) = one(MAIN);
    let span = at(&sources, file, "\"Biling\"");
    let error = Diagnostic::new(Code::UnknownName, span, "no queue is named `Biling`")
        .primary_label("no such queue")
        .did_you_mean(span, Some("Billing"))
        .help("the inventory has 7 queues");
    snapshot("a_mistake_with_its_place_and_its_cure", &render(&sources, [error]));
}

#[test]
fn severities() {
    let (sources, file) = one(MAIN);
    let span = at(&sources, file, "transfer_to_queue");
    let error = Diagnostic::new(Code::MissingBranch, span, "`transfer_to_queue` needs the branch `at_capacity`");
    let warning = Diagnostic::new(Code::FlowTypeDisputed, span, "something may be wrong");
    let note = Diagnostic::unlocated(Code::NamesNotVerified, "names were not verified").help("give an inventory");
    snapshot("severities", &render(&sources, [error, warning, note]));
}

#[test]
fn labels_in_two_files_and_far_apart() {
    let (mut sources, file) = one(&format!("flow \"A\" inbound {{}}\n{}flow \"B\" inbound {{}}\n", "\n".repeat(20)));
    let other = sources.add("flows/other.flow", "// first\nflow \"B\" queue_transfer {\n}\n");
    let error = Diagnostic::new(Code::DuplicateFlow, at(&sources, file, "\"B\""), "two flows are named `B`")
        .primary_label("the second")
        .label(at(&sources, other, "\"B\""), "the first is here")
        .label(at(&sources, file, "\"A\""), "this one is fine");
    snapshot("labels_in_two_files_and_far_apart", &render(&sources, [error]));
}

#[test]
fn columns_count_characters() {
    let (sources, file) = one("flow \"Größe 受付 😀\" inbund {}\n");
    let error = Diagnostic::new(Code::UnknownFlowType, at(&sources, file, "inbund"), "no flow type is named `inbund`")
        .primary_label("here");
    let text = render(&sources, [error]);
    assert!(text.contains("[flows/main.flow:1:19]"), "{text}");
    snapshot("columns_count_characters", &text);
}

#[test]
fn a_label_over_several_lines() {
    let (sources, file) = one(MAIN);
    let span = at(&sources, file, "start {").to(at(&sources, file, "  }\n"));
    snapshot(
        "a_label_over_several_lines",
        &render(
            &sources,
            [Diagnostic::new(Code::UnreachableLine, span, "nothing reaches this").primary_label("this run")],
        ),
    );
}

#[test]
fn a_label_over_very_many_lines_is_drawn_on_the_first_line() {
    let (sources, file) = one(&format!("flow \"Main\" {{\n{}}}\n", "  disconnect\n".repeat(500)));
    let span = Span::new(file, 0, 6000);
    let text =
        render(&sources, [Diagnostic::new(Code::TooManyActions, span, "too many actions").primary_label("this flow")]);
    assert!(text.lines().count() < 12, "{text}");
    assert!(text.contains("this flow") && text.contains("[flows/main.flow:1:1]"), "{text}");
}

#[test]
fn the_end_of_the_input_is_shown_at_the_last_character() {
    for text in ["flow \"A\" inbound {\n", "flow \"A\" inbound {", "flow \"A\" inbound {\n\n\n  \n"] {
        let (sources, file) = one(text);
        let end = u32::try_from(text.len()).unwrap();
        let error = Diagnostic::new(Code::UnclosedBracket, Span::new(file, end, end), "`{` is never closed")
            .primary_label("here");
        let text = render(&sources, [error]);
        assert!(text.contains("here") && text.contains("[flows/main.flow:1:18]"), "{text}");
    }
}

#[test]
fn invalid_spans_are_clamped() {
    let (sources, file) = one("flow é\n");
    for (start, end) in [(0, 999), (500, 999), (6, 7), (6, 6), (7, 8), (0, 0), (8, 8)] {
        let error = Diagnostic::new(Code::SyntaxError, Span::new(file, start, end), "odd").primary_label("label");
        let text = render(&sources, [error]);
        assert!(text.contains("label") && text.contains("[flows/main.flow:1:"), "{start}..{end}: {text}");
        assert!(!text.contains("Failed"), "{text}");
    }
}

#[test]
fn an_empty_file_has_a_location_too() {
    let (sources, file) = one("");
    let text = render(&sources, [Diagnostic::new(Code::EmptyFile, Span::new(file, 0, 0), "nothing is declared")]);
    assert!(text.contains("[flows/main.flow:1:1]"), "{text}");
}

#[test]
fn a_very_long_line_is_cut_around_the_place() {
    let (sources, file) =
        one(&format!("{{\"a\":\"{}\",\"Type\":\"Plya\",{}\n}}\n", "é".repeat(5000), "x".repeat(90_000)));
    let error = Diagnostic::new(Code::UnknownBlock, at(&sources, file, "\"Plya\""), "no block is named `Plya`")
        .primary_label("here")
        .label(Span::new(file, 95_000, 95_010), "out of sight");
    let text = render(&sources, [error]);
    assert!(text.contains("[flows/main.flow:1:5016]"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 180), "{text}");
    snapshot("a_very_long_line_is_cut_around_the_place", &text);
}

#[test]
fn control_characters_are_not_printed() {
    let (sources, file) = one("flow \"\u{1b}[31m\u{202e}red\" inbound {}\n");
    let error =
        Diagnostic::new(Code::BadEscape, at(&sources, file, "red"), "odd `\u{1b}[2J`").primary_label("\u{9b}0m");
    let text = render(&sources, [error]);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{text:?}");
    assert!(text.contains("red"), "{text}");
}

#[test]
fn colours_only_if_enabled() {
    let (sources, file) = one(MAIN);
    let mut all = Diagnostics::new();
    all.push(
        Diagnostic::new(Code::UnknownName, at(&sources, file, "\"Biling\""), "no").primary_label("here").help("do"),
    );
    assert!(!terminal(&all, &sources, Look::plain()).contains('\u{1b}'));
    assert!(terminal(&all, &sources, Look { colour: true, width: 80 }).contains('\u{1b}'));
    for width in [0, 1, 30] {
        assert!(terminal(&all, &sources, Look { colour: false, width }).contains("here"));
    }
}

#[test]
fn a_label_in_a_missing_file_is_left_out() {
    let (mut sources, _) = one("");
    let lost = sources.add("lost.flow", "x");
    let text = render(&Sources::new(), [Diagnostic::new(Code::CannotRead, Span::new(lost, 0, 1), "cannot be read")]);
    assert_eq!(text, "error[F0803]\n\n  × cannot be read\n\n");
}

#[test]
fn a_thousand_diagnostics_on_a_megabyte_are_rendered_quickly() {
    let (sources, file) = one(&"    set_contact_attributes { tier = \"gold\" }\n".repeat(25_000));
    let length = u32::try_from(sources.get(file).unwrap().text().len()).unwrap();
    let diagnostics: Vec<Diagnostic> = (0..1000)
        .map(|index| {
            let start = length / 1000 * index;
            Diagnostic::new(Code::UnknownName, Span::new(file, start, start + 5), "no such thing").primary_label("here")
        })
        .collect();
    let begin = Instant::now();
    render(&sources, diagnostics);
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?} in a build without optimisation", begin.elapsed());
}
