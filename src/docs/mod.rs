//! The reference pages that are generated from tables, as Markdown.
//!
//! Takes the catalogue, and gives the page of one block (`callflow explain play_prompt`) or of all blocks
//! (`docs/blocks.md`). Takes the table of codes, and gives the index of diagnostics (`docs/diagnostics.md`) and the page
//! of grounds (`docs/grounds.md`). Never adds facts that the tables do not contain.

mod grounds;

pub use grounds::grounds;

mod topics;
mod words;

pub use topics::{page, similar};

use std::fmt::Write as _;

use crate::catalogue::wire::OPERATORS;
use crate::catalogue::{
    self, Block, BranchWire, CATEGORIES, Dynamic, FlowType, FlowTypes, Form, GroupRule, Kind, Need, Next, Operands,
    Parameter, When,
};
use crate::diagnostic::Code;

/// The phases of a code, by the digits after its `F`.
const TOPICS: &[(&str, &str)] = &[
    ("01", "Syntax"),
    ("02", "Names and references"),
    ("03", "Parameters"),
    ("04", "Branches and graph"),
    ("05", "Flow types and channels"),
    ("06", "Limits"),
    ("07", "Quick connects"),
    ("08", "Files and settings"),
    ("09", "Style"),
    ("10", "Form of flow JSON"),
    ("11", "Tests of flows"),
];

/// The index of all codes.
#[must_use]
pub fn codes() -> String {
    let mut page = String::from(
        "# Diagnostics\n\nEvery code that callflow can report. `callflow explain F0204` prints the page of one code. A \
         code never changes its meaning, and no number is used twice. An error stops the build; a warning stops it only \
         with `--strict`; a note is informational. [Grounds](grounds.md) says why each may be an error, and \
         what lowers it.\n\nThis page is \
         generated from the table of codes.\n",
    );
    for (digits, topic) in TOPICS {
        let codes: Vec<Code> =
            Code::ALL.iter().copied().filter(|code| code.number().get(1..3) == Some(digits)).collect();
        if codes.is_empty() {
            continue;
        }
        let _ = write!(page, "\n## {topic}\n\n| code | severity | meaning |\n|---|---|---|\n");
        for code in codes {
            let number = code.number();
            let _ = writeln!(
                page,
                "| [{number}](../src/diagnostic/pages/{number}.md) | {} | {} |",
                if code.row().is_off_by_default { "off" } else { code.severity().word() },
                code.title()
            );
        }
    }
    page
}

/// The reference of all blocks.
#[must_use]
pub fn all() -> String {
    let mut page = String::from(
        "# Blocks\n\nEvery block that callflow knows, by the categories of the Connect designer. `callflow explain \
         BLOCK` prints one entry. This page is generated from the catalogue.\n\n\
         How to read it:\n\n\
         - *Takes* lists the values that a parameter accepts. It accepts a path (contact data such as \
         `$.Attributes.tier`) only if the column contains \"or a path\" or \"paths inside\".\n\
         - A *subject* may be written directly after the keyword, without its name: `wait 30s` is \
         `wait { timeout: 30s }`.\n\
         - A *required* branch must be written in the block or come from an `on` line of its step or flow. The main \
         branch, marked with ↓, continues with the next line by itself. An *optional* branch exists only if the \
         block, or an `on` line with the block's keyword, writes it.\n\
         - *Flow JSON* is the name of the branch or parameter in the flow's JSON.\n\n",
    );
    for category in CATEGORIES {
        let links: Vec<String> = category
            .blocks
            .iter()
            .map(|block| {
                // As GitHub makes an anchor from a heading.
                let anchor = format!("{}{}", block.keyword, form(block)).replace(' ', "-").replace(['(', ')'], "");
                format!("[`{}`{}](#{anchor})", block.keyword, form(block))
            })
            .collect();
        let _ = writeln!(page, "**{}**: {}\n", category.name, links.join(", "));
    }
    // The lists above end with an empty line.
    page.truncate(page.trim_end().len());
    page.push('\n');
    for category in CATEGORIES {
        let _ = write!(page, "\n## {}\n", category.name);
        for block in category.blocks {
            page.push('\n');
            page.push_str(&block_page(block, "###"));
        }
    }
    page
}

