//! JSON with a span on every value, which lets a diagnostic about a flow point into the file.
//!
//! Takes the text of a file, or of a string in it that contains JSON, and gives a tree. Syntax errors become
//! diagnostics. If a key appears twice in an object, the first is kept and the diagnostic shows both. Never nests
//! deeper than [`MAX_DEPTH`], and knows nothing about flows.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// The maximum nesting depth of brackets.
pub const MAX_DEPTH: usize = 128;

/// A value and its span.
#[derive(Clone, Debug)]
pub struct Json {
    /// The value.
    pub kind: Kind,
    /// Its span.
    pub span: Span,
}

/// The kinds of values.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A string, its escapes resolved.
    Text(SmolStr),
    /// `[…]`
    List(Vec<Json>),
    /// `{…}`
    Object(Vec<Member>),
}

/// `"key": value`
#[derive(Clone, Debug)]
pub struct Member {
    /// The key.
    pub key: SmolStr,
    /// The span of the key.
    pub key_span: Span,
    /// The value.
    pub value: Json,
}

impl Json {
    /// The value of a key. `None` if this is not an object, the key is missing, or its value is `null`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        let member = self.members().iter().find(|member| member.key == key)?;
        (!matches!(member.value.kind, Kind::Null)).then_some(&member.value)
    }

    /// The members of an object; empty for anything else.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list; empty for anything else.
    #[must_use]
    pub fn items(&self) -> &[Json] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self) -> Option<&SmolStr> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string that is a member of this object.
    #[must_use]
    pub fn text_at(&self, key: &str) -> Option<&SmolStr> {
        self.get(key).and_then(Json::text)
    }
}

/// Parses the text of the file `file`. `None` if it is not JSON, which is reported.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Json> {
    Reader { text, at: 0, depth: 0, place: OffsetMap { file, offsets: Vec::new() }, diagnostics }.whole()
}

