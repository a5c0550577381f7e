//! Gallring: what is erased on a decision is gone, the log says so and verifies as before.

use std::path::Path;

use objektiv::ledger::erasure::{Decision, EraseError, Target, erase, replay, scrub};
use objektiv::ledger::fields::FieldState;
use objektiv::ledger::store::LedgerError;
use objektiv::ledger::verify::{Tampering, Verdict};

use super::fields::states;
use super::meddling::{disarm, stored};
use super::{EKEBRO, NINE, level, log_of, read_fields, verified};
use crate::engine::{Engine, engines};

pub fn decision(idx: u64, fields: &[&str]) -> Decision {
    Decision {
        targets: vec![Target {
            idx,
            fields: fields.iter().map(ToString::to_string).collect(),
        }],
        number: "KS 2026/114".to_owned(),
        ground: "Dokumenthanteringsplan 4.2".to_owned(),
        decided_by: "Kommunarkivet".to_owned(),
    }
}

pub async fn erased(engine: &Engine, decision: &Decision) -> Result<u64, EraseError> {
    let tx = engine.db.begin_write().await.unwrap();
    let appended = erase(&tx, EKEBRO, decision, NINE).await?;
    tx.commit().await.unwrap();
    Ok(appended.idx)
}

#[tokio::test]
async fn an_erased_field_is_gone_and_the_log_verifies_and_says_who_decided() {
    for engine in engines().await {
        log_of(&engine, 6).await;
        let before = stored(&engine, 3).await;
        let by = erased(&engine, &decision(3, &["case", "requester"]))
            .await
            .unwrap();
        assert_eq!(stored(&engine, 3).await, before, "the entry is as it was");
        assert_eq!(read_fields(&engine, 3).await.len(), 1, "the number is left");
        let states = states(&engine, 3).await;
        assert_eq!(states["case"], FieldState::Erased(by));
        assert_eq!(states["number"], FieldState::Present);
        let report = verified(&engine).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        assert_eq!(
            read_fields(&engine, by).await.len(),
            4,
            "targets, decision, ground, decided by"
        );
    }
}

#[tokio::test]
async fn what_is_erased_leaves_the_files_of_the_database() {
    let engine = crate::engine::sqlite().await;
    log_of(&engine, 3).await;
    let secrets = read_fields(&engine, 2).await;
    let file = engine.url.strip_prefix("sqlite://").unwrap().to_owned();
    let wal = format!("{file}-wal");
    let held = |path: &str| {
        let bytes = std::fs::read(Path::new(path)).unwrap_or_default();
        let text = secrets[0].as_bytes();
        bytes.windows(text.len()).any(|window| window == text)
    };
    assert!(held(&file) || held(&wal), "it was there");
    erased(&engine, &decision(2, &["case"])).await.unwrap();
    scrub(&engine.db).await.unwrap();
    assert!(!held(&file) && !held(&wal), "and is not");
}

#[tokio::test]
async fn scrubbing_works_on_every_engine() {
    for engine in engines().await {
        log_of(&engine, 3).await;
        erased(&engine, &decision(2, &["case"])).await.unwrap();
        scrub(&engine.db).await.unwrap();
    }
}

#[tokio::test]
async fn a_field_that_came_back_with_an_old_copy_is_found_and_erased_again() {
    for engine in engines().await {
        log_of(&engine, 6).await;
        let text = read_fields(&engine, 3).await.remove(0);
        let by = erased(&engine, &decision(3, &["case"])).await.unwrap();
        disarm(&engine).await;
        let sql = "INSERT INTO tl_disclosure (log_id, idx, name, d) VALUES (1, 3, 'case', ?)";
        engine.meddle(sql, [text.into()]).await;
        let report = verified(&engine).await;
        assert_eq!(
            (level(&report, 5), report.first_bad()),
            (Some(false), Some(3))
        );
        let found = report.levels.iter().find_map(|level| level.tampering);
        assert_eq!(found, Some(Tampering::NotErased));

        let tx = engine.db.begin_write().await.unwrap();
        assert_eq!(replay(&*tx, EKEBRO).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let states = states(&engine, 3).await;
        assert_eq!(states["case"], FieldState::Erased(by));
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn a_forged_erasure_does_not_excuse_a_missing_field() {
    for engine in engines().await {
        log_of(&engine, 6).await;
        erased(&engine, &decision(3, &["case"])).await.unwrap();
        disarm(&engine).await;
        engine
            .meddle(
                "DELETE FROM tl_disclosure WHERE idx = 5 AND name = 'case'",
                [],
            )
            .await;
        let forged = objektiv::ledger::sealed::Sealed::new(
            [0; 16],
            "targets",
            serde_json::json!([{ "idx": 3, "fields": ["case"] }, { "idx": 5, "fields": ["case"] }]),
        );
        let sql = "UPDATE tl_disclosure SET d = ? WHERE name = 'targets'";
        engine.meddle(sql, [forged.unwrap().text.into()]).await;
        assert_eq!(level(&verified(&engine).await, 5), Some(false));
    }
}

#[tokio::test]
async fn an_erasure_without_a_decision_or_of_what_is_not_there_changes_nothing() {
    for engine in engines().await {
        log_of(&engine, 4).await;
        let by = erased(&engine, &decision(3, &["case"])).await.unwrap();
        let mut undecided = decision(2, &["case"]);
        undecided.number = " ".to_owned();
        assert!(matches!(
            erased(&engine, &undecided).await,
            Err(EraseError::NoDecision)
        ));
        let nothing = erased(&engine, &decision(2, &[])).await;
        assert!(matches!(nothing, Err(EraseError::Nothing)));
        let twice = erased(&engine, &decision(3, &["case"])).await;
        assert!(matches!(twice, Err(EraseError::NoSuchField { idx: 3, .. })));
        let trace = erased(&engine, &decision(by, &["targets"])).await;
        assert!(matches!(trace, Err(EraseError::Kept(idx)) if idx == by));
        let beyond = erased(&engine, &decision(99, &["case"])).await;
        assert!(matches!(
            beyond,
            Err(EraseError::Ledger(LedgerError::NoSuchEntry(99)))
        ));
        assert_eq!(verified(&engine).await.size, by + 1);
    }
}
