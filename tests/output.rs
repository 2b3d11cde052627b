//! How a build is written to its folder: in one step, and only over files that a build wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use callflow::cli::output::{self, Counts, Options, WriteError, Written};
use callflow::emit::{OutputFile, sha256};

use crate::support::process::{self, callflow, empty_folder};

mod at_once;
mod limits;
mod stopped;

/// A build of these files, with its manifest.
fn files(list: &[(&str, &str)]) -> Vec<OutputFile> {
    let row =
        |(path, text): &(&str, &str)| format!("{{\"file\":\"{path}\",\"sha256\":\"{}\"}}", sha256(text.as_bytes()));
    let resources: Vec<String> = list.iter().map(row).collect();
    let manifest = format!("{{\"format\":1,\"resources\":[{}],\"associations\":[]}}", resources.join(","));
    let file = |path: &str, text: &str| OutputFile { path: path.to_owned(), bytes: text.into() };
    let mut files: Vec<OutputFile> = list.iter().map(|(path, text)| file(path, text)).collect();
    files.push(file("manifest.json", &manifest));
    files
}

fn write(out: &Path, files: &[OutputFile]) -> Result<Written, WriteError> {
    output::write(out, files, &Options::default())
}

fn counts(out: &Path, files: &[OutputFile]) -> Counts {
    write(out, files).unwrap().counts
}

/// All files and folders under `root` but `.callflow`, with their texts.
fn tree(root: &Path) -> Vec<(PathBuf, Option<String>)> {
    let mut found = Vec::new();
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.ends_with(".callflow") {
                continue;
            }
            let text = path.is_file().then(|| fs::read_to_string(&path).unwrap());
            if path.is_dir() {
                todo.push(path.clone());
            }
            found.push((path.strip_prefix(root).unwrap().to_owned(), text));
        }
    }
    found.sort();
    found
}

/// Nothing is left of what a build prepares.
fn assert_is_clear(out: &Path) {
    assert_eq!(process::files(&out.join(".callflow")), [".gitignore", "lock"]);
}

/// Flows that differ in their tag.
fn flows(tag: &str, count: usize) -> String {
    let flow =
        |index| format!("flow \"F{index}\" inbound {{ start {{ play_prompt \"{tag} {index}\"; disconnect }} }}\n");
    (0..count).map(flow).collect()
}

/// A folder with the example's inventory.
fn project() -> tempfile::TempDir {
    process::folder(&crate::support::case::Files::new())
}

fn build(folder: &Path, arguments: &[&str]) -> process::Output {
    callflow(folder, &[&["build"], arguments, &["--inventory", "inventory"]].concat())
}

