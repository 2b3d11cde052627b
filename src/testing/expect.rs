//! Expectations: what is heard, which blocks are reached, contact data, and where the contact is.
//!
//! Messages and blocks are looked for in the last turn, each after the one before. Data and whereabouts are those at its
//! end.

use smol_str::SmolStr;

use super::Failure;
use super::matching::fits;
use super::progress::{Looked, Run};
use super::text::{as_number, as_text};
use super::way::holder;
use crate::diagnostic::{Code, Diagnostic};
use crate::script::{DataCheck, DataOperator, Hear, Pattern, Result as Wanted, State};
use crate::simulate::{Event, Listener, MessageForm, Whereabouts};
use crate::source::Span;

/// `hear`, `agent_hears`.
pub(super) fn hear(run: &mut Run<'_>, line: Span, hear: &Hear) -> Result<(), Box<Failure>> {
    let events = run.simulation.events();
    let (from, message_from) = run.turn.message_from;
    let heard: Vec<(usize, usize)> = (run.turn.start..events.len())
        .flat_map(|event| (0..events.get(event).map_or(0, |event| event.said.len())).map(move |said| (event, said)))
        .filter(|(event, said)| is_heard(events, *event, *said, hear.by_agent))
        .collect();
    let said = |(event, said): (usize, usize)| events.get(event).and_then(|event| event.said.get(said));
    if hear.only {
        let same = heard.len() == hear.messages.len()
            && heard
                .iter()
                .zip(&hear.messages)
                .all(|(at, message)| said(*at).is_some_and(|said| fits(message, said.form, &said.text)));
        if same {
            return Ok(());
        }
        let count = heard.len();
        let message =
            format!("this turn has {count} {}, not exactly these", if count == 1 { "message" } else { "messages" });
        return Err(run.failed_in_turn(with_said(
            Diagnostic::new(Code::ExpectationFailed, line, message),
            run,
            &heard,
        )));
    }
    for message in &hear.messages {
        let after = |at: &&(usize, usize)| **at >= (from, message_from) && at.0 + 1 > run.turn.block_from;
        let found = heard.iter().filter(after).find(|at| said(**at).is_some_and(|it| fits(message, it.form, &it.text)));
        if let Some((event, index)) = found {
            let next = (*event, index + 1);
            run.turn.block_from = run.turn.block_from.max(*event);
            run.turn.message_from = next;
            continue;
        }
        let who = if hear.by_agent { "the agent does not hear" } else { "the customer does not hear" };
        let mut diagnostic = Diagnostic::new(Code::ExpectationFailed, message.span, format!("{who} this in this turn"));
        let is_it = |at: &&(usize, usize)| said(**at).is_some_and(|it| fits(message, it.form, &it.text));
        if let Some(at) = heard.iter().find(is_it) {
            let place = said(*at).map_or(line, |said| said.span);
            diagnostic = diagnostic.label(place, "it is heard here, before the line above");
        } else if let Some((_, place)) = first_heard(run, hear) {
            diagnostic = diagnostic.label(place, "it was heard here, in an earlier turn");
        }
        // The text of the next message may have changed.
        let next = heard.iter().find(after).and_then(|at| said(*at));
        let accepted = next.filter(|next| is_text(next.form) && message.form == MessageForm::Text);
        let accepted = accepted.and_then(super::writer::hear);
        let accepted = accepted.and_then(|line| Some((message.span, line.split_once(' ')?.1.to_owned())));
        let mut failure = run.failed_in_turn(with_said(diagnostic, run, &heard));
        failure.accepted = accepted;
        return Err(failure);
    }
    Ok(())
}

fn is_text(form: MessageForm) -> bool {
    matches!(form, MessageForm::Text | MessageForm::Ssml)
}

fn is_heard(events: &[Event], event: usize, said: usize, by_agent: bool) -> bool {
    let to = events.get(event).and_then(|event| event.said.get(said)).map(|said| said.to);
    match to {
        Some(Listener::Both) => true,
        Some(Listener::Agent) => by_agent,
        Some(Listener::Customer) => !by_agent,
        None => false,
    }
}