/// The reference of the blocks with this keyword; `None` if there is none.
#[must_use]
pub fn of(keyword: &str) -> Option<String> {
    let pages: Vec<String> = catalogue::by_keyword(keyword).map(|block| block_page(block, "#")).collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

/// The suffix that distinguishes the block from the other with its keyword.
fn form(block: &Block) -> &'static str {
    match block.form {
        Form::Only => "",
        Form::WithSubject => " (with a queue or agent)",
        Form::WithoutSubject => " (alone)",
    }
}

fn block_page(block: &Block, heading: &str) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "{heading} {}{}\n", block.keyword, form(block));
    let _ = writeln!(page, "{}\n", block.summary);
    let _ = writeln!(
        page,
        "In the designer \"{}\"; in flow JSON `{}` ([AWS's page]({})).\n",
        block.designer, block.action, block.page
    );
    // The marker shows that this is not a whole file.
    let _ = writeln!(page, "```flow fragment\n{}\n```\n", block.example);
    if !block.parameters.is_empty() {
        page.push_str("| parameter | takes | flow JSON | meaning |\n|---|---|---|---|\n");
        for parameter in block.parameters {
            row(block, block.parameters, parameter, "", &mut page);
        }
        page.push('\n');
        long_choices(block, &mut page);
    }
    for group in block.groups {
        let names: Vec<String> = group.parameters.iter().map(|name| format!("`{name}`")).collect();
        let rule = match group.rule {
            GroupRule::ExactlyOne => "Exactly one of",
            GroupRule::AtMostOne => "At most one of",
            GroupRule::AtLeastOne | GroupRule::OneAdvised => "At least one of",
        };
        let _ = writeln!(page, "{rule} {}.\n", names.join(", "));
    }
    if let Some(entries) = &block.entries {
        let required = if entries.required { ", at least one" } else { "" };
        let most = entries.limits.count.map(|count| format!(", at most {count}")).unwrap_or_default();
        let _ = writeln!(
            page,
            "Entries `key = value`: {}{required}{most}; in flow JSON `{}`.\n",
            entries.what, entries.wire
        );
        if let Some(length) = entries.limits.length {
            let _ = writeln!(page, "The maximum length of a value is {length} characters.\n");
        }
        if let Some(bytes) = entries.limits.bytes {
            let _ = writeln!(page, "The maximum total size of all keys and values is {bytes} bytes.\n");
        }
        if !entries.forbidden.is_empty() {
            let signs: Vec<String> = entries.forbidden.iter().map(|(sign, _)| format!("`{sign}`")).collect();
            let _ = writeln!(page, "A key must not contain {}.\n", signs.join(" or "));
        }
        if !entries.keys.is_empty() {
            let keys: Vec<String> = entries
                .keys
                .iter()
                .map(|key| if key.ends_with('.') { format!("`{key}…`") } else { format!("`{key}`") })
                .collect();
            let _ = writeln!(page, "The keys are {}.\n", keys.join(", "));
        }
    }
    branches(block, &mut page);
    let _ = writeln!(page, "Flow types: {}.\n", flow_types(block.flow_types));
    let channels: Vec<&str> = block.channels.iter().map(|channel| channel.word()).collect();
    let _ = writeln!(page, "Channels: {}.", channels.join(", "));
    page
}

/// The row of a parameter, and those of the fields of its maps.
fn row(block: &Block, siblings: &[Parameter], parameter: &Parameter, above: &str, page: &mut String) {
    let name = format!("{above}`{}`", parameter.name);
    let subject = above.is_empty() && block.subject.contains(&parameter.name);
    let _ = writeln!(
        page,
        "| {name}{} | {} | {} | {} |",
        if subject { " (subject)" } else { "" },
        takes(parameter),
        wire(parameter),
        needs(block, siblings, parameter)
    );
    if let Kind::Objects { fields, .. } | Kind::ObjectMap(fields) = parameter.kind {
        for field in fields {
            row(block, fields, field, &format!("{name} › "), page);
        }
    }
}

