//! Tree → text, in the one layout that there is.
//!
//! Takes a tree, parsed or made by a program, gives its text: two spaces a level, one line per statement, parameter,
//! entry and branch. What is in brackets stays on one line if it was written on one and ends within [`WIDTH`] columns,
//! else every part of it gets a line. Nothing is reordered, no word is changed; comments stay at what they stand at,
//! and one blank line stays where some were. A text that was formatted is not changed by formatting it again.

mod brackets;
mod comments;
mod generated;
mod line;
mod node;
mod text;

pub use generated::Remarks;

use super::tree::{self, Comment};
use super::{parse, structural_eq};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceFile, Sources};
use line::Line;

/// What is written on one line ends at this column at the latest, if it can be written on several.
pub const WIDTH: usize = 100;

/// The text of a tree that was parsed from one of `sources`, with its comments and blank lines.
///
/// A place that could not be parsed is given as it stands, but whoever writes to the file uses [`checked`].
#[must_use]
pub fn print(file: &tree::File, sources: &Sources) -> String {
    let text = sources.get(file.id).map(SourceFile::text).unwrap_or_default();
    Printer::new(Origin::Parsed { text, comments: &file.comments }).file(file)
}

/// The text of a tree that a program made, whose spans lead nowhere, with `remarks` as comments.
///
/// Lists and maps are written on one line where they fit, bodies and branches where they hold a single short line.
/// Blank lines stand between items and before steps.
#[must_use]
pub fn print_generated(file: &tree::File, remarks: Remarks) -> String {
    Printer::new(Origin::Made(remarks)).file(file)
}

/// The text of a tree without errors that was parsed from one of `sources`, read once more to be sure that it says the
/// same. `None` if it does not, which is a mistake in this module.
#[must_use]
pub fn checked(file: &tree::File, sources: &Sources) -> Option<String> {
    let text = print(file, sources);
    let mut again = Sources::new();
    let id = again.add("", &text);
    let mut diagnostics = Diagnostics::new();
    let reread = parse(&again, id, &mut diagnostics);
    (structural_eq::files(file, &reread) && reread.comments.len() == file.comments.len()).then_some(text)
}

/// Where a tree comes from, and with it what is known beside the tree.
enum Origin<'s> {
    Parsed { text: &'s str, comments: &'s [Comment] },
    Made(Remarks),
}

/// Writes a tree.
struct Printer<'s> {
    origin: Origin<'s>,
    out: String,
    /// How many levels the line is indented.
    level: usize,
    /// Whether everything is tried on one line.
    flat: bool,
    /// How many of the comments are written.
    written_comments: usize,
}

/// A state to come back to.
struct Mark {
    length: usize,
    written_comments: usize,
}

impl<'s> Printer<'s> {
    fn new(origin: Origin<'s>) -> Printer<'s> {
        Printer { origin, out: String::new(), level: 0, flat: false, written_comments: 0 }
    }

    fn file(mut self, file: &tree::File) -> String {
        let lines: Vec<Line<'_>> = file.items.iter().map(Line::Item).collect();
        self.lines(&lines, u32::MAX);
        self.out
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn newline(&mut self) {
        self.out.push('\n');
    }

    fn indent(&mut self) {
        for _ in 0..self.level {
            self.out.push_str("  ");
        }
    }

    /// How many characters the line has so far.
    fn column(&self) -> usize {
        self.out.rsplit('\n').next().unwrap_or_default().chars().count()
    }

    fn mark(&self) -> Mark {
        Mark { length: self.out.len(), written_comments: self.written_comments }
    }

    /// Whether all that was written since is on one line that is not too long.
    fn fits_since(&self, mark: &Mark) -> bool {
        let written = self.out.get(mark.length..).unwrap_or_default();
        !written.contains('\n') && self.column() <= WIDTH
    }

    fn go_back(&mut self, mark: &Mark) {
        self.out.truncate(mark.length);
        self.written_comments = mark.written_comments;
    }
}
