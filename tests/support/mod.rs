//! Shared code of the tests: fixtures and their snapshots, and diagnostics as plain text.

pub mod build;
pub mod case;
pub mod contact;
pub mod corpus;
/// The generator of projects that the benches use.
#[path = "../../benches/support/generate.rs"]
pub mod generate;
/// The generator of mistakes that the benches use.
#[path = "../../benches/support/mistakes.rs"]
pub mod mistakes;
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

/// The name of a fixture: the name of its file or folder, without the extension.
pub fn stem(fixture: &Path) -> &str {
    fixture.file_stem().unwrap().to_str().unwrap()
}

/// Compares with the snapshot next to the fixture.
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

/// Compares a page with its generated text; writes it if `UPDATE_DOCS` is set. `module` contains the test.
pub fn is_current(page: &str, made: &str, module: &str) {
    let path = repository(page);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == made, "{page} is out of date: `UPDATE_DOCS=1 cargo test {module}::` writes it");
}

/// The cases that the environment variable `CASE` selects by a part of their names; all if it is not set.
pub fn chosen<T>(cases: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    chosen_by("CASE", cases, |case, wanted| name(case).contains(wanted))
}

/// The cases that an environment variable selects; all if it is not set. Panics if it selects none.
pub fn chosen_by<T>(variable: &str, mut cases: Vec<T>, is_meant: impl Fn(&T, &str) -> bool) -> Vec<T> {
    if let Ok(wanted) = env::var(variable) {
        cases.retain(|case| is_meant(case, &wanted));
        assert!(!cases.is_empty(), "{variable}={wanted} selects no case of this test");
    }
    cases
}

/// The fixtures that `CASE` selects.
pub fn chosen_fixtures(folder: &str, extension: &str) -> Vec<PathBuf> {
    chosen(fixtures(folder, extension), |path| stem(path).to_owned())
}

/// Runs every case, and then fails with a list of all cases that failed. A panic counts as a failure.
pub fn all<T: Sync>(cases: &[T], name: impl Fn(&T) -> String + Sync, test: impl Fn(&T) + Sync) {
    let failed = each(cases, |case| catch_unwind(AssertUnwindSafe(|| test(case))).is_err().then(|| name(case)));
    let failed: Vec<String> = failed.into_iter().flatten().collect();
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}

/// The results of `work` for each item, in order, computed on all cores. The threads belong to the test, so that their
/// output is shown with it.
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

/// A text with line numbers.
pub fn numbered(text: &str) -> String {
    text.lines().zip(1..).fold(String::new(), |mut out, (line, number)| {
        writeln!(out, "{number:>3} {line}").unwrap();
        out
    })
}

/// `1:3-1:8`, where the end is the column of the last character.
fn place(sources: &Sources, span: Span) -> String {
    let file = sources.get(span.file).unwrap();
    let start = file.lines().line_column(file.text(), span.start);
    let end = file.lines().line_column(file.text(), span.end);
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

/// Each diagnostic as a few lines of plain text.
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
