//! The violations found in the form of a part of a file, and whether some of that part could not be read.

use super::{Diagnostic, Diagnostics};

/// The violations of one part.
#[derive(Default)]
pub struct Violations {
    /// The violations.
    pub diagnostics: Diagnostics,
    /// What a conversion of the part loses.
    pub lost: Diagnostics,
    /// Whether something in the part could not be read. What seems to be missing may be there.
    pub is_partial: bool,
}

impl Violations {
    /// Reports a violation.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports something that could not be read.
    pub fn push_unread(&mut self, diagnostic: Diagnostic) {
        self.is_partial = true;
        self.push(diagnostic);
    }

    /// Notes something that could not be read, which another pass reports.
    pub fn push_hidden(&mut self) {
        self.is_partial = true;
    }

    /// Adds the violations of a nested part.
    pub fn extend(&mut self, others: Violations) {
        self.is_partial |= others.is_partial;
        self.diagnostics.extend(others.diagnostics);
        self.lost.extend(others.lost);
    }
}
