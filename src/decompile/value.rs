//! Parameters of flow JSON → values of the source, by the kind of each parameter in the catalogue.
//!
//! The inverse of `lower::value`. Takes a parameter and gives its value: it lists the ways to write it, the best first,
//! lowers each, and picks the first that lowers to the same JSON. A value that none of them can express goes into
//! `raw`.

use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::make::Make;
use crate::catalogue::{EntryValues, Kind, Parameter, TimeUnit, wire};
use crate::graph::equal::same_value;
use crate::graph::{Node, Object, Reference, ReferenceForm, Value as Wire};
use crate::inventory::Inventory;
use crate::lower;
use crate::resource::ResourceKind;
use crate::syntax::tree::{Unit, Value};

/// Writes values.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) make: Make,
    pub(super) inventory: Option<&'a Inventory>,
}

impl Values<'_> {
    /// The parameter's value in `object`, as source. `None` if it is missing or cannot be expressed.
    pub(super) fn parameter(self, parameter: &'static Parameter, object: &Object) -> Option<Value> {
        let candidates = self.candidates(parameter, object);
        candidates.into_iter().find(|value| {
            let lowered = lower::parameter(parameter, value, self.inventory);
            lowered.is_some_and(|lowered| is_part(&lowered, object))
        })
    }

    fn candidates(self, parameter: &'static Parameter, object: &Object) -> Vec<Value> {
        let make = self.make;
        match parameter.kind {
            Kind::Message => return self.message(object).into_iter().flatten().collect(),
            Kind::Hook { disable: Some(path) }
                if object.get(path).and_then(scalar).is_some_and(|text| text == "true") =>
            {
                return vec![make.choice("disabled")];
            }
            _ => {}
        }
        let Some(node) = object.get(parameter.wire) else { return Vec::new() };
        let one = |value: Option<Value>| value.into_iter().collect();
        match parameter.kind {
            Kind::Messages => one(self.messages(node)),
            Kind::Objects { fields, .. } => one(self.objects(fields, node)),
            Kind::ObjectMap(fields) => one(self.object_map(fields, node)),
            Kind::StreamDirections => one(stream_directions(make, node)),
            Kind::Choices(choices) => one(list(node).map(|items| {
                let item = |text: SmolStr| word(choices, &text).map_or(make.quoted(&text), |word| make.choice(word));
                make.list(items.into_iter().map(item).collect())
            })),
            Kind::Texts { .. } => {
                match scalar(node) {
                    Some(text) => vec![make.text_or_path(&text)],
                    None => one(list(node)
                        .map(|items| make.list(items.into_iter().map(|text| make.text_or_path(&text)).collect()))),
                }
            }
            kind => match (&node.value, kind.refers_to()) {
                (Wire::Reference(reference), _) => self.reference(reference, false),
                (_, Some(kind)) => scalar(node)
                    .map(|text| {
                        vec![make.reference(&["id"], &text, None), make.reference(&[kind.keyword()], &text, None)]
                    })
                    .unwrap_or_default(),
                (_, None) => scalar(node).map(|text| self.scalar(kind, &text)).unwrap_or_default(),
            },
        }
    }

    /// A string of flow JSON: in the notation of the kind, and unchanged.
    fn scalar(self, kind: Kind, text: &str) -> Vec<Value> {
        let make = self.make;
        let of_kind = match kind {
            Kind::Integer { .. } | Kind::JsonNumber { .. } => is_number(text).then(|| make.number(text, Unit::None)),
            Kind::Duration { unit, .. } => duration(make, text, unit),
            Kind::Boolean { yes, no } if text == yes || text == no => {
                Some(make.choice(if text == yes { "true" } else { "false" }))
            }
            Kind::JsonBoolean if matches!(text, "true" | "false") => Some(make.choice(text)),
            Kind::Choice(choices) => word(choices, text).map(|word| make.choice(word)),
            _ => None,
        };
        of_kind.into_iter().chain([make.text_or_path(text), make.quoted(text)]).collect()
    }

    /// The ways to write a reference: by name, and unchanged.
    pub(super) fn reference(self, reference: &Reference, with_kind: bool) -> Vec<Value> {
        let make = self.make;
        let keyword = reference.kind.keyword();
        let words = |word: Option<&'static str>| -> Vec<&'static str> {
            with_kind.then_some(keyword).into_iter().chain(word).collect()
        };
        match reference.form {
            ReferenceForm::Path if with_kind => vec![
                make.reference(&[keyword], &reference.text, None),
                make.reference(&[keyword, "id"], &reference.text, None),
            ],
            ReferenceForm::Path => {
                vec![make.text_or_path(&reference.text), make.reference(&["id"], &reference.text, None)]
            }
            ReferenceForm::Name => vec![self.by_name(reference, &words(None))],
            ReferenceForm::Id | ReferenceForm::Arn => {
                let form = if reference.form == ReferenceForm::Arn { "arn" } else { "id" };
                let mut ways: Vec<Value> = self.named(reference, &words(None)).into_iter().collect();
                ways.push(make.reference(&words(Some(form)), &reference.text, None));
                ways
            }
        }
    }

    /// A reference by name: a build wrote a placeholder, because the resource had no id.
    fn by_name(self, reference: &Reference, words: &[&str]) -> Value {
        let (name, qualifier) = match (reference.kind, reference.text.rsplit_once(':')) {
            (ResourceKind::Bot, Some((name, alias))) => (name, Some(("alias", alias))),
            _ => (reference.text.as_str(), reference.suffix.strip_prefix(':').map(|version| ("version", version))),
        };
        match (words, qualifier) {
            ([], None) => self.make.quoted(name),
            _ => self.make.reference(words, name, qualifier),
        }
    }

    /// The resource's name, if the inventory knows it.
    fn named(self, reference: &Reference, words: &[&str]) -> Option<Value> {
        let make = self.make;
        let inventory = self.inventory?;
        let text = reference.text.as_str();
        let (known, version) = match &reference.known {
            Some(known) => (known, text.strip_prefix(known.arn.as_str()).and_then(|rest| rest.strip_prefix(':'))),
            None => {
                let (base, version) = text.rsplit_once(':')?;
                (inventory.by_id(reference.kind, base)?, Some(version))
            }
        };
        let qualifier = match (reference.kind, version) {
            (ResourceKind::View | ResourceKind::Module, Some(version)) => Some(("version", version)),
            (_, Some(_)) => return None,
            (ResourceKind::Bot, None) => Some(("alias", inventory.bot(&known.arn)?.alias_or_id())),
            (_, None) => None,
        };
        Some(match (words, qualifier) {
            ([], None) => make.quoted(&known.name),
            _ => make.reference(words, &known.name, qualifier),
        })
    }

    fn message(self, object: &Object) -> Option<Vec<Value>> {
        let make = self.make;
        if let Some(text) = object.get(wire::TEXT).and_then(scalar) {
            return Some(vec![make.text_or_path(&text), make.quoted(&text)]);
        }
        if let Some(node) = object.get(wire::PROMPT) {
            return Some(match &node.value {
                Wire::Reference(reference) => self.reference(reference, true),
                _ => vec![make.reference(&["prompt", "id"], &scalar(node)?, None)],
            });
        }
        if let Some(text) = object.get(wire::SSML).and_then(scalar) {
            return Some(vec![make.reference(&["ssml"], &text, None)]);
        }
        let Wire::Object(media) = &object.get(wire::MEDIA)?.value else { return None };
        let media = media.get(wire::MEDIA_URI).and_then(scalar)?;
        Some(vec![make.reference(&["media"], &media, None)])
    }

    fn messages(self, node: &Node) -> Option<Value> {
        let Wire::List(items) = &node.value else { return None };
        let item = |item: &Node| match &item.value {
            Wire::Object(object) => self.message(object)?.into_iter().next(),
            _ => None,
        };
        let items: Option<Vec<Value>> = items.iter().map(item).collect();
        items.map(|items| self.make.list(items))
    }

    fn objects(self, fields: &'static [Parameter], node: &Node) -> Option<Value> {
        let Wire::List(items) = &node.value else { return None };
        let items: Option<Vec<Value>> = items.iter().map(|item| self.fields(fields, item)).collect();
        items.map(|items| self.make.list(items))
    }

    fn object_map(self, fields: &'static [Parameter], node: &Node) -> Option<Value> {
        let Wire::Object(object) = &node.value else { return None };
        let entry =
            |property: &crate::graph::Property| Some((property.key.clone(), self.fields(fields, &property.node)?));
        let entries: Option<Vec<(SmolStr, Value)>> = object.properties().iter().map(entry).collect();
        entries.map(|entries| self.make.map(entries))
    }

    fn fields(self, fields: &'static [Parameter], node: &Node) -> Option<Value> {
        let Wire::Object(object) = &node.value else { return None };
        let field = |field: &'static Parameter| Some((SmolStr::new(field.name), self.parameter(field, object)?));
        Some(self.make.map(fields.iter().filter_map(field).collect()))
    }

    /// The value of an entry. `None` if an entry cannot express it.
    pub(super) fn entry(self, values: EntryValues, node: &Node) -> Option<Value> {
        match values {
            EntryValues::Texts => self.plain(node),
            EntryValues::Wrapped(key) => match &node.value {
                Wire::Object(object) if object.properties().len() == 1 => self.plain(object.get(key)?),
                _ => None,
            },
            EntryValues::Json => self.json(node),
            EntryValues::JsonBelow => match &node.value {
                Wire::List(_) | Wire::Object(_) => self.json(node),
                _ => self.plain(node),
            },
        }
    }

    fn plain(self, node: &Node) -> Option<Value> {
        scalar(node).map(|text| self.make.text_or_path(&text))
    }

    fn json(self, node: &Node) -> Option<Value> {
        let make = self.make;
        Some(match &node.value {
            Wire::Number(number) => make.number(number.to_smolstr(), Unit::None),
            Wire::Bool(yes) => make.choice(if *yes { "true" } else { "false" }),
            Wire::List(items) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| self.json(item)).collect();
                make.list(items?)
            }
            Wire::Object(object) => {
                let entry = |it: &crate::graph::Property| Some((it.key.clone(), self.json(&it.node)?));
                let entries: Option<Vec<(SmolStr, Value)>> = object.properties().iter().map(entry).collect();
                make.map(entries?)
            }
            _ => return self.plain(node),
        })
    }

    /// A value whose shape the catalogue does not know; `none` marks a key to be removed.
    pub(super) fn any(self, node: &Node) -> Option<Value> {
        let make = self.make;
        Some(match &node.value {
            Wire::Null => make.choice("none"),
            Wire::List(items) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| self.any(item)).collect();
                make.list(items?)
            }
            Wire::Object(object) => self.any_object(object)?,
            _ => return self.plain(node),
        })
    }

    /// A map whose shape the catalogue does not know.
    pub(super) fn any_object(self, object: &Object) -> Option<Value> {
        let entry = |it: &crate::graph::Property| Some((it.key.clone(), self.any(&it.node)?));
        let entries: Option<Vec<(SmolStr, Value)>> = object.properties().iter().map(entry).collect();
        entries.map(|entries| self.make.map(entries))
    }
}

