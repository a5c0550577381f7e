//! The database itself refuses to change what is written. A seat belt; `tampering.rs` is the proof.

use objektiv::ledger::outside::daily::Round;

use super::meddling::TABLES;
use super::receipts::{Issued, issued_on};
use super::{EKEBRO, NINE, log_of};
use crate::engine::engines;

/// Signed, and with the checkpoint of a day: there is a row in each table of the log.
async fn published() -> Vec<Issued> {
    let mut all = Vec::new();
    for engine in engines().await {
        let issued = issued_on(engine).await;
        let round = Round {
            db: &issued.engine.db,
            kommun: EKEBRO,
            signer: &issued.signer,
            at: NINE,
        };
        round.publish().await.unwrap();
        all.push(issued);
    }
    all
}

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_what_is_in_the_log() {
    let refused = [
        "UPDATE tl_entry SET entry = entry WHERE idx = 2",
        "DELETE FROM tl_entry WHERE idx = 2",
        "UPDATE tl_node SET h = h WHERE lvl = 1",
        "DELETE FROM tl_node WHERE lvl = 1",
        "UPDATE tl_disclosure SET d = d WHERE idx = 2",
        "DELETE FROM tl_head",
        "UPDATE tl_checkpoint SET note = note",
        "DELETE FROM tl_checkpoint",
        "UPDATE tl_attestation SET body = body",
        "DELETE FROM tl_attestation",
    ];
    for issued in published().await {
        for sql in refused {
            let error = issued
                .engine
                .try_meddle(sql, [])
                .await
                .expect_err(sql)
                .to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
    }
}

#[tokio::test]
async fn postgresql_refuses_to_empty_the_log() {
    for engine in engines().await {
        if engine.backend() == sea_orm::DatabaseBackend::Postgres {
            log_of(&engine, 1).await;
            for table in TABLES {
                let sql = format!("TRUNCATE {table}");
                let error = engine.try_meddle(&sql, []).await.expect_err(table);
                assert!(error.to_string().contains("append-only"), "{error}");
            }
        }
    }
}
