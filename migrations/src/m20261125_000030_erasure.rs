//! Gallring reaches the record: the text of a disclosure can be emptied, member by member, and nothing else of it.
//!
//! The trigger compares the record before and after. Every member is as it was, or empty; what is emptied is listed in
//! `erased`, and the sealed field of each name in that list is gone already. Whoever owns the database can drop a
//! trigger: that an emptied record has its erasure entry is for `log verify` to say (level 5).

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements: &[&str] = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => &SQLITE,
            _ => &POSTGRES,
        };
        let db = manager.get_connection();
        // At once: another connection of the pool would not know yet that the old trigger is gone.
        db.execute_unprepared(&statements.join("; ")).await?;
        // The few fields that tell of all others are found without reading those others.
        let named = "CREATE INDEX ix_tl_disclosure_named ON tl_disclosure (log_id, name, idx) \
                     WHERE name IN ('targets', 'attestations')";
        db.execute_unprepared(named).await?;
        Ok(())
    }
}

const SQLITE: [&str; 2] = [
    "DROP TRIGGER disclosure_no_update",
    "CREATE TRIGGER disclosure_no_update BEFORE UPDATE ON disclosure \
     WHEN NEW.id IS NOT OLD.id OR NEW.kommun_id IS NOT OLD.kommun_id OR NEW.version IS NOT OLD.version \
       OR NEW.site_id IS NOT OLD.site_id OR NEW.number IS NOT OLD.number \
       OR NEW.ledger_idx IS NOT OLD.ledger_idx OR NEW.recipient IS NOT OLD.recipient \
       OR NEW.request_key IS NOT OLD.request_key OR NEW.recorded_at IS NOT OLD.recorded_at \
       OR NOT json_valid(NEW.body) \
       OR EXISTS (SELECT 1 FROM json_each(NEW.body) n LEFT JOIN json_each(OLD.body) o ON o.key = n.key \
                  WHERE n.key <> 'erased' AND n.value IS NOT o.value \
                  AND (n.value IS NULL OR n.value NOT IN ('', '[]', '1970-01-01T00:00:00Z', '1970-01-01')) \
                  AND NOT (n.key = 'correction' AND json_extract(n.value, '$.reason') = '' \
                           AND json_remove(n.value, '$.reason') = json_remove(o.value, '$.reason'))) \
       OR EXISTS (SELECT 1 FROM json_each(OLD.body) o LEFT JOIN json_each(NEW.body) n ON o.key = n.key \
                  WHERE n.key IS NULL AND o.key <> 'erased') \
       OR COALESCE(json_array_length(NEW.body, '$.erased'), 0) = 0 \
       OR EXISTS (SELECT 1 FROM json_each(NEW.body, '$.erased') e JOIN tl_disclosure d ON d.name = e.value \
                  WHERE d.log_id = OLD.kommun_id AND d.idx = OLD.ledger_idx) \
     BEGIN SELECT RAISE(ABORT, 'disclosure is append-only, but for what is erased on a decision'); END",
];

const POSTGRES: [&str; 3] = [
    "DROP TRIGGER disclosure_no_update ON disclosure",
    "CREATE FUNCTION disclosure_only_erased() RETURNS trigger AS $$ BEGIN \
       IF (NEW.id, NEW.kommun_id, NEW.version, NEW.site_id, NEW.number, NEW.ledger_idx, NEW.recipient, \
           NEW.request_key, NEW.recorded_at) \
          IS DISTINCT FROM \
          (OLD.id, OLD.kommun_id, OLD.version, OLD.site_id, OLD.number, OLD.ledger_idx, OLD.recipient, \
           OLD.request_key, OLD.recorded_at) \
       OR EXISTS (SELECT 1 FROM jsonb_each(NEW.body::jsonb) n LEFT JOIN jsonb_each(OLD.body::jsonb) o ON o.key = n.key \
                  WHERE n.key <> 'erased' AND n.value IS DISTINCT FROM o.value \
                  AND n.value NOT IN ('\"\"', '[]', '\"1970-01-01T00:00:00Z\"', '\"1970-01-01\"') \
                  AND NOT (n.key = 'correction' AND n.value ->> 'reason' = '' \
                           AND n.value - 'reason' = o.value - 'reason')) \
       OR EXISTS (SELECT 1 FROM jsonb_object_keys(OLD.body::jsonb) o \
                  WHERE o <> 'erased' AND NOT NEW.body::jsonb ? o) \
       OR COALESCE(jsonb_array_length(NEW.body::jsonb -> 'erased'), 0) = 0 \
       OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(NEW.body::jsonb -> 'erased') e \
                  JOIN tl_disclosure d ON d.name = e \
                  WHERE d.log_id = OLD.kommun_id AND d.idx = OLD.ledger_idx) \
       THEN RAISE EXCEPTION 'disclosure is append-only, but for what is erased on a decision'; END IF; \
       RETURN NEW; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER disclosure_no_update BEFORE UPDATE ON disclosure FOR EACH ROW \
     EXECUTE FUNCTION disclosure_only_erased()",
];
