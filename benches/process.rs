//! Whole processes, from start to exit, as a shell sees them.
//!
//! `cargo bench --bench process`; `CALLFLOW=path` measures another binary.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may panic on an error of its own, and prints its measurements"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::generate::{Project, Size};

/// The number of measured runs. The warm-up runs before them fill the caches of the system and are not counted.
const RUNS: usize = 41;
const WARM_UP: usize = 5;

fn main() {
    let program =
        std::env::var_os("CALLFLOW").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_callflow")), PathBuf::from);
    let small = folder(Size { flows: 1, blocks: 10, users: 1, queues: 1 });
    let large = folder(Size { flows: 1, blocks: 10, users: 2_000, queues: 500 });
    let project = folder(Size { flows: 100, blocks: 60, users: 200, queues: 50 });
    println!("{:<44} {:>9} {:>9} {:>9}", "whole process", "min", "median", "max");
    row(&program, "start (--version)", small.path(), &["--version"]);
    row(&program, "build one flow", small.path(), &["build", "--out", "out"]);
    row(&program, "build one flow, inventory of 2,500", large.path(), &["build", "--out", "out"]);
    row(&program, "build 100 flows of 60 blocks", project.path(), &["build", "--out", "out"]);
}

fn folder(size: Size) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    Project::new(size).write(folder.path()).expect("the project can be written");
    folder
}

fn row(program: &Path, name: &str, folder: &Path, arguments: &[&str]) {
    let mut times: Vec<Duration> = (0..WARM_UP + RUNS).map(|_| run(program, folder, arguments)).skip(WARM_UP).collect();
    times.sort();
    let show = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1000.0);
    println!("{name:<44} {:>9} {:>9} {:>9}", show(times[0]), show(times[RUNS / 2]), show(times[RUNS - 1]));
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::piped());
    let output = command.output().expect("the program can be run");
    let time = start.elapsed();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    time
}
