//! File names made from the names of resources.
//!
//! Takes names in source order and gives each a unique file name of lower-case ASCII letters, digits and `-`. Such a
//! name means the same file on every system, including systems with case-insensitive file names.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

const LONGEST: usize = 80;
/// The number of characters that are spelled out of a name without ASCII letters and digits.
const SPELLED: usize = 12;

/// The file names of one folder.
#[derive(Debug, Default)]
pub struct Slugs {
    taken: HashSet<String>,
    /// How often each slug was requested.
    counts: HashMap<String, usize>,
}

impl Slugs {
    /// The file name for `name`, without its extension. `kind` is used if the name has no usable characters.
    pub fn take(&mut self, name: &str, kind: &str) -> String {
        let base = slug(name, kind);
        let count = self.counts.entry(base.clone()).or_default();
        let free = loop {
            *count += 1;
            let slug = if *count == 1 { base.clone() } else { with_number(&base, *count) };
            if !self.taken.contains(&slug) {
                break slug;
            }
        };
        self.taken.insert(free.clone());
        free
    }
}

fn slug(name: &str, kind: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.is_empty() {
        for c in name.chars().filter(|c| c.is_alphanumeric()).take(SPELLED) {
            // Writing to a string cannot fail.
            let _ = write!(slug, "u{:x}-", u32::from(c));
        }
    }
    let slug = cut(&slug, LONGEST);
    match slug {
        "" => kind.to_owned(),
        reserved if is_reserved(reserved) => format!("{reserved}-{kind}"),
        slug => slug.to_owned(),
    }
}

fn with_number(base: &str, number: usize) -> String {
    let number = number.to_string();
    format!("{}-{number}", cut(base, LONGEST.saturating_sub(number.len() + 1)))
}

/// At most `length` bytes of `slug`, which is ASCII, without a `-` at its end.
fn cut(slug: &str, length: usize) -> &str {
    slug.get(..length).unwrap_or(slug).trim_end_matches('-')
}

/// Whether the name means a device on Windows, with any extension.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn is_reserved(slug: &str) -> bool {
    let port = slug.strip_prefix("com").or(slug.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()));
    is_port || matches!(slug, "con" | "prn" | "aux" | "nul")
}
