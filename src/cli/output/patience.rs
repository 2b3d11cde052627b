//! Waiting: for another build, and for a file that another program has open.

use std::fmt;
use std::io::{self, ErrorKind};
use std::str::FromStr;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// The time after which a user wants to know why nothing happens.
const SILENCE: Duration = Duration::from_secs(1);

/// How long a file that another program has open is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// How long a build waits for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(Duration);

impl Default for Patience {
    fn default() -> Patience {
        Patience(Duration::from_secs(60))
    }
}

impl FromStr for Patience {
    type Err = String;

    fn from_str(text: &str) -> Result<Patience, String> {
        let (number, unit) = match text.strip_suffix('m') {
            Some(minutes) => (minutes, 60),
            None => (text.strip_suffix('s').unwrap_or(text), 1),
        };
        let count = number.parse::<u32>().map_err(|_| "write seconds or minutes: `30s`, `5m`".to_owned())?;
        Ok(Patience(Duration::from_secs(u64::from(count) * unit)))
    }
}

impl fmt::Display for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}s", self.0.as_secs())
    }
}

impl Patience {
    /// Tries until there is a result or the time is over, and says once that it is waiting.
    pub(super) fn wait<T>(self, mut attempt: impl FnMut() -> Option<T>, say: impl Fn()) -> Option<T> {
        let start = Instant::now();
        let mut is_said = false;
        loop {
            if let Some(result) = attempt() {
                return Some(result);
            }
            let waited = start.elapsed();
            if waited >= self.0 {
                return None;
            }
            if waited >= SILENCE && !is_said {
                say();
                is_said = true;
            }
            sleep(PAUSE.min(self.0.saturating_sub(waited)));
        }
    }
}

/// Tries again for two seconds if the reason may pass: a program that has the file open, or that scans it.
pub(super) fn retry<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let start = Instant::now();
    loop {
        match attempt() {
            Err(error) if may_pass(&error) && start.elapsed() < RETRY => sleep(PAUSE),
            result => return result,
        }
    }
}

fn may_pass(error: &io::Error) -> bool {
    /// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION` of Windows.
    const IN_USE: [i32; 2] = [32, 33];
    let is_in_use = cfg!(windows) && error.raw_os_error().is_some_and(|number| IN_USE.contains(&number));
    is_in_use || matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ResourceBusy)
}
