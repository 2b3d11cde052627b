//! What is wrong with how a part of a file is written, and whether the part is therefore not known whole.

use super::{Diagnostic, Diagnostics};

/// The violations of one part.
#[derive(Default)]
pub struct Violations {
    /// What is wrong.
    pub diagnostics: Diagnostics,
    /// Whether something stands there that could not be taken for what it should be: what seems to be missing may be that.
    pub is_partial: bool,
}

impl Violations {
    /// Reports something.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports something that could not be taken for what it should be.
    pub fn push_unread(&mut self, diagnostic: Diagnostic) {
        self.is_partial = true;
        self.push(diagnostic);
    }

    /// Adds those of a part of the part.
    pub fn extend(&mut self, others: Violations) {
        self.is_partial |= others.is_partial;
        self.diagnostics.extend(others.diagnostics);
    }
}
