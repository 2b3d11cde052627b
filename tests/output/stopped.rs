//! Builds that are killed from outside, at random moments.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use callflow::emit::sha256;
use serde_json::Value;

use super::{assert_is_clear, build, flows, tree};
use crate::support::process::folder_in_memory;

const KILLS: u32 = 100;

/// Enough that a good part of the time of a build is writing.
const FLOWS: usize = 60;

/// Whether the folder has a manifest. If so, it has exactly the files that the manifest lists, with their hashes.
fn has_manifest(out: &Path) -> bool {
    let Ok(manifest) = fs::read(out.join("manifest.json")) else { return false };
    let json: Value = serde_json::from_slice(&manifest).unwrap();
    let rows = json["resources"].as_array().unwrap();
    for row in rows {
        let bytes = fs::read(out.join(row["file"].as_str().unwrap())).unwrap();
        assert_eq!(row["sha256"], sha256(&bytes).as_str());
    }
    assert_eq!(tree(out).iter().filter(|(_, text)| text.is_some()).count(), rows.len() + 1);
    true
}

#[test]
fn a_build_may_be_killed_at_any_moment() {
    let folder = folder_in_memory();
    let out = folder.path().join("build");
    let tags = ["before", "after"];
    let mut longest = Duration::ZERO;
    let references = tags.map(|tag| {
        fs::write(folder.path().join(format!("{tag}.flow")), flows(tag, FLOWS)).unwrap();
        let start = Instant::now();
        assert_eq!(build(folder.path(), &[&format!("{tag}.flow")]).code, 0);
        longest = longest.max(start.elapsed());
        tree(&out)
    });
    for kill in 0..KILLS {
        // Spread over the time of a build by the golden ratio: no two moments are near, and none is chosen.
        let moment = longest.mul_f64(f64::from(kill) * 0.618_034 % 1.0);
        let tag = tags[kill as usize % 2];
        let mut process = Command::new(env!("CARGO_BIN_EXE_callflow"))
            .args(["build", &format!("{tag}.flow"), "--inventory", "inventory"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(moment);
        process.kill().unwrap();
        process.wait().unwrap();
        if has_manifest(&out) {
            assert!(references.contains(&tree(&out)), "killed after {moment:?}");
        }
        // The next build need not be of the same sources.
        if kill % 4 < 2 {
            continue;
        }
        let next = kill as usize / 4 % 2;
        let output = build(folder.path(), &[&format!("{}.flow", tags[next])]);
        assert_eq!(output.code, 0, "killed after {moment:?}: {}", output.stderr);
        assert!(tree(&out) == references[next], "killed after {moment:?}");
        assert_is_clear(&out);
    }
}
