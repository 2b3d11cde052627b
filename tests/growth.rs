//! The time for many mistakes grows as their number does, not with its square.

use std::time::{Duration, Instant};

use crate::support::case::Files;
use crate::support::mistakes::{KINDS, Kind};
use crate::support::run;

/// Twice as many mistakes take about twice as long. With a pass that compares each with each, they would take longer.
/// That few of many names are compared is tested where it is done, in `diagnostic::names`.
const MISTAKES: usize = 120;

/// What the machine may take for something else in between.
const SLACK: Duration = Duration::from_millis(20);

/// Other tests run at the same time, so a ratio may be wrong. It is not so each time.
const TRIES: usize = 4;

fn assert_linear(name: &str, work: impl Fn(usize)) {
    let count = MISTAKES;
    let time = |count| {
        let start = Instant::now();
        work(count);
        start.elapsed()
    };
    let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
    for _ in 0..TRIES {
        once = once.min(time(count));
        twice = twice.min(time(2 * count));
        if twice < 3 * once + SLACK {
            return;
        }
    }
    panic!("{name}: {count} mistakes take {once:?}, twice as many {twice:?}");
}

fn files(kind: &Kind, count: usize) -> Files {
    (kind.files)(count).into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}

#[test]
fn twice_as_many_mistakes_take_twice_as_long() {
    for kind in KINDS.iter().filter(|kind| !kind.has_names) {
        assert_linear(kind.name, |count| {
            let words = format!("check {}", kind.arguments());
            let [output] = run::in_formats(&files(kind, count), &words, ["json"]);
            let found = output.stdout.matches(&format!("\"code\": \"{}\"", kind.code)).count();
            assert!(kind.code.is_empty() || found + 10 > count, "{}: {found} of {count}", kind.name);
        });
    }
}

#[test]
fn twice_as_many_fixes_take_twice_as_long() {
    let kind = KINDS.iter().find(|kind| kind.name == "slips in blocks").unwrap();
    assert_linear(kind.name, |count| {
        let (text, output) = run::fix(&(kind.files)(count)[0].1);
        assert!(output.stderr.contains(&format!("{count} mistakes fixed")), "{}", output.stderr);
        assert!(!text.contains("promt"));
    });
}
