//! Diagnostics for a terminal.

use std::fmt;

use miette::{Diagnostic as Report, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use textwrap::{WordSeparator, WordSplitter};

use super::source_code::{CONTEXT, Excerpt};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use crate::visible;

/// The style of the output.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether to use colours.
    pub colour: bool,
    /// The width in columns at which messages and help are wrapped.
    pub width: usize,
}

impl Look {
    /// No colours, with the width of a usual line of text.
    #[must_use]
    pub fn plain() -> Look {
        Look { colour: false, width: 100 }
    }
}

/// The output is unreadable below this width.
const LEAST_WIDTH: usize = 40;
const TAB_WIDTH: usize = 4;

/// Renders `diagnostics` in their order, with an empty line after each.
#[must_use]
pub fn terminal(diagnostics: &Diagnostics, sources: &Sources, look: Look) -> String {
    let theme = if look.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width.max(LEAST_WIDTH))
        .with_urls(false)
        .with_context_lines(CONTEXT)
        .tab_width(TAB_WIDTH)
        .with_word_splitter(WordSplitter::NoHyphenation)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_break_words(false)
        .without_syntax_highlighting();
    let mut output = String::new();
    for diagnostic in diagnostics.iter() {
        let view = View { diagnostic, excerpt: Excerpt::new(&diagnostic.labels, sources) };
        let before = output.len();
        if handler.render_report(&mut output, &view).is_err() {
            output.truncate(before);
            output.push_str(&format!("{}: {view}\n", view.header()));
        }
        output.push('\n');
    }
    output
}

impl Diagnostics {
    /// Renders everything as for a terminal without colours; for tests and logs.
    #[must_use]
    pub fn to_plain_text(&self, sources: &Sources) -> String {
        terminal(self, sources, Look::plain())
    }
}

/// A diagnostic as miette expects it.
struct View<'a> {
    diagnostic: &'a Diagnostic,
    excerpt: Excerpt,
}

impl View<'_> {
    /// The header, such as `error[F0204]`.
    fn header(&self) -> String {
        format!("{}[{}]", self.diagnostic.severity.word(), self.diagnostic.code)
    }
}

impl Report for View<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.header()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help =
            self.diagnostic.advice().map(|line| visible::line(&line).into_owned()).collect::<Vec<_>>().join("\n");
        (!help.is_empty()).then(|| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.excerpt.labels().is_empty()).then_some(&self.excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels().iter().cloned()))
    }
}

impl std::error::Error for View<'_> {}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible::line(&self.diagnostic.message))
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.diagnostic, f)
    }
}
