//! Builds with few open files, on a mount, and on a disk that is full. Only Linux can be asked for these without help.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use super::{assert_is_clear, build, flows, project, tree};

/// Runs a script in the folder; `$callflow` is the program.
fn script(folder: &Path, program: &[&str], text: &str) -> Output {
    let mut command = Command::new(program[0]);
    command.args(&program[1..]).args(["sh", "-ec", text]).current_dir(folder);
    command.env("callflow", env!("CARGO_BIN_EXE_callflow")).env("NO_COLOR", "1").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_thousand_flows_need_few_open_files() {
    let folder = project();
    fs::write(folder.path().join("a.flow"), flows("A", 1000)).unwrap();
    let text = "ulimit -n 64; exec \"$callflow\" build a.flow --inventory inventory";
    let output = script(folder.path(), &["env"], text);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(fs::read_dir(folder.path().join("build/flows")).unwrap().count(), 1000);
}

/// A mount that ends with the script, and that nobody else sees; `None` if this process may not mount, which is said.
fn on_a_mount(folder: &Path, options: &str, text: &str) -> Option<Output> {
    // Only root may set a quota, outside of a name space for users, and may exceed it unless that is given up.
    let unshare: &[&str] = if options.contains("quota") {
        &["unshare", "--mount", "setpriv", "--bounding-set=-sys_resource"]
    } else {
        &["unshare", "--mount", "--map-root-user"]
    };
    let mount = format!("mkdir -p build; mount -t tmpfs -o {options} tmpfs build");
    let may_mount =
        Command::new(unshare[0]).args(&unshare[1..]).args(["sh", "-ec", &mount]).current_dir(folder).output();
    if !may_mount.is_ok_and(|output| output.status.success()) {
        // Not `eprintln!`, whose output is hidden for a passing test.
        let _ = writeln!(std::io::stderr(), "skipped: this process may not mount a tmpfs with {options}");
        return None;
    }
    Some(script(folder, unshare, &format!("{mount}; {text}")))
}

#[test]
fn the_folder_may_be_a_mount() {
    let folder = project();
    fs::write(folder.path().join("a.flow"), flows("A", 20)).unwrap();
    fs::write(folder.path().join("b.flow"), flows("B", 10)).unwrap();
    let text = "\"$callflow\" build a.flow --inventory inventory; \"$callflow\" build b.flow --inventory inventory; \
                cp -r build copy";
    let Some(output) = on_a_mount(folder.path(), "size=16m", text) else { return };
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(build(folder.path(), &["b.flow", "--out", "expected"]).code, 0);
    assert_eq!(tree(&folder.path().join("copy")), tree(&folder.path().join("expected")));
    assert_is_clear(&folder.path().join("copy"));
}

#[test]
fn a_full_disk_leaves_the_previous_build() {
    leaves_the_previous_build("size=1m");
}

#[test]
fn a_disk_without_names_leaves_the_previous_build() {
    leaves_the_previous_build("nr_inodes=200");
}

#[test]
fn a_quota_leaves_the_previous_build() {
    leaves_the_previous_build("usrquota,usrquota_block_hardlimit=1m");
}

fn leaves_the_previous_build(options: &str) {
    let folder = project();
    fs::write(folder.path().join("a.flow"), flows("A", 20)).unwrap();
    fs::write(folder.path().join("b.flow"), flows("B", 600)).unwrap();
    // A page for each file: the first build fits, the second does not.
    let text = "\"$callflow\" build a.flow --inventory inventory; \
                set +e; \"$callflow\" build b.flow --inventory inventory; code=$?; set -e; cp -r build copy; exit $code";
    let Some(output) = on_a_mount(folder.path(), options, text) else { return };
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot write `build/flows/"), "{}", said(&output));
    assert!(said(&output).contains("nothing was written"), "{}", said(&output));
    assert_eq!(build(folder.path(), &["a.flow", "--out", "expected"]).code, 0);
    assert_eq!(tree(&folder.path().join("copy")), tree(&folder.path().join("expected")));
    assert_is_clear(&folder.path().join("copy"));
}
