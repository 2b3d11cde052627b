//! The shape of a flow's JSON around the parameters: its keys and the types of their values.
//!
//! Takes the JSON and gives diagnostics, which callers that check it report. Never stops the reader: it reads malformed
//! parts as far as possible.
//!
//! <https://docs.aws.amazon.com/connect/latest/APIReference/flow-language.html>

use std::collections::HashMap;

use smol_str::SmolStr;

use super::json::{Json, Kind};
use super::kind;
use super::value::node;
use crate::catalogue::{FlowType, identifier};
use crate::diagnostic::{Code, Diagnostic, Lowering, Violations, nearest};
use crate::evidence::{Probe, Source};
use crate::source::Span;

/// The only version of the flow language.
const VERSION: &str = "2019-10-30";

/// The keys of transitions that hold branches.
const BRANCHES: [&str; 3] = ["NextAction", "Conditions", "Errors"];

/// The keys of the content of a flow or module.
const CONTENT: &[&str] = &["Version", "StartAction", "Metadata", "Actions", SETTINGS];

/// The keys of an answer, which a file may have beside the content.
const DESCRIPTION: &[&str] = &["Name", "Type", "Description", "Tags", "Status", "State", "Id", "Arn"];

/// The key that the content of modules has.
const SETTINGS: &str = "Settings";

/// The service refuses it in a flow.
const OF_SETTINGS: Source = Source::Probe(Probe::Pulumi);

/// The form of an action.
const FORM: Source = Source::Page("https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html");

/// Checks the flow object itself, and whether it is also the object that describes the flow.
pub(super) fn of_content(content: &Json, describes: bool, found: &mut Violations) {
    let known: Vec<&str> =
        CONTENT.iter().chain(describes.then_some(DESCRIPTION).into_iter().flatten()).copied().collect();
    keys(content, "the content of a flow", &known, found);
    version(content, found);
    if content.get("StartAction").is_none() {
        found.push(
            Diagnostic::new(Code::NoStart, content.span.head(), "this flow has no `StartAction`")
                .help("it must be the identifier of the action that a contact reaches first"),
        );
    }
    content.get("StartAction").into_iter().for_each(|start| target("StartAction", start, found));
    if let Some(actions) = content.get("Actions") {
        list("Actions", actions, found);
    }
}

/// Checks that the content of a module has settings, and that the content of a flow has none.
pub(super) fn of_settings(content: &Json, is_module: Option<bool>, found: &mut Violations) {
    let settings = content.members().iter().find(|member| member.key == SETTINGS);
    match (is_module, settings) {
        (Some(true), None) => {
            let diagnostic = Diagnostic::new(
                Code::NoSettings,
                content.span.head(),
                format!("the content of a module needs `{SETTINGS}`"),
            );
            found.push(diagnostic.help(format!(
                "the smallest is `\"{SETTINGS}\": {{\"InputParameters\": [], \"OutputParameters\": [], \"Transitions\": []}}`"
            )));
        }
        (Some(false), Some(settings)) => {
            let message = format!("the content of a flow has no `{SETTINGS}`");
            let diagnostic = Diagnostic::new(Code::OnlyInModules, settings.key_span, message);
            found.push(diagnostic.rests_on(Some(OF_SETTINGS)).help("remove it: only modules have it"));
        }
        _ => {}
    }
}

fn version(content: &Json, found: &mut Violations) {
    let (span, message) = match content.get("Version") {
        None => (content.span.head(), "this flow has no version".to_owned()),
        Some(version) if version.text().is_some_and(|text| text == VERSION) => return,
        Some(version) => (version.span, "unknown version of the flow language".to_owned()),
    };
    found.push(Diagnostic::new(Code::WrongVersion, span, message).help(format!("write `\"Version\": \"{VERSION}\"`")));
}

/// Checks that a flow's type exists.
pub(super) fn of_type(json: &Json, found: &mut Violations) {
    let Some(text) = json.text() else { return };
    if text.is_empty() || kind::flow_type(text).is_some() || kind::is_module(text) {
        return;
    }
    let types = FlowType::ALL.map(FlowType::wire);
    let diagnostic = Diagnostic::new(Code::UnknownFlowType, json.span, format!("unknown flow type `{text}`"));
    // Connect may have added it since, also where it is similar to another.
    let diagnostic = diagnostic.lowered(Lowering::NotInTables);
    found.push(match nearest(text, types) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("checks that depend on the type are skipped"),
    });
}

/// Reports an item of `Actions` that is not an object.
pub(super) fn of_no_action(item: &Json, found: &mut Violations) {
    unread(Diagnostic::new(Code::ActionUnfinished, item.span, "an action must be an object"), found);
}

