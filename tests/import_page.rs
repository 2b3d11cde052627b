//! `docs/import.md`: its sessions are what callflow prints, and its JSON and text are a flow before and after an import.
//!
//! `UPDATE_DOCS=1 cargo test import_page::` writes them. The files of the sessions are in `tests/import_page`.

use std::fs::{self, File};
use std::path::Path;

use crate::support::process::{command, copy, empty_folder};
use crate::support::{is_current, repository};

const PAGE: &str = "docs/import.md";

/// A line of a session, run in the folder: what it prints, as in a terminal.
fn run(folder: &Path, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        ["cp", from, to] => {
            let name = Path::new(from).file_name().unwrap();
            fs::copy(folder.join(from), folder.join(to).join(name)).unwrap();
            String::new()
        }
        ["callflow", arguments @ ..] => {
            let path = folder.join("printed");
            let printed = File::create(&path).unwrap();
            let mut command = command(folder, arguments);
            command.stdout(printed.try_clone().unwrap()).stderr(printed).status().unwrap();
            fs::read_to_string(path).unwrap()
        }
        _ => panic!("not a command of a session: {line}"),
    }
}

/// The text of a code block of the page, made anew. Blocks that are no sessions and name no file stay.
fn made(folder: &Path, info: &str, old: &str) -> String {
    match info.split_once(' ') {
        Some((_, file)) => fs::read_to_string(folder.join(file)).unwrap().replace("\r\n", "\n"),
        None if info == "console" => {
            let lines = old.lines().filter_map(|line| line.strip_prefix("$ "));
            let ran = lines.map(|line| format!("$ {line}\n{}", run(folder, line)));
            ran.collect::<Vec<_>>().join("\n")
        }
        None => old.to_owned(),
    }
}

#[test]
fn the_page_shows_what_happens() {
    let folder = empty_folder();
    copy(&repository("tests/import_page"), folder.path());
    let page = fs::read_to_string(repository(PAGE)).unwrap().replace("\r\n", "\n");
    let mut current = String::new();
    let mut rest = page.as_str();
    let mut sessions = 0;
    while let Some((before, block)) = rest.split_once("\n```") {
        let (info, block) = block.split_once('\n').unwrap();
        let (old, after) = block.split_once("```\n").unwrap();
        sessions += usize::from(info == "console");
        current += &format!("{before}\n```{info}\n{}```\n", made(folder.path(), info, old));
        rest = after;
    }
    assert!(sessions >= 3, "{sessions}");
    is_current(PAGE, &(current + rest), "import_page");
}
