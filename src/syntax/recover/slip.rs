//! Recognises slips of other languages in a line that could not be parsed: `==` after `when`, `:` for an arrow, texts
//! joined by `+`, and words at the start of a line.
//!
//! Takes the line, gives a diagnostic from the table of slips. An edit is certain only if the line can be parsed after it.

use super::word::{is_name_part, is_name_start, token};
use super::{BLANKS, Enclosure, MEMBERS, first_word, meant};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::slips::{self, Place, Slip};
use crate::source::Span;
use crate::syntax::extends_path;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::scan::Scan;
use crate::syntax::tree::State;

/// The diagnostic of `slip` for `word`, which starts at the byte `start` of the parsed text.
pub(in crate::syntax) fn slip(scan: &Scan<'_>, slip: &Slip, start: usize, word: &str) -> Diagnostic {
    let span = scan.span(start, start + word.len());
    Diagnostic::new(Code::SyntaxError, span, slip.message(word)).help(slip.help)
}

/// The word of a statement of another language that `line` starts with.
pub(in crate::syntax) fn statement_slip(line: &str) -> Option<(&str, &'static Slip)> {
    let (word, rest) = first_word(line);
    let is_word = !line.get(word.len()..).is_some_and(|after| after.starts_with('-'));
    // `Set working queue "Billing"` is a block's name in the designer.
    let stores = !slips::ASSIGN.contains(&word.to_lowercase().as_str()) || line.contains('=') || !line.contains('"');
    let slip = slips::find(Place::Statement, word).filter(|_| is_word && stores && !rest.starts_with([':', '=']))?;
    Some((word, slip))
}

/// A slip at the start of a line.
pub(super) fn at_line_start(scan: &Scan<'_>, place: Enclosure, start: usize, slice: &str) -> Option<Diagnostic> {
    if let Some((signs, found)) = line_start(slice) {
        return Some(slip(scan, found, start, signs));
    }
    let (word, rest) = first_word(slice);
    let is_setting = rest.starts_with([':', '=']);
    let lower = word.to_lowercase();
    if place == Enclosure::Body && lower != word && ["when", "on"].contains(&lower.as_str()) && !is_setting {
        let span = scan.span(start, start + word.len());
        return Some(
            Diagnostic::new(Code::SyntaxError, span, format!("unexpected `{word}` at the start of a line"))
                .did_you_mean(span, Some(&lower)),
        );
    }
    if place == Enclosure::File && is_setting && is_constant(&format!("const {slice}")) {
        let span = scan.span(start, start + word.len());
        let head = scan.span(start, start);
        return Some(
            Diagnostic::new(Code::SyntaxError, span, format!("expected `const` before `{word}`"))
                .help(format!("a value with a name is a const: `const {word} = …`"))
                .fix(head, "const ", Confidence::Sure),
        );
    }
    let at = match place {
        Enclosure::File => Place::File,
        Enclosure::Flow => Place::Flow,
        Enclosure::Body => Place::Branch,
        Enclosure::Test => Place::Test,
        Enclosure::Run | Enclosure::Fields => return None,
    };
    let two_words = slice.get(..slice.len() - rest.len() + first_word(rest).0.len()).unwrap_or(word);
    let (word, found) = match slips::find(at, two_words) {
        Some(found) => (two_words, found),
        None => (word, slips::find(at, word).filter(|_| !is_setting)?),
    };
    let rest = slice.get(word.len()..).unwrap_or_default().trim_start_matches([' ', '\t']);
    if found.replacement() == Some("when") && rest.starts_with(is_name_start) {
        let span = scan.span(start, start + word.len());
        return Some(
            Diagnostic::new(Code::SyntaxError, span, found.message(word)).help(
                "a branch begins with `on`, `on false -> step`, and a condition with `when`, `when \"1\" -> step`",
            ),
        );
    }
    let diagnostic = slip(scan, found, start, word);
    let replacement = found.replacement().filter(|with| {
        let line = format!("{with}{}", slice.get(word.len()..).unwrap_or_default());
        meant(place, &line).is_some_and(|rule| grammar::parse(rule, &line).is_ok())
    });
    let span = scan.span(start, start + word.len());
    Some(match replacement {
        Some(with) => diagnostic.fix(span, with, Confidence::Sure),
        None => diagnostic,
    })
}