/// Parses the content of the string at `span` in `file`, whose text is `text`, as JSON.
pub fn parse_inner(file: FileId, text: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<Json> {
    // What is wrong with the string itself was reported when the file was parsed.
    let mut known = Diagnostics::new();
    let place = OffsetMap { file, offsets: Vec::new() };
    let mut outer = Reader { text, at: span.start as usize, depth: 0, place, diagnostics: &mut known };
    let (inner, offsets) = outer.string()?;
    Reader { text: &inner, at: 0, depth: 0, place: OffsetMap { file, offsets }, diagnostics }.whole()
}

/// Maps offsets in a text to offsets in its file.
struct OffsetMap {
    file: FileId,
    /// For a text that was a string: ascending offsets in it, each with its offset in the file. Between two entries,
    /// both offsets advance by the same amount.
    offsets: Vec<(usize, usize)>,
}

impl OffsetMap {
    fn in_file(&self, at: usize) -> usize {
        let before = self.offsets.partition_point(|(inner, _)| *inner <= at).checked_sub(1);
        match before.and_then(|index| self.offsets.get(index)) {
            Some((inner, outer)) => outer + (at - inner),
            None => at,
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let number = |at| u32::try_from(self.in_file(at)).unwrap_or(u32::MAX);
        Span::new(self.file, number(start), number(end))
    }
}

struct Reader<'t, 'd> {
    text: &'t str,
    at: usize,
    depth: usize,
    place: OffsetMap,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_, '_> {
    fn whole(&mut self) -> Option<Json> {
        let value = self.value()?;
        self.blanks();
        if self.at < self.text.len() {
            return self.expected("the end of the input");
        }
        Some(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Reports what was expected at the current offset.
    fn expected<T>(&mut self, what: &str) -> Option<T> {
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let found = match found {
            None => "the end of the input".to_owned(),
            Some('\n') => "the end of the line".to_owned(),
            Some(character) => format!("`{character}`"),
        };
        self.fail(format!("expected {what}, found {found}"))
    }

    fn fail<T>(&mut self, message: String) -> Option<T> {
        let end = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = self.place.span(self.at, self.at + end);
        self.diagnostics.push(Diagnostic::new(Code::BrokenJson, span, message));
        None
    }

    fn value(&mut self) -> Option<Json> {
        self.blanks();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Kind::Text(self.string()?.0.into()),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            _ => self.word()?,
        };
        Some(Json { kind, span: self.place.span(start, self.at) })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Kind>) -> Option<Kind> {
        if self.depth == MAX_DEPTH {
            return self.fail(format!("brackets are nested more than {MAX_DEPTH} deep"));
        }
        self.depth += 1;
        self.at += 1;
        let kind = read(self);
        self.depth -= 1;
        kind
    }

    fn object(&mut self) -> Option<Kind> {
        let mut members: Vec<Member> = Vec::new();
        let mut known: HashMap<SmolStr, Span> = HashMap::new();
        self.blanks();
        if self.takes(b'}') {
            return Some(Kind::Object(members));
        }
        loop {
            self.blanks();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.expected("a key in quotes");
            }
            let key = SmolStr::new(self.string()?.0);
            let key_span = self.place.span(start, self.at);
            self.blanks();
            if !self.takes(b':') {
                return self.expected("`:`");
            }
            let value = self.value()?;
            match known.get(&key) {
                Some(first) => self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateKey,
                        key_span,
                        format!("the key `{key}` appears twice in this object"),
                    )
                    .primary_label("the second, which is ignored")
                    .label(*first, "the first"),
                ),
                None => {
                    known.insert(key.clone(), key_span);
                    members.push(Member { key, key_span, value });
                }
            }
            self.blanks();
            if self.takes(b'}') {
                return Some(Kind::Object(members));
            }
            self.comma("`,` or `}`", b'}')?;
        }
    }

    fn list(&mut self) -> Option<Kind> {
        let mut items = Vec::new();
        self.blanks();
        if self.takes(b']') {
            return Some(Kind::List(items));
        }
        loop {
            items.push(self.value()?);
            self.blanks();
            if self.takes(b']') {
                return Some(Kind::List(items));
            }
            self.comma("`,` or `]`", b']')?;
        }
    }

    /// A comma that is followed by something else than `end`.
    fn comma(&mut self, what: &str, end: u8) -> Option<()> {
        let at = self.at;
        if !self.takes(b',') {
            return self.expected(what);
        }
        self.blanks();
        if self.peek() == Some(end) {
            self.at = at;
            return self.fail(format!("trailing comma before `{}`", char::from(end)));
        }
        Some(())
    }

    fn word(&mut self) -> Option<Kind> {
        let words = [("null", Kind::Null), ("true", Kind::Bool(true)), ("false", Kind::Bool(false))];
        for (word, kind) in words {
            if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
                self.at += word.len();
                return Some(kind);
            }
        }
        self.expected("a value")
    }

    fn number(&mut self) -> Option<serde_json::Number> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at).unwrap_or_default();
        match serde_json::from_str(digits) {
            Ok(number) => Some(number),
            Err(_) => {
                let message = format!("`{digits}` is not a valid number");
                self.at = start;
                self.fail(message)
            }
        }
    }

    /// A string, and its offset map: an entry for its start and one after each escape.
    fn string(&mut self) -> Option<(String, Vec<(usize, usize)>)> {
        self.at += 1;
        let mut text = String::new();
        let mut offsets = vec![(0, self.place.in_file(self.at))];
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest.find(['"', '\\', '\n']).unwrap_or(rest.len());
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Some((text, offsets));
                }
                Some(b'\\') => {
                    text.push(self.escape()?);
                    offsets.push((text.len(), self.place.in_file(self.at)));
                }
                _ => return self.expected("`\"` at the end of the string"),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let start = self.at;
        self.at += 1;
        let letter = self.peek();
        self.at += 1;
        Some(match letter {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.unit(start)?;
                let low = self.low_surrogate().filter(|_| (0xD800..0xDC00).contains(&first));
                let code = match low {
                    Some(low) => {
                        self.at += "\\u0000".len();
                        0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00)
                    }
                    None => first,
                };
                char::from_u32(code).unwrap_or_else(|| self.lone_surrogate(start))
            }
            _ => {
                self.at = start;
                return self.fail("invalid escape in a string; expected one such as `\\n` or `\\\\`".to_owned());
            }
        })
    }

    /// The second half of a surrogate pair, if it follows.
    fn low_surrogate(&self) -> Option<u32> {
        let digits = self.text.get(self.at..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok().filter(|unit| (0xDC00..0xE000).contains(unit))
    }

    /// Reports half of a surrogate pair, and gives what replaces it.
    fn lone_surrogate(&mut self, start: usize) -> char {
        let written = self.text.get(start..self.at).unwrap_or_default();
        let message = format!("`{written}` is half of a surrogate pair, and stands for no character");
        self.diagnostics.push(
            Diagnostic::new(Code::LoneSurrogate, self.place.span(start, self.at), message)
                .help("remove it, or write both halves, such as `\\ud83d\\ude00`"),
        );
        char::REPLACEMENT_CHARACTER
    }

    fn unit(&mut self, start: usize) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4);
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.at += 4;
                Some(unit)
            }
            None => {
                self.at = start;
                self.fail("`\\u` must be followed by four hexadecimal digits".to_owned())
            }
        }
    }
}