/// The choices that do not fit into a cell, as lists below the table.
fn long_choices(block: &Block, page: &mut String) {
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for parameter in block.parameters {
        let (Kind::Choice(choices) | Kind::Choices(choices)) = parameter.kind else { continue };
        if choices.len() <= MOST_IN_CELL {
            continue;
        }
        let (words, name) = (words(choices), format!("`{}`", parameter.name));
        match lists.iter_mut().find(|(other, _)| *other == words) {
            Some((_, names)) => names.push(name),
            None => lists.push((words, vec![name])),
        }
    }
    for (words, names) in lists {
        let _ = writeln!(page, "The choices for {}: {words}.\n", names.join(" and "));
    }
}

/// The maximum number of choices in a cell of a table.
const MOST_IN_CELL: usize = 12;

fn branches(block: &Block, page: &mut String) {
    if block.is_terminal() {
        page.push_str("Ends the flow; no branches.\n\n");
        return;
    }
    page.push_str("| branch | flow JSON | notes |\n|---|---|---|\n");
    for branch in block.branches {
        let wire = match branch.wire {
            BranchWire::Next => "`NextAction`".to_owned(),
            BranchWire::Error(error) => format!("error `{error}`"),
            BranchWire::Condition(operator, operand) => format!("condition `{operator}` `{operand}`"),
        };
        let mut notes = Vec::new();
        match branch.need {
            Need::Required if !branch.main => notes.push("required".to_owned()),
            Need::RequiredWhen(when) if branch.main => {
                notes.push(format!("only with {}", quoted(block.parameter_behind(when))));
            }
            Need::RequiredWhen(when) => {
                let when = quoted(block.parameter_behind(when));
                notes.push(format!("required with {when}, not allowed without"));
            }
            Need::OptionalWhen(when) => {
                notes.push(format!("optional with {}, not allowed without", quoted(block.parameter_behind(when))));
            }
            Need::OptionalUnless(when) => {
                notes.push(format!("required with {}, optional without", quoted(block.parameter_behind(when))));
            }
            Need::Optional => notes.push("optional".to_owned()),
            Need::Required | Need::IgnoredUnless(_) => {}
        }
        if branch.main {
            notes.insert(0, "↓".to_owned());
        }
        if branch.returns {
            notes.push("its run returns to this block".to_owned());
        }
        let _ = writeln!(page, "| `{}` | {wire} | {} |", branch.name, notes.join(if branch.main { " " } else { "; " }));
    }
    page.push('\n');
    if let Some(conditions) = &block.conditions {
        let operators: Vec<String> = conditions
            .operators
            .iter()
            .map(|it| OPERATORS.iter().find(|(_, other)| other == it).map_or("equals", |(name, _)| name))
            .map(|name| format!("`{name}`"))
            .collect();
        let values = match conditions.operands {
            Operands::Free => "any text".to_owned(),
            Operands::OneOf(values) => values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" "),
            Operands::Number { .. } => "a number, or a time such as `5m` for an age".to_owned(),
            Operands::Shares => "a share such as `30%`".to_owned(),
        };
        let required = if conditions.required { ", at least one" } else { "" };
        let compares = match conditions.operands {
            // Flow JSON compares with thresholds; the source contains shares.
            Operands::Shares => String::new(),
            _ => format!(", compared by {}", operators.join(" ")),
        };
        let _ = writeln!(page, "Conditions `when …`{required}: {values}{compares}.\n");
    }
    match block.next {
        Next::Copy(name) => {
            let _ = writeln!(page, "`NextAction` repeats the branch `{name}`.\n");
        }
        Next::CopyIfThere(name) => {
            let _ = writeln!(page, "`NextAction` repeats the branch `{name}` if that is written.\n");
        }
        Next::Success { otherwise: Some(name) } => {
            let _ = writeln!(page, "Without the success branch, `NextAction` repeats the branch `{name}`.\n");
        }
        Next::Success { otherwise: None } | Next::Terminal => {}
    }
}

