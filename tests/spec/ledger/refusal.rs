//! The database itself refuses to change what is written. A seat belt; `tampering.rs` is the proof.

use super::log_of;
use crate::engine::engines;

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_what_is_in_the_log() {
    let refused = [
        "UPDATE tl_entry SET entry = entry WHERE idx = 2",
        "DELETE FROM tl_entry WHERE idx = 2",
        "UPDATE tl_node SET h = h WHERE lvl = 1",
        "DELETE FROM tl_node WHERE lvl = 1",
        "UPDATE tl_disclosure SET d = d WHERE idx = 2",
        "DELETE FROM tl_head",
    ];
    for engine in engines().await {
        log_of(&engine, 4).await;
        for sql in refused {
            let error = engine.try_meddle(sql, []).await.expect_err(sql).to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
    }
}

#[tokio::test]
async fn postgresql_refuses_to_empty_the_log() {
    for engine in engines().await {
        if engine.backend() == sea_orm::DatabaseBackend::Postgres {
            log_of(&engine, 1).await;
            for table in ["tl_entry", "tl_node", "tl_disclosure", "tl_head"] {
                let sql = format!("TRUNCATE {table}");
                let error = engine.try_meddle(&sql, []).await.expect_err(table);
                assert!(error.to_string().contains("append-only"), "{error}");
            }
        }
    }
}
