//! The message for a syntax error: what was expected, what was found, and what may have been meant.

use super::BLANKS;
use super::slip::Line;
use super::word::{is_name_part, is_name_start, token};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::slips::{self, Place};
use crate::syntax::grammar::{Failure, Rule, words};
use crate::syntax::scan::Scan;

/// A location where parsing failed.
pub(super) struct Mistake<'s> {
    scan: &'s Scan<'s>,
    /// The offset of `text` in the parsed text.
    start: usize,
    /// The text that was parsed.
    text: &'s str,
    /// The offset in `text` where parsing failed.
    at: usize,
    expected: Vec<Rule>,
    /// The construct that the text was parsed as.
    rule: Option<Rule>,
    after_good_line: bool,
}

impl<'s> Mistake<'s> {
    pub(super) fn new(scan: &'s Scan<'s>, start: usize, text: &'s str, failure: Failure) -> Mistake<'s> {
        let at = failure.at.min(text.trim_end_matches(BLANKS).len());
        Mistake { scan, start, text, at, expected: failure.expected, rule: None, after_good_line: false }
    }

    /// Sets the construct that the text was parsed as.
    pub(super) fn of(self, rule: Rule) -> Mistake<'s> {
        Mistake { rule: Some(rule), ..self }
    }

    /// Marks that the text before the mistake is already a complete line.
    pub(super) fn after_good_line(self) -> Mistake<'s> {
        Mistake { after_good_line: true, ..self }
    }

    pub(super) fn diagnostic(&self) -> Diagnostic {
        let token = self.token();
        if let Some(diagnostic) = self.slip(token).or_else(|| self.hyphenated(token)) {
            return diagnostic;
        }
        let (start, end) = match token {
            // The line ends there: point at the last token before.
            "" => self.last_token(),
            _ => (self.at, self.at + token.len()),
        };
        let span = self.scan.visible_span(self.start + start, self.start + end);
        let message = format!("expected {}, found {}", self.expected_words(), self.found_words(token));
        let mut diagnostic = Diagnostic::new(Code::SyntaxError, span, message);
        if let Some(hint) = self.hint(token) {
            diagnostic = diagnostic.help(hint);
        }
        diagnostic
    }

    /// A slip of another language at the mistake.
    fn slip(&self, token: &str) -> Option<Diagnostic> {
        let line = Line { scan: self.scan, start: self.start, text: self.text, rule: self.rule? };
        line.comment(self.at)
            .filter(|_| self.after_good_line)
            .or_else(|| line.quoted_step(self.at, self.before()))
            .or_else(|| line.sign_before_brace(self.at, token).filter(|_| self.expects(Rule::open)))
            .or_else(|| line.parentheses(self.at))
            .or_else(|| line.time(self.at, self.before()))
            .or_else(|| line.range(self.at))
            .or_else(|| line.list(self.at, token).filter(|_| self.after_good_line))
            .or_else(|| line.label(token))
            .or_else(|| line.without_braces(self.at, token))
            .or_else(|| line.quotes(self.at))
            .or_else(|| line.condition(self.at, self.before()))
            .or_else(|| line.joined(self.at, self.before()))
            .or_else(|| line.of_test(self.at, token, self.before()))
            .or_else(|| line.result(self.at, token).filter(|_| self.expects(Rule::arrow)))
            .or_else(|| line.arrow(self.at, token).filter(|_| self.expects(Rule::arrow)))
            .or_else(|| line.comparison(self.at))
    }

    fn before(&self) -> &'s str {
        self.text.get(..self.at).unwrap_or_default().trim_end_matches(BLANKS)
    }

    /// The token where parsing failed; empty at the end of the line.
    fn token(&self) -> &'s str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with('\n') { "" } else { token(rest) }
    }

    fn last_token(&self) -> (usize, usize) {
        let before = self.before();
        let from = before.rfind(BLANKS).map_or(0, |blank| blank + 1);
        (from, before.len())
    }

    fn found_words(&self, token: &str) -> String {
        if !token.is_empty() {
            return shown(token);
        }
        let after = self.scan.text().get(self.start + self.text.trim_end_matches(BLANKS).len()..).unwrap_or_default();
        match after.trim_start_matches([' ', '\t']).chars().next() {
            Some(sign @ ('}' | ';')) => format!("`{sign}`"),
            None => "the end of the file".to_owned(),
            _ => "the end of the line".to_owned(),
        }
    }

    fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    fn expected_words(&self) -> String {
        let before = self.before();
        if before.ends_with("->") && self.expects(Rule::when_word) {
            return "the name of a branch, a text or `when` after `->`".to_owned();
        }
        if before.ends_with("->") {
            return "the name of a step after `->`".to_owned();
        }
        if before.ends_with("${") {
            return "the name of a const after `${`".to_owned();
        }
        let (may_be_text, may_be_name) = (self.expects(Rule::text), self.expects(Rule::name));
        match last_word(before) {
            "flow" | "module" | "quick_connect" | "as" if may_be_text => return "a name in quotes".to_owned(),
            "test" | "setup" | "use" | "call" | "chat" | "task" | "email" if may_be_text => {
                return "a name in quotes".to_owned();
            }
            "on" if may_be_name => return "the name of a branch".to_owned(),
            _ if before.ends_with(',') && may_be_name && may_be_text => return "the name of a branch".to_owned(),
            _ if before.ends_with(':') && may_be_name => return "a type after `:`".to_owned(),
            _ => {}
        }
        let any_value = self.expects(Rule::number) && self.expects(Rule::path);
        if any_value && before.ends_with([':', '=']) && !before.ends_with("==") {
            return format!("a value after `{}`", if before.ends_with(':') { ':' } else { '=' });
        }
        let mut list: Vec<&str> = Vec::new();
        for rule in &self.expected {
            let is_value = matches!(
                rule,
                Rule::number
                    | Rule::path
                    | Rule::const_ref
                    | Rule::list
                    | Rule::map
                    | Rule::named
                    | Rule::word
                    | Rule::text
            );
            let word = match rule {
                _ if any_value && is_value => words(Rule::value),
                // The operands of an operator of flow JSON.
                Rule::list if !any_value => "",
                // Rarely meant, and the list is long enough without it.
                Rule::identifier | Rule::as_word if self.expected.len() > 1 => "",
                _ => words(*rule),
            };
            if !word.is_empty() && !list.contains(&word) {
                list.push(word);
            }
        }
        let end = words(Rule::EOI);
        list.sort_by_key(|word| *word == end);
        match list.as_slice() {
            [] => "something else".to_owned(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }

    /// Reports a word with a hyphen, such as `play-prompt`.
    fn hyphenated(&self, token: &str) -> Option<Diagnostic> {
        if !token.starts_with(is_name_start) || !token.contains('-') {
            return None;
        }
        let span = self.scan.span(self.start + self.at, self.start + self.at + token.len());
        let before = self.before();
        if before.ends_with(['=', ',', '[']) || before.ends_with(':') && self.rule != Some(Rule::only_field) {
            let message = format!("expected a value, found `{token}`");
            return Some(
                Diagnostic::new(Code::SyntaxError, span, message)
                    .help(format!("a text is in quotes: `\"{token}\"`"))
                    .fix(span, format!("\"{token}\""), Confidence::Guess),
            );
        }
        let good = token.replace('-', "_");
        let message = format!("`-` is not allowed in a name: `{token}`");
        Some(Diagnostic::new(Code::SyntaxError, span, message).did_you_mean(span, Some(&good)))
    }

    /// Whether a name in quotes follows `word`.
    fn names_in_quotes(&self, word: &str) -> bool {
        match word {
            "flow" | "module" | "quick_connect" | "as" | "test" | "setup" => true,
            "use" => self.rule == Some(Rule::only_use),
            "call" | "chat" | "task" | "email" => self.rule == Some(Rule::only_contact),
            "queue" | "agent" => self.rule == Some(Rule::only_figures),
            _ => false,
        }
    }

    /// A hint about a line of a test.
    fn of_test(&self) -> Option<&'static str> {
        let (before, token) = (self.before(), self.token());
        let after = self.text.get(self.at + token.len()..).unwrap_or_default().trim_start_matches([' ', '\t']);
        Some(match self.rule {
            None if self.expects(Rule::test_line) => {
                "what the world does is `given …`, what a person does `call …`, `press …`, `say …`, what should come of it \
                 `hear …`, `expect …`, `never …`"
            }
            Some(Rule::only_given | Rule::only_expect) if token != "$" && after.starts_with(['=', '!']) => {
                "contact data is a path: `$.Attributes.tier`"
            }
            Some(Rule::only_given)
                if before.trim_start_matches("given").trim_start().starts_with(['q', 'a'])
                    && self.expects(Rule::open)
                    && !self.expects(Rule::arrow) =>
            {
                "figures are in braces: `given queue \"Billing\" { waiting = 3 }`"
            }
            Some(Rule::only_given) if self.expects(Rule::arrow) => {
                "a given says how the block is left: `given check_hours_of_operation -> in_hours`"
            }
            Some(Rule::only_hear) if self.after_good_line => "a text is in quotes: `hear \"press 1\"`",
            Some(Rule::only_hear) => "what is heard follows: `hear \"press 1\"`, `hear prompt \"Acme welcome\"`",
            _ => return None,
        })
    }

    /// A hint about what may have been meant.
    fn hint(&self, token: &str) -> Option<String> {
        let before = self.before();
        let adjacent = before.len() == self.at;
        let first = token.chars().next().unwrap_or('\0');
        let word_before = last_word(before);
        let hint = match first {
            '“' | '”' | '„' | '‘' | '’' => "use straight quotes around a text: `\"…\"`",
            '\'' => "use double quotes around a text: `\"…\"`",
            '-' if self.expects(Rule::arrow) => "the arrow is written `->`",
            '+' if self.expects(Rule::text) => "write a phone number as a text: `\"+14255550100\"`",
            '=' if self.expects(Rule::colon) && !self.expects(Rule::equals) => "write `:` here: `name: value`",
            ':' if self.expects(Rule::equals) => "write `=` here: `name = value`",
            '$' if token == "$" => "contact data is `$.Attributes.name`, a const is `${name}`",
            '"' if adjacent && before.ends_with('"') => "a `\"` inside a text is written `\\\"`",
            _ if adjacent && before.ends_with("=\"") && before.contains('<') && first.is_alphanumeric() => {
                "a `\"` inside a text is written `\\\"`, and SSML takes `'` as well: `<break time='1s'/>`"
            }
            _ if adjacent && before.ends_with('"') && first.is_alphanumeric() => {
                "a `\"` inside a text is written `\\\"`"
            }
            '*' if self.rule == Some(Rule::only_when) => "a key is written in quotes: `when \"*\" -> step`",
            '.' if adjacent && word_before.starts_with(is_name_start) => {
                let after = self.text.get(self.at..).unwrap_or_default();
                let path = after.split(|c: char| !is_name_part(c) && c != '.').next().unwrap_or_default();
                // Only an entry ends so.
                let key = after.get(path.len()..).unwrap_or_default().trim_start_matches([' ', '\t']);
                if let (true, Some((_, last))) = (key.starts_with('='), path.rsplit_once('.')) {
                    return Some(format!("a key is one name: `{last} = …`, or `{word_before} = {{ {last}: … }}`"));
                }
                return Some(format!("contact data begins with `$.`: `$.{word_before}{path}`"));
            }
            _ if self.of_test().is_some() => return self.of_test().map(str::to_owned),
            _ if is_name_start(first) && self.names_in_quotes(word_before) => {
                return Some(format!("put the name in quotes: `{word_before} \"{token}\"`"));
            }
            _ if self.expects(Rule::keyword) && is_name_start(first) => "this keyword cannot be used as a block name",
            _ if self.after_good_line
                && self.rule == Some(Rule::only_block)
                && is_name_start(first)
                && !matches!(token, "on" | "when") =>
            {
                let rest = self.text.get(self.at + token.len()..).unwrap_or_default().trim_start_matches([' ', '\t']);
                if let Some(slip) = slips::find(Place::Argument, token) {
                    return Some(slip.help.to_owned());
                }
                // What follows may be the value of a parameter.
                if !rest.is_empty() && !rest.starts_with(['{', ';', '}', '-', '\n']) {
                    return Some(format!(
                        "a second block has its own line, a parameter is in the braces of its block: `{{ {token}: … }}`"
                    ));
                }
                "each block has its own line, or is separated by `;`"
            }
            _ if self.after_good_line && matches!(token, "on" | "when") => {
                "branches belong in the braces of their block: `transfer_to_queue { on at_capacity -> full }`"
            }
            _ if self.expects(Rule::colon) && self.expects(Rule::equals) && !before.contains('"') => {
                return Some(format!("a parameter is `{before}: …`, an entry `{before} = …`"));
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '\t', '{', ',', ';', '\n']).next().unwrap_or_default()
}

/// `token` in backticks, shortened if it is long. An invisible character is given by its number.
fn shown(token: &str) -> String {
    const MOST: usize = 30;
    match token.chars().next() {
        Some(first) if first.is_control() || (first.is_whitespace() && first != ' ') || is_invisible(first) => {
            format!("the character U+{:04X}", u32::from(first))
        }
        _ if token.chars().count() > MOST => format!("`{}…`", token.chars().take(MOST).collect::<String>()),
        _ => format!("`{token}`"),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}
