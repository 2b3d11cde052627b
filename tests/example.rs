//! `examples/acme-support`, built as a visitor builds it.

#![cfg(test)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

const EXAMPLE: &str = "examples/acme-support";

/// Runs the compiler in a folder.
fn callflow(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callflow")).current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// A copy of the example, less what was built in it, at `folder` of a temporary directory.
fn copy(temporary: &TempDir, folder: &str) -> PathBuf {
    let to = temporary.path().join(folder);
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLE), &to);
    to
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_file() {
            fs::copy(&path, to.join(entry.file_name())).unwrap();
        } else if entry.file_name() != "build" {
            copy_folder(&path, &to.join(entry.file_name()));
        }
    }
}

/// All files below a folder, by their path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    if folder.is_dir() {
        collect(folder, folder, &mut found);
    }
    found
}

fn build(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = callflow(folder, &["build"]);
    assert!(output.status.success(), "{}", said(&output).1);
    files(&folder.join("build"))
}

#[test]
fn it_builds_what_the_snapshots_say() {
    let out = TempDir::new().unwrap();
    let built = out.path().join("build");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = callflow(root, &["build", EXAMPLE, "--out", built.to_str().unwrap()]);
    let (stdout, stderr) = said(&output);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (path, bytes) in files(&built) {
        let text = String::from_utf8(bytes).unwrap();
        match path.split_once('/') {
            Some(("flows", _)) | None => {
                texts.insert(path.replace('/', ".").replace(".json", ""), text);
            }
            // A few lines each: all of a kind together.
            Some((kind, _)) => texts.entry(kind.to_owned()).or_default().push_str(&format!("{path}\n{text}\n")),
        }
    }
    let place = format!("{}: ", built.display().to_string().replace('\\', "/"));
    texts.insert("told".to_owned(), stdout.replace(&place, "build: "));
    insta::with_settings!({ snapshot_path => "example", prepend_module_to_snapshot => false, omit_expression => true }, {
        for (name, text) in &texts {
            insta::assert_snapshot!(name.as_str(), text);
        }
    });
    let mut kept: Vec<String> = fs::read_dir(root.join("tests/example"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".snap").map(str::to_owned))
        .collect();
    kept.sort();
    assert_eq!(kept, texts.into_keys().collect::<Vec<_>>(), "a snapshot of something that is not built");
}

#[test]
fn nothing_is_to_be_said_against_it() {
    let output = callflow(Path::new(env!("CARGO_MANIFEST_DIR")), &["check", "--strict", EXAMPLE]);
    let (stdout, stderr) = said(&output);
    assert!(output.status.success());
    assert!(stderr.is_empty(), "{stderr}");
    assert_eq!(stdout, "no errors in 12 flows and 4 quick connects\n");
}

#[test]
fn every_build_gives_the_same_bytes_wherever_it_is_made() {
    let temporary = TempDir::new().unwrap();
    let here = copy(&temporary, "here");
    let first = build(&here);
    assert_eq!(first, build(&here), "a second build");
    fs::remove_dir_all(here.join("build")).unwrap();
    assert_eq!(first, build(&here), "a build into an empty folder");
    let there = copy(&temporary, "over/there/with a blank");
    assert_eq!(first, build(&there), "a build from another folder");
    let from_above = callflow(temporary.path(), &["build", "over/there/with a blank", "--out", "elsewhere"]);
    assert!(from_above.status.success(), "{}", said(&from_above).1);
    assert_eq!(first, files(&temporary.path().join("elsewhere")), "a build from above");
}

#[test]
fn one_error_and_nothing_is_written() {
    let temporary = TempDir::new().unwrap();
    let folder = copy(&temporary, "acme");
    let source = folder.join("flows/shop.flow");
    let good = fs::read_to_string(&source).unwrap();
    let bad = good.replace("set_working_queue \"General Inquiries\"", "set_working_queue \"General Enquiries\"");
    assert_ne!(good, bad);
    fs::write(&source, &bad).unwrap();

    let output = callflow(&folder, &["build"]);
    let (stdout, stderr) = said(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout, "");
    assert!(stderr.contains("General Enquiries") && stderr.contains("General Inquiries"), "{stderr}");
    assert!(!folder.join("build").exists(), "something was written");

    // And what was built before stays as it was.
    fs::write(&source, &good).unwrap();
    let before = build(&folder);
    let other = folder.join("flows/callback.flow");
    let changed = fs::read_to_string(&other).unwrap().replace("Thank you.", "Thanks.");
    fs::write(&other, changed).unwrap();
    fs::write(&source, &bad).unwrap();
    assert_eq!(callflow(&folder, &["build"]).status.code(), Some(1));
    assert_eq!(before, files(&folder.join("build")));
}

#[test]
fn files_that_would_not_change_are_left_alone() {
    let temporary = TempDir::new().unwrap();
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
