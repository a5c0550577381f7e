//! When something was told: a draft is not removed before whoever holds it has known of that for a while.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::date_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let told = Table::alter()
            .table("alert")
            .add_column(date_null("made_on"))
            .to_owned();
        manager.alter_table(told).await
    }
}
