//! TODO
use crate::diagnostic::Diagnostics;
use crate::source::Sources;
/// How it looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Colours.
    pub colour: bool,
    /// Columns.
    pub width: usize,
}
impl Look {
    /// Plain.
    #[must_use]
    pub fn plain() -> Look {
        Look { colour: false, width: 100 }
    }
}
/// Renders.
#[must_use]
pub fn terminal(_: &Diagnostics, _: &Sources, _: Look) -> String {
    String::new()
}
