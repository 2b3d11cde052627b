//! Quick connects: exactly one destination, a description, and the queues that offer it.

use super::wrong_value::{described, in_a_list};
use super::{Context, setting};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::graph::{self, Destination, Notation, Reference, Spanned};
use crate::resource::ResourceKind;
use crate::slips::{self, Place};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Parameter, Value, ValueKind};

const SETTINGS: &[&str] = &["description", "queue", "agent", "phone_number", "flow", "available_in", "tags"];

/// Lowers a quick connect.
pub(super) fn lower(context: &mut Context<'_>, source: &tree::QuickConnect) -> graph::QuickConnect {
    let name = setting::name(context, &source.name, "quick connect");
    let mut given: Vec<&Parameter> = Vec::new();
    let mut seen: Vec<(&str, Span)> = Vec::new();
    let mut is_whole = true;
    for item in &source.body.items {
        match item {
            BodyItem::Parameter(parameter) => {
                if !context.is_new(parameter, &mut seen) {
                    continue;
                }
                if SETTINGS.contains(&parameter.name.text.as_str()) {
                    context.without_quotes(&parameter.name, false);
                    given.push(parameter);
                } else {
                    is_whole = false;
                    unknown(context, parameter);
                }
            }
            BodyItem::Hole(hole) => {
                is_whole = false;
                misread(context, hole);
            }
            BodyItem::Entry(entry) => {
                is_whole = false;
                let diagnostic =
                    Diagnostic::new(Code::NoEntriesHere, entry.key.span, "a quick connect takes no entries")
                        .help(format!("write `{}: …`", entry.key.text));
                let between = Span::new(entry.key.span.file, entry.key.span.end, entry.value.span.start);
                context.diagnostics.push(match SETTINGS.contains(&entry.key.text.as_str()) {
                    true => diagnostic.fix(between, ": ", Confidence::Sure),
                    false => diagnostic,
                });
            }
            BodyItem::Branch(branch) => {
                is_whole = false;
                context.diagnostics.push(Diagnostic::new(
                    Code::UnknownBranch,
                    branch.span,
                    "a quick connect has no branches",
                ));
            }
            BodyItem::Flag(word) => {
                is_whole = false;
                context.diagnostics.push(Diagnostic::new(
                    Code::UnknownParameter,
                    word.span,
                    format!("`{}` needs a value", word.text),
                ));
            }
        }
    }
    let find = |name: &str| given.iter().copied().find(|parameter| parameter.name.text == name);
    let description = find("description").and_then(|parameter| context.spanned(&parameter.value));
    let lacks = match (find("description"), &description) {
        (None, _) if is_whole => Some((name.span, "has no description")),
        (_, Some(text)) if text.text.trim().is_empty() => Some((text.span, "has an empty description")),
        _ => None,
    };
    if let Some((span, what)) = lacks {
        context.diagnostics.push(
            Diagnostic::new(Code::NoDescription, span, format!("the quick connect `{}` {what}", name.text))
                .help("the console requires a description: write `description: \"…\"`"),
        );
    }
    let tags = find("tags").map(|parameter| context.tags(&parameter.value)).unwrap_or_default();
    let destination = destination(context, &name, &find, is_whole);
    let offered = find("available_in").map(|parameter| offered_in(context, &parameter.value));
    is_whole &= offered.as_ref().is_none_or(Option::is_some);
    let available_in = offered.flatten().unwrap_or_default();
    let known = context.resolver.inventory.and_then(|inventory| {
        let found = inventory.by_name(ResourceKind::QuickConnect, &name.text, None);
        found.first().cloned()
    });
    graph::QuickConnect {
        notation: Notation::Text,
        name,
        description,
        destination,
        available_in,
        tags,
        known,
        is_whole,
    }
}

/// Reports a branch, or a setting without its colon.
fn misread(context: &mut Context<'_>, hole: &tree::Hole) {
    match hole.misread.as_deref() {
        Some(tree::Misread::Branch { .. }) => {
            context.diagnostics.push(Diagnostic::new(Code::UnknownBranch, hole.span, "a quick connect has no branches"))
        }
        Some(tree::Misread::Block(line)) => {
            let word = &line.keyword;
            let diagnostic =
                Diagnostic::new(Code::SyntaxError, word.span, format!("expected `:` after `{}`", word.text));
            context.diagnostics.push(match SETTINGS.contains(&word.text.as_str()) && line.body.is_none() {
                true => diagnostic.fix(word.span.tail(), ":", Confidence::Sure),
                false => diagnostic.help(format!("valid settings are {}", SETTINGS.join(", "))),
            });
        }
        None => {}
    }
}

fn unknown(context: &mut Context<'_>, parameter: &Parameter) {
    let name = &parameter.name;
    if let Some(slip) = slips::find(Place::QuickConnect, &name.text) {
        let diagnostic = Diagnostic::new(Code::UnknownParameter, name.span, slip.message(&name.text)).help(slip.help);
        context.diagnostics.push(match slip.replacement() {
            Some(with) => diagnostic.fix(name.span, with, Confidence::Sure),
            None => diagnostic,
        });
        return;
    }
    let near = nearest(&name.text, SETTINGS.iter().copied());
    let mut diagnostic =
        Diagnostic::new(Code::UnknownParameter, name.span, format!("a quick connect has no setting `{}`", name.text))
            .did_you_mean(name.span, near);
    if near.is_none() {
        diagnostic = diagnostic.help(format!("valid settings are {}", SETTINGS.join(", ")));
    }
    context.diagnostics.push(diagnostic);
}

