//! Parameters: there when they have to be, not there when they must not, and within their limits.

use regex_lite::Regex;

use super::contact_data::{bad_path, within};
use super::{Checker, Place};
use crate::catalogue::{
    Block, Dynamic, Entries, EntryValues, Group, GroupRule, Kind, MESSAGE_KEYS, MESSAGE_LENGTH, Need, Parameter, When,
    is_known,
};
use crate::contact_path::{self, begins as is_path};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{ActionState, FlowKind, Node, Object, Property, ReferenceForm, Value};
use crate::resource::ResourceKind;
use crate::source::Span;

/// How many characters of a text are spoken: those that are billed.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/play.html>
const BILLED_LIMIT: usize = 3_000;

impl Checker<'_> {
    pub(super) fn parameters(&mut self, place: Place<'_>) {
        let Some(block) = place.action.block else { return };
        let action = place.action;
        let owner = Owner {
            flow_kind: place.flow.kind,
            flow_kind_origin: place.flow.kind_origin,
            block,
            head: action.head,
            is_whole: action.state == ActionState::Whole,
            inside: None,
        };
        self.fields(&owner, block.parameters, &action.parameters);
        for group in block.groups {
            self.group(place, block, group, &action.parameters);
        }
        if let Some(entries) = &block.entries {
            self.entries(place, block, entries, &action.parameters);
        }
        if let ("Loop", Some(Node { value: Value::Text(text), origin })) =
            (block.action, action.parameters.get("LoopCount"))
            && text == "0"
        {
            self.report(
                Diagnostic::new(Code::LoopsNever, *origin, "this loop is done before it begins")
                    .help("its `looping` branch is never taken: write how often it is to be"),
            );
        }
    }

    /// An object against the parameters that it may hold: those of an action, or the fields of a nested object.
    fn fields(&mut self, owner: &Owner, parameters: &'static [Parameter], object: &Object) {
        let mut missing: Vec<&'static Parameter> = Vec::new();
        for parameter in parameters {
            if matches!(parameter.kind, Kind::Message) {
                self.message(owner.block, parameter, object, owner.head);
                continue;
            }
            let property = present(parameter, object);
            if !self.presence(owner, parameter, property, object) {
                missing.push(parameter);
            }
            if let Some(property) = property {
                self.value(owner, parameter, property, object);
            }
        }
        while let Some(first) = missing.first().copied() {
            let reason = reason(first);
            // What one thing asks for is told once.
            let is_one = |parameter: &&Parameter| reason.is_some() && self::reason(parameter) == reason;
            let (together, others): (Vec<_>, Vec<_>) =
                missing.into_iter().partition(|parameter| std::ptr::eq(*parameter, first) || is_one(parameter));
            self.missing_parameters(owner, &together, reason, parameters, object);
            missing = others;
        }
    }

    fn missing_parameters(
        &mut self,
        owner: &Owner,
        missing: &[&'static Parameter],
        reason: Option<When>,
        parameters: &'static [Parameter],
        object: &Object,
    ) {
        let block = owner.block;
        let names: Vec<String> = missing.iter().map(|parameter| format!("`{}`", parameter.name)).collect();
        let names = names.join(" and ");
        let message = match owner.inside {
            Some(list) => format!("an item of `{list}` needs {names}"),
            None => format!("`{}` needs {names}", block.keyword),
        };
        let ways: Vec<String> = missing.iter().map(|parameter| written_as(block, parameter)).collect();
        let ways = ways.join(" and ").replace(" between its braces and write ", " and ");
        let mut diagnostic = Diagnostic::new(Code::MissingParameter, owner.head, message).help(ways);
        // What is there and asks for it: `redaction_mask` rather than `redaction` itself.
        let asks = reason.and_then(|when| match when {
            When::Present(path) => {
                let above = format!("{path}.");
                let mut there = parameters.iter().filter(|other| present(other, object).is_some());
                there
                    .find(|other| other.wire == path || other.wire.starts_with(&above))
                    .map(|other| other.name.to_owned())
            }
            when => block.parameter_behind(when),
        });
        if let Some(other) = asks {
            diagnostic = diagnostic.saying(format!("because of `{other}`"));
        }
        self.report_unless_draft(diagnostic);
    }

    /// Whether the parameter is there if it has to be; says so where it is there and may not.
    fn presence(
        &mut self,
        owner: &Owner,
        parameter: &'static Parameter,
        found: Option<&Property>,
        object: &Object,
    ) -> bool {
        let block = owner.block;
        let (needed, allowed, when) = match parameter.need {
            Need::Required => (true, true, None),
            Need::Optional => (false, true, None),
            Need::RequiredWhen(when) => (object.holds(when), object.holds(when), Some(when)),
            Need::OptionalWhen(when) => (false, object.holds(when), Some(when)),
            Need::OptionalUnless(when) | Need::IdleUnless(when) => (object.holds(when), true, Some(when)),
        };
        // Where a mode is not known because of a mistake that was reported, neither is what the mode asks for.
        if !owner.is_whole && when.is_some() {
            return true;
        }
        match found {
            None if needed && owner.is_whole => return false,
            Some(property) if !allowed => {
                let mut diagnostic = Diagnostic::new(
                    Code::NotInThisMode,
                    property.key_origin,
                    format!("`{}` does not take `{}` here", block.keyword, parameter.name),
                );
                if let Some(other) = when.and_then(|when| block.parameter_behind(when)) {
                    diagnostic = diagnostic.saying(format!("it does only with `{other}`"));
                }
                self.report(diagnostic);
            }
            Some(property) => {
                let types = parameter.flow_types;
                if let (FlowKind::Flow(Some(flow_type)), Some(types)) = (owner.flow_kind, types)
                    && !types.contains(&flow_type)
                {
                    let types: Vec<&str> = types.iter().map(|flow_type| flow_type.keyword()).collect();
                    self.report(
                        Diagnostic::new(
                            Code::ParameterNotInFlowType,
                            property.key_origin,
                            format!("`{}` has no meaning in flows of the type `{flow_type}`", parameter.name),
                        )
                        .label(owner.flow_kind_origin, "the flow's type")
                        .help(format!("it is for flows of the type {}", types.join(", "))),
                    );
                }
            }
            None => {}
        }
        true
    }

    fn message(&mut self, block: &Block, parameter: &Parameter, object: &Object, head: Span) {
        let present: Vec<&Property> = MESSAGE_KEYS.iter().filter_map(|key| object.property(key)).collect();
        match present.as_slice() {
            [] if parameter.need == Need::Required => self.report_unless_draft(
                Diagnostic::new(Code::MissingParameter, head, format!("`{}` needs a message", block.keyword))
                    .help("write `\"text\"`, `prompt \"hold.wav\"`, `ssml \"<speak>…</speak>\"` or `media \"s3://…\"` after it"),
            ),
            [] => {}
            [only] => self.message_text(only),
            [first, second, ..] => self.report(
                Diagnostic::new(Code::OnlyOneOf, second.key_origin, "a message is one of text, prompt, SSML and media")
                    .label(first.key_origin, "another one is here"),
            ),
        }
    }

    fn message_text(&mut self, property: &Property) {
        if matches!(&property.node.value, Value::Reference(reference) if reference.text.is_empty()) {
            self.empty(&property.node, "this prompt");
        }
        let Value::Text(text) = &property.node.value else { return };
        if text.is_empty() {
            self.empty(&property.node, "this message");
        }
        let length = text.chars().count();
        if length > MESSAGE_LENGTH {
            self.report(
                Diagnostic::new(Code::TooLong, property.node.origin, format!("this message has {length} characters"))
                    .saying(format!("{MESSAGE_LENGTH} at most are allowed"))
                    .help("play it in two blocks"),
            );
        } else if property.key == "Text" && length > BILLED_LIMIT {
            self.report(
                Diagnostic::new(Code::TooLong, property.node.origin, format!("this message has {length} characters"))
                    .severity(crate::diagnostic::Severity::Warning)
                    .saying(format!("only {BILLED_LIMIT} characters are spoken"))
                    .help("play it in two blocks"),
            );
        }
    }

    /// A value against what the catalogue says of it.
    fn value(&mut self, owner: &Owner, parameter: &'static Parameter, property: &Property, object: &Object) {
        let node = &property.node;
        match (&node.value, parameter.kind) {
            (Value::Hole, _) => {}
            (Value::List(items), Kind::Messages) => {
                if items.is_empty() {
                    self.empty(node, "this list of messages");
                }
                for item in items {
                    if let Value::Object(message) = &item.value {
                        for property in message.properties() {
                            self.message_text(property);
                        }
                    }
                }
            }
            (Value::List(items), Kind::Objects { fields, max }) => {
                if items.is_empty() {
                    self.empty(node, &format!("`{}`", parameter.name));
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
                    self.empty(node, &format!("`{}`", parameter.name));
                }
                self.count(parameter, node, items.len(), max);
                for item in items {
                    self.text_of(parameter, known, item);
                }
            }
            (Value::Number(number), Kind::JsonNumber { min, max }) => {
                let inside = number.as_f64().is_none_or(|number| number >= min as f64 && number <= max as f64);
                let is_whole = number.as_f64().is_none_or(|number| number.fract() == 0.0);
                if !inside || !is_whole {
                    let takes = match max {
                        _ if !is_whole => "it takes a whole number".to_owned(),
                        i64::MAX => format!("it takes {min} or more"),
                        _ => format!("it takes from {min} to {max}"),
                    };
                    self.report(
                        Diagnostic::new(Code::OutOfRange, node.origin, format!("`{}` is {number}", parameter.name))
                            .saying(takes),
                    );
                }
            }
            (Value::List(items), Kind::Choices(choices)) => {
                if items.is_empty() && parameter.filled {
                    self.empty(node, &format!("`{}`", parameter.name));
                }
                for item in items {
                    self.one_of(parameter, choices, item);
                }
            }
            (Value::Reference(reference), _) if reference.form == ReferenceForm::Path => {
                self.may_be_path(parameter, node)
            }
            (Value::Text(text), _) if text.is_empty() => self.empty(node, &format!("`{}`", parameter.name)),
            (Value::Reference(reference), _) if reference.text.is_empty() => {
                self.empty(node, &format!("`{}`", parameter.name))
            }
            (Value::Text(text), _) if is_path(text) => self.may_be_path(parameter, node),
            (Value::Text(_), _) if is_placeholder(node) => {}
            (Value::Text(text), _) => {
                if parameter.dynamic == Dynamic::Path {
                    self.report(must_be_path(parameter, node));
                    return;
                }
                self.literal(parameter, node, text, object);
            }
            _ => {}
        }
    }

    fn nested(&mut self, owner: &Owner, parameter: &'static Parameter, fields: &'static [Parameter], node: &Node) {
        if let Value::Object(object) = &node.value {
            self.fields(&Owner { head: node.origin, inside: Some(parameter.name), ..*owner }, fields, object);
        }
    }

    /// Contact data where the parameter takes some, or a literal only.
    fn may_be_path(&mut self, parameter: &Parameter, node: &Node) {
        match (parameter.dynamic, &node.value) {
            (Dynamic::Static, _) => self.report(must_be_literal(parameter, node)),
            (Dynamic::Either | Dynamic::Path, Value::Text(text)) => self.one_path(node, text),
            _ => {}
        }
    }

    fn count(&mut self, parameter: &Parameter, node: &Node, count: usize, max: Option<u32>) {
        if let Some(max) = max.filter(|max| count > *max as usize) {
            self.report(
                Diagnostic::new(Code::TooMany, node.origin, format!("`{}` has {count} items", parameter.name))
                    .saying(format!("{max} at most are allowed")),
            );
        }
    }

    /// A text that begins as a path and has to be one as a whole.
    fn one_path(&mut self, node: &Node, text: &str) {
        let is_told = contact_path::all(text).iter().any(Result::is_err) || text.ends_with('.');
        if let (Err(fault), false) = (contact_path::parse(text), is_told) {
            self.report(bad_path(within(node.origin, text, &(fault.at..text.len())), &fault));
        }
    }

    /// A text of a list.
    fn text_of(&mut self, parameter: &Parameter, known: &[&str], node: &Node) {
        let Value::Text(text) = &node.value else { return };
        if text.is_empty() {
            self.empty(node, &format!("an item of `{}`", parameter.name));
        } else if is_path(text) {
            self.may_be_path(parameter, node);
        } else if parameter.dynamic == Dynamic::Path {
            self.report(must_be_path(parameter, node));
        } else if !known.is_empty() && !is_known(known, text) {
            let near = nearest(text, known.iter().copied());
            let mut diagnostic = Diagnostic::new(
                Code::TextNotKnown,
                node.origin,
                format!("`{}` does not know `{text}`, which is emitted as it stands", parameter.name),
            );
            if let Some(near) = near {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
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
                        format!("`{}` cannot be `{text}`", parameter.name),
                    )
                    .saying(format!("it takes {says} only"));
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
                    .saying("a caller id number has to be claimed in the instance");
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
        let name = parameter.name;
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
        if number < min || max.is_some_and(|max| number > max) {
            let range = match max {
                Some(max) => format!("from {min} to {max}{unit}"),
                None => format!("{min}{unit} or more"),
            };
            self.report_unless_draft(
                Diagnostic::new(Code::OutOfRange, node.origin, format!("`{name}` is {number}{unit}"))
                    .saying(format!("it takes {range}")),
            );
        } else if let Some((least, why)) = parameter.advised
            && number < least
        {
            self.report(
                Diagnostic::new(Code::InterruptTooShort, node.origin, format!("`{name}` is only {number}{unit}"))
                    .saying(why)
                    .help(format!("make it {least}{unit} or more")),
            );
        }
    }

    fn length(&mut self, parameter: &Parameter, node: &Node, text: &str, max: u32) {
        let length = text.chars().count();
        if length > max as usize {
            self.report(
                Diagnostic::new(Code::TooLong, node.origin, format!("`{}` has {length} characters", parameter.name))
                    .saying(format!("{max} at most are allowed")),
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
            Diagnostic::new(
                Code::TextNotKnown,
                node.origin,
                format!("`{}` does not know `{text}`, which is emitted as it stands", parameter.name),
            )
            .help(format!("it knows {known}")),
        );
    }

    fn empty(&mut self, node: &Node, what: &str) {
        let help = match &node.value {
            Value::List(_) => "the service wants at least one",
            _ => "the service refuses an empty value; a single space passes",
        };
        self.report_unless_draft(Diagnostic::new(Code::EmptyValue, node.origin, format!("{what} is empty")).help(help));
    }

    fn group(&mut self, place: Place<'_>, block: &Block, group: &Group, object: &Object) {
        let present: Vec<(&str, &Property)> = group
            .parameters
            .iter()
            .filter_map(|name| block.parameter(name))
            .filter_map(|parameter| present(parameter, object).map(|property| (parameter.name, property)))
            .collect();
        let disabled = group.parameters.iter().filter_map(|name| block.parameter(name)).any(
            |parameter| matches!(parameter.kind, Kind::Hook { disable: Some(path) } if object.get(path).is_some()),
        );
        let names: Vec<String> = group.parameters.iter().map(|name| format!("`{name}`")).collect();
        match (group.rule, present.as_slice()) {
            (GroupRule::ExactlyOne | GroupRule::AtLeastOne | GroupRule::OneAdvised, [])
                if !disabled && place.action.state == ActionState::Whole =>
            {
                let ways = group.parameters.iter().filter_map(|name| block.parameter(name));
                let ways: Vec<String> = ways.map(|parameter| written_as(block, parameter)).collect();
                // All but the last stand between the braces.
                let ways = ways.join(" or ").replace(" between its braces or write ", " or ");
                let ways = ways.replace(" or write ", " or ");
                self.report_unless_draft(
                    Diagnostic::new(
                        Code::MissingParameter,
                        place.action.head,
                        match names.len() {
                            0..=3 => format!("`{}` needs {}", block.keyword, names.join(" or ")),
                            _ => format!("`{}` needs one of {}", block.keyword, names.join(", ")),
                        },
                    )
                    .help(ways),
                );
            }
            (GroupRule::ExactlyOne | GroupRule::AtMostOne, [(first, one), (second, other), ..]) => self.report(
                Diagnostic::new(
                    Code::OnlyOneOf,
                    other.key_origin,
                    format!("`{}` takes `{first}` or `{second}`, not both", block.keyword),
                )
                .label(one.key_origin, format!("`{first}` is here")),
            ),
            (GroupRule::OneAdvised, [(_, one), (_, other), ..]) => self.report(
                Diagnostic::new(Code::SeveralHooks, other.key_origin, "this block sets the flows of several events")
                    .label(one.key_origin, "another event")
                    .help("AWS's page allows one in a block: use a block for each"),
            ),
            _ => {}
        }
    }

    /// An entry against its limits. How many bytes it takes.
    fn entry(&mut self, entries: &Entries, property: &Property) -> usize {
        // Contact data may be a key, or part of one.
        if let Some(character) = without_paths(&property.key).chars().find(|c| entries.forbidden.contains(c)) {
            self.report(
                Diagnostic::new(
                    Code::BadAttributeName,
                    property.key_origin,
                    format!("`{}` cannot be the name of an attribute", property.key),
                )
                .saying(format!("`{character}` may not be part of it")),
            );
        }
        let node = match (&property.node.value, entries.values) {
            (Value::Object(object), EntryValues::Wrapped(key)) => object.get(key),
            _ => Some(&property.node),
        };
        let Some(Node { value: Value::Text(text), origin }) = node else { return property.key.len() };
        let length = text.chars().count();
        if text.is_empty() {
            self.empty(&property.node, &format!("`{}`", property.key));
        } else if let Some(max) = entries.limits.length.filter(|max| length > *max as usize) {
            self.report(
                Diagnostic::new(Code::TooLong, *origin, format!("`{}` has {length} characters", property.key))
                    .saying(format!("{max} at most are allowed")),
            );
        }
        property.key.len() + text.len()
    }

    fn entries(&mut self, place: Place<'_>, block: &Block, entries: &Entries, object: &Object) {
        match object.get(entries.wire) {
            Some(Node { value: Value::Object(map), .. }) if !map.is_empty() || !entries.required => {
                let count = map.properties().len();
                if let Some(max) = entries.limits.count.filter(|max| count > *max as usize) {
                    self.report(
                        Diagnostic::new(
                            Code::TooMany,
                            place.action.head,
                            format!("`{}` has {count} {}", block.keyword, entries.what),
                        )
                        .saying(format!("{max} at most are allowed")),
                    );
                }
                let mut bytes = 0;
                for property in map.properties() {
                    bytes += self.entry(entries, property);
                }
                if let Some(max) = entries.limits.bytes.filter(|max| bytes > *max as usize) {
                    self.report(
                        Diagnostic::new(
                            Code::TooLong,
                            place.action.head,
                            format!("the {} of this block are {bytes} bytes long", entries.what),
                        )
                        .saying(format!("{max} bytes at most are allowed")),
                    );
                }
            }
            Some(Node { value: Value::Object(_), .. }) | None
                if entries.required && place.action.state == ActionState::Whole =>
            {
                self.report_unless_draft(
                    Diagnostic::new(
                        Code::MissingParameter,
                        place.action.head,
                        format!("`{}` has no {}", block.keyword, entries.what),
                    )
                    .help("write at least one between braces: `key = \"value\"`"),
                )
            }
            Some(_) | None => {}
        }
    }
}

/// What an object belongs to.
#[derive(Clone, Copy)]
struct Owner {
    flow_kind: FlowKind,
    flow_kind_origin: Span,
    block: &'static Block,
    /// What to point at when something is missing.
    head: Span,
    is_whole: bool,
    /// The parameter whose item it is.
    inside: Option<&'static str>,
}

/// A parameter's property, if it is there. An object is no value of a parameter that takes a scalar: it holds others.
fn present<'a>(parameter: &Parameter, object: &'a Object) -> Option<&'a Property> {
    if matches!(parameter.kind, Kind::Message) {
        return MESSAGE_KEYS.iter().find_map(|key| object.property(key));
    }
    let property = object.at(parameter.wire)?;
    let is_parent = matches!(property.node.value, Value::Object(_)) && !matches!(parameter.kind, Kind::ObjectMap(_));
    (!is_parent).then_some(property)
}

