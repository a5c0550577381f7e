//! The trace tells from which address, and is read as a whole.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let trace = Table::alter()
            .table("desk_trace")
            .add_column(string_null("address").take())
            .to_owned();
        manager.alter_table(trace).await?;
        let whole = Index::create()
            .name("ix_desk_trace_kommun_id")
            .table("desk_trace")
            .col("kommun_id")
            .col("id")
            .to_owned();
        manager.create_index(whole).await
    }
}
