//! What a person asks the list of sites again and again, under a name of their own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_auto, string, text};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let belongs = |column: &'static str, to: &'static str| {
            ForeignKey::create()
                .name(format!("fk_saved_view_{column}"))
                .from("saved_view", column)
                .to(to, "id")
                .to_owned()
        };
        let table = Table::create()
            .table("saved_view")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(big_integer("account_id"))
            .col(string("name"))
            // What stands after the question mark of the list's address.
            .col(text("query"))
            .foreign_key(&mut belongs("account_id", "account"))
            .foreign_key(&mut belongs("kommun_id", "kommun"))
            .to_owned();
        manager.create_table(table).await?;
        index(
            manager,
            "ux_saved_view_kommun_id_account_id_name",
            "saved_view",
            &["kommun_id", "account_id", "name"],
            true,
        )
        .await
    }
}
