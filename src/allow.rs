//! `// callflow: allow F0334 because …`: what a source wants nobody to be told about its next line.
//!
//! Takes the trees with their comments and all diagnostics of a build; drops the warnings and notes that a comment
//! allows, and reports a comment that lacks its reason, allows nothing, or cannot be understood. Never drops an error.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::source::{Sources, Span};
use crate::syntax::tree;

/// A code that a comment allows.
struct Allow {
    code: Code,
    /// Where the code stands in the comment.
    span: Span,
    /// The line that it is about, from 0; `None` where nothing follows.
    line: Option<usize>,
    is_used: bool,
}

/// Drops what the comments of `files` allow, and says what is wrong with these comments.
pub fn allow(files: &[tree::File], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut found = Diagnostics::new();
    let mut allows: Vec<Allow> = files.iter().flat_map(|file| read(file, sources, &mut found)).collect();
    if allows.is_empty() && found.is_empty() {
        return;
    }
    diagnostics.retain(|diagnostic| {
        let Some(span) = diagnostic.span().filter(|_| diagnostic.severity != Severity::Error) else { return true };
        let line = sources.get(span.file).map(|file| file.lines().line_of(span.start));
        let is_meant =
            |allow: &&mut Allow| allow.span.file == span.file && allow.code == diagnostic.code && allow.line == line;
        let mut is_kept = true;
        for allow in allows.iter_mut().filter(is_meant) {
            allow.is_used = true;
            is_kept = false;
        }
        is_kept
    });
    // While an error stands, not everything was looked at.
    if !diagnostics.has_errors() {
        found.extend(allows.iter().filter(|allow| !allow.is_used && !allow.code.tells_of_the_instance()).map(unused));
    }
    diagnostics.extend(found);
}

fn unused(allow: &Allow) -> Diagnostic {
    let Allow { code, span, .. } = allow;
    let diagnostic =
        Diagnostic::new(Code::AllowUnused, *span, format!("`{code}` is allowed here, but nothing gives it"));
    if code.severity() == Severity::Error {
        return diagnostic.help(format!("{code} is an error and stays one; only warnings and notes can be allowed"));
    }
    match allow.line {
        None => diagnostic.help("it is about the next line with code, and there is none"),
        Some(_) => {
            diagnostic.help("it is about the next line with code; if that gives no such warning any more, delete it")
        }
    }
}

/// What the comments of a file allow.
fn read(file: &tree::File, sources: &Sources, found: &mut Diagnostics) -> Vec<Allow> {
    let mut allows = Vec::new();
    for comment in &file.comments {
        let text = sources.text(comment.span);
        let Some(rest) = text.strip_prefix("//").and_then(|text| text.trim_start().strip_prefix("callflow:")) else {
            continue;
        };
        let line = next_line(file, comment.span, sources);
        let words = Words::new(comment.span, text.len() - rest.len(), rest);
        allows.extend(words.read(found).into_iter().map(|(code, span)| Allow { code, span, line, is_used: false }));
    }
    allows
}

/// The first line below `comment`, from 0, that holds more than blanks and comments.
fn next_line(tree: &tree::File, comment: Span, sources: &Sources) -> Option<usize> {
    let file = sources.get(tree.id)?;
    let mut at = comment.end as usize;
    loop {
        let rest = file.text().get(at..)?;
        at += rest.len() - rest.trim_start().len();
        let here = u32::try_from(at).ok()?;
        match tree.comments.binary_search_by_key(&here, |comment| comment.span.start) {
            Ok(index) => at = tree.comments.get(index)?.span.end as usize,
            Err(_) => return (at < file.text().len()).then(|| file.lines().line_of(here)),
        }
    }
}

/// The words of a comment behind `callflow:`, each with its place.
struct Words<'a> {
    comment: Span,
    words: Vec<(&'a str, Span)>,
}

impl<'a> Words<'a> {
    fn new(comment: Span, offset: usize, rest: &'a str) -> Words<'a> {
        let mut words = Vec::new();
        let mut at = comment.start + number(offset);
        for piece in rest.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
            let word = piece.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
            if !word.is_empty() {
                words.push((word, Span::new(comment.file, at, at + number(word.len()))));
            }
            at += number(piece.len());
        }
        Words { comment, words }
    }

    /// The codes that are allowed.
    fn read(&self, found: &mut Diagnostics) -> Vec<(Code, Span)> {
        let Some((("allow", _), words)) = self.words.split_first().map(|(first, words)| (*first, words)) else {
            found.push(self.not_understood());
            return Vec::new();
        };
        let because = words.iter().position(|(word, _)| *word == "because");
        let (codes, reason) = words.split_at(because.unwrap_or(words.len()));
        // Without `because`, what follows the codes may be meant as the reason.
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
                Diagnostic::new(Code::AllowWithoutReason, self.comment, "this does not say why it is allowed")
                    .help("end it with `because` and the reason, for whoever reads it next"),
            );
        }
        allowed
    }

    fn not_understood(&self) -> Diagnostic {
        Diagnostic::new(Code::AllowNotUnderstood, self.comment, "this comment to callflow cannot be understood")
            .help("write `// callflow: allow F0334 because …` with the code and the reason")
    }
}

fn unknown(word: &str, span: Span) -> Diagnostic {
    let near = nearest(word, Code::ALL.iter().map(|code| code.number()));
    Diagnostic::new(Code::AllowNotUnderstood, span, format!("there is no code `{word}`")).did_you_mean(span, near)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
