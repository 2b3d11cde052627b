//! The pages of `callflow explain`: each has the same form, what it calls wrong gives its code and no other, and what
//! it calls right gives none.
//!
//! A page is `# F0204: <title>`, paragraphs, `## Wrong` and `## Right`. The fences of a section are its files:
//! `flow` (main.flow), `flow other.flow`, `json inventory/list-queues.json`, `toml callflow.toml`, `bytes main.flow`
//! (where `\xNN` is a byte), and `console` (`$ callflow build .`; without it the usual check).

#![cfg(test)]

mod harness;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use callflow::diagnostic::Code;

use harness::{Output, all, callflow};

/// Examples read attributes that a real contact centre sets elsewhere.
const USUAL: &str = "check . --inventory inventory --level F0334=off";

struct Section {
    heading: String,
    /// The lines outside of fences.
    prose: Vec<String>,
    fences: Vec<Fence>,
}

struct Fence {
    info: String,
    text: String,
}

/// The lines before the first `## …` heading, and the sections.
fn parse(page: &str) -> (Vec<String>, Vec<Section>) {
    let mut before = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut fence: Option<Fence> = None;
    for line in page.lines() {
        match (&mut fence, line.strip_prefix("```")) {
            (Some(_), Some(rest)) => {
                assert!(rest.is_empty(), "a fence in a fence: {line}");
                let section = sections.last_mut().expect("a fence before the first section");
                section.fences.extend(fence.take());
            }
            (Some(fence), None) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            (None, Some(info)) => fence = Some(Fence { info: info.trim().to_owned(), text: String::new() }),
            (None, None) => match (line.strip_prefix("## "), sections.last_mut()) {
                (Some(heading), _) => {
                    sections.push(Section { heading: heading.to_owned(), prose: Vec::new(), fences: Vec::new() });
                }
                (None, Some(section)) => section.prose.push(line.to_owned()),
                (None, None) => before.push(line.to_owned()),
            },
        }
    }
    assert!(fence.is_none(), "a fence is never closed");
    (before, sections)
}

/// Each code once, by its number; `F0106` in the environment variable CODE tests only the codes that begin so.
fn codes() -> Vec<Code> {
    let wanted = std::env::var("CODE").unwrap_or_default();
    Code::ALL.iter().copied().filter(|code| code.number().starts_with(&wanted)).collect()
}

#[test]
fn pages_have_the_form() {
    all(codes(), |code| code.to_string(), |code| check_form(*code));
}

#[test]
fn what_is_wrong_gives_the_code_and_what_is_right_gives_none() {
    all(codes(), |code| code.to_string(), |code| check_examples(*code));
}

fn check_form(code: Code) {
    let (before, sections) = parse(code.page().0);
    assert_eq!(before.first().map(String::as_str), Some(format!("# {code}: {}", code.title()).as_str()));
    assert_eq!(before.get(1).map(String::as_str), Some(""), "{code}: an empty line under the title");
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
        assert_eq!(line.trim_end(), line, "{code}: blanks at the end of a line");
    }
    assert!(code.page().0.ends_with("```\n"), "{code}: the page ends with an example");
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

fn run(section: &Section) -> Output {
    let temporary = harness::empty_folder();
    let folder = temporary.path();
    let mut command = USUAL.to_owned();
    for fence in &section.fences {
        let (kind, path) = fence.info.split_once(' ').unwrap_or((&fence.info, ""));
        match (kind, path) {
            ("console", "") => {
                let line = fence.text.trim_end();
                let words = line.strip_prefix("$ callflow ").unwrap_or_else(|| panic!("no command of ours: {line}"));
                assert!(!words.contains('\n'), "several commands: {words}");
                command = words.to_owned();
            }
            ("flow", "") => write(folder, "main.flow", unfolded(&fence.text).as_bytes()),
            ("flow" | "json" | "toml", path) if !path.is_empty() => write(folder, path, fence.text.as_bytes()),
            ("bytes", path) if !path.is_empty() => write(folder, path, &unescaped(&fence.text)),
            _ => panic!("what is `{}`?", fence.info),
        }
    }
    harness::add_inventory(folder);
    let words: Vec<&str> = command.split_whitespace().collect();
    callflow(folder, &words)
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The text with each line `// … and 249 more such lines` replaced by the line before it, that many times; a number
/// `001` in it is counted up.
fn unfolded(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let times = line.trim_start().strip_prefix("// … and ").and_then(|rest| rest.split_once(" more such lines"));
        match (times, lines.last().cloned()) {
            (Some((times, _)), Some(before)) => {
                let times: usize = times.parse().unwrap();
                lines.extend((0..times).map(|time| before.replace("001", &format!("{:03}", time + 2))));
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

/// The text with each `\xNN` as that byte.
fn unescaped(text: &str) -> Vec<u8> {
    let mut pieces = text.split("\\x");
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        let (byte, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(byte, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}
