//! Large tables that are made as files while whoever asked for them does something else: what was asked for and how far it has
//! come, and the file in parts until it is fetched or its time is over.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary, boolean, pk_auto, string, string_null, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let export = Table::create()
            .table("export")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(big_integer("account_id"))
            // The address that asked for it, with its language.
            .col(text("address"))
            .col(string("file_name"))
            .col(text("grants"))
            .col(string_null("act"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(timestamp_with_time_zone("heard_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .col(boolean("failed"))
            .col(big_integer("rows_done"))
            .col(big_integer("rows_whole"))
            .col(big_integer("bytes"))
            .foreign_key(&mut belongs("export", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("export", "account_id", "account"))
            .to_owned();
        manager.create_table(export).await?;
        let part = Table::create()
            .table("export_part")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("export_id"))
            .col(binary("content"))
            .foreign_key(&mut belongs("export_part", "export_id", "export"))
            .to_owned();
        manager.create_table(part).await?;
        let owner = ["kommun_id", "account_id"];
        index(
            manager,
            "ix_export_kommun_id_account_id",
            "export",
            &owner,
            false,
        )
        .await?;
        index(
            manager,
            "ix_export_account_id",
            "export",
            &["account_id"],
            false,
        )
        .await?;
        let of_export = ["export_id", "id"];
        index(
            manager,
            "ix_export_part_export_id_id",
            "export_part",
            &of_export,
            false,
        )
        .await
    }
}