#[test]
fn unchanged_files_are_not_touched() {
    let folder = empty_folder();
    let out = folder.path().join("a/build");
    let files = files(&[("flows/a.json", "a"), ("flows/b.json", "b")]);
    assert_eq!(counts(&out, &files), Counts { written: 3, unchanged: 0, removed: 0 });
    let before = SystemTime::now() - Duration::from_secs(1000);
    let path = out.join("flows/a.json");
    fs::File::options().append(true).open(&path).unwrap().set_modified(before).unwrap();
    assert_eq!(counts(&out, &files), Counts { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    assert_is_clear(&out);
}

#[test]
fn files_that_are_no_longer_built_are_removed() {
    let folder = empty_folder();
    let out = folder.path();
    write(out, &files(&[("flows/a.json", "a"), ("flows/b.json", "b"), ("modules/m.json", "m")])).unwrap();
    fs::write(out.join("flows/mine.json"), "mine").unwrap();
    assert_eq!(counts(out, &files(&[("flows/a.json", "A")])), Counts { written: 2, unchanged: 0, removed: 2 });
    let left: Vec<PathBuf> = tree(out).into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, ["flows", "flows/a.json", "flows/mine.json", "manifest.json"].map(PathBuf::from));
}

#[test]
fn the_settings_of_a_module_are_removed_with_it() {
    let folder = project();
    let (flow, module) = ("flow \"A\" inbound { start { disconnect } }\n", "module \"M\" { start { return } }\n");
    fs::write(folder.path().join("a.flow"), [flow, module].concat()).unwrap();
    assert_eq!(build(folder.path(), &["a.flow"]).code, 0);
    fs::write(folder.path().join("a.flow"), flow).unwrap();
    assert_eq!(build(folder.path(), &["a.flow"]).code, 0);
    let left: Vec<PathBuf> = tree(&folder.path().join("build")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, ["flows", "flows/a.json", "manifest.json"].map(PathBuf::from));
}

#[test]
fn a_file_that_was_changed_since_is_not_removed() {
    let folder = empty_folder();
    let out = folder.path();
    write(out, &files(&[("flows/a.json", "a"), ("flows/b.json", "b"), ("modules/m.json", "m")])).unwrap();
    fs::write(out.join("flows/b.json"), "by hand").unwrap();
    let written = write(out, &files(&[("flows/a.json", "a")])).unwrap();
    assert_eq!(written.kept, [out.join("flows/b.json")]);
    assert_eq!(written.counts, Counts { written: 1, unchanged: 1, removed: 1 });
    assert_eq!(fs::read_to_string(out.join("flows/b.json")).unwrap(), "by hand");
    assert_eq!(
        write(out, &files(&[("flows/a.json", "a")])).unwrap().kept,
        Vec::<PathBuf>::new(),
        "it is not listed any more"
    );
}

#[test]
fn files_of_others_are_in_the_way() {
    let build = files(&[("flows/a.json", "a"), ("flows/b.json", "b"), ("modules/m.json", "m")]);
    for taken in [&["flows/a.json"][..], &["modules/m.json", "flows/b.json"], &["manifest.json"]] {
        let folder = empty_folder();
        let out = folder.path();
        for path in taken {
            fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
            fs::write(out.join(path), "by hand").unwrap();
        }
        let before = tree(out);
        let refused = write(out, &build);
        let Err(WriteError::InTheWay(mut paths)) = refused else { panic!("{refused:?}") };
        paths.sort();
        let mut expected: Vec<PathBuf> = taken.iter().map(|path| out.join(path)).collect();
        expected.sort();
        assert_eq!(paths, expected);
        assert_eq!(tree(out), before);
        assert!(!out.join(".callflow").exists(), "nothing is made before it is known that the build can be written");
        output::write(out, &build, &Options { force: true, ..Options::default() }).unwrap();
        let again = counts(out, &build);
        assert_eq!(again, Counts { written: 0, unchanged: 4, removed: 0 });
    }
}

#[test]
fn a_file_of_others_with_the_same_content_is_not_in_the_way() {
    let folder = empty_folder();
    fs::create_dir(folder.path().join("flows")).unwrap();
    fs::write(folder.path().join("flows/a.json"), "a").unwrap();
    assert_eq!(
        counts(folder.path(), &files(&[("flows/a.json", "a")])),
        Counts { written: 1, unchanged: 1, removed: 0 }
    );
}

#[test]
fn a_manifest_of_others_removes_nothing() {
    let rows = |rest: &str| {
        format!(
            "{{{rest}\"resources\":[{{\"file\":\"notes.txt\",\"sha256\":\"{}\"}}],\"associations\":[]}}",
            sha256(b"x")
        )
    };
    for text in
        ["", "[]", "{\"resources\": 1}", "not json", &rows(""), &rows("\"format\":2,"), &rows("\"format\":\"1\",")]
    {
        let folder = empty_folder();
        fs::write(folder.path().join("manifest.json"), text).unwrap();
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        let refused = write(folder.path(), &files(&[]));
        assert!(matches!(refused, Err(WriteError::InTheWay(_))), "{text}: {refused:?}");
        output::write(folder.path(), &files(&[]), &Options { force: true, ..Options::default() }).unwrap();
        assert!(folder.path().join("notes.txt").exists(), "{text}");
    }
}

#[test]
fn a_manifest_removes_nothing_outside_its_folder() {
    let folder = empty_folder();
    let out = folder.path().join("build");
    fs::create_dir(&out).unwrap();
    let outside = folder.path().join("outside.json");
    fs::write(&outside, "x").unwrap();
    let absolute = outside.to_str().unwrap().replace('\\', "/");
    for path in ["../outside.json", "flows/../../outside.json", absolute.as_str(), "", ".", ".callflow/lock"] {
        let manifest = files(&[(path, "x")]).pop().unwrap();
        fs::write(out.join("manifest.json"), manifest.bytes).unwrap();
        assert!(matches!(write(&out, &files(&[])), Err(WriteError::InTheWay(_))), "{path}");
        assert!(outside.exists());
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = empty_folder();
    let (out, outside) = (folder.path().join("build"), folder.path().join("outside"));
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.json"), "x").unwrap();
    write(&out, &files(&[("modules/m.json", "m")])).unwrap();
    symlink(&outside, out.join("flows")).unwrap();
    let error = write(&out, &files(&[("flows/a.json", "a")])).unwrap_err();
    assert!(matches!(&error, WriteError::Unchanged(error) if error.path == out.join("flows")), "{error:?}");
    assert!(
        output::write(&out, &files(&[("flows/a.json", "a")]), &Options { force: true, ..Options::default() }).is_err()
    );
    // A manifest that lists what is behind the link does not make it a file of the build.
    fs::write(out.join("manifest.json"), files(&[("flows/a.json", "x")]).pop().unwrap().bytes).unwrap();
    assert_eq!(write(&out, &files(&[("modules/m.json", "m")])).unwrap().counts.removed, 0);
    fs::remove_file(out.join("flows")).unwrap();
    // The link itself may be replaced, but only if that is forced.
    fs::create_dir(out.join("flows")).unwrap();
    symlink(outside.join("a.json"), out.join("flows/a.json")).unwrap();
    assert!(matches!(write(&out, &files(&[("flows/a.json", "a")])), Err(WriteError::InTheWay(_))));
    output::write(&out, &files(&[("flows/a.json", "a")]), &Options { force: true, ..Options::default() }).unwrap();
    assert!(fs::symlink_metadata(out.join("flows/a.json")).unwrap().is_file());
    assert_eq!(fs::read_to_string(outside.join("a.json")).unwrap(), "x");
}

#[cfg(unix)]
#[test]
fn the_folder_itself_may_be_a_link() {
    let folder = empty_folder();
    let (out, real) = (folder.path().join("build"), folder.path().join("real"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &out).unwrap();
    write(&out, &files(&[("flows/a.json", "a")])).unwrap();
    write(&out, &files(&[("flows/b.json", "b")])).unwrap();
    assert_eq!(fs::read_dir(real.join("flows")).unwrap().count(), 1);
    assert!(fs::symlink_metadata(&out).unwrap().is_symlink());
}

#[test]
fn an_output_folder_below_a_file_is_an_error_and_nothing_is_left() {
    let folder = empty_folder();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    let before = tree(folder.path());
    for out in [file.clone(), file.join("build")] {
        let error = write(&out, &files(&[("flows/a.json", "a")])).unwrap_err();
        assert!(matches!(&error, WriteError::Unchanged(error) if error.path.starts_with(&file)), "{error:?}");
        assert_eq!(tree(folder.path()), before);
    }
}

#[test]
fn a_folder_instead_of_a_file_is_an_error_and_nothing_changes() {
    let folder = empty_folder();
    let out = folder.path();
    write(out, &files(&[("flows/a.json", "a"), ("flows/old.json", "old")])).unwrap();
    fs::create_dir_all(out.join("quick-connects/q.json")).unwrap();
    let before = tree(out);
    let error =
        write(out, &files(&[("flows/a.json", "A"), ("modules/new.json", "new"), ("quick-connects/q.json", "q")]));
    assert!(matches!(error, Err(WriteError::Unchanged(error)) if error.path.ends_with("quick-connects/q.json")));
    assert_eq!(tree(out), before);
}

#[test]
fn a_path_that_leads_out_of_the_folder_is_not_written() {
    let folder = empty_folder();
    let out = folder.path().join("build");
    assert!(write(&out, &files(&[("flows/a.json", "a"), ("../b.json", "b")])).is_err());
    assert!(write(&out, &files(&[("flows/a.json", "a"), (".callflow/b.json", "b")])).is_err());
    assert_eq!(tree(folder.path()), []);
}

#[cfg(unix)]
#[test]
fn written_files_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = empty_folder();
    write(folder.path(), &files(&[("flows/a.json", "a"), ("flows/b.json", "b")])).unwrap();
    fs::write(folder.path().join("usual"), "").unwrap();
    let mode = |path: &str| fs::metadata(folder.path().join(path)).unwrap().permissions().mode();
    assert_eq!(mode("flows/a.json"), mode("usual"));
    // The user has chosen other permissions.
    fs::set_permissions(folder.path().join("flows/b.json"), fs::Permissions::from_mode(0o640)).unwrap();
    write(folder.path(), &files(&[("flows/a.json", "A"), ("flows/b.json", "B")])).unwrap();
    assert_eq!(mode("flows/a.json"), mode("usual"));
    assert_eq!(mode("flows/b.json") & 0o777, 0o640);
}

#[test]
fn what_a_build_prepares_is_no_source() {
    let folder = project();
    fs::write(folder.path().join("a.flow"), flows("A", 2)).unwrap();
    assert_eq!(build(folder.path(), &["a.flow"]).code, 0);
    let out = folder.path().join("build");
    let next = out.join(".callflow/next/flows");
    fs::create_dir_all(&next).unwrap();
    fs::copy(out.join("flows/f0.json"), next.join("f9.json")).unwrap();
    let checked = callflow(folder.path(), &["check", "build"]);
    assert!(checked.stdout.contains("2 flows"), "{}{}", checked.stdout, checked.stderr);
    let imported = callflow(folder.path(), &["import", "build", "--out", "imported"]);
    assert!(imported.stdout.contains("2 files"), "{}{}", imported.stdout, imported.stderr);
}
