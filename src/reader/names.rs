//! The names of resources in the `Metadata` of flow JSON: which key names which parameter.
//!
//! Takes an action with its entry in `ActionMetadata`, gives each id and ARN that its parameters refer to, with the
//! name beside it if there is one. [`ROWS`] says where a name is. Never says that a name is right: the designer wrote
//! it when the flow was last saved.

use smol_str::SmolStr;

use super::json::Json;
use crate::graph::{Action, Node, Object, Reference, ReferenceForm, Value};
use crate::inventory::ExportedName;
use crate::resource::ResourceKind;
use crate::source::Span;

/// Where the name of a parameter is.
struct Row {
    /// The types of action; empty for all.
    actions: &'static [&'static str],
    /// The path of the parameter, or of the object that holds it; empty for any.
    parameter: &'static str,
    /// The keys that hold the name, the best first.
    keys: &'static [Key],
    form: Form,
}

/// A key in the entry of an action.
enum Key {
    /// A key of the parameter's own object: `parameters.<path>.<key>`.
    Own(&'static str),
    /// A key of the entry, with dots between its parts.
    Entry(&'static str),
    /// A key of the item of a list in the entry, with the index that the parameter has in its own list.
    Item(&'static str, &'static str),
}

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The name.
    Name,
    /// `login (First Last)`, of which the login is the name.
    Login,
    /// The name of what another tool fills in. An ARN has it itself.
    InArn,
    /// The name of a bot.
    Bot,
}

use Key::{Entry, Item, Own};

const DISPLAY: Key = Own("displayName");

/// The first row that fits an action and a parameter.
const ROWS: &[Row] = &[
    Row { actions: &["InvokeLambdaFunction"], parameter: "LambdaFunctionARN", keys: &[DISPLAY], form: Form::InArn },
    Row { actions: &[], parameter: "AgentId", keys: &[DISPLAY, Entry("queue.text")], form: Form::Login },
    Row { actions: &[], parameter: "QueueId", keys: &[DISPLAY, Entry("queue.text")], form: Form::Name },
    Row { actions: &[], parameter: "HoursOfOperationId", keys: &[DISPLAY, Entry("Hours.text")], form: Form::Name },
    Row { actions: &[], parameter: "PromptId", keys: &[DISPLAY, Entry("promptName")], form: Form::Name },
    Row { actions: &[], parameter: "Messages", keys: &[DISPLAY, Item("audio", "text")], form: Form::Name },
    Row { actions: &[], parameter: "ContactFlowId", keys: &[DISPLAY, Entry("ContactFlow.text")], form: Form::Name },
    Row { actions: &[], parameter: "EventHooks", keys: &[DISPLAY, Entry("contactFlow.text")], form: Form::Name },
    Row { actions: &[], parameter: "FlowModuleId", keys: &[DISPLAY, Entry("contactFlowModuleName")], form: Form::Name },
    // The name beside the parameter is that of the alias.
    Row {
        actions: &[],
        parameter: "LexV2Bot.AliasArn",
        keys: &[Own("lexV2BotName"), Entry("lexV2BotName")],
        form: Form::Bot,
    },
    Row { actions: &[], parameter: "", keys: &[DISPLAY], form: Form::Name },
];

/// The keys that hold the name of a bot's alias.
const ALIAS: &[Key] = &[Entry("lexV2BotAliasName"), DISPLAY];

/// A part of the path of a parameter.
#[derive(Clone, Copy)]
enum Part<'a> {
    Key(&'a str),
    Item(usize),
}

/// Adds the references of `action` by id or ARN, with the names that `entry` has for them.
pub(super) fn collect(action: &Action, entry: Option<&Json>, found: &mut Vec<ExportedName>) {
    let mut references = Vec::new();
    of_object(&action.parameters, &mut Vec::new(), &mut references);
    for (path, reference, span) in &references {
        let Some(row) = row(&action.type_, path) else { continue };
        // Several parameters in one object share the keys of the action.
        let same_row = |other: &[Part<'_>]| self::row(&action.type_, other).is_some_and(|it| std::ptr::eq(it, row));
        let is_alone = references.iter().filter(|(other, ..)| same_row(other)).count() == 1;
        let name = |keys: &[Key]| {
            let keys = keys.iter().filter(|key| is_alone || !matches!(key, Entry(_)));
            keys.filter_map(|key| key.find(entry?, path, reference)).find(|text| is_name(text, reference)).cloned()
        };
        let (name, alias) = match row.form {
            Form::Name => (name(row.keys), None),
            Form::Login => (name(row.keys).map(|text| login(&text)), None),
            Form::InArn if reference.form == ReferenceForm::Arn => (Some(SmolStr::default()), None),
            Form::InArn => (name(row.keys), None),
            Form::Bot => (name(row.keys), name(ALIAS)),
        };
        found.push(ExportedName { kind: reference.kind, text: reference.text.clone(), name, alias, span: *span });
    }
}

fn row(action: &str, path: &[Part<'_>]) -> Option<&'static Row> {
    let keys = path.iter().map_while(|part| match part {
        Part::Key(key) => Some(*key),
        Part::Item(_) => None,
    });
    let path = keys.collect::<Vec<_>>().join(".");
    ROWS.iter().find(|row| {
        let is_of_action = row.actions.is_empty() || row.actions.contains(&action);
        let rest = path.strip_prefix(row.parameter);
        is_of_action && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || row.parameter.is_empty())
    })
}

impl Key {
    /// The text under this key for the parameter at `path`.
    fn find<'j>(&self, entry: &'j Json, path: &[Part<'_>], reference: &Reference) -> Option<&'j SmolStr> {
        match self {
            Key::Own(key) => {
                let mut at = entry.get("parameters")?;
                for part in path {
                    at = match part {
                        Part::Key(key) => at.get(key)?,
                        Part::Item(index) => at.items().get(*index)?,
                    };
                }
                at.text_at(key)
            }
            Key::Entry(key) => {
                let (holder, key) = match key.split_once('.') {
                    Some((holder, key)) => (entry.get(holder)?, key),
                    None => (entry, *key),
                };
                is_about(holder, reference).then(|| holder.text_at(key))?
            }
            Key::Item(list, key) => {
                let index = path.iter().find_map(|part| match part {
                    Part::Item(index) => Some(*index),
                    Part::Key(_) => None,
                });
                let item = entry.get(list)?.items().get(index?)?;
                is_about(item, reference).then(|| item.text_at(key))?
            }
        }
    }
}

/// Whether an object that names something has no id, or that of `reference`.
fn is_about(holder: &Json, reference: &Reference) -> bool {
    holder.text_at("id").is_none_or(|id| id.is_empty() || *id == reference.text)
}

fn is_name(text: &SmolStr, reference: &Reference) -> bool {
    !text.trim().is_empty() && !text.starts_with("arn:") && !is_template(text) && *text != reference.text
}

/// Whether a text is one that another tool replaces, or contact data.
fn is_template(text: &str) -> bool {
    ["${", "{{", "$."].iter().any(|mark| text.contains(mark))
        || [('%', '%'), ('<', '>')].iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}

fn login(text: &str) -> SmolStr {
    text.split_once(" (").filter(|_| text.ends_with(')')).map_or(text, |(login, _)| login).into()
}

/// A reference by id or ARN with its path and its place.
type Place<'a> = (Vec<Part<'a>>, &'a Reference, Span);

fn of_object<'a>(object: &'a Object, path: &mut Vec<Part<'a>>, found: &mut Vec<Place<'a>>) {
    for property in object.properties() {
        path.push(Part::Key(&property.key));
        of_node(&property.node, path, found);
        path.pop();
    }
}

fn of_node<'a>(node: &'a Node, path: &mut Vec<Part<'a>>, found: &mut Vec<Place<'a>>) {
    match &node.value {
        Value::Object(object) => of_object(object, path, found),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Part::Item(index));
                of_node(item, path, found);
                path.pop();
            }
        }
        Value::Reference(reference) if matches!(reference.form, ReferenceForm::Id | ReferenceForm::Arn) => {
            found.push((path.clone(), reference, node.origin));
        }
        _ => {}
    }
}

/// The name of a flow whose own id is known.
pub(super) fn of_flow(kind: ResourceKind, arn: &SmolStr, name: &SmolStr, span: Span) -> ExportedName {
    // The answer about a draft ends with `:$SAVED`.
    let text = arn.split(":$").next().unwrap_or(arn).into();
    ExportedName { kind, text, name: Some(name.clone()), alias: None, span }
}