fn must_be_literal(parameter: &Parameter, node: &Node) -> Diagnostic {
    Diagnostic::new(Code::MustBeLiteral, node.origin, format!("`{}` cannot be contact data", parameter.name))
        .saying("it has to be known when the flow is written")
}

fn must_be_path(parameter: &Parameter, node: &Node) -> Diagnostic {
    Diagnostic::new(Code::MustBePath, node.origin, format!("`{}` has to be contact data", parameter.name))
        .help("write a path, such as `$.Attributes.tier` or `$.StoredCustomerInput`")
}

/// What asks for a parameter that is not needed always.
fn reason(parameter: &Parameter) -> Option<When> {
    match parameter.need {
        Need::RequiredWhen(when) | Need::OptionalUnless(when) | Need::IdleUnless(when) => Some(when),
        Need::Required | Need::Optional | Need::OptionalWhen(_) => None,
    }
}

/// How a parameter is written.
fn written_as(block: &Block, parameter: &Parameter) -> String {
    let example = match parameter.kind {
        Kind::Reference(kind) => match kind {
            ResourceKind::Agent => "agent \"user.name\"".to_owned(),
            _ => format!("{} \"…\"", kind.keyword()),
        },
        Kind::Integer { .. } => "3".to_owned(),
        Kind::Duration { .. } => "5s".to_owned(),
        Kind::Boolean { .. } => "true".to_owned(),
        Kind::Choice(choices) => choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" | "),
        Kind::PhoneNumber { .. } if parameter.dynamic == Dynamic::Path => "$.StoredCustomerInput".to_owned(),
        Kind::PhoneNumber { .. } => "\"+14255550100\"".to_owned(),
        Kind::Messages | Kind::Texts { .. } | Kind::Choices(_) | Kind::StreamDirections => "[…]".to_owned(),
        Kind::Objects { .. } => "[{ … }]".to_owned(),
        Kind::ObjectMap(_) => "{ … }".to_owned(),
        Kind::JsonNumber { .. } => "3".to_owned(),
        Kind::JsonBoolean => "true".to_owned(),
        _ if parameter.dynamic == Dynamic::Path => "$.Attributes.name".to_owned(),
        _ => "\"…\"".to_owned(),
    };
    let says_its_kind = matches!(parameter.kind, Kind::Reference(_)) && block.subject.contains(&parameter.name);
    if block.subject.first() == Some(&parameter.name) || says_its_kind {
        format!("write `{} {example}`", block.keyword)
    } else {
        format!("write `{}: {example}` between its braces", parameter.name)
    }
}

/// A text without the contact data in it.
fn without_paths(text: &str) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for path in contact_path::all(text).into_iter().flatten() {
        rest.push_str(text.get(at..path.range.start).unwrap_or_default());
        at = path.range.end;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest
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
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let diagnostic = Diagnostic::new(Code::BadPhoneNumber, span, format!("`{text}` is no phone number in E.164 form"))
        .saying("`+`, the country code and the number, 15 digits at most");
    if digits != text && is_e164(&digits) {
        return diagnostic.did_you_mean(span, None).help(format!("did you mean `{digits}`?"));
    }
    diagnostic
}
