//! The time for many mistakes grows as their number does, not with its square.

use std::time::{Duration, Instant};

use crate::support::case::Files;
use crate::support::mistakes::{KINDS, Kind};
use crate::support::run;

/// Twice as many mistakes take about twice as long. With a pass that compares each with each, they would take about four
/// times as long, and here more, because the fewer are so many that such a pass would take most of the time.
const MISTAKES: usize = 200;

/// Where there are as many names as mistakes: so many that not all names are compared.
const NAMES: usize = 1200;

/// Other tests run at the same time, so a ratio may be wrong. It is not so each time.
const TRIES: usize = 4;

fn assert_linear(name: &str, work: impl Fn(usize)) {
    let has_names = ["in steps", "unknown steps", "consts", "attributes", "as many names"];
    let count = if has_names.iter().any(|it| name.contains(it)) { NAMES } else { MISTAKES };
    let time = |count| {
        let start = Instant::now();
        work(count);
        start.elapsed()
    };
    let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
    for _ in 0..TRIES {
        once = once.min(time(count));
        twice = twice.min(time(2 * count));
        if twice < 3 * once {
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
    for kind in KINDS {
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
    for name in ["slips in blocks", "slips in steps"] {
        let kind = KINDS.iter().find(|kind| kind.name == name).unwrap();
        assert_linear(name, |count| {
            let (text, output) = run::fix(&(kind.files)(count)[0].1);
            assert!(output.stderr.contains(&format!("{count} mistakes fixed")), "{}", output.stderr);
            assert!(!text.contains("promt") && !text.contains("stepp"));
        });
    }
}
