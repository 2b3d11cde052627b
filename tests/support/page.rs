//! Pages of Markdown whose sections are executed: the fences of a section are the files of a separate folder.
//!
//! A fence is `flow` (main.flow), `flow other.flow`, `json inventory/list-queues.json`, `toml callflow.toml`,
//! `bytes main.flow` (where `\xNN` is a byte), or `console` (`$ callflow build .`; the default is the usual check).

use super::case::{Files, USUAL};
use super::process::Output;
use super::run::callflow;

pub struct Section {
    pub heading: String,
    /// The lines outside of fences.
    pub prose: Vec<String>,
    pub fences: Vec<Fence>,
}

pub struct Fence {
    pub info: String,
    pub text: String,
}

/// The lines before the first `## …` heading, and the sections.
pub fn parse(page: &str) -> (Vec<String>, Vec<Section>) {
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

/// Runs the command of a section in a folder with its files and, unless the section has one, the example's inventory.
pub fn run(section: &Section) -> Output {
    let mut files = Files::new();
    let mut command = USUAL;
    for fence in &section.fences {
        let (kind, path) = fence.info.split_once(' ').unwrap_or((&fence.info, ""));
        let (path, bytes) = match (kind, path) {
            ("console", "") => {
                let line = fence.text.trim_end();
                command = line.strip_prefix("$ callflow ").unwrap_or_else(|| panic!("not a callflow command: {line}"));
                assert!(!command.contains('\n'), "several commands: {command}");
                continue;
            }
            ("flow", "") => ("main.flow", unfolded(&fence.text).into_bytes()),
            ("flow" | "json" | "toml", path) if !path.is_empty() => (path, fence.text.clone().into_bytes()),
            ("bytes", path) if !path.is_empty() => (path, unescaped(&fence.text)),
            _ => panic!("unknown fence `{}`", fence.info),
        };
        files.insert(path.to_owned(), bytes);
    }
    callflow(&files, command)
}

/// Replaces each line `// … and 249 more such lines` by that many copies of the line before it; a number `001` in the
/// line is incremented.
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

/// Replaces each `\xNN` by that byte.
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
