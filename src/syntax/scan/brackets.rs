//! Finds unclosed and unmatched brackets.
//!
//! Takes the brackets of a file. If all are balanced, which is the usual case, nothing else happens. Otherwise this
//! module visits the lines again and uses their indentation, and which of them start a step or a flow, to find the
//! brackets that are wrong. Each is reported once and repaired.

use super::lexer::{Bracket, Lexed, Line};
use super::{Notes, Section, line_end, section};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::syntax::tree::State;

/// Reports and repairs brackets that are not balanced.
pub(super) fn balance(text: &str, lexed: &Lexed, notes: &mut Notes) {
    if is_balanced(&lexed.brackets) {
        return;
    }
    let count = |byte: u8| lexed.brackets.iter().filter(|bracket| bracket.byte == byte).count();
    let (opened, closed) = (count(b'{'), count(b'}'));
    let mut balance = Balance {
        text,
        lexed,
        notes,
        open: Vec::new(),
        last_closed: None,
        missing: opened.saturating_sub(closed),
        extra: closed.saturating_sub(opened),
    };
    let added = if balance.extra > 0 { balance.headers() } else { Vec::new() };
    let mut brackets: Vec<Bracket> = lexed.brackets.to_vec();
    brackets.extend(&added);
    brackets.sort_by_key(|bracket| bracket.at);
    let mut brackets = brackets.into_iter().peekable();
    for line in &lexed.lines {
        balance.begin_line(line);
        while let Some(bracket) = brackets.next_if(|bracket| {
            bracket.at <= line.end && (bracket.at < line.end || added.iter().any(|it| it.at == bracket.at))
        }) {
            balance.bracket(bracket, line);
        }
    }
    balance.end_of_file();
}

fn is_balanced(brackets: &[Bracket]) -> bool {
    let mut open = Vec::new();
    for bracket in brackets {
        match bracket.byte {
            b'{' | b'[' => open.push(bracket.byte),
            closing => {
                if open.pop() != Some(opening(closing)) {
                    return false;
                }
            }
        }
    }
    open.is_empty()
}

/// Whether a line begins a flow, a module, a quick connect or a step.
fn is_header(line: &str) -> bool {
    match section(line) {
        Some(Section::Item) => !line.starts_with("const"),
        Some(Section::Step) => true,
        None => line == "start",
    }
}

fn opening(closing: u8) -> u8 {
    if closing == b'}' { b'{' } else { b'[' }
}

/// A bracket that is open.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    byte: u8,
    /// The indent of its line.
    indent: usize,
    /// The end of that line.
    line_end: usize,
    /// The indent of the first line inside it.
    inner_indent: Option<usize>,
}

struct Balance<'t, 'n> {
    text: &'t str,
    lexed: &'t Lexed,
    notes: &'n mut Notes,
    open: Vec<Open>,
    /// The last `}` that closed an outermost `{`, and that `{`.
    last_closed: Option<(usize, Open)>,
    /// How many `}` are missing and how many are extra, by count.
    missing: usize,
    extra: usize,
}

impl Balance<'_, '_> {
    fn begin_line(&mut self, line: &Line) {
        let indent = line.first - line.start;
        let written = self.text.get(line.first..line_end(self.text, line.first)).unwrap_or_default();
        match section(written) {
            Some(Section::Item) if indent == 0 => self.unclosed_from(0, line.first, line.start),
            Some(Section::Step) if self.open.is_empty() => self.closed_too_early(),
            Some(Section::Step) if self.open.first().is_some_and(|open| self.begins_flow(open)) => {
                self.unclosed_from(1, line.first, line.start);
            }
            _ if !written.starts_with(['}', ']']) => {
                let kept = self.open.iter().rposition(|open| !open.is_left(indent)).map_or(0, |index| index + 1);
                let kept = kept.max(self.open.len().saturating_sub(self.missing));
                self.unclosed_from(kept, line.first, line.start);
            }
            _ => {}
        }
        if let Some(open) = self.open.last_mut() {
            open.inner_indent.get_or_insert(indent);
        }
    }

    /// Reports and repairs the lines that begin a flow, a step or a quick connect and lack their `{`, as far as there are
    /// more `}` than `{`.
    fn headers(&mut self) -> Vec<Bracket> {
        let mut added = Vec::new();
        for (line, next) in self.lexed.lines.iter().zip(self.lexed.lines.iter().skip(1)) {
            let written = self.text.get(line.first..line.end).unwrap_or_default();
            let is_deeper = next.first - next.start > line.first - line.start;
            if added.len() == self.extra || !is_deeper || written.contains(['{', '}']) || !is_header(written) {
                continue;
            }
            let message = "expected `{` at the end of this line";
            let mut error = self.notes.error(Code::SyntaxError, line.first, line.end, message);
            if !line.has_open_text {
                error = error.fix(self.notes.span(line.end, line.end), " {", Confidence::Sure);
            }
            self.notes.report(error.help("the braces of a flow or step begin on its own line"));
            self.notes.edit(line.end, line.end, " {");
            added.push(Bracket { at: line.end, byte: b'{' });
        }
        self.extra -= added.len();
        added
    }

