//! The disk fails: nothing that was acknowledged is lost, nothing is inconsistent, and nothing is acknowledged that the
//! disk does not have. The child is the same as in `crash.rs`.
//!
//! `strace` makes system calls fail one by one. `OBJEKTIV_TEST_LONG=1 cargo nextest run --test spec ledger::faults
//! ledger::crash` runs the long form: many more places, and 200 rounds of `kill -9`.

use std::process::{Command, Stdio};

use objektiv::ledger::verify::Verdict;

use super::crash::{acknowledged, arguments, child_command};
use super::{opened, verified};
use crate::engine::{Engine, sqlite};

pub fn long() -> bool {
    std::env::var_os("OBJEKTIV_TEST_LONG").is_some()
}

/// Nothing acknowledged is lost, and the log is whole.
async fn whole(engine: &Engine, seen: &[u64], what: &str) {
    let report = verified(engine).await;
    assert_eq!(
        report.verdict,
        Verdict::Intact,
        "{what}: {:?}",
        report.levels
    );
    let last = seen.iter().max().copied().unwrap_or(0);
    assert!(
        last < report.size,
        "{what}: {last} was acknowledged and is lost"
    );
}

/// A limit to the size of files stands for a full disk.
#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    for kilobytes in [400, 700, 1_500] {
        let engine = sqlite().await;
        opened(&engine).await;
        let exe = std::env::current_exe().unwrap();
        let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"");
        let mut command = Command::new("bash");
        command.args(["-c", &script]).arg(exe).args(arguments());
        let child = child_command(&mut command, &engine, 40_000)
            .spawn()
            .unwrap();
        let seen = acknowledged(child, None);
        assert!(
            seen.len() < 40_000,
            "{kilobytes} kB were enough: nothing was tested"
        );
        whole(&engine, &seen, &format!("{kilobytes} kB")).await;
    }
}

#[tokio::test]
async fn a_disk_that_fails_in_the_middle_loses_nothing_that_was_acknowledged() {
    let mut hit = 0;
    let (calls, places): (&[&str], &[u32]) = if long() {
        let every = [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 40, 55, 80];
        (
            &["fdatasync,fsync", "pwrite64", "ftruncate", "openat"],
            &every.clone(),
        )
    } else {
        (&["fdatasync,fsync", "pwrite64"], &[3])
    };
    for call in calls {
        for error in ["EIO", "ENOSPC"] {
            for place in places {
                // openat fails long before the database is opened, if it fails early.
                let place = if *call == "openat" {
                    place + 60
                } else {
                    *place
                };
                let engine = sqlite().await;
                opened(&engine).await;
                let fault = format!("inject={call}:error={error}:when={place}");
                let seen = under_strace(&engine, call, &fault);
                hit += usize::from(seen.len() < 200);
                whole(&engine, &seen, &fault).await;
            }
        }
    }
    assert!(hit > 0, "no fault reached the child");
}

fn under_strace(engine: &Engine, call: &str, fault: &str) -> Vec<u64> {
    let exe = std::env::current_exe().unwrap();
    let mut command = Command::new("strace");
    command
        .args([
            "-f",
            "-qq",
            "-e",
            &format!("trace={call}"),
            "-e",
            fault,
            "-o",
            "/dev/null",
        ])
        .arg(exe)
        .args(arguments());
    let child = child_command(&mut command, engine, 200).spawn();
    acknowledged(child.expect("this needs strace"), None)
}

/// Counted from outside, in the system calls. Four callers append ten each, one after the other, and share commits at
/// best: for every one of the ten the disk was waited for after it began.
#[tokio::test]
async fn each_append_waits_for_the_disk() {
    let engine = sqlite().await;
    opened(&engine).await;
    let log = tempfile::NamedTempFile::new().unwrap();
    let exe = std::env::current_exe().unwrap();
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=fdatasync,fsync", "-o"])
        .arg(log.path())
        .arg(exe)
        .args(arguments());
    let child = child_command(&mut command, &engine, 40)
        .stderr(Stdio::null())
        .spawn()
        .expect("this needs strace");
    let seen = acknowledged(child, None);
    assert_eq!(seen.len(), 40);
    let calls = std::fs::read_to_string(log.path()).unwrap();
    let is_wait = |line: &&str| line.contains("sync") && line.ends_with("= 0");
    assert!(calls.lines().filter(is_wait).count() >= 10, "{calls}");
}
