//! `callflow explain` knows every word of the language, and prints its page for a terminal.

use std::fs;

use callflow::catalogue::{self, FlowType, contact_data::ROOTS};
use callflow::diagnostic::Code;
use callflow::docs;
use callflow::resource::ResourceKind;
use regex_lite::Regex;

use crate::support::process::{callflow, empty_folder};
use crate::support::repository;

/// Every word of the language, and what else a user may ask about.
fn topics() -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for block in catalogue::blocks() {
        topics.extend([block.keyword, block.action, block.designer].map(str::to_owned));
        topics.extend(block.parameters.iter().map(|parameter| parameter.name.to_owned()));
        topics.extend(block.branches.iter().map(|branch| branch.name.to_owned()));
    }
    topics.extend(FlowType::ALL.into_iter().flat_map(|it| [it.keyword().to_owned(), it.wire().to_owned()]));
    topics.extend(ROOTS.iter().flat_map(|root| [root.name.to_owned(), format!("$.{}", root.name)]));
    topics.extend(Code::ALL.iter().map(|code| code.number().to_lowercase()));
    topics.extend(ResourceKind::ALL.map(|kind| kind.keyword().to_owned()));
    let grammar = fs::read_to_string(repository("grammar/flow.pest")).unwrap();
    let keywords = Regex::new(r#"(?m)^\w+_word +=.*"#).unwrap();
    let word = Regex::new(r#""([a-z_]+)""#).unwrap();
    let operators = grammar.lines().filter(|line| line.starts_with("operator "));
    for line in keywords.find_iter(&grammar).map(|found| found.as_str()).chain(operators) {
        topics.extend(word.captures_iter(line).map(|found| found[1].to_owned()));
    }
    let others = "none continue unconnected next action terminal parameters ssml media text list map required branches \
        description tags available_in phone_number id arn 30s 5m 2h 7d 30% true false -> = //";
    topics.extend(others.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
    topics.extend(
        ["// callflow: allow F0408 because it is so", "-> sorry", "$.Attributes.tier", "$.Modules.Input.x"]
            .map(str::to_owned),
    );
    topics.sort();
    topics.dedup();
    topics
}

#[test]
fn every_word_has_a_page() {
    let topics = topics();
    assert!(topics.len() > 500, "{}", topics.len());
    let missing: Vec<&String> = topics.iter().filter(|topic| docs::page(topic).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn near_misses_are_suggested() {
    for (written, meant) in
        [("whn", "when"), ("invoke_lamda", "invoke_lambda"), ("$.Externl", "External"), ("inbond", "inbound")]
    {
        assert!(docs::page(written).is_none(), "{written}");
        let similar = docs::similar(written);
        assert!(similar.contains(&meant.to_owned()), "{written}: {similar:?}");
    }
}

#[test]
fn examples_in_pages_of_words_compile() {
    use crate::support::run::{Project, Purpose};
    for topic in topics() {
        let Some(page) = docs::page(&topic).filter(|_| topic.parse::<Code>().is_err()) else { continue };
        for fence in page.split("```flow\n").skip(1) {
            let example = fence.split("```").next().unwrap();
            let project = Project::demo().with("example.flow", example);
            let found = project.analyse(Purpose::Emit, callflow::graph::Mode::Publish).diagnostics;
            assert!(found.is_empty(), "{topic}: {}", found.to_plain_text(project.sources()));
        }
    }
}

#[test]
fn pages_are_formatted() {
    let folder = empty_folder();
    let run = |topic: &str| callflow(folder.path(), &["explain", topic]);
    let page = run("when");
    assert_eq!(page.code, 0);
    assert!(page.stdout.starts_with("when: a condition\n=================\n\nA branch that"), "{}", page.stdout);
    assert!(page.stdout.contains("\n    get_customer_input \"Press 1"), "{}", page.stdout);
    for topic in ["F0204", "set_working_queue", "$.Metrics", "inbound", "timeout", "create_task"] {
        let page = run(topic).stdout;
        assert!(
            !page.contains("```") && !page.contains("\n#") && !page.contains("|--") && !page.contains("]("),
            "{page}"
        );
        let prose = page.lines().filter(|line| !line.starts_with("    ") && !line.contains("https://"));
        assert!(prose.map(|line| line.chars().count()).max() <= Some(100), "{page}");
    }
    let wrong = run("whn");
    assert_eq!((wrong.code, wrong.stderr.contains("did you mean `when`")), (2, true), "{}", wrong.stderr);
}
