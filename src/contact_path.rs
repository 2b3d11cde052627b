//! Paths of contact data: `$.Attributes.tier`, `$['Lex']['Slots']['city']`, `$.External.items[0]`.
//!
//! A name in brackets may be a path between backticks, whose value is the name: ``$.External.['`$.Attributes.field`']``
//! (<https://docs.aws.amazon.com/connect/latest/adminguide/create-dynamic-text-strings.html>).
//!
//! Takes a text, gives the paths in it and their parts. Knows the syntax of a path, never its meaning: the names that
//! may follow `$.` are in [`catalogue::contact_data`](crate::catalogue::contact_data).

use std::ops::Range;

use smol_str::SmolStr;

/// A path, from its `$` to its last part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The parts after `$`; an index is its digits.
    pub parts: Vec<Part>,
    /// Its byte range in the text.
    pub range: Range<usize>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name or index.
    pub name: SmolStr,
    /// The byte range of the name in the text, without dot, brackets and quotes.
    pub range: Range<usize>,
    /// The path between backticks that is written instead of a name: its value is the name.
    pub computed: Option<Box<Path>>,
}

impl Path {
    /// The path, and those between backticks in it.
    pub fn with_computed(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self).chain(self.parts.iter().filter_map(|part| part.computed.as_deref()))
    }
}

/// What is wrong with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// The byte offset where the path begins.
    pub start: usize,
    /// The byte offset of the error.
    pub at: usize,
    /// The reason, which is appended to "malformed contact-data path: ".
    pub what: &'static str,
}

/// What is wrong with a path that contains another, as in `$.Attributes.$.Channel`.
const NESTED: &str = "one path is inside another";

impl PathError {
    /// Whether a path is inside another. No source says what the service makes of it.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        self.what == NESTED
    }
}

/// Whether a text is to be parsed as one path: it begins like a path.
#[must_use]
pub fn begins(text: &str) -> bool {
    text.starts_with("$.") || text.starts_with("$[")
}

/// Parses a text that consists of exactly one path.
///
/// # Errors
///
/// The text is not a path. The error has the position and the reason.
pub fn parse(text: &str) -> Result<Path, PathError> {
    let mut reader = Reader { text, start: 0, at: 0, is_inner: false };
    let path = reader.path()?;
    if reader.at < text.len() {
        return Err(PathError { start: 0, at: reader.at, what: "unexpected text after the path" });
    }
    Ok(path)
}

/// A text without the contact data in it.
#[must_use]
pub fn without_paths(text: &str) -> String {
    with_paths_as(text, |_| String::new())
}

/// A text with something else in place of each path in it.
#[must_use]
pub fn with_paths_as(text: &str, replacement: impl Fn(&Path) -> String) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    for path in all(text).into_iter().flatten() {
        replaced.push_str(text.get(at..path.range.start).unwrap_or_default());
        replaced.push_str(&replacement(&path));
        at = path.range.end;
    }
    replaced.push_str(text.get(at..).unwrap_or_default());
    replaced
}

/// The paths in a text, and the errors of those that are malformed.
#[must_use]
pub fn all(text: &str) -> Vec<Result<Path, PathError>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find('$')).map(|offset| from + offset) {
        let rest = text.get(start..).unwrap_or_default();
        // A dollar sign may also be an amount of money, `$5` or `$.50`, or end a sentence.
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
        let mut reader = Reader { text, start, at: start, is_inner: false };
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
    /// Whether it reads a path between backticks, which contains no other.
    is_inner: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn path(&mut self) -> Result<Path, PathError> {
        let start = self.at;
        if !self.rest().starts_with('$') {
            return Err(PathError { start: self.start, at: self.at, what: "a path must begin with `$`" });
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
                } else if begins(after) {
                    self.at += 1;
                    // What the inner path is does not matter.
                    let _ = self.path();
                    return Err(PathError { start: self.start, at: start, what: NESTED });
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
            return Err(PathError { start: self.start, at: self.at, what: "expected a name after `$.`" });
        }
        Ok(Path { parts, range: start..self.at })
    }

    /// A bare name. It may contain `-`, but not end with it.
    fn name(&mut self) -> Part {
        let rest = self.rest();
        let length = rest.find(|c: char| !(is_name_start(c) || c == '-')).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().trim_end_matches('-');
        let range = self.at..self.at + name.len();
        let name = SmolStr::new(name);
        self.at = range.end;
        Part { name, range, computed: None }
    }

    /// `['name']`, `["name"]`, `[0]`.
    fn bracket(&mut self) -> Result<Part, PathError> {
        let open = self.at;
        let inner = self.rest().get(1..).unwrap_or_default();
        for quote in ["'", "\""] {
            if let Some(name) = inner.strip_prefix(quote) {
                if name.starts_with('`') && !self.is_inner {
                    return self.computed(open, quote);
                }
                let Some(length) = name.find(quote) else {
                    self.at = self.text.len();
                    return Err(PathError {
                        start: self.start,
                        at: open,
                        what: "the quote in the brackets is never closed",
                    });
                };
                let start = open + 2;
                let name = SmolStr::new(name.get(..length).unwrap_or_default());
                self.at = start + length + 1;
                return self.close(open, Part { name, range: start..start + length, computed: None });
            }
        }
        let length = inner.find(|c: char| !(c.is_ascii_digit() || c == '*')).unwrap_or(inner.len());
        let name = SmolStr::new(inner.get(..length).unwrap_or_default());
        let start = open + 1;
        self.at = start + length;
        if length == 0 {
            return Err(PathError {
                start: self.start,
                at: open,
                what: "expected a quoted name or an index in the brackets",
            });
        }
        self.close(open, Part { name, range: start..start + length, computed: None })
    }

    /// A path between backticks, in quotes.
    fn computed(&mut self, open: usize, quote: &str) -> Result<Part, PathError> {
        let start = open + "['".len();
        let mut inner = Reader { at: start + "`".len(), is_inner: true, ..*self };
        let path = inner.path();
        self.at = inner.at;
        let path = path?;
        let end = self.at + "`".len();
        if !self.rest().starts_with(&format!("`{quote}")) {
            return Err(PathError { start: self.start, at: open, what: "expected one path between the backticks" });
        }
        let name = SmolStr::new(self.text.get(start..end).unwrap_or_default());
        self.at = end + quote.len();
        self.close(open, Part { name, range: start..end, computed: Some(Box::new(path)) })
    }

    fn close(&mut self, open: usize, part: Part) -> Result<Part, PathError> {
        if !self.rest().starts_with(']') {
            return Err(PathError { start: self.start, at: open, what: "this bracket is never closed" });
        }
        self.at += 1;
        if part.name.is_empty() {
            return Err(PathError { start: self.start, at: open, what: "the name in the brackets is empty" });
        }
        Ok(part)
    }
}