/// Checks an item of `Actions` that is an object.
pub(super) fn of_action(item: &Json, found: &mut Violations) {
    keys(item, "an action", &["Identifier", "Type", "Parameters", "Transitions"], found);
    for key in ["Identifier", "Type"] {
        match item.get(key) {
            Some(Json { kind: Kind::Text(text), .. }) if !text.is_empty() => {}
            Some(Json { kind: Kind::Number(_) | Kind::Bool(_), span }) => {
                found.push(
                    Diagnostic::new(Code::ActionUnfinished, *span, format!("`{key}` must be a string"))
                        .help("write it in quotes"),
                );
            }
            value => {
                let span = value.map_or(item.span.head(), |value| value.span);
                let diagnostic = Diagnostic::new(Code::ActionUnfinished, span, format!("this action has no `{key}`"));
                if key == "Type" {
                    // Nothing can be written for it.
                    found.lost.push(diagnostic.clone());
                }
                found.push(diagnostic);
            }
        }
    }
    if let Some(Json { kind: Kind::Text(text), span }) = item.get("Identifier")
        && let Some(fault) = identifier::violation(text).filter(|_| !text.is_empty())
    {
        let message = format!("`{text}` is not a valid identifier");
        found.push(Diagnostic::new(Code::BadIdentifier, *span, message).primary_label(fault));
    }
    for key in ["Parameters", "Transitions"] {
        match item.members().iter().find(|member| member.key == key).map(|member| &member.value) {
            Some(value) if is_object(value) => {}
            Some(value) => unread(not_a(&format!("`{key}`"), "an object", value), found),
            None => {}
        }
    }
    if let Some(transitions) = item.get("Transitions") {
        of_transitions(transitions, found);
    }
}

fn of_transitions(transitions: &Json, found: &mut Violations) {
    keys(transitions, "`Transitions`", &["NextAction", "Conditions", "Errors"], found);
    for member in transitions.members() {
        match member.key.as_str() {
            "Conditions" | "Errors" => list(&member.key, &member.value, found),
            "NextAction" => target("NextAction", &member.value, found),
            _ => {}
        }
    }
    let mut known: HashMap<&SmolStr, (Span, Option<&SmolStr>)> = HashMap::new();
    for entry in transitions.get("Errors").map(Json::items).unwrap_or_default() {
        keys(entry, "an entry of `Errors`", &["NextAction", "ErrorType"], found);
        entry.get("NextAction").into_iter().for_each(|next| target("NextAction", next, found));
        let Some(Json { kind: Kind::Text(error), span }) = entry.get("ErrorType") else { continue };
        let leads_to = entry.text_at("NextAction");
        if let Some((first, target)) = known.get(error) {
            found.push(
                Diagnostic::new(Code::DuplicateBranch, *span, format!("the error `{error}` appears twice"))
                    .duplicate_of(*first)
                    .lowered_if(*target == leads_to, Lowering::Same),
            );
        } else {
            known.insert(error, (*span, leads_to));
        }
    }
    for entry in transitions.get("Conditions").map(Json::items).unwrap_or_default() {
        keys(entry, "an entry of `Conditions`", &["NextAction", "Condition"], found);
        entry.get("NextAction").into_iter().for_each(|next| target("NextAction", next, found));
        if let Some(condition) = entry.get("Condition") {
            keys(condition, "a condition", &["Operator", "Operands"], found);
            condition.get("Operands").into_iter().for_each(|operands| list("Operands", operands, found));
        }
    }
}

/// Reports a part that could not be read, so that a conversion loses it.
fn unread(diagnostic: Diagnostic, found: &mut Violations) {
    let lost = diagnostic.span().map(|span| Diagnostic::new(Code::NotTakenOver, span, diagnostic.message.clone()));
    found.lost.extend(lost.map(|lost| lost.help("it cannot be converted")));
    found.push_unread(diagnostic);
}

fn target(key: &str, json: &Json, found: &mut Violations) {
    if !matches!(json.kind, Kind::Text(_)) {
        unread(not_a(&format!("`{key}`"), "a string, the identifier of an action", json), found);
    }
}

/// Checks a list of actions, of entries or of operands.
fn list(key: &str, json: &Json, found: &mut Violations) {
    match &json.kind {
        Kind::List(items) if matches!(key, "Conditions" | "Errors") => {
            let others = items.iter().filter(|item| !is_object(item));
            others.for_each(|item| unread(not_a(&format!("an entry of {key}"), "an object", item), found));
        }
        Kind::List(_) => {}
        _ => unread(not_a(&format!("`{key}`"), "an array", json), found),
    }
}

fn not_a(subject: &str, what: &str, json: &Json) -> Diagnostic {
    let message = format!("{subject} must be {what}, found {}", node(json).value.json_type());
    Diagnostic::new(Code::WrongValue, json.span, message).rests_on(Some(FORM))
}

/// Reports the keys of an object that the flow language does not have.
fn keys(json: &Json, what: &str, known: &[&str], found: &mut Violations) {
    for member in json.members().iter().filter(|member| !known.contains(&member.key.as_str())) {
        let message = format!("unknown key `{}` in {what}", member.key);
        let lost = format!("the key `{}` in {what} cannot be converted", member.key);
        found.lost.push(Diagnostic::new(Code::NotTakenOver, member.key_span, lost));
        let diagnostic = Diagnostic::new(Code::UnknownKey, member.key_span, message);
        found.push(match nearest(&member.key, known.iter().copied()) {
            // The branches under a misspelt key do not exist.
            Some(near) if BRANCHES.contains(&near) && json.get(near).is_none() => {
                diagnostic.rests_on(Some(FORM)).help(format!("did you mean `{near}`?"))
            }
            Some(near) => diagnostic.lowered(Lowering::NotInTables).help(format!("did you mean `{near}`?")),
            None => diagnostic.lowered(Lowering::NotInTables).help(format!("valid keys are `{}`", known.join("`, `"))),
        });
    }
}

pub(super) fn is_object(json: &Json) -> bool {
    matches!(json.kind, Kind::Object(_))
}
