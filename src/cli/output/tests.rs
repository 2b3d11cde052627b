//! Builds that are stopped, refused or robbed after every step, which needs faults that only tests have.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Folder, STATE};
use super::operations::fault::{Fault, occurred, set};
use super::{Notice, Options, WriteError, Written, write};
use crate::emit::{MANIFEST, OutputFile, sha256};

/// More than any build here has.
const MANY_STEPS: usize = 500;

type Tree = BTreeMap<String, String>;

/// A build of these files, with its manifest.
fn build(list: &[(&str, &str)]) -> Vec<OutputFile> {
    let rows =
        list.iter().map(|(path, text)| format!("{{\"file\":\"{path}\",\"sha256\":\"{}\"}}", sha256(text.as_bytes())));
    let rows: Vec<String> = rows.collect();
    let manifest = format!("{{\"format\":1,\"resources\":[{}],\"associations\":[]}}", rows.join(","));
    let file = |path: &str, text: &str| OutputFile { path: path.to_owned(), bytes: text.into() };
    list.iter().map(|(path, text)| file(path, text)).chain([file(MANIFEST, &manifest)]).collect()
}

fn old() -> Vec<OutputFile> {
    build(&[("flows/same.json", "s"), ("flows/changed.json", "1"), ("modules/old.json", "o"), ("flows/gone.json", "g")])
}

fn new() -> Vec<OutputFile> {
    build(&[("flows/same.json", "s"), ("flows/changed.json", "2"), ("quick-connects/new.json", "n")])
}

fn third() -> Vec<OutputFile> {
    build(&[("flows/changed.json", "3"), ("modules/third.json", "t")])
}

fn tree_of(files: &[OutputFile]) -> Tree {
    let text = |file: &OutputFile| String::from_utf8(file.bytes.clone()).unwrap();
    files.iter().map(|file| (file.path.clone(), text(file))).collect()
}

/// The files below `root`, but for those in `.callflow`.
fn tree(root: &Path) -> Tree {
    let mut all = files_below(root);
    all.retain(|path, _| !path.starts_with(STATE));
    all
}

