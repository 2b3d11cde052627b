//! The contact data that a test names exists.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::super::Checker;
use super::super::contact_data::{PathGround, bad_path, set_attributes};
use crate::catalogue::contact_data::{self, ATTRIBUTES};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, Names};
use crate::script::{LineKind, Script, Test};
use crate::source::Span;

impl Checker<'_> {
    /// Checks a path that a line gives or expects.
    pub(super) fn path_in_test(&mut self, text: &str, span: Span) {
        match contact_path::parse(text) {
            Err(error) => self.report(bad_path(span, &error).of_language()),
            Ok(path) => {
                let Some(first) = path.parts.first().filter(|part| part.computed.is_none()) else { return };
                match contact_data::find(&first.name) {
                    Some(root) => self.field(root, &path, (text, span), PathGround::Language),
                    None => self.unknown_root(None, &path, &first.name, span, PathGround::Language),
                }
            }
        }
    }

    /// Warns about attributes that a test expects, that nothing sets, and that are nearly the name of one.
    pub(super) fn attributes_in_tests(&mut self, script: &Script) {
        let Some(set) = set_attributes(self.build) else { return };
        let mut known: BTreeSet<SmolStr> = set.own;
        let all = || script.tests.iter().chain(&script.setups);
        known.extend(all().flat_map(given_attributes));
        let names: Names = known.iter().cloned().collect();
        for (path, span) in all().flat_map(expected) {
            let Some(name) = attribute(path).filter(|name| !known.contains(name)) else { continue };
            let Some(near) = names.nearest_slip(&name) else { continue };
            let message = format!("nothing in this build sets the attribute `{name}`");
            self.report(
                Diagnostic::new(Code::AttributeNeverSet, span, message)
                    .help(format!("did you mean `$.Attributes.{near}`?")),
            );
        }
    }
}

/// The attributes that a test gives.
fn given_attributes(test: &Test) -> Vec<SmolStr> {
    let mut found = Vec::new();
    for line in &test.lines {
        match &line.kind {
            LineKind::GivenData(path, _) => found.extend(attribute(path)),
            LineKind::Start(start) => found.extend(start.attributes.keys().map(SmolStr::new)),
            _ => {}
        }
    }
    found
}

/// The paths that a test expects something of.
fn expected(test: &Test) -> Vec<(&SmolStr, Span)> {
    let checks = test.lines.iter().filter_map(|line| match &line.kind {
        LineKind::ExpectData(check) => Some((&check.path, line.span)),
        _ => None,
    });
    checks
        .map(|(path, line)| {
            let own = test.paths.iter().find(|(text, span)| text == path && line.contains(*span));
            (path, own.map_or(line, |(_, span)| *span))
        })
        .collect()
}

/// The attribute that a path names.
fn attribute(path: &str) -> Option<SmolStr> {
    match contact_path::parse(path).ok()?.parts.as_slice() {
        [root, name, ..] if root.name == ATTRIBUTES && name.computed.is_none() => Some(name.name.clone()),
        _ => None,
    }
}
