//! Byte offset ⇄ line and column.
//!
//! Takes a text once, finds a line in logarithmic time. For people it counts lines and columns from 1 and columns in
//! characters; for editors both from 0, and columns in the code units of an encoding, as the Language Server Protocol does.

/// A place as people count it: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// What the columns of a [`TextPosition`] count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of two bytes, of which a character outside the basic plane takes two.
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

/// A place as the Language Server Protocol counts it: both from 0, the column in code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPosition {
    /// The line, from 0.
    pub line: u32,
    /// The column in code units of an [`Encoding`], from 0.
    pub character: u32,
}

/// Where each line of a text starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// INVARIANT: ascending, the first is 0.
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(newlines.filter_map(|at| u32::try_from(at + 1).ok())).collect();
        LineIndex { starts }
    }

    /// The number of lines; a text that ends with a newline has an empty last one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that the byte at `offset` stands in.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The first byte of the line `line`, from 0.
    #[must_use]
    pub fn start_of(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// Line and column of the byte at `offset` of `text`, the text that this index was made of.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.start_of(line).unwrap_or(0);
        let before = text.get(start as usize..offset as usize).unwrap_or_default();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        LineColumn { line: count(line).saturating_add(1), column: count(before.chars().count()).saturating_add(1) }
    }

    /// The byte at `offset` of `text`, which this index was made of, as a position.
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

    /// The byte of `text` at a position. A column behind the end of its line is that end, one in the middle of a character
    /// is where that begins, and a line behind the last is the end of the text.
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "flow\n  \u{1f4de} \u{e9}x\n";

    #[test]
    fn a_position_leads_back_to_its_byte_in_both_encodings() {
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
    fn what_lies_behind_an_end_is_that_end() {
        let lines = LineIndex::new(TEXT);
        let at = |line, character| lines.offset(TEXT, TextPosition { line, character }, Encoding::Utf16);
        assert_eq!(at(0, 99), 4);
        assert_eq!(at(9, 0), u32::try_from(TEXT.len()).unwrap());
        assert_eq!(at(1, 3), 7, "half of a surrogate pair");
    }
}
