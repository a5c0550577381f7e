//! The logo of a kommun: pixels, by their digest.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, string};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("logo")
            .col(big_integer("kommun_id"))
            .col(string("digest"))
            .col(blob("png"))
            .primary_key(Index::create().col("digest").col("kommun_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_logo_kommun_id")
                    .from("logo", "kommun_id")
                    .to("kommun", "id"),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
