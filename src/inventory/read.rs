//! Reads the files of an inventory folder.
//!
//! Takes the texts of its `*.json` files, gives the [`Inventory`], and reports the files that could not be used. A file
//! may contain several answers, one after the other or in a list, like a stream of agent events.

use serde_json::Deserializer;
use serde_json::error::Category;

use super::answer::Answers;
use super::derive::derive;
use super::gather::{ArnLocator, Gathered};
use super::{Inventory, imported, parent};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SourceFile, Sources, Span};

/// Reads `files`, the `*.json` files of an inventory folder in the order of their names.
#[must_use]
pub fn read(files: &[FileId], sources: &Sources, diagnostics: &mut Diagnostics) -> Inventory {
    let mut gathered = Gathered::default();
    for id in files {
        if let Some(file) = sources.get(*id) {
            diagnostics.extend(read_file(*id, file, &mut gathered));
        }
    }
    imported::settle(&mut gathered);
    parent::settle(&mut gathered, sources, diagnostics);
    diagnostics.extend(two_instances(&gathered));
    derive(&gathered, diagnostics)
}

fn read_file(id: FileId, file: &SourceFile, gathered: &mut Gathered) -> Option<Diagnostic> {
    let name = parent::file_name(file.name());
    if file.text().trim().is_empty() {
        return Some(
            Diagnostic::new(Code::InventoryBroken, Span::new(id, 0, 0), format!("`{name}` is empty"))
                .help("a failed AWS CLI command leaves an empty file: run the command again"),
        );
    }
    let mut locator = ArnLocator::new(id, file.text());
    let mut is_known = false;
    for answers in Deserializer::from_str(file.text()).into_iter::<Answers>() {
        match answers {
            Ok(Answers(answers)) => {
                for answer in answers {
                    if answer.is_imported {
                        gathered.imported.push(answer);
                        is_known = true;
                        continue;
                    }
                    let is_taken = gathered.take(answer, name, &mut locator);
                    is_known |= is_taken;
                    gathered.has_answers |= is_taken;
                }
            }
            Err(error) => return Some(broken(id, file, name, &error)),
        }
    }
    (!is_known).then(|| not_known(name, first_character(id, file)))
}

/// The diagnostic for a text that is not JSON, or that has a known key with a value that the AWS CLI never returns.
fn broken(id: FileId, file: &SourceFile, name: &str, error: &serde_json::Error) -> Diagnostic {
    let span = place(id, file, error);
    // serde_json appends the position to its message. The label shows it already.
    let full = error.to_string();
    let reason = full.rfind(" at line ").and_then(|at| full.get(..at)).unwrap_or(&full);
    match error.classify() {
        Category::Data => not_known(name, span).primary_label(reason),
        Category::Eof => Diagnostic::new(Code::InventoryBroken, span, format!("`{name}` is truncated"))
            .help("the command that wrote it was interrupted: run the command again"),
        _ => Diagnostic::new(Code::InventoryBroken, span, format!("`{name}` is not valid JSON: {reason}"))
            .help("an inventory must contain unchanged AWS CLI answers: run the command again with `--output json`"),
    }
}

fn not_known(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InventoryNotKnown, span, format!("`{name}` is not a known AWS CLI answer and was ignored"))
}

/// The character at which serde_json failed; the last one if it failed at the end of the text.
fn place(id: FileId, file: &SourceFile, error: &serde_json::Error) -> Span {
    let line = file.lines().start_of(error.line().saturating_sub(1)).unwrap_or(0);
    character(id, file.text(), line as usize + error.column().saturating_sub(1))
}

fn first_character(id: FileId, file: &SourceFile) -> Span {
    let blank = file.text().len() - file.text().trim_start().len();
    character(id, file.text(), blank)
}

/// The character at or before the byte `at` of `text`.
fn character(id: FileId, text: &str, at: usize) -> Span {
    let mut start = at.min(text.trim_end().len().saturating_sub(1));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(id, offset(start), offset(start + length))
}

fn two_instances(gathered: &Gathered) -> Option<Diagnostic> {
    let (first, others) = gathered.instances.split_first()?;
    let (second, _) = others.first()?;
    let id = super::arn::last_part;
    let message = format!("the inventory contains two instances, `{}` and `{}`", id(&first.0), id(second));
    let mut diagnostic = Diagnostic::unlocated(Code::TwoInstances, message);
    for (instance, origin) in &gathered.instances {
        if let Some(span) = origin {
            diagnostic = diagnostic.label(*span, format!("from the instance `{}`", id(instance)));
        }
    }
    Some(diagnostic.help("keep the answers of each instance in its own folder, one per `[env.…]` in callflow.toml"))
}
