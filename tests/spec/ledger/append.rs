//! Appending: one order, no gap, no fork, nothing half-written.

use std::collections::BTreeSet;

use objektiv::ledger::append::{append, append_all};
use objektiv::ledger::read;
use objektiv::ledger::store::{self, LedgerError, open_log};
use objektiv::ledger::verify::Verdict;
use objektiv::ledger::{Entry, EntryKind, NewEntry};
use objektiv::organisation::KommunId;
use serde_json::json;
use time::macros::datetime;

use super::{EKEBRO, NINE, ORIGIN, appended, level, log_of, opened, release, verified};
use crate::engine::engines;

#[tokio::test]
async fn a_log_begins_with_its_genesis_and_verifies() {
    for engine in engines().await {
        opened(&engine).await;
        let stored = read::entries(engine.db.read(), EKEBRO, 0, 1).await.unwrap();
        let entry = Entry::parse(&stored[0].bytes).unwrap();
        assert_eq!((entry.idx, entry.kind), (0, EntryKind::Genesis));
        assert_eq!(entry.log, ORIGIN);
        let report = verified(&engine).await;
        assert_eq!((report.verdict, report.size), (Verdict::Intact, 1));
    }
}

#[tokio::test]
async fn what_was_not_checked_is_reported_as_not_checked_and_never_as_fine() {
    for engine in engines().await {
        log_of(&engine, 3).await;
        let report = verified(&engine).await;
        assert_eq!(level(&report, 2), Some(true));
        for unchecked in [0, 1, 3, 4, 5] {
            assert_eq!(level(&report, unchecked), None, "level {unchecked}");
        }
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["levels"][0]["ok"], json!(null));
        assert!(
            json["levels"][0]["detail"]
                .as_str()
                .unwrap()
                .starts_with("ej kontrollerat")
        );
    }
}

#[tokio::test]
async fn sixty_four_people_at_once_get_sixty_four_entries_without_failure_fork_or_gap() {
    for engine in engines().await {
        opened(&engine).await;
        let tasks: Vec<_> = (1..=64)
            .map(|number| {
                let db = engine.db.clone();
                tokio::spawn(async move {
                    let tx = db.begin_write().await?;
                    let appended = append(&tx, EKEBRO, NINE, release(number)).await?;
                    tx.commit().await?;
                    Ok::<u64, LedgerError>(appended.idx)
                })
            })
            .collect();
        let mut given = BTreeSet::new();
        for task in tasks {
            given.insert(task.await.unwrap().unwrap());
        }
        assert_eq!(given, (1..=64).collect());
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn a_transaction_that_is_rolled_back_leaves_no_gap() {
    for engine in engines().await {
        opened(&engine).await;
        for number in 1..=20 {
            let tx = engine.db.begin_write().await.unwrap();
            append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
            if number % 3 == 0 {
                tx.commit().await.unwrap();
            }
        }
        let report = verified(&engine).await;
        assert_eq!((report.verdict, report.size), (Verdict::Intact, 7));
    }
}

#[tokio::test]
async fn the_order_is_that_of_idx_even_when_the_clock_is_set_back() {
    for engine in engines().await {
        opened(&engine).await;
        let noon = datetime!(2026-11-22 12:00 UTC);
        appended(&engine, noon, release(1)).await;
        appended(&engine, NINE, release(2)).await;
        let stored = read::entries(engine.db.read(), EKEBRO, 0, 3).await.unwrap();
        let written: Vec<_> = stored
            .iter()
            .map(|row| Entry::parse(&row.bytes).unwrap())
            .map(|entry| (entry.idx, entry.at))
            .collect();
        assert_eq!(written, [(0, NINE), (1, noon), (2, noon)]);
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn an_instant_with_nanoseconds_is_stored_as_it_is_hashed() {
    for engine in engines().await {
        opened(&engine).await;
        let precise = datetime!(2026-11-22 09:30:00.123456789 UTC);
        appended(&engine, precise, release(1)).await;
        let head = store::head(engine.db.read(), EKEBRO)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(head.at, datetime!(2026-11-22 09:30 UTC));
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn each_kommun_has_a_log_of_its_own() {
    for engine in engines().await {
        log_of(&engine, 2).await;
        let other = KommunId::acting_for(2);
        let tx = engine.db.begin_write().await.unwrap();
        let error = append(&tx, other, NINE, release(1)).await.unwrap_err();
        assert!(matches!(error, LedgerError::NotOpen(2)), "{error}");
        drop(tx);
        let tx = engine.db.begin_write().await.unwrap();
        assert!(
            open_log(&*tx, other, ORIGIN, NINE).await.is_err(),
            "one origin, one log"
        );
        drop(tx);
        let tx = engine.db.begin_write().await.unwrap();
        open_log(&*tx, other, "kamera.hedeby.example/utlamnande", NINE)
            .await
            .unwrap();
        let first = append(&tx, other, NINE, release(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(first.idx, 1);
        assert_eq!(verified(&engine).await.size, 3);
    }
}

#[tokio::test]
async fn many_entries_in_one_transaction_are_the_same_log_as_one_by_one() {
    for engine in engines().await {
        opened(&engine).await;
        let bare = || vec![NewEntry::new(EntryKind::Anchor); 1_000];
        let tx = engine.db.begin_write().await.unwrap();
        append_all(&tx, EKEBRO, NINE, bare()).await.unwrap();
        tx.commit().await.unwrap();
        let together = verified(&engine).await;
        assert_eq!((together.verdict, together.size), (Verdict::Intact, 1_001));

        let alone = crate::engine::sqlite().await;
        opened(&alone).await;
        let tx = alone.db.begin_write().await.unwrap();
        for entry in bare() {
            append(&tx, EKEBRO, NINE, entry).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(verified(&alone).await.root, together.root);
    }
}
