//! From where somebody came can be erased from the trace when its time is over, and nothing else of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Everything but the address.
const KEPT: [&str; 9] = [
    "id",
    "kommun_id",
    "at",
    "account_id",
    "person",
    "act",
    "disclosure_id",
    "draft_id",
    "detail",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        let same = if is_sqlite {
            "IS"
        } else {
            "IS NOT DISTINCT FROM"
        };
        let kept = KEPT.map(|column| format!("NEW.{column} {same} OLD.{column}"));
        let changed = format!("NOT (NEW.address IS NULL AND {})", kept.join(" AND "));
        // Another name: a connection that has not seen the old one go would refuse the same.
        let statements = if is_sqlite {
            [
                "DROP TRIGGER desk_trace_no_update".to_owned(),
                format!(
                    "CREATE TRIGGER desk_trace_no_change BEFORE UPDATE ON desk_trace WHEN {changed} \
                     BEGIN SELECT RAISE(ABORT, 'desk_trace is append-only'); END"
                ),
            ]
        } else {
            [
                "DROP TRIGGER desk_trace_no_update ON desk_trace".to_owned(),
                format!(
                    "CREATE TRIGGER desk_trace_no_change BEFORE UPDATE ON desk_trace FOR EACH ROW \
                     WHEN ({changed}) EXECUTE FUNCTION desk_trace_append_only()"
                ),
            ]
        };
        for statement in statements {
            manager
                .get_connection()
                .execute_unprepared(&statement)
                .await?;
        }
        Ok(())
    }
}
