//! `raw:` and `action "…"`: parameters and actions that are not in the catalogue, emitted unchanged.

use super::Context;
use super::block::{BlockKind, LoweredBlock};
use super::explicit::{Named, Reader};
use super::misread::Misreadings;
use super::outline::Outlined;
use crate::catalogue::wire::{COMMON_BRANCHES, MESSAGE_KEYS};
use crate::catalogue::{self, Block, BranchWire, EntryValues, Kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Node, Object, Value as Wire};
use crate::syntax::tree::{self, BodyItem, ValueKind, Word};

impl Context<'_> {
    /// Merges `raw: { … }` into the parameters, key by key, at any depth. Its values win, and `none` leaves a key out.
    pub(super) fn merge_raw(&mut self, block: Option<&'static Block>, raw: &tree::Parameter, object: &mut Object) {
        if !matches!(raw.value.kind, ValueKind::Map(_) | ValueKind::Const(_) | ValueKind::Hole) {
            self.diagnostics.push(
                Diagnostic::new(Code::WrongValue, raw.value.span, "`raw` must be a map")
                    .help("write `raw: { \"Key\": \"value\" }`"),
            );
            return;
        }
        if let Some(Node { value: Wire::Object(map), .. }) = self.any(&raw.value) {
            if let Some(block) = block {
                self.known_keys(block, "", &map);
            }
            merge(object, map);
        }
    }

    /// Warns about raw keys that the block has a parameter for.
    fn known_keys(&mut self, block: &'static Block, above: &str, map: &Object) {
        for property in map.properties() {
            let path = format!("{above}{}", property.key);
            let known = block.parameters.iter().find(|parameter| match parameter.kind {
                Kind::Message => above.is_empty() && MESSAGE_KEYS.contains(&property.key.as_str()),
                // An object at this key is not its value, but contains other parameters.
                Kind::Text { .. } if matches!(property.node.value, Wire::Object(_)) => false,
                _ => parameter.wire == path,
            });
            if matches!(property.node.value, Wire::Null) {
                continue;
            }
            if let Some(parameter) = known {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::KnownKey,
                        property.key_origin,
                        format!("`{}` has a parameter for `{path}`", block.keyword),
                    )
                    .help(if block.subject.first() == Some(&parameter.name) {
                        format!("write it after the name of the block instead: `{} …`", block.keyword)
                    } else {
                        format!("write `{}: …` instead", parameter.name)
                    }),
                );
            } else if let (Some(entries), Wire::Object(inner)) = (&block.entries, &property.node.value)
                && entries.wire == path
                && entries.values == EntryValues::Texts
                // Entries cannot express an empty map.
                && !inner.is_empty()
                && inner.properties().iter().all(|entry| matches!(entry.node.value, Wire::Text(_)))
            {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::KnownKey,
                        property.key_origin,
                        format!("`{}` has entries for `{path}`", block.keyword),
                    )
                    .help("write `key = \"value\"` between its braces instead"),
                );
            } else if let Wire::Object(inner) = &property.node.value {
                self.known_keys(block, &format!("{path}."), inner);
            }
        }
    }
}

fn merge(object: &mut Object, other: Object) {
    for property in other.into_properties() {
        let (key, key_origin, node) = (property.key, property.key_origin, property.node);
        let node = match node {
            Node { value: Wire::Null, .. } => {
                object.remove(&key);
                continue;
            }
            Node { value: Wire::Object(map), origin } => {
                let mut inner = object.take_object(&key).unwrap_or_default();
                merge(&mut inner, map);
                Node { value: Wire::Object(inner), origin }
            }
            node => node,
        };
        object.insert(key, key_origin, node);
    }
}

impl Reader<'_, '_, '_> {
    /// Lowers `action "AnyType" { parameters: { … }; … }`.
    pub(super) fn raw_action(&mut self, block: &tree::Block, statement: &Outlined<'_>) -> LoweredBlock {
        let type_ = block.subject.as_ref().and_then(|subject| match &subject.kind {
            ValueKind::Text(text) => self.context.resolver.consts.text(text, &mut self.context.diagnostics),
            _ => None,
        });
        if type_.as_ref().is_none_or(|type_| type_.is_empty()) {
            let span = block.subject.as_ref().map_or(block.keyword.span, |subject| subject.span);
            self.context.diagnostics.push(
                Diagnostic::new(Code::MissingParameter, span, "an action needs its type in quotes")
                    .help("write `action \"MessageParticipant\" { … }`"),
            );
        }
        let mut parameters = Object::new();
        let mut terminal = false;
        let mut body = Misreadings::default();
        for item in block.items() {
            match item {
                BodyItem::Parameter(parameter) if parameter.name.text == "parameters" => {
                    self.context.merge_raw(None, parameter, &mut parameters);
                }
                BodyItem::Parameter(parameter) => self.context.diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownParameter,
                        parameter.name.span,
                        format!("`action` has no parameter `{}`", parameter.name.text),
                    )
                    .help(format!("write it as `parameters: {{ \"{}\": … }}`", parameter.name.text)),
                ),
                BodyItem::Entry(entry) => self.context.diagnostics.push(
                    Diagnostic::new(Code::NoEntriesHere, entry.key.span, "`action` takes no entries")
                        .help(format!("write it as `parameters: {{ \"{}\": … }}`", entry.key.text)),
                ),
                BodyItem::Flag(word) if word.text == "terminal" => terminal = true,
                BodyItem::Flag(word) => self.context.diagnostics.push(
                    Diagnostic::new(Code::UnknownParameter, word.span, format!("unexpected `{}`", word.text))
                        .help("only `terminal` is valid here"),
                ),
                BodyItem::Hole(hole) => self.context.misread(None, block, hole, &mut body),
                BodyItem::Branch(_) => {}
            }
        }
        self.context.end_misread(body);
        if let (Some(type_), Some(subject)) = (&type_, &block.subject) {
            let recognised = catalogue::by_action(type_).find(|block| parameters.holds(block.recognised));
            if let Some(known) = recognised.or_else(|| catalogue::by_action(type_).next()) {
                self.context.diagnostics.push(
                    Diagnostic::new(
                        Code::KnownAction,
                        subject.span,
                        format!("`{type_}` has its own block, which is checked"),
                    )
                    .help(format!("write `{}` instead: `callflow explain {}` shows how", known.keyword, known.keyword)),
                );
            }
        }
        let explicit = self.branches(None, block, statement, &parameters);
        if terminal {
            for branch in &explicit.branches {
                let message = "a terminal action has no branches";
                self.context.diagnostics.push(Diagnostic::new(Code::UnknownBranch, branch.span, message));
            }
        }
        let kind = BlockKind::Raw { terminal };
        LoweredBlock { kind, type_: type_.unwrap_or_default(), parameters, is_whole: true, explicit }
    }
}

impl Context<'_> {
    /// Resolves the branch that a word names in `action "…"`.
    pub(super) fn named_in_raw(&mut self, block: &tree::Block, word: &Word) -> Option<Named> {
        if let Some((name, error)) = COMMON_BRANCHES.iter().find(|(name, _)| *name == word.text) {
            return Some(Named::Branch(name, BranchWire::Error(error)));
        }
        let names: Vec<String> = COMMON_BRANCHES.iter().map(|(name, _)| format!("`{name}`")).collect();
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnknownBranch,
                word.span,
                format!("`{}` is not a branch that every action has", word.text),
            )
            .label(block.keyword.span, "callflow does not know this action's branches")
            .help(format!(
                "write the ErrorType of flow JSON in quotes; the names without quotes are `next`, {}",
                names.join(", ")
            )),
        );
        None
    }
}
