//! Descriptions of blocks, branches, parameters and values for human-readable output.
//!
//! Takes parts of a flow graph, and gives the names that the language and the designer use for them, or those of flow
//! JSON if the catalogue has none.

use super::edges::BranchKey;
use super::value::{scalar, wire_text};
use crate::catalogue::{Block, BranchWire, Kind, Parameter, TimeUnit, wire};
use crate::graph::{Action, ActionId, Flow, Node, ReferenceForm, Target, Value};

/// The number of characters of a text that are enough to recognise it.
const ENOUGH: usize = 40;

/// The keys of a message in flow JSON, and the keywords of the language for them.
const MESSAGES: [(&str, &str); 4] =
    [(wire::TEXT, "text"), (wire::PROMPT, "prompt"), (wire::SSML, "ssml"), (wire::MEDIA, "media")];

/// The step that contains an action, if the flow was read from `.flow` source.
pub(super) fn step(flow: &Flow, id: ActionId) -> Option<&str> {
    let action = flow.action(id)?;
    let is_before = |step: &&crate::graph::Step| {
        step.name.span.file == action.origin.file && step.name.span.start < action.origin.start
    };
    let step = flow.steps.iter().filter(is_before).max_by_key(|step| step.name.span.start)?;
    Some(&step.name.text)
}

/// `play_prompt "Thanks for calling."`
pub(super) fn action(action: &Action) -> String {
    let keyword = action.block.map_or(action.type_.as_str(), |block| block.keyword);
    if action.is_named {
        return format!("{keyword} as {:?}", action.identifier.as_str());
    }
    match action.block.and_then(|block| subject(block, action)) {
        Some(subject) => format!("{keyword} {subject}"),
        None => keyword.to_owned(),
    }
}

fn subject(block: &Block, action: &Action) -> Option<String> {
    block.subject.iter().filter_map(|name| block.parameter(name)).find_map(|parameter| match parameter.kind {
        Kind::Message => MESSAGES.iter().find_map(|(key, word)| {
            let message = short(&value(Some(parameter), action.parameters.get(key)?));
            Some(if matches!(*word, "ssml" | "media") { format!("{word} {message}") } else { message })
        }),
        Kind::Messages | Kind::Objects { .. } | Kind::ObjectMap(_) => None,
        _ => Some(short(&value(Some(parameter), action.parameters.get(parameter.wire)?))),
    })
}

/// As much of a value as is needed to recognise it, on one line.
fn short(value: &str) -> String {
    if !value.contains('\n') && value.chars().count() <= ENOUGH {
        return value.to_owned();
    }
    let start: String = value.chars().map(|c| if c == '\n' { ' ' } else { c }).take(ENOUGH).collect();
    let quote = if value.ends_with('"') { "\"" } else { "" };
    format!("{}…{quote}", start.trim_end_matches('"'))
}

/// The target of a branch: a step by its name, a block inside a step by its description.
pub(super) fn target(flow: &Flow, target: Target) -> String {
    match target {
        Target::Unconnected => "nowhere".to_owned(),
        Target::Hole => "an unknown target".to_owned(),
        Target::Action(id) => match flow.steps.iter().find(|step| step.entry == target) {
            Some(step) => format!("step {}", step.name.text),
            None => flow.action(id).map(action).unwrap_or_default(),
        },
    }
}

/// The same for two targets, which may belong to different flows. If both have the same description, their identifiers
/// are added.
pub(super) fn targets(before: (&Flow, Target), after: (&Flow, Target)) -> (String, String) {
    let (old, new) = (target(before.0, before.1), target(after.0, after.1));
    if old != new {
        return (old, new);
    }
    let identified =
        |(flow, target): (&Flow, Target), words: String| match target.action().and_then(|id| flow.action(id)) {
            Some(action) => format!("{words} ({})", action.identifier),
            None => words,
        };
    (identified(before, old), identified(after, new))
}

