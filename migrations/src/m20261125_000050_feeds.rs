//! Calendar feeds: one private address a person and kommun.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, timestamp_with_time_zone};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let belongs = |column: &'static str, to: &'static str| {
            ForeignKey::create()
                .name(format!("fk_feed_{column}"))
                .from("feed", column)
                .to(to, "id")
                .to_owned()
        };
        let feed = Table::create()
            .table("feed")
            .col(big_integer("account_id"))
            .col(big_integer("kommun_id"))
            // The address itself is shown once and kept nowhere.
            .col(string("key_digest").unique_key())
            .col(timestamp_with_time_zone("made_at"))
            .primary_key(Index::create().col("account_id").col("kommun_id"))
            .foreign_key(&mut belongs("account_id", "account"))
            .foreign_key(&mut belongs("kommun_id", "kommun"))
            .to_owned();
        manager.create_table(feed).await
    }
}
