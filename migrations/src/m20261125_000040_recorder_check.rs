//! What checks of recorders saw. Append-only: a later check never edits an earlier one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, pk_auto, string, text, timestamp_with_time_zone,
};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let check = Table::create()
            .table("recorder_check")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(integer("version"))
            .col(big_integer("recorder_id"))
            .col(string("means"))
            .col(timestamp_with_time_zone("checked_at"))
            .col(text("body"))
            .foreign_key(&mut belongs("recorder_check", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("recorder_check", "recorder_id", "recorder"))
            .to_owned();
        manager.create_table(check).await?;
        // Newest first of a recorder; and the same check is never taken twice.
        index(
            manager,
            "ix_recorder_check_recorder_id_means_checked_at",
            "recorder_check",
            &["recorder_id", "means", "checked_at"],
            true,
        )
        .await?;
        crate::refuse_changes(manager, "recorder_check", None).await
    }
}
