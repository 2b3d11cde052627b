//! Text that is nearly contact data: `$External.name`, `$..name`, `{$.Attributes.name}`.
//!
//! Takes a text that may contain paths, reports what the service emits as it is written although a path was meant. An
//! amount of money, `$5`, and a word of another template language are no paths.

use std::ops::Range;

use super::Checker;
use crate::catalogue::contact_data::{ATTRIBUTES, EXTERNAL, Holds, ROOTS, Root};
use crate::contact_path;
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::source::Span;

/// A piece of text that is nearly a path.
pub(super) struct Nearly {
    /// Its byte range in the text.
    range: Range<usize>,
    /// The path that was meant, or the paths of which one was meant.
    pub(super) meant: Vec<String>,
}

impl Checker<'_> {
    /// Reports each piece of a text that is nearly a path.
    pub(super) fn nearly_paths(&mut self, text: &str, span: Span) {
        for Nearly { range, meant } in nearly(text) {
            let place = span.part(text, &range);
            let written = text.get(range.clone()).unwrap_or_default();
            let message = format!("`{written}` is not a contact-data path");
            let mut diagnostic = Diagnostic::new(Code::NearlyPath, place, message);
            diagnostic = match written.strip_prefix('{') {
                Some(_) => diagnostic.primary_label("the braces are emitted too"),
                None => diagnostic.primary_label("emitted as it is written"),
            };
            let ways: Vec<String> = meant.iter().map(|path| format!("`{path}`")).collect();
            diagnostic = diagnostic.help(format!("did you mean {}?", ways.join(" or ")));
            let is_exact = (place.end - place.start) as usize == range.len();
            self.report(match meant.as_slice() {
                [one] if is_exact => diagnostic.fix(place, one, Confidence::OnlyNear),
                _ => diagnostic,
            });
        }
    }
}

/// The pieces of a text that are nearly paths.
pub(super) fn nearly(text: &str) -> Vec<Nearly> {
    let dollars = text.match_indices('$').map(|(at, _)| at);
    dollars
        .filter_map(|at| in_braces(text, at).or_else(|| without_dot(text, at)).or_else(|| two_dots(text, at)))
        .collect()
}

/// `{$.Attributes.name}`. Two braces, or a `$` before the brace, belong to a template that a program fills in.
fn in_braces(text: &str, at: usize) -> Option<Nearly> {
    let before = text.get(..at)?.strip_suffix('{').filter(|before| !before.ends_with(['{', '$', '%']))?;
    let path = contact_path::all(text.get(at..)?).into_iter().next()?.ok().filter(|path| path.range.start == 0)?;
    let after = text.get(at + path.range.end..)?.strip_prefix('}').filter(|after| !after.starts_with('}'))?;
    let meant = text.get(at..at + path.range.end)?.to_owned();
    Some(Nearly { range: before.len()..text.len() - after.len(), meant: vec![meant] })
}

/// `$External.name`, `$External['name']`, `$[External].name`, and `$Channel` for a root that is a value.
fn without_dot(text: &str, at: usize) -> Option<Nearly> {
    let rest = text.get(at + 1..)?;
    let (written, after) = match rest.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            rest.split_at_checked(length)?
        }
    };
    let root = named(written)?;
    let tail = tail(after);
    match root.holds {
        Holds::Value if written == root.name && tail.is_empty() => {}
        Holds::Anything | Holds::Fields(_) if !tail.is_empty() => {}
        _ => return None,
    }
    let end = text.len() - after.len() + tail.len();
    Some(Nearly { range: at..end, meant: vec![format!("$.{}{tail}", root.name)] })
}

/// `$..name`, `$..External.name`.
fn two_dots(text: &str, at: usize) -> Option<Nearly> {
    let rest = text.get(at + 1..).filter(|rest| rest.starts_with(".."))?;
    let dots = rest.len() - rest.trim_start_matches('.').len();
    let tail = tail(rest.get(dots - 1..)?);
    let name = tail.strip_prefix('.')?.split(['.', '[']).next().filter(|name| !name.is_empty())?;
    let end = at + dots + tail.len();
    let root = named(name).filter(|root| root.name == name || !matches!(root.holds, Holds::Value));
    let meant = match root {
        Some(root) => vec![format!("$.{}{}", root.name, tail.get(1 + name.len()..).unwrap_or_default())],
        None => [ATTRIBUTES, EXTERNAL].iter().map(|root| format!("$.{root}{tail}")).collect(),
    };
    Some(Nearly { range: at..end, meant })
}

/// The root of this name, in any case.
fn named(name: &str) -> Option<&'static Root> {
    ROOTS.iter().find(|root| root.name.eq_ignore_ascii_case(name))
}

/// The parts of a path at the beginning of a text: `.name['a key']`. Empty if there are none.
fn tail(text: &str) -> &str {
    const BEFORE: &str = "$.x";
    let whole = format!("{BEFORE}{text}");
    let first = contact_path::all(&whole).into_iter().next();
    let end = first.and_then(Result::ok).map_or(0, |path| path.range.end - BEFORE.len());
    text.get(..end).unwrap_or_default()
}
