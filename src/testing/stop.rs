//! Why a run cannot go on, in words, with the lines to choose from.

use super::progress::Run;
use super::{branches, writer};
use crate::diagnostic::{Code, Diagnostic};
use crate::simulate::Stop;
use crate::source::Span;

/// What a line cannot cure: a branch of the flow that leads to the wrong step.
const ELSEWHERE: &str = "if the contact should not come here, see below which way it took";

/// The message for a run that stopped at the line `line` of a test.
pub(super) fn diagnostic(stop: &Stop, line: Span, run: &Run<'_>) -> Diagnostic {
    let place = |event: usize| run.action(event).map_or(line, |action| action.head);
    match stop {
        Stop::NoAnswer { event, figure: None } => {
            let diagnostic = Diagnostic::new(Code::NothingAnswers, line, "nothing in the test says what happens at a block")
                .label(place(*event), "this block depends on the world");
            with_choices(diagnostic, line, run, *event)
        }
        Stop::NoAnswer { event, figure: Some(figure) } => {
            let queue = run.simulation.events().get(*event).and_then(|event| event.queue.as_ref());
            let whose = queue.map_or("queue".to_owned(), |queue| match queue {
                crate::simulate::Holder::Queue(name) => format!("queue {:?}", name.as_str()),
                crate::simulate::Holder::Agent(name) => format!("agent {:?}", name.as_str()),
            });
            Diagnostic::new(Code::NothingAnswers, line, "nothing in the test gives a figure that a block reads")
                .label(place(*event), format!("this block reads `{figure}`"))
                .help("write above the line, with the number that you mean:")
                .help(format!("given {whose} {{ {figure} = 0 }}"))
                .help(ELSEWHERE)
        }
        Stop::WrongAct { event: Some(event) } => {
            Diagnostic::new(Code::WrongAct, line, "nothing waits for this")
                .label(place(*event), "this block waits for something else")
                .help("`press`, `say`, `choose` and `silence` answer a question; `wait` lets time pass where no question is open")
        }
        Stop::WrongAct { event: None } => {
            let at = run.whereabouts();
            Diagnostic::new(Code::WrongAct, line, "nothing waits for this")
                .help(format!("the contact is {at}"))
        }
        Stop::NumberUnknown { event } => {
            Diagnostic::new(Code::NothingAnswers, line, "nothing says whether this is a valid phone number")
                .label(place(*event), "this block asks for a phone number")
                .help("write `-> success` or `-> invalid_number` behind the act")
        }
        Stop::MissingValue { event, path, span } => {
            Diagnostic::new(Code::ValueMissing, line, format!("`{path}` is missing where it is used"))
                .label(*span, "here")
                .label(place(*event), "in this block")
                .help(format!("set it before, or write `given {path} = none` if it is meant to be missing"))
        }
        Stop::NotHere { event } => {
            let diagnostic = Diagnostic::new(Code::NotHere, line, "the contact goes on in a flow that is not here")
                .label(place(*event), "this block leads there");
            match run.action(*event) {
                Some(_) => diagnostic.help("a module needs a `given`; after a transfer, only `expect` can follow"),
                None => diagnostic,
            }
        }
        Stop::Circle { events } => {
            let mut diagnostic =
                Diagnostic::new(Code::RunsInCircle, line, "the flow runs in a circle without a person or time passing");
            let mut seen: Vec<Span> = Vec::new();
            for event in events {
                let span = place(*event);
                if !seen.contains(&span) && seen.len() < 8 {
                    seen.push(span);
                    diagnostic = diagnostic.label(span, "in the circle");
                }
            }
            diagnostic
        }
        Stop::Nowhere { event } => Diagnostic::new(Code::NotHere, line, "the branch that is taken leads nowhere")
            .label(place(*event), "of this block"),
        Stop::UnknownBlock { event } => Diagnostic::new(Code::NothingAnswers, line, "nothing is known about a block")
            .label(place(*event), "this block")
            .help("write a `given` for it"),
    }
}

/// The lines to choose from: for a question that is open, the act with each result; else a `given` for each branch.
fn with_choices(diagnostic: Diagnostic, line: Span, run: &Run<'_>, event: usize) -> Diagnostic {
    let Some(event) = run.simulation.events().get(event) else { return diagnostic };
    let Some(action) = run.action_at(event) else { return diagnostic };
    let results = branches::all(action).into_iter();
    let written = run.sources.text(line);
    let is_answered = run.simulation.asks().is_some() && !written.contains('{') && !written.contains("->");
    let (what, beginning) = match writer::pattern(run.build, run.sources, event.flow, event.action) {
        _ if is_answered => ("write one of these instead", written.to_owned()),
        Some(block) => ("write one of these above the line", format!("given {block}")),
        None => return diagnostic,
    };
    let lines = results.map(|result| format!("{beginning} -> {result}"));
    lines.fold(diagnostic.help(format!("{what}:")), Diagnostic::help).help(ELSEWHERE)
}
