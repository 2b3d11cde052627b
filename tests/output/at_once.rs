//! Two builds into one folder at the same time, and a reader.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use callflow::cli::output::{self, Options, WriteError};
use callflow::emit::sha256;
use serde_json::Value;

use super::{assert_is_clear, build, files, flows, project, tree};
use crate::support::process::folder_in_memory;

const PAIRS: usize = 200;

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

/// Stops the reader, also if an assertion fails.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn two_builds_at_once_leave_one_of_them() {
    let folder = folder_in_memory();
    let out = folder.path().join("out");
    let tags = ["one", "two"];
    let references = tags.map(|tag| {
        // Half of the files are of both projects, with other content.
        let text = flows(tag, 10) + &flows(tag, 10).replace("\"F", &format!("\"{tag}"));
        fs::write(folder.path().join(format!("{tag}.flow")), text).unwrap();
        let reference = format!("reference-{tag}");
        assert_eq!(build(folder.path(), &[&format!("{tag}.flow"), "--out", &reference]).code, 0);
        on_disk(&folder.path().join(reference))
    });
    let (barrier, is_over, reads) = (Barrier::new(2), AtomicBool::new(false), AtomicUsize::new(0));
    let mut winners = [0, 0];
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                reads.fetch_add(usize::from(read_once(&out).is_some()), Ordering::Relaxed);
                thread::sleep(Duration::from_micros(200));
            }
        });
        let _end = End(&is_over);
        for pair in 0..PAIRS {
            if pair % 4 == 0 {
                // The manifest first, for the reader.
                fs::remove_file(out.join("manifest.json")).ok();
                fs::remove_dir_all(&out).ok();
            }
            let done = thread::scope(|pair| {
                let start = |tag: &str| {
                    barrier.wait();
                    build(folder.path(), &[&format!("{tag}.flow"), "--out", "out"])
                };
                tags.map(|tag| pair.spawn(move || start(tag))).map(|build| build.join().unwrap())
            });
            assert!(done.iter().all(|output| output.code == 0), "{done:?}");
            let found = on_disk(&out);
            let winner = references.iter().position(|reference| *reference == found);
            winners[winner.unwrap_or_else(|| panic!("pair {pair}: a mixture: {found:?}"))] += 1;
            assert_is_clear(&out);
        }
    });
    assert!(reads.load(Ordering::Relaxed) > 0, "the reader has read a build");
    assert!(winners.iter().all(|count| *count > 0), "one build is always the last: {winners:?}");
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
