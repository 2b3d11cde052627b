//! Byte offset ⇄ line and column.
//!
//! Takes a text once, finds a line in logarithmic time. For people, lines and columns count from 1, and columns count
//! characters. For editors, both count from 0, and columns count the code units of an encoding, as in the Language
//! Server Protocol.

/// A position for people: both numbers count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The unit of the columns of a [`TextPosition`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of two bytes. A character outside the Basic Multilingual Plane takes two of them.
    Utf16,
}

impl Encoding {
    fn length(self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
        }
    }
}

/// A position as in the Language Server Protocol: both numbers count from 0, the column in code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPosition {
    /// The line, from 0.
    pub line: u32,
    /// The column in code units of an [`Encoding`], from 0.
    pub character: u32,
}

/// The start of each line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// INVARIANT: in ascending order, and the first is 0.
    starts: Vec<u32>,
    /// For each block of the text, how many bytes before it begin no character. Empty if every byte is a character.
    inner: Vec<u32>,
}

/// The bytes of a block. Without blocks, a column in a very long line would take time that grows with the line.
const BLOCK: usize = 1024;

impl LineIndex {
    /// Builds the index of `text`.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(newlines.filter_map(|at| u32::try_from(at + 1).ok())).collect();
        LineIndex { starts, inner: if text.is_ascii() { Vec::new() } else { inner_before_blocks(text) } }
    }

    /// The number of lines; a text that ends with a newline has an empty last line.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that contains the byte at `offset`.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The offset of the first byte of `line`, which counts from 0.
    #[must_use]
    pub fn start_of(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// The line and column of the byte at `offset` of `text`, the text that this index was built from.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.start_of(line).unwrap_or(0);
        let column = self.characters_before(text, offset) - self.characters_before(text, start);
        LineColumn { line: u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1), column: column.saturating_add(1) }
    }

    /// How many characters begin before the byte at `offset`.
    fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let Some(before) = self.inner.get(offset as usize / BLOCK) else { return offset };
        let block = offset as usize / BLOCK * BLOCK;
        offset - before - inner(text.as_bytes().get(block..offset as usize).unwrap_or_default())
    }

    /// The position of the byte at `offset` of `text`, the text that this index was built from.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32, encoding: Encoding) -> TextPosition {
        let line = self.line_of(offset);
        let start = self.start_of(line).unwrap_or(0);
        let before = text.get(start as usize..offset as usize).unwrap_or_default();
        let units: usize = before.chars().map(|character| encoding.length(character)).sum();
        TextPosition {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(units).unwrap_or(u32::MAX),
        }
    }

    /// The byte offset of a position in `text`. A column past the end of its line maps to that end, a column in the
    /// middle of a character maps to the character's start, and a line past the last maps to the end of the text.
    #[must_use]
    pub fn offset(&self, text: &str, position: TextPosition, encoding: Encoding) -> u32 {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let Some(start) = self.start_of(position.line as usize) else { return end };
        let line = text.get(start as usize..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        let (mut bytes, mut units) = (0, 0);
        for character in line.chars() {
            units += encoding.length(character);
            if units > position.character as usize {
                break;
            }
            bytes += character.len_utf8();
        }
        start + u32::try_from(bytes).unwrap_or(0)
    }
}

/// For each block of `text`, [`inner`] of all bytes before it.
fn inner_before_blocks(text: &str) -> Vec<u32> {
    let mut before = 0;
    let mut counts = vec![before];
    for block in text.as_bytes().chunks(BLOCK) {
        before += inner(block);
        counts.push(before);
    }
    counts
}

/// How many of these bytes begin no character.
fn inner(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte & 0b1100_0000 == 0b1000_0000).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_long_lines_count_characters() {
        let piece = "a\u{1f4de}\u{e9}\n\u{e9}".repeat(3);
        let text = piece.repeat(400) + &"\u{e9}\u{1f4de}-".repeat(2 * BLOCK);
        let lines = LineIndex::new(&text);
        let (mut line, mut column) = (1, 1);
        for (offset, character) in text.char_indices().chain([(text.len(), ' ')]) {
            let found = lines.line_column(&text, u32::try_from(offset).unwrap());
            assert_eq!(found, LineColumn { line, column }, "{offset}");
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
    }

    const TEXT: &str = "flow\n  \u{1f4de} \u{e9}x\n";

    #[test]
    fn a_position_maps_back_to_its_byte_in_both_encodings() {
        let lines = LineIndex::new(TEXT);
        for (offset, _) in TEXT.char_indices().chain([(TEXT.len(), ' ')]) {
            let offset = u32::try_from(offset).unwrap();
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let position = lines.position(TEXT, offset, encoding);
                assert_eq!(lines.offset(TEXT, position, encoding), offset, "{position:?} {encoding:?}");
            }
        }
    }

    #[test]
    fn columns_count_code_units() {
        let lines = LineIndex::new(TEXT);
        let x = u32::try_from(TEXT.find('x').unwrap()).unwrap();
        assert_eq!(lines.position(TEXT, x, Encoding::Utf8).character, 9);
        assert_eq!(lines.position(TEXT, x, Encoding::Utf16).character, 6);
    }

    #[test]
    fn a_position_past_an_end_maps_to_that_end() {
        let lines = LineIndex::new(TEXT);
        let at = |line, character| lines.offset(TEXT, TextPosition { line, character }, Encoding::Utf16);
        assert_eq!(at(0, 99), 4);
        assert_eq!(at(9, 0), u32::try_from(TEXT.len()).unwrap());
        assert_eq!(at(1, 3), 7, "half of a surrogate pair");
    }
}
