//! The form of flow JSON: unknown parameters, and values whose JSON type does not match the parameter.
//!
//! Takes a flow that was read from JSON, gives diagnostics, and marks the actions that were read only in part because
//! of them. For `.flow` text, lowering reports the same kinds of errors, except in what is emitted unchanged. Never checks the meaning of values: the other
//! checks do.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::catalogue::wire::MESSAGE_KEYS;
use crate::catalogue::{self, Block, BranchWire, Entries, EntryValues, Kind, Next, Operands, Parameter, When};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Lowering, Names, Violations, is_misspelt, nearest};
use crate::evidence::{Probe, Source};
use crate::graph::reach;
use crate::graph::{Action, ActionState, Condition, Flow, Node, Notation, Object, Property, Target, Value};

/// The service refuses a value of another JSON type.
const WRONG_TYPE: Source = Source::Probe(Probe::Pulumi);

/// The service refuses a parameter that the action does not have.
const UNKNOWN_PARAMETER: Source = Source::Probe(Probe::FlowAsCode);

/// Every action that does not end the flow needs a `NextAction`.
const WITHOUT_NEXT: Source = Source::Probe(Probe::Pulumi);

/// Operands are strings.
const OPERANDS: Source = Source::Page("https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html");

/// Whose audio is streamed, and in which directions.
const STREAMING: Source = Source::Page(
    "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactmediastreamingbehavior.html",
);

/// Checks the form of the actions of a flow that was read from today's flow language.
pub fn json_form(flow: &mut Flow) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if flow.notation == Notation::Json {
        for action in &mut flow.actions {
            let mut found = Violations::default();
            of_action(action, &mut found);
            if found.is_partial {
                action.state = ActionState::Partial;
            }
            diagnostics.extend(found.diagnostics);
        }
    }
    diagnostics
}

/// Checks what `raw` and `action` hold in `.flow` text as if it were in flow JSON: keys, the types of values, and types
/// of actions.
pub(super) fn unchanged_parts(action: &Action) -> Diagnostics {
    let mut found = Violations::default();
    match (action.state, action.block) {
        (ActionState::Whole, Some(_)) => of_object(&AllowedKeys::of(action), &action.parameters, "", &mut found),
        (ActionState::Raw, None) => of_type(action).into_iter().for_each(|violation| found.push(violation)),
        _ => {}
    }
    found.diagnostics
}

fn of_action(action: &Action, found: &mut Violations) {
    for condition in &action.transitions.conditions {
        operands(action, condition, found);
    }
    match action.block {
        Some(block) => {
            of_object(&AllowedKeys::of(action), &action.parameters, "", found);
            modes(action, block, found);
            no_next_action(action, block).into_iter().for_each(|violation| found.push(violation));
        }
        None => of_type(action).into_iter().for_each(|violation| found.push(violation)),
    }
}

/// Reports an unknown action type.
fn of_type(action: &Action) -> Option<Diagnostic> {
    let type_ = action.type_.as_str();
    let known: Vec<&Block> = catalogue::by_action(type_).collect();
    if type_.is_empty() || !known.is_empty() || catalogue::refused_type(type_).is_some() {
        return None;
    }
    // Connect may have added it since, also where it is similar to another.
    let diagnostic = Diagnostic::new(Code::UnknownAction, action.head, format!("unknown action type `{type_}`"))
        .lowered(Lowering::NotInTables);
    if catalogue::UNDESCRIBED_TYPES.contains(&type_) {
        return Some(diagnostic.help("AWS names it without its parameters, so callflow cannot check it"));
    }
    static TYPES: LazyLock<Names> = LazyLock::new(|| catalogue::blocks().map(|block| block.action).collect());
    Some(match TYPES.nearest(type_) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic
            .help("callflow does not know it and cannot check it; `callflow catalogue` lists the known actions"),
    })
}

/// Reports a missing `NextAction` that only the JSON needs: it repeats another branch, or is never taken.
fn no_next_action(action: &Action, block: &Block) -> Option<Diagnostic> {
    let is_checked = block.branches.iter().any(|branch| branch.wire == BranchWire::Next);
    let is_needed = matches!(block.next, Next::Success { .. } | Next::Copy(_)) && !is_checked;
    if !is_needed {
        return None;
    }
    let Some(next) = action.transitions.next else {
        let message = format!("`{}` is missing its `NextAction`", action.type_);
        return Some(
            Diagnostic::new(Code::MissingBranch, action.head, message)
                .rests_on(Some(WITHOUT_NEXT))
                .primary_label("the service requires it")
                .help(
                    "every action has one, except those that end the flow; here it repeats the target of an error branch",
                ),
        );
    };
    // Where other branches of the action are unconnected too, those are reported.
    let others = reach::edges(action).filter(|edge| edge.taken);
    let is_open =
        next.target == Target::Unconnected && others.into_iter().all(|edge| edge.target != Target::Unconnected);
    (is_open && !next.taken).then(|| {
        Diagnostic::new(Code::LooseEnd, next.origin, "this branch is unconnected")
            .help("it is never taken, but the service requires a target, for example the target of an error branch")
    })
}

