//! What to say about a line that the grammar could not parse.

use super::grammar::Rule;
use super::scan::Scan;
use super::tree::Hole;
use crate::diagnostic::{Code, Diagnostic};

/// Where a bad line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At the top of a file.
    File,
    /// In a flow's or module's braces.
    Flow,
    /// In a step's or branch's braces.
    Run,
    /// In a block's or quick connect's braces.
    Body,
    /// In the braces of a module's `input` or `output`.
    Fields,
}

/// A place that could not be parsed, and what is said about it.
pub(super) struct Found {
    pub(super) hole: Hole,
    pub(super) diagnostic: Diagnostic,
}

pub(super) fn bad(scan: &Scan<'_>, _place: Place, start: usize, slice: &str) -> Found {
    let span = scan.span(start, start + slice.len());
    Found {
        hole: Hole { span, targets: Vec::new() },
        diagnostic: Diagnostic::new(Code::SyntaxError, span, "unexpected"),
    }
}

pub(super) fn trailing(scan: &Scan<'_>, _good: Option<(Rule, usize)>, start: usize, slice: &str) -> Found {
    bad(scan, Place::Run, start, slice)
}
