//! Reports `{{name}}`, `%name%` and `$name` in what is read out or shown: Connect fills in only contact data.
//!
//! Takes a message, gives a warning. What may be data is left alone: a lone sign, JSON, a percentage, and a text that is
//! nothing but a placeholder, which a template fills in before the flow is deployed.

use std::ops::Range;

use super::Checker;
use crate::catalogue::wire::{SSML, TEXT};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Property;

impl Checker<'_> {
    /// Checks a message that is text or SSML.
    pub(super) fn foreign_placeholder(&mut self, message: &Property, text: &str) {
        if ![TEXT, SSML].contains(&message.key.as_str()) {
            return;
        }
        let found = placeholders(text, "{{", "}}").chain(placeholders(text, "%", "%")).chain(variables(text));
        let found = found.min_by_key(|range| range.start);
        let Some(found) = found.filter(|found| found.len() < text.trim().len()) else { return };
        let written = text.get(found.clone()).unwrap_or_default();
        let name = written
            .trim_matches(['{', '}', '%', ' '])
            .trim_start_matches("$.")
            .trim_start_matches('$')
            .trim_start_matches("Attributes.");
        let contact_data = format!("contact data is `$.Attributes.{name}`");
        self.report(
            Diagnostic::new(
                Code::ForeignPlaceholder,
                message.node.origin.part(text, &found),
                format!("`{written}` is not filled in"),
            )
            .primary_label("it is read out or shown as it is written")
            .help(self.terms.either(
                format!("{contact_data}, and the value of a const `${{{}}}`", name.replace('.', "_")),
                contact_data.clone(),
            )),
        );
    }
}

/// The names between the signs `open` and `close`.
fn placeholders<'t>(text: &'t str, open: &'static str, close: &'static str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(open).filter_map(move |(at, _)| {
        let start = at + open.len();
        let length = text.get(start..)?.find(close)?;
        let inside = text.get(start..start + length)?;
        let end = start + length + close.len();
        // Within a word, `%` belongs to an encoded address.
        let is_within = || {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(end..).and_then(|after| after.chars().next());
            [before, after].into_iter().flatten().any(|c| c.is_alphanumeric() || "/=&".contains(c))
        };
        let name = if open == "%" { inside } else { inside.trim_matches(' ') };
        (is_name(name) && !(open == "%" && is_within())).then_some(at..end)
    })
}

/// The variables of other languages: `$name`. A price has no letter behind the sign, and a currency no small one.
fn variables(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('$').filter_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let is_variable = length > 1 && rest.starts_with(|c: char| c.is_lowercase());
        let is_within =
            text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '$'));
        // `$attributes.name` is nearly contact data, which is reported as that.
        let is_path = rest.get(length..).is_some_and(|after| {
            after.starts_with('[') || after.strip_prefix('.').is_some_and(|part| part.starts_with(char::is_alphabetic))
        });
        (is_variable && !is_within && !is_path).then_some(at..at + 1 + length)
    })
}

/// Whether a text can be the name of contact data or of a variable.
fn is_name(text: &str) -> bool {
    let name = text.strip_prefix("$.").unwrap_or(text);
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}