/// Checks the parameters whose value selects one of several forms of an action: other values are unknown.
fn modes(action: &Action, block: &Block, found: &mut Violations) {
    let blocks = || catalogue::by_action(&action.type_);
    let fixed = blocks().flat_map(|block| block.fixed.iter().copied());
    let recognised = blocks().filter_map(|block| match block.recognised {
        When::Is(path, values) => Some(values.iter().map(move |value| (path, *value))),
        _ => None,
    });
    let known: Vec<(&str, &str)> = fixed.chain(recognised.flatten()).collect();
    let paths: BTreeSet<&str> = known.iter().map(|(path, _)| *path).collect();
    for path in paths {
        let values: Vec<&str> = known.iter().filter(|(other, _)| *other == path).map(|(_, value)| *value).collect();
        let Some(node) = action.parameters.get(path) else { continue };
        let Value::Text(text) = &node.value else {
            found.push_unread(not_a(&format!("`{path}`"), "a string", node));
            continue;
        };
        // Where the block has a parameter for it, the other checks report it.
        let is_reported = block.parameters.iter().any(|parameter| parameter.wire == path);
        if !is_reported && !values.iter().any(|value| value.eq_ignore_ascii_case(text)) {
            let message = format!("unknown value `{text}` for `{path}`");
            let diagnostic = Diagnostic::new(Code::TextNotKnown, node.origin, message);
            found.push(diagnostic.help(format!("valid values are `{}`", values.join("`, `"))));
        }
    }
}

/// Operands are strings; the percentages of a distribution may be numbers.
fn operands(action: &Action, condition: &Condition, found: &mut Violations) {
    let are_shares =
        action.block.and_then(|block| block.conditions).is_some_and(|it| matches!(it.operands, Operands::Shares));
    for operand in &condition.operands {
        let is_share = are_shares && matches!(operand.value, Value::Number(_));
        if !is_share && !matches!(operand.value, Value::Text(_)) {
            let diagnostic = not_a("an operand", "a string", operand).rests_on(Some(OPERANDS));
            found.push_unread(diagnostic.help("write it in quotes"));
        }
    }
}

/// The keys that an object may have.
#[derive(Default)]
struct AllowedKeys {
    /// The owner of the object: an action's type or a parameter's path.
    name: String,
    parameters: Vec<&'static Parameter>,
    /// Other known paths: constants that a block always writes, and the switches that disable a hook.
    others: Vec<&'static str>,
    /// The maps that entries fill.
    entries: Vec<&'static Entries>,
}

impl AllowedKeys {
    /// The keys of every block of the action: which block it is was inferred from the parameters.
    fn of(action: &Action) -> AllowedKeys {
        let mut known = AllowedKeys { name: action.type_.to_string(), ..AllowedKeys::default() };
        for block in catalogue::by_action(&action.type_) {
            known.parameters.extend(block.parameters);
            known.others.extend(block.fixed.iter().map(|(path, _)| *path));
            known.entries.extend(&block.entries);
            let switches = block.parameters.iter().filter_map(|parameter| match parameter.kind {
                Kind::Hook { disable } => disable,
                _ => None,
            });
            known.others.extend(switches);
        }
        // The parameters of the inferred block come first: another block may have one in another shape.
        if let Some(block) = action.block {
            known.parameters.sort_by_key(|parameter| !block.parameters.iter().any(|own| std::ptr::eq(own, *parameter)));
        }
        known
    }

    fn paths(&self) -> impl Iterator<Item = &'static str> {
        let messages = if self.has_message() { MESSAGE_KEYS } else { &[] };
        let wires = self.parameters.iter().map(|parameter| parameter.wire).filter(|wire| !wire.is_empty());
        let entries = self.entries.iter().map(|entries| entries.wire);
        wires.chain(messages.iter().copied()).chain(self.others.iter().copied()).chain(entries)
    }

    fn has_message(&self) -> bool {
        self.parameters.iter().any(|parameter| matches!(parameter.kind, Kind::Message))
    }

    fn parameter(&self, path: &str) -> Option<&'static Parameter> {
        self.parameters.iter().copied().find(|parameter| parameter.wire == path)
    }
}

