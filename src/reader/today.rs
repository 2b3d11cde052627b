//! The current flow language, version `2019-10-30`.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::action::{Targets, action};
use super::contract::{contract, of_content};
use super::json::{Json, Kind};
use super::kind::{self, Metadata};
use super::value::plain_text;
use super::{Purpose, Read, ReadContext, lost, names, shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Violations};
use crate::graph::{
    Action, ActionId, ActionState, Contract, Flow, FlowKind, Notation, Note, Position, SavedLayout, Spanned, Tag,
    Target,
};
use crate::resource::Known;
use crate::source::Span;

/// The JSON of a flow.
pub(super) struct Source<'j> {
    /// The object that describes the flow: the AWS CLI answer, or the content itself.
    pub(super) resource: &'j Json,
    /// The flow object, with `Actions`.
    pub(super) content: &'j Json,
    /// Whether the answer is about a module, if there is an answer around the content.
    pub(super) is_module: Option<bool>,
    /// How many characters the content has.
    pub(super) content_length: usize,
    /// The module's `Settings` in the answer.
    pub(super) settings: Option<&'j Json>,
}

pub(super) fn read(source: Source<'_>, context: &ReadContext<'_>, diagnostics: &mut Diagnostics) -> Read {
    let Source { resource, content, is_module, settings, content_length } = source;
    let metadata = content.get("Metadata");
    let mut found = Violations::default();
    shape::of_content(content, std::ptr::eq(resource, content), &mut found);
    let types = [resource.get("Type"), metadata.and_then(|metadata| metadata.get("type"))];
    types.iter().flatten().for_each(|type_| shape::of_type(type_, &mut found));
    let entries = metadata.and_then(|metadata| metadata.get("ActionMetadata"));
    let items = content.get("Actions").map(Json::items).unwrap_or_default();
    items.iter().filter(|item| !shape::is_object(item)).for_each(|item| shape::of_no_action(item, &mut found));
    let items: Vec<&Json> = items.iter().filter(|item| shape::is_object(item)).collect();
    let mut targets = targets(&items, diagnostics);
    let mut actions = Vec::new();
    let mut named = Vec::new();
    for item in &items {
        let mut action = action(item, &mut targets, context.inventory);
        let entry = entries.and_then(|entries| entries.get(&action.identifier));
        action.is_named = entry.and_then(|entry| entry.get("isFriendlyName")).is_some_and(is_true);
        names::collect(&action, entry, &mut named);
        let mut of_action = Violations::default();
        shape::of_action(item, &mut of_action);
        if of_action.is_partial {
            action.state = ActionState::Partial;
        }
        found.extend(of_action);
        actions.push(action);
    }
    let start = match content.get("StartAction") {
        Some(start) => targets.target(start, "the flow starts nowhere"),
        None => Target::Hole,
    };
    let beside = &context.hints.beside;
    let flow_type = types.iter().flatten().find_map(|type_| kind::flow_type(type_.text()?)).or(beside.flow_type());
    let is_of_module = types.iter().flatten().filter_map(|type_| type_.text()).any(|type_| kind::is_module(type_));
    let is_of_module = is_of_module || beside.is_module();
    let is_module = is_module.or(is_of_module.then_some(true)).or(flow_type.map(|_| false));
    shape::of_settings(content, is_module, &mut found);
    let written = Metadata { is_module, has_settings: content.get("Settings").is_some(), flow_type };
    let described = |upper: &str, lower: &str| {
        let lower = metadata.and_then(|metadata| metadata.get(lower));
        resource.get(upper).or(lower).and_then(spanned).filter(|text| !text.text.trim().is_empty())
    };
    let settings = settings.or_else(|| metadata.and_then(|metadata| metadata.get("settings")));
    let settings = settings.or(beside.settings.as_ref());
    let head = content.span.head();
    metadata.into_iter().for_each(|metadata| lost::of_metadata(metadata, &mut found.lost));
    content.get("Settings").into_iter().for_each(|settings| lost::of_settings(settings, &mut found.lost));
    settings.into_iter().for_each(|contract| lost::of_contract(contract, head, &mut found.lost));
    // Text from another file: in this file only the head can show it.
    let at_head = |text: &SmolStr| Spanned { text: text.clone(), span: head };
    let name = match &context.hints.name {
        Some(name) => at_head(name),
        None => described("Name", "name").unwrap_or(at_head(beside.name().unwrap_or(context.file_name))),
    };
    let names = [name.text.as_str(), context.file_name.as_str()];
    let (kind, guesses) = kind::kind(context.hints, written, &names, &actions);
    let (is_type_inferred, other_types) = (guesses.is_some(), guesses.unwrap_or_default());
    let flow = Flow {
        notation: Notation::Json,
        is_saved: resource.text_at("Status").is_some_and(|status| status == "SAVED") || beside.is_saved,
        kind_origin: types.iter().flatten().find(|it| it.text().is_some()).map_or(name.span, |type_| type_.span),
        known: known(resource, &name).or(beside.known()),
        name,
        kind,
        description: described("Description", "description").or(beside.description().map(at_head)),
        tags: tags(resource.get("Tags").or(beside.tags()), head),
        notes: notes(metadata, &targets),
        saved_layout: saved_layout(metadata, &actions),
        contract: (kind == FlowKind::Module).then(|| {
            let mut contract = settings.map_or_else(|| Contract { is_unknown: true, ..Contract::default() }, contract);
            if let Some(settings) = content.get("Settings") {
                of_content(settings, &mut contract, diagnostics);
            }
            contract
        }),
        start,
        start_origin: content.get("StartAction").map_or(head, |start| start.span),
        actions,
        steps: Vec::new(),
    };
    if let Some(known) = &flow.known {
        named.push(names::of_flow(kind.resource_kind(), &known.arn, &flow.name.text, flow.name.span));
    }
    let status = resource.get("Status").or(metadata.and_then(|metadata| metadata.get("status")));
    let is_published = status.and_then(Json::text).is_some_and(|status| status.eq_ignore_ascii_case("published"));
    targets.report_dangling(context.purpose, diagnostics);
    if context.purpose == Purpose::Convert {
        diagnostics.extend(found.lost);
    }
    let names = named;
    Read { flow, is_type_inferred, other_types, names, is_published, violations: found.diagnostics, content_length }
}

