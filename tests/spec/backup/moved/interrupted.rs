use std::process::{Command, Stdio};
use std::time::Duration;

use objektiv::db::moving::Arriving;
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::super::told;
use super::{Movers, assert_same, lived_in, raw, texts};

/// Waits until the database gives this answer.
async fn until(db: &impl ConnectionTrait, question: &str, answer: &str) {
    for _ in 0..600 {
        if texts(db, question).await == [[answer]] {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never {answer}: {question}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_is_killed_in_the_middle_can_be_begun_again() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let before = lived_in(&movers).await;
    // Rows of a table are there when the database counts them for its planner, and that has to wait for this.
    let watcher = raw(&movers.target).await;
    let holder = Arriving::begin(&movers.target).await.unwrap();
    let held = "LOCK TABLE pg_statistic IN SHARE MODE";
    holder.tx.execute_unprepared(held).await.unwrap();
    let mut moving = movers
        .command(&movers.target)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let waits = "SELECT count(*)::text FROM pg_locks JOIN pg_stat_activity USING (pid) \
                 WHERE NOT granted AND relation = 'pg_statistic'::regclass AND backend_type = 'client backend'";
    until(&watcher, waits, "1").await;
    moving.kill().unwrap();
    assert_eq!(moving.wait().unwrap().code(), None);
    holder.give_up().await.unwrap();
    let at_work = "SELECT count(*)::text FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'";
    until(&watcher, at_work, "0").await;
    movers.assert_nothing_happened(Some(0)).await;
    let (code, said) = movers.go();
    assert_eq!(code, Some(0), "{said:#}");
    assert_same(&before, &movers.target).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_marked_as_moved_is_told_of() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let before = lived_in(&movers).await;
    // A disk on which there is no room at all.
    let full = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let moving = movers.command(&movers.target);
    let mut moving_there = Command::new("bash");
    moving_there
        .args(["-c", full])
        .arg(moving.get_program())
        .args(moving.get_args())
        .env_remove("OBJEKTIV_DATABASE");
    let (code, said) = told(&moving_there.output().unwrap());
    assert_eq!(code, Some(0), "{said}");
    let said: Value = serde_json::from_str(&said).unwrap();
    crate::schema::assert_as_promised(&said, "move");
    assert_eq!(
        (&said["moved"], &said["file_closed"]),
        (&true.into(), &false.into())
    );
    assert_same(&before, &movers.target).await;
    let (code, said) = movers.house.run(&["log", "verify"]);
    assert_eq!(code, Some(0), "it is still a register: {said}");
}
