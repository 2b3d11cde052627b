//! Runs tests of flows.
//!
//! Takes the graph of a build and its lowered tests; gives a verdict for each test: it passed, or the line that failed
//! with what came instead and the way there. The runs themselves are `simulate`'s. Reads no file and prints nothing.

pub mod branches;
pub mod coverage;
mod expect;
mod givens;
mod matching;
mod progress;
mod run;
mod stop;
pub mod suggest;
mod text;
pub mod unnoticed;
mod way;
pub mod writer;

pub use run::{Played, play};
pub use way::{Way, describe};

use crate::diagnostic::Diagnostic;
use crate::graph::Build;
use crate::parallel;
use crate::script::{Script, Test};
use crate::simulate::Event;
use crate::source::{Sources, Span};

/// The outcome of one test.
#[derive(Clone, Debug)]
pub struct Verdict<'s> {
    /// The test.
    pub test: &'s Test,
    /// Why it failed; `None` if it passed.
    pub failure: Option<Failure>,
    /// What ran.
    pub events: Vec<Event>,
}

/// A failed test.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The line that failed and what came instead.
    pub diagnostic: Diagnostic,
    /// The way there, or the turn in which something was looked for.
    pub way: Vec<Way>,
    /// The place in the test and the text that would make the line pass, where only a text or value differs.
    pub accepted: Option<(Span, String)>,
}

/// Runs the tests that `wanted` accepts, in source order. Those that were not read whole are left out.
#[must_use]
pub fn run<'s>(
    build: &Build,
    script: &'s Script,
    sources: &Sources,
    wanted: impl Fn(&Test) -> bool,
) -> Vec<Verdict<'s>> {
    let chosen: Vec<&Test> = script.tests.iter().filter(|test| test.is_whole && wanted(test)).collect();
    parallel::map(&chosen, |test| run::run(build, script, sources, test))
}
