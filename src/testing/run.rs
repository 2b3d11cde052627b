//! Runs one test, line by line.
//!
//! The first line that fails ends it. What must never happen and what nothing used is judged when all lines have
//! passed.

use super::givens::{Misfit, outcome};
use super::matching::action_of;
use super::progress::{Run, Turn};
use super::{Failure, Verdict, branches, expect, stop};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Build;
use crate::script::{Line, LineKind, Pattern, Result as Wanted, Script, Test};
use crate::simulate::{Event, Heard, Simulation, Stop};
use crate::source::Sources;

/// A test as far as it ran, for whoever writes its next line.
#[derive(Debug)]
pub struct Played<'b> {
    /// The contact.
    pub simulation: Simulation<'b>,
    /// Why it cannot go on; `None` if it waits for the next act or is over.
    pub stop: Option<Stop>,
}

/// Runs the lines of a test without judging what happens.
#[must_use]
pub fn play<'b>(build: &'b Build, script: &'b Script, sources: &'b Sources, test: &'b Test) -> Played<'b> {
    let mut run = Run::new(build, sources);
    for line in &test.lines {
        let is_judged = !matches!(
            line.kind,
            LineKind::Use(_)
                | LineKind::GivenData(..)
                | LineKind::GivenFigures(..)
                | LineKind::Given(_)
                | LineKind::Start(_)
                | LineKind::Act(..)
        );
        if !is_judged && run.line(script, line).is_err() {
            break;
        }
    }
    Played { simulation: run.simulation, stop: run.stop }
}

/// Runs a test.
pub(super) fn run<'s>(build: &Build, script: &'s Script, sources: &Sources, test: &'s Test) -> Verdict<'s> {
    let mut run = Run::new(build, sources);
    let failed = test.lines.iter().find_map(|line| run.line(script, line).err());
    let failure = failed.or_else(|| run.forbidden(test)).or_else(|| run.idle());
    Verdict { test, failure: failure.map(|failure| *failure), events: run.simulation.events().to_vec() }
}

impl<'a> Run<'a> {
    fn line(&mut self, script: &'a Script, line: &'a Line) -> Result<(), Box<Failure>> {
        match &line.kind {
            LineKind::Use(index) => {
                if let Some(setup) = script.setups.get(*index) {
                    for (path, value) in self.givens.add_setup(script, setup) {
                        self.simulation.set(path, value.clone());
                    }
                }
                Ok(())
            }
            LineKind::GivenData(path, value) => {
                self.simulation.set(path, value.clone());
                self.data.push((path, line.span, self.simulation.events().len()));
                Ok(())
            }
            LineKind::GivenFigures(..) | LineKind::Given(_) => {
                self.givens.add(line.span, &line.kind);
                Ok(())
            }
            LineKind::Start(start) => {
                let ended = self.simulation.start(start, &mut self.givens);
                self.turn = Turn::of(&self.simulation, None);
                self.ended(line, ended)
            }
            LineKind::Act(act, result) => {
                let waiting = self.simulation.events().iter().rposition(|event| event.exit.is_none());
                let asked = self.simulation.asks().or(waiting);
                let heard = match (result, asked) {
                    (Some(result), Some(event)) => Some(self.heard(result, event)?),
                    _ => None,
                };
                let ended = self.simulation.act(act, heard.as_ref(), &mut self.givens);
                self.turn = Turn::of(&self.simulation, asked);
                self.ended(line, ended)
            }
            LineKind::Hear(hear) => expect::hear(self, line.span, hear),
            LineKind::ExpectBlock(pattern, result) => expect::block(self, line.span, pattern, result.as_ref()),
            LineKind::ExpectData(check) => expect::data(self, line.span, check),
            LineKind::ExpectState(state) => expect::state(self, line.span, state),
            // Judged at the end, for the whole test.
            LineKind::NeverBlock(..) | LineKind::NeverHear(_) => Ok(()),
        }
    }

