//! The pages under `docs/`: generated pages are up to date, and every example compiles.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use callflow::catalogue::{self, Block, FlowType};
use callflow::diagnostic::{Code, Level};
use callflow::docs;
use callflow::graph::Mode;

use crate::support::run::{Project, Purpose};
use crate::support::{is_current, repository};

#[test]
fn the_block_reference_is_current() {
    is_current("docs/blocks.md", &docs::all(), "docs");
}

#[test]
fn the_index_of_codes_is_current() {
    is_current("docs/diagnostics.md", &docs::codes(), "docs");
}

#[test]
fn the_page_of_grounds_is_current() {
    is_current("docs/grounds.md", &docs::grounds(), "docs");
}

#[test]
fn every_example_compiles() {
    let (mut examples, mut wrong) = (0, String::new());
    for entry in fs::read_dir(repository("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            for (line, example) in fences(&fs::read_to_string(&path).unwrap(), "flow") {
                let name = format!("{} (example at line {line})", path.file_name().unwrap().display());
                wrong.push_str(&diagnostics_of(&name, &example, &[]));
                examples += 1;
            }
        }
    }
    assert!(examples > 0, "docs/ has no example");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_example_of_a_block_compiles() {
    let mut problems = String::new();
    for block in catalogue::blocks() {
        // `end_flow` ends the wrapping flow, about which AWS's pages disagree. Prompts before a transfer, and a number
        // set before a callback, would distract from the block.
        let ignored = [Code::FlowTypeDisputed, Code::TransferBeforeLoopPrompts, Code::NoCallbackNumber];
        problems += &diagnostics_of(block.keyword, &around(block), &ignored);
        let lines = block.example.lines().count();
        if !(1..=8).contains(&lines) {
            writeln!(problems, "the example of {} has {lines} lines", block.keyword).unwrap();
        }
        let (fence, page) = (format!("```flow fragment\n{}\n```\n", block.example), docs::of(block.keyword));
        assert!(page.unwrap().contains(&fence), "the page of {} does not show its example", block.keyword);
    }
    assert!(problems.is_empty(), "{problems}");
}

/// A file that contains the example of a block: a flow of the first type that allows the block, or a module.
fn around(block: &Block) -> String {
    let example = block.example;
    let flow_type = block.flow_types.iter().next();
    let head = match flow_type {
        Some(flow_type) => format!("flow \"Example\" {flow_type} {{"),
        None => "module \"Example\" {\n  output { level: text }\n  branches: [\"Verified\"]".to_owned(),
    };
    let end = match flow_type {
        Some(FlowType::Inbound | FlowType::AgentTransfer | FlowType::QueueTransfer) => "disconnect",
        _ => "end_flow",
    };
    let before = match block.action {
        "TransferContactToQueue" => "set_working_queue \"Billing\" { on error -> sorry }\n",
        _ => "",
    };
    let mut file = format!("{head}\n  start {{\n{before}{example}\n");
    let goes_on = block.branches.iter().any(|branch| branch.main);
    if goes_on {
        file += "-> done\n";
    }
    file += "  }\n";
    for step in ["next", "done", "sorry"] {
        if example.contains(&format!("-> {step}")) || goes_on && step == "done" {
            writeln!(file, "  step {step} {{ {end} }}").unwrap();
        }
    }
    file + "}\n"
}

/// The contents of the code blocks that are marked with exactly `language`, each with its first line number.
fn fences(page: &str, language: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let Some(mark) = line.strip_prefix("```") else { continue };
        let inside: Vec<&str> = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```").collect();
        if mark == language {
            found.push((number, inside.join("\n") + "\n"));
        }
    }
    found
}

/// The diagnostics of an example; empty if it compiles.
fn diagnostics_of(name: &str, text: &str, ignored: &[Code]) -> String {
    let project = Project::demo().with(name, text);
    let levels: Vec<(Code, Level)> = ignored.iter().map(|code| (*code, Level::Off)).collect();
    project.analyse_with(Purpose::Emit, Mode::Publish, &levels).diagnostics.to_plain_text(project.sources())
}

#[test]
fn every_link_has_a_target() {
    let mut broken = Vec::new();
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/language.md",
        "docs/blocks.md",
        "docs/differences.md",
        "docs/rules.md",
        "docs/diagnostics.md",
        "docs/design.md",
        "docs/designer.md",
        "docs/manifest.md",
        "docs/prompts.md",
        "docs/testing.md",
    ] {
        let path = repository(page);
        let text = fs::read_to_string(&path).unwrap();
        for (_, rest) in text.match_indices("](").map(|(at, mark)| text.split_at(at + mark.len())) {
            let link = rest.split(')').next().unwrap();
            if link.starts_with("https:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let exists = target.exists() && anchor.is_none_or(|anchor| has_anchor(&target, anchor));
            if !exists {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether a page has a heading with this anchor: lower case, `-` for spaces, and no punctuation except `-` and `_`.
fn has_anchor(page: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(page).unwrap();
    text.lines().filter_map(|line| line.strip_prefix('#')).any(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        title.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect::<String>() == anchor
    })
}
