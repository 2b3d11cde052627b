//! Lowers the subject, parameters and entries of a block to the parameters of an action.

use std::collections::HashSet;

use smol_str::SmolStr;

use super::Context;
use super::entry::entry_of;
use super::explicit::{ExplicitBranches, Reader};
use super::misread::Misreadings;
use super::outline::Outlined;
use super::value::set_defaults;
use crate::catalogue::{self, Block, Need, Parameter};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::graph::{ActionState, Node, Object};
use crate::resource::ResourceKind;

use crate::source::Span;

use crate::syntax::tree::{self, BodyItem, Key, Value, ValueKind};

/// A block lowered alone: its parameters and its explicit branches.
#[derive(Debug)]
pub(super) struct LoweredBlock {
    pub(super) kind: BlockKind,
    /// The action type in flow JSON; empty if the block is unknown.
    pub(super) type_: SmolStr,
    pub(super) parameters: Object,
    /// Whether everything in it could be read.
    pub(super) is_whole: bool,
    pub(super) explicit: ExplicitBranches,
}

/// What callflow knows about a block.
#[derive(Clone, Copy, Debug)]
pub(super) enum BlockKind {
    /// The catalogue describes it.
    Known(&'static Block),
    /// It is written with `action "…"`.
    Raw {
        /// Whether it is marked as `terminal`.
        terminal: bool,
    },
    /// The keyword is unknown, which was reported.
    Unknown,
}

impl LoweredBlock {
    /// How much of its action is known.
    pub(super) fn state(&self) -> ActionState {
        match self.kind {
            BlockKind::Known(_) if self.is_whole => ActionState::Whole,
            BlockKind::Known(_) => ActionState::Partial,
            BlockKind::Raw { .. } => ActionState::Raw,
            BlockKind::Unknown => ActionState::Hole,
        }
    }
}

impl Reader<'_, '_, '_> {
    /// Lowers a block.
    pub(super) fn block(&mut self, block: &tree::Block, statement: &Outlined<'_>) -> LoweredBlock {
        if block.keyword.text == "action" {
            return self.raw_action(block, statement);
        }
        let Some(entry) = entry_of(block) else {
            let is_step = self.outline.step(&block.keyword.text).is_some_and(|step| step.first.is_some());
            self.context.unknown_block(block, is_step);
            return LoweredBlock {
                kind: BlockKind::Unknown,
                type_: SmolStr::default(),
                parameters: Object::new(),
                is_whole: false,
                explicit: self.only_leads(block, statement),
            };
        };
        let (parameters, is_whole) = self.context.parameters(entry, block);
        let explicit = self.branches(Some(entry), block, statement, &parameters);
        if entry.is_terminal() {
            for branch in &explicit.branches {
                self.context.diagnostics.push(Diagnostic::new(
                    Code::UnknownBranch,
                    branch.span,
                    format!("`{}` ends the flow and has no branches", entry.keyword),
                ));
            }
        }
        LoweredBlock { kind: BlockKind::Known(entry), type_: entry.action.into(), parameters, is_whole, explicit }
    }
}

