//! The trace tells from which address, and is read as a whole.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

use crate::keys::index;

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
        index(
            manager,
            "ix_desk_trace_kommun_id",
            "desk_trace",
            &["kommun_id", "id"],
            false,
        )
        .await
    }
}
