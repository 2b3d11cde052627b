//! Parameters with the values of contact data in place of the paths.
//!
//! One pass: a value that contains a path itself is not read again. A reference becomes the name of what it refers to.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::data::{View, text};
use crate::catalogue::doubt::{JSON_IN_TEXT, LIST_IN_TEXT, MISSING_IN_TEXT};
use crate::catalogue::{Doubt, wire};
use crate::contact_path::{self, Path};
use crate::graph::{Node, Object, Reference, ReferenceForm, Value as Written};
use crate::source::Span;

/// Resolves values.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    view: View<'a>,
    /// The first value that is missing and should not be.
    pub(super) missing: Option<(SmolStr, Span)>,
    /// The first parameter whose whole value is missing on purpose.
    pub(super) empty: Option<SmolStr>,
    /// What it rests on.
    pub(super) doubts: Vec<Doubt>,
}

impl<'a> Resolver<'a> {
    /// With this data.
    pub(super) fn new(view: View<'a>) -> Resolver<'a> {
        Resolver { view, missing: None, empty: None, doubts: Vec::new() }
    }

    /// All values of an object.
    pub(super) fn object(&mut self, object: &Object) -> Map<String, Value> {
        let mut resolved = Map::new();
        for property in object.properties() {
            let is_spoken = [wire::TEXT, wire::SSML, wire::MEDIA_URI].contains(&property.key.as_str());
            resolved.insert(property.key.to_string(), self.node(&property.node, is_spoken));
        }
        resolved
    }

    /// One value. In a text that is spoken, also a path that is all of it is a part of the text.
    pub(super) fn node(&mut self, node: &Node, is_spoken: bool) -> Value {
        match &node.value {
            Written::Text(written) => self.text(written, node.origin, is_spoken),
            Written::Number(number) => Value::Number(number.clone()),
            Written::Bool(yes) => Value::Bool(*yes),
            Written::Null | Written::Hole => Value::Null,
            Written::Reference(reference) if reference.form == ReferenceForm::Path => {
                self.text(&reference.text, node.origin, false)
            }
            Written::Reference(reference) => Value::String(name(reference).to_string()),
            Written::List(items) => Value::Array(items.iter().map(|item| self.node(item, is_spoken)).collect()),
            Written::Object(object) => Value::Object(self.object(object)),
        }
    }

    fn text(&mut self, written: &str, span: Span, is_spoken: bool) -> Value {
        if !written.contains('$') {
            return Value::String(written.to_owned());
        }
        if !is_spoken
            && contact_path::begins(written)
            && let Ok(path) = contact_path::parse(written)
        {
            return self.whole(&path, written, span);
        }
        let mut filled = String::with_capacity(written.len());
        let mut at = 0;
        for path in contact_path::all(written).into_iter().flatten() {
            // A list element in a text is between backticks.
            let before = written.get(at..path.range.start).unwrap_or_default();
            let after = written.get(path.range.end..).unwrap_or_default();
            let is_quoted = before.ends_with('`') && after.starts_with('`');
            filled.push_str(if is_quoted { before.trim_end_matches('`') } else { before });
            self.part(&path, written, span, &mut filled);
            at = path.range.end + usize::from(is_quoted);
        }
        filled.push_str(written.get(at..).unwrap_or_default());
        Value::String(filled)
    }

    fn whole(&mut self, path: &Path, written: &str, span: Span) -> Value {
        let found = self.view.find(path);
        match found {
            None => {
                self.doubts.extend(self.view.lost(path));
                self.missing.get_or_insert_with(|| (written.into(), span));
                Value::Null
            }
            Some(Value::Null) => {
                self.empty.get_or_insert_with(|| written.into());
                Value::Null
            }
            Some(value) => value.clone(),
        }
    }

    fn part(&mut self, path: &Path, written: &str, span: Span, filled: &mut String) {
        let found = self.view.find(path);
        match found {
            None => {
                self.doubts.extend(self.view.lost(path));
                let path = written.get(path.range.clone()).unwrap_or(written);
                self.missing.get_or_insert_with(|| (path.into(), span));
            }
            Some(Value::Null) => self.doubts.push(MISSING_IN_TEXT),
            Some(value) => {
                match value {
                    Value::Bool(_) | Value::Number(_) => self.doubts.push(JSON_IN_TEXT),
                    Value::Array(_) | Value::Object(_) => self.doubts.push(LIST_IN_TEXT),
                    Value::Null | Value::String(_) => {}
                }
                filled.push_str(&text(value).unwrap_or_default());
            }
        }
    }
}

/// The name of what a reference refers to; its id or ARN where the name is unknown.
pub(super) fn name(reference: &Reference) -> SmolStr {
    match &reference.known {
        Some(known) if reference.form != ReferenceForm::Name || known.id == reference.text => known.name.clone(),
        _ => reference.text.clone(),
    }
}

/// The value at a path of keys with dots between them.
pub(super) fn at<'v>(parameters: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut keys = path.split('.');
    let mut at = parameters.get(keys.next()?)?;
    for key in keys {
        at = at.as_object()?.get(key)?;
    }
    Some(at)
}

/// The same as text.
pub(super) fn text_at(parameters: &Map<String, Value>, path: &str) -> Option<SmolStr> {
    at(parameters, path).and_then(text).map(SmolStr::from)
}
