//! The names of tests and setups, and which setup uses which.
//!
//! Takes all tests of a build; gives the index of each setup, and reports names that are used twice and setups that use
//! each other in a cycle. Such a use is taken away, so that nothing follows it forever.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::resolve::Resolver;
use crate::script::{LineKind, Script, Test};
use crate::source::Span;
use crate::syntax::tree::{self, TestKeyword};

/// The setups of a build.
#[derive(Debug)]
pub(super) struct Setups {
    /// The names in source order; of a name that could not be read, nothing.
    names: Vec<SmolStr>,
    by_name: HashMap<SmolStr, usize>,
    /// Whether there may be more, in parts that could not be read.
    may_be_more: bool,
}

impl Setups {
    pub(super) fn new(tests: &[&tree::Test], resolver: &Resolver<'_>) -> Setups {
        let setups = tests.iter().filter(|test| test.keyword == TestKeyword::Setup);
        // A mistake in a const of the name is reported when the name is lowered.
        let name = |test: &&tree::Test| resolver.consts.text(&test.name, &mut Diagnostics::new()).unwrap_or_default();
        let names: Vec<SmolStr> = setups.map(name).collect();
        let mut by_name = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            by_name.entry(name.clone()).or_insert(index);
        }
        Setups { names, by_name, may_be_more: resolver.declarations.may_be_more() }
    }
}

impl Context<'_> {
    /// The setup that a line uses. `None` if there is none of this name, which is reported.
    pub(super) fn setup(&mut self, line: &tree::Use, setups: &Setups) -> Option<usize> {
        let name = self.resolver.consts.text(&line.name, &mut self.diagnostics)?;
        if let Some(index) = setups.by_name.get(&name) {
            return Some(*index);
        }
        if setups.may_be_more {
            return None;
        }
        let span = line.name.span;
        let diagnostic = Diagnostic::new(Code::UnknownSetup, span, format!("unknown setup `{name}`"));
        self.diagnostics.push(match nearest(&name, setups.names.iter().map(SmolStr::as_str)) {
            Some(near) => diagnostic.did_you_mean_text(span, near),
            None if setups.names.is_empty() => {
                diagnostic.help(format!("declare it beside the tests: `setup \"{name}\" {{ given … }}`"))
            }
            None => diagnostic.help(format!("the setups are `{}`", setups.names.join("`, `"))),
        });
        None
    }
}

/// Reports the second of two tests, and of two setups, with the same name.
pub(super) fn duplicates(script: &Script, diagnostics: &mut Diagnostics) {
    for (tests, what) in [(&script.tests, "tests"), (&script.setups, "setups")] {
        let mut first: HashMap<&SmolStr, Span> = HashMap::new();
        for name in tests.iter().map(|test| &test.name).filter(|name| !name.text.is_empty()) {
            if let Some(first) = first.get(&name.text) {
                let message = format!("there are two {what} named `{}`", name.text);
                diagnostics.push(Diagnostic::new(Code::DuplicateTest, name.span, message).duplicate_of(*first));
                continue;
            }
            first.insert(&name.text, name.span);
        }
    }
}

/// Takes away each use that closes a cycle of setups, and reports it. What uses a setup that could not be read could
/// not be read either.
pub(super) fn cycles(script: &mut Script, diagnostics: &mut Diagnostics) {
    let mut states = vec![State::New; script.setups.len()];
    for index in 0..script.setups.len() {
        visit(index, &mut script.setups, &mut states, diagnostics);
    }
    let Script { tests, setups } = script;
    for test in tests {
        let are_whole = used(test).all(|(_, index, _)| setups.get(index).is_none_or(|setup| setup.is_whole));
        test.is_whole &= are_whole;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnWay,
    Done,
}

fn visit(index: usize, setups: &mut [Test], states: &mut [State], diagnostics: &mut Diagnostics) {
    if states.get(index) != Some(&State::New) {
        return;
    }
    set(states, index, State::OnWay);
    let uses: Vec<(usize, usize, Span)> = setups.get(index).into_iter().flat_map(used).collect();
    let mut closing = Vec::new();
    let mut is_whole = true;
    for (line, used, span) in uses {
        if states.get(used) == Some(&State::OnWay) {
            closing.push(line);
            let name = setups.get(used).map(|setup| setup.name.clone());
            let message = match &name {
                Some(name) if used != index => {
                    format!("setups use each other in a cycle: `{}` uses this one", name.text)
                }
                _ => "this setup uses itself".to_owned(),
            };
            let diagnostic = Diagnostic::new(Code::SetupCycle, span, message);
            diagnostics.push(match name.filter(|_| used != index) {
                Some(name) => diagnostic.label(name.span, "the cycle begins here"),
                None => diagnostic.help("delete the line"),
            });
            is_whole = false;
            continue;
        }
        visit(used, setups, states, diagnostics);
        is_whole &= setups.get(used).is_none_or(|setup| setup.is_whole);
    }
    if let Some(setup) = setups.get_mut(index) {
        setup.is_whole &= is_whole;
        closing.iter().rev().for_each(|line| _ = setup.lines.remove(*line));
    }
    set(states, index, State::Done);
}

fn set(states: &mut [State], index: usize, state: State) {
    states.get_mut(index).into_iter().for_each(|it| *it = state);
}

/// The setups that a test uses: the line, the setup, and the span of the line.
fn used(test: &Test) -> impl Iterator<Item = (usize, usize, Span)> + '_ {
    test.lines.iter().enumerate().filter_map(|(index, line)| match line.kind {
        LineKind::Use(setup) => Some((index, setup, line.span)),
        _ => None,
    })
}
