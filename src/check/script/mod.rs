//! Tests of flows against the graph: whether a flow has what a test names.
//!
//! Takes a build and its script, gives diagnostics. Contact data and what is not known may be anything, so only what is
//! certain is reported. Never runs a flow.

mod alike;
mod data;
mod given;
mod results;

use super::Checker;
use super::terminology::Terminology;
use crate::diagnostic::Diagnostics;
use crate::graph::{Build, Mode};
use crate::script::{LineKind, Script, State};

/// Checks the tests and setups of a build.
pub fn script(build: &Build, script: &Script, diagnostics: &mut Diagnostics) {
    let terms = Terminology::default();
    let mut checker = Checker { build, inventory: None, mode: Mode::Publish, terms, diagnostics };
    for test in script.tests.iter().chain(&script.setups) {
        for (path, span) in &test.paths {
            checker.path_in_test(path, *span);
        }
        let mut started = None;
        for line in &test.lines {
            match &line.kind {
                LineKind::Given(given) if checker.given(given) => {
                    checker.result_in_test(&given.pattern, &given.result);
                }
                LineKind::ExpectBlock(pattern, Some(result)) | LineKind::NeverBlock(pattern, Some(result)) => {
                    checker.result_in_test(pattern, result);
                }
                LineKind::Start(start) => started = started.or(Some(start)),
                LineKind::ExpectState(State::Returned(branch, _)) => {
                    if let Some(start) = started {
                        checker.returned_in_test(start, branch.as_ref(), line.span);
                    }
                }
                _ => {}
            }
        }
    }
    checker.attributes_in_tests(script);
}
