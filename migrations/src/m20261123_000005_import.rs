//! Lists on their way into the register, and what people have said of how to read them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, pk_auto, string, text, text_null, timestamp_with_time_zone,
};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let upload = Table::create()
            .table("import_upload")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(big_integer("account_id"))
            .col(string("file_name"))
            .col(ColumnDef::new("content").blob().null())
            .col(text("mapping"))
            .col(text_null("outcome"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut belongs("import_upload", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("import_upload", "account_id", "account"))
            .to_owned();
        manager.create_table(upload).await?;
        let mapping = Table::create()
            .table("import_mapping")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(string("name"))
            .col(text("body"))
            .foreign_key(&mut belongs("import_mapping", "kommun_id", "kommun"))
            .to_owned();
        manager.create_table(mapping).await?;
        index(
            manager,
            "ix_import_mapping_kommun_id_name",
            "import_mapping",
            &["kommun_id", "name"],
            true,
        )
        .await
    }
}
