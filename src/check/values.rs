//! The values of parameters against what the catalogue says of them: kinds, ranges, lengths, patterns, and whether a value
//! may be contact data.

use regex_lite::Regex;

use super::Checker;
use super::contact_data::bad_path;
use super::owner::Owner;
use crate::catalogue::wire::SSML;
use crate::catalogue::wire::TEXT;
use crate::catalogue::{Dynamic, Kind, MESSAGE_LENGTH, Need, Parameter, is_known};
use crate::contact_path::{self, begins as is_path};
use crate::diagnostic::{Code, Confidence, Diagnostic, Lowering, nearest};
use crate::graph::{Node, Object, Property, ReferenceForm, Value};
use crate::source::Span;

/// How many characters of a text are spoken: those that are billed.
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
        let length = text.chars().count();
        let spoken = if property.key == SSML { without_tags(text) } else { length };
        if length > MESSAGE_LENGTH {
            self.report(
                Diagnostic::new(Code::TooLong, property.node.origin, format!("this message has {length} characters"))
                    .at_most(MESSAGE_LENGTH)
                    .help("play it in two blocks"),
            );
        } else if [TEXT, SSML].contains(&property.key.as_str()) && spoken > BILLED_LIMIT {
            self.report(
                Diagnostic::new(Code::TooLong, property.node.origin, format!("this message has {spoken} characters"))
                    .lowered(Lowering::PartUnused)
                    .primary_label(format!("only {BILLED_LIMIT} characters are spoken"))
                    .help("play it in two blocks"),
            );
        }
    }

    /// A value against what the catalogue says of it.
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
                        self.one_message(message, item.origin, "an item of this list");
                    }
                }
            }
            (Value::List(items), Kind::Objects { fields, max }) => {
                if items.is_empty() {
                    self.empty(node, &format!("`{}`", self.terms.parameter(parameter)));
                }
                self.count(parameter, node, items.len(), max);
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
                self.count(parameter, node, items.len(), max);
                for item in items {
                    self.text_of(parameter, known, item);
                }
            }
            (Value::Number(number), Kind::Integer { .. }) => self.literal(parameter, node, &number.to_string(), object),
            (Value::Number(number), Kind::JsonNumber { min, max }) => {
                let inside = number.as_f64().is_none_or(|number| number >= min as f64 && number <= max as f64);
                let is_whole = number.as_f64().is_none_or(|number| number.fract() == 0.0);
                if !inside || !is_whole {
                    let takes = match max {
                        _ if !is_whole => "it takes a whole number".to_owned(),
                        i64::MAX => format!("it takes {min} or more"),
                        _ => format!("it takes from {min} to {max}"),
                    };
                    self.report_in_drafts_too(
                        Diagnostic::new(
                            Code::OutOfRange,
                            node.origin,
                            format!("`{}` is {number}", self.terms.parameter(parameter)),
                        )
                        .primary_label(takes),
                    );
                }
            }
            (Value::List(items), Kind::Choices(choices)) => {
                if items.is_empty() && parameter.non_empty {
                    self.empty(node, &format!("`{}`", self.terms.parameter(parameter)));
                }
                for item in items {
                    self.one_of(parameter, choices, item);
                }
            }
            (Value::Reference(reference), _) if reference.form == ReferenceForm::Path => {
                self.may_be_path(parameter, node)
            }
            (Value::Text(text), _) if text.is_empty() => {
                self.empty(node, &format!("`{}`", self.terms.parameter(parameter)))
            }
            (Value::Reference(reference), _) if reference.text.trim().is_empty() => {
                self.empty(node, &format!("`{}`", self.terms.parameter(parameter)))
            }
            (Value::Text(text), _) if is_path(text) => self.may_be_path(parameter, node),
            (Value::Text(_), _) if is_placeholder(node) => {}
            // A `$` that no dot follows begins no path, and a literal has none but in a text that is read or sent.
            (Value::Text(text), kind) if text.starts_with('$') && !matches!(kind, Kind::Text { .. }) => {
                self.one_path(node, text);
            }
            (Value::Reference(reference), _) if reference.text.starts_with('$') && !reference.text.contains("${") => {
                self.one_path(node, &reference.text);
            }
            (Value::Text(text), _) => {
                if parameter.dynamic == Dynamic::Path {
                    self.report(self.must_be_path(parameter, node));
                    return;
                }
                self.literal(parameter, node, text, object);
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

    /// Contact data where the parameter takes some, or a literal only.
    fn may_be_path(&mut self, parameter: &Parameter, node: &Node) {
        match (parameter.dynamic, &node.value) {
            (Dynamic::Static, _) => self.report(self.must_be_literal(parameter, node)),
            (Dynamic::Either | Dynamic::Path, Value::Text(text)) => self.one_path(node, text),
            (Dynamic::Either | Dynamic::Path, Value::Reference(reference)) => self.one_path(node, &reference.text),
            _ => {}
        }
    }

    fn count(&mut self, parameter: &Parameter, node: &Node, count: usize, max: Option<u32>) {
        if let Some(max) = max.filter(|max| count > *max as usize) {
            self.report(
                Diagnostic::new(
                    Code::TooMany,
                    node.origin,
                    format!("`{}` has {count} items", self.terms.parameter(parameter)),
                )
                .at_most(max),
            );
        }
    }

    /// A text that begins as a path and has to be one as a whole.
    fn one_path(&mut self, node: &Node, text: &str) {
        let is_told = contact_path::all(text).iter().any(Result::is_err) || text.len() > 2 && text.ends_with('.');
        if let (Err(fault), false) = (contact_path::parse(text), is_told) {
            self.report(bad_path(node.origin.part(text, &(fault.at..text.len())), &fault));
        }
    }

    /// A text of a list.
    fn text_of(&mut self, parameter: &Parameter, known: &[&str], node: &Node) {
        let Value::Text(text) = &node.value else { return };
        if text.is_empty() {
            self.empty(node, &format!("an item of `{}`", self.terms.parameter(parameter)));
        } else if is_path(text) {
            self.may_be_path(parameter, node);
        } else if parameter.dynamic == Dynamic::Path {
            self.report(self.must_be_path(parameter, node));
        } else if !known.is_empty() && !is_known(known, text) {
            let near = nearest(text, known.iter().copied());
            let mut diagnostic = Diagnostic::new(Code::TextNotKnown, node.origin, self.stranger(parameter, text));
            if let Some(near) = near {
                diagnostic = diagnostic.did_you_mean_text(node.origin, near);
            }
            self.report(diagnostic);
        }
    }

    fn literal(&mut self, parameter: &'static Parameter, node: &Node, text: &str, object: &Object) {
        match parameter.kind {
            Kind::Integer { min, max } => self.number(parameter, node, text, object, (min, max), ""),
            Kind::Duration { min, max, unit } => self.number(parameter, node, text, object, (min, max), unit.word()),
            Kind::Text { max: Some(max) } => {
                self.length(parameter, node, text, max);
            }
            Kind::Boolean { yes, no } if text != yes && text != no => {
                self.not_known(parameter, node, text, "`true` and `false`");
            }
            Kind::Choice(choices) => self.one_of(parameter, choices, node),
            Kind::Pattern { regex, says, max } => match Regex::new(&format!("^(?:{regex})$")) {
                Ok(regex) if !regex.is_match(text) => {
                    let mut diagnostic = Diagnostic::new(
                        Code::BadPattern,
                        node.origin,
                        format!("`{}` cannot be `{text}`", self.terms.parameter(parameter)),
                    )
                    .primary_label(format!("it takes {says} only"));
                    let (good, bad): (Vec<char>, Vec<char>) =
                        text.chars().partition(|c| regex.is_match(c.encode_utf8(&mut [0; 4])));
                    if let (Some(first), false) = (bad.first(), good.is_empty()) {
                        diagnostic = diagnostic.help(format!("`{first}` is none of them"));
                    }
                    self.report(diagnostic);
                }
                _ => self.length(parameter, node, text, max),
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
                    .primary_label("a caller id number has to be claimed in the instance");
                    if !own.is_empty() {
                        diagnostic = diagnostic.help(format!("it has {}", own.join(", ")));
                    }
                    self.report(diagnostic);
                }
            }
            _ => {}
        }
    }

    fn number(
        &mut self,
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
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        // `1 second`, however many the limits are.
        let own_unit = if number == 1 { unit.trim_end_matches('s') } else { &unit };
        if number < min || max.is_some_and(|max| number > max) {
            let range = match max {
                Some(max) => format!("from {min} to {max}{unit}"),
                None => format!("{min}{unit} or more"),
            };
            self.report(
                Diagnostic::new(Code::OutOfRange, node.origin, format!("`{name}` is {number}{own_unit}"))
                    .primary_label(format!("it takes {range}")),
            );
        } else if let Some((least, why)) = parameter.advised
            && number < least
        {
            self.report(
                Diagnostic::new(Code::InterruptTooShort, node.origin, format!("`{name}` is only {number}{own_unit}"))
                    .primary_label(why)
                    .help(format!("make it {least}{unit} or more")),
            );
        }
    }

    fn length(&mut self, parameter: &Parameter, node: &Node, text: &str, max: u32) {
        let length = text.chars().count();
        if length > max as usize {
            self.report(
                Diagnostic::new(
                    Code::TooLong,
                    node.origin,
                    format!("`{}` has {length} characters", self.terms.parameter(parameter)),
                )
                .at_most(max),
            );
        }
    }

    fn one_of(&mut self, parameter: &Parameter, choices: &[(&str, &str)], node: &Node) {
        let Value::Text(text) = &node.value else { return };
        if is_path(text) || choices.iter().any(|(_, wire)| wire == text) {
            return;
        }
        let wires: Vec<String> = choices.iter().map(|(_, wire)| format!("`{wire}`")).collect();
        self.not_known(parameter, node, text, &wires.join(", "));
    }

    fn not_known(&mut self, parameter: &Parameter, node: &Node, text: &str, known: &str) {
        self.report(
            Diagnostic::new(Code::TextNotKnown, node.origin, self.stranger(parameter, text))
                .help(format!("it knows {known}")),
        );
    }

    fn stranger(&self, parameter: &Parameter, text: &str) -> String {
        let name = self.terms.parameter(parameter);
        let and_so = self.terms.either(", which is emitted as it stands", "");
        format!("`{name}` does not know `{text}`{and_so}")
    }

    fn must_be_literal(&self, parameter: &Parameter, node: &Node) -> Diagnostic {
        let what = self.terms.either("contact data", "a JSONPath");
        let message = format!("`{}` cannot be {what}", self.terms.parameter(parameter));
        Diagnostic::new(Code::MustBeLiteral, node.origin, message)
            .primary_label("it has to be known when the flow is written")
    }

    fn must_be_path(&self, parameter: &Parameter, node: &Node) -> Diagnostic {
        let what = self.terms.either("contact data", "a JSONPath");
        let message = format!("`{}` has to be {what}", self.terms.parameter(parameter));
        Diagnostic::new(Code::MustBePath, node.origin, message)
            .help("write a path, such as `$.Attributes.tier` or `$.StoredCustomerInput`")
    }

    pub(super) fn empty(&mut self, node: &Node, what: &str) {
        let help = match &node.value {
            Value::List(_) => "the service wants at least one",
            Value::Reference(_) => "say which one is meant: the service refuses an empty value",
            _ => "the service refuses an empty value",
        };
        self.report(Diagnostic::new(Code::EmptyValue, node.origin, format!("{what} is empty")).help(help));
    }
}

