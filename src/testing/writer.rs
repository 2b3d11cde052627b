//! Lines of tests as text: for what a session recorded and for what is suggested.
//!
//! Takes blocks of a build, answers and what happened; gives lines of the language that say so. A block is written with
//! its subject where that tells it from all others, and else with its identifier.

use serde_json::{Map, Value};

use super::text::{is_contained, spoken};
use super::{branches, matching};
use crate::graph::{Action, ActionId, Build, Notation};
use crate::simulate::{Holder, MessageForm, Said, Taken, Whereabouts};
use crate::source::{Sources, Span};

/// The longest text of a message that a line repeats; the rest is left out at a word's end.
const LONGEST: usize = 70;

/// A text in quotes, as the language reads it.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted.replace("${", "\\${")
}

/// The pattern for a block: `check_hours_of_operation "Basic Hours"`, `loop as "menu.loop"`.
#[must_use]
pub fn pattern(build: &Build, sources: &Sources, flow: usize, id: ActionId) -> Option<String> {
    let of = build.flows.get(flow)?;
    let action = of.action(id)?;
    let keyword = action.block.map_or_else(|| format!("action {}", quoted(&action.type_)), |it| it.keyword.to_owned());
    let by_identifier = || format!("{keyword} as {}", quoted(&action.identifier));
    if action.block.is_none() {
        return Some(by_identifier());
    }
    if of.notation != Notation::Text {
        return Some(by_identifier());
    }
    let Some(subject) = subject(action, sources) else { return Some(by_identifier()) };
    let is_other = |(index, at): &(usize, usize)| (*index, *at) != (flow, id.0);
    let others = build
        .flows
        .iter()
        .enumerate()
        .flat_map(|(index, flow)| flow.actions.iter().enumerate().map(move |(at, action)| ((index, at), action)));
    let clashes = others.filter(|(place, _)| is_other(place)).any(|(_, other)| {
        let is_alike = match (action.block, other.block) {
            (Some(block), _) => matching::is_of(other, block),
            (None, _) => other.type_ == action.type_,
        };
        is_alike
            && self::subject(other, sources)
                .is_some_and(|other| is_contained(subject, other) || may_name_the_same(action, subject, other))
    });
    Some(if clashes { by_identifier() } else { format!("{keyword} {subject}") })
}

/// The argument of a block as its source has it, if it is on one line.
fn subject<'s>(action: &Action, sources: &'s Sources) -> Option<&'s str> {
    let end = action.braces.map_or(action.origin.end, |braces| braces.start);
    let text = sources.text(Span { start: action.head.end, end, ..action.origin }).trim();
    let text = text.split(" as \"").next().unwrap_or_default().trim();
    let is_plain = !text.is_empty()
        && !text.starts_with("\"\"")
        && !text.contains('\n')
        && !text.contains("//")
        && !text.contains("/*");
    is_plain.then_some(text)
}

/// Whether two subjects may name the same resource: with other versions, by id, or with contact data.
fn may_name_the_same(action: &Action, one: &str, other: &str) -> bool {
    let name = |subject: &str| subject.split('"').nth(1).map(str::to_owned);
    let is_open = |subject: &str| ["$", "id \"", "arn \""].iter().any(|sign| subject.contains(sign));
    let is_message = action.semantics().speaks;
    !is_message && (is_open(one) || is_open(other) || name(one).is_some() && name(one) == name(other))
}

/// A branch as a result: `in_hours`, `"2"`, `when > 5m`.
#[must_use]
pub fn result(action: &Action, edge: Taken) -> Option<String> {
    match edge {
        // The success ended the flow.
        Taken::Ended => Some(branches::SUCCESS.to_owned()),
        edge => branches::name(action, edge),
    }
}

/// The data of an answer in braces: ` { name = "Ada" }`; empty where there is none.
#[must_use]
pub fn data(map: &Map<String, Value>) -> String {
    if map.is_empty() {
        return String::new();
    }
    format!(" {{ {} }}", entries(map).join("; "))
}

/// Entries of contact data: `name = "Ada"`.
#[must_use]
pub fn entries(map: &Map<String, Value>) -> Vec<String> {
    map.iter().map(|(key, value)| format!("{} = {}", self::key(key), self::value(value))).collect()
}

fn key(key: &str) -> String {
    if crate::syntax::is_name(key) { key.to_owned() } else { quoted(key) }
}

/// A value of contact data.
#[must_use]
pub fn value(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => quoted(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(self::value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", self::key(key), self::value(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// The line for a message that was heard; `None` for one of which nothing is spoken.
#[must_use]
pub fn hear(said: &Said) -> Option<String> {
    let message = match said.form {
        MessageForm::Text | MessageForm::Ssml => {
            let text = spoken(&said.text);
            if text.is_empty() {
                return None;
            }
            quoted(beginning(&text))
        }
        MessageForm::Prompt => format!("prompt {}", quoted(&said.text)),
        MessageForm::Media => format!("media {}", quoted(&said.text)),
    };
    let word = if said.to == crate::simulate::Listener::Agent { "agent_hears" } else { "hear" };
    Some(format!("{word} {message}"))
}

/// The beginning of a text, up to the end of a word.
fn beginning(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return text };
    let kept = text.get(..end).unwrap_or(text);
    kept.rsplit_once(' ').map_or(kept, |(kept, _)| kept)
}

/// The line for where a contact is; `None` while it is in a flow.
#[must_use]
pub fn whereabouts(at: &Whereabouts) -> Option<String> {
    Some(match at {
        Whereabouts::Nowhere | Whereabouts::InFlow => return None,
        Whereabouts::Queued(queue) => format!("expect queued {}", holder(queue)),
        Whereabouts::WithAgent(None) => "expect with_agent".to_owned(),
        Whereabouts::WithAgent(Some(agent)) => format!("expect with_agent {}", quoted(agent)),
        Whereabouts::Transferred(number) => format!("expect transferred {}", quoted(number)),
        Whereabouts::Elsewhere(flow) => format!("expect transfer_to_flow {}", quoted(flow)),
        Whereabouts::Disconnected => "expect disconnected".to_owned(),
    })
}

/// A queue or an agent as an argument.
#[must_use]
pub fn holder(holder: &Holder) -> String {
    match holder {
        Holder::Queue(name) => quoted(name),
        Holder::Agent(name) => format!("agent {}", quoted(name)),
    }
}