    /// What a result says about an act at the block that waits.
    fn heard(&self, result: &Wanted, event: usize) -> Result<Heard, Box<Failure>> {
        let action = self.simulation.events().get(event);
        let action = action.and_then(|event| action_of(&self.build.flows, event.flow, event.action));
        let found = action.and_then(|action| outcome(result, action));
        match (found, action) {
            (Some(outcome), _) => Ok(Heard { result: outcome, data: result.data.clone(), by: result.span }),
            (None, action) => {
                let (block, has) = action.map_or((result.span, Vec::new()), |it| (it.head, branches::all(it)));
                Err(self.failed(misfit(Misfit { result: result.span, block, has })))
            }
        }
    }

    fn ended(&mut self, line: &Line, ended: Result<(), Stop>) -> Result<(), Box<Failure>> {
        let Err(stop) = ended else { return Ok(()) };
        if let Some(found) = self.givens.misfit.take() {
            return Err(self.failed(misfit(found)));
        }
        let mut failure = self.failed(stop::diagnostic(&stop, line.span, self));
        if let Some(last) = failure.way.last_mut().filter(|_| !matches!(stop, Stop::WrongAct { .. })) {
            last.why = "the test stops here".to_owned();
        }
        self.stop = Some(stop);
        Err(failure)
    }

    /// What must never happen and did.
    fn forbidden(&self, test: &Test) -> Option<Box<Failure>> {
        test.lines.iter().find_map(|line| match &line.kind {
            LineKind::NeverBlock(pattern, result) => {
                let event = self.first(pattern, result.as_ref())?;
                let what = if result.is_some() { "left so" } else { "reached" };
                let diagnostic = Diagnostic::new(Code::Forbidden, line.span, format!("this block is {what}"));
                Some(self.failed(match self.action(event) {
                    Some(action) => diagnostic.label(action.head, "here"),
                    None => diagnostic,
                }))
            }
            LineKind::NeverHear(hear) => {
                let (event, said) = expect::first_heard(self, hear)?;
                let who = if hear.by_agent { "the agent hears" } else { "the customer hears" };
                let message = format!("{who} this message");
                let diagnostic = Diagnostic::new(Code::Forbidden, line.span, message).label(said, "here");
                let _ = event;
                Some(self.failed(diagnostic))
            }
            _ => None,
        })
    }

    /// The first event of the whole test that a pattern stands for.
    fn first(&self, pattern: &Pattern, result: Option<&Wanted>) -> Option<usize> {
        let events = self.simulation.events();
        (0..events.len()).find(|index| self.is_at(*index, pattern, result))
    }

    /// A line of the test's own that nothing used.
    fn idle(&self) -> Option<Box<Failure>> {
        let since = |from: usize| self.simulation.events().get(from..).unwrap_or_default();
        let is_read = |path: &str, from: usize| reads(self.build, since(from), path);
        let unused_data = self.data.iter().find(|(path, _, from)| !is_read(path, *from)).map(|(_, span, _)| *span);
        let span = self.givens.unused().chain(unused_data).min()?;
        let diagnostic = Diagnostic::new(Code::GivenUnused, span, "nothing in this test asks for this")
            .help("delete the line, or move it to a `setup`, where it may stand unused");
        Some(self.failed(diagnostic))
    }
}

/// Whether a block that ran reads this contact data.
pub(super) fn reads(build: &Build, events: &[Event], path: &str) -> bool {
    let Ok(given) = contact_path::parse(path) else { return true };
    let is_part = |other: &contact_path::Path| {
        other.parts.iter().zip(&given.parts).all(|(one, other)| one.name == other.name || one.computed.is_some())
    };
    events.iter().any(|event| {
        let Some(action) = action_of(&build.flows, event.flow, event.action) else { return false };
        let texts = action.texts();
        let paths = texts.iter().flat_map(|(text, _)| contact_path::all(text)).flatten();
        // A block that uses the data without naming it, such as the number of a callback.
        let is_implied = action.semantics().callback.is_some();
        is_implied
            || paths.flat_map(|path| path.with_computed().cloned().collect::<Vec<_>>()).any(|path| is_part(&path))
    })
}

fn misfit(found: Misfit) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::ResultNotHere, found.result, "the block that this answers has no such branch")
            .label(found.block, "this block");
    match found.has.as_slice() {
        [] => diagnostic,
        has => diagnostic.help(format!("it has {}", has.join(", "))),
    }
}
