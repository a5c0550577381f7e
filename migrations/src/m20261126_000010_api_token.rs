//! Keys with which other systems read the register. The digest of a key stands apart from what is recorded about it, and so
//! does when it was last used, which is no change of the register.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_auto, string, text, timestamp_with_time_zone_null,
};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let token = Table::create()
            .table("api_token")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(integer("version"))
            .col(big_integer_null("unit_id"))
            .col(text("body"))
            .foreign_key(&mut belongs("api_token", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("api_token", "unit_id", "unit"))
            .to_owned();
        manager.create_table(token).await?;
        let key = Table::create()
            .table("api_token_key")
            .col(big_integer("token_id").primary_key().take())
            .col(big_integer("kommun_id"))
            .col(string("sha256").unique_key().take())
            .col(timestamp_with_time_zone_null("last_used_at"))
            .foreign_key(&mut belongs("api_token_key", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("api_token_key", "token_id", "api_token"))
            .to_owned();
        manager.create_table(key).await?;
        for table in ["api_token", "api_token_key"] {
            let index = Index::create()
                .name(format!("ix_{table}_kommun_id"))
                .table(table)
                .col("kommun_id")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
