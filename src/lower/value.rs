//! Lowers values of the source to values of flow JSON, according to the kind of the parameter in the catalogue.
//!
//! Reports values of the wrong kind. Ranges, lengths and patterns are checked later, on the graph.

use smol_str::{SmolStr, format_smolstr};

use super::Context;
use super::wrong_value::{as_const, described, expected, without_quotes};
use crate::catalogue::{EntryValues, Kind, Need, Parameter, TimeUnit, wire};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Node, Object, Value as Wire};
use crate::resource::ResourceKind;
use crate::source::Span;
use crate::syntax::tree::{self, MapEntry, Number, ReferenceTarget, Unit, Value, ValueKind, Word};

impl Context<'_> {
    /// Sets a parameter in `object`. Returns whether its value could be read. If not, that is reported and a hole is
    /// set.
    pub(super) fn set_parameter(
        &mut self,
        parameter: &'static Parameter,
        name: Span,
        value: &Value,
        object: &mut Object,
    ) -> bool {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        match parameter.kind {
            Kind::Message => match self.message(&value) {
                Some((key, node)) => object.set(key, name, node),
                None => {
                    object.set(wire::TEXT, name, hole(value.span));
                    return false;
                }
            },
            Kind::Hook { disable } => {
                if let (ValueKind::Word(word), Some(path)) = (&value.kind, disable)
                    && word.text == "disabled"
                {
                    object.set(path, name, Node::text("true", value.span));
                    return true;
                }
                let node = self.referred(ResourceKind::Flow, &value, parameter);
                return set(object, parameter.wire, name, node, value.span);
            }
            _ => {
                let node = self.node(parameter, &value);
                return set(object, parameter.wire, name, node, value.span);
            }
        }
        true
    }

    fn node(&mut self, parameter: &'static Parameter, value: &Value) -> Option<Node> {
        // A quoted text is emitted unchanged, and contact data is allowed nearly everywhere. The checks on the graph
        // report what the parameter does not accept.
        let unchanged = match &value.kind {
            ValueKind::Text(text) => text.literal().map(SmolStr::new),
            ValueKind::Path(path) => Some(path.clone()),
            ValueKind::Hole => return None,
            _ => None,
        };
        if let ValueKind::Text(text) = &value.kind
            && let Some(bare) = text.literal().and_then(|text| without_quotes(parameter.kind, text))
        {
            self.quoted(parameter, value.span, &bare);
            return None;
        }
        match parameter.kind {
            Kind::Reference(kind) => self.referred(kind, value, parameter),
            Kind::Messages => self.messages(parameter, value),
            Kind::Choices(choices) => self.list(parameter, value, |context, item| match &item.kind {
                ValueKind::Word(word) => context.choice(parameter, choices, word),
                ValueKind::Text(text) => text.literal().map(|text| Node::text(text, item.span)),
                _ => {
                    context.wrong(parameter, item, "a list of its choices");
                    None
                }
            }),
            Kind::Texts { .. } => self.list(parameter, value, |context, item| context.scalar(item)),
            Kind::Objects { fields, .. } => self.list(parameter, value, |context, item| match &item.kind {
                ValueKind::Map(entries) => context.fields(fields, entries, item.span),
                ValueKind::Hole => None,
                _ => {
                    context.wrong(parameter, item, "a list of maps: `[{ … }]`");
                    None
                }
            }),
            Kind::ObjectMap(fields) => self.object_map(parameter, fields, value),
            Kind::StreamDirections => self.stream_directions(parameter, value),
            _ => match (unchanged, parameter.kind, &value.kind) {
                (Some(text), _, _) => Some(Node::text(text, value.span)),
                (None, Kind::Integer { .. }, ValueKind::Number(number)) if is_whole(number) => {
                    Some(Node::text(number.digits.clone(), value.span))
                }
                (None, Kind::Duration { unit, .. }, ValueKind::Number(number)) => {
                    let amount = duration(number, unit);
                    if amount.is_none() {
                        self.wrong(parameter, value, "a time that converts to a whole number, such as `30s` or `5m`");
                    }
                    amount.map(|amount| Node::text(amount, value.span))
                }
                (None, Kind::Boolean { yes, no }, ValueKind::Word(word)) => match word.text.as_str() {
                    "true" => Some(Node::text(yes, value.span)),
                    "false" => Some(Node::text(no, value.span)),
                    _ => {
                        self.wrong(parameter, value, "`true` or `false`");
                        None
                    }
                },
                (None, Kind::Choice(choices), ValueKind::Word(word)) => self.choice(parameter, choices, word),
                (None, Kind::Pattern { .. }, ValueKind::Number(number)) if is_whole(number) => {
                    Some(Node::text(number.digits.clone(), value.span))
                }
                (None, Kind::JsonNumber { .. }, ValueKind::Number(number)) if number.unit == Unit::None => {
                    json_number(&number.digits).map(|number| Node { value: Wire::Number(number), origin: value.span })
                }
                (None, Kind::JsonBoolean, ValueKind::Word(word)) if matches!(word.text.as_str(), "true" | "false") => {
                    Some(Node { value: Wire::Bool(word.text == "true"), origin: value.span })
                }
                (None, kind, _) => {
                    self.wrong(parameter, value, expected(kind));
                    None
                }
            },
        }
    }

    fn choice(&mut self, parameter: &Parameter, choices: &[(&'static str, &'static str)], word: &Word) -> Option<Node> {
        if let Some((_, wire)) = choices.iter().find(|(name, _)| *name == word.text) {
            return Some(Node::text(*wire, word.span));
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let near = nearest(&word.text, names.iter().copied());
        let message = format!("unknown choice `{}` for `{}`", word.text, parameter.name);
        let mut diagnostic = Diagnostic::new(Code::UnknownChoice, word.span, message);
        if self.resolver.consts.is_declared(&word.text) {
            self.diagnostics.push(as_const(diagnostic, word.span, &word.text));
            return None;
        }
        diagnostic = diagnostic.did_you_mean(word.span, near);
        if near.is_none() {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            diagnostic = diagnostic.help(format!("valid choices are {}", names.join(", ")));
        }
        self.diagnostics.push(diagnostic);
        None
    }

    fn list(
        &mut self,
        parameter: &Parameter,
        value: &Value,
        mut item: impl FnMut(&mut Self, &Value) -> Option<Node>,
    ) -> Option<Node> {
        let ValueKind::List(items) = &value.kind else {
            if !matches!(value.kind, ValueKind::Hole) {
                self.wrong(parameter, value, "a list `[…]`");
            }
            return None;
        };
        let nodes: Vec<Option<Node>> = items.iter().map(|value| item(self, value)).collect();
        let nodes: Option<Vec<Node>> = nodes.into_iter().collect();
        Some(Node { value: Wire::List(nodes?), origin: value.span })
    }

    /// Lowers a map with these fields to an object of flow JSON.
    fn fields(&mut self, fields: &'static [Parameter], entries: &[MapEntry], origin: Span) -> Option<Node> {
        let mut object = Object::new();
        let mut is_whole = true;
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for entry in entries {
            let name = entry.key.text.as_str();
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateParameter, entry.key.span, format!("`{name}` is given twice"))
                        .duplicate_of(*first),
                );
                continue;
            }
            seen.push((name, entry.key.span));
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                let near = nearest(name, names.iter().copied());
                let mut diagnostic =
                    Diagnostic::new(Code::UnknownParameter, entry.key.span, format!("unknown field `{name}`"))
                        .did_you_mean(entry.key.span, near);
                if near.is_none() {
                    diagnostic = diagnostic.help(format!("valid fields are {}", names.join(", ")));
                }
                self.diagnostics.push(diagnostic);
                is_whole = false;
                continue;
            };
            is_whole &= self.set_parameter(field, entry.key.span, &entry.value, &mut object);
        }
        if self.test.is_none() {
            set_defaults(fields, origin, &mut object);
        }
        is_whole.then_some(Node { value: Wire::Object(object), origin })
    }

    fn object_map(&mut self, parameter: &Parameter, fields: &'static [Parameter], value: &Value) -> Option<Node> {
        let ValueKind::Map(entries) = &value.kind else {
            if !matches!(value.kind, ValueKind::Hole) {
                self.wrong(parameter, value, "a map of maps: `{ name: { … } }`");
            }
            return None;
        };
        let mut object = Object::new();
        for entry in entries {
            let ValueKind::Map(inner) = &entry.value.kind else {
                self.wrong(parameter, &entry.value, "a map of maps: `{ name: { … } }`");
                return None;
            };
            let node = self.fields(fields, inner, entry.value.span)?;
            object.insert(entry.key.text.clone(), entry.key.span, node);
        }
        Some(Node { value: Wire::Object(object), origin: value.span })
    }

    /// `[from, to]`, which flow JSON wraps in a list with the one participant who is streamed.
    fn stream_directions(&mut self, parameter: &Parameter, value: &Value) -> Option<Node> {
        let directions = self.list(parameter, value, |context, item| match &item.kind {
            ValueKind::Word(word) => context.choice(parameter, wire::STREAM_DIRECTIONS, word),
            ValueKind::Hole => None,
            _ => {
                context.wrong(parameter, item, "a list of `from` and `to`");
                None
            }
        })?;
        Some(streamed(directions))
    }

    /// Lowers the value of an entry.
    pub(super) fn entry_value(&mut self, values: EntryValues, value: &Value) -> Option<Node> {
        match values {
            EntryValues::Texts => self.scalar(value),
            EntryValues::Wrapped(key) => {
                let mut wrapped = Object::new();
                wrapped.set(key, value.span, self.scalar(value)?);
                Some(Node { value: Wire::Object(wrapped), origin: value.span })
            }
            EntryValues::Json => self.json(value),
            EntryValues::JsonBelow => match &value.kind {
                ValueKind::List(_) | ValueKind::Map(_) => self.json(value),
                _ => self.scalar(value),
            },
        }
    }

    /// Lowers a value in which bare numbers, `true` and `false` become JSON numbers and booleans.
    pub(super) fn json(&mut self, value: &Value) -> Option<Node> {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        let json = match &value.kind {
            ValueKind::Number(Number { digits, unit: Unit::None }) => Wire::Number(json_number(digits)?),
            ValueKind::Word(word) if matches!(word.text.as_str(), "true" | "false") => Wire::Bool(word.text == "true"),
            ValueKind::List(items) => {
                let nodes: Option<Vec<Node>> = items.iter().map(|item| self.json(item)).collect();
                Wire::List(nodes?)
            }
            ValueKind::Map(entries) => {
                let mut object = Object::new();
                for entry in entries {
                    let node = self.json(&entry.value)?;
                    object.insert(entry.key.text.clone(), entry.key.span, node);
                }
                Wire::Object(object)
            }
            _ => return self.scalar(&value),
        };
        Some(Node { value: json, origin: value.span })
    }

    fn messages(&mut self, parameter: &Parameter, value: &Value) -> Option<Node> {
        // A test may name one message of the list.
        let one = self.test.is_some() && !matches!(value.kind, ValueKind::List(_) | ValueKind::Hole);
        let one = one.then(|| Value { span: value.span, kind: ValueKind::List(vec![value.clone()]) });
        self.list(parameter, one.as_ref().unwrap_or(value), |context, item| {
            let (key, node) = context.message(item)?;
            let mut message = Object::new();
            message.set(key, item.span, node);
            Some(Node { value: Wire::Object(message), origin: item.span })
        })
    }

    /// Lowers a message. Also returns its key in flow JSON.
    pub(super) fn message(&mut self, value: &Value) -> Option<(&'static str, Node)> {
        match &value.kind {
            ValueKind::Text(text) => Some((wire::TEXT, Node::text(text.literal()?, value.span))),
            ValueKind::Path(path) => Some((wire::TEXT, Node::text(path.clone(), value.span))),
            ValueKind::Reference(reference) => match reference.words.first().map(|word| word.text.as_str()) {
                Some("ssml") => Some((wire::SSML, self.plain_target(reference, value)?)),
                Some("media") => {
                    let mut media = Object::new();
                    media.set(wire::MEDIA_URI, value.span, self.plain_target(reference, value)?);
                    for (key, fixed) in wire::MEDIA_FIXED {
                        media.set(key, value.span, Node::text(*fixed, value.span));
                    }
                    Some((wire::MEDIA, Node { value: Wire::Object(media), origin: value.span }))
                }
                _ => {
                    let reference = self.reference(ResourceKind::Prompt, value)?;
                    Some((wire::PROMPT, Node { value: Wire::Reference(Box::new(reference)), origin: value.span }))
                }
            },
            ValueKind::Hole => None,
            other => {
                let message = format!("expected a message, found {}", described(other));
                let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
                self.diagnostics.push(match self.as_const(value) {
                    Some(name) => as_const(diagnostic, value.span, name),
                    None => diagnostic.help(
                        "write `\"text\"`, `prompt \"hold.wav\"`, `ssml \"<speak>…</speak>\"` or `media \"s3://…\"`",
                    ),
                });
                None
            }
        }
    }

    /// The text after `ssml` or `media`.
    fn plain_target(&mut self, reference: &tree::Reference, value: &Value) -> Option<Node> {
        if let Some(second) = reference.words.get(1) {
            self.diagnostics.push(Diagnostic::new(
                Code::WrongValue,
                second.span,
                format!("unexpected `{}`", second.text),
            ));
            return None;
        }
        match &reference.target {
            ReferenceTarget::Text(text) => {
                let plain = self.resolver.consts.text(text, &mut self.diagnostics)?;
                Some(Node::text(plain, text.span))
            }
            ReferenceTarget::Path(_, path) => Some(Node::text(path.clone(), value.span)),
            ReferenceTarget::Const(name) => {
                let plain = self.resolver.consts.in_text(name, &mut self.diagnostics)?;
                Some(Node::text(plain, value.span))
            }
        }
    }

    /// Lowers a value of an entry, condition or raw parameter: a text, or a value that flow JSON expresses as a string.
    pub(super) fn scalar(&mut self, value: &Value) -> Option<Node> {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        match &value.kind {
            ValueKind::Text(text) => Some(Node::text(text.literal()?, value.span)),
            ValueKind::Path(path) => Some(Node::text(path.clone(), value.span)),
            ValueKind::Number(Number { digits, unit: Unit::None }) => Some(Node::text(digits.clone(), value.span)),
            ValueKind::Word(word) if matches!(word.text.as_str(), "true" | "false") => {
                Some(Node::text(word.text.clone(), value.span))
            }
            ValueKind::Reference(reference) => {
                let kind = reference.words.first().and_then(|word| ResourceKind::from_keyword(&word.text));
                let Some(kind) = kind else {
                    self.diagnostics.push(
                        Diagnostic::new(Code::WrongValue, value.span, "this reference needs its kind")
                            .help("for example, write `queue \"Billing\"`"),
                    );
                    return None;
                };
                let reference = self.reference(kind, &value)?;
                Some(Node { value: Wire::Reference(Box::new(reference)), origin: value.span })
            }
            ValueKind::Hole => None,
            other => {
                let mut diagnostic = Diagnostic::new(
                    Code::WrongValue,
                    value.span,
                    format!("expected a text, found {}", described(other)),
                );
                if let Some(name) = self.as_const(&value) {
                    diagnostic = as_const(diagnostic, value.span, name);
                } else if let ValueKind::Word(word) = other {
                    diagnostic = diagnostic.help(format!("put the text in quotes: `\"{}\"`", word.text));
                }
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// Lowers a value whose shape the catalogue does not know: texts, lists and maps, unchanged.
    pub(super) fn any(&mut self, value: &Value) -> Option<Node> {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        match &value.kind {
            ValueKind::List(items) => {
                let nodes: Option<Vec<Node>> = items.iter().map(|item| self.any(item)).collect();
                Some(Node { value: Wire::List(nodes?), origin: value.span })
            }
            ValueKind::Map(entries) => {
                let mut object = Object::new();
                for entry in entries {
                    let node = self.any(&entry.value)?;
                    object.insert(entry.key.text.clone(), entry.key.span, node);
                }
                Some(Node { value: Wire::Object(object), origin: value.span })
            }
            // A key of `raw` that is to be left out.
            ValueKind::Word(word) if word.text == "none" => Some(Node { value: Wire::Null, origin: value.span }),
            _ => self.scalar(&value),
        }
    }
}

/// The list of participants whose audio is streamed in these directions.
fn streamed(directions: Node) -> Node {
    let origin = directions.origin;
    let mut participant = Object::new();
    let (key, who) = wire::PARTICIPANT;
    participant.set(key, origin, Node::text(who, origin));
    participant.set(wire::DIRECTIONS, origin, directions);
    Node { value: Wire::List(vec![Node { value: Wire::Object(participant), origin }]), origin }
}

/// Sets the defaults of parameters that the service requires and the source does not set.
pub(super) fn set_defaults(parameters: &[Parameter], origin: Span, object: &mut Object) {
    for parameter in parameters {
        // Parameters that have no effect without another one are handled elsewhere.
        let needed = object.needs(parameter.need) && !matches!(parameter.need, Need::IgnoredUnless(_));
        let (Some(default), true, None) = (parameter.default, needed, object.get(parameter.wire)) else { continue };
        let node = Node::text(default, origin);
        let node = match parameter.kind {
            Kind::StreamDirections => streamed(Node { value: Wire::List(vec![node]), origin }),
            _ => node,
        };
        object.set(parameter.wire, origin, node);
    }
}

pub(super) fn json_number(digits: &str) -> Option<serde_json::Number> {
    digits
        .parse::<i64>()
        .map(serde_json::Number::from)
        .ok()
        .or_else(|| serde_json::Number::from_f64(digits.parse().ok()?))
}

fn set(object: &mut Object, path: &str, name: Span, node: Option<Node>, origin: Span) -> bool {
    let is_whole = node.is_some();
    object.set(path, name, node.unwrap_or_else(|| hole(origin)));
    is_whole
}

fn hole(origin: Span) -> Node {
    Node { value: Wire::Hole, origin }
}

fn is_whole(number: &Number) -> bool {
    number.unit == Unit::None && !number.digits.contains('.')
}

/// A time in the unit of flow JSON, as its digits.
pub(super) fn duration(number: &Number, unit: TimeUnit) -> Option<SmolStr> {
    let amount: i64 = number.digits.parse().ok()?;
    let milliseconds = match number.unit {
        Unit::None => return Some(number.digits.clone()),
        Unit::Seconds => amount.checked_mul(1_000)?,
        Unit::Minutes => amount.checked_mul(60_000)?,
        Unit::Hours => amount.checked_mul(3_600_000)?,
        Unit::Days => amount.checked_mul(86_400_000)?,
        Unit::Percent => return None,
    };
    let per_unit = match unit {
        TimeUnit::Milliseconds => 1,
        TimeUnit::Seconds => 1_000,
        TimeUnit::Minutes => 60_000,
    };
    (milliseconds % per_unit == 0).then(|| format_smolstr!("{}", milliseconds / per_unit))
}
