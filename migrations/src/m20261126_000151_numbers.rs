//! Sites are found by the numbers of their decisions, assessments and cases, too: an index for each, over the record as it is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Where a number stands.
const NUMBERS: [(&str, &str); 4] = [
    ("permit", "dnr"),
    ("assessment", "dnr"),
    ("disclosure", "dnr"),
    ("disclosure", "case_reference"),
];

/// What of a site itself is a number, for those that are there already.
const OF_SITES: [&str; 3] = [
    "dpia_reference",
    "processing_record_reference",
    "disposal_decision_reference",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        let member = |name: &str| {
            if sqlite {
                format!("json_extract(\"body\", '$.{name}')")
            } else {
                format!("((\"body\"::jsonb) ->> '{name}')")
            }
        };
        let db = manager.get_connection();
        for (table, name) in NUMBERS {
            let number = member(name);
            db.execute_unprepared(&format!(
                "CREATE INDEX ix_{table}_{name} ON {table} (kommun_id, lower({number}), site_id)"
            ))
            .await?;
        }
        for name in OF_SITES {
            let number = member(name);
            db.execute_unprepared(&format!(
                "UPDATE site SET search = substr(search || '\n' || lower({number}), 1, 600) WHERE {number} <> ''"
            ))
            .await?;
        }
        Ok(())
    }
}
