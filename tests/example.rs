//! `examples/acme-support`, built as a user builds it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::support::process::{self, callflow, empty_folder};
use crate::support::{fixtures, repository, snapshot_in, stem};

const EXAMPLE: &str = "examples/acme-support";

/// A copy of the example, without its build folder, at `folder` in a temporary directory.
fn copy(temporary: &TempDir, folder: &str) -> PathBuf {
    let to = temporary.path().join(folder);
    process::copy(&repository(EXAMPLE), &to);
    let _ = fs::remove_dir_all(to.join("build"));
    to
}

/// All files below a folder, by their relative paths, but for those in `.callflow`, which are no output.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = process::files(folder).into_iter().filter(|path| !path.starts_with(".callflow/"));
    files.map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap())).collect()
}

fn build(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = callflow(folder, &["build"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    files(&folder.join("build"))
}

#[test]
fn the_build_matches_the_snapshots() {
    let out = empty_folder();
    let built = out.path().join("build");
    let output = callflow(&repository("."), &["build", EXAMPLE, "--out", built.to_str().unwrap()]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (path, bytes) in files(&built) {
        let text = String::from_utf8(bytes).unwrap();
        match path.split_once('/') {
            Some(("flows", _)) | None => {
                texts.insert(path.replace('/', ".").replace(".json", ""), text);
            }
            // These have only a few lines each, so all files of a kind share one snapshot.
            Some((kind, _)) => texts.entry(kind.to_owned()).or_default().push_str(&format!("{path}\n{text}\n")),
        }
    }
    let place = format!("{}: ", built.display().to_string().replace('\\', "/"));
    texts.insert("told".to_owned(), output.stdout.replace(&place, "build: "));
    for (name, text) in &texts {
        snapshot_in("tests/example", name, text);
    }
    let kept: BTreeSet<_> = fixtures("tests/example", "snap").iter().map(|path| stem(path).to_owned()).collect();
    assert_eq!(kept, texts.into_keys().collect(), "a snapshot of a file that is not built");
}

#[test]
fn it_has_no_errors_or_warnings() {
    let output = callflow(&repository("."), &["check", "--strict", EXAMPLE]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    assert_eq!(output.stdout, "no errors in 12 flows and 4 quick connects\n");
}

#[test]
fn every_build_gives_the_same_bytes_in_any_folder() {
    let temporary = empty_folder();
    let here = copy(&temporary, "here");
    let first = build(&here);
    assert_eq!(first, build(&here), "a second build");
    fs::remove_dir_all(here.join("build")).unwrap();
    assert_eq!(first, build(&here), "a build into an empty folder");
    let there = copy(&temporary, "over/there/with a blank");
    assert_eq!(first, build(&there), "a build from another folder");
    let from_above = callflow(temporary.path(), &["build", "over/there/with a blank", "--out", "elsewhere"]);
    assert_eq!(from_above.code, 0, "{}", from_above.stderr);
    assert_eq!(first, files(&temporary.path().join("elsewhere")), "a build from a parent folder");
}

#[test]
fn nothing_is_written_if_there_is_an_error() {
    let temporary = empty_folder();
    let folder = copy(&temporary, "acme");
    let source = folder.join("flows/shop.flow");
    let good = fs::read_to_string(&source).unwrap();
    let bad = good.replace("set_working_queue \"General Inquiries\"", "set_working_queue \"General Enquiries\"");
    assert_ne!(good, bad);
    fs::write(&source, &bad).unwrap();

    let output = callflow(&folder, &["build"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    let stderr = &output.stderr;
    assert!(stderr.contains("General Enquiries") && stderr.contains("General Inquiries"), "{stderr}");
    assert!(!folder.join("build").exists(), "output was written");

    // The output of the previous build is kept.
    fs::write(&source, &good).unwrap();
    let before = build(&folder);
    let other = folder.join("flows/callback.flow");
    let changed = fs::read_to_string(&other).unwrap().replace("Thank you.", "Thanks.");
    fs::write(&other, changed).unwrap();
    fs::write(&source, &bad).unwrap();
    assert_eq!(callflow(&folder, &["build"]).code, 1);
    assert_eq!(before, files(&folder.join("build")));
}

#[test]
fn unchanged_files_are_not_written() {
    let temporary = empty_folder();
    let folder = copy(&temporary, "acme");
    let before = build(&folder);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in before.keys() {
        File::options().write(true).open(folder.join("build").join(name)).unwrap().set_modified(long_ago).unwrap();
    }
    let touched = || -> Vec<&String> {
        let is_new =
            |name: &&String| fs::metadata(folder.join("build").join(name)).unwrap().modified().unwrap() != long_ago;
        before.keys().filter(is_new).collect()
    };
    build(&folder);
    assert_eq!(touched(), Vec::<&String>::new(), "nothing had changed");

    let source = folder.join("flows/callback.flow");
    let text = fs::read_to_string(&source).unwrap();
    fs::write(&source, text.replace("Thank you.", "Thanks.")).unwrap();
    build(&folder);
    assert_eq!(touched(), ["flows/callback.json", "manifest.json"]);
}