impl Context<'_> {
    /// Lowers the parameters of flow JSON, in the order of the catalogue. Also returns whether everything in the source
    /// could be read.
    pub(super) fn parameters(&mut self, entry: &'static Block, block: &tree::Block) -> (Object, bool) {
        let mut given: Vec<Given<'_>> = Vec::new();
        let mut is_whole = true;
        if let Some(subject) = &block.subject {
            match self.subject_parameter(entry, subject) {
                Some(parameter) => given.push(Given { parameter, name: block.keyword.span, value: subject }),
                None => is_whole = false,
            }
        }
        let mut entries: Vec<&tree::Entry> = Vec::new();
        let mut raw: Option<&tree::Parameter> = None;
        let mut body = Misreadings::default();
        for item in block.items() {
            match item {
                BodyItem::Parameter(parameter) if parameter.name.text == "raw" && !parameter.name.quoted => {
                    if let Some(first) = raw {
                        self.diagnostics.push(given_twice(&parameter.name, first.name.span));
                    } else {
                        raw = Some(parameter);
                    }
                }
                BodyItem::Parameter(parameter) => match self.parameter(entry, parameter, &given) {
                    Some(found) => {
                        given.push(Given { parameter: found, name: parameter.name.span, value: &parameter.value });
                    }
                    None => is_whole = false,
                },
                BodyItem::Entry(item) => entries.push(item),
                BodyItem::Flag(word) if catalogue::by_keyword(&word.text).next().is_some() => {
                    is_whole = false;
                    self.nested_block(Some(entry), word, &mut body);
                }
                BodyItem::Flag(word) => {
                    is_whole = false;
                    self.diagnostics.push(
                        Diagnostic::new(Code::UnknownParameter, word.span, format!("`{}` needs a value", word.text))
                            .help(format!("write a parameter `{}: …`, an entry, or a branch `on …`", word.text)),
                    );
                }
                BodyItem::Hole(hole) => {
                    is_whole = false;
                    self.misread(Some(entry), block, hole, &mut body);
                }
                BodyItem::Branch(_) => {}
            }
        }
        self.end_misread(body);
        let mut object = Object::new();
        for (wire, value) in entry.fixed.iter().filter(|_| self.test.is_none()) {
            object.set(wire, block.keyword.span, Node::text(*value, block.keyword.span));
        }
        for parameter in entry.parameters {
            if let Some(given) = given.iter().find(|given| std::ptr::eq(given.parameter, parameter)) {
                is_whole &= self.set_parameter(parameter, given.name, given.value, &mut object);
            }
        }
        if self.test.is_none() {
            set_defaults(entry.parameters, block.keyword.span, &mut object);
            self.set_implied(entry, block.keyword.span, &mut object);
            self.ignored_parameters(entry, block, &given, is_whole, &mut object);
        }
        is_whole &= self.entries(entry, block, &entries, &mut object);
        if let Some(raw) = raw {
            self.merge_raw(Some(entry), raw, &mut object);
        }
        (object, is_whole)
    }

    /// Handles parameters that have no effect unless another is set: reports those that are written, and adds the
    /// default of those that are not.
    fn ignored_parameters(
        &mut self,
        entry: &'static Block,
        block: &tree::Block,
        given: &[Given<'_>],
        is_whole: bool,
        object: &mut Object,
    ) {
        for parameter in entry.parameters {
            let Need::IgnoredUnless(when) = parameter.need else { continue };
            if object.holds(when) {
                continue;
            }
            if let Some(given) = given.iter().find(|given| std::ptr::eq(given.parameter, parameter)) {
                if !is_whole {
                    // The other parameter may be in a part that could not be read.
                    continue;
                }
                let mut diagnostic = Diagnostic::new(
                    Code::NeedsOther,
                    given.name.to(given.value.span),
                    format!("`{}` has no effect here", parameter.name),
                );
                if let Some(other) = entry.parameter_behind(when) {
                    diagnostic = diagnostic.primary_label(format!("it has an effect only with `{other}`"));
                }
                self.diagnostics.push(diagnostic);
            } else if let Some(default) = parameter.default {
                object.set(parameter.wire, block.keyword.span, Node::text(default, block.keyword.span));
            }
        }
    }

    /// The parameter that the subject sets. `None` if the block takes no subject, which is reported.
    fn subject_parameter(&mut self, entry: &'static Block, subject: &Value) -> Option<&'static Parameter> {
        let Some(first) = entry.subject.first() else {
            if matches!(subject.kind, ValueKind::Hole) {
                return None;
            }
            let mut diagnostic = Diagnostic::new(
                Code::NoSubjectHere,
                subject.span,
                format!("`{}` takes no argument after its name", entry.keyword),
            );
            if entry.entries.is_some() {
                diagnostic = diagnostic.help("write its entries between braces: `key = value`");
            } else if !entry.parameters.is_empty() {
                let names: Vec<String> =
                    entry.parameters.iter().map(|parameter| format!("`{}: …`", parameter.name)).collect();
                diagnostic = diagnostic.help(format!("write its parameters between braces: {}", names.join(", ")));
            } else {
                diagnostic = diagnostic.help("delete the argument");
            }
            self.diagnostics.push(diagnostic);
            return None;
        };
        let by_kind = match &subject.kind {
            ValueKind::Reference(reference) => {
                let kind = reference.words.first().and_then(|word| ResourceKind::from_keyword(&word.text));
                kind.and_then(|kind| {
                    entry
                        .subject
                        .iter()
                        .filter_map(|name| entry.parameter(name))
                        .find(|parameter| parameter.kind.refers_to() == Some(kind))
                })
            }
            _ => None,
        };
        by_kind.or_else(|| entry.parameter(first))
    }

    /// The catalogue's parameter that a line of the body sets. `None` if it is unknown or already set, which is
    /// reported.
    fn parameter(
        &mut self,
        entry: &'static Block,
        parameter: &tree::Parameter,
        given: &[Given<'_>],
    ) -> Option<&'static Parameter> {
        let name = &parameter.name;
        let Some(found) = entry.parameter(&name.text) else {
            let meant = self.unknown_parameter(entry, parameter);
            return meant.filter(|meant| !given.iter().any(|given| std::ptr::eq(given.parameter, *meant)));
        };
        if let Some(first) = given.iter().find(|given| std::ptr::eq(given.parameter, found)) {
            self.diagnostics.push(given_twice(name, first.name));
            return None;
        }
        let may_be_entry = matches!(parameter.value.kind, ValueKind::Text(_) | ValueKind::Path(_));
        self.without_quotes(name, entry.entries.is_some() && may_be_entry);
        Some(found)
    }

    /// Adds the entries to the block's map.
    fn entries(
        &mut self,
        entry: &'static Block,
        block: &tree::Block,
        entries: &[&tree::Entry],
        object: &mut Object,
    ) -> bool {
        let Some(map) = &entry.entries else {
            for item in entries {
                let mut diagnostic = Diagnostic::new(
                    Code::NoEntriesHere,
                    item.key.span,
                    format!("`{}` takes no entries", entry.keyword),
                );
                if entry.parameter(&item.key.text).is_some() {
                    let between = Span::new(item.key.span.file, item.key.span.end, item.value.span.start);
                    diagnostic = diagnostic
                        .help(format!("a parameter is written with a colon: `{}: …`", item.key.text))
                        .fix(between, ": ", Confidence::Sure);
                } else {
                    let parameters = entry.parameters.iter().map(|parameter| parameter.name);
                    diagnostic = match nearest(&item.key.text, parameters) {
                        Some(near) => diagnostic.help(format!("did you mean the parameter `{near}: …`?")),
                        None => diagnostic.help("`key = value` adds to a map, but this block has none: delete it"),
                    };
                }
                self.diagnostics.push(diagnostic);
            }
            return entries.is_empty();
        };
        let mut seen: HashSet<&str> = HashSet::new();
        let mut is_whole = true;
        let mut filled = Object::new();
        for item in entries {
            if !self.note_entry(entry, &item.key, &mut seen, &filled) {
                continue;
            }
            self.known_key(entry, map.keys, &item.key);
            let Some(node) = self.entry_value(map.values, &item.value) else {
                is_whole = false;
                continue;
            };
            filled.insert(item.key.text.clone(), item.key.span, node);
        }
        // A map that the service requires is emitted even if it is still empty in a draft, as the designer does.
        if !filled.is_empty() || map.kept_empty && self.test.is_none() {
            let origin = block.body.as_ref().map_or(block.span, |body| body.span);
            object.set(map.wire, block.keyword.span, Node { value: crate::graph::Value::Object(filled), origin });
        }
        is_whole
    }
}

/// A parameter that the source sets.
struct Given<'t> {
    parameter: &'static Parameter,
    /// The span of its name; the block's keyword for a subject.
    name: Span,
    value: &'t Value,
}