/// `on timeout`, `when "1"`
pub(super) fn branch(block: Option<&Block>, key: &BranchKey) -> String {
    let named = |wire: BranchWire| {
        let branches = block.map(|block| block.branches).unwrap_or_default();
        branches.iter().find(|branch| branch.wire == wire).map(|branch| branch.name)
    };
    match key {
        BranchKey::Next => format!("on {}", named(BranchWire::Next).unwrap_or("next")),
        BranchKey::Error(error) => {
            let branches = block.map(|block| block.branches).unwrap_or_default();
            let name = branches.iter().find(|branch| matches!(branch.wire, BranchWire::Error(wire) if wire == error));
            name.map_or_else(|| format!("on {error:?}"), |branch| format!("on {}", branch.name))
        }
        BranchKey::Condition { operator, operands, .. } => {
            let branches = block.map(|block| block.branches).unwrap_or_default();
            let name = branches.iter().find(|branch| {
                matches!((branch.wire, operands.as_slice()), (BranchWire::Condition(wire, operand), [only])
                    if wire == operator && operand.eq_ignore_ascii_case(only))
            });
            if let Some(branch) = name {
                return format!("on {}", branch.name);
            }
            let operands: Vec<String> = operands.iter().map(|operand| text(operand)).collect();
            let operands = operands.join(", ");
            let word = wire::OPERATORS.iter().find(|(_, wire)| wire == operator).map(|(word, _)| *word);
            match word {
                _ if operator == wire::EQUALS => format!("when {operands}"),
                Some(word) => format!("when {word} {operands}").trim_end().to_owned(),
                None => format!("when {:?} [{operands}]", operator.as_str()),
            }
        }
    }
}

/// The name of the parameter at a path in flow JSON, and the parameter itself if the path is exactly that parameter's.
pub(super) fn parameter(block: Option<&'static Block>, path: &str) -> (String, Option<&'static Parameter>) {
    let Some(block) = block else { return (path.to_owned(), None) };
    if let Some((_, word)) = MESSAGES.iter().find(|(key, _)| *key == path)
        && block.parameters.iter().any(|parameter| matches!(parameter.kind, Kind::Message))
    {
        return ((*word).to_owned(), None);
    }
    if let Some(parameter) = block.parameters.iter().find(|parameter| parameter.wire == path) {
        return (parameter.name.to_owned(), Some(parameter));
    }
    if let Some(key) = block.entries.and_then(|entries| path.strip_prefix(entries.wire)?.strip_prefix('.')) {
        return (key.to_owned(), None);
    }
    let inside = block.parameters.iter().filter(|parameter| !parameter.wire.is_empty()).find_map(|parameter| {
        let rest = path.strip_prefix(parameter.wire)?;
        rest.starts_with(['.', '[']).then(|| format!("{}{rest}", parameter.name))
    });
    (inside.unwrap_or_else(|| path.to_owned()), None)
}

/// A value in the notation of the language, as far as that is simple.
pub(super) fn value(parameter: Option<&Parameter>, node: &Node) -> String {
    match &node.value {
        Value::Reference(reference) => {
            let name = reference.known.as_ref().map(|known| &known.name);
            match (name, reference.form) {
                (Some(name), _) => format!("{} {:?}", reference.kind.keyword(), name.as_str()),
                (None, ReferenceForm::Name) => format!("{} {:?}", reference.kind.keyword(), reference.text.as_str()),
                (None, _) => text(&reference.text),
            }
        }
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => {
            let found = scalar(&node.value);
            parameter.and_then(|parameter| word(parameter.kind, &found)).unwrap_or_else(|| text(&found))
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| value(None, item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(object) if object.is_empty() => "{}".to_owned(),
        Value::Object(object) => {
            let properties = object.properties().iter();
            let properties: Vec<String> =
                properties.map(|property| format!("{}: {}", property.key, value(None, &property.node))).collect();
            format!("{{ {} }}", properties.join(", "))
        }
        Value::Null | Value::Hole => wire_text(node),
    }
}

/// The notation of the language for a flow JSON string, in a parameter of this kind.
fn word(kind: Kind, wire: &str) -> Option<String> {
    match kind {
        Kind::Choice(choices) => choices.iter().find(|(_, found)| *found == wire).map(|(word, _)| (*word).to_owned()),
        Kind::Boolean { yes, .. } if wire == yes => Some("true".to_owned()),
        Kind::Boolean { no, .. } if wire == no => Some("false".to_owned()),
        Kind::Integer { .. } | Kind::JsonNumber { .. } | Kind::JsonBoolean => Some(wire.to_owned()),
        Kind::Duration { unit, .. } => {
            let count: u64 = wire.parse().ok()?;
            Some(match unit {
                TimeUnit::Minutes => format!("{count}m"),
                TimeUnit::Seconds => format!("{count}s"),
                TimeUnit::Milliseconds if count.is_multiple_of(1000) => format!("{}s", count / 1000),
                TimeUnit::Milliseconds => return None,
            })
        }
        _ => None,
    }
}

/// A path unchanged, anything else in quotes.
fn text(text: &str) -> String {
    let is_path = text.starts_with("$.") && !text.contains(char::is_whitespace);
    if is_path { text.to_owned() } else { format!("\"{text}\"") }
}
