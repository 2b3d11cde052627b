//! How many diagnostics are printed.
//!
//! Takes the diagnostics of a run, gives those to print and a line that counts the others. Documents for programs and
//! exit codes never go through it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use clap::Args;

use crate::diagnostic::{Code, Diagnostics};

/// More diagnostics than this are not read by anybody.
const MOST: usize = 200;

/// Whether the number of printed diagnostics is limited.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct Cap {
    /// Print all diagnostics; by default only the first 200 are printed, errors first
    #[arg(long)]
    all: bool,
}

/// The diagnostics to print: all, or the most severe in their order; and what the others are.
pub(super) fn capped(diagnostics: &Diagnostics, cap: Cap) -> (Cow<'_, Diagnostics>, Option<String>) {
    let count = diagnostics.iter().count();
    if cap.all || count <= MOST {
        return (Cow::Borrowed(diagnostics), None);
    }
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| diagnostic.severity);
    let (shown, others) = sorted.split_at(MOST);
    let mut by_code: BTreeMap<Code, usize> = BTreeMap::new();
    others.iter().for_each(|diagnostic| *by_code.entry(diagnostic.code).or_default() += 1);
    let by_code: Vec<String> = by_code.iter().map(|(code, count)| format!("{count} of {code}")).collect();
    let mut first = Diagnostics::new();
    first.extend(shown.iter().map(|diagnostic| (*diagnostic).clone()));
    let rest = format!("{} more are not shown: {}; `--all` shows them", others.len(), by_code.join(", "));
    (Cow::Owned(first), Some(rest))
}
