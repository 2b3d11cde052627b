//! Parameter values in the shape they have in flow JSON, each with its origin.

use smol_str::SmolStr;

use super::Reference;
use crate::catalogue::{Need, When};
use crate::source::Span;

/// A value and its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The span in the source that it was written in.
    pub origin: Span,
}

impl Node {
    /// A text node.
    #[must_use]
    pub fn text(text: impl Into<SmolStr>, origin: Span) -> Node {
        Node { value: Value::Text(text.into()), origin }
    }

    /// Applies `change` to every reference in it, at any depth.
    fn each_reference(&mut self, change: &mut impl FnMut(&mut Reference, Span)) {
        match &mut self.value {
            Value::Reference(reference) => change(reference, self.origin),
            Value::List(items) => items.iter_mut().for_each(|item| item.each_reference(change)),
            Value::Object(object) => object.each_reference_at(change),
            Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Null | Value::Hole => {}
        }
    }

    fn collect<'a>(&'a self, found: &mut Vec<(&'a Reference, Span)>) {
        match &self.value {
            Value::Reference(reference) => found.push((reference, self.origin)),
            Value::List(items) => items.iter().for_each(|item| item.collect(found)),
            Value::Object(object) => object.properties.iter().for_each(|property| property.node.collect(found)),
            Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Null | Value::Hole => {}
        }
    }
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string; nearly every scalar of flow JSON is one.
    Text(SmolStr),
    /// A JSON number.
    Number(serde_json::Number),
    /// A JSON boolean.
    Bool(bool),
    /// JSON's null.
    Null,
    /// A reference, which is emitted as a string.
    Reference(Box<Reference>),
    /// An array.
    List(Vec<Node>),
    /// An object.
    Object(Object),
    /// A value that could not be read, which was reported.
    Hole,
}

impl Value {
    /// Its JSON type as it appears in a message, with its article.
    #[must_use]
    pub fn json_type(&self) -> &'static str {
        match self {
            Value::Text(_) | Value::Reference(_) => "a string",
            Value::Number(_) => "a number",
            Value::Bool(_) => "a boolean",
            Value::Null => "null",
            Value::List(_) => "an array",
            Value::Object(_) => "an object",
            Value::Hole => "nothing",
        }
    }
}

/// An object: properties in the order in which they are emitted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// INVARIANT: no two have the same key.
    properties: Vec<Property>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The key in flow JSON.
    pub key: SmolStr,
    /// The span of the key in the source: a parameter's name or an entry's key.
    pub key_origin: Span,
    /// The value.
    pub node: Node,
}

impl Object {
    /// No properties.
    #[must_use]
    pub fn new() -> Object {
        Object::default()
    }