/// A step without the word `step`: `menu: {`. A map may be meant, so nothing is certain.
pub(super) fn without_step(scan: &Scan<'_>, start: usize, slice: &str) -> Option<Diagnostic> {
    let (word, rest) = first_word(slice);
    let brace = rest.strip_prefix(':')?.trim_start_matches([' ', '\t']);
    if !brace.starts_with('{')
        || MEMBERS.contains(&word)
        || grammar::parse(Rule::only_step, &format!("step {word} {{")).is_err()
    {
        return None;
    }
    let written = slice.get(..slice.len() - brace.len())?;
    let span = scan.span(start, start + word.len());
    Some(
        Diagnostic::new(Code::SyntaxError, span, format!("expected `step` before `{word}`"))
            .help(format!("a step is `step {word} {{ … }}`"))
            .fix(scan.span(start, start + written.len()), format!("step {word} "), Confidence::Guess),
    )
}

/// The sign that `line` starts with in the place of a comment's.
fn line_start(line: &str) -> Option<(&str, &'static Slip)> {
    let signs = line.get(..line.len() - line.trim_start_matches('-').len())?;
    Some((signs, slips::find(Place::Line, signs)?))
}

fn is_constant(line: &str) -> bool {
    grammar::parse(Rule::only_constant, line).is_ok()
}

/// A line that could not be parsed as `rule`.
pub(super) struct Line<'s> {
    pub(super) scan: &'s Scan<'s>,
    /// The offset of `text` in the parsed text.
    pub(super) start: usize,
    pub(super) text: &'s str,
    pub(super) rule: Rule,
}

