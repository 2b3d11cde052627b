//! Tree → text, in the one standard layout.
//!
//! Takes a tree, parsed or generated, gives its text: two spaces per level, one line per statement, parameter, entry
//! and branch. The contents of brackets stay on one line if they were written on one and end within [`WIDTH`] columns.
//! Otherwise every part gets a line of its own. Nothing is reordered and no word is changed. Comments stay attached to
//! their code, and consecutive blank lines become one. Formatting is idempotent.

mod brackets;
mod comments;
mod generated;
mod line;
mod node;
mod test;
mod text;

pub use generated::Remarks;

use super::reread;
use super::tree::{self, Comment};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Sources};
use line::Line;

/// The maximum width of a line that can be broken.
pub const WIDTH: usize = 100;

/// The text of a tree that was parsed from one of `sources`, with its comments and blank lines.
///
/// A part that could not be parsed is printed unchanged. To write to the file, use [`checked`].
#[must_use]
pub fn print(file: &tree::File, sources: &Sources) -> String {
    let text = sources.get(file.id).map(SourceFile::text).unwrap_or_default();
    Printer::new(Origin::Parsed { text, comments: &file.comments }).file(file).out
}

/// The text of a generated tree, whose spans refer to no file, with `remarks` as comments.
///
/// Lists and maps are written on one line if they fit, bodies and branches if they hold a single short line. There are
/// blank lines between items and before steps.
#[must_use]
pub fn print_generated(file: &tree::File, remarks: Remarks) -> String {
    Printer::new(Origin::Generated(remarks)).file(file).out
}

/// The text of a tree without errors that was parsed from one of `sources`. The text is parsed again to verify that its
/// meaning is unchanged. `None` if it is not, which is a bug in this module.
#[must_use]
pub fn checked(file: &tree::File, sources: &Sources) -> Option<String> {
    let text = print(file, sources);
    let comments = file.comments.iter().map(|comment| sources.text(comment.span));
    reread::is_written(&text, file, comments).then_some(text)
}

/// [`print_generated`], parsed again to verify that it holds exactly the tree and its remarks.
///
/// # Errors
///
/// What cannot be read back, or `None` if another tree is read.
pub fn checked_generated(file: &tree::File, remarks: Remarks) -> Result<String, Option<Diagnostic>> {
    let printed = Printer::new(Origin::Generated(remarks.clone())).file(file);
    let comments = remarks.lines().chain(printed.comments_behind.iter().map(String::as_str));
    let text = printed.out;
    if reread::is_written(&text, file, comments) { Ok(text) } else { Err(reread::first_error(&text)) }
}

/// The origin of a tree, with the additional data that it has.
enum Origin<'s> {
    Parsed { text: &'s str, comments: &'s [Comment] },
    Generated(Remarks),
}

/// Writes a tree.
struct Printer<'s> {
    origin: Origin<'s>,
    out: String,
    /// The indentation level of the line.
    level: usize,
    /// Whether to write everything on one line.
    flat: bool,
    /// How many comments are already written.
    written_comments: usize,
    /// The remarks for the end of the line.
    behind: Vec<String>,
    /// The comments that were made of such remarks.
    comments_behind: Vec<String>,
}

/// A state to return to.
struct Mark {
    length: usize,
    written_comments: usize,
    behind: usize,
}

impl<'s> Printer<'s> {
    fn new(origin: Origin<'s>) -> Printer<'s> {
        Printer {
            origin,
            out: String::new(),
            level: 0,
            flat: false,
            written_comments: 0,
            behind: Vec::new(),
            comments_behind: Vec::new(),
        }
    }

    fn file(mut self, file: &tree::File) -> Self {
        let lines: Vec<Line<'_>> = file.items.iter().map(Line::Item).collect();
        self.lines(&lines, u32::MAX);
        self
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn newline(&mut self) {
        if !self.behind.is_empty() {
            let comment = generated::comment(&std::mem::take(&mut self.behind).join(", "));
            self.out.extend([" ", &comment]);
            self.comments_behind.push(comment);
        }
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
        Mark { length: self.out.len(), written_comments: self.written_comments, behind: self.behind.len() }
    }

    /// Whether everything written since the mark is on one line that is not too long.
    fn fits_since(&self, mark: &Mark) -> bool {
        let written = self.out.get(mark.length..).unwrap_or_default();
        !written.contains('\n') && self.column() <= WIDTH
    }

    fn go_back(&mut self, mark: &Mark) {
        self.out.truncate(mark.length);
        self.written_comments = mark.written_comments;
        self.behind.truncate(mark.behind);
    }
}
