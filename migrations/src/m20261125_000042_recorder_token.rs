//! With what a recorder's agent sends its checks. Only the digest is kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let token = Table::create()
            .table("recorder_token")
            .col(big_integer("recorder_id").primary_key().take())
            .col(big_integer("kommun_id"))
            .col(string("sha256").unique_key().take())
            .foreign_key(&mut belongs("recorder_token", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("recorder_token", "recorder_id", "recorder"))
            .to_owned();
        manager.create_table(token).await
    }
}