/// Checks the keys of an object below the path `above`, and their values.
fn of_object(known: &AllowedKeys, object: &Object, above: &str, found: &mut Violations) {
    for property in object.properties() {
        let path = format!("{above}{}", property.key);
        let below = format!("{path}.");
        let holds_others = known.paths().any(|other| other.starts_with(&below));
        let is_known = known.paths().any(|other| other == path);
        let entries = known.entries.iter().find(|entries| entries.wire == path);
        match (&property.node.value, known.parameter(&path)) {
            (Value::Null, _) => {
                let message = format!("`{path}` must have a value, found null");
                let diagnostic = Diagnostic::new(Code::WrongValue, property.node.origin, message);
                found.push_unread(diagnostic.rests_on(Some(WRONG_TYPE)).help("omit it"));
            }
            (Value::Object(inner), _) if holds_others => of_object(known, inner, &below, found),
            (_, Some(parameter)) => of_value(parameter, &property.node, found),
            (_, None) if above.is_empty() && known.has_message() && MESSAGE_KEYS.contains(&path.as_str()) => {
                of_message_value(&path, &property.node, found);
            }
            (Value::Object(map), None) if entries.is_some() => {
                entries.into_iter().for_each(|entries| of_entries(entries.values, map, found));
            }
            (Value::Text(text), None)
                if contact_path::begins(text) && entries.is_some_and(|entries| entries.or_path) => {}
            (_, None) if entries.is_some() || holds_others && !is_known => {
                found.push_unread(not_a(&format!("`{path}`"), "an object", &property.node));
            }
            _ if is_known => {}
            _ => unknown_key(known, above, property, found),
        }
    }
}

/// Checks the entries of a map: strings, or objects that contain one.
fn of_entries(values: EntryValues, map: &Object, found: &mut Violations) {
    for Property { key, node, .. } in map.properties() {
        let (is_right, what) = match (values, &node.value) {
            (EntryValues::Texts, value) => (matches!(value, Value::Text(_)), "a string".to_owned()),
            (EntryValues::Wrapped(inner), Value::Object(object)) => {
                let text = object.get(inner).is_some_and(|node| matches!(node.value, Value::Text(_)));
                (text, format!("`{{\"{inner}\": \"…\"}}`"))
            }
            (EntryValues::Wrapped(inner), _) => (false, format!("`{{\"{inner}\": \"…\"}}`")),
            (EntryValues::Json | EntryValues::JsonBelow, _) => continue,
        };
        if !is_right {
            found.push_unread(not_a(&format!("`{key}`"), &what, node));
        }
    }
}

fn unknown_key(known: &AllowedKeys, above: &str, property: &Property, found: &mut Violations) {
    let path = format!("{above}{}", property.key);
    let diagnostic = Diagnostic::new(
        Code::UnknownParameter,
        property.key_origin,
        format!("`{}` has no parameter `{path}`", known.name),
    );
    if above.is_empty() && catalogue::refused_parameter(&known.name, &property.key).is_some() {
        return found.push_hidden();
    }
    // It is not documented whether the service refuses a known key in another place, and Connect may have added a
    // parameter since.
    let elsewhere = known.paths().find(|other| other.rsplit('.').next() == Some(property.key.as_str()));
    if let Some(other) = elsewhere {
        let diagnostic =
            diagnostic.lowered(Lowering::NotInTables).help(format!("the parameter is `{other}`: move it there"));
        return found.push(diagnostic);
    }
    match nearest(&path, known.paths()) {
        // A name that only begins like a known one may be another parameter.
        Some(near) if !is_misspelt(&path, near) => {
            found.push(diagnostic.lowered(Lowering::NotInTables).help(format!("did you mean `{near}`?")));
        }
        Some(near) => found.push_unread(
            diagnostic
                .rests_on(Some(UNKNOWN_PARAMETER))
                .primary_label("the service refuses unknown parameters")
                .help(format!("did you mean `{near}`?")),
        ),
        None => found.push(
            diagnostic
                .lowered(Lowering::NotInTables)
                .help("callflow does not know it; if Connect does not know it either, the service refuses the flow"),
        ),
    }
}

