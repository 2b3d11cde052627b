//! What several tests need: fixtures and their snapshots, and plain forms of diagnostics.

pub mod build;
pub mod case;
pub mod corpus;
pub mod page;
pub mod process;
pub mod run;
pub mod source_code;
pub mod tree;

use std::fmt::Write as _;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use callflow::diagnostic::Diagnostics;
use callflow::source::{Sources, Span};

/// A path of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// All files of a folder with this extension, sorted.
pub fn fixtures(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = repository(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    assert!(!paths.is_empty(), "no fixture in {}", folder.display());
    paths
}

/// The name of a fixture: its file's or folder's, without the extension.
pub fn stem(fixture: &Path) -> &str {
    fixture.file_stem().unwrap().to_str().unwrap()
}

/// Compares with the snapshot beside the fixture.
pub fn snapshot_beside(fixture: &Path, text: &str) {
    snapshot(fixture.parent().unwrap(), stem(fixture), text);
}

/// Compares with a snapshot in a folder of the repository.
pub fn snapshot_in(folder: &str, name: &str, text: &str) {
    snapshot(&repository(folder), name, text);
}

fn snapshot(folder: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Compares a page with what the tests of `module` make it from; with `UPDATE_DOCS` set, writes it.
pub fn is_current(page: &str, made: &str, module: &str) {
    let path = repository(page);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == made, "{page} is out of date: `UPDATE_DOCS=1 cargo test {module}::` writes it");
}

/// The cases that the environment variable `CASE` chooses by a part of their names; all where it is not set.
pub fn chosen<T>(cases: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    chosen_by("CASE", cases, |case, wanted| name(case).contains(wanted))
}

/// The cases that an environment variable chooses; all where it is not set. One that chooses none is a mistake.
pub fn chosen_by<T>(variable: &str, mut cases: Vec<T>, is_meant: impl Fn(&T, &str) -> bool) -> Vec<T> {
    if let Ok(wanted) = env::var(variable) {
        cases.retain(|case| is_meant(case, &wanted));
        assert!(!cases.is_empty(), "{variable}={wanted} chooses none of the cases of this test");
    }
    cases
}

/// The fixtures that `CASE` chooses.
pub fn chosen_fixtures(folder: &str, extension: &str) -> Vec<PathBuf> {
    chosen(fixtures(folder, extension), |path| stem(path).to_owned())
}

/// Runs every case, and fails at the end with all that failed. What panics counts as failed.
pub fn all<T: Sync>(cases: &[T], name: impl Fn(&T) -> String + Sync, test: impl Fn(&T) + Sync) {
    let failed = each(cases, |case| catch_unwind(AssertUnwindSafe(|| test(case))).is_err().then(|| name(case)));
    let failed: Vec<String> = failed.into_iter().flatten().collect();
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}

/// What `work` makes of each item, in their order, on all cores. The threads are the test's own, so that what they print
/// is shown with it.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let share = || {
        let mut made = Vec::new();
        while let Some((index, item)) = items.iter().enumerate().nth(next.fetch_add(1, Ordering::Relaxed)) {
            made.push((index, work(item)));
        }
        made
    };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(share)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    made.sort_unstable_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, made)| made).collect()
}

/// A text with the number of each line before it.
pub fn numbered(text: &str) -> String {
    text.lines().zip(1..).fold(String::new(), |mut out, (line, number)| {
        writeln!(out, "{number:>3} {line}").unwrap();
        out
    })
}

/// `1:3-1:8`, the end being the last character's column.
fn place(sources: &Sources, span: Span) -> String {
    let file = sources.get(span.file).unwrap();
    let start = file.lines().line_column(file.text(), span.start);
    let end = file.lines().line_column(file.text(), span.end);
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

/// Each diagnostic in a few plain lines.
pub fn plain(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let place = diagnostic.span().map_or_else(|| "no place".to_owned(), |span| place(sources, span));
        writeln!(out, "{} {} {place}: {}", diagnostic.code, diagnostic.severity.word(), diagnostic.message).unwrap();
        for (index, label) in diagnostic.labels.iter().enumerate() {
            if index > 0 || !label.text.is_empty() {
                let place = self::place(sources, label.span);
                writeln!(out, "    at {place} `{}`: {}", first_line(sources.text(label.span)), label.text).unwrap();
            } else {
                writeln!(out, "    at `{}`", first_line(sources.text(label.span))).unwrap();
            }
        }
        for help in &diagnostic.help {
            writeln!(out, "    help: {help}").unwrap();
        }
        for fix in &diagnostic.fixes {
            writeln!(out, "    fix: {} -> `{}`", self::place(sources, fix.span), fix.replacement).unwrap();
        }
    }
    out
}

fn first_line(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, _)) => format!("{first}…"),
        None => text.to_owned(),
    }
}
