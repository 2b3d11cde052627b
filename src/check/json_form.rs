//! Flow JSON that is checked as it is: parameters that the catalogue does not know, and values of another JSON type than
//! the parameter has.
//!
//! Takes a flow that was read from JSON, gives diagnostics, and marks the actions that are therefore not known whole. In
//! text the lowering says the like; that what is there makes sense is left to the other checks.

use std::collections::BTreeSet;

use crate::catalogue::wire::MESSAGE_KEYS;
use crate::catalogue::{self, Block, BranchWire, EntryValues, Kind, Next, Operands, Parameter, When};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Lowering, Violations, nearest};
use crate::graph::reach;
use crate::graph::{Action, ActionState, Condition, Flow, Node, Notation, Object, Property, Target, Value};

/// Reports how the actions of a flow are written, where it was read from today's flow language.
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

fn of_action(action: &Action, found: &mut Violations) {
    for condition in &action.transitions.conditions {
        operands(action, condition, found);
    }
    match action.block {
        Some(block) => {
            let mut of_parameters = Violations::default();
            of_object(&AllowedKeys::of(action), &action.parameters, "", &mut of_parameters);
            modes(action, block, of_parameters.is_partial, found);
            found.extend(of_parameters);
            no_next_action(action, block).into_iter().for_each(|violation| found.push(violation));
        }
        None => of_type(action).into_iter().for_each(|violation| found.push(violation)),
    }
}

/// Says that there is no action of this type.
fn of_type(action: &Action) -> Option<Diagnostic> {
    let type_ = action.type_.as_str();
    let known: Vec<&Block> = catalogue::by_action(type_).collect();
    if type_.is_empty() || !known.is_empty() {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::UnknownAction, action.head, format!("there is no action `{type_}`"));
    Some(match nearest(type_, catalogue::blocks().map(|block| block.action)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        // Connect may have got it since.
        None => diagnostic
            .lowered(Lowering::NotInTables)
            .help("callflow does not know it and cannot judge it; `callflow catalogue` lists those that it knows"),
    })
}

/// Says that `NextAction` is missing where nothing but the JSON needs it: it repeats another branch, or is never taken.
fn no_next_action(action: &Action, block: &Block) -> Option<Diagnostic> {
    let is_checked = block.branches.iter().any(|branch| branch.wire == BranchWire::Next);
    let is_needed = matches!(block.next, Next::Success { .. } | Next::Copy(_)) && !is_checked;
    if !is_needed {
        return None;
    }
    let Some(next) = action.transitions.next else {
        let message = format!("`{}` lacks its `NextAction`", action.type_);
        return Some(
            Diagnostic::new(Code::MissingBranch, action.head, message)
                .primary_label("the service requires it")
                .help("every action but those that end the flow has one; here it repeats where an error leads"),
        );
    };
    // Of an action that is not connected yet, the branches tell that.
    let others = reach::edges(action).filter(|edge| edge.taken);
    let is_open =
        next.target == Target::Unconnected && others.into_iter().all(|edge| edge.target != Target::Unconnected);
    (is_open && !next.taken).then(|| {
        Diagnostic::new(Code::LooseEnd, next.origin, "this branch is not connected")
            .help("it is never taken, but the service wants it to lead somewhere: where an error leads, for instance")
    })
}

/// Values that say which of several forms an action has: another is none of them.
/// One that seems to be missing may be what is misspelt.
fn modes(action: &Action, block: &Block, is_misspelt: bool, found: &mut Violations) {
    let blocks = || catalogue::by_action(&action.type_);
    let fixed = blocks().flat_map(|block| block.fixed.iter().copied());
    let told = blocks().filter_map(|block| match block.recognised {
        When::Is(path, values) => Some(values.iter().map(move |value| (path, *value))),
        _ => None,
    });
    let known: Vec<(&str, &str)> = fixed.chain(told.flatten()).collect();
    let paths: BTreeSet<&str> = known.iter().map(|(path, _)| *path).collect();
    for path in paths {
        let values: Vec<&str> = known.iter().filter(|(other, _)| *other == path).map(|(_, value)| *value).collect();
        let Some(node) = action.parameters.get(path) else {
            // Where some form of the action does without, so may this.
            if !is_misspelt && blocks().all(|block| block.fixed.iter().any(|(own, _)| *own == path)) {
                let message = format!("`{}` needs `{path}`", action.type_);
                let diagnostic = Diagnostic::new(Code::MissingParameter, action.head, message);
                found.push(diagnostic.help(format!("it is `{}`", values.join("` or `"))));
            }
            continue;
        };
        let Value::Text(text) = &node.value else {
            found.push_unread(not_a(&format!("`{path}`"), "a text", node));
            continue;
        };
        // What the block has a parameter for is told by the checks.
        let is_told = block.parameters.iter().any(|parameter| parameter.wire == path);
        if !is_told && !values.iter().any(|value| value.eq_ignore_ascii_case(text)) {
            let message = format!("`{path}` does not know `{text}`");
            let diagnostic = Diagnostic::new(Code::TextNotKnown, node.origin, message);
            found.push(diagnostic.help(format!("it knows `{}`", values.join("`, `"))));
        }
    }
}

