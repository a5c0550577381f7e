//! Short transactions that wait at the same time share a commit, and each is as if it were alone.

use std::time::Duration;

use objektiv::db::Db;
use objektiv::ledger::append::append;
use objektiv::ledger::audit;
use objektiv::ledger::store::{self, open_log};
use objektiv::ledger::verify::Verdict;
use objektiv::organisation::KommunId;
use sea_orm::{ConnectionTrait, Statement};

use super::{EKEBRO, NINE, opened, release, verified};
use crate::engine::{Asked, Engine, engines, sqlite};

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_share_commits_and_each_has_an_entry() {
    for engine in engines().await {
        opened(&engine).await;
        let tasks: Vec<_> = (1..=64)
            .map(|number| {
                let db = engine.db.clone();
                tokio::spawn(async move {
                    let tx = db.begin_write_together().await.unwrap();
                    let appended = append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
                    tx.commit().await.unwrap();
                    appended.idx
                })
            })
            .collect();
        let mut given = Vec::new();
        for task in tasks {
            given.push(task.await.unwrap());
        }
        given.sort_unstable();
        assert_eq!(given, (1..=64).collect::<Vec<_>>());
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_gives_up_takes_nobody_with_it() {
    for engine in engines().await {
        opened(&engine).await;
        let tasks: Vec<_> = (1..=40)
            .map(|number| {
                let db = engine.db.clone();
                tokio::spawn(async move {
                    let tx = db.begin_write_together().await.unwrap();
                    append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
                    if number % 3 == 0 {
                        return None;
                    }
                    tx.commit().await.unwrap();
                    Some(number)
                })
            })
            .collect();
        // Some go away while they wait.
        for task in tasks.iter().skip(30) {
            task.abort();
        }
        let mut kept = 0;
        for task in tasks {
            kept += u64::from(matches!(task.await, Ok(Some(_))));
        }
        let report = verified(&engine).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        assert!(kept >= 20, "those who finished");
        // An aborted one may have been stored without anybody being told.
        assert!(
            (kept + 1..=kept + 11).contains(&report.size),
            "{kept} {}",
            report.size
        );
    }
}

/// Nobody is told that theirs is durable before it is, and when the commit fails it fails for all who share it.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_fails_fails_for_all_who_share_it() {
    for engine in engines().await {
        opened(&engine).await;
        engine
            .meddle("CREATE TABLE parent (id INTEGER PRIMARY KEY)", [])
            .await;
        let child =
            "CREATE TABLE child (p INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)";
        engine.meddle(child, []).await;
        let first = engine.db.begin_write_together().await.unwrap();
        append(&first, EKEBRO, NINE, release(1)).await.unwrap();
        // The second waits while the first is still open, so the first leaves the commit to it.
        let db = engine.db.clone();
        let second = tokio::spawn(async move {
            let tx = db.begin_write_together().await.unwrap();
            tx.execute_unprepared("INSERT INTO child VALUES (99)")
                .await
                .unwrap();
            tx.commit().await
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let first = first.commit().await;
        let second = second.await.unwrap();
        assert!(first.is_err() && second.is_err(), "{first:?} {second:?}");
        let report = verified(&engine).await;
        assert_eq!((report.verdict, report.size), (Verdict::Intact, 1));
        // And the next is not kept from anything.
        written(&engine).await;
        assert_eq!(verified(&engine).await.size, 2);
    }
}

/// As another process sees it: what is durable, and nothing of a transaction that is still open.
async fn size_on_disk(engine: &Engine) -> u64 {
    let other = Db::open(&engine.url).await.unwrap();
    let head = store::head(other.read(), EKEBRO).await.unwrap();
    head.unwrap().size()
}

/// SQLite ends a transaction by itself when the disk is full. Nobody who wrote in it is told that theirs is durable, and nothing
/// of it is written outside of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_back_fails_for_all_who_share_the_commit() {
    let engine = sqlite().await;
    opened(&engine).await;
    let first = engine.db.begin_write_together().await.unwrap();
    append(&first, EKEBRO, NINE, release(1)).await.unwrap();
    let db = engine.db.clone();
    let second = tokio::spawn(async move {
        let tx = db.begin_write_together().await.unwrap();
        append(&tx, EKEBRO, NINE, release(2)).await.unwrap();
        tx.execute_unprepared("ROLLBACK").await.unwrap();
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let first = first.commit().await;
    second.await.unwrap();
    assert!(first.is_err(), "{first:?}");
    assert_eq!(size_on_disk(&engine).await, 1);
    for number in 2..=12 {
        written(&engine).await;
        assert_eq!(size_on_disk(&engine).await, number, "it is durable");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_whose_transaction_did_not_end_as_it_should_is_not_used_again() {
    let engine = sqlite().await;
    opened(&engine).await;
    let tx = engine.db.begin_write().await.unwrap();
    tx.execute_unprepared("ROLLBACK").await.unwrap();
    assert!(tx.commit().await.is_err());
    for number in 2..=12 {
        let tx = engine.db.begin_write().await.unwrap();
        append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(size_on_disk(&engine).await, number, "it is durable");
    }
}

async fn written(engine: &Engine) {
    let tx = engine.db.begin_write_together().await.unwrap();
    append(&tx, EKEBRO, NINE, release(2)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_write_together_and_those_who_write_alone_take_turns() {
    for engine in engines().await {
        opened(&engine).await;
        let tasks: Vec<_> = (0..60)
            .map(|number| {
                let db = engine.db.clone();
                tokio::spawn(async move {
                    let tx = if number % 2 == 0 {
                        db.begin_write().await.unwrap()
                    } else {
                        db.begin_write_together().await.unwrap()
                    };
                    append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
                    tx.commit().await.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let report = verified(&engine).await;
        assert_eq!((report.verdict, report.size), (Verdict::Intact, 61));
    }
}

/// What nine of them append in two logs is inserted once for all of them, in each log in the order of their turns; what the
/// one appended that gave up is nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn entries_of_those_who_share_a_commit_are_inserted_together() {
    for engine in engines().await {
        opened(&engine).await;
        let hedeby = KommunId::acting_for(2);
        let tx = engine.db.begin_write().await.unwrap();
        open_log(&*tx, hedeby, "kamera.hedeby.example/utlamnande", NINE)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (db, asked) = Asked::of(&engine.db);
        let first = db.begin_write_together().await.unwrap();
        append(&first, EKEBRO, NINE, release(1)).await.unwrap();
        let others: Vec<_> = (2..=9)
            .map(|number| {
                let db = db.clone();
                tokio::spawn(async move {
                    let kommun = if number % 2 == 0 { hedeby } else { EKEBRO };
                    let tx = db.begin_write_together().await.unwrap();
                    let appended = append(&tx, kommun, NINE, release(number)).await.unwrap();
                    tx.commit().await.unwrap();
                    (kommun.number(), appended.idx)
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(200)).await;
        first.commit().await.unwrap();
        let mut given = Vec::new();
        for other in others {
            given.push(other.await.unwrap());
        }
        given.sort_unstable();
        let expected = (2..=5).map(|idx| (EKEBRO.number(), idx));
        let expected = expected.chain((1..=4).map(|idx| (2, idx)));
        assert_eq!(given, expected.collect::<Vec<_>>());
        // Entries, nodes, fields and head.
        let asked = asked.take();
        let log = ["INSERT INTO \"tl_", "UPDATE \"tl_head\""];
        let writes = |one: &&Statement| log.iter().any(|write| one.sql.contains(write));
        assert_eq!(asked.iter().filter(writes).count(), 2, "once for each log");
        let gives_up = db.begin_write_together().await.unwrap();
        append(&gives_up, hedeby, NINE, release(10)).await.unwrap();
        drop(gives_up);
        let tx = db.begin_write_together().await.unwrap();
        let next = append(&tx, hedeby, NINE, release(11)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(next.idx, 5, "no gap");
        for (kommun, size) in [(EKEBRO, 6), (hedeby, 6)] {
            let report = audit::verify(engine.db.read(), kommun, None).await.unwrap();
            assert_eq!((report.verdict, report.size), (Verdict::Intact, size));
        }
    }
}
