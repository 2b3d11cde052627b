//! The compiler in memory: `.flow` text → flow JSON.
//!
//! `cargo bench --bench memory`

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a bench may panic on an error of its own")]

mod support;

use std::hint::black_box;
use std::time::Duration;

use callflow::analysis::{NamePolicy, Options, Role, Workspace};
use callflow::diagnostic::Diagnostics;
use callflow::emit::{self, Status};
use callflow::inventory;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use support::generate::{Project, Size};

/// A project that is just large enough to be measured.
const PROJECT: Size = Size { flows: 100, blocks: 60, users: 200, queues: 50 };

fn text_to_json(criterion: &mut Criterion) {
    let project = Project::new(PROJECT);
    let mut answers = Workspace::new();
    let set = |(name, text): &(String, String)| answers.set_as(name, text, Role::Other);
    let files: Vec<_> = project.answers.iter().map(set).collect();
    let mut found = Diagnostics::new();
    let inventory = inventory::read(&files, answers.sources(), &mut found);
    assert!(!found.has_errors(), "{}", found.to_plain_text(answers.sources()));

    let build = || {
        let mut workspace = Workspace::new();
        for (path, text) in &project.flows {
            workspace.set_as(path, text, Role::Text);
        }
        let names = NamePolicy::MustBeKnown;
        let analysis = workspace.analyse(Options { inventory: Some(&inventory), names, ..Options::default() });
        assert!(!analysis.diagnostics.has_errors(), "{}", analysis.diagnostics.to_plain_text(workspace.sources()));
        emit::json(&analysis.plan.expect("a build without errors has a plan"), Status::Published)
    };
    let mut group = criterion.benchmark_group("text → JSON");
    group.throughput(Throughput::Bytes(project.flows.iter().map(|(_, text)| text.len() as u64).sum()));
    group.sample_size(20).measurement_time(Duration::from_secs(10));
    group.bench_function("100 flows of 60 blocks", |bencher| bencher.iter(|| black_box(build())));
    group.finish();
}

criterion_group!(benches, text_to_json);
criterion_main!(benches);
