//! Prints texts and keys.
//!
//! Takes the characters of a text, gives the shortest form that represents them exactly. An invisible character is
//! written as an escape. A text that was written between `"""` keeps that form.

use std::fmt::Write as _;

use super::{Origin, Printer};
use crate::source::characters;
use crate::syntax::grammar;
use crate::syntax::tree::{Key, Text, TextPart};

impl Printer<'_> {
    pub(super) fn text(&mut self, text: &Text) {
        self.inline_comments(text.span.start);
        let form = if !text.block {
            Form::Line
        } else if text.parts.is_empty() {
            Form::BlockOnLine
        } else if self.source(text.span).contains('\n') || has_newline(text) {
            Form::Block
        } else {
            Form::BlockOnLine
        };
        // The indent of the closing quotes is stripped from the text. It must not be more than one level, or the text
        // would look like a parameter.
        let indent = if form == Form::Block { "  ".repeat(self.level + 1) } else { String::new() };
        let mut escaped = Escaped { out: &mut self.out, form, indent: &indent, run: Run::None };
        escaped.open();
        for part in &text.parts {
            match part {
                TextPart::Literal(literal) => literal.chars().for_each(|c| escaped.push(c)),
                TextPart::Hole => {}
                TextPart::Const(name) => escaped.push_const(&name.text),
            }
        }
        escaped.close();
    }

    /// Prints a key and keeps its quotes: quotes around the key of an entry can mean that it is not a parameter.
    pub(super) fn key(&mut self, key: &Key) {
        self.inline_comments(key.span.start);
        if key.quoted { self.quoted_key(key) } else { self.write(&key.text) }
    }

    /// Prints a key that never names a parameter. It is quoted only if necessary.
    pub(super) fn free_key(&mut self, key: &Key) {
        self.inline_comments(key.span.start);
        if grammar::is_name(&key.text) { self.write(&key.text) } else { self.quoted_key(key) }
    }

    fn quoted_key(&mut self, key: &Key) {
        // The tree does not record whether `${` is a const or was escaped.
        if let (Origin::Parsed { .. }, true) = (&self.origin, key.text.contains("${")) {
            let written = self.source(key.span).to_owned();
            return self.write(&written);
        }
        let mut escaped = Escaped { out: &mut self.out, form: Form::Line, indent: "", run: Run::None };
        escaped.open();
        key.text.chars().for_each(|c| escaped.push(c));
        escaped.close();
    }
}

fn has_newline(text: &Text) -> bool {
    text.parts.iter().any(|part| matches!(part, TextPart::Literal(literal) if literal.contains('\n')))
}

/// How a text is quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `"…"`
    Line,
    /// `"""…"""` on one line.
    BlockOnLine,
    /// `"""`, lines, `"""`.
    Block,
}

/// The last characters, as far as they affect the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    None,
    /// A `$` that is not escaped.
    Dollar,
    /// One or two quotes that are not escaped.
    Quotes(u8),
    /// The start of a line of a block, whose indent is not written yet.
    LineStart,
}

/// A text that is being written.
struct Escaped<'o> {
    out: &'o mut String,
    form: Form,
    indent: &'o str,
    run: Run,
}

impl Escaped<'_> {
    fn open(&mut self) {
        self.out.push_str(match self.form {
            Form::Line => "\"",
            Form::BlockOnLine => "\"\"\"",
            Form::Block => "\"\"\"\n",
        });
        if self.form == Form::Block {
            self.run = Run::LineStart;
        }
    }

    fn close(&mut self) {
        match self.form {
            Form::Line => self.out.push('"'),
            Form::BlockOnLine => {
                if let Run::Quotes(_) = self.run {
                    self.out.pop();
                    self.out.push_str("\\\"");
                }
                self.out.push_str("\"\"\"");
            }
            Form::Block => {
                self.out.push('\n');
                self.out.push_str(self.indent);
                self.out.push_str("\"\"\"");
            }
        }
    }

    fn push_const(&mut self, name: &str) {
        self.start_line();
        let _ = write!(self.out, "${{{name}}}");
        self.run = Run::None;
    }

    /// Writes the indent of a line. An empty line gets none.
    fn start_line(&mut self) {
        if self.run == Run::LineStart {
            self.out.push_str(self.indent);
            self.run = Run::None;
        }
    }

    fn push(&mut self, c: char) {
        if c == '\n' && self.form != Form::Line {
            self.out.push('\n');
            self.run = Run::LineStart;
            return;
        }
        self.start_line();
        let before = std::mem::replace(&mut self.run, Run::None);
        match (c, self.form) {
            ('\\', _) => self.out.push_str("\\\\"),
            ('"', Form::Line) => self.out.push_str("\\\""),
            ('"', _) => match before {
                Run::Quotes(2) => self.out.push_str("\\\""),
                Run::Quotes(count) => self.quote(count + 1),
                _ => self.quote(1),
            },
            ('\n', _) => self.out.push_str("\\n"),
            ('\t', Form::Line) => self.out.push_str("\\t"),
            ('{', _) if before == Run::Dollar => {
                self.out.pop();
                self.out.push_str("\\${");
            }
            ('$', _) => {
                self.out.push('$');
                self.run = Run::Dollar;
            }
            _ if c != '\t' && characters::is_hidden(c) => self.out.push_str(&characters::escaped(c)),
            _ => self.out.push(c),
        }
    }

    fn quote(&mut self, count: u8) {
        self.out.push('"');
        self.run = Run::Quotes(count);
    }
}
