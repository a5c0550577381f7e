//! The disk fails: nothing that was acknowledged is lost, nothing is inconsistent, and nothing is acknowledged that the
//! disk does not have. The children are the same as in `crash`.
//!
//! `strace` makes system calls fail one by one. `OBJEKTIV_TEST_LONG=1 cargo nextest run --test spec ledger::faults
//! ledger::crash` runs the long form: many more places, and 200 rounds of `kill -9`.

mod signer;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Child;

use super::crash::child::{Order, Seen};
use super::crash::moments::limited;
use super::crash::stands::Log;
use super::opened;
use crate::engine::{Engine, sqlite};

pub fn long() -> bool {
    std::env::var_os("OBJEKTIV_TEST_LONG").is_some()
}

/// Starts a child of whose calls on these files some fail: `when` says which, each thread counting its own.
fn failing(order: Order<'_>, calls: &str, error: &str, when: &str, files: &[PathBuf]) -> Child {
    let mut arguments = limited(calls, files);
    let fault = format!("inject={calls}:error={error}:when={when}");
    arguments.extend(["-e".into(), fault.into(), "-o".into(), "/dev/null".into()]);
    order.start_under("strace", arguments)
}

/// A limit to the size of files stands for a full disk.
#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    for kilobytes in [400, 700, 1_500] {
        let log = Log::ready(sqlite().await).await;
        let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"");
        let order = Order::at_once(&log.engine, Some(log.outside.path()), 40_000);
        let seen = Seen::of(order.start_under("bash", ["-c", &script]));
        let what = format!("{kilobytes} kB");
        assert!(
            seen.appended.len() < 40_000,
            "{what} were enough: nothing was tested"
        );
        let stands = log.stands(&seen, &what).await;
        log.signs_on(&stands, &what).await;
    }
}

/// The files of a database, so that a call is counted on none but them.
fn files(engine: &Engine) -> Vec<PathBuf> {
    let file = engine.url.strip_prefix("sqlite://").unwrap();
    let beside = ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{file}{end}")));
    beside.to_vec()
}

#[tokio::test]
async fn a_disk_that_fails_in_the_middle_loses_nothing_that_was_acknowledged() {
    let places: &[u32] = if long() {
        &[1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 40, 55, 80]
    } else {
        &[3]
    };
    // Not ftruncate: only the first process to open a database makes the file that the others share, and that is this one.
    for call in ["fdatasync,fsync", "pwrite64", "openat"] {
        for error in ["EIO", "ENOSPC"] {
            let mut hit = 0;
            for place in places {
                let log = Log::ready(sqlite().await).await;
                let order = Order::at_once(&log.engine, Some(log.outside.path()), 200);
                let when = place.to_string();
                let seen = Seen::of(failing(order, call, error, &when, &files(&log.engine)));
                hit += usize::from(seen.appended.len() < 200);
                let what = format!("{error} at {call} {place}");
                let stands = log.stands(&seen, &what).await;
                log.signs_on(&stands, &what).await;
            }
            assert!(hit > 0, "no {error} of {call} reached the child");
        }
    }
}

/// Counted from outside, in the system calls. Four callers append ten each, one after the other, and share commits at
/// best: for every one of the ten the disk was waited for after it began.
#[tokio::test]
async fn each_append_waits_for_the_disk() {
    let engine = sqlite().await;
    opened(&engine).await;
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut arguments = limited("fdatasync,fsync", &[]);
    arguments.extend([OsString::from("-o"), log.path().into()]);
    let order = Order::at_once(&engine, None, 40);
    let seen = Seen::of(order.start_under("strace", arguments));
    assert_eq!(seen.appended.len(), 40);
    let calls = std::fs::read_to_string(log.path()).unwrap();
    let is_wait = |line: &&str| line.contains("sync") && line.ends_with("= 0");
    assert!(calls.lines().filter(is_wait).count() >= 10, "{calls}");
}