/// How many characters of SSML stand outside of its tags.
fn without_tags(ssml: &str) -> usize {
    let pieces = ssml.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.map(|text| text.chars().count()).sum()
}

/// Whether a text holds a placeholder of a template, `${…}` or `{{…}}`, or is one, `%…%`.
fn is_placeholder(node: &Node) -> bool {
    let is_all = |text: &str| text.len() > 2 && text.starts_with('%') && text.ends_with('%');
    matches!(&node.value, Value::Text(text) if text.contains("${") || text.contains("{{") || is_all(text))
}

/// Whether a text is a phone number in E.164 form.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-connect-quickconnect-phonenumberquickconnectconfig.html>
pub(super) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
    })
}

/// Says that something is no phone number, with the number that was probably meant.
pub(super) fn bad_phone_number(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BadPhoneNumber, span, format!("`{text}` is no phone number in E.164 form"))
        .primary_label("`+`, the country code and the number, 15 digits at most");
    let is_layout = |c: char| c.is_whitespace() || "-.()".contains(c);
    let digits: String = text.chars().filter(|c| !is_layout(*c)).collect();
    // `(0)` is dialled within the country only.
    if digits != text && is_e164(&digits) && !text.contains("(0)") {
        return diagnostic.did_you_mean_text(span, &digits).confidence(Confidence::Sure);
    }
    diagnostic
}