    fn begins_flow(&self, open: &Open) -> bool {
        let before = self.text.get(..open.at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        section(line.trim_start_matches([' ', '\t'])) == Some(Section::Item)
    }

    fn bracket(&mut self, bracket: Bracket, line: &Line) {
        let indent = line.first - line.start;
        if matches!(bracket.byte, b'{' | b'[') {
            let open = Open { at: bracket.at, byte: bracket.byte, indent, line_end: line.end, inner_indent: None };
            return self.open.push(open);
        }
        let wanted = opening(bracket.byte);
        let is_first = bracket.at == line.first;
        if is_first && wanted == b'{' {
            let partner = self.open.iter().rposition(|open| open.byte == b'{' && open.indent <= indent);
            match partner {
                Some(index) if self.open.get(index).is_some_and(|open| open.indent == indent) => {
                    self.unclosed_from(index + 1, bracket.at, line.start);
                }
                _ => {}
            }
            let is_deeper = self.open.last().is_some_and(|open| open.indent < indent);
            if is_deeper && self.extra > 0 {
                return self.unopened(bracket.at);
            }
        }
        match self.open.iter().rposition(|open| open.byte == wanted) {
            Some(index) => {
                let insert = if is_first { line.start } else { bracket.at };
                self.unclosed_from(index + 1, bracket.at, insert);
                if let (Some(open), true) = (self.open.pop(), self.open.is_empty()) {
                    self.last_closed = Some((bracket.at, open));
                }
            }
            None => self.unopened(bracket.at),
        }
    }

    fn end_of_file(&mut self) {
        let end = self.text.len();
        self.unclosed_from(0, end, end);
    }

    /// Closes the brackets from the `kept`th on, which should have been closed before `noticed`. They are closed at
    /// `insert`, or, for a list that is on a line of its own, at the end of that line.
    fn unclosed_from(&mut self, kept: usize, noticed: usize, insert: usize) {
        if kept >= self.open.len() {
            return;
        }
        let unclosed = self.open.split_off(kept);
        let mut closing = String::new();
        for open in unclosed.iter().rev() {
            match self.list_end(open).filter(|end| *end <= insert) {
                Some(end) => self.notes.edit(end, end, "]"),
                None => closing.push(if open.byte == b'{' { '}' } else { ']' }),
            }
            if open.byte == b'[' {
                self.notes.doubt(open.at, open.line_end);
            } else {
                self.missing = self.missing.saturating_sub(1);
            }
        }
        if !closing.is_empty() {
            let at_line_start = self.text.get(..insert).is_some_and(|before| before.ends_with('\n'));
            let with = match insert {
                _ if insert == self.text.len() => format!("\n{closing}"),
                _ if at_line_start => format!("{closing}\n"),
                _ => closing,
            };
            self.notes.edit(insert, insert, with);
        }
        // An unterminated text or comment swallowed their closing brackets, and was reported.
        let is_known = |open: &Open| self.lexed.swallowed_from.is_some_and(|from| open.at < from && from < noticed);
        let unclosed = unclosed.into_iter().filter(|open| !is_known(open));
        // Braces left open at one line are most likely one mistake; each list is a mistake of its own.
        let (braces, lists): (Vec<Open>, Vec<Open>) = unclosed.partition(|open| open.byte == b'{');
        let lists = lists.iter().map(std::slice::from_ref);
        for unclosed in std::iter::once(braces.as_slice()).chain(lists) {
            if let Some(diagnostic) = self.never_closed(unclosed, noticed) {
                self.notes.report_state(State::Repaired, diagnostic);
            }
        }
    }

    /// The end of a list that starts with values on its line: the end of the line, or before the braces of its block.
    fn list_end(&self, open: &Open) -> Option<usize> {
        let rest = self.text.get(open.at + 1..open.line_end).filter(|rest| !rest.trim().is_empty())?;
        if open.byte == b'{' {
            return None;
        }
        let before_brace = rest.strip_suffix('{').map(str::trim_end);
        let values =
            before_brace.filter(|values| values.ends_with(|c| !matches!(c, ',' | ':' | '{' | '['))).unwrap_or(rest);
        Some(open.at + 1 + values.len())
    }

    fn never_closed(&self, unclosed: &[Open], noticed: usize) -> Option<Diagnostic> {
        let (innermost, others) = unclosed.split_last()?;
        let bracket = |open: &Open| if open.byte == b'{' { "`{`" } else { "`[`" };
        let message = format!("unclosed {}", bracket(innermost));
        let mut diagnostic = self.notes.error(Code::UnclosedBracket, innermost.at, innermost.at + 1, message);
        if let Some(line) = self.text.get(noticed..line_end(self.text, noticed)).filter(|line| !line.is_empty()) {
            let word_end = line.find([' ', '\t', '{', '(', '"']).filter(|end| *end > 0);
            let end = noticed + word_end.or(line.chars().next().map(char::len_utf8)).unwrap_or(0);
            let closing = if innermost.byte == b'{' { "`}`" } else { "`]`" };
            diagnostic = diagnostic.label(self.notes.span(noticed, end), format!("missing {closing} before this"));
        }
        for open in others.iter().rev() {
            diagnostic = diagnostic
                .label(self.notes.span(open.at, open.at + 1), format!("this {} is also unclosed", bracket(open)));
        }
        Some(diagnostic)
    }

    /// A step is outside all braces: the `}` that closed the flow before it was an extra one.
    fn closed_too_early(&mut self) {
        if self.extra == 0 {
            return;
        }
        if let Some((at, open)) = self.last_closed.take() {
            self.unopened(at);
            self.open.push(open);
        }
    }

    fn unopened(&mut self, at: usize) {
        self.extra = self.extra.saturating_sub(1);
        self.notes.edit(at, at + 1, " ");
        let bracket = self.text.get(at..at + 1).unwrap_or_default();
        let message = format!("unmatched `{bracket}`");
        let diagnostic = self.notes.error(Code::UnopenedBracket, at, at + 1, message).help("remove it");
        self.notes.report_state(State::Repaired, diagnostic);
    }
}

impl Open {
    /// Whether a line with this indent is outside the bracket, judging by the lines before it.
    fn is_left(&self, indent: usize) -> bool {
        self.byte == b'{' && indent <= self.indent && self.inner_indent.is_some_and(|inner| inner > self.indent)
    }
}
