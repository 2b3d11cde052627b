//! Paths of contact data: `$.Attributes.tier`, `$['Lex']['Slots']['city']`, `$.External.items[0]`.
//!
//! Takes a text, gives the paths in it and their parts. Knows the form of a path and the meaning of none; what follows
//! `$.` is told by [`catalogue::contact_data`](crate::catalogue::contact_data).

use std::ops::Range;

use smol_str::SmolStr;

/// A path, from its `$` to its last part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The parts after `$`; an index is its digits.
    pub parts: Vec<Part>,
    /// Where it stands in the text: bytes.
    pub range: Range<usize>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name or index.
    pub name: SmolStr,
    /// Where the name stands in the text: bytes, without dot, brackets and quotes.
    pub range: Range<usize>,
}

/// What is wrong with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// Where the path begins: bytes.
    pub start: usize,
    /// Where the fault is: bytes.
    pub at: usize,
    /// What, as it goes on after "this path is broken: ".
    pub what: &'static str,
}

/// Whether a text is to be read as one path: it begins as one.
#[must_use]
pub fn begins(text: &str) -> bool {
    text.starts_with("$.") || text.starts_with("$[")
}

/// Reads a text that is one path and nothing else.
///
/// # Errors
///
/// Where it is none, and why.
pub fn parse(text: &str) -> Result<Path, PathError> {
    let mut reader = Reader { text, start: 0, at: 0 };
    let path = reader.path()?;
    if reader.at < text.len() {
        return Err(PathError { start: 0, at: reader.at, what: "it goes on with something that belongs to no path" });
    }
    Ok(path)
}

/// A text without the contact data in it.
#[must_use]
pub fn without_paths(text: &str) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for path in all(text).into_iter().flatten() {
        rest.push_str(text.get(at..path.range.start).unwrap_or_default());
        at = path.range.end;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest
}

/// The paths that stand in a text, and what is wrong with those that are broken.
#[must_use]
pub fn all(text: &str) -> Vec<Result<Path, PathError>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find('$')).map(|offset| from + offset) {
        let rest = text.get(start..).unwrap_or_default();
        // A dollar sign may also be money: `$5` or `$.50`, or the end of a sentence.
        let begins_name = |c: char| is_name_start(c) && !c.is_numeric();
        let is_path = rest
            .strip_prefix("$.")
            .is_some_and(|rest| rest.starts_with(begins_name) || rest.starts_with("['") || rest.starts_with("[\""))
            || rest.starts_with("$['")
            || rest.starts_with("$[\"");
        if !is_path {
            from = start + 1;
            continue;
        }
        let mut reader = Reader { text, start, at: start };
        let path = reader.path();
        from = reader.at.max(start + 1);
        found.push(path);
    }
    found
}

fn is_name_start(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Reader<'a> {
    text: &'a str,
    start: usize,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn path(&mut self) -> Result<Path, PathError> {
        let start = self.at;
        if !self.rest().starts_with('$') {
            return Err(PathError { start: self.start, at: self.at, what: "a path begins with `$`" });
        }
        self.at += 1;
        let mut parts = Vec::new();
        loop {
            let rest = self.rest();
            if let Some(after) = rest.strip_prefix('.') {
                if after.starts_with('[') {
                    self.at += 1;
                    parts.push(self.bracket()?);
                } else if after.starts_with(is_name_start) {
                    self.at += 1;
                    parts.push(self.name());
                } else {
                    // The full stop of a sentence.
                    break;
                }
            } else if rest.starts_with('[') {
                parts.push(self.bracket()?);
            } else {
                break;
            }
        }
        if parts.is_empty() {
            return Err(PathError { start: self.start, at: self.at, what: "a name follows `$.`" });
        }
        Ok(Path { parts, range: start..self.at })
    }

    /// A bare name. It may hold `-`, but not end with it.
    fn name(&mut self) -> Part {
        let rest = self.rest();
        let length = rest.find(|c: char| !(is_name_start(c) || c == '-')).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().trim_end_matches('-');
        let range = self.at..self.at + name.len();
        let name = SmolStr::new(name);
        self.at = range.end;
        Part { name, range }
    }

    /// `['name']`, `["name"]`, `[0]`, or a path between backticks.
    fn bracket(&mut self) -> Result<Part, PathError> {
        let open = self.at;
        let inner = self.rest().get(1..).unwrap_or_default();
        for quote in ["'", "\""] {
            if let Some(name) = inner.strip_prefix(quote) {
                let Some(length) = name.find(quote) else {
                    self.at = self.text.len();
                    return Err(PathError {
                        start: self.start,
                        at: open,
                        what: "the quote in its brackets is never closed",
                    });
                };
                let start = open + 2;
                let name = SmolStr::new(name.get(..length).unwrap_or_default());
                self.at = start + length + 1;
                return self.close(open, Part { name, range: start..start + length });
            }
        }
        let length = inner.find(|c: char| !(c.is_ascii_digit() || c == '*')).unwrap_or(inner.len());
        let name = SmolStr::new(inner.get(..length).unwrap_or_default());
        let start = open + 1;
        self.at = start + length;
        if length == 0 {
            return Err(PathError { start: self.start, at: open, what: "brackets hold a quoted name or an index" });
        }
        self.close(open, Part { name, range: start..start + length })
    }

    fn close(&mut self, open: usize, part: Part) -> Result<Part, PathError> {
        if !self.rest().starts_with(']') {
            return Err(PathError { start: self.start, at: open, what: "this bracket is never closed" });
        }
        self.at += 1;
        if part.name.is_empty() {
            return Err(PathError { start: self.start, at: open, what: "there is no name in its brackets" });
        }
        Ok(part)
    }
}