impl Context<'_> {
    /// Reports the quoted name of a parameter or setting: only keys of maps and entries may be in quotes.
    /// Where entries are allowed too, one of them may be meant.
    pub(super) fn without_quotes(&mut self, name: &Key, takes_entries: bool) {
        if name.quoted {
            let message = format!("the name `{}` must not be in quotes", name.text);
            let diagnostic = Diagnostic::new(Code::SyntaxError, name.span, message);
            self.diagnostics.push(if takes_entries {
                diagnostic.help(format!("write `{0}: …` for the parameter, or `\"{0}\" = …` for an entry", name.text))
            } else {
                let fixed = name.text.as_str();
                diagnostic.help(format!("write `{fixed}: …`")).fix(name.span, fixed, Confidence::Sure)
            });
        }
    }

    /// Warns about an unknown key of an entry.
    fn known_key(&mut self, entry: &'static Block, keys: &[&str], key: &Key) {
        if keys.is_empty() || catalogue::is_known(keys, &key.text) {
            return;
        }
        let near = nearest(&key.text, keys.iter().copied());
        self.diagnostics.push(
            Diagnostic::new(
                Code::TextNotKnown,
                key.span,
                format!("unknown field `{}` for `{}`; emitted unchanged", key.text, entry.keyword),
            )
            .did_you_mean_key(key.span, near),
        );
    }

    /// Checks the key of an entry. Returns whether the entry is to be used.
    fn note_entry<'t>(
        &mut self,
        entry: &'static Block,
        key: &'t Key,
        seen: &mut HashSet<&'t str>,
        filled: &Object,
    ) -> bool {
        if !seen.insert(&key.text) {
            let mut diagnostic =
                Diagnostic::new(Code::DuplicateParameter, key.span, format!("`{}` is given twice", key.text))
                    .primary_label("the second");
            if let Some(first) = filled.property(&key.text) {
                diagnostic = diagnostic.label(first.key_origin, "the first");
            }
            self.diagnostics.push(diagnostic);
            return false;
        }
        if !key.quoted && entry.parameter(&key.text).is_some() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::EntryLikeParameter,
                    key.span,
                    format!("this entry has the same name as the parameter `{}`", key.text),
                )
                .help(format!(
                    "to set the parameter, write `{0}: …`; to add an entry, quote the key: `\"{0}\" = …`",
                    key.text
                )),
            );
        }
        true
    }
}

fn given_twice(name: &Key, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateParameter, name.span, format!("`{}` is given twice", name.text)).duplicate_of(first)
}
