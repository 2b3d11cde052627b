//! Reports separators that are written in the place of another: `,` between lines, `;` between items, `=` in a map.
//!
//! The grammar reads them, so that the mistake costs nothing else. All of one pair of braces are one diagnostic.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::Rule;

/// The commas between the lines of one pair of braces.
#[derive(Default)]
pub(super) struct Commas(Vec<(Span, &'static str)>);

impl Builder<'_> {
    /// Notes a comma between two lines.
    pub(super) fn comma(&self, commas: &mut Commas, pair: &Pair<'_>) {
        let after = self.scan.text().get(pair.as_span().end()..).unwrap_or_default();
        let next = after.trim_start_matches([' ', '\t']);
        let is_last = next.is_empty() || next.starts_with(['\n', ';', '}', ',']) || next.starts_with("//");
        commas.0.push((self.span(pair), if is_last { "" } else { ";" }));
    }

    /// Reports the commas between the lines of one pair of braces.
    pub(super) fn report_commas(&mut self, commas: &Commas) {
        let Some((first, _)) = commas.0.first() else { return };
        let error = Diagnostic::new(Code::SyntaxError, *first, "unexpected `,` between two lines")
            .help("lines in braces are separated by a new line or `;`");
        let fixed = |error: Diagnostic, (span, with): &(Span, &str)| error.fix(*span, *with, Confidence::Sure);
        let error = commas.0.iter().fold(error, fixed);
        self.report(error);
    }

    /// Reports each `;` between the items of a list or map, and each `=` after a key of a map.
    pub(super) fn separators(&mut self, list: &Pair<'_>) {
        let all: Vec<Pair<'_>> = list
            .clone()
            .into_inner()
            .flat_map(|pair| match pair.as_rule() {
                Rule::map_entry => pair.into_inner().collect(),
                _ => vec![pair],
            })
            .collect();
        for (rule, message, help, with) in [
            (Rule::wrong_comma, "unexpected `;` between two items", "items are separated by `,` or a new line", ","),
            (Rule::wrong_colon, "expected `:`, found `=`", "a map is written `{ key: value }`", ":"),
        ] {
            let found: Vec<&Pair<'_>> = all.iter().filter(|pair| pair.as_rule() == rule).collect();
            let Some(first) = found.first() else { continue };
            let error = Diagnostic::new(Code::SyntaxError, self.span(first), message).help(help);
            let fixed = |error: Diagnostic, pair: &&Pair<'_>| error.fix(self.with_blanks(pair), with, Confidence::Sure);
            let error = found.iter().fold(error, fixed);
            self.report(error);
        }
    }

    /// The span of a sign with the blanks before it, which its replacement does not have.
    fn with_blanks(&self, sign: &Pair<'_>) -> Span {
        let (start, end) = (sign.as_span().start(), sign.as_span().end());
        let before = self.scan.text().get(..start).unwrap_or_default();
        self.span_of(before.trim_end_matches([' ', '\t']).len(), end)
    }
}