    /// The properties in order.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// The property with exactly this key.
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.key == key)
    }

    /// The value at a path of keys with dots between them: `CallerId.Number`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Node> {
        self.at(path).map(|property| &property.node)
    }

    /// The property at a path of keys with dots between them.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Property> {
        let (key, rest) = split(path);
        let property = self.property(key)?;
        match (rest, &property.node.value) {
            (None, _) => Some(property),
            (Some(rest), Value::Object(object)) => object.at(rest),
            (Some(_), _) => None,
        }
    }

    /// Sets the value at a path of keys with dots between them, and creates the objects on the path. An existing value
    /// is replaced and keeps its position.
    pub fn set(&mut self, path: &str, key_origin: Span, node: Node) {
        let (key, rest) = split(path);
        let Some(rest) = rest else {
            match self.properties.iter_mut().find(|property| property.key == key) {
                Some(property) => *property = Property { key: property.key.clone(), key_origin, node },
                None => self.properties.push(Property { key: key.into(), key_origin, node }),
            }
            return;
        };
        let origin = node.origin;
        match self.properties.iter_mut().find(|property| property.key == key) {
            Some(Property { node: Node { value: Value::Object(object), .. }, .. }) => {
                object.set(rest, key_origin, node)
            }
            Some(property) => {
                let mut object = Object::new();
                object.set(rest, key_origin, node);
                property.node = Node { value: Value::Object(object), origin };
            }
            None => {
                let mut object = Object::new();
                object.set(rest, key_origin, node);
                let node = Node { value: Value::Object(object), origin };
                self.properties.push(Property { key: key.into(), key_origin, node });
            }
        }
    }

    /// Whether the condition holds for these parameters. Contact data has no value at compile time, so a condition on a
    /// value does not hold for it.
    #[must_use]
    pub fn holds(&self, when: When) -> bool {
        match when {
            When::Always => true,
            When::Present(path) => self.get(path).is_some(),
            When::AnyPresent(paths) => paths.iter().any(|path| self.get(path).is_some()),
            When::Absent(path) => self.get(path).is_none(),
            When::Is(path, values) => match self.get(path) {
                Some(Node { value: Value::Text(text), .. }) => {
                    values.iter().any(|value| value.eq_ignore_ascii_case(text))
                }
                Some(Node { value: Value::Bool(yes), .. }) => {
                    values.iter().any(|value| value.eq_ignore_ascii_case(if *yes { "true" } else { "false" }))
                }
                _ => false,
            },
            When::IsNot(path, values) => !self.holds(When::Is(path, values)),
            When::Has(path, item) => match self.get(path) {
                Some(Node { value: Value::List(items), .. }) => {
                    items.iter().any(|node| matches!(&node.value, Value::Text(text) if text == item))
                }
                _ => false,
            },
        }
    }

    /// Whether an item with this need is required with these parameters.
    #[must_use]
    pub fn needs(&self, need: Need) -> bool {
        match need {
            Need::Required => true,
            Need::RequiredWhen(when) | Need::OptionalUnless(when) | Need::IgnoredUnless(when) => self.holds(when),
            Need::Optional | Need::OptionalWhen(_) => false,
        }
    }

    /// Whether an item with this need is allowed with these parameters.
    #[must_use]
    pub fn allows(&self, need: Need) -> bool {
        match need {
            Need::RequiredWhen(when) | Need::OptionalWhen(when) => self.holds(when),
            Need::Required | Need::Optional | Need::OptionalUnless(_) | Need::IgnoredUnless(_) => true,
        }
    }

    /// Every reference in it, at any depth, with its span, in order.
    #[must_use]
    pub fn references(&self) -> Vec<(&Reference, Span)> {
        let mut found = Vec::new();
        self.properties.iter().for_each(|property| property.node.collect(&mut found));
        found
    }

    /// Applies `change` to every reference in it, at any depth, with its span.
    pub fn each_reference_at(&mut self, change: &mut impl FnMut(&mut Reference, Span)) {
        self.properties.iter_mut().for_each(|property| property.node.each_reference(change));
    }

    /// The properties, by value.
    #[must_use]
    pub fn into_properties(self) -> Vec<Property> {
        self.properties
    }

    /// Removes the object under a key and leaves a hole in its place; `None` where there is no object.
    pub fn take_object(&mut self, key: &str) -> Option<Object> {
        let property = self.properties.iter_mut().find(|property| property.key == key)?;
        match std::mem::replace(&mut property.node.value, Value::Hole) {
            Value::Object(object) => Some(object),
            other => {
                property.node.value = other;
                None
            }
        }
    }

    /// Removes a property.
    pub fn remove(&mut self, key: &str) {
        self.properties.retain(|property| property.key != key);
    }

    /// Adds a property. Its key is used verbatim, including dots.
    pub fn insert(&mut self, key: impl Into<SmolStr>, key_origin: Span, node: Node) {
        let key = key.into();
        match self.properties.iter_mut().find(|property| property.key == key) {
            Some(property) => *property = Property { key, key_origin, node },
            None => self.properties.push(Property { key, key_origin, node }),
        }
    }
}

fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('.') {
        Some((key, rest)) => (key, Some(rest)),
        None => (path, None),
    }
}
