//! The pages of `callflow explain`: all have the same form, the wrong example gives the code of the page and no other,
//! and the right example gives none.
//!
//! A page is `# F0204: <title>`, paragraphs, `## Wrong` and `## Right`.

use std::collections::BTreeSet;

use callflow::diagnostic::Code;

use crate::support::page::{parse, run};
use crate::support::{all, chosen_by};

/// The codes that the environment variable `CODE` selects by their prefix, `F0106` or `F01`; all if it is not set.
fn codes() -> Vec<Code> {
    chosen_by("CODE", Code::ALL.to_vec(), |code, wanted| code.number().starts_with(wanted))
}

#[test]
fn pages_have_the_form() {
    all(&codes(), |code| code.to_string(), |code| check_form(*code));
}

#[test]
fn wrong_examples_give_the_code_and_right_examples_give_none() {
    all(&codes(), |code| code.to_string(), |code| check_examples(*code));
}

fn check_form(code: Code) {
    let (before, sections) = parse(code.page().0);
    assert_eq!(before.first().map(String::as_str), Some(format!("# {code}: {}", code.title()).as_str()));
    assert_eq!(before.get(1).map(String::as_str), Some(""), "{code}: an empty line after the title");
    assert!(before.iter().skip(2).any(|line| !line.is_empty()), "{code}: no explanation");
    let headings: Vec<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings, ["Wrong", "Right"], "{code}");
    for section in &sections {
        assert!(!section.fences.is_empty(), "{code}: nothing under `{}`", section.heading);
    }
    for line in before.iter().skip(1).chain(sections.iter().flat_map(|section| &section.prose)) {
        assert!(!line.starts_with('#'), "{code}: another heading: {line}");
        let is_link = line.starts_with("<https://");
        assert!(is_link || line.chars().count() <= 120, "{code}: a line is too long: {line}");
        assert_eq!(line.trim_end(), line, "{code}: trailing spaces");
    }
    assert!(code.page().0.ends_with("```\n"), "{code}: the page does not end with an example");
}

fn check_examples(code: Code) {
    let (_, sections) = parse(code.page().0);
    assert_eq!(sections.len(), 2, "{code}");
    for section in &sections {
        let output = run(section);
        let expected =
            if section.heading == "Wrong" { BTreeSet::from([code.number().to_owned()]) } else { BTreeSet::new() };
        assert_eq!(output.codes(), expected, "{code}, {}:\n{}{}", section.heading, output.stdout, output.stderr);
        if section.heading == "Right" {
            assert_eq!(output.code, 0, "{code}, Right:\n{}{}", output.stdout, output.stderr);
        }
    }
}
