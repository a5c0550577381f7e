//! The boundary of a kommun: its areas as a map draws them, by their digest.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("boundary")
            .col(big_integer("kommun_id"))
            .col(string("digest"))
            .col(text("geojson"))
            .primary_key(Index::create().col("kommun_id").col("digest"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_boundary_kommun_id")
                    .from("boundary", "kommun_id")
                    .to("kommun", "id"),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