/// The text of a scalar in flow JSON.
pub(super) fn scalar(node: &Node) -> Option<SmolStr> {
    match &node.value {
        Wire::Text(text) => Some(text.clone()),
        Wire::Number(number) => Some(number.to_smolstr()),
        Wire::Bool(yes) => Some(yes.to_smolstr()),
        // Only a reference of the language can express a name.
        Wire::Reference(reference) if reference.form == ReferenceForm::Name => None,
        Wire::Reference(reference) => Some(format_smolstr!("{}{}", reference.text, reference.suffix)),
        Wire::Null | Wire::List(_) | Wire::Object(_) | Wire::Hole => None,
    }
}

/// The texts of a list of scalars.
fn list(node: &Node) -> Option<Vec<SmolStr>> {
    match &node.value {
        Wire::List(items) => items.iter().map(scalar).collect(),
        _ => None,
    }
}

fn word(choices: &[(&'static str, &'static str)], wire: &str) -> Option<&'static str> {
    choices.iter().find(|(_, known)| *known == wire).map(|(word, _)| *word)
}

/// Whether the text has the form of a bare number in the source.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part) && (whole == "0" || !whole.starts_with('0'))
}

/// A time in the largest unit in which it is a whole number.
pub(super) fn duration(make: Make, text: &str, unit: TimeUnit) -> Option<Value> {
    let amount: i64 = text.parse().ok().filter(|_| is_number(text))?;
    let milliseconds = match unit {
        TimeUnit::Milliseconds => amount,
        TimeUnit::Seconds => amount.checked_mul(1_000)?,
        TimeUnit::Minutes => amount.checked_mul(60_000)?,
    };
    let units = [(86_400_000, Unit::Days), (3_600_000, Unit::Hours), (60_000, Unit::Minutes), (1_000, Unit::Seconds)];
    let fits = |size: i64| milliseconds != 0 && milliseconds % size == 0;
    match units.into_iter().find(|(size, _)| fits(*size)) {
        Some((size, unit)) => Some(make.number(format_smolstr!("{}", milliseconds / size), unit)),
        None if milliseconds == 0 => Some(make.number("0", Unit::Seconds)),
        None => Some(make.number(text, Unit::None)),
    }
}

fn stream_directions(make: Make, node: &Node) -> Option<Value> {
    let Wire::List(items) = &node.value else { return None };
    let [Node { value: Wire::Object(participant), .. }] = items.as_slice() else { return None };
    let word = |text: SmolStr| {
        let (word, _) = wire::STREAM_DIRECTIONS.iter().find(|(_, wire)| *wire == text)?;
        Some(make.choice(word))
    };
    let words: Option<Vec<Value>> = list(participant.get(wire::DIRECTIONS)?)?.into_iter().map(word).collect();
    words.map(|words| make.list(words))
}

/// Whether `whole` contains all of `part`.
fn is_part(part: &Object, whole: &Object) -> bool {
    part.properties().iter().all(|property| match (whole.property(&property.key), &property.node.value) {
        (None, _) => false,
        (Some(other), Wire::Object(inner)) => match &other.node.value {
            Wire::Object(outer) => is_part(inner, outer),
            _ => false,
        },
        (Some(other), _) => same_value(&property.node, &other.node),
    })
}
