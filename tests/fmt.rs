//! `callflow fmt` as a user runs it: the files that it writes, the files that it does not touch, and its exit code.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::process::{callflow, empty_folder};

const UGLY: &str = "flow \"A\" inbound { start { disconnect; } } // all\n";
const NICE: &str = "flow \"A\" inbound {\n  start { disconnect }\n} // all\n";
const WRONG: &str = "flow \"A\" inbound {\n";

#[test]
fn it_writes_only_files_that_change() {
    let folder = empty_folder();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("ugly.flow"), UGLY).unwrap();
    fs::write(file("nice.flow"), NICE).unwrap();
    let written = fs::metadata(file("nice.flow")).unwrap().modified().unwrap();

    let check = callflow(folder.path(), &["fmt", "--check"]);
    assert_eq!((check.stdout.as_str(), check.stderr.as_str(), check.code), ("ugly.flow\n", "", 1));
    assert_eq!(fs::read_to_string(file("ugly.flow")).unwrap(), UGLY);

    let fmt = callflow(folder.path(), &["fmt"]);
    assert_eq!((fmt.stdout.as_str(), fmt.code), ("1 file formatted, 1 unchanged\n", 0));
    assert_eq!(fs::read_to_string(file("ugly.flow")).unwrap(), NICE);
    assert_eq!(fs::metadata(file("nice.flow")).unwrap().modified().unwrap(), written);

    let check = callflow(folder.path(), &["fmt", "--check"]);
    assert_eq!((check.stdout.as_str(), check.code), ("", 0));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "a temporary file is left");
}

#[test]
fn a_file_with_errors_is_reported_and_not_changed() {
    let folder = empty_folder();
    fs::write(folder.path().join("ugly.flow"), UGLY).unwrap();
    fs::write(folder.path().join("wrong.flow"), WRONG).unwrap();
    let fmt = callflow(folder.path(), &["fmt"]);
    assert_eq!(fmt.code, 1);
    assert!(fmt.codes().contains("F0102"), "{}", fmt.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("wrong.flow")).unwrap(), WRONG);
    assert_eq!(fs::read_to_string(folder.path().join("ugly.flow")).unwrap(), NICE);
    assert_eq!(callflow(folder.path(), &["fmt", "nowhere.flow"]).code, 2);
    assert_eq!(callflow(folder.path(), &["fmt", "-", "ugly.flow"]).code, 2);
}

#[test]
fn line_endings_and_a_byte_order_mark_are_kept() {
    let folder = empty_folder();
    let text = format!("\u{feff}{}", NICE.replace('\n', "\r\n"));
    fs::write(folder.path().join("windows.flow"), &text).unwrap();
    assert_eq!(callflow(folder.path(), &["fmt", "--check"]).code, 0);
    assert_eq!(callflow(folder.path(), &["fmt"]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("windows.flow")).unwrap(), text);
}

#[cfg(unix)]
#[test]
fn the_target_of_a_link_is_formatted() {
    let folder = empty_folder();
    fs::write(folder.path().join("real.txt"), UGLY).unwrap();
    std::os::unix::fs::symlink("real.txt", folder.path().join("link.flow")).unwrap();
    assert_eq!(callflow(folder.path(), &["fmt", "link.flow"]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("real.txt")).unwrap(), NICE);
    assert!(fs::symlink_metadata(folder.path().join("link.flow")).unwrap().is_symlink());
}

#[test]
fn stdin_goes_to_stdout() {
    let run = |arguments: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_callflow"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    };
    assert_eq!(run(&["fmt", "-"], UGLY), (NICE.to_owned(), 0));
    assert_eq!(run(&["fmt", "-"], NICE), (NICE.to_owned(), 0));
    assert_eq!(run(&["fmt", "-", "--check"], UGLY), ("<stdin>\n".to_owned(), 1));
    assert_eq!(run(&["fmt", "-", "--check"], NICE), (String::new(), 0));
    assert_eq!(run(&["fmt", "-"], WRONG), (String::new(), 1));
}
