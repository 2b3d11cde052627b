//! Why a run cannot go on, in words, with the lines to choose from.

use super::branches;
use super::run::Run;
use super::way::written;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Action, Flow};
use crate::simulate::{Stop, Taken};
use crate::source::Span;

/// The message for a run that stopped at the line `line` of a test.
pub(super) fn diagnostic(stop: &Stop, line: Span, run: &Run<'_>) -> Diagnostic {
    let place = |event: usize| run.action(event).map_or(line, |action| action.head);
    match stop {
        Stop::NoAnswer { event, figure: None } => {
            let diagnostic = Diagnostic::new(Code::NothingAnswers, line, "nothing says what happens at a block")
                .label(place(*event), "this block depends on the world");
            with_choices(diagnostic, run, *event)
        }
        Stop::NoAnswer { event, figure: Some(figure) } => {
            let queue = run.simulation.events().get(*event).and_then(|event| event.queue.as_ref());
            let whose = queue.map_or("queue".to_owned(), |queue| match queue {
                crate::simulate::Holder::Queue(name) => format!("queue {:?}", name.as_str()),
                crate::simulate::Holder::Agent(name) => format!("agent {:?}", name.as_str()),
            });
            Diagnostic::new(Code::NothingAnswers, line, "nothing gives a figure that a block reads")
                .label(place(*event), format!("this block reads `{figure}`"))
                .help(format!("write before the line: given {whose} {{ {figure} = … }}"))
        }
        Stop::WrongAct { event: Some(event) } => {
            Diagnostic::new(Code::WrongAct, line, "nothing waits for this")
                .label(place(*event), "this block waits for something else")
                .help("`press`, `say`, `choose` and `silence` answer a question; `wait` lets time pass where no question is open")
        }
        Stop::WrongAct { event: None } => {
            let at = super::expect::whereabouts(run, &run.simulation.whereabouts());
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

/// The lines to choose from: a `given` for each branch of the block.
fn with_choices(mut diagnostic: Diagnostic, run: &Run<'_>, event: usize) -> Diagnostic {
    let Some((flow, action)) = run
        .simulation
        .events()
        .get(event)
        .and_then(|event| run.build.flows.get(event.flow).map(|flow| (flow, event.action)))
        .and_then(|(flow, id)| Some((flow, flow.action(id)?)))
    else {
        return diagnostic;
    };
    for line in choices(flow, action, run) {
        diagnostic = diagnostic.help(line);
    }
    diagnostic
}

/// A `given` line for each result that the block can have.
fn choices(flow: &Flow, action: &Action, run: &Run<'_>) -> Vec<String> {
    let block = written(action, flow.notation, run.sources);
    let transitions = &action.transitions;
    let next = transitions.next.iter().filter(|edge| edge.taken).map(|_| Taken::Next);
    let conditions = (0..transitions.conditions.len()).map(Taken::Condition);
    let errors = (0..transitions.errors.len()).map(Taken::Error);
    let names = next.chain(conditions).chain(errors).filter_map(|taken| branches::name(action, taken));
    names.map(|name| format!("given {block} -> {name}")).collect()
}
