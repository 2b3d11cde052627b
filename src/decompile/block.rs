//! An action's type and parameters → a block of the source, without its branches.
//!
//! Takes an action and gives the block, using the catalogue. The result is lowered again, and differences to the action
//! go into `raw`. An action that this cannot reproduce becomes `action "…"`.

use smol_str::SmolStr;

use super::value::Values;
use crate::catalogue::{Block, Form, Kind, Parameter};
use crate::graph::equal::same_value;
use crate::graph::{Action, Node, Object, Value as Wire};
use crate::lower;
use crate::syntax::tree::{self, Body, BodyItem, Key, Value, ValueKind};

/// An action in the source, without its branches.
#[derive(Clone, Debug)]
pub(super) struct Decompiled {
    /// The catalogue's entry; `None` for `action "…"`.
    pub(super) entry: Option<&'static Block>,
    pub(super) keyword: SmolStr,
    pub(super) subject: Option<Value>,
    pub(super) items: Vec<BodyItem>,
    /// Whether a part of it could not be expressed at all.
    pub(super) is_lossy: bool,
}

/// Decompiles an action. `can_branch` tests whether the branches of the entry can express those of the action.
pub(super) fn decompile(
    values: Values<'_>,
    action: &Action,
    can_branch: impl FnOnce(&'static Block) -> bool,
) -> Decompiled {
    let known = action.block.filter(|entry| can_branch(entry)).and_then(|entry| known(values, entry, action));
    known.unwrap_or_else(|| unknown(values, action))
}

/// A block of the catalogue. `None` if it cannot reproduce the parameters.
fn known(values: Values<'_>, entry: &'static Block, action: &Action) -> Option<Decompiled> {
    let mut decompiled = Decompiled {
        entry: Some(entry),
        keyword: entry.keyword.into(),
        subject: None,
        items: Vec::new(),
        is_lossy: false,
    };
    for parameter in entry.parameters {
        let Some(value) = values.parameter(parameter, &action.parameters) else { continue };
        if is_disabled_hook(entry, parameter, &decompiled.items) {
            continue;
        }
        let is_subject = decompiled.subject.is_none() && entry.subject.contains(&parameter.name);
        if is_subject && !matches!(value.kind, ValueKind::Map(_)) {
            decompiled.subject = Some(as_subject(values, entry, parameter.name, value, &action.parameters));
        } else {
            decompiled.items.push(BodyItem::Parameter(values.make.parameter(parameter.name, value)));
        }
    }
    if let Some(entries) = entry.entries
        && let Some(Node { value: Wire::Object(map), .. }) = action.parameters.get(entries.wire)
    {
        for property in map.properties() {
            let Some(value) = values.entry(entries.values, &property.node) else { continue };
            let key = values.make.key(&property.key);
            let quoted = key.quoted || entry.parameter(&property.key).is_some();
            decompiled.items.push(values.make.entry(Key { quoted, ..key }, value));
        }
    }
    if entry.form == Form::WithSubject && decompiled.subject.is_none() {
        // Only the subject selects the block. If a draft has no subject, an empty one takes its place.
        decompiled.subject = Some(values.make.reference(&["id"], "", None));
    }
    let written = lower::parameters(entry, &decompiled.block(values), values.inventory)?;
    if let Some(raw) = difference(&written, &action.parameters) {
        let value = values.any_object(&raw)?;
        decompiled.items.push(BodyItem::Parameter(values.make.parameter("raw", value)));
        let written = lower::parameters(entry, &decompiled.block(values), values.inventory)?;
        if difference(&written, &action.parameters).is_some() {
            return None;
        }
    }
    decompiled.omit_defaults(values, entry, &action.parameters);
    Some(decompiled)
}

/// Whether `hook: disabled` covers the parameter already.
fn is_disabled_hook(entry: &Block, parameter: &Parameter, items: &[BodyItem]) -> bool {
    items.iter().any(|item| match item {
        BodyItem::Parameter(tree::Parameter { name, value: Value { kind: ValueKind::Word(_), .. }, .. }) => {
            let hook = entry.parameter(&name.text).map(|parameter| parameter.kind);
            matches!(hook, Some(Kind::Hook { disable: Some(path) }) if path == parameter.wire)
        }
        _ => false,
    })
}

impl Decompiled {
    /// The syntax tree of the block, so far.
    pub(super) fn block(&self, values: Values<'_>) -> tree::Block {
        let make = values.make;
        let body = (!self.items.is_empty()).then(|| Body { span: make.nowhere(), items: self.items.clone() });
        tree::Block {
            span: make.nowhere(),
            keyword: make.word(self.keyword.clone()),
            subject: self.subject.clone(),
            identifier: None,
            body,
        }
    }

    /// Removes parameters whose defaults the lowering fills in.
    fn omit_defaults(&mut self, values: Values<'_>, entry: &'static Block, parameters: &Object) {
        for parameter in entry.parameters.iter().filter(|parameter| parameter.default.is_some()) {
            let is_it = |item: &BodyItem| matches!(item, BodyItem::Parameter(it) if it.name.text == parameter.name);
            let Some(at) = self.items.iter().position(is_it) else { continue };
            let item = self.items.remove(at);
            let written = lower::parameters(entry, &self.block(values), values.inventory);
            if written.is_none_or(|written| difference(&written, parameters).is_some()) {
                self.items.insert(at, item);
            }
        }
    }
}

/// The value as a subject. It includes the kind of the reference if the subject accepts several kinds.
fn as_subject(values: Values<'_>, entry: &Block, name: &str, value: Value, parameters: &Object) -> Value {
    let Some(parameter) = entry.parameter(name) else { return value };
    let is_choice = entry.subject.len() > 1;
    match (parameter.kind, parameters.get(parameter.wire).map(|node| &node.value)) {
        (Kind::Reference(_), Some(Wire::Reference(reference))) if is_choice => {
            let ways = values.reference(reference, true);
            // The form with the kind's keyword that corresponds to the chosen form without it.
            let is_by_name = matches!(&value.kind, ValueKind::Text(_))
                || matches!(&value.kind, ValueKind::Reference(it) if it.words.is_empty());
            let found = if is_by_name || matches!(value.kind, ValueKind::Path(_)) { ways.first() } else { ways.last() };
            found.cloned().unwrap_or(value)
        }
        _ => value,
    }
}

/// The `raw` map that turns `written` into `wanted`; `None` if they are equal. A key to be removed has the value
/// `null`.
fn difference(written: &Object, wanted: &Object) -> Option<Object> {
    let mut raw = Object::new();
    for property in written.properties().iter().filter(|property| wanted.property(&property.key).is_none()) {
        let node = Node { value: Wire::Null, origin: property.node.origin };
        raw.insert(property.key.clone(), property.key_origin, node);
    }
    for property in wanted.properties() {
        let found = written.property(&property.key).map(|found| &found.node);
        let node = match (found.map(|node| &node.value), &property.node.value) {
            (Some(Wire::Object(written)), Wire::Object(wanted)) => match difference(written, wanted) {
                Some(inner) => Node { value: Wire::Object(inner), origin: property.node.origin },
                None => continue,
            },
            _ if found.is_some_and(|found| same_value(found, &property.node)) => continue,
            _ => property.node.clone(),
        };
        raw.insert(property.key.clone(), property.key_origin, node);
    }
    (!raw.is_empty()).then_some(raw)
}

/// `action "Type" { parameters: { … } }`
fn unknown(values: Values<'_>, action: &Action) -> Decompiled {
    let make = values.make;
    let mut decompiled = Decompiled {
        entry: None,
        keyword: "action".into(),
        subject: Some(make.quoted(&action.type_)),
        items: Vec::new(),
        is_lossy: false,
    };
    if !action.parameters.is_empty() {
        let value = values.any_object(&action.parameters);
        decompiled.is_lossy = value.is_none();
        decompiled.items.extend(value.map(|value| BodyItem::Parameter(make.parameter("parameters", value))));
    }
    if action.transitions.terminal {
        decompiled.items.push(BodyItem::Flag(make.word("terminal")));
    }
    decompiled
}
