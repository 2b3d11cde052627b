//! Parameters: required ones are present, and disallowed ones are absent.

use super::owner::Owner;
use super::{ActionRef, Checker};
use crate::catalogue::wire::MESSAGE_KEYS;
use crate::catalogue::{Aspect, Block, Dynamic, Entries, EntryValues, Group, GroupRule, Kind, Need, Parameter, When};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic};
use crate::evidence::Source;
use crate::graph::{ActionState, FlowKind, Node, Object, Property, Value};
use crate::resource::ResourceKind;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn parameters(&mut self, place: ActionRef<'_>) {
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
        if let Some(counts) = block.semantics.counts
            && let Some(Node { value: Value::Text(text), origin }) = action.parameters.get(counts.times)
            && text == "0"
        {
            let again = block.branch(counts.again).map_or("", |branch| self.terms.branch(branch));
            self.report(Diagnostic::new(Code::LoopsNever, *origin, "this loop never runs").help(self.terms.either(
                format!("its `{again}` branch is never taken: set how often it should be"),
                format!("its condition `{again}` is never taken: set how often it should be"),
            )));
        }
    }

    /// Checks an object against its allowed parameters: those of an action, or the fields of a nested object.
    pub(super) fn fields(&mut self, owner: &Owner, parameters: &'static [Parameter], object: &Object) {
        let mut missing: Vec<&'static Parameter> = Vec::new();
        for parameter in parameters {
            if matches!(parameter.kind, Kind::Message) {
                self.message(owner, parameter, object);
                continue;
            }
            let property = present(parameter, object);
            if !self.presence(owner, parameter, property, object) {
                missing.push(parameter);
            }
            if let Some(property) = property {
                self.doubtful(parameter, property);
                self.value(owner, parameter, property, object);
            }
        }
        while let Some(first) = missing.first().copied() {
            let reason = reason(first);
            // Parameters that are required for the same reason are reported together.
            let is_one = |parameter: &&Parameter| self::reason(parameter) == reason;
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
        let names: Vec<String> =
            missing.iter().map(|parameter| format!("`{}`", self.terms.parameter(parameter))).collect();
        let names = match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => names.concat(),
        };
        let message = match owner.inside {
            Some(list) => format!("an item of `{list}` needs {names}"),
            None => format!("`{}` needs {names}", self.terms.block(block)),
        };
        let ways: Vec<String> = missing.iter().map(|parameter| written_as(block, parameter)).collect();
        // All but the last are between the braces.
        let ways = ways.join(" and ").replace(" between its braces and write ", "; ");
        let where_ = if owner.inside.is_some() { "item" } else { "`Parameters`" };
        let ways = self.terms.either(ways, format!("add {names} to its {where_}"));
        let source = missing.iter().find_map(|parameter| block.source_of(parameter, Aspect::Presence));
        let mut diagnostic = Diagnostic::new(Code::MissingParameter, owner.head, message).rests_on(source).help(ways);
        // The parameter that is present and requires it: `redaction_mask` rather than `redaction` itself.
        let requirer = reason.and_then(|when| match when {
            When::Present(path) => {
                let above = format!("{path}.");
                let mut there = parameters.iter().filter(|other| present(other, object).is_some());
                there
                    .find(|other| other.wire == path || other.wire.starts_with(&above))
                    .map(|other| self.terms.parameter(other).to_owned())
            }
            when => self.terms.behind(block, when),
        });
        if let Some(other) = requirer {
            diagnostic = diagnostic.primary_label(format!("required by `{other}`"));
        }
        self.report(diagnostic);
    }

    /// Whether the parameter is present if it is required; reports it where it is present and not allowed.
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
            Need::OptionalUnless(when) => (object.holds(when), true, Some(when)),
            // The service requires it even where it has no effect.
            Need::IgnoredUnless(when) => (true, true, Some(when)),
        };
        // Where the mode is unknown because of a reported error, its requirements are unknown too.
        if !owner.is_whole && when.is_some() {
            return true;
        }
        match found {
            None if needed && owner.is_whole => return false,
            Some(property) if !allowed => {
                let mut diagnostic = Diagnostic::new(
                    Code::NotInThisMode,
                    property.key_origin,
                    format!("`{}` does not accept `{}` here", self.terms.block(block), self.terms.parameter(parameter)),
                )
                .rests_on(block.source_of(parameter, Aspect::Presence));
                if let Some(other) = when.and_then(|when| self.terms.behind(block, when)) {
                    diagnostic = diagnostic.primary_label(format!("only valid with `{other}`"));
                }
                self.report(diagnostic);
            }
            Some(property) => {
                let types = parameter.flow_types;
                if let (FlowKind::Flow(Some(flow_type)), Some(types)) = (owner.flow_kind, types)
                    && !types.contains(&flow_type)
                    && (block.flow_types.allows(flow_type) || block.flow_types.disputes(flow_type))
                {
                    let types = self.terms.flow_types(types.iter().copied());
                    self.report(
                        Diagnostic::new(
                            Code::ParameterNotInFlowType,
                            property.key_origin,
                            format!(
                                "`{}` is not valid in flows of type `{}`",
                                self.terms.parameter(parameter),
                                self.terms.flow_type(flow_type)
                            ),
                        )
                        .rests_on(block.source_of(parameter, Aspect::FlowTypes))
                        .label(owner.flow_kind_origin, "the flow's type")
                        .help(format!("it is valid in flows of type {types}")),
                    );
                }
            }
            None => {}
        }
        true
    }

    fn message(&mut self, owner: &Owner, parameter: &Parameter, object: &Object) {
        let is_there = MESSAGE_KEYS.iter().any(|key| object.property(key).is_some());
        if is_there || parameter.need == Need::Required && owner.is_whole {
            let source = owner.block.source_of(parameter, Aspect::Presence);
            self.one_message(object, owner.head, &format!("`{}`", self.terms.block(owner.block)), source);
        }
    }

    /// Checks that a message is exactly one of text, a prompt, SSML or media.
    pub(super) fn one_message(&mut self, object: &Object, head: Span, of: &str, source: Option<Source>) {
        let present: Vec<&Property> = MESSAGE_KEYS.iter().filter_map(|key| object.property(key)).collect();
        match present.as_slice() {
            [] => self.report(
                Diagnostic::new(Code::MissingParameter, head, format!("{of} needs a message"))
                    .rests_on(source)
                    .help(self.terms.either(
                        "write `\"text\"`, `prompt \"hold.wav\"`, `ssml \"<speak>…</speak>\"` or `media \"s3://…\"` after it",
                        "add `Text`, `PromptId`, `SSML` or `Media`",
                    )),
            ),
            [only] => self.message_text(only),
            [first, second, ..] => self.report(
                Diagnostic::new(Code::OnlyOneOf, second.key_origin, "a message must be exactly one of text, prompt, SSML and media")
                    .label(first.key_origin, "another one is given here"),
            ),
        }
    }

    fn group(&mut self, place: ActionRef<'_>, block: &Block, group: &Group, object: &Object) {
        let present: Vec<(&str, &Property)> = group
            .parameters
            .iter()
            .filter_map(|name| block.parameter(name))
            .filter_map(|parameter| {
                present(parameter, object).map(|property| (self.terms.parameter(parameter), property))
            })
            .collect();
        let disabled = group.parameters.iter().filter_map(|name| block.parameter(name)).any(
            |parameter| matches!(parameter.kind, Kind::Hook { disable: Some(path) } if object.get(path).is_some()),
        );
        let names = group.parameters.iter().filter_map(|name| block.parameter(name));
        let names = names.flat_map(|parameter| match parameter.kind {
            // A message has no key of its own in flow JSON.
            Kind::Message => self.terms.either(vec![parameter.name], MESSAGE_KEYS.to_vec()),
            _ => vec![self.terms.parameter(parameter)],
        });
        let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        match (group.rule, present.as_slice()) {
            (GroupRule::ExactlyOne | GroupRule::AtLeastOne | GroupRule::OneAdvised, [])
                if !disabled && place.action.state == ActionState::Whole =>
            {
                let ways = group.parameters.iter().filter_map(|name| block.parameter(name));
                let ways: Vec<String> = ways.map(|parameter| written_as(block, parameter)).collect();
                // All but the last are between the braces.
                let ways = ways.join(" or ").replace(" between its braces or write ", " or ");
                let ways = ways.replace(" or write ", " or ");
                let ways = self.terms.either(ways, format!("add {} to its `Parameters`", names.join(" or ")));
                self.report(
                    Diagnostic::new(
                        Code::MissingParameter,
                        place.action.head,
                        match names.len() {
                            0..=3 => format!("`{}` needs {}", self.terms.block(block), names.join(" or ")),
                            _ => format!("`{}` needs one of {}", self.terms.block(block), names.join(", ")),
                        },
                    )
                    .rests_on(block.source(Aspect::Groups))
                    .help(ways),
                );
            }
            (GroupRule::ExactlyOne | GroupRule::AtMostOne, [(first, one), (second, other), ..]) => self.report(
                Diagnostic::new(
                    Code::OnlyOneOf,
                    other.key_origin,
                    format!("`{}` takes `{first}` or `{second}`, not both", self.terms.block(block)),
                )
                .label(one.key_origin, format!("`{first}` is given here")),
            ),
            (GroupRule::OneAdvised, [(_, one), (_, other), ..]) => self.report(
                Diagnostic::new(Code::SeveralHooks, other.key_origin, "this block sets the flows of several events")
                    .label(one.key_origin, "another event")
                    .help("AWS's page allows one event per block: use one block for each"),
            ),
            _ => {}
        }
    }

    /// Warns about a parameter whose acceptance is in doubt.
    fn doubtful(&mut self, parameter: &Parameter, property: &Property) {
        if let Some(why) = parameter.doubt(Aspect::Accepted) {
            let message = format!("the service may refuse `{}`", parameter.wire);
            self.report(Diagnostic::new(Code::MayBeRefused, property.key_origin, message).help(why));
        }
    }

    /// Checks an entry against its limits. Returns its size in bytes.
    fn entry(&mut self, block: &Block, entries: &Entries, property: &Property) -> usize {
        // A key may be contact data, or contain it.
        let bare = contact_path::without_paths(&property.key);
        if let Some((character, evidence)) = entries.forbidden.iter().find(|(character, _)| bare.contains(*character)) {
            self.report(
                Diagnostic::new(
                    Code::BadAttributeName,
                    property.key_origin,
                    format!("`{}` is not a valid attribute name", property.key),
                )
                .rests_on(block.resolve(*evidence))
                .primary_label(format!("`{character}` is not allowed in an attribute name")),
            );
        }
        let node = match (&property.node.value, entries.values) {
            (Value::Object(object), EntryValues::Wrapped(key)) => object.get(key),
            _ => Some(&property.node),
        };
        let Some(Node { value: Value::Text(text), origin }) = node else { return property.key.len() };
        self.nearly_paths(text, *origin);
        let length = text.chars().count();
        if text.is_empty() {
            self.empty(&property.node, &format!("`{}`", property.key));
        } else if let Some(max) = entries.limits.length.filter(|max| length > *max as usize) {
            self.report(
                Diagnostic::new(Code::TooLong, *origin, format!("`{}` has {length} characters", property.key))
                    .rests_on(block.source(Aspect::Length))
                    .at_most(max),
            );
        }
        property.key.len() + text.len()
    }

    fn entries(&mut self, place: ActionRef<'_>, block: &Block, entries: &Entries, object: &Object) {
        match object.get(entries.wire) {
            Some(Node { value: Value::Object(map), .. }) if !map.is_empty() || !entries.required => {
                let count = map.properties().len();
                if let Some(max) = entries.limits.count.filter(|max| count > *max as usize) {
                    self.report(
                        Diagnostic::new(
                            Code::TooMany,
                            place.action.head,
                            format!("`{}` has {count} {}", self.terms.block(block), entries.what),
                        )
                        .rests_on(block.source(Aspect::Count))
                        .at_most(max),
                    );
                }
                let mut bytes = 0;
                for property in map.properties() {
                    bytes += self.entry(block, entries, property);
                }
                if let Some(max) = entries.limits.bytes.filter(|max| bytes > *max as usize) {
                    self.report(
                        Diagnostic::new(
                            Code::TooLong,
                            place.action.head,
                            format!("the {} of this block are {bytes} bytes long", entries.what),
                        )
                        .rests_on(block.source(Aspect::Length))
                        .primary_label(format!("the maximum is {max} bytes")),
                    );
                }
            }
            Some(Node { value: Value::Object(_), .. }) | None
                if entries.required && place.action.state == ActionState::Whole =>
            {
                self.report(
                    Diagnostic::new(
                        Code::MissingParameter,
                        place.action.head,
                        format!("`{}` has no {}", self.terms.block(block), entries.what),
                    )
                    .rests_on(block.source(Aspect::Entries))
                    .help(self.terms.either(
                        "write at least one between braces: `key = \"value\"`".to_owned(),
                        format!("add at least one to `{}`", entries.wire),
                    )),
                )
            }
            Some(_) | None => {}
        }
    }
}

/// The property of a parameter, if it is present. An object is not a value of a scalar parameter: it contains others.
fn present<'a>(parameter: &Parameter, object: &'a Object) -> Option<&'a Property> {
    if matches!(parameter.kind, Kind::Message) {
        return MESSAGE_KEYS.iter().find_map(|key| object.property(key));
    }
    let property = object.at(parameter.wire)?;
    let is_parent = matches!(property.node.value, Value::Object(_)) && !matches!(parameter.kind, Kind::ObjectMap(_));
    (!is_parent).then_some(property)
}

/// The condition that makes a conditionally required parameter required.
fn reason(parameter: &Parameter) -> Option<When> {
    match parameter.need {
        Need::RequiredWhen(when) | Need::OptionalUnless(when) | Need::IgnoredUnless(when) => Some(when),
        Need::Required | Need::Optional | Need::OptionalWhen(_) => None,
    }
}

/// An example of how to write a parameter.
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
    let names_kind = matches!(parameter.kind, Kind::Reference(_)) && block.subject.contains(&parameter.name);
    if block.subject.first() == Some(&parameter.name) || names_kind {
        format!("write `{} {example}`", block.keyword)
    } else {
        format!("write `{}: {example}` between its braces", parameter.name)
    }
}