fn takes(parameter: &Parameter) -> String {
    let what = match parameter.kind {
        Kind::Message => "`\"text\"`, `prompt \"…\"`, `ssml \"…\"` or `media \"s3://…\"`".to_owned(),
        Kind::Messages => "a list of messages".to_owned(),
        Kind::Text { max: None } => "text".to_owned(),
        Kind::Text { max: Some(max) } => format!("text, at most {max} characters"),
        Kind::Integer { min, max } => format!("a whole number, {}", range(min, max, "")),
        Kind::Duration { min, max: Some(max), unit } => format!("a time, {min} to {max} {}", unit.word()),
        Kind::Duration { min: 0 | 1, max: None, .. } => "a time".to_owned(),
        Kind::Duration { min, max: None, unit } => format!("a time, {}", range(min, None, unit.word())),
        Kind::Boolean { .. } => "`true` or `false`".to_owned(),
        Kind::Choice(choices) if choices.len() > MOST_IN_CELL => "one of the choices below".to_owned(),
        Kind::Choice(choices) => words(choices),
        Kind::Choices(choices) if choices.len() > MOST_IN_CELL => "a list of the choices below".to_owned(),
        Kind::Choices(choices) => format!("a list of {}", words(choices)),
        Kind::Reference(kind) => format!("`{} \"…\"`", kind.keyword()),
        Kind::Hook { disable: None } => "`flow \"…\"`".to_owned(),
        Kind::Hook { disable: Some(_) } => "`flow \"…\"` or `disabled`".to_owned(),
        Kind::PhoneNumber { owned: false } => "a phone number in E.164 form".to_owned(),
        Kind::PhoneNumber { owned: true } => "a phone number of the instance, in E.164 form".to_owned(),
        Kind::Pattern { says, max, .. } => format!("{says}, at most {max} characters"),
        Kind::Texts { max: None, .. } => "a list of texts".to_owned(),
        Kind::Texts { max: Some(max), .. } => format!("a list of at most {max} texts"),
        Kind::Objects { max: None, .. } => "a list of maps".to_owned(),
        Kind::Objects { max: Some(max), .. } => format!("a list of at most {max} maps"),
        Kind::ObjectMap(_) => "a map of maps".to_owned(),
        Kind::JsonNumber { min, max: i64::MAX } => format!("a whole number, {min} or more"),
        Kind::JsonNumber { min, max } => format!("a whole number, {min} to {max}"),
        Kind::JsonBoolean => "`true` or `false`".to_owned(),
        Kind::StreamDirections => "a list of `from`, `to`".to_owned(),
    };
    match parameter.dynamic {
        Dynamic::Static => what,
        Dynamic::Either => format!("{what}, or a path"),
        Dynamic::Mixed => format!("{what}; paths inside"),
        Dynamic::Path => "a path".to_owned(),
    }
}

fn range(min: i64, max: Option<i64>, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    match max {
        Some(max) => format!("{min} to {max}{unit}"),
        None => format!("{min}{unit} or more"),
    }
}