/// Says what was said in the turn.
fn with_said(diagnostic: Diagnostic, run: &Run<'_>, heard: &[(usize, usize)]) -> Diagnostic {
    let events = run.simulation.events();
    let said = heard.iter().filter_map(|(event, said)| events.get(*event)?.said.get(*said));
    let lines: Vec<String> = said.filter_map(super::writer::hear).collect();
    match lines.as_slice() {
        [] => diagnostic.help("nothing is said in this turn"),
        lines => lines.iter().fold(diagnostic.help("this turn says, in order:"), Diagnostic::help),
    }
}

/// The first time that a message is heard in the whole test: the event, and the place of the message.
pub(super) fn first_heard(run: &Run<'_>, hear: &Hear) -> Option<(usize, Span)> {
    let events = run.simulation.events();
    events.iter().enumerate().find_map(|(index, event)| {
        let said = event.said.iter().enumerate().find(|(at, said)| {
            is_heard(events, index, *at, hear.by_agent)
                && hear.messages.iter().any(|message| fits(message, said.form, &said.text))
        })?;
        Some((index, said.1.span))
    })
}

/// `expect BLOCK [-> RESULT]`.
pub(super) fn block(
    run: &mut Run<'_>,
    line: Span,
    pattern: &Pattern,
    result: Option<&Wanted>,
) -> Result<(), Box<Failure>> {
    let count = run.simulation.events().len();
    let asked = run
        .turn
        .asked
        .filter(|event| result.is_some() && run.turn.block_from == run.turn.start && *event < run.turn.start);
    let mut places = asked.into_iter().chain(run.turn.block_from..count);
    if let Some(found) = places.find(|event| run.is_at(*event, pattern, result)) {
        if found >= run.turn.start {
            run.turn.block_from = found + 1;
            run.turn.message_from = run.turn.message_from.max((found, 0));
        }
        return Ok(());
    }
    let places = || asked.into_iter().chain(run.turn.start..count);
    let reached = places().find(|event| run.looked(*event, pattern, result) == Looked::LeftOtherwise);
    let before = (run.turn.start..run.turn.block_from).find(|event| run.is_at(*event, pattern, result));
    let earlier = (0..run.turn.start).find(|event| run.is_at(*event, pattern, result));
    let message = match reached {
        Some(_) => "the block is reached, but not left so",
        None if count == run.turn.start => "this block is not reached: no block runs in this turn",
        None => "this block is not reached in this turn",
    };
    let mut diagnostic = Diagnostic::new(Code::ExpectationFailed, line, message);
    if reached.is_none() {
        let at = run.whereabouts();
        diagnostic = diagnostic.help(format!("at the end of the turn, the contact is {at}"));
    }
    if let Some((event, action)) = reached.and_then(|event| Some((event, run.action(event)?))) {
        let exit = run.simulation.events().get(event).and_then(|event| event.exit.as_ref());
        let left = exit.and_then(|exit| super::branches::name(action, exit.edge));
        diagnostic = diagnostic.label(
            action.head,
            match left {
                Some(left) => format!("it is left through {left}"),
                None if exit.is_some() => "it ends the flow".to_owned(),
                None => "it waits".to_owned(),
            },
        );
    } else if let Some(action) = before.and_then(|event| run.action(event)) {
        diagnostic = diagnostic.label(action.head, "it is reached here, before the line above");
    } else if let Some(action) = earlier.and_then(|event| run.action(event)) {
        diagnostic = diagnostic.label(action.head, "it was reached here, in an earlier turn");
    } else if let Some(action) = run.alike(pattern) {
        diagnostic = diagnostic.label(action.head, "this block is reached, with other values");
    }
    Err(run.failed_in_turn(diagnostic))
}

