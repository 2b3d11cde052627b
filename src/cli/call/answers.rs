//! What a session asks the person about the world, and the words for what they hear.

use std::collections::BTreeSet;

use super::read;
use super::session::Session;
use crate::analysis::Analysis;
use crate::catalogue::Question;
use crate::cli::console;
use crate::contact_path;
use crate::graph::{Action, Flow};
use crate::simulate::{Holder, Listener, MessageForm, Said, Stop, Taken, Whereabouts};
use crate::source::Sources;
use crate::testing::{Played, branches, writer};

/// Asks what is missing, and adds it to the session. `false` if the session cannot go on.
pub(super) fn ask(
    stop: &Stop,
    played: &Played<'_>,
    analysis: &Analysis,
    sources: &Sources,
    session: &mut Session,
) -> bool {
    let events = played.simulation.events();
    let action_of = |event: usize| {
        let event = events.get(event)?;
        analysis.build.flows.get(event.flow)?.action(event.action)
    };
    match stop {
        Stop::NoAnswer { event, figure: Some(figure) } => {
            let whose = match events.get(*event).and_then(|event| event.queue.as_ref()) {
                Some(Holder::Queue(name)) => format!("queue {}", writer::quoted(name)),
                Some(Holder::Agent(name)) => format!("agent {}", writer::quoted(name)),
                None => "queue".to_owned(),
            };
            let Some(number) = read(&format!("? {whose}: {figure} = ")) else { return false };
            session.given(format!("given {whose} {{ {figure} = {number} }}"));
            true
        }
        Stop::NoAnswer { event, figure: None } => {
            let Some(action) = action_of(*event) else { return false };
            let Some(event) = events.get(*event) else { return false };
            if action.semantics().asks.is_some_and(|asks| asks.how == Question::Bot) {
                return intent(action, session);
            }
            let Some(pattern) = writer::pattern(&analysis.build, sources, event.flow, event.action) else {
                return false;
            };
            let Some(result) = choose(&pattern, action) else { return false };
            let data = if is_error(action, &result) {
                String::new()
            } else {
                data(action, analysis.build.flows.get(event.flow))
            };
            session.answer(pattern, format!("{result}{data}"));
            true
        }
        Stop::NumberUnknown { .. } => {
            let Some(typed) = read("? is this number valid, y or n? ") else { return false };
            session.result(if typed.starts_with(['y', 'Y']) { "success" } else { "invalid_number" });
            true
        }
        Stop::MissingValue { path, .. } => {
            let Some(value) = read(&format!("? {path} = ")) else { return false };
            let value = if value.is_empty() { "none".to_owned() } else { writer::quoted(&value) };
            session.given(format!("given {path} = {value}"));
            true
        }
        Stop::WrongAct { .. } => {
            console::print("  nothing waits for this\n");
            session.undo()
        }
        Stop::NotHere { .. } => {
            console::print("(the contact goes on in a flow that is not here)\n");
            false
        }
        Stop::Circle { .. } => {
            console::print("(the flow runs in a circle without asking anybody)\n");
            false
        }
        Stop::Nowhere { .. } | Stop::UnknownBlock { .. } => {
            console::print("(the branch leads nowhere)\n");
            false
        }
    }
}

/// Asks which branch a block takes.
fn choose(pattern: &str, action: &Action) -> Option<String> {
    let names = branches::all(action);
    loop {
        let choices: Vec<String> =
            names.iter().enumerate().map(|(index, name)| format!("{} {name}", index + 1)).collect();
        let typed = read(&format!("? {pattern}: {} > ", choices.join(", ")))?;
        let by_number = typed.parse::<usize>().ok().and_then(|number| names.get(number.checked_sub(1)?));
        let by_name = || names.iter().find(|name| **name == typed || name.trim_matches('"') == typed);
        if let Some(name) = by_number.or_else(by_name) {
            return Some(name.clone());
        }
        console::print("  that is none of the branches\n");
    }
}

fn is_error(action: &Action, result: &str) -> bool {
    (0..action.transitions.errors.len())
        .any(|index| writer::result(action, Taken::Error(index)).is_some_and(|name| name == result))
}

/// Asks for the contact data that a block brings, as far as its flow reads it.
fn data(action: &Action, flow: Option<&Flow>) -> String {
    let roots: Vec<&str> =
        action.semantics().fills.iter().filter(|fill| fill.from.is_none()).map(|fill| fill.root).collect();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    let actions = flow.into_iter().flat_map(|flow| &flow.actions);
    for (text, _) in actions.flat_map(Action::texts) {
        for path in contact_path::all(text).into_iter().flatten() {
            if let [root, key, ..] = path.parts.as_slice()
                && roots.first() == Some(&root.name.as_str())
                && path.parts.len() == 2
            {
                keys.insert(key.name.to_string());
            }
        }
    }
    let mut map = serde_json::Map::new();
    for key in keys {
        let Some(value) = read(&format!("?   {key} = ")) else { break };
        let value = if value.is_empty() { serde_json::Value::Null } else { value.into() };
        map.insert(key, value);
    }
    writer::data(&map)
}

/// Asks which intent a bot took from what was said.
fn intent(action: &Action, session: &mut Session) -> bool {
    match choose("the intent", action) {
        Some(result) => {
            session.result(&result);
            true
        }
        None => false,
    }
}

/// What was typed at a question, as an act.
pub(super) fn reply(typed: &str, played: &Played<'_>) -> String {
    if typed.is_empty() {
        return "silence".to_owned();
    }
    let how = played.simulation.asks().and_then(|event| {
        let event = played.simulation.events().get(event)?;
        let action = played.simulation.build().flows.get(event.flow)?.action(event.action)?;
        Some(action.semantics().asks?.how)
    });
    let word = match how {
        Some(Question::View) => "choose",
        Some(Question::Menu | Question::Input) => "press",
        Some(Question::Bot) | None => "say",
    };
    format!("{word} {}", writer::quoted(typed))
}

/// A message as a person reads it.
pub(super) fn spoken(said: &Said) -> String {
    let text = match said.form {
        MessageForm::Text | MessageForm::Ssml => said.text.to_string(),
        MessageForm::Prompt => format!("[prompt {}]", said.text),
        MessageForm::Media => format!("[audio {}]", said.text),
    };
    match said.to {
        Listener::Customer | Listener::Both => text,
        Listener::Agent => format!("(to the agent) {text}"),
    }
}

/// Where the contact is.
pub(super) fn place(at: &Whereabouts) -> String {
    match at {
        Whereabouts::Nowhere | Whereabouts::InFlow => String::new(),
        Whereabouts::Queued(Holder::Queue(name)) => format!("waiting in the queue {name}"),
        Whereabouts::Queued(Holder::Agent(name)) => format!("waiting for the agent {name}"),
        Whereabouts::WithAgent(None) => "with an agent".to_owned(),
        Whereabouts::WithAgent(Some(name)) => format!("with the agent {name}"),
        Whereabouts::Transferred(number) => format!("transferred to {number}"),
        Whereabouts::Elsewhere(flow) => format!("transferred to {flow}, which is not here"),
        Whereabouts::Disconnected => "disconnected".to_owned(),
    }
}
