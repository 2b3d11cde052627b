//! `callflow check` of 100,000 mistakes of each kind.
//!
//! `cargo bench --bench mistakes`; `CALLFLOW=path` measures another binary.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench may panic on an error of its own, and prints")]

#[path = "support/mistakes.rs"]
#[allow(unreachable_pub, reason = "tests use it too")]
mod mistakes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use mistakes::{KINDS, Kind};

const MISTAKES: usize = 100_000;

fn main() {
    let program =
        std::env::var_os("CALLFLOW").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_callflow")), PathBuf::from);
    println!("{:<32} {:>8} {:>8}", format!("{MISTAKES} mistakes"), "human", "JSON");
    for kind in KINDS {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        fs::create_dir(folder.path().join("inventory")).expect("a folder can be made");
        for (path, text) in (kind.files)(MISTAKES) {
            fs::write(folder.path().join(path), text).expect("a file can be written");
        }
        let [human, json] = ["human", "json"].map(|format| seconds(&program, *kind, folder.path(), format));
        let names = if kind.has_names { ", as many names" } else { "" };
        println!("{:<48} {:<5} {human:>7.2}s {json:>7.2}s", format!("{}{names}", kind.name), kind.code);
    }
}

fn seconds(program: &Path, kind: Kind, folder: &Path, format: &str) -> f64 {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.arg("check").args(kind.arguments().split(' ')).args(["--format", format]).current_dir(folder);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program can be run");
    assert!(status.code().is_some(), "{}", kind.name);
    start.elapsed().as_secs_f64()
}
