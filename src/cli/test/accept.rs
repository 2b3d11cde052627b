//! Writes into tests what was said and what the data was, where they fail by text only. Never touches a `given`, an act
//! or a result.

use crate::cli::output::replace;
use crate::cli::paths::display;
use crate::cli::project::Project;
use crate::diagnostic::fix::{AppliedFix, Edited};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use crate::syntax::reread;
use crate::testing::Verdict;

/// The edits that would make failed lines pass: at most one for each test, since its first failure ends a test.
pub(super) fn edits(verdicts: &[Verdict<'_>], project: &Project) -> Vec<Edited> {
    let mut changes: Vec<&(Span, String)> =
        verdicts.iter().filter_map(|verdict| verdict.failure.as_ref()?.accepted.as_ref()).collect();
    changes.sort_by_key(|(span, _)| (span.file, span.start));
    changes.dedup_by_key(|(span, _)| *span);
    let mut files: Vec<FileId> = changes.iter().map(|(span, _)| span.file).collect();
    files.dedup();
    let edited = |file: FileId| {
        let source = project.sources().get(file)?;
        let (mut text, mut made, mut at) = (String::new(), Vec::new(), 0);
        for (span, after) in changes.iter().filter(|(span, _)| span.file == file) {
            text.push_str(source.text().get(at..span.start as usize)?);
            text.push_str(after);
            at = span.end as usize;
            let before = project.sources().text(*span).to_owned();
            made.push(AppliedFix { code: Code::ExpectationFailed, span: *span, before, after: after.clone() });
        }
        text.push_str(source.text().get(at..)?);
        Some(Edited { file, text, made })
    };
    files.into_iter().filter_map(edited).collect()
}

/// Writes edited files, and makes their texts those of the project. Returns how many lines changed.
pub(super) fn write(project: &mut Project, edits: &[Edited], diagnostics: &mut Diagnostics) -> usize {
    let mut changed = 0;
    for edited in edits {
        let Some((_, path)) = project.files.iter().find(|(file, _)| *file == edited.file).cloned() else { continue };
        let name = display(&path);
        if !reread::keeps(project.sources(), edited) {
            let message = format!("the accepted texts would change more of `{name}` than they mean");
            diagnostics.push(Diagnostic::unlocated(Code::NotReadBack, message).help("the file is unchanged"));
            continue;
        }
        let Some(source) = project.sources().get(edited.file) else { continue };
        if let Err(error) = replace(&path, source.as_in_file(&edited.text).as_bytes()) {
            diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, error.to_string()).help("the file is unchanged"));
            continue;
        }
        let name = source.name().to_owned();
        project.workspace.set(&name, &edited.text);
        changed += edited.made.len();
    }
    changed
}