fn is_true(json: &Json) -> bool {
    match &json.kind {
        Kind::Bool(yes) => *yes,
        Kind::Text(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

pub(super) fn spanned(json: &Json) -> Option<Spanned> {
    Some(Spanned { text: json.text()?.clone(), span: json.span })
}

/// Maps identifiers to actions. An identifier that two actions have is reported, and refers to the first.
fn targets(items: &[&Json], diagnostics: &mut Diagnostics) -> Targets {
    let mut known: HashMap<SmolStr, (ActionId, Span)> = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        let Some(identifier) = item.get("Identifier") else { continue };
        let text = plain_text(identifier);
        if text.is_empty() {
            continue;
        }
        match known.get(&text) {
            Some((_, first)) => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateIdentifier,
                    identifier.span,
                    format!("two actions have the identifier `{text}`"),
                )
                .primary_label("the second")
                .label(*first, "the first; every branch with this target leads here"),
            ),
            None => {
                known.insert(text, (ActionId(index), identifier.span));
            }
        }
    }
    Targets::new(known.into_iter().map(|(text, (id, _))| (text, id)).collect())
}

/// The resource in the instance, if the answer contains its id.
fn known(resource: &Json, name: &Spanned) -> Option<Known> {
    let (id, arn) = (resource.text_at("Id")?, resource.text_at("Arn")?);
    Some(Known { name: name.text.clone(), id: id.clone(), arn: arn.clone() })
}

/// The tags, in this file or in another one, whose spans are replaced by `head`.
pub(super) fn tags(tags: Option<&Json>, head: Span) -> Vec<Tag> {
    let tags = tags.map(Json::members).unwrap_or_default();
    let here = |span: Span| if span.file == head.file { span } else { head };
    let tag = |member: &super::json::Member| {
        let key = Spanned { text: member.key.clone(), span: here(member.key_span) };
        Some(Tag { key, value: Spanned { text: member.value.text()?.clone(), span: here(member.value.span) } })
    };
    tags.iter().filter_map(tag).collect()
}

/// The designer's notes. One that names no action is about the whole flow.
fn notes(metadata: Option<&Json>, targets: &Targets) -> Vec<Note> {
    let notes = metadata.and_then(|metadata| metadata.get("Annotations")).map(Json::items).unwrap_or_default();
    let note = |json: &Json| {
        let text = json.text_at("content").filter(|text| !text.trim().is_empty())?;
        let action = json.text_at("actionId").and_then(|id| targets.find(id));
        Some(Note { action, text: text.clone() })
    };
    notes.iter().filter_map(note).collect()
}

/// The positions of the blocks in the designer, in pixels.
fn saved_layout(metadata: Option<&Json>, actions: &[Action]) -> SavedLayout {
    let Some(metadata) = metadata else { return SavedLayout::default() };
    let entries = metadata.get("ActionMetadata");
    let actions = actions.iter().filter_map(|action| {
        let place = position(entries?.get(&action.identifier)?.get("position")?)?;
        Some((action.identifier.clone(), place))
    });
    SavedLayout { entry: metadata.get("entryPointPosition").and_then(position), actions: actions.collect() }
}

fn position(json: &Json) -> Option<Position> {
    let coordinate = |key: &str| match &json.get(key)?.kind {
        // A float outside the range of `i64` is clamped to it.
        Kind::Number(number) => number.as_f64().map(|number| number.round() as i64),
        _ => None,
    };
    Some(Position { x: coordinate("x")?, y: coordinate("y")? })
}