/// `expect $.path …`.
pub(super) fn data(run: &Run<'_>, line: Span, check: &DataCheck) -> Result<(), Box<Failure>> {
    let value = run.simulation.value(&check.path);
    let found = value.as_ref().and_then(as_text);
    let wanted = as_text(&check.value).unwrap_or_default();
    let number = |holds: fn(f64, f64) -> bool| {
        let numbers = found.as_deref().and_then(as_number).zip(as_number(&wanted));
        numbers.is_some_and(|(one, other)| holds(one, other))
    };
    let holds = match check.operator {
        DataOperator::Exists => found.is_some(),
        DataOperator::Missing => found.is_none(),
        DataOperator::Equals => found.as_ref() == Some(&wanted),
        DataOperator::Differs => found.is_some() && found.as_ref() != Some(&wanted),
        DataOperator::StartsWith => found.as_ref().is_some_and(|found| found.starts_with(&wanted)),
        DataOperator::Contains => found.as_ref().is_some_and(|found| found.contains(&wanted)),
        DataOperator::Less => number(|one, other| one < other),
        DataOperator::LessOrEqual => number(|one, other| one <= other),
        DataOperator::Greater => number(|one, other| one > other),
        DataOperator::GreaterOrEqual => number(|one, other| one >= other),
    };
    if holds {
        return Ok(());
    }
    let message = match (&found, check.operator) {
        (Some(found), DataOperator::Equals) => format!("`{}` is {found:?}, not {wanted:?}", check.path),
        (Some(found), _) => format!("`{}` is {found:?}", check.path),
        (None, DataOperator::Equals) => format!("`{}` is missing, not {wanted:?}", check.path),
        (None, _) => format!("`{}` is missing", check.path),
    };
    let mut failure = run.failed(Diagnostic::new(Code::ExpectationFailed, line, message));
    if check.operator == DataOperator::Equals {
        failure.accepted = found.map(|found| (check.value_span, super::writer::quoted(&found)));
    }
    Err(failure)
}

/// `expect queued …`, `disconnected`, `with_agent`, `transferred`, `callback`, `returned`.
pub(super) fn state(run: &Run<'_>, line: Span, state: &State) -> Result<(), Box<Failure>> {
    let at = run.simulation.whereabouts();
    let fits = |wanted: &Option<SmolStr>, found: &Option<SmolStr>| wanted.is_none() || wanted == found;
    let holds = match state {
        State::Queued(wanted) => {
            matches!(&at, Whereabouts::Queued(queue) if wanted.as_ref().is_none_or(|it| it == queue))
        }
        State::Disconnected => at == Whereabouts::Disconnected,
        State::WithAgent(wanted) => matches!(&at, Whereabouts::WithAgent(agent) if fits(wanted, agent)),
        State::Transferred(wanted) => {
            matches!(&at, Whereabouts::Transferred(number) if wanted.as_ref().is_none_or(|it| it == number))
        }
        State::Callback(wanted) => {
            let booked = run.simulation.callbacks();
            booked.iter().any(|queue| wanted.as_ref().is_none_or(|it| it == queue))
        }
        State::Returned(branch, output) => run.simulation.returned().is_some_and(|returned| {
            (branch.is_none() || *branch == returned.branch)
                && output.iter().all(|(key, value)| returned.output.get(key).map(as_text) == Some(as_text(value)))
        }),
    };
    if holds {
        return Ok(());
    }
    let wanted = match state {
        State::Queued(Some(queue)) if matches!(at, Whereabouts::Queued(_)) => format!("not for {}", holder(queue)),
        State::Queued(Some(queue)) => format!("not queued for {}", holder(queue)),
        State::Queued(None) => "not queued".to_owned(),
        State::Disconnected => "not disconnected".to_owned(),
        State::WithAgent(Some(agent)) => format!("not with the agent `{agent}`"),
        State::WithAgent(None) => "not with an agent".to_owned(),
        State::Transferred(Some(number)) => format!("not transferred to `{number}`"),
        State::Transferred(None) => "not transferred to a number".to_owned(),
        State::Callback(wanted) => {
            let booked: Vec<String> = run.simulation.callbacks().iter().map(holder).collect();
            let wanted = wanted.as_ref().map_or(String::new(), |queue| format!(" in {}", holder(queue)));
            let message = match booked.as_slice() {
                [] => "no callback is booked".to_owned(),
                booked => format!("the callback is booked in {}, not{wanted}", booked.join(", ")),
            };
            return Err(run.failed(Diagnostic::new(Code::ExpectationFailed, line, message)));
        }
        State::Returned(..) => {
            let message = match run.simulation.returned() {
                None => "the module has not returned".to_owned(),
                Some(returned) => {
                    let branch = returned.branch.as_ref().map_or("success".to_owned(), |branch| format!("{branch:?}"));
                    let output = serde_json::Value::Object(returned.output.clone());
                    format!("the module returned through {branch} with {output}")
                }
            };
            return Err(run.failed(Diagnostic::new(Code::ExpectationFailed, line, message)));
        }
    };
    let message = format!("the contact is {}, {wanted}", run.whereabouts());
    Err(run.failed(Diagnostic::new(Code::ExpectationFailed, line, message)))
}
