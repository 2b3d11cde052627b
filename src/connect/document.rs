//! JSON text with placeholders in some of its strings.
//!
//! Takes a value that serde can write and the strings in it that have placeholders. Gives the text without the
//! placeholders, and the position of each. Never decides what replaces a placeholder: the target that renders the text
//! does.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io;

use serde::{Serialize, Serializer};
use smol_str::SmolStr;

use super::{Piece, Placeholder, WireText};

/// A JSON text and its placeholders.
#[derive(Clone, Debug, Default)]
pub struct Document {
    text: String,
    /// INVARIANT: ascending by their offsets.
    marks: Vec<Mark>,
}

/// A placeholder and its position.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The byte offset in the text at which it is inserted.
    offset: usize,
    /// The JSON pointer (RFC 6901) of the string that contains it.
    pub pointer: String,
    /// The placeholder.
    pub placeholder: Placeholder,
}

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub enum Part<'d> {
    /// JSON text.
    Literal(&'d str),
    /// A placeholder in a string.
    Placeholder(&'d Placeholder),
}

impl Document {
    /// The parts in order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let starts = std::iter::once(0).chain(self.marks.iter().map(|mark| mark.offset));
        let ends = self.marks.iter().map(|mark| mark.offset).chain([self.text.len()]);
        let literals = starts.zip(ends).map(|(start, end)| self.text.get(start..end).unwrap_or_default());
        let placeholders = self.marks.iter().map(|mark| Some(&mark.placeholder)).chain([None]);
        literals.zip(placeholders).flat_map(|(literal, placeholder)| {
            [Some(Part::Literal(literal)), placeholder.map(Part::Placeholder)].into_iter().flatten()
        })
    }

    /// The placeholders in order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The text with each placeholder replaced by what `write` returns, escaped for a JSON string.
    #[must_use]
    pub fn render(&self, write: impl Fn(&Placeholder) -> SmolStr) -> String {
        if self.marks.is_empty() {
            return self.text.clone();
        }
        let mut rendered = String::with_capacity(self.text.len() + self.marks.len() * 32);
        for part in self.parts() {
            match part {
                Part::Literal(literal) => rendered.push_str(literal),
                Part::Placeholder(placeholder) => rendered.push_str(&in_string(&write(placeholder))),
            }
        }
        rendered
    }

    /// The number of characters of the text that [`Document::render`] returns.
    #[must_use]
    pub fn length(&self, write: impl Fn(&Placeholder) -> SmolStr) -> usize {
        let placeholders = self.marks.iter().map(|mark| in_string(&write(&mark.placeholder)).chars().count());
        self.text.chars().count() + placeholders.sum::<usize>()
    }
}

/// A text escaped for a JSON string, without the quotes.
fn in_string(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}

/// Records the positions of placeholders while a document is written.
#[derive(Debug, Default)]
pub struct Recorder {
    /// The number of bytes written so far.
    at: Cell<usize>,
    marks: RefCell<Vec<(usize, Placeholder)>>,
}

impl Recorder {
    /// A string of the document that may have placeholders.
    #[must_use]
    pub fn string(&self, written: WireText) -> RecordedString<'_> {
        RecordedString { recorder: self, written }
    }

    /// The document that `value` writes, whose strings were made with [`Recorder::string`]. `pointers` are the JSON
    /// pointers of the strings with placeholders, one for each placeholder, in order.
    #[must_use]
    pub fn document(&self, value: &impl Serialize, pointers: impl IntoIterator<Item = String>) -> Document {
        let mut bytes = Vec::new();
        // Fails only for keys that are not strings, which none of our types has, or if the writer fails, which this one
        // never does.
        let _ = serde_json::to_writer_pretty(Counting { bytes: &mut bytes, at: &self.at }, value);
        bytes.push(b'\n');
        let marks = self.marks.take().into_iter().zip(pointers);
        let marks = marks.map(|((offset, placeholder), pointer)| Mark { offset, pointer, placeholder });
        // serde_json writes only UTF-8.
        Document { text: String::from_utf8(bytes).unwrap_or_default(), marks: marks.collect() }
    }
}

/// A string of a document.
#[derive(Clone, Debug)]
pub struct RecordedString<'r> {
    recorder: &'r Recorder,
    written: WireText,
}

impl fmt::Display for RecordedString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.written.pieces {
            match piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Placeholder(placeholder) => {
                    self.recorder.marks.borrow_mut().push((self.recorder.at.get(), placeholder.clone()));
                }
            }
        }
        Ok(())
    }
}

impl Serialize for RecordedString<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // serde_json writes each piece immediately, which keeps the recorder's byte count current.
        serializer.collect_str(self)
    }
}

/// A writer that counts the bytes written.
struct Counting<'w> {
    bytes: &'w mut Vec<u8>,
    at: &'w Cell<usize>,
}

impl io::Write for Counting<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(buffer);
        self.at.set(self.bytes.len());
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
