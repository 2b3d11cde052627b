//! Contact data in a test: values as JSON, and the entries that a block brings under its own roots.

use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

use super::super::Context;
use super::super::value::json_number;
use super::super::wrong_value::{as_const, described, in_quotes};
use super::pattern::span_of;
use super::reference::name_of;
use super::result::listed;
use crate::catalogue::Block;
use crate::catalogue::contact_data::{self, Holds};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::resource::ResourceKind;
use crate::source::Span;
use crate::syntax::tree::{Body, BodyItem, Entry, Key, MapEntry, Number, PathNode, Unit, Value, ValueKind};

/// The word for data that is missing on purpose.
const MISSING: &str = "none";

impl Context<'_> {
    /// A value of contact data; null for `none`. `None` if it has none, which is reported.
    pub(super) fn data_value(&mut self, value: &Value) -> Option<Json> {
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        match &resolved.kind {
            ValueKind::Text(text) => text.literal().map(Json::from),
            ValueKind::Number(Number { digits, unit: Unit::None }) => json_number(digits).map(Json::Number),
            ValueKind::Word(word) => match word.text.as_str() {
                "true" => Some(Json::Bool(true)),
                "false" => Some(Json::Bool(false)),
                MISSING => Some(Json::Null),
                _ => {
                    self.wrong_data(value, &resolved);
                    None
                }
            },
            ValueKind::List(items) => {
                let items: Vec<Option<Json>> = items.iter().map(|item| self.data_value(item)).collect();
                items.into_iter().collect::<Option<Vec<Json>>>().map(Json::Array)
            }
            ValueKind::Map(entries) => self.data_map(entries).map(Json::Object),
            ValueKind::Reference(reference) => {
                let kind = reference.words.first().and_then(|word| ResourceKind::from_keyword(&word.text));
                let Some(kind) = kind else {
                    self.wrong_data(value, &resolved);
                    return None;
                };
                let found = self.reference(kind, &resolved)?;
                Some(Json::from(
                    found.known.as_ref().map_or_else(|| name_of(&found), |known| known.arn.clone()).as_str(),
                ))
            }
            ValueKind::Path(_) => {
                self.no_contact_data(value.span);
                None
            }
            ValueKind::Hole => None,
            ValueKind::Number(_) | ValueKind::Const(_) => {
                self.wrong_data(value, &resolved);
                None
            }
        }
    }

    fn wrong_data(&mut self, value: &Value, resolved: &Value) {
        let message = format!("expected a value of contact data, found {}", described(&resolved.kind));
        let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
        self.diagnostics.push(match (self.as_const(value), &resolved.kind) {
            (Some(name), _) => as_const(diagnostic, value.span, name),
            (None, ValueKind::Word(word)) => diagnostic.help(in_quotes(word)),
            (None, _) => diagnostic.help("write a text, a number, `true`, `false`, a list, a map, or `none`"),
        });
    }

    fn data_map(&mut self, entries: &[MapEntry]) -> Option<Map<String, Json>> {
        let mut seen: Vec<&Key> = Vec::new();
        let mut map = Map::new();
        let mut is_whole = true;
        for entry in entries {
            is_whole &= self.is_new_key(&entry.key, &mut seen);
            match self.data_value(&entry.value) {
                Some(value) => _ = map.insert(entry.key.text.to_string(), value),
                None => is_whole = false,
            }
        }
        is_whole.then_some(map)
    }

    /// The value of a parameter that is a map of contact data: the input of a module.
    pub(super) fn map_of_data(&mut self, value: &Value) -> Option<Map<String, Json>> {
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        match &resolved.kind {
            ValueKind::Map(entries) => self.data_map(entries),
            ValueKind::Hole => None,
            other => {
                let message = format!("expected a map, found {}", described(other));
                self.diagnostics
                    .push(Diagnostic::new(Code::WrongValue, value.span, message).help("write `{ name: \"value\" }`"));
                None
            }
        }
    }

    pub(super) fn is_new_key<'t>(&mut self, key: &'t Key, seen: &mut Vec<&'t Key>) -> bool {
        if let Some(first) = seen.iter().find(|other| other.text == key.text) {
            let message = format!("`{}` is given twice", key.text);
            self.diagnostics
                .push(Diagnostic::new(Code::DuplicateParameter, key.span, message).duplicate_of(first.span));
            return false;
        }
        seen.push(key);
        true
    }

    /// The entries of braces that hold only contact data.
    pub(super) fn data(&mut self, body: Option<&Body>) -> Option<Map<String, Json>> {
        let mut map = Map::new();
        let mut seen: Vec<&Key> = Vec::new();
        let mut is_whole = true;
        for item in body.into_iter().flat_map(|body| &body.items) {
            let BodyItem::Entry(entry) = item else {
                is_whole = false;
                self.not_data(item);
                continue;
            };
            is_whole &= self.is_new_key(&entry.key, &mut seen);
            match self.data_value(&entry.value) {
                Some(value) => _ = map.insert(entry.key.text.to_string(), value),
                None => is_whole = false,
            }
        }
        is_whole.then_some(map)
    }

    /// Reports what is no entry of contact data.
    pub(super) fn not_data(&mut self, item: &BodyItem) {
        let span = span_of(item);
        self.diagnostics.push(match item {
            BodyItem::Parameter(parameter) => {
                let between = Span::new(span.file, parameter.name.span.end, parameter.value.span.start);
                let message = format!("contact data is written with `=`: `{} = …`", parameter.name.text);
                Diagnostic::new(Code::UnknownParameter, parameter.name.span, message).fix(
                    between,
                    " = ",
                    Confidence::Sure,
                )
            }
            BodyItem::Flag(word) => {
                let message = format!("`{}` needs a value", word.text);
                Diagnostic::new(Code::UnknownParameter, span, message).help(format!("write `{} = \"…\"`", word.text))
            }
            BodyItem::Hole(hole) if hole.misread.is_none() => return,
            BodyItem::Hole(_) | BodyItem::Branch(_) | BodyItem::Entry(_) => {
                Diagnostic::new(Code::SyntaxError, span, "expected contact data: `key = \"value\"`")
            }
        });
    }

    /// Lowers the data that these blocks bring, and checks its names against what is under their paths.
    pub(super) fn data_of_blocks(
        &mut self,
        blocks: &[&'static Block],
        body: Option<&Body>,
    ) -> Option<Map<String, Json>> {
        let data = self.data(body)?;
        let Some(body) = body.filter(|_| !data.is_empty()) else { return Some(data) };
        let own: Vec<Own> = blocks.iter().filter_map(|block| block.brings().next()).map(own).collect();
        let Some(first) = own.first() else {
            let keyword = blocks.first().map_or("", |block| block.keyword);
            self.diagnostics.push(
                Diagnostic::new(Code::DataNotBrought, body.span, format!("`{keyword}` brings no contact data"))
                    .help("contact data that comes from elsewhere has its own line: `given $.Attributes.name = \"…\"`"),
            );
            return None;
        };
        if own.iter().any(|own| own.fields.iter().any(|parts| parts.first().is_none_or(|part| part.is_empty()))) {
            return Some(data);
        }
        let fields: Vec<Vec<&str>> = own.iter().flat_map(|own| own.fields.clone()).collect();
        if fields.is_empty() {
            let message = format!("`$.{}` is a value, so it has no entries", first.path);
            self.diagnostics.push(
                Diagnostic::new(Code::DataNotBrought, body.span, message)
                    .help("write the value behind the arrow: `-> \"4711\"`"),
            );
            return None;
        }
        let mut is_whole = true;
        for entry in body.items.iter().filter_map(entry_of) {
            is_whole &= self.known_key_of_root(first.path, &fields, &entry.key, &entry.value);
        }
        is_whole.then_some(data)
    }

    /// Whether a root has this key, and what is below it. `known` are the parts of its fields.
    fn known_key_of_root(&mut self, above: &str, known: &[Vec<&str>], key: &Key, value: &Value) -> bool {
        let is_key = |parts: &&Vec<&str>| parts.first().is_some_and(|part| *part == key.text || *part == "*");
        let below: Vec<Vec<&str>> =
            known.iter().filter(is_key).map(|parts| parts.iter().skip(1).copied().collect()).collect();
        if below.is_empty() {
            let mut names: Vec<&str> = known.iter().filter_map(|parts| parts.first().copied()).collect();
            names.dedup();
            let near = nearest(&key.text, names.iter().copied());
            let message = format!("`$.{above}` has no field `{}`", key.text);
            let diagnostic = Diagnostic::new(Code::DataNotBrought, key.span, message).did_you_mean_key(key.span, near);
            self.diagnostics.push(match near {
                Some(_) => diagnostic,
                None => diagnostic.help(format!("it has the fields {}", listed(&names))),
            });
            return false;
        }
        // A field that ends with a dot has any names below it.
        let is_open = below.iter().any(|parts| parts.first().is_none_or(|part| part.is_empty()));
        let ValueKind::Map(entries) = &value.kind else { return true };
        let above = format!("{above}.{}", key.text);
        is_open || entries.iter().all(|entry| self.known_key_of_root(&above, &below, &entry.key, &entry.value))
    }

    /// The path of a line, which is noted.
    pub(super) fn path(&mut self, path: &PathNode) -> SmolStr {
        self.test.iter_mut().for_each(|test| test.paths.push((path.text.clone(), path.span)));
        path.text.clone()
    }
}

/// What a block brings.
struct Own {
    /// Its path: `Lex`.
    path: &'static str,
    /// The parts of the fields below it: one without parts, or an empty part, for any names; none for a value.
    fields: Vec<Vec<&'static str>>,
}

fn own(path: &'static str) -> Own {
    let mut names = path.split('.');
    let root = names.next().and_then(contact_data::find);
    let above: Vec<&str> = names.collect();
    let below = |field: &'static str| -> Option<Vec<&'static str>> {
        let parts: Vec<&str> = field.split('.').collect();
        parts.strip_prefix(above.as_slice()).map(<[&str]>::to_vec)
    };
    let fields = match root.map(|root| root.holds) {
        Some(Holds::Fields(fields)) => {
            let below = fields.iter().filter_map(|field| below(field));
            // The object itself may be a value too, whose fields are listed beside it.
            below.filter(|parts| !parts.is_empty()).collect()
        }
        Some(Holds::Value) => Vec::new(),
        Some(Holds::Anything) | None => vec![Vec::new()],
    };
    Own { path, fields }
}

fn entry_of(item: &BodyItem) -> Option<&Entry> {
    match item {
        BodyItem::Entry(entry) => Some(entry),
        _ => None,
    }
}
