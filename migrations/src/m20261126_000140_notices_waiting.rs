//! How many notices wait for a person is asked for on every page: the index alone answers it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            "account_id",
            "kommun_id",
            "closed_at",
            "read_at",
            "silent_until",
        ];
        let mut index = Index::create();
        // Not under the old name: another connection of the pool may not have seen yet that it is free.
        index
            .name("ix_notice_count")
            .table("notice")
            .if_not_exists();
        for column in columns {
            index.col(column);
        }
        manager.create_index(index).await?;
        let mut replaced = Index::drop();
        replaced
            .name("ix_notice_waiting")
            .table("notice")
            .if_exists();
        manager.drop_index(replaced).await
    }
}
