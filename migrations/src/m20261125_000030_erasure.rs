//! Gallring reaches the record: the text of a disclosure and of a delivery can be emptied, and nothing else of them.

use sea_orm_migration::prelude::*;

use crate::emptied::only_emptied;

#[derive(DeriveMigrationName)]
pub struct Migration;

const DISCLOSURE: [&str; 9] = [
    "id",
    "kommun_id",
    "version",
    "site_id",
    "number",
    "ledger_idx",
    "recipient",
    "request_key",
    "recorded_at",
];

const DELIVERY: [&str; 6] = [
    "id",
    "kommun_id",
    "disclosure_id",
    "ledger_idx",
    "request_key",
    "recorded_at",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        for statements in [
            only_emptied(
                backend,
                "disclosure",
                &DISCLOSURE,
                Some(("correction", "reason")),
            ),
            only_emptied(backend, "delivery", &DELIVERY, None),
        ] {
            // At once: another connection of the pool would not know yet that the old trigger is gone.
            db.execute_unprepared(&statements.join("; ")).await?;
        }
        // The few fields that tell of all others are found without reading those others.
        let named = "CREATE INDEX ix_tl_disclosure_named ON tl_disclosure (log_id, name, idx) \
                     WHERE name IN ('targets', 'attestations')";
        db.execute_unprepared(named).await?;
        Ok(())
    }
}