fn words(choices: &[(&str, &str)]) -> String {
    choices.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn wire(parameter: &Parameter) -> String {
    match parameter.kind {
        Kind::Message => "`Text`, `PromptId`, `SSML` or `Media`".to_owned(),
        _ => format!("`{}`", parameter.wire),
    }
}

fn needs(block: &Block, siblings: &[Parameter], parameter: &Parameter) -> String {
    let mut notes = vec![parameter.summary.to_owned()];
    match parameter.need {
        Need::Required if parameter.default.is_none() => notes.push("Required.".to_owned()),
        Need::RequiredWhen(When::Absent(path)) => {
            let other = siblings.iter().find(|other| other.wire == path).map(|other| other.name.to_owned());
            notes.push(format!("Required without {}, not allowed with it.", quoted(other)));
        }
        Need::RequiredWhen(When::IsNot(path, values)) => {
            let other = siblings.iter().find(|other| other.wire == path);
            let other = other.zip(values.first()).map(|(other, value)| format!("{}: {value}", other.name));
            notes.push(format!("Required without {}, not allowed with it.", quoted(other)));
        }
        Need::RequiredWhen(when) => {
            notes.push(format!("Required with {}, not allowed without.", condition(block, siblings, parameter, when)));
        }
        Need::IgnoredUnless(when) => {
            notes.push(format!("Required with {}; ignored without.", condition(block, siblings, parameter, when)));
        }
        Need::OptionalUnless(when) => {
            notes.push(format!("Required with {}.", condition(block, siblings, parameter, when)));
        }
        Need::OptionalWhen(when) => notes.push(format!("Only with {}.", condition(block, siblings, parameter, when))),
        Need::Required | Need::Optional => {}
    }
    if let Some(default) = parameter.default {
        notes.push(format!("If omitted, `{default}` is emitted."));
    }
    if let Some(implied) = parameter.implied {
        notes.push(format!("Without it, the service takes `{}`; see `explicit`.", implied.value));
    }
    if let Some((when, max)) = parameter.max_when
        && when != When::Always
    {
        notes.push(format!("At most {max} with {}.", condition(block, siblings, parameter, when)));
    }
    if let Some((least, why)) = parameter.advised {
        notes.push(format!("A value below {least} is a warning: {why}."));
    }
    if let Some((most, why)) = parameter.advised_max {
        notes.push(format!("A value above {most} is a warning: {why}."));
    }
    if let Some(types) = parameter.flow_types {
        let types: Vec<String> = types.iter().map(|flow_type| format!("`{flow_type}`")).collect();
        notes.push(format!("Only in flows of type {}.", types.join(", ")));
    }
    if !parameter.target_types.is_empty() {
        let types: Vec<String> = parameter.target_types.iter().map(|flow_type| format!("`{flow_type}`")).collect();
        notes.push(format!("The flow must have type {}.", types.join(" or ")));
    }
    notes.join(" ")
}

/// The parameter that a condition tests. If it tests a whole group of parameters, `parameter` may be the first of them.
fn condition(block: &Block, siblings: &[Parameter], parameter: &Parameter, when: When) -> String {
    let When::Present(path) = when else { return quoted(block.parameter_behind(when)) };
    let is_under = |wire: &str| wire.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    match siblings.iter().find(|other| is_under(other.wire)) {
        Some(first) if first.name == parameter.name => format!("any other parameter under `{path}`"),
        first => quoted(first.map(|first| first.name.to_owned())),
    }
}

fn quoted(text: Option<String>) -> String {
    text.map_or_else(|| "another parameter".to_owned(), |text| format!("`{text}`"))
}

fn flow_types(types: FlowTypes) -> String {
    let listed = |is_in: &dyn Fn(FlowType) -> bool| -> Vec<String> {
        FlowType::ALL
            .into_iter()
            .filter(|flow_type| is_in(*flow_type))
            .map(|flow_type| format!("`{flow_type}`"))
            .collect()
    };
    let (allowed, disputed) =
        (listed(&|flow_type| types.allows(flow_type)), listed(&|flow_type| types.disputes(flow_type)));
    let is_everywhere = allowed.len() + disputed.len() == FlowType::ALL.len();
    let mut text = if is_everywhere && allowed.len() > disputed.len() { "all".to_owned() } else { allowed.join(", ") };
    match (types.modules, text.is_empty()) {
        (true, true) => text.push_str("none, only modules"),
        (true, false) => text.push_str(", and modules"),
        (false, _) => text.push_str(", not modules"),
    }
    if !disputed.is_empty() {
        let _ = write!(text, "; with a warning, because AWS's own pages disagree, in {}", disputed.join(", "));
    }
    text
}