impl Line<'_> {
    /// The span of the bytes `from..to` of the line.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        self.scan.span(self.start + from, self.start + to)
    }

    /// Whether the line can be parsed with its bytes `from..to` replaced.
    pub(super) fn is_good_with(&self, from: usize, to: usize, with: &str) -> bool {
        let (before, after) = (self.text.get(..from), self.text.get(to..));
        let line = format!("{}{with}{}", before.unwrap_or_default(), after.unwrap_or_default());
        // The braces may not be a part of what is looked at.
        let line = if line.ends_with('{') { format!("{line}}}") } else { line };
        grammar::parse(self.rule, &line).is_ok()
    }

    fn slip(&self, found: &Slip, at: usize, word: &str) -> Diagnostic {
        slip(self.scan, found, self.start + at, word)
    }

    /// An edit of the bytes `from..to`, if the line can be parsed after it.
    pub(super) fn fixed(&self, diagnostic: Diagnostic, from: usize, to: usize, with: &str) -> Diagnostic {
        if !self.is_good_with(from, to, with) {
            return diagnostic;
        }
        diagnostic.fix(self.span(from, to), with, Confidence::Sure)
    }

    /// An operator of another language in a condition.
    pub(super) fn condition(&self, at: usize, before: &str) -> Option<Diagnostic> {
        if self.rule != Rule::only_when {
            return None;
        }
        // `<>` begins with an operator that exists.
        let (before, at) = match before.strip_suffix(['<', '>']) {
            Some(shorter) if before.len() == at => (shorter.trim_end(), shorter.len()),
            _ => (before, at),
        };
        let rest = self.text.get(at..)?;
        let word = operator(rest);
        // After a value, a `=` is meant as an arrow.
        let compares = before.trim_end().strip_prefix("when").is_some_and(|left| left.trim_start().starts_with("$."));
        let found = slips::find(Place::Condition, word)
            .filter(|_| compares || before.trim_end() == "when" || slips::find(Place::Arrow, word).is_none())?;
        let compared = before.trim_end().strip_prefix("when").map(str::trim).filter(|left| !left.is_empty());
        if let (Some(compared), Some("")) = (compared, found.replacement()) {
            let span = self.span(at, at + word.len());
            return Some(Diagnostic::new(Code::SyntaxError, span, found.message(word)).help(format!(
                "what is compared follows the name of the block: `check_contact_attributes {compared} {{ when \"…\" -> step }}`"
            )));
        }
        let diagnostic = self.slip(found, at, word);
        let after = rest.get(word.len()..).unwrap_or_default();
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        Some(match found.replacement() {
            Some("") => self.fixed(diagnostic, at, at + word.len() + blanks, ""),
            Some(with) => self.fixed(diagnostic, before.len(), at + word.len(), with),
            None => diagnostic,
        })
    }

    /// A sign in the place of a comment's.
    pub(super) fn comment(&self, at: usize) -> Option<Diagnostic> {
        let (signs, found) = line_start(self.text.get(at..)?)?;
        Some(self.slip(found, at, signs))
    }

    /// The name of a step in quotes.
    pub(super) fn quoted_step(&self, at: usize, before: &str) -> Option<Diagnostic> {
        let text = token(self.text.get(at..)?);
        let name = text.strip_prefix('"')?.strip_suffix('"')?;
        let sign = ["->", "step"].into_iter().find(|sign| before.ends_with(sign))?;
        if grammar::parse(Rule::only_name, name).is_err() || sign == "step" && self.rule != Rule::only_step {
            return None;
        }
        let span = self.span(at, at + text.len());
        let diagnostic =
            Diagnostic::new(Code::SyntaxError, span, format!("expected the name of a step, found `{text}`"))
                .help(format!("the name of a step has no quotes: `{sign} {name}`"));
        Some(self.fixed(diagnostic, at, at + text.len(), name))
    }

    /// A sign between a name and its braces: `step menu: {`.
    pub(super) fn sign_before_brace(&self, at: usize, token: &str) -> Option<Diagnostic> {
        let sign = [":", "=", "->"].into_iter().find(|sign| *sign == token)?;
        let after = self.text.get(at + sign.len()..)?;
        if !after.trim_start_matches([' ', '\t']).starts_with('{') {
            return None;
        }
        let before = self.text.get(..at)?;
        let kept = before.trim_end_matches([' ', '\t']).len();
        let gap = if after.starts_with('{') { " " } else { "" };
        let span = self.span(at, at + sign.len());
        let diagnostic = Diagnostic::new(Code::SyntaxError, span, format!("expected `{{`, found `{sign}`"))
            .help(format!("the braces follow directly: delete the `{sign}`"));
        Some(self.fixed(diagnostic, kept, at + sign.len(), gap))
    }

    /// The argument of a block in parentheses: `play_prompt("Hello.")`.
    pub(super) fn parentheses(&self, at: usize) -> Option<Diagnostic> {
        let inside = self.text.get(at..)?.trim_end().strip_prefix('(')?;
        let span = self.span(at, at + "(".len());
        let is_target = matches!(self.rule, Rule::only_on | Rule::only_when | Rule::only_jump | Rule::only_default);
        if is_target && let Some(after) = inside.trim_start().strip_prefix(')') {
            let diagnostic = Diagnostic::new(Code::SyntaxError, span, "the name of a step has no parentheses")
                .help("a jump is written `-> step`");
            return Some(self.fixed(diagnostic, at, self.text.trim_end().len() - after.len(), ""));
        }
        if self.rule != Rule::only_block {
            return None;
        }
        let diagnostic = Diagnostic::new(Code::SyntaxError, span, "an argument has no parentheses")
            .help("the argument of a block follows its name: `play_prompt \"Hello.\"`");
        let Some(close) = inside.rfind(')') else { return Some(diagnostic) };
        let argument = inside.get(..close)?.trim();
        let before = self.text.get(..at)?;
        let name = before.trim_end_matches([' ', '\t']).len();
        let written = if argument.is_empty() { String::new() } else { format!(" {argument}") };
        Some(self.fixed(diagnostic, name, at + "(".len() + close + ")".len(), &written))
    }

    /// A list without its brackets: `queues: "Billing", "Sales"`. Whether the parameter takes one is not known here.
    pub(super) fn list(&self, at: usize, token: &str) -> Option<Diagnostic> {
        if token != "," || !matches!(self.rule, Rule::only_parameter | Rule::only_entry) {
            return None;
        }
        let sign = self.text.find([':', '='])? + 1;
        let (name, values) = self.text.split_at_checked(sign)?;
        let written = values.trim();
        if grammar::parse(self.rule, &format!("{name} [{written}]")).is_err() {
            return None;
        }
        let span = self.span(at, at + token.len());
        let from = self.start + sign + (values.len() - values.trim_start().len());
        let (head, tail) = (self.scan.span(from, from), self.scan.span(from + written.len(), from + written.len()));
        Some(
            Diagnostic::new(Code::SyntaxError, span, "several values without brackets")
                .help(format!("a list is written in brackets: `{name} [{written}]`"))
                .fix(head, "[", Confidence::Guess)
                .fix(tail, "]", Confidence::Guess),
        )
    }

    /// The designer's label of a parameter: `Maximum digits: 4`. It may be a key, so nothing is certain.
    pub(super) fn label(&self, token: &str) -> Option<Diagnostic> {
        if self.rule != Rule::only_parameter || !token.starts_with(is_name_start) {
            return None;
        }
        let (label, _) = self.text.split_once(':')?;
        let words: Vec<&str> = label.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        let name = words.join("_").to_lowercase();
        if words.len() < 2 || grammar::parse(Rule::only_name, &name).is_err() {
            return None;
        }
        let span = self.span(0, label.len());
        Some(
            Diagnostic::new(Code::SyntaxError, span, "the name of a parameter has no blanks")
                .help(format!("write `{name}: …`"))
                .fix(span, name, Confidence::Guess),
        )
    }

    /// A parameter or entry behind its block, without the braces: `set_contact_attributes tier = "gold"`.
    pub(super) fn without_braces(&self, at: usize, token: &str) -> Option<Diagnostic> {
        if self.rule != Rule::only_block || !matches!(token, ":" | "=") {
            return None;
        }
        let before = self.text.get(..at)?.trim_end_matches([' ', '\t']);
        let from = before.rfind([' ', '\t'])? + 1;
        let (name, line) = (before.get(from..)?, self.text.get(from..)?.trim_end());
        if name.starts_with("$.") {
            let span = self.span(at, at + token.len());
            return Some(
                Diagnostic::new(Code::SyntaxError, span, format!("unexpected `{token}` behind a block"))
                    .help(format!("a branch compares: `{before} {{ when \"…\" -> step }}`")),
            );
        }
        let (what, rule, sign) = match token {
            "=" => ("entries", Rule::only_entry, " ="),
            _ => ("parameters", Rule::only_parameter, ":"),
        };
        let span = self.span(at, at + token.len());
        let diagnostic = Diagnostic::new(Code::SyntaxError, span, format!("unexpected `{token}` behind a block"))
            .help(format!("{what} are written in braces: `{{ {name}{sign} … }}`"));
        // If a bracket is missing or more lines follow, the braces may be there in part.
        let after = self.scan.text().get(self.start + from + line.len()..).unwrap_or_default();
        let is_alone = after.trim_start_matches([' ', '\t']).starts_with('\n') || rule == Rule::only_entry;
        if grammar::parse(rule, line).is_err() || !is_alone || self.scan.state != State::Whole {
            return Some(diagnostic);
        }
        Some(self.fixed(diagnostic, from, from + line.len(), &format!("{{ {line} }}")))
    }

    /// Another sign or word in the place of `->`, or none.
    pub(super) fn arrow(&self, at: usize, token: &str) -> Option<Diagnostic> {
        let rest = self.text.get(at..)?;
        if at == 0
            && let Some(diagnostic) = self.comment(at)
        {
            return Some(diagnostic);
        }
        let dashes = rest.len() - rest.trim_start_matches('-').len();
        let token = if dashes > 0 { rest.get(..dashes)? } else { token };
        if let Some(found) = slips::find(Place::Arrow, token) {
            let mut end = at + token.len();
            // `go to menu`
            let (next, after) = first_word(rest.get(token.len()..)?.trim_start_matches([' ', '\t']));
            if slips::find(Place::Arrow, next).is_some() && after.starts_with(is_name_start) {
                end = self.text.len() - after.len();
            }
            let word = self.text.get(at..end)?.trim_end();
            let is_blank = |c: char| c == ' ' || c == '\t';
            let before = if self.text.get(..at)?.ends_with(is_blank) { "" } else { " " };
            let behind = if after.is_empty() || self.text.get(end..)?.starts_with(is_blank) { "" } else { " " };
            return Some(self.fixed(self.slip(found, at, word), at, end, &format!("{before}->{behind}")));
        }
        let is_step = token.starts_with(is_name_start) && token.chars().all(is_name_part);
        if !is_step || !self.is_good_with(at, at, "-> ") {
            return None;
        }
        let span = self.span(at, at + token.len());
        Some(
            Diagnostic::new(Code::SyntaxError, span, format!("expected `->`, found `{token}`"))
                .help(format!("the target of a branch follows an arrow: `-> {token}`"))
                .fix(span.head(), "-> ", Confidence::Sure),
        )
    }

    /// A comparison after `on`.
    pub(super) fn comparison(&self, at: usize) -> Option<Diagnostic> {
        let on = self.text.starts_with("on") && self.rule == Rule::only_on;
        let line = format!("when{}", self.text.get("on".len()..)?);
        if !on || at > "on ".len() || grammar::parse(Rule::only_when, &line).is_err() {
            return None;
        }
        let span = self.span(0, "on".len());
        Some(
            Diagnostic::new(Code::SyntaxError, span, "expected `when`, found `on`")
                .help("`on` takes the name of a branch, `when` a condition: `when > 5 -> step`")
                .fix(span, "when", Confidence::Sure),
        )
    }

    /// Texts that are joined by a sign.
    pub(super) fn joined(&self, at: usize, before: &str) -> Option<Diagnostic> {
        let rest = self.text.get(at..)?;
        let sign = join_sign(rest)?;
        let found = slips::find(Place::Join, sign)?;
        let from = last_operand(before)?;
        let diagnostic = self.slip(found, at, sign);
        let (mut content, mut end) = (operand(before.get(from..)?)?.1, before.len());
        loop {
            let after = self.text.get(end..)?;
            let blanks = |text: &str| text.len() - text.trim_start_matches(BLANKS).len();
            let sign_at = end + blanks(after);
            let Some(sign) = join_sign(self.text.get(sign_at..)?) else { break };
            let next = sign_at + sign.len();
            let next = next + blanks(self.text.get(next..)?);
            let Some((length, piece)) = operand(self.text.get(next..)?) else { return Some(diagnostic) };
            // The text after a path would become a part of it.
            let is_path = content.rsplit(' ').next().is_some_and(|last| last.contains("$."));
            if is_path && extends_path(&piece) {
                return Some(diagnostic);
            }
            content.push_str(&piece);
            end = next + length;
        }
        Some(self.fixed(diagnostic, from, end, &format!("\"{content}\"")))
    }
}

