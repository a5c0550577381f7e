//! The ledger: entries, tree, sealed fields and the head of each log.
//!
//! A log is removed with nothing: no foreign key leads here, least of all one that cascades.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, small_integer, string, text};
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [head(), entry(), node(), disclosure()] {
            manager.create_table(table).await?;
        }
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            let refuse = "CREATE FUNCTION tl_refuse() RETURNS trigger AS $$ BEGIN \
                 RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END $$ LANGUAGE plpgsql";
            manager.get_connection().execute_unprepared(refuse).await?;
        }
        refuse(manager, "tl_entry", &["UPDATE", "DELETE"]).await?;
        refuse(manager, "tl_node", &["UPDATE", "DELETE"]).await?;
        // A sealed field can be erased on a decision, never edited; a head moves and never goes away.
        refuse(manager, "tl_disclosure", &["UPDATE"]).await?;
        refuse(manager, "tl_head", &["DELETE"]).await
    }
}

/// One row per log, the only one that is ever updated. `at` is unix seconds of the last entry.
fn head() -> TableCreateStatement {
    Table::create()
        .table("tl_head")
        .col(big_integer("log_id").primary_key())
        .col(string("origin").unique_key())
        .col(big_integer("size"))
        .col(big_integer("at"))
        .col(binary("prev"))
        .col(binary("frontier"))
        .to_owned()
}

/// `entry` is the exact bytes that are hashed. No sequence makes `idx`: sequences leave gaps.
fn entry() -> TableCreateStatement {
    Table::create()
        .table("tl_entry")
        .col(big_integer("log_id"))
        .col(big_integer("idx"))
        .col(binary("entry"))
        .col(binary("leaf"))
        .primary_key(Index::create().col("log_id").col("idx"))
        .to_owned()
}

/// Roots of complete subtrees, from level 1 (two leaves) up.
fn node() -> TableCreateStatement {
    Table::create()
        .table("tl_node")
        .col(big_integer("log_id"))
        .col(small_integer("lvl").check(Expr::col("lvl").gte(1)))
        .col(big_integer("i"))
        .col(binary("h"))
        .primary_key(Index::create().col("log_id").col("lvl").col("i"))
        .to_owned()
}

/// Salted fields: the only rows of the log that can be deleted.
fn disclosure() -> TableCreateStatement {
    Table::create()
        .table("tl_disclosure")
        .col(big_integer("log_id"))
        .col(big_integer("idx"))
        .col(string("name"))
        .col(text("d"))
        .primary_key(Index::create().col("log_id").col("idx").col("name"))
        .to_owned()
}

/// The database itself refuses `verbs`. A seat belt, not the proof: who owns the database can drop a trigger, and
/// the log shows what was changed.
pub(crate) async fn refuse(
    manager: &SchemaManager<'_>,
    table: &str,
    verbs: &[&str],
) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    let db = manager.get_connection();
    for verb in verbs {
        let name = format!("{table}_no_{}", verb.to_lowercase());
        let statement = if sqlite {
            format!(
                "CREATE TRIGGER {name} BEFORE {verb} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END"
            )
        } else {
            format!(
                "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION tl_refuse()"
            )
        };
        db.execute_unprepared(&statement).await?;
    }
    if !sqlite {
        let truncate = format!(
            "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION tl_refuse()"
        );
        db.execute_unprepared(&truncate).await?;
    }
    Ok(())
}
