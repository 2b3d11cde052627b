//! Lowers tests and setups: each line to what it does, in terms of the graph, the catalogue and a run.
//!
//! Takes the trees and the whole build, because a test may name any flow of it; gives a [`Script`], with diagnostics
//! about names, values and the order of lines. Whether a flow has what a test names is checked on the graph. Never runs
//! anything.

mod act;
mod data;
mod line;
mod order;
mod pattern;
mod reference;
mod result;
mod setups;
mod start;
mod state;

use std::sync::Arc;

use super::{Context, InTest, setting};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::Build;
use crate::parallel;
use crate::resolve::{Resolver, Unverified};
use crate::script::{Line, Script, Test};
use crate::syntax::tree::{self, Item, TestKeyword, TestLine};
use setups::Setups;

/// Lowers the tests of `files`, which may run every flow of `build`.
pub fn script(
    files: &[Arc<tree::File>],
    resolver: &Resolver<'_>,
    build: &Build,
    unverified: &mut Vec<Unverified>,
    diagnostics: &mut Diagnostics,
) -> Script {
    let tests: Vec<&tree::Test> = files.iter().flat_map(|file| &file.items).filter_map(of_item).collect();
    let setups = Setups::new(&tests, resolver);
    let lowered = parallel::map(&tests, |test| one(resolver, build, &setups, test));
    let (mut script, mut all) = (Script::default(), Diagnostics::new());
    for (test, (made, names, found)) in tests.iter().zip(lowered) {
        match test.keyword {
            TestKeyword::Test => script.tests.push(made),
            TestKeyword::Setup => script.setups.push(made),
        }
        unverified.extend(names);
        all.extend(found);
    }
    setups::duplicates(&script, &mut all);
    setups::cycles(&mut script, &mut all);
    // What is wrong with a test is wrong with its text: no service takes it.
    all.each(Diagnostic::ground_in_language);
    diagnostics.extend(all);
    script
}

fn of_item(item: &Item) -> Option<&tree::Test> {
    match item {
        Item::Test(test) => Some(test),
        _ => None,
    }
}

fn one(
    resolver: &Resolver<'_>,
    build: &Build,
    setups: &Setups,
    test: &tree::Test,
) -> (Test, Vec<Unverified>, Diagnostics) {
    let mut context = Context::new(resolver, resolver.mode);
    context.test = Some(InTest { build, references: Vec::new(), paths: Vec::new() });
    let what = match test.keyword {
        TestKeyword::Test => "test",
        TestKeyword::Setup => "setup",
    };
    let name = setting::name(&mut context, &test.name, what);
    let mut is_whole = context.order(test);
    let mut lines = Vec::new();
    for line in &test.lines {
        match context.line(line, setups) {
            Some(kind) => lines.push(Line { span: line.span(), kind }),
            None => is_whole = false,
        }
    }
    is_whole &= !test.lines.iter().any(|line| matches!(line, TestLine::Hole(_)));
    let Context { test: names, unverified, diagnostics, .. } = context;
    let (references, paths) = names.map(|names| (names.references, names.paths)).unwrap_or_default();
    (Test { name, span: test.span, lines, references, paths, is_whole }, unverified, diagnostics)
}