fn files_below(root: &Path) -> Tree {
    let mut found = Tree::new();
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn write_to(out: &Path, files: &[OutputFile]) -> Result<Written, WriteError> {
    write(out, files, &Options::default())
}

/// The same with a fault, and whether it occurred.
fn write_with(fault: Fault, out: &Path, files: &[OutputFile]) -> (Result<Written, WriteError>, bool) {
    set(fault);
    let result = write_to(out, files);
    let has_occurred = occurred();
    set(Fault::None);
    (result, has_occurred)
}

/// The folder is exactly this build, and nothing else is left.
fn assert_is(out: &Path, files: &[OutputFile], case: &str) {
    assert_eq!(tree(out), tree_of(files), "{case}");
    let state: Vec<String> = files_below(&out.join(STATE)).into_keys().collect();
    assert_eq!(state, [".gitignore", "lock"], "{case}");
    assert_eq!(fs::read_to_string(out.join(STATE).join(".gitignore")).unwrap(), "*\n", "{case}");
    assert!(!Folder::new(out).next().exists(), "{case}");
}

/// The folder is one of these builds, or has no manifest.
fn assert_is_readable(out: &Path, builds: &[Vec<OutputFile>], case: &str) {
    let found = tree(out);
    let is_one = builds.iter().any(|files| tree_of(files) == found);
    assert!(is_one || !found.contains_key(MANIFEST), "{case}: {found:?}");
}

/// What a folder is before a build, and how to make it.
type Start = (&'static str, fn(&Path));

/// The states of an output folder before a build, and how to make them.
fn starts() -> [Start; 3] {
    [
        ("no folder", |_| {}),
        ("an older build", |out| _ = write_to(out, &old()).unwrap()),
        ("the same build, damaged", |out| {
            write_to(out, &new()).unwrap();
            fs::write(out.join("flows/changed.json"), "").unwrap();
            fs::remove_file(out.join("quick-connects/new.json")).unwrap();
        }),
    ]
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    // In memory where the system can: flushing so many builds to a disk would take minutes.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let out = folder.path().join("out");
    (folder, out)
}

#[test]
fn a_build_may_be_stopped_after_every_step() {
    for (start, prepare) in starts() {
        for next in [new(), third()] {
            let mut after = 0;
            loop {
                let case = format!("{start}, stopped after {after}");
                let (_folder, out) = folder();
                prepare(&out);
                let before = tree(&out);
                let (result, is_stopped) = write_with(Fault::Stop { after }, &out, &new());
                if !is_stopped {
                    result.unwrap();
                    assert_is(&out, &new(), &case);
                    break;
                }
                // A damaged build is the only start that is no build, and no step makes it worse.
                if tree(&out) != before {
                    assert_is_readable(&out, &[new()], &case);
                }
                write_to(&out, &next).unwrap();
                assert_is(&out, &next, &case);
                after += 1;
                assert!(after < MANY_STEPS);
            }
            assert!(after > 5, "{start}: {after} steps");
        }
    }
}

#[test]
fn finishing_a_build_may_be_stopped_too() {
    let mut first = 0;
    loop {
        let mut second = 0;
        let is_first_stopped = loop {
            let case = format!("stopped after {first}, then after {second}");
            let (_folder, out) = folder();
            write_to(&out, &old()).unwrap();
            let (_, is_first_stopped) = write_with(Fault::Stop { after: first }, &out, &new());
            let (_, is_stopped) = write_with(Fault::Stop { after: second }, &out, &third());
            assert_is_readable(&out, &[old(), new(), third()], &case);
            write_to(&out, &third()).unwrap();
            assert_is(&out, &third(), &case);
            if !is_stopped {
                break is_first_stopped;
            }
            second += 1;
            assert!(second < MANY_STEPS);
        };
        if !is_first_stopped {
            break;
        }
        // Each pair would be thousands of builds.
        first += 5;
        assert!(first < MANY_STEPS);
    }
}

#[test]
fn files_that_a_loss_of_power_took_are_written_again() {
    for loss in [|path: &Path| fs::write(path, "").unwrap(), |path: &Path| fs::remove_file(path).unwrap()] {
        let mut after = 0;
        loop {
            let (_folder, out) = folder();
            write_to(&out, &old()).unwrap();
            let (_, is_stopped) = write_with(Fault::Stop { after }, &out, &new());
            let next = Folder::new(&out).next();
            files_below(&next).into_keys().for_each(|file| loss(&next.join(file)));
            write_to(&out, &third()).unwrap_or_else(|error| panic!("stopped after {after}: {error:?}"));
            assert_is(&out, &third(), &format!("stopped after {after}"));
            if !is_stopped {
                break;
            }
            after += 1;
            assert!(after < MANY_STEPS);
        }
    }
}

#[test]
fn a_refused_step_is_an_error_before_the_record_and_is_tried_again_after_it() {
    let mut after = 0;
    let (mut errors, mut retries) = (0, 0);
    loop {
        let (_folder, out) = folder();
        write_to(&out, &old()).unwrap();
        let (result, is_refused) = write_with(Fault::Refuse { after, times: 1 }, &out, &new());
        match result {
            Err(WriteError::Unchanged(_)) => {
                assert_is_readable(&out, &[old()], &format!("refused after {after}"));
                assert_eq!(tree(&out), tree_of(&old()), "refused after {after}");
                assert!(!Folder::new(&out).next().exists(), "refused after {after}");
                errors += 1;
            }
            Err(other) => panic!("refused after {after}: {other:?}"),
            Ok(_) => {
                assert_eq!(tree(&out), tree_of(&new()), "refused after {after}");
                retries += usize::from(is_refused);
            }
        }
        write_to(&out, &new()).unwrap();
        assert_is(&out, &new(), &format!("refused after {after}"));
        if !is_refused {
            break;
        }
        after += 1;
        assert!(after < MANY_STEPS);
    }
    assert!(errors > 5 && retries > 3, "{errors} errors, {retries} retries");
}

#[test]
fn a_recorded_build_is_finished_before_the_next_one() {
    thread_local!(static FINISHED: Cell<usize> = const { Cell::new(0) });
    fn notify(notice: Notice<'_>) {
        FINISHED.set(FINISHED.get() + usize::from(matches!(notice, Notice::Finished(_))));
    }
    let mut after = 0;
    loop {
        let (_folder, out) = folder();
        write_to(&out, &old()).unwrap();
        let (_, is_stopped) = write_with(Fault::Stop { after }, &out, &new());
        let is_recorded = Folder::new(&out).record().exists();
        FINISHED.set(0);
        let written = write(&out, &new(), &Options { notify, ..Options::default() }).unwrap();
        assert_eq!(FINISHED.get(), usize::from(is_recorded), "stopped after {after}");
        assert!(written.counts.written == 0 || !is_recorded, "stopped after {after}");
        if !is_stopped {
            break;
        }
        after += 1;
        assert!(after < MANY_STEPS);
    }
}

#[test]
fn a_file_that_cannot_be_moved_leaves_a_build_that_the_next_one_finishes() {
    let (_folder, out) = folder();
    write_to(&out, &old()).unwrap();
    let mut after = 0;
    // The first step after the record is in place: the old manifest goes.
    while !Folder::new(&out).record().exists() {
        after += 1;
        _ = write_with(Fault::Stop { after }, &out, &new());
    }
    write_to(&out, &old()).unwrap();
    let (result, _) = write_with(Fault::Refuse { after, times: usize::MAX }, &out, &new());
    let Err(WriteError::Unfinished(error)) = result else { panic!("{result:?}") };
    assert_eq!(error.path, out.join(MANIFEST));
    write_to(&out, &third()).unwrap();
    assert_is(&out, &third(), "after the file could be moved");
}

#[test]
fn without_locks_there_is_a_warning_and_a_build() {
    thread_local!(static NOTICES: Cell<usize> = const { Cell::new(0) });
    fn notify(notice: Notice<'_>) {
        assert!(matches!(notice, Notice::WithoutLocks(..)), "{notice:?}");
        NOTICES.set(NOTICES.get() + 1);
    }
    let (_folder, out) = folder();
    set(Fault::NoLocks);
    write(&out, &new(), &Options { notify, ..Options::default() }).unwrap();
    set(Fault::None);
    assert_eq!(NOTICES.get(), 1);
    assert_is(&out, &new(), "without locks");
}

#[test]
fn a_record_cannot_lead_out_of_the_folder() {
    let stopped = |out: &Path| {
        let mut after = 0;
        write_to(out, &old()).unwrap();
        while !Folder::new(out).record().exists() {
            after += 1;
            _ = write_with(Fault::Stop { after }, out, &new());
        }
    };
    for path in [
        "../outside.json",
        "/outside.json",
        "flows/../../outside.json",
        ".callflow/lock",
        ".CallFlow/lock",
        "",
        "manifest.json",
    ] {
        let (folder, out) = folder();
        stopped(&out);
        fs::write(folder.path().join("outside.json"), "x").unwrap();
        let record = Folder::new(&out).record();
        let text = fs::read_to_string(&record).unwrap().replace("flows/changed.json", path);
        fs::write(&record, text).unwrap();
        let refused = write_to(&out, &third());
        assert!(matches!(refused, Err(WriteError::UnknownRecord(_))), "{path}: {refused:?}");
        assert_eq!(fs::read_to_string(folder.path().join("outside.json")).unwrap(), "x", "{path}");
        write(&out, &third(), &Options { force: true, ..Options::default() }).unwrap();
        assert_eq!(tree(&out).get(MANIFEST), tree_of(&third()).get(MANIFEST));
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_of_the_build_are_not_followed() {
    use std::os::unix::fs::symlink;
    for link in ["", "next", "next/flows", "lock", "commit.json", "commit.json.new", ".gitignore"] {
        let (folder, out) = folder();
        let outside = folder.path().join("outside");
        fs::create_dir_all(outside.join("flows")).unwrap();
        fs::write(outside.join("flows/changed.json"), "mine").unwrap();
        let before = files_below(&outside);
        write_to(&out, &old()).unwrap();
        let place = out.join(STATE).join(link);
        fs::create_dir_all(out.join(STATE).join("next")).unwrap();
        if place.is_dir() {
            fs::remove_dir_all(&place).unwrap()
        } else {
            _ = fs::remove_file(&place)
        }
        symlink(&outside, out.join(STATE).join(link).components().as_path()).unwrap();
        if let Err(error) = write_to(&out, &new()) {
            assert!(["", "lock", "commit.json"].contains(&link), "{link}: {error:?}");
            assert_eq!(tree(&out), tree_of(&old()), "{link}");
        }
        assert_eq!(files_below(&outside), before, "{link}");
    }
}