/// Checks a value against the JSON type of the parameter.
fn of_value(parameter: &Parameter, node: &Node, found: &mut Violations) {
    let expected = match (parameter.kind, &node.value) {
        (_, Value::Null | Value::Hole) => None,
        (Kind::Objects { fields, .. }, Value::List(items)) => {
            let known = AllowedKeys {
                name: parameter.wire.to_owned(),
                parameters: fields.iter().collect(),
                ..AllowedKeys::default()
            };
            for item in items {
                match &item.value {
                    Value::Object(object) => of_object(&known, object, "", found),
                    _ => found.push_unread(not_a(&format!("an item of `{}`", parameter.wire), "an object", item)),
                }
            }
            None
        }
        (Kind::Messages, Value::List(items)) => {
            items.iter().for_each(|item| of_message(parameter, item, found));
            None
        }
        (Kind::Choices(_) | Kind::Texts { .. }, Value::List(items)) => {
            for item in items.iter().filter(|item| !matches!(item.value, Value::Text(_) | Value::Reference(_))) {
                found.push_unread(not_a(&format!("an item of `{}`", parameter.wire), "a string", item));
            }
            None
        }
        (Kind::StreamDirections, Value::List(items)) => {
            items.iter().for_each(|item| of_participant(item, found));
            None
        }
        (Kind::Messages | Kind::Objects { .. } | Kind::Choices(_) | Kind::StreamDirections, _) => Some("an array"),
        (Kind::Texts { .. }, Value::Text(_)) => None,
        (Kind::Texts { .. }, _) => Some("an array of strings"),
        (Kind::ObjectMap(_), Value::Object(_)) => None,
        (Kind::ObjectMap(_), _) => Some("an object"),
        (Kind::JsonNumber { .. }, Value::Number(_)) | (Kind::JsonBoolean, Value::Bool(_)) => None,
        // AWS's own example has a number in quotes.
        (Kind::JsonNumber { .. }, Value::Text(text)) if text.parse::<f64>().is_ok() => None,
        (Kind::JsonNumber { .. }, _) => Some("a number"),
        (Kind::JsonBoolean, _) => Some("`true` or `false`, without quotes"),
        (_, Value::Text(_) | Value::Reference(_)) => None,
        // The service accepts a bare number for some of these parameters.
        (Kind::Integer { .. } | Kind::Duration { .. }, Value::Number(_)) => None,
        _ => Some("a string"),
    };
    if let Some(expected) = expected {
        let diagnostic = not_a(&format!("`{}`", parameter.wire), expected, node);
        found.push_unread(diagnostic.rests_on(parameter.source_of_type()));
    }
}

/// Checks whose audio is streamed, and in which directions.
fn of_participant(item: &Node, found: &mut Violations) {
    let mut wrong = |node: &Node, what: &str| {
        let diagnostic = Diagnostic::new(Code::WrongValue, node.origin, format!("this must be {what}"));
        found.push_unread(diagnostic.rests_on(Some(STREAMING)));
    };
    let Value::Object(object) = &item.value else { return wrong(item, "an object") };
    let is = |node: &Node, words: &[&str]| matches!(&node.value, Value::Text(text) if words.contains(&text.as_str()));
    match object.get("ParticipantType") {
        Some(node) if is(node, &["Customer"]) => {}
        Some(node) => wrong(node, "`Customer`"),
        None => wrong(item, "an object with a `ParticipantType`"),
    }
    match object.get("MediaDirections") {
        Some(Node { value: Value::List(directions), .. })
            if !directions.is_empty() && directions.iter().all(|it| is(it, &["From", "To"])) => {}
        Some(node) => wrong(node, "an array of `From` and `To`"),
        None => wrong(item, "an object with `MediaDirections`"),
    }
}

/// Checks a message in a list.
fn of_message(parameter: &Parameter, item: &Node, found: &mut Violations) {
    let Value::Object(message) = &item.value else {
        return found.push_unread(not_a(&format!("an item of `{}`", parameter.wire), "an object", item));
    };
    let known =
        AllowedKeys { name: parameter.wire.to_owned(), others: MESSAGE_KEYS.to_vec(), ..AllowedKeys::default() };
    of_object(&known, message, "", found);
    for property in message.properties().iter().filter(|property| MESSAGE_KEYS.contains(&property.key.as_str())) {
        of_message_value(&property.key, &property.node, found);
    }
}

/// Checks the value of a message key: `Media` is an object with the location of the recording, the others are strings.
fn of_message_value(key: &str, node: &Node, found: &mut Violations) {
    let what = match (key, &node.value) {
        (_, Value::Null) | ("Media", Value::Object(_)) => return,
        ("Media", _) => "an object",
        (_, Value::Text(_) | Value::Reference(_)) => return,
        _ => "a string",
    };
    found.push_unread(not_a(&format!("`{key}`"), what, node));
}

/// Reports a value whose JSON type does not match.
fn not_a(subject: &str, what: &str, node: &Node) -> Diagnostic {
    let message = format!("{subject} must be {what}, found {}", node.value.json_type());
    Diagnostic::new(Code::WrongValue, node.origin, message).rests_on(Some(WRONG_TYPE))
}
