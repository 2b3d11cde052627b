//! Checks the values of parameters against the catalogue: kinds, ranges, lengths, patterns, and whether a value may be
//! contact data.

use std::cmp::Reverse;

use regex_lite::Regex;

use super::Checker;
use super::contact_data::{COMPARED, bad_path, malformed_path};
use super::nearly_path::nearly;
use super::owner::Owner;
use super::phone_number::{bad_phone_number, is_e164};
use crate::catalogue::wire::SSML;
use crate::catalogue::wire::TEXT;
use crate::catalogue::{self, Aspect, Dynamic, Kind, MESSAGE_LENGTH, Need, Parameter, is_known};
use crate::contact_path::{self, begins as is_path};
use crate::diagnostic::{Code, Diagnostic, Lowering, name_parts, nearest};
use crate::evidence::Source;
use crate::graph::{Node, Object, Property, ReferenceForm, Value};

/// The page that limits the length of a message.
const MESSAGE_PAGE: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/play.html";

/// The maximum number of billed characters of a text: only billed characters are spoken.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/play.html>
const BILLED_LIMIT: usize = 3_000;

impl Checker<'_> {
    pub(super) fn message_text(&mut self, property: &Property) {
        if matches!(&property.node.value, Value::Reference(reference) if reference.text.is_empty()) {
            self.empty(&property.node, "this prompt");
        }
        let Value::Text(text) = &property.node.value else { return };
        if text.is_empty() {
            self.empty(&property.node, "this message");
        }
        self.nearly_paths(text, property.node.origin);
        self.speech(property, text);
        let length = text.chars().count();
        let spoken = if property.key == SSML { without_tags(text) } else { length };
        if length > MESSAGE_LENGTH {
            self.report(
                Diagnostic::new(Code::TooLong, property.node.origin, format!("this message has {length} characters"))
                    .rests_on(Some(Source::Page(MESSAGE_PAGE)))
                    .at_most(MESSAGE_LENGTH)
                    .help("split it over two blocks"),
            );
        } else if [TEXT, SSML].contains(&property.key.as_str()) && spoken > BILLED_LIMIT {
            self.report(
                Diagnostic::new(Code::TooLong, property.node.origin, format!("this message has {spoken} characters"))
                    .lowered(Lowering::PartUnused)
                    .primary_label(format!("only {BILLED_LIMIT} characters are spoken"))
                    .help("split it over two blocks"),
            );
        }
    }

    /// Checks a value against the catalogue.
    pub(super) fn value(&mut self, owner: &Owner, parameter: &'static Parameter, property: &Property, object: &Object) {
        let node = &property.node;
        match (&node.value, parameter.kind) {
            (Value::Hole, _) => {}
            (Value::List(items), Kind::Messages) => {
                if items.is_empty() {
                    self.empty(node, "this list of messages");
                }
                for item in items {
                    if let Value::Object(message) = &item.value {
                        let source = owner.block.source_of(parameter, Aspect::Presence);
                        self.one_message(message, item.origin, "an item of this list", source);
                    }
                }
            }
            (Value::List(items), Kind::Objects { fields, max }) => {
                if items.is_empty() {
                    self.empty(node, &format!("`{}`", self.terms.parameter(parameter)));
                }
                self.count(owner, parameter, node, items.len(), max);
                for item in items {
                    self.nested(owner, parameter, fields, item);
                }
            }
            (Value::Object(map), Kind::ObjectMap(fields)) => {
                for property in map.properties() {
                    self.nested(owner, parameter, fields, &property.node);
                }
            }
            (Value::List(items), Kind::Texts { max, known }) => {
                if items.is_empty() && parameter.need == Need::Required {
                    self.empty(node, &format!("`{}`", self.terms.parameter(parameter)));
                }
                self.count(owner, parameter, node, items.len(), max);
                for item in items {
                    self.text_of(owner, parameter, known, item);
                }
            }
            (Value::Number(number), Kind::Integer { .. }) => {
                self.literal(owner, parameter, node, &number.to_string(), object)
            }
            (Value::Number(number), Kind::JsonNumber { min, max }) => {
                let inside = number.as_f64().is_none_or(|number| number >= min as f64 && number <= max as f64);
                let is_whole = number.as_f64().is_none_or(|number| number.fract() == 0.0);
                if !inside || !is_whole {
                    let (expected, label) = match max {
                        _ if !is_whole => ("a whole number".to_owned(), "not a whole number"),
                        i64::MAX => (format!("at least {min}"), "out of range"),
                        _ => (format!("from {min} to {max}"), "out of range"),
                    };
                    self.report(
                        Diagnostic::new(
                            Code::OutOfRange,
                            node.origin,
                            format!("`{}` must be {expected}, found {number}", self.terms.parameter(parameter)),
                        )
                        .rests_on(owner.block.source_of(parameter, Aspect::Range))
                        .primary_label(label),
                    );
                }
            }
            (Value::List(items), Kind::Choices(choices)) => {
                if items.is_empty() && parameter.non_empty {
                    self.empty(node, &format!("`{}`", self.terms.parameter(parameter)));
                }
                for item in items {
                    self.one_of(owner, parameter, choices, item);
                }
            }
            (Value::Reference(reference), _) if reference.form == ReferenceForm::Path => {
                self.may_be_path(owner, parameter, node)
            }
            (Value::Text(text), _) if text.is_empty() => {
                self.empty(node, &format!("`{}`", self.terms.parameter(parameter)))
            }
            (Value::Reference(reference), _) if reference.text.trim().is_empty() => {
                self.empty(node, &format!("`{}`", self.terms.parameter(parameter)))
            }
            (Value::Text(text), _) if is_path(text) => self.may_be_path(owner, parameter, node),
            (Value::Text(_), _) if is_placeholder(node) => {}
            // A `$` without a dot after it does not begin a path, and a literal contains no `$` except in a text that
            // is read out or sent.
            (Value::Text(text), kind) if text.starts_with('$') && !matches!(kind, Kind::Text { .. }) => {
                self.one_path(owner, parameter, node, text);
            }
            (Value::Reference(reference), _) if reference.text.starts_with('$') && !reference.text.contains("${") => {
                self.one_path(owner, parameter, node, &reference.text);
            }
            (Value::Text(text), _) => {
                if parameter.dynamic == Dynamic::Path {
                    self.report(self.must_be_path(owner, parameter, node));
                    return;
                }
                if matches!(parameter.kind, Kind::Text { .. }) {
                    self.nearly_paths(text, node.origin);
                }
                self.literal(owner, parameter, node, text, object);
            }
            _ => {}
        }
    }

    fn nested(&mut self, owner: &Owner, parameter: &'static Parameter, fields: &'static [Parameter], node: &Node) {
        if let Value::Object(object) = &node.value {
            self.fields(
                &Owner { head: node.origin, inside: Some(self.terms.parameter(parameter)), ..*owner },
                fields,
                object,
            );
        }
    }

    /// Checks whether the parameter accepts contact data or only a literal.
    fn may_be_path(&mut self, owner: &Owner, parameter: &Parameter, node: &Node) {
        match (parameter.dynamic, &node.value) {
            (Dynamic::Static, _) => self.report(self.must_be_literal(owner, parameter, node)),
            (Dynamic::Either | Dynamic::Path, Value::Text(text)) => self.one_path(owner, parameter, node, text),
            (Dynamic::Either | Dynamic::Path, Value::Reference(reference)) => {
                self.one_path(owner, parameter, node, &reference.text);
            }
            _ => {}
        }
    }

    fn count(&mut self, owner: &Owner, parameter: &Parameter, node: &Node, count: usize, max: Option<u32>) {
        if let Some(max) = max.filter(|max| count > *max as usize) {
            self.report(
                Diagnostic::new(
                    Code::TooMany,
                    node.origin,
                    format!("`{}` has {count} items", self.terms.parameter(parameter)),
                )
                .rests_on(owner.block.source_of(parameter, Aspect::Count))
                .at_most(max),
            );
        }
    }

    /// Checks a text that begins like a path: all of it must be one path.
    fn one_path(&mut self, owner: &Owner, parameter: &Parameter, node: &Node, text: &str) {
        let is_reported = contact_path::all(text).iter().any(Result::is_err) || text.len() > 2 && text.ends_with('.');
        if let (Err(error), false) = (contact_path::parse(text), is_reported) {
            let place = node.origin.part(text, &(error.at..text.len()));
            let diagnostic = match nearly(text).first().map(|nearly| nearly.meant.as_slice()) {
                Some([meant]) => malformed_path(place, &error).help(format!("did you mean `{meant}`?")),
                _ => bad_path(place, &error),
            };
            let is_compared = owner.block.semantics.compares == Some(parameter.wire);
            self.report(diagnostic.rests_on(is_compared.then_some(COMPARED)));
        }
    }

    /// Checks a text in a list.
    fn text_of(&mut self, owner: &Owner, parameter: &Parameter, known: &[&str], node: &Node) {
        let Value::Text(text) = &node.value else { return };
        if text.is_empty() {
            self.empty(node, &format!("an item of `{}`", self.terms.parameter(parameter)));
        } else if is_path(text) {
            self.may_be_path(owner, parameter, node);
        } else if parameter.dynamic == Dynamic::Path {
            self.report(self.must_be_path(owner, parameter, node));
        } else if !known.is_empty() && !is_known(known, text) {
            let near = nearest(text, known.iter().copied());
            let mut diagnostic = Diagnostic::new(Code::TextNotKnown, node.origin, self.unknown_value(parameter, text));
            if let Some(near) = near {
                diagnostic = diagnostic.did_you_mean_text(node.origin, near);
            }
            self.report(diagnostic);
        }
    }

    fn literal(&mut self, owner: &Owner, parameter: &'static Parameter, node: &Node, text: &str, object: &Object) {
        match parameter.kind {
            Kind::Integer { min, max } => self.number(owner, parameter, node, text, object, (min, max), ""),
            Kind::Duration { min, max, unit } => {
                self.number(owner, parameter, node, text, object, (min, max), unit.word());
            }
            Kind::Text { max: Some(max) } => self.length(owner, parameter, node, text, max),
            Kind::Boolean { yes, no } if text != yes && text != no => self.switch(parameter, node, text, (yes, no)),
            Kind::Choice(choices) => self.one_of(owner, parameter, choices, node),
            Kind::Pattern { regex, says, max } => match Regex::new(&format!("^(?:{regex})$")) {
                Ok(regex) if !regex.is_match(text) => {
                    let mut diagnostic = Diagnostic::new(
                        Code::BadPattern,
                        node.origin,
                        format!("`{text}` is not a valid value for `{}`", self.terms.parameter(parameter)),
                    )
                    .rests_on(owner.block.source_of(parameter, Aspect::Words))
                    .primary_label(format!("expected {says}"));
                    let (good, bad): (Vec<char>, Vec<char>) =
                        text.chars().partition(|c| regex.is_match(c.encode_utf8(&mut [0; 4])));
                    if let (Some(first), false) = (bad.first(), good.is_empty()) {
                        diagnostic = diagnostic.help(format!("`{first}` is not allowed"));
                    }
                    self.report(diagnostic);
                }
                _ => self.length(owner, parameter, node, text, max),
            },
            Kind::PhoneNumber { owned } => {
                if !is_e164(text) {
                    self.report(bad_phone_number(node.origin, text));
                } else if owned && let Some(false) = self.inventory.and_then(|inventory| inventory.owns_number(text)) {
                    let own: Vec<&str> = self
                        .inventory
                        .and_then(|inventory| inventory.phone_numbers.as_ref())
                        .into_iter()
                        .flatten()
                        .map(|number| number.number.as_str())
                        .take(5)
                        .collect();
                    let mut diagnostic = Diagnostic::new(
                        Code::CallerIdNotOwned,
                        node.origin,
                        format!("the instance has no phone number `{text}`"),
                    )
                    .primary_label("a caller id number must be claimed in the instance");
                    if !own.is_empty() {
                        diagnostic = diagnostic.help(format!("the instance has {}", own.join(", ")));
                    }
                    self.report(diagnostic);
                }
            }
            _ => {}
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a number, and the bounds that depend on the rest of its object")]
    fn number(
        &mut self,
        owner: &Owner,
        parameter: &'static Parameter,
        node: &Node,
        text: &str,
        object: &Object,
        (min, max): (i64, Option<i64>),
        unit: &str,
    ) {
        let name = self.terms.parameter(parameter);
        let Ok(number) = text.parse::<i64>() else {
            self.not_known(parameter, node, text, "whole numbers");
            return;
        };
        let max = match parameter.max_when {
            Some((when, other)) if object.holds(when) => Some(other),
            _ => max,
        };
        let max = max.filter(|max| *max < i64::MAX);
        let with_unit = |number: i64| match (unit, number) {
            ("", _) => number.to_string(),
            (_, 1) => format!("1 {}", unit.trim_end_matches('s')),
            _ => format!("{number} {unit}"),
        };
        let found = with_unit(number);
        if number < min || max.is_some_and(|max| number > max) {
            let range = match max {
                Some(max) => format!("from {min} to {}", with_unit(max)),
                None => format!("at least {}", with_unit(min)),
            };
            self.report(
                Diagnostic::new(Code::OutOfRange, node.origin, format!("`{name}` must be {range}, found {found}"))
                    .rests_on(owner.block.source_of(parameter, Aspect::Range))
                    .primary_label("out of range"),
            );
        } else if let Some((least, why)) = parameter.advised
            && number < least
        {
            self.report(
                Diagnostic::new(Code::InterruptTooShort, node.origin, format!("`{name}` is only {found}"))
                    .primary_label(why)
                    .help(format!("set it to at least {}", with_unit(least))),
            );
        } else if let Some((most, why)) = parameter.advised_max
            && number > most
        {
            self.report(
                Diagnostic::new(Code::TooLongForDesigner, node.origin, format!("`{name}` is {found}"))
                    .primary_label(why)
                    .help(format!("set it to at most {}", with_unit(most))),
            );
        }
    }

    fn length(&mut self, owner: &Owner, parameter: &Parameter, node: &Node, text: &str, max: u32) {
        let length = text.chars().count();
        if length > max as usize {
            self.report(
                Diagnostic::new(
                    Code::TooLong,
                    node.origin,
                    format!("`{}` has {length} characters", self.terms.parameter(parameter)),
                )
                .rests_on(owner.block.source_of(parameter, Aspect::Length))
                .at_most(max),
            );
        }
    }

    /// Checks a switch that is not written as its action spells it. Exports have other letter cases.
    fn switch(&mut self, parameter: &Parameter, node: &Node, text: &str, (yes, no): (&str, &str)) {
        let known = [yes, no].into_iter().find(|known| known.eq_ignore_ascii_case(text));
        match known {
            Some(_) if parameter.doubt(Aspect::Words).is_some() => {}
            Some(known) => {
                if let Some(help) = self.terms.either(Some(format!("flow JSON has `{known}`")), None) {
                    let word = if known == yes { "true" } else { "false" };
                    let help = format!("write `{word}` without quotes: {help}");
                    self.report(
                        Diagnostic::new(Code::TextNotKnown, node.origin, self.unknown_value(parameter, text))
                            .help(help),
                    );
                }
            }
            None => self.not_known(
                parameter,
                node,
                text,
                &self.terms.either("`true` and `false`".to_owned(), format!("`{yes}` and `{no}`")),
            ),
        }
    }

    fn one_of(&mut self, owner: &Owner, parameter: &Parameter, choices: &[(&str, &str)], node: &Node) {
        let Value::Text(text) = &node.value else { return };
        let is_switch = || ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
        if is_path(text)
            || choices.iter().any(|(_, wire)| wire == text || wire.eq_ignore_ascii_case(text) && is_switch())
        {
            return;
        }
        // In flow JSON, another value may select another block of the same action.
        let of_action = catalogue::by_action(owner.block.action).flat_map(|block| block.parameters);
        let others = of_action.filter(|other| other.wire == parameter.wire).flat_map(|other| match other.kind {
            Kind::Choice(choices) | Kind::Choices(choices) => choices,
            _ => &[],
        });
        let others: Vec<&(&str, &str)> = others.collect();
        let mut wires: Vec<&str> = Vec::new();
        for (_, wire) in choices.iter().chain(self.terms.either(Vec::new(), others)) {
            if !wires.contains(wire) {
                wires.push(wire);
            }
        }
        let words = name_parts(text);
        let shared = |wire: &str| name_parts(wire).iter().filter(|word| words.contains(word)).count();
        wires.sort_by_key(|wire| Reverse(shared(wire)));
        let word = choices.iter().find(|(name, wire)| *name == text || wire.eq_ignore_ascii_case(text));
        if let Some(help) = self.terms.either(word.map(|(name, _)| format!("write `{name}` without quotes")), None) {
            self.report(
                Diagnostic::new(Code::TextNotKnown, node.origin, self.unknown_value(parameter, text)).help(help),
            );
            return;
        }
        let wires: Vec<String> = wires.iter().map(|wire| format!("`{wire}`")).collect();
        self.not_known(parameter, node, text, &wires.join(", "));
    }

    fn not_known(&mut self, parameter: &Parameter, node: &Node, text: &str, known: &str) {
        self.report(
            Diagnostic::new(Code::TextNotKnown, node.origin, self.unknown_value(parameter, text))
                .help(format!("valid values are {known}")),
        );
    }

    fn unknown_value(&self, parameter: &Parameter, text: &str) -> String {
        let name = self.terms.parameter(parameter);
        let effect = self.terms.either("; emitted unchanged", "");
        format!("unknown value `{text}` for `{name}`{effect}")
    }

    fn must_be_literal(&self, owner: &Owner, parameter: &Parameter, node: &Node) -> Diagnostic {
        let what = self.terms.either("contact data", "a JSONPath");
        let message = format!("`{}` must be a literal, found {what}", self.terms.parameter(parameter));
        Diagnostic::new(Code::MustBeLiteral, node.origin, message)
            .rests_on(owner.block.source_of(parameter, Aspect::Dynamic))
            .primary_label("it must be known when the flow is written")
    }

    fn must_be_path(&self, owner: &Owner, parameter: &Parameter, node: &Node) -> Diagnostic {
        let what = self.terms.either("contact data", "a JSONPath");
        let message = format!("`{}` must be {what}, found a literal", self.terms.parameter(parameter));
        Diagnostic::new(Code::MustBePath, node.origin, message)
            .rests_on(owner.block.source_of(parameter, Aspect::Dynamic))
            .help("write a path, such as `$.Attributes.tier` or `$.StoredCustomerInput`")
    }

    pub(super) fn empty(&mut self, node: &Node, what: &str) {
        let help = match &node.value {
            Value::List(_) => "the service requires at least one",
            Value::Reference(_) => "name one: the service refuses an empty value",
            _ => "the service refuses an empty value",
        };
        self.report(Diagnostic::new(Code::EmptyValue, node.origin, format!("{what} is empty")).help(help));
    }
}

/// The number of characters of SSML outside its tags.
fn without_tags(ssml: &str) -> usize {
    let pieces = ssml.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.map(|text| text.chars().count()).sum()
}

/// Whether a text contains a placeholder of a template, `${…}` or `{{…}}`, or is one, `%…%`.
pub(super) fn is_placeholder(node: &Node) -> bool {
    let is_all = |text: &str| text.len() > 2 && text.starts_with('%') && text.ends_with('%');
    matches!(&node.value, Value::Text(text) if text.contains("${") || text.contains("{{") || is_all(text))
}
