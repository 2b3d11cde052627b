//! The page about any word of the language, for `callflow explain`.
//!
//! Takes what a user typed, and gives a page in Markdown, or the similar words that have one. A word that is several
//! things has a page about all of them. Never adds a fact that the tables do not contain.

use std::fmt::Write as _;

use super::words::WORDS;
use super::{of, takes};
use crate::catalogue::contact_data::{self, Holds, ROOTS, Root, Scope};
use crate::catalogue::{self, Block, FlowType, Parameter};
use crate::diagnostic::{Code, nearest_three};
use crate::resource::ResourceKind;

/// The sources of pages, in the order in which they are shown. A new table of words is one more line.
const SOURCES: &[fn(&str) -> Option<String>] =
    &[code, of, action, word, flow_type, resource_kind, contact_path, parameter, branch];

/// The page about `topic`; `None` if nothing is called so.
#[must_use]
pub fn page(topic: &str) -> Option<String> {
    let topic = topic.trim();
    let pages: Vec<String> = SOURCES.iter().filter_map(|source| source(topic)).collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

/// The topics that are most similar to one that has no page.
#[must_use]
pub fn similar(topic: &str) -> Vec<String> {
    let blocks = catalogue::blocks().flat_map(|block| {
        let parameters = block.parameters.iter().map(|parameter| parameter.name);
        let branches = block.branches.iter().map(|branch| branch.name);
        [block.keyword, block.action, block.designer].into_iter().chain(parameters).chain(branches)
    });
    let words = WORDS.iter().flat_map(|entry| entry.words).copied();
    let types = FlowType::ALL.into_iter().flat_map(|flow_type| [flow_type.keyword(), flow_type.wire()]);
    let others = Code::ALL.iter().map(|code| code.number()).chain(ROOTS.iter().map(|root| root.name));
    let kinds = ResourceKind::ALL.map(ResourceKind::keyword);
    let known: Vec<&str> = blocks.chain(words).chain(types).chain(others).chain(kinds).collect();
    let bare = topic.trim().trim_start_matches("$.");
    nearest_three(bare, known).into_iter().map(str::to_owned).collect()
}

fn code(topic: &str) -> Option<String> {
    topic.parse::<Code>().ok().map(|code| code.page().0.to_owned())
}

/// The blocks of an action of flow JSON, or with this name in the designer.
fn action(topic: &str) -> Option<String> {
    let is_it = |block: &&Block| block.action == topic || block.designer.eq_ignore_ascii_case(topic);
    // `loop` is called so in the designer too, and has its page already.
    let is_it = |block: &&Block| block.keyword != topic && is_it(block);
    let mut keywords: Vec<&str> = catalogue::blocks().filter(is_it).map(|block| block.keyword).collect();
    keywords.dedup();
    let pages: Vec<String> = keywords.into_iter().filter_map(of).collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

fn word(topic: &str) -> Option<String> {
    // `30s` is a number with a unit, `-> sorry` a sign with something after it.
    let unit = topic.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = topic.split(' ').next().filter(|sign| !sign.chars().any(char::is_alphanumeric));
    let is_comment = topic.starts_with("// callflow");
    let find = |wanted: &str| WORDS.iter().find(|entry| entry.words.contains(&wanted));
    let entry = match is_comment {
        true => find("// callflow"),
        false => find(topic).or_else(|| find(unit)).or_else(|| find(sign?)),
    }?;
    Some(format!("# {topic}: {}\n\n{}\n", entry.title, entry.text))
}

fn flow_type(topic: &str) -> Option<String> {
    let flow_type = FlowType::from_keyword(topic).or_else(|| FlowType::from_wire(topic))?;
    let mut page = format!("# {flow_type}: a flow type\n\n");
    let _ = writeln!(page, "`flow \"…\" {flow_type} {{ … }}`; in the API `{}`.\n", flow_type.wire());
    let allowed = |is_in: fn(&Block, FlowType) -> bool| {
        let mut names: Vec<&str> =
            catalogue::blocks().filter(|block| is_in(block, flow_type)).map(|it| it.keyword).collect();
        names.dedup();
        names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(page, "Its blocks: {}.", allowed(|block, flow_type| block.flow_types.allows(flow_type)));
    let disputed = allowed(|block, flow_type| block.flow_types.disputes(flow_type));
    if !disputed.is_empty() {
        let _ = writeln!(page, "\nWith a warning, because AWS's own pages disagree: {disputed}.");
    }
    Some(page)
}

fn resource_kind(topic: &str) -> Option<String> {
    let kind = ResourceKind::from_keyword(topic)?;
    let mut page = format!("# {topic}: a reference to {}\n\n", kind.described());
    let _ = writeln!(
        page,
        "`{topic} \"Name\"` is looked up in the inventory; `{topic} id \"…\"` and `{topic} arn \"…\"` are emitted unchanged, and \
         `{topic} $.Attributes.name` is known only during a contact. Where a parameter takes only {}, the word may be \
         omitted.",
        kind.plural()
    );
    Some(page)
}

fn contact_path(topic: &str) -> Option<String> {
    let path = topic.strip_prefix("$.").or_else(|| topic.strip_prefix('$')).unwrap_or(topic);
    let (name, field) = path.split_once('.').map_or((path, None), |(name, field)| (name, Some(field)));
    let root = contact_data::find(name)?;
    let mut page = format!("# $.{name}: contact data\n\n");
    if let Some(field) = field.filter(|_| matches!(root.holds, Holds::Anything)) {
        let _ = writeln!(page, "`$.{name}.{field}` is a field of `$.{name}`, whose fields have any names.\n");
    }
    page.push_str(&holds(root));
    if let Scope::Types(types) = root.scope {
        let types: Vec<String> = types.iter().map(|flow_type| format!("`{flow_type}`")).collect();
        let _ = write!(page, " It is available only in flows of type {}.", types.join(", "));
    }
    let mut setters: Vec<String> = catalogue::blocks()
        .filter(|block| block.semantics.fill(root.name).is_some())
        .map(|block| format!("`{}`", block.keyword))
        .collect();
    setters.dedup();
    if !setters.is_empty() {
        let _ = write!(page, " It is set by {}.", setters.join(", "));
    }
    Some(format!("{}\n", page.trim_end()))
}

fn holds(root: &Root) -> String {
    let name = root.name;
    match root.holds {
        Holds::Value => format!("`$.{name}` is a value."),
        Holds::Anything => format!("`$.{name}.name` is a value; the names are not declared anywhere."),
        Holds::Fields(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| match field.strip_suffix('.') {
                    Some(open) => format!("- `$.{name}.{open}.…`"),
                    None => format!("- `$.{name}.{}`", field.replace('*', "…")),
                })
                .collect();
            format!("Its fields:\n\n{}\n\n", fields.join("\n"))
        }
    }
}

fn parameter(topic: &str) -> Option<String> {
    let is_it = |parameter: &&Parameter| parameter.name == topic || parameter.wire == topic;
    let rows: Vec<String> = catalogue::blocks()
        .filter_map(|block| {
            let parameter = block.parameters.iter().find(is_it)?;
            Some(format!("- `{}`: {} ({})", block.keyword, parameter.summary, takes(parameter)))
        })
        .collect();
    listed(topic, "a parameter", "The blocks that have it:", rows)
}

fn branch(topic: &str) -> Option<String> {
    let rows: Vec<String> = catalogue::blocks()
        .filter(|block| block.branches.iter().any(|branch| branch.name == topic))
        .map(|block| format!("- `{}`", block.keyword))
        .collect();
    listed(topic, "a branch", &format!("`on {topic} -> step`, in these blocks:"), rows)
}

fn listed(topic: &str, what: &str, head: &str, mut rows: Vec<String>) -> Option<String> {
    rows.dedup();
    (!rows.is_empty()).then(|| format!("# {topic}: {what}\n\n{head}\n\n{}\n", rows.join("\n")))
}