/// The sign or word that `rest` starts with.
pub(super) fn operator(rest: &str) -> &str {
    let is_sign = |c: char| "=!<>&|~".contains(c);
    let length = rest.find(|c| !is_sign(c)).unwrap_or(rest.len());
    match rest.get(..length) {
        Some(signs) if !signs.is_empty() => signs,
        _ => token(rest),
    }
}

fn join_sign(rest: &str) -> Option<&str> {
    let length = rest.find(|c| !"+&.".contains(c)).unwrap_or(rest.len());
    rest.get(..length).filter(|sign| slips::find(Place::Join, sign).is_some())
}

/// The start of the text or path that `before` ends with.
fn last_operand(before: &str) -> Option<usize> {
    let starts = before.match_indices(['"', '$']).map(|(at, _)| at);
    starts.into_iter().find(|at| {
        let rest = before.get(*at..).unwrap_or_default();
        operand(rest).is_some_and(|(length, _)| length == rest.len())
    })
}

/// The length of the text, path or const that `text` starts with, and how it is written in a text.
fn operand(text: &str) -> Option<(usize, String)> {
    if text.starts_with("\"\"\"") {
        return None;
    }
    let rule = match text.get(..2)? {
        "${" => Rule::const_ref,
        start if start.starts_with('$') => Rule::path,
        _ => Rule::text,
    };
    let parsed = grammar::parse(rule, text).ok()?;
    let written = parsed.as_str();
    Some((written.len(), written.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(written).to_owned()))
}
