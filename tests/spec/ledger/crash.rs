//! What was acknowledged is never lost: a process is killed in the middle of appending, again and again, and several
//! processes append at once. The child is this test binary itself.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use objektiv::db::Db;
use objektiv::ledger::append::append;
use objektiv::ledger::verify::Verdict;

use super::faults::long;
use super::{EKEBRO, NINE, opened, release, verified};
use crate::engine::{Engine, engines};

const URL: &str = "OBJEKTIV_TEST_CHILD_DATABASE";
const COUNT: &str = "OBJEKTIV_TEST_CHILD_APPENDS";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the child process of the tests below, which start it"]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent tells the child what to do"
)]
async fn child_that_appends_and_acknowledges() {
    let db = Db::open(&std::env::var(URL).unwrap()).await.unwrap();
    let count: u64 = std::env::var(COUNT).unwrap().parse().unwrap();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                for number in 0..count / 4 {
                    // Half of them share their commits with others.
                    let tx = if number % 2 == 0 {
                        db.begin_write_together().await.unwrap()
                    } else {
                        db.begin_write().await.unwrap()
                    };
                    let appended = append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
                    tx.commit().await.unwrap();
                    let mut pipe = std::io::stdout().lock();
                    writeln!(pipe, "\nacknowledged {}", appended.idx).unwrap();
                    pipe.flush().unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// What makes this binary the child.
pub fn arguments() -> [&'static str; 4] {
    [
        "--ignored",
        "--exact",
        "--nocapture",
        "ledger::crash::child_that_appends_and_acknowledges",
    ]
}

/// A command that runs the child, perhaps under another program.
pub fn child_command<'a>(
    command: &'a mut Command,
    engine: &Engine,
    appends: u64,
) -> &'a mut Command {
    command
        .env(URL, &engine.url)
        .env(COUNT, appends.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
}

fn child(engine: &Engine, appends: u64) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments());
    child_command(&mut command, engine, appends)
        .spawn()
        .unwrap()
}

/// The acknowledgements of a child, which is killed without warning after `kill_after` of them.
pub fn acknowledged(mut child: Child, kill_after: Option<usize>) -> Vec<u64> {
    let pipe = BufReader::new(child.stdout.take().unwrap());
    let mut seen = Vec::new();
    for line in pipe.lines() {
        let line = line.unwrap();
        if let Some(idx) = line.strip_prefix("acknowledged ") {
            seen.push(idx.parse().unwrap());
            if Some(seen.len()) == kill_after {
                child.kill().unwrap();
            }
        }
    }
    child.wait().unwrap();
    seen
}

#[tokio::test]
async fn a_process_killed_while_appending_loses_nothing_that_it_acknowledged() {
    for engine in engines().await {
        opened(&engine).await;
        let mut size = 1;
        for round in 0..if long() { 200 } else { 20 } {
            let kill_after = 1 + round % 20 * 2;
            let seen = acknowledged(child(&engine, 4_000), Some(kill_after));
            assert!(
                seen.len() >= kill_after && seen.len() < 4_000,
                "killed while appending"
            );
            let report = verified(&engine).await;
            assert_eq!(
                report.verdict,
                Verdict::Intact,
                "round {round}: {:?}",
                report.levels
            );
            let last = seen.into_iter().max().unwrap();
            assert!(last < report.size, "{last} was acknowledged and is lost");
            assert!(last >= size, "new entries follow the old ones");
            size = report.size;
        }
    }
}

#[tokio::test]
async fn several_processes_append_to_one_log_without_failure_fork_or_gap() {
    for engine in engines().await {
        opened(&engine).await;
        let children: Vec<_> = (0..4).map(|_| child(&engine, 40)).collect();
        let mut all: Vec<u64> = children
            .into_iter()
            .flat_map(|child| acknowledged(child, None))
            .collect();
        all.sort_unstable();
        assert_eq!(all, (1..=160).collect::<Vec<u64>>());
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}