fn destination<'t>(
    context: &mut Context<'_>,
    name: &Spanned,
    find: &impl Fn(&str) -> Option<&'t Parameter>,
    is_whole: bool,
) -> Destination {
    let (queue, agent, phone, flow) = (find("queue"), find("agent"), find("phone_number"), find("flow"));
    let mut destinations: Vec<&Parameter> = [queue, agent, phone].into_iter().flatten().collect();
    destinations.sort_by_key(|parameter| parameter.name.span);
    if let [first, second, ..] = destinations.as_slice() {
        context.diagnostics.push(
            Diagnostic::new(
                Code::TwoDestinations,
                second.name.span,
                format!("the quick connect `{}` has two destinations", name.text),
            )
            .duplicate_of(first.name.span)
            .help("a quick connect leads to a queue, an agent, a phone number or a flow: split it into two"),
        );
        return Destination::Hole;
    }
    if let Some(phone) = phone {
        if let Some(flow) = flow {
            context.diagnostics.push(
                Diagnostic::new(Code::PhoneWithFlow, flow.name.span, "a quick connect to a phone number has no flow")
                    .label(phone.name.span, "the phone number is called directly"),
            );
            return Destination::Hole;
        }
        return context.spanned(&phone.value).map_or(Destination::Hole, Destination::PhoneNumber);
    }
    let flow_reference = flow.map(|flow| (flow, context.reference(ResourceKind::Flow, &flow.value)));
    let target = match (queue, agent) {
        (Some(queue), _) => Some((queue, context.reference(ResourceKind::Queue, &queue.value))),
        (None, Some(agent)) => Some((agent, context.reference(ResourceKind::Agent, &agent.value))),
        (None, None) => None,
    };
    match (target, flow_reference) {
        (Some((parameter, reference)), Some((flow, flow_reference))) => {
            let (Some(reference), Some(flow_reference)) = (reference, flow_reference) else { return Destination::Hole };
            let flow = (flow_reference, flow.value.span);
            let target = (reference, parameter.value.span);
            match target.0.kind {
                ResourceKind::Agent => Destination::Agent { agent: target, flow },
                _ => Destination::Queue { queue: target, flow },
            }
        }
        (Some((parameter, _)), None) => {
            if is_whole {
                let (what, flow_type) = match parameter.name.text.as_str() {
                    "agent" => ("an agent", "agent_transfer"),
                    _ => ("a queue", "queue_transfer"),
                };
                context.diagnostics.push(
                    Diagnostic::new(
                        Code::NoFlow,
                        parameter.name.span,
                        format!("a quick connect to {what} needs the flow that transfers the contact"),
                    )
                    .help(format!("write `flow: \"…\"` with a flow of the type `{flow_type}`")),
                );
            }
            Destination::Hole
        }
        (None, Some((flow, Some(reference)))) => Destination::Flow((reference, flow.value.span)),
        (None, Some((_, None))) => Destination::Hole,
        (None, None) => {
            if is_whole {
                context.diagnostics.push(
                    Diagnostic::new(
                        Code::NoDestination,
                        name.span,
                        format!("the quick connect `{}` has no destination", name.text),
                    )
                    .help("set `queue:` and `flow:`, `agent:` and `flow:`, `phone_number:`, or `flow:` alone"),
                );
            }
            Destination::Hole
        }
    }
}

/// Lowers the queues that offer it. `None` if none of them could be read, which was reported.
fn offered_in(context: &mut Context<'_>, value: &Value) -> Option<Vec<(Reference, Span)>> {
    let value = context.resolver.consts.value(value, &mut context.diagnostics);
    let ValueKind::List(items) = &value.kind else {
        if !matches!(value.kind, ValueKind::Hole) {
            let message = format!("`available_in` must be a list of queues, found {}", described(&value.kind));
            let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
            context.diagnostics.push(in_a_list(diagnostic, "available_in", &value));
        }
        return None;
    };
    let mut offered: Vec<(Reference, Span)> = Vec::new();
    let mut is_whole = true;
    for item in items {
        if let ValueKind::Path(_) = item.kind {
            context.diagnostics.push(
                Diagnostic::new(Code::MustBeLiteral, item.span, "a quick connect cannot use contact data")
                    .primary_label("expected a queue; a quick connect is set up before there is a contact"),
            );
            is_whole = false;
            continue;
        }
        let Some(reference) = context.reference(ResourceKind::Queue, item) else {
            is_whole = false;
            continue;
        };
        if let Some((_, first)) = offered.iter().find(|(other, _)| is_same(other, &reference)) {
            context.diagnostics.push(
                Diagnostic::new(Code::OfferedTwice, item.span, format!("`{}` is named twice", reference.text))
                    .duplicate_of(*first),
            );
            continue;
        }
        offered.push((reference, item.span));
    }
    (is_whole || !offered.is_empty()).then_some(offered)
}

/// Whether two references mean the same resource: by the ARN in the inventory, else by form and text.
fn is_same(one: &Reference, other: &Reference) -> bool {
    match (&one.known, &other.known) {
        (Some(one), Some(other)) => one.arn == other.arn,
        _ => one.form == other.form && one.text == other.text,
    }
}
