//! Sites and their assessments are not removed: an ended surveillance and its assessments are kept for at least five
//! years (KBL 9 and 10 §§). The database itself refuses, as it does for a signed assessment.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for table in ["site", "assessment"] {
            let statements = match manager.get_database_backend() {
                DatabaseBackend::Sqlite => vec![format!(
                    "CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is kept'); END"
                )],
                _ => vec![
                    format!(
                        "CREATE FUNCTION {table}_is_kept() RETURNS trigger AS \
                         $$ BEGIN RAISE EXCEPTION '{table} is kept'; END $$ LANGUAGE plpgsql"
                    ),
                    format!(
                        "CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} FOR EACH ROW \
                         EXECUTE FUNCTION {table}_is_kept()"
                    ),
                ],
            };
            for statement in statements {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }
}
