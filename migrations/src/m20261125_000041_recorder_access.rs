//! How recorders are asked. Passwords are locked with a key outside the database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let access = Table::create()
            .table("recorder_access")
            .col(big_integer("recorder_id").primary_key().take())
            .col(big_integer("kommun_id"))
            .col(string("system"))
            .col(text("address"))
            .col(string("user_name"))
            .col(text("secret"))
            .foreign_key(&mut belongs("recorder_access", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("recorder_access", "recorder_id", "recorder"))
            .to_owned();
        manager.create_table(access).await?;
        index(
            manager,
            "ix_recorder_access_kommun_id",
            "recorder_access",
            &["kommun_id"],
            false,
        )
        .await
    }
}
