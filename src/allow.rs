//! `// callflow: allow F0334 because …`: silences diagnostics on the next line.
//!
//! Takes the trees with their comments and all diagnostics of a build. Drops the warnings and notes that a comment
//! allows. Reports a comment that has no reason, is unused or is invalid. Never drops an error.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Topic, nearest};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::tree;

/// A code that a comment allows.
struct Allow {
    code: Code,
    /// The location of the code in the comment.
    span: Span,
    /// The line it applies to, counted from 0; `None` if no code follows.
    line: Option<usize>,
}

impl Allow {
    /// The file, the line and the code it applies to.
    fn place(&self) -> Option<(FileId, usize, Code)> {
        Some((self.span.file, self.line?, self.code))
    }
}

/// Drops the diagnostics that the comments of `files` allow, and reports mistakes in these comments.
pub fn allow(files: &[Arc<tree::File>], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut found = Diagnostics::new();
    let allows: Vec<Allow> = files.iter().flat_map(|file| read(file, sources, &mut found)).collect();
    // Whether the code was reported at the location.
    let mut places: BTreeMap<_, bool> = allows.iter().filter_map(|allow| Some((allow.place()?, false))).collect();
    diagnostics.retain(|diagnostic| {
        let Some(span) = diagnostic.span().filter(|_| diagnostic.severity != Severity::Error) else { return true };
        let line = sources.get(span.file).map_or(0, |file| file.lines().line_of(span.start));
        let allowed = places.get_mut(&(span.file, line, diagnostic.code));
        let is_kept = allowed.is_none();
        allowed.into_iter().for_each(|is_reported| *is_reported = true);
        is_kept
    });
    // If there is an error, not everything was checked.
    if !diagnostics.has_errors() {
        let is_reported = |allow: &Allow| allow.place().is_some_and(|place| places.get(&place) == Some(&true));
        let is_unused = |allow: &&Allow| !is_reported(allow) && allow.code.row().topic != Topic::Instance;
        found.extend(allows.iter().filter(is_unused).map(unused));
    }
    diagnostics.extend(found);
}

fn unused(allow: &Allow) -> Diagnostic {
    let Allow { code, span, .. } = allow;
    let diagnostic =
        Diagnostic::new(Code::AllowUnused, *span, format!("unused allow comment: `{code}` is not reported here"));
    if code.severity() == Severity::Error {
        return diagnostic.help(format!("{code} is an error; only warnings and notes can be allowed"));
    }
    match allow.line {
        None => diagnostic.help("it applies to the next line with code, but no code follows"),
        Some(_) => {
            diagnostic.help("it applies to the next line with code; delete it if that line no longer has this warning")
        }
    }
}

/// Reads the allow comments of a file.
fn read(tree: &tree::File, sources: &Sources, found: &mut Diagnostics) -> Vec<Allow> {
    let Some(file) = sources.get(tree.id) else { return Vec::new() };
    let mut allows = Vec::new();
    for (comment, line) in tree.comments.iter().zip(next_lines(tree, file)) {
        let text = sources.text(comment.span);
        let Some(rest) = text.strip_prefix("//").and_then(|text| text.trim_start().strip_prefix("callflow:")) else {
            continue;
        };
        let words = CommentWords::new(comment.span, text.len() - rest.len(), rest);
        allows.extend(words.read(found).into_iter().map(|(code, span)| Allow { code, span, line }));
    }
    allows
}

/// For each comment, the first line below it, counted from 0, that holds more than blanks and comments.
fn next_lines(tree: &tree::File, file: &SourceFile) -> Vec<Option<usize>> {
    let mut lines = Vec::new();
    // From the last comment to the first: a comment usually applies to the same line as the one below it.
    let (mut below, mut end) = (None, number(file.text().len()));
    for comment in tree.comments.iter().rev() {
        let between = file.text().get(comment.span.end as usize..end as usize).unwrap_or_default();
        let code = between.trim_start();
        if !code.is_empty() {
            below = Some(file.lines().line_of(end - number(code.len())));
        }
        lines.push(below);
        end = comment.span.start;
    }
    lines.reverse();
    lines
}

/// The words of a comment after `callflow:`, each with its span.
struct CommentWords<'a> {
    comment: Span,
    words: Vec<(&'a str, Span)>,
}

impl<'a> CommentWords<'a> {
    fn new(comment: Span, offset: usize, rest: &'a str) -> CommentWords<'a> {
        let mut words = Vec::new();
        let mut at = comment.start + number(offset);
        for piece in rest.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
            let word = piece.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
            if !word.is_empty() {
                words.push((word, Span::new(comment.file, at, at + number(word.len()))));
            }
            at += number(piece.len());
        }
        CommentWords { comment, words }
    }

    /// The codes that the comment allows.
    fn read(&self, found: &mut Diagnostics) -> Vec<(Code, Span)> {
        let Some((("allow", _), words)) = self.words.split_first().map(|(first, words)| (*first, words)) else {
            found.push(self.not_understood());
            return Vec::new();
        };
        let because = words.iter().position(|(word, _)| *word == "because");
        let (codes, reason) = words.split_at(because.unwrap_or(words.len()));
        // Without `because`, the words after the codes may be meant as the reason.
        let is_code = |(word, _): &&(&str, Span)| because.is_some() || word.starts_with(['F', 'f']) && word.len() == 5;
        let mut allowed = Vec::new();
        let mut is_known = true;
        for (word, span) in codes.iter().take_while(is_code) {
            match word.parse() {
                Ok(code) => allowed.push((code, *span)),
                Err(()) => {
                    is_known = false;
                    found.push(unknown(word, *span));
                }
            }
        }
        if allowed.is_empty() && is_known {
            found.push(self.not_understood());
        } else if reason.len() < 2 && is_known {
            found.push(
                Diagnostic::new(Code::AllowWithoutReason, self.comment, "this allow comment has no reason")
                    .help("end it with `because` and the reason"),
            );
        }
        allowed
    }

    fn not_understood(&self) -> Diagnostic {
        Diagnostic::new(Code::AllowNotUnderstood, self.comment, "invalid callflow comment")
            .help("write `// callflow: allow F0334 because …` with the code and the reason")
    }
}

fn unknown(word: &str, span: Span) -> Diagnostic {
    let near = nearest(word, Code::ALL.iter().map(|code| code.number()));
    Diagnostic::new(Code::AllowNotUnderstood, span, format!("unknown code `{word}`")).did_you_mean(span, near)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
