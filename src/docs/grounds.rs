//! The page of grounds: why a finding of each code may be an error, what may lower it, and which facts of the catalogue
//! do not rest on the page of their block. Everything is taken from the tables.

use std::fmt::Write as _;

use crate::catalogue::{self, Aspect, Block, Kind, Parameter};
use crate::diagnostic::{Code, Ground, Row, Severity};
use crate::evidence::{Evidence, Source};

/// A fact of the catalogue that does not rest on the page of its block.
struct Exception {
    block: &'static str,
    /// The parameter, branch or key that it is about; empty for the block as a whole.
    part: String,
    fact: &'static str,
    evidence: Evidence,
}

/// The page.
#[must_use]
pub fn grounds() -> String {
    let mut page = String::from(
        "# Grounds\n\nAn error stops a build, so it needs a ground:\n\n\
         - **refused**: AWS publishes that the service or its console refuses it, or a probe of the service showed it. \
         `--level` and `[levels]` do not lower it. A comment `// callflow: allow CODE because …` at the place silences it: \
         the service changes, and nobody should be stuck on a fact of ours.\n\
         - **language**: the text has no meaning, contradicts itself, or no id, request or file can be made of it. Nothing \
         lowers it.\n\
         - **chosen**: a contact certainly goes wrong, whatever the caller does. Levels and comments lower it.\n\n\
         All else is a warning or a note. With *of the finding*, the ground depends on the finding: in `.flow` text it is \
         usually the language, otherwise the fact of the catalogue that the finding is about. Such a fact rests on the page \
         of its block, or on what the second table says. If it is *uncertain*, the finding is a warning.\n\n\
         In a draft, what the service refuses in the content of a flow is a warning, because it does not validate the \
         content of drafts. What is part of the request, such as names and tags, stays an error.\n\n\
         This page is generated from the tables of the program.\n\n\
         ## Codes\n\n| code | severity | ground | in a draft | lowered by |\n|---|---|---|---|---|\n",
    );
    for code in Code::ALL {
        let row = code.row();
        let severity = if row.is_off_by_default { "off" } else { row.severity.word() };
        let _ = writeln!(
            page,
            "| {code} {} | {severity} | {} | {} | {} |",
            row.title,
            ground(row),
            in_draft(row),
            lowered_by(row)
        );
    }
    page += "\n## Facts that do not rest on the page of their block\n\n| block | part | fact | rests on |\n|---|---|---|---|\n";
    for Exception { block, part, fact, evidence } in catalogue::blocks().flat_map(exceptions) {
        let rests_on = match evidence {
            Evidence::Block => "the page of the block".to_owned(),
            Evidence::Source(source) => described(source),
            Evidence::Uncertain(why) => format!("uncertain: {why}"),
        };
        let _ = writeln!(page, "| `{block}` | {part} | {fact} | {rests_on} |");
    }
    page
}

fn ground(row: &Row) -> String {
    match row.ground {
        Ground::None => "".to_owned(),
        Ground::Language => "language".to_owned(),
        Ground::Refused(source) => format!("refused: {}", described(source)),
        Ground::Chosen(reason) => format!("chosen: {reason}"),
        Ground::ByFinding => "of the finding".to_owned(),
    }
}

fn described(source: Source) -> String {
    match source {
        Source::Page(address) => format!("[page]({address})"),
        Source::Probe(_) => format!("[probe]({})", source.address()),
    }
}

fn in_draft(row: &Row) -> &'static str {
    match row.ground {
        _ if row.severity != Severity::Error => row.severity.word(),
        _ if row.is_unfinished => "warning",
        Ground::Refused(_) if row.is_of_request => "error",
        Ground::Refused(_) => "warning",
        Ground::ByFinding => "warning if refused",
        Ground::Language | Ground::Chosen(_) | Ground::None => "error",
    }
}

fn lowered_by(row: &Row) -> &'static str {
    match row.ground {
        Ground::Language => "nothing",
        Ground::Refused(_) => "a comment with a reason",
        Ground::ByFinding => "depends on the ground",
        Ground::None | Ground::Chosen(_) => "levels and comments",
    }
}

fn exceptions(block: &'static Block) -> Vec<Exception> {
    let mut found = Vec::new();
    let mut add = |part: String, list: &[(Aspect, Evidence)]| {
        for (aspect, evidence) in list {
            found.push(Exception {
                block: block.keyword,
                part: part.clone(),
                fact: aspect.words(),
                evidence: *evidence,
            });
        }
    };
    add(String::new(), block.evidence);
    for parameter in fields(block.parameters) {
        add(format!("`{}`", parameter.name), parameter.evidence);
    }
    for branch in block.branches {
        add(format!("branch `{}`", branch.name), branch.evidence);
    }
    for (character, evidence) in block.entries.iter().flat_map(|entries| entries.forbidden) {
        add(format!("`{character}` in a key"), &[(Aspect::Words, *evidence)]);
    }
    found.retain(|exception| exception.evidence != Evidence::Block || exception.fact != Aspect::Words.words());
    found
}

/// Parameters, with the fields of maps inside lists.
fn fields(parameters: &'static [Parameter]) -> Vec<&'static Parameter> {
    let below = |parameter: &'static Parameter| match parameter.kind {
        Kind::Objects { fields: inner, .. } | Kind::ObjectMap(inner) => fields(inner),
        _ => Vec::new(),
    };
    parameters.iter().flat_map(|parameter| [vec![parameter], below(parameter)].concat()).collect()
}
