//! Coverage in the format of lcov's tracefiles, which the coverage services read.
//!
//! <https://manpages.debian.org/stable/lcov/geninfo.1.en.html>

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Report;
use crate::graph::Build;
use crate::source::Sources;
use crate::testing::coverage::State;

/// The coverage of each file: a block is a line, and its branches are the branches of that line.
pub(super) fn lcov(report: &Report<'_>, build: &Build, sources: &Sources) -> String {
    // For each file, how often each line ran, and its branches. The block that ran most speaks for a line of several.
    let mut files: BTreeMap<String, (BTreeMap<usize, usize>, Vec<String>)> = BTreeMap::new();
    let mut ran: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for event in report.verdicts.iter().flat_map(|verdict| &verdict.events) {
        *ran.entry((event.flow, event.action.0)).or_default() += 1;
    }
    for of_flow in &report.coverage {
        let Some(flow) = build.flows.get(of_flow.flow) else { continue };
        let Some(file) = sources.get(flow.name.span.file) else { continue };
        let (lines, branches) = files.entry(file.name().to_owned()).or_default();
        let line = |action: &crate::graph::Action| file.lines().line_of(action.head.start) + 1;
        for (index, action) in flow.actions.iter().enumerate() {
            let times = ran.get(&(of_flow.flow, index)).copied().unwrap_or_default();
            let most = lines.entry(line(action)).or_default();
            *most = times.max(*most);
        }
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        for covered in &of_flow.branches {
            let Some(action) = flow.action(covered.branch.action) else { continue };
            let taken = match covered.state {
                State::Taken => "1",
                State::NotTaken => "0",
                State::Impossible(_) => continue,
            };
            let branch = number.entry(covered.branch.action.0).or_default();
            branches.push(format!("BRDA:{},{},{branch},{taken}", line(action), covered.branch.action.0));
            *branch += 1;
        }
    }
    let mut text = String::new();
    for (name, (lines, branches)) in files {
        let _ = writeln!(text, "TN:\nSF:{}", name.replace(['\r', '\n'], " "));
        lines.iter().for_each(|(line, times)| _ = writeln!(text, "DA:{line},{times}"));
        branches.iter().for_each(|branch| _ = writeln!(text, "{branch}"));
        text.push_str("end_of_record\n");
    }
    text
}