/// Operands are texts; the shares of a distribution may be numbers.
fn operands(action: &Action, condition: &Condition, found: &mut Violations) {
    let are_shares =
        action.block.and_then(|block| block.conditions).is_some_and(|it| matches!(it.operands, Operands::Shares));
    for operand in &condition.operands {
        let is_share = are_shares && matches!(operand.value, Value::Number(_));
        if !is_share && !matches!(operand.value, Value::Text(_)) {
            found.push_unread(not_a("an operand", "a text", operand).help("write it in quotes"));
        }
    }
}

/// What an object may hold.
#[derive(Default)]
struct AllowedKeys {
    /// What it belongs to: an action's type, a parameter's path.
    name: String,
    parameters: Vec<&'static Parameter>,
    /// Paths of which the catalogue says no more: what a block always writes, what switches a hook off.
    others: Vec<&'static str>,
    /// The maps that entries fill.
    entries: Vec<(&'static str, EntryValues)>,
}

impl AllowedKeys {
    /// What any block of the action may hold: which of them it is was read off the parameters.
    fn of(action: &Action) -> AllowedKeys {
        let mut known = AllowedKeys { name: action.type_.to_string(), ..AllowedKeys::default() };
        for block in catalogue::by_action(&action.type_) {
            known.parameters.extend(block.parameters);
            known.others.extend(block.fixed.iter().map(|(path, _)| *path));
            known.entries.extend(block.entries.iter().map(|entries| (entries.wire, entries.values)));
            let switches = block.parameters.iter().filter_map(|parameter| match parameter.kind {
                Kind::Hook { disable } => disable,
                _ => None,
            });
            known.others.extend(switches);
        }
        // The parameters of the block that it is come first: another may have one in another shape.
        if let Some(block) = action.block {
            known.parameters.sort_by_key(|parameter| !block.parameters.iter().any(|own| std::ptr::eq(own, *parameter)));
        }
        known
    }

    fn paths(&self) -> impl Iterator<Item = &'static str> {
        let messages = if self.has_message() { MESSAGE_KEYS } else { &[] };
        let wires = self.parameters.iter().map(|parameter| parameter.wire).filter(|wire| !wire.is_empty());
        let entries = self.entries.iter().map(|(wire, _)| *wire);
        wires.chain(messages.iter().copied()).chain(self.others.iter().copied()).chain(entries)
    }

    fn has_message(&self) -> bool {
        self.parameters.iter().any(|parameter| matches!(parameter.kind, Kind::Message))
    }

    fn parameter(&self, path: &str) -> Option<&'static Parameter> {
        self.parameters.iter().copied().find(|parameter| parameter.wire == path)
    }
}

/// The keys of an object below the path `above`, and what stands under them.
fn of_object(known: &AllowedKeys, object: &Object, above: &str, found: &mut Violations) {
    for property in object.properties() {
        let path = format!("{above}{}", property.key);
        let below = format!("{path}.");
        let holds_others = known.paths().any(|other| other.starts_with(&below));
        let is_known = known.paths().any(|other| other == path);
        let entries = known.entries.iter().find(|(wire, _)| *wire == path);
        match (&property.node.value, known.parameter(&path)) {
            (Value::Null, _) => {
                let message = format!("`{path}` is null, which is no value");
                found
                    .push_unread(Diagnostic::new(Code::WrongValue, property.node.origin, message).help("leave it out"));
            }
            (Value::Object(inner), _) if holds_others => of_object(known, inner, &below, found),
            (_, Some(parameter)) => of_value(parameter, &property.node, found),
            (_, None) if above.is_empty() && known.has_message() && MESSAGE_KEYS.contains(&path.as_str()) => {
                of_message_value(&path, &property.node, found);
            }
            (Value::Object(map), None) if entries.is_some() => {
                entries.into_iter().for_each(|(_, values)| of_entries(*values, map, found));
            }
            (_, None) if entries.is_some() || holds_others && !is_known => {
                found.push_unread(not_a(&format!("`{path}`"), "an object", &property.node));
            }
            _ if is_known => {}
            _ => unknown_key(known, above, property, found),
        }
    }
}

