//! Comments that speak to callflow: `// callflow: allow F0334 because …` silences diagnostics on the next line, and
//! `// callflow: type guessed, may be …` says that the type of the flow on the next line is not certain.
//!
//! Takes the trees with their comments and all diagnostics of a build. Drops what a comment allows: warnings, notes and
//! chosen errors, and with a reason also what the service is known to refuse, because the service changes. Reports a
//! comment that has no reason, is unused or is invalid. Never drops an error of the language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Ground, Topic, nearest};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{DIRECTIVE, tree};

/// The words with which a comment begins, and what it says of a type.
const ALLOW: &str = "allow";
const TYPE: &str = "type";
const GUESSED: &str = "guessed";

const HOW_TO_GUESS: &str = "write `// callflow: type guessed` above a flow whose type is not certain";

/// A code that a comment allows.
struct Allow {
    code: Code,
    /// The location of the code in the comment.
    span: Span,
    /// The line it applies to, counted from 0; `None` if no code follows.
    line: Option<usize>,
    has_reason: bool,
}

impl Allow {
    /// The file, the line and the code it applies to.
    fn place(&self) -> Option<(FileId, usize, Code)> {
        Some((self.span.file, self.line?, self.code))
    }
}

/// The allow comments of a build.
pub struct Allows {
    list: Vec<Allow>,
    /// Where a comment allows a code: whether it has a reason, and whether the code was reported there.
    places: BTreeMap<(FileId, usize, Code), Place>,
    /// The lines below a comment that says that a type is guessed.
    guesses: BTreeSet<(FileId, usize)>,
    faults: Diagnostics,
}

struct Place {
    has_reason: bool,
    is_reported: bool,
}

impl Allows {
    /// Reads the comments of `files`.
    #[must_use]
    pub fn read(files: &[Arc<tree::File>], sources: &Sources) -> Allows {
        let mut faults = Diagnostics::new();
        let mut guesses = BTreeSet::new();
        let read = |file: &Arc<tree::File>| read(file, sources, &mut guesses, &mut faults);
        let list: Vec<Allow> = files.iter().flat_map(read).collect();
        let mut places = BTreeMap::new();
        for allow in &list {
            let Some(place) = allow.place() else { continue };
            let at = places.entry(place).or_insert(Place { has_reason: false, is_reported: false });
            at.has_reason |= allow.has_reason;
        }
        Allows { list, places, guesses, faults }
    }

    /// Whether a comment says that the type of the flow on this line is guessed.
    #[must_use]
    pub fn guesses_type(&self, file: FileId, line: usize) -> bool {
        self.guesses.contains(&(file, line))
    }

    /// Drops the diagnostics that the comments allow.
    pub fn silence(&mut self, sources: &Sources, diagnostics: &mut Diagnostics) {
        diagnostics.retain(|diagnostic| {
            let Some(span) = diagnostic.span() else { return true };
            let line = sources.get(span.file).map_or(0, |file| file.lines().line_of(span.start));
            let Some(place) = self.places.get_mut(&(span.file, line, diagnostic.code)) else { return true };
            let is_allowed = diagnostic.may_be_allowed(place.has_reason);
            place.is_reported |= is_allowed;
            !is_allowed
        });
    }

    /// The mistakes in the comments. If there is an error elsewhere, not everything was checked, so none is unused.
    #[must_use]
    pub fn faults(self, has_errors: bool) -> Diagnostics {
        let Allows { list, places, mut faults, .. } = self;
        if !has_errors {
            let is_reported = |allow: &Allow| {
                let place = allow.place().and_then(|place| places.get(&place));
                place.is_some_and(|place| place.is_reported)
            };
            let is_unused = |allow: &&Allow| !is_reported(allow) && allow.code.row().topic != Topic::Instance;
            faults.extend(list.iter().filter(is_unused).map(unused));
        }
        faults
    }
}

fn unused(allow: &Allow) -> Diagnostic {
    let Allow { code, span, .. } = allow;
    let diagnostic =
        Diagnostic::new(Code::AllowUnused, *span, format!("unused allow comment: `{code}` is not reported here"));
    if code.row().ground == Ground::Language {
        return diagnostic.help(format!("{code} cannot be allowed: nothing can be made of such a text"));
    }
    match allow.line {
        None => diagnostic.help("it applies to the next line with code, but no code follows"),
        Some(_) => {
            diagnostic.help("it applies to the next line with code; delete it if that line no longer has this warning")
        }
    }
}

