//! Two builds into one folder at the same time, and a reader.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use callflow::cli::output::{self, Options, WriteError};
use callflow::emit::sha256;
use serde_json::Value;

use super::{assert_is_clear, build, empty_folder, files, flows, project, tree, write};

/// The pairs of builds in one process, and of processes.
const PAIRS: usize = 200;
const PAIRS_OF_PROCESSES: usize = 5;

/// A build that no other is equal to.
fn unique(tag: &str, count: usize) -> Vec<callflow::emit::OutputFile> {
    let list: Vec<(String, String)> = (0..count)
        .map(|index| {
            let name = if index % 2 == 0 { "f" } else { tag };
            (format!("flows/{name}-{index}.json"), format!("{tag} {index}"))
        })
        .collect();
    files(&list.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

fn texts(files: &[callflow::emit::OutputFile]) -> BTreeMap<String, String> {
    files.iter().map(|file| (file.path.clone(), String::from_utf8(file.bytes.clone()).unwrap())).collect()
}

fn on_disk(out: &Path) -> BTreeMap<String, String> {
    let files = tree(out).into_iter().filter_map(|(path, text)| Some((path.to_str()?.replace('\\', "/"), text?)));
    files.collect()
}

/// Reads the manifest, its files and the manifest again. `None` if a build wrote in between.
fn read_once(out: &Path) -> Option<()> {
    let manifest = fs::read(out.join("manifest.json")).ok()?;
    let json: Value = serde_json::from_slice(&manifest).expect("a manifest is complete");
    let rows = json["resources"].as_array().unwrap();
    let found: Vec<_> = rows.iter().map(|row| fs::read(out.join(row["file"].as_str().unwrap()))).collect();
    if fs::read(out.join("manifest.json")).ok()? != manifest {
        return None;
    }
    for (row, bytes) in rows.iter().zip(found) {
        assert_eq!(row["sha256"], sha256(&bytes.expect("a listed file is there")).as_str());
    }
    Some(())
}

#[test]
fn two_builds_at_once_leave_one_of_them() {
    let folder = empty_folder();
    let out = folder.path().join("out");
    let (barrier, is_over, reads) = (Barrier::new(2), AtomicBool::new(false), AtomicUsize::new(0));
    let mut winners = [0, 0];
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                reads.fetch_add(usize::from(read_once(&out).is_some()), Ordering::Relaxed);
            }
        });
        // The reader ends also if an assertion fails.
        let _end = End(&is_over);
        for pair in 0..PAIRS {
            if pair % 4 == 0 {
                // The manifest first, for the reader.
                fs::remove_file(out.join("manifest.json")).ok();
                fs::remove_dir_all(&out).ok();
            }
            let builds = [unique(&format!("c{pair}"), 20), unique(&format!("d{pair}"), 20)];
            let done = thread::scope(|pair| {
                let start = |files| {
                    barrier.wait();
                    write(&out, files)
                };
                let [one, other] = builds.each_ref().map(|files| pair.spawn(move || start(files)));
                [one.join().unwrap(), other.join().unwrap()]
            });
            done.into_iter().for_each(|result| drop(result.unwrap()));
            let found = on_disk(&out);
            let winner = builds.iter().position(|files| texts(files) == found);
            winners[winner.unwrap_or_else(|| panic!("pair {pair}: a mixture: {found:?}"))] += 1;
            assert_is_clear(&out);
        }
    });
    assert!(reads.load(Ordering::Relaxed) > 0, "the reader has read a build");
    assert_eq!(winners[0] + winners[1], PAIRS);
}

struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn two_processes_at_once_leave_the_build_of_one() {
    let folder = project();
    let tags = ["one", "two"];
    let references = tags.map(|tag| {
        fs::write(folder.path().join(format!("{tag}.flow")), flows(tag, 30)).unwrap();
        let reference = format!("reference-{tag}");
        assert_eq!(build(folder.path(), &[&format!("{tag}.flow"), "--out", &reference]).code, 0);
        on_disk(&folder.path().join(reference))
    });
    for _ in 0..PAIRS_OF_PROCESSES {
        let start = |tag: &str| {
            let arguments = ["build", &format!("{tag}.flow"), "--inventory", "inventory", "--out", "out"];
            let mut command = Command::new(env!("CARGO_BIN_EXE_callflow"));
            command
                .args(arguments)
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        };
        for mut process in tags.map(start) {
            assert!(process.wait().unwrap().success());
        }
        assert!(references.contains(&on_disk(&folder.path().join("out"))));
    }
}

#[test]
fn a_build_waits_for_another_one_as_long_as_it_may() {
    let folder = project();
    fs::write(folder.path().join("a.flow"), flows("A", 1)).unwrap();
    assert_eq!(build(folder.path(), &["a.flow"]).code, 0);
    let out = folder.path().join("build");
    let before = on_disk(&out);
    fs::write(folder.path().join("a.flow"), flows("B", 1)).unwrap();
    let lock = fs::File::options().write(true).open(out.join(".callflow/lock")).unwrap();
    lock.lock().unwrap();
    let refused = build(folder.path(), &["a.flow", "--wait", "0s"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("another build has been writing to it for 0s"), "{}", refused.stderr);
    let waited = build(folder.path(), &["a.flow", "--wait", "2s"]);
    assert_eq!(waited.code, 2);
    assert!(
        waited.stderr.starts_with("note: another build is writing to `build`: waiting for it\n"),
        "{}",
        waited.stderr
    );
    assert_eq!(on_disk(&out), before);
    let options = Options { patience: "1s".parse().unwrap(), ..Options::default() };
    assert!(matches!(output::write(&out, &files(&[]), &options), Err(WriteError::Busy(_))));
    lock.unlock().unwrap();
    assert_eq!(build(folder.path(), &["a.flow"]).code, 0);
    assert_ne!(on_disk(&out), before);
}

#[test]
fn the_time_to_wait_is_seconds_or_minutes() {
    let folder = project();
    fs::write(folder.path().join("a.flow"), flows("A", 1)).unwrap();
    for time in ["0", "5s", "2m"] {
        assert_eq!(build(folder.path(), &["a.flow", "--wait", time]).code, 0, "{time}");
    }
    for time in ["", "s", "-1s", "5h", "1.5s"] {
        let refused = build(folder.path(), &["a.flow", &format!("--wait={time}")]);
        assert_eq!(refused.code, 2, "{time}");
        assert!(refused.stderr.contains("write seconds or minutes: `30s`, `5m`"), "{time}: {}", refused.stderr);
    }
}