/// The entries of a map: texts, or objects that hold one.
fn of_entries(values: EntryValues, map: &Object, found: &mut Violations) {
    for Property { key, node, .. } in map.properties() {
        let (is_right, what) = match (values, &node.value) {
            (EntryValues::Texts, value) => (matches!(value, Value::Text(_)), "a text".to_owned()),
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
    // Whether the service minds what it knows in another place is not told, and Connect may have got a parameter since.
    let elsewhere = known.paths().find(|other| other.rsplit('.').next() == Some(property.key.as_str()));
    if let Some(other) = elsewhere {
        let diagnostic = diagnostic.lowered(Lowering::NotInTables).help(format!("it has `{other}`: move it there"));
        return found.push(diagnostic);
    }
    match nearest(&path, known.paths()) {
        Some(near) => found.push_unread(
            diagnostic
                .primary_label("the service refuses a parameter that it does not know")
                .help(format!("did you mean `{near}`?")),
        ),
        None => found.push(
            diagnostic
                .lowered(Lowering::NotInTables)
                .help("callflow does not know it; if Connect does not either, the service refuses the flow"),
        ),
    }
}

/// A value against the JSON type that the parameter has.
fn of_value(parameter: &Parameter, node: &Node, found: &mut Violations) {
    let wants = match (parameter.kind, &node.value) {
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
                found.push_unread(not_a(&format!("an item of `{}`", parameter.wire), "a text", item));
            }
            None
        }
        (Kind::StreamDirections, Value::List(items)) => {
            items.iter().for_each(|item| of_participant(item, found));
            None
        }
        (Kind::Messages | Kind::Objects { .. } | Kind::Choices(_) | Kind::StreamDirections, _) => Some("a list"),
        (Kind::Texts { .. }, Value::Text(_)) => None,
        (Kind::Texts { .. }, _) => Some("a list of texts"),
        (Kind::ObjectMap(_), Value::Object(_)) => None,
        (Kind::ObjectMap(_), _) => Some("an object"),
        (Kind::JsonNumber { .. }, Value::Number(_)) | (Kind::JsonBoolean, Value::Bool(_)) => None,
        // AWS's own example has one in quotes.
        (Kind::JsonNumber { .. }, Value::Text(text)) if text.parse::<f64>().is_ok() => None,
        (Kind::JsonNumber { .. }, _) => Some("a number"),
        (Kind::JsonBoolean, _) => Some("`true` or `false`, without quotes"),
        (_, Value::Text(_) | Value::Reference(_)) => None,
        // The service takes a bare number for some of them.
        (Kind::Integer { .. }, Value::Number(_)) => None,
        _ => Some("a text"),
    };
    if let Some(wants) = wants {
        found.push_unread(not_a(&format!("`{}`", parameter.wire), wants, node));
    }
}

/// Whose audio is streamed, and in which directions.
///
/// <https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactmediastreamingbehavior.html>
fn of_participant(item: &Node, found: &mut Violations) {
    let mut wrong = |node: &Node, what: &str| {
        found.push_unread(Diagnostic::new(Code::WrongValue, node.origin, format!("this has to be {what}")));
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
        Some(node) => wrong(node, "a list of `From` and `To`"),
        None => wrong(item, "an object with `MediaDirections`"),
    }
}

/// A message of a list.
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

/// What a message is told by: `Media` is an object, with where the recording lies, the others are texts.
fn of_message_value(key: &str, node: &Node, found: &mut Violations) {
    let what = match (key, &node.value) {
        (_, Value::Null) | ("Media", Value::Object(_)) => return,
        ("Media", _) => "an object",
        (_, Value::Text(_) | Value::Reference(_)) => return,
        _ => "a text",
    };
    found.push_unread(not_a(&format!("`{key}`"), what, node));
}

/// Says that a value is of another JSON type than it must be.
fn not_a(subject: &str, what: &str, node: &Node) -> Diagnostic {
    let message = format!("{subject} is {what}, not {}", node.value.json_type());
    Diagnostic::new(Code::WrongValue, node.origin, message)
}
