//! The results of tests in JUnit's XML, which most CI services read.
//!
//! <https://github.com/testmoapp/junitxml>

use std::fmt::Write as _;

use super::Report;
use super::human::{place, way};
use crate::source::Sources;

/// The document: one suite for each file of tests.
pub(super) fn junit(report: &Report<'_>, sources: &Sources) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let failed = |of: &dyn Fn(&str) -> bool| {
        let of_file = report.verdicts.iter().filter(|verdict| of(name(verdict.test.span.file, sources)));
        let (all, failed): (Vec<_>, Vec<_>) =
            (of_file.clone().collect(), of_file.filter(|it| it.failure.is_some()).collect());
        (all.len(), failed.len())
    };
    let (all, bad) = failed(&|_| true);
    let _ = writeln!(text, "<testsuites name=\"callflow\" tests=\"{all}\" failures=\"{bad}\">");
    let mut files: Vec<&str> = report.verdicts.iter().map(|verdict| name(verdict.test.span.file, sources)).collect();
    files.dedup();
    for file in files {
        let (all, bad) = failed(&|other| other == file);
        let _ = writeln!(text, "  <testsuite name=\"{}\" tests=\"{all}\" failures=\"{bad}\">", escaped(file));
        for verdict in report.verdicts.iter().filter(|verdict| name(verdict.test.span.file, sources) == file) {
            let line = place(verdict.test.name.span, sources);
            let line = line.rsplit(':').next().unwrap_or_default();
            let case = escaped(&verdict.test.name.text);
            let _ = write!(
                text,
                "    <testcase name=\"{case}\" classname=\"{0}\" file=\"{0}\" line=\"{line}\"",
                escaped(file)
            );
            let Some(failure) = &verdict.failure else {
                text.push_str("/>\n");
                continue;
            };
            let diagnostic = &failure.diagnostic;
            let at = diagnostic.span().map(|span| place(span, sources)).unwrap_or_default();
            let details = format!("{at}\n{}\n{}", diagnostic.help.join("\n"), way(verdict, failure, sources));
            let message = escaped(&diagnostic.message);
            let _ = writeln!(
                text,
                ">\n      <failure message=\"{message}\" type=\"{}\">{}</failure>",
                diagnostic.code,
                escaped(&details)
            );
            text.push_str("    </testcase>\n");
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn name(file: crate::source::FileId, sources: &Sources) -> &str {
    sources.get(file).map_or("", crate::source::SourceFile::name)
}

/// Text for an element or an attribute. Characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            c if (c < ' ') || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
