//! Reports values of the wrong kind, and says what kind is expected and how it is written.
//!
//! Takes the value and its parameter, gives one diagnostic. Never changes the value.

use super::Context;
use crate::catalogue::{Kind, Parameter};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::source::Span;
use crate::syntax;
use crate::syntax::tree::{Number, Value, ValueKind, Word};

impl Context<'_> {
    /// Reports a time, number, boolean or choice in quotes: what is in quotes is emitted unchanged.
    pub(super) fn quoted(&mut self, parameter: &Parameter, span: Span, bare: &str) {
        let what = expected(parameter.kind);
        self.diagnostics.push(
            Diagnostic::new(Code::WrongValue, span, format!("`{}` must be {what}, found a text", parameter.name))
                .of_language()
                .help(format!("write it without the quotes: `{}: {bare}`", parameter.name))
                .fix(span, bare, Confidence::Sure),
        );
    }

    /// The const that a bare word names.
    pub(super) fn as_const<'v>(&self, value: &'v Value) -> Option<&'v str> {
        match &value.kind {
            ValueKind::Word(word) if self.resolver.consts.is_declared(&word.text) => Some(&word.text),
            _ => None,
        }
    }

    pub(super) fn wrong(&mut self, parameter: &Parameter, value: &Value, expected: &str) {
        let message = format!("`{}` must be {expected}, found {}", parameter.name, described(&value.kind));
        let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
        if let Some(name) = self.as_const(value) {
            self.diagnostics.push(as_const(diagnostic, value.span, name));
            return;
        }
        let takes_text = matches!(parameter.kind, Kind::Text { .. } | Kind::Pattern { .. } | Kind::Reference(_));
        self.diagnostics.push(match &value.kind {
            ValueKind::Word(word) if takes_text => diagnostic.help(in_quotes(word)),
            _ => diagnostic,
        });
    }
}

/// Says how a word is written that stands in the place of a text.
pub(super) fn in_quotes(word: &Word) -> String {
    match word.text.to_lowercase().as_str() {
        "null" | "nil" | "none" | "undefined" => "there is no such value: leave the line out".to_owned(),
        _ => format!("put it in quotes: `\"{}\"`", word.text),
    }
}

/// Says how the value of a const is written.
pub(super) fn as_const(diagnostic: Diagnostic, span: Span, name: &str) -> Diagnostic {
    let written = format!("${{{name}}}");
    diagnostic.help(format!("the value of the const is written `{written}`, also inside a text: `\"{written}\"`")).fix(
        span,
        written,
        Confidence::Sure,
    )
}

/// The text without its quotes, if only that is a value of this kind.
pub(super) fn without_quotes(kind: Kind, text: &str) -> Option<String> {
    let is_word = matches!(text, "true" | "false");
    let fits = match kind {
        // `5 minutes` is a time in another notation.
        Kind::Duration { .. } => return syntax::as_time(text),
        // Exports have `true` in other case, so that is a spelling of flow JSON.
        Kind::Boolean { yes, no } => is_word && ![yes, no].iter().any(|wire| wire.eq_ignore_ascii_case(text)),
        Kind::JsonBoolean => is_word,
        Kind::Choice(choices) => {
            choices.iter().any(|(name, _)| *name == text)
                && !choices.iter().any(|(_, wire)| wire.eq_ignore_ascii_case(text))
        }
        _ => false,
    };
    fits.then(|| text.to_owned())
}

pub(super) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer { .. } => "a whole number",
        Kind::Duration { .. } => "a time, such as `30s` or `5m`",
        Kind::Boolean { .. } => "`true` or `false`",
        Kind::Choice(_) => "one of its choices",
        Kind::PhoneNumber { .. } => "a phone number in quotes, such as `\"+14255550100\"`",
        Kind::Text { .. } | Kind::Pattern { .. } => "a text",
        Kind::Message
        | Kind::Messages
        | Kind::Choices(_)
        | Kind::Reference(_)
        | Kind::Hook { .. }
        | Kind::Texts { .. }
        | Kind::Objects { .. }
        | Kind::ObjectMap(_)
        | Kind::StreamDirections => "a different kind of value",
        Kind::JsonNumber { .. } => "a number",
        Kind::JsonBoolean => "`true` or `false`",
    }
}

/// Says how a value is written that stands alone where a list is expected.
pub(super) fn in_a_list(diagnostic: Diagnostic, name: &str, value: &Value) -> Diagnostic {
    let item = match &value.kind {
        ValueKind::Text(text) => format!("\"{}\"", text.literal().unwrap_or("…")),
        ValueKind::Word(word) => word.text.to_string(),
        ValueKind::Reference(_) | ValueKind::Path(_) => "…".to_owned(),
        _ => return diagnostic.help(format!("write `{name}: [\"…\"]`")),
    };
    let diagnostic = diagnostic.help(format!("a list is written in brackets: `{name}: [{item}]`"));
    match value.kind {
        ValueKind::Path(_) => diagnostic,
        _ => diagnostic.fix(value.span.head(), "[", Confidence::Sure).fix(value.span.tail(), "]", Confidence::Sure),
    }
}

/// Describes a value for a message.
pub(super) fn described(kind: &ValueKind) -> String {
    match kind {
        ValueKind::Text(_) => "a text".to_owned(),
        ValueKind::Number(Number { digits, unit }) => format!("`{digits}{}`", unit.suffix()),
        ValueKind::Word(word) => format!("`{}`", word.text),
        ValueKind::Path(_) => "contact data".to_owned(),
        ValueKind::Reference(_) => "a reference".to_owned(),
        ValueKind::Const(name) => format!("`${{{}}}`", name.text),
        ValueKind::List(_) => "a list".to_owned(),
        ValueKind::Map(_) => "a map".to_owned(),
        ValueKind::Hole => "nothing".to_owned(),
    }
}
