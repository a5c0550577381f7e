//! On PostgreSQL not even the owner of the log's tables has the right to change what is in them. Who owns them can grant it to
//! themselves and drop the triggers: `tampering.rs` is the proof.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend};

use super::log_of;
use super::meddling::disarm;
use crate::engine::engines;

#[tokio::test]
async fn the_owner_of_the_tables_may_add_to_the_log_and_not_change_it() {
    for engine in engines().await {
        if engine.backend() != DatabaseBackend::Postgres {
            continue;
        }
        log_of(&engine, 4).await;
        disarm(&engine).await;
        let mut one = ConnectOptions::new(&engine.url);
        one.max_connections(1);
        let db = Database::connect(one).await.unwrap();
        let run = |sql: String| {
            let db = &db;
            async move { db.execute_unprepared(&sql).await }
        };
        // Whoever runs the tests owns the server, and may do everything: another role takes the tables over.
        let owner = format!("owner_{}", std::process::id());
        run(format!("CREATE ROLE {owner}")).await.unwrap();
        run(format!("GRANT USAGE, CREATE ON SCHEMA public TO {owner}"))
            .await
            .unwrap();
        for table in ["tl_entry", "tl_node", "tl_checkpoint"] {
            let takes = format!("ALTER TABLE {table} OWNER TO {owner}");
            run(takes).await.unwrap();
        }
        run(format!("SET ROLE {owner}")).await.unwrap();
        for refused in [
            "UPDATE tl_entry SET entry = entry",
            "DELETE FROM tl_entry",
            "TRUNCATE tl_entry",
            "UPDATE tl_node SET h = h",
            "DELETE FROM tl_node",
            "DELETE FROM tl_checkpoint",
        ] {
            let error = run(refused.to_owned()).await.expect_err(refused);
            assert!(error.to_string().contains("permission denied"), "{error}");
        }
        let added = "INSERT INTO tl_node (log_id, lvl, i, h) VALUES (1, 60, 0, '\\x00')";
        run(added.to_owned()).await.unwrap();
        run("RESET ROLE".to_owned()).await.unwrap();
        run(format!("REASSIGN OWNED BY {owner} TO CURRENT_USER"))
            .await
            .unwrap();
        run(format!("DROP OWNED BY {owner}")).await.unwrap();
        run(format!("DROP ROLE {owner}")).await.unwrap();
        db.close().await.unwrap();
    }
}
