//! Where the files of a build may be: paths that lead downwards, and what is there.
//!
//! Takes a folder and a path of a manifest or record. Gives what is at that place. Never looks through a link.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::folder::STATE;
use super::operations::{Kind, kind};

/// Why nothing is written below a link or a file.
pub(super) const NO_FOLDER: &str = "it is not a folder, and a link to one is not followed";

/// Whether a path is relative, leads downwards, and is not in the folder of what is being prepared.
pub(super) fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    // On some systems `.Callflow` is the same folder.
    let is_first = |part: Component<'_>| !part.as_os_str().eq_ignore_ascii_case(STATE) && is_name(part);
    parts.next().is_some_and(is_first) && parts.all(is_name)
}

fn is_name(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(_))
}

/// What is at `path` in `root`. `Err` with a link or file that is where a folder of that path should be.
pub(super) fn at_place(root: &Path, path: &str) -> io::Result<Result<Kind, PathBuf>> {
    let mut place = root.to_owned();
    let mut parts = Path::new(path).components().peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        match kind(&place)? {
            found if parts.peek().is_none() => return Ok(Ok(found)),
            Kind::Folder => {}
            Kind::Missing => return Ok(Ok(Kind::Missing)),
            Kind::File { .. } | Kind::Link | Kind::Other => return Ok(Err(place)),
        }
    }
    Ok(Ok(Kind::Folder))
}