/// Reads the comments of a file.
fn read(
    tree: &tree::File,
    sources: &Sources,
    guesses: &mut BTreeSet<(FileId, usize)>,
    found: &mut Diagnostics,
) -> Vec<Allow> {
    let Some(file) = sources.get(tree.id) else { return Vec::new() };
    let mut allows = Vec::new();
    for (comment, line) in tree.comments.iter().zip(next_lines(tree, file)) {
        let text = sources.text(comment.span);
        let Some(rest) = text.strip_prefix("//").and_then(|text| text.trim_start().strip_prefix(DIRECTIVE)) else {
            continue;
        };
        let words = CommentWords::new(comment.span, text.len() - rest.len(), rest);
        if words.are_about_type() {
            if !words.say_guessed(found) {
                continue;
            }
            match line.filter(|line| begins_flow(file, *line)) {
                Some(line) => _ = guesses.insert((tree.id, line)),
                None => found.push(words.guess_of_no_flow()),
            }
            continue;
        }
        let (codes, has_reason) = words.read(found);
        allows.extend(codes.into_iter().map(|(code, span)| Allow { code, span, line, has_reason }));
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

    fn are_about_type(&self) -> bool {
        matches!(self.words.as_slice(), [(TYPE, _), ..])
    }

    /// Whether it says that the type of a flow is guessed. What else it says of a type is reported.
    fn say_guessed(&self, found: &mut Diagnostics) -> bool {
        let second = self.words.get(1);
        let is_it = second.is_some_and(|(word, _)| *word == GUESSED);
        if !is_it {
            let message = "invalid callflow comment about a type";
            found.push(self.misspelt(second, &[GUESSED], message).help(HOW_TO_GUESS));
        }
        is_it
    }

    /// The diagnostic for a comment in which this word should be another one.
    fn misspelt(&self, word: Option<&(&str, Span)>, words: &[&'static str], message: &str) -> Diagnostic {
        let near = word.and_then(|(word, span)| Some((*span, nearest(word, words.iter().copied())?)));
        match near {
            Some((span, near)) => {
                Diagnostic::new(Code::AllowNotUnderstood, span, message).did_you_mean(span, Some(near))
            }
            None => Diagnostic::new(Code::AllowNotUnderstood, self.comment, message),
        }
    }

    fn guess_of_no_flow(&self) -> Diagnostic {
        Diagnostic::new(Code::AllowNotUnderstood, self.comment, "no flow follows this comment about its type")
            .help("it belongs on the line above a flow; delete it if the type is certain")
    }

    /// The codes that the comment allows, and whether it gives a reason.
    fn read(&self, found: &mut Diagnostics) -> (Vec<(Code, Span)>, bool) {
        let Some(((ALLOW, _), words)) = self.words.split_first().map(|(first, words)| (*first, words)) else {
            found.push(self.not_understood());
            return (Vec::new(), false);
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
        (allowed, reason.len() >= 2)
    }

    fn not_understood(&self) -> Diagnostic {
        let first = self.words.first().filter(|(word, _)| *word != ALLOW);
        let is_about_type = first.is_some_and(|(word, _)| nearest(word, [ALLOW, TYPE]) == Some(TYPE));
        let diagnostic = self.misspelt(first, &[ALLOW, TYPE], "invalid callflow comment");
        if is_about_type {
            return diagnostic.help(HOW_TO_GUESS);
        }
        diagnostic.help("write `// callflow: allow F0334 because …` with the code and the reason")
    }
}

/// Whether the line declares a flow.
fn begins_flow(file: &SourceFile, line: usize) -> bool {
    let start = file.lines().start_of(line).unwrap_or_default();
    let text = file.text().get(start as usize..).unwrap_or_default().trim_start();
    text.strip_prefix("flow").is_some_and(|rest| rest.starts_with([' ', '\t', '"']))
}

fn unknown(word: &str, span: Span) -> Diagnostic {
    let near = nearest(word, Code::ALL.iter().map(|code| code.number()));
    Diagnostic::new(Code::AllowNotUnderstood, span, format!("unknown code `{word}`")).did_you_mean(span, near)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
