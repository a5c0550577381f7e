//! When the writing of a list began, and that it failed: it goes on when whoever asked for it leaves the page.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in ["begun_at", "failed_at"] {
            let mut add = Table::alter();
            add.table("import_upload")
                .add_column(timestamp_with_time_zone_null(column));
            manager.alter_table(add).await?;
        }
        Ok(())
    }
}
