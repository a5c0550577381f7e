//! What a kommun decides about rules that are not statute. A ruling is never changed: a new one takes its place.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer, pk_auto, string, text};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_kommun = ForeignKey::create()
            .name("fk_ruling_kommun_id")
            .from("ruling", "kommun_id")
            .to("kommun", "id")
            .to_owned();
        let ruling = Table::create()
            .table("ruling")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(integer("version"))
            .col(string("policy"))
            .col(text("body"))
            .foreign_key(&mut of_kommun.clone())
            .to_owned();
        manager.create_table(ruling).await?;
        index(
            manager,
            "ix_ruling_kommun_id_id",
            "ruling",
            &["kommun_id", "id"],
            false,
        )
        .await?;
        crate::refuse_changes(manager, "ruling", None).await?;
        // Whether every row of the cache is of the day and the rules: false while it is being renewed.
        let complete = Table::alter()
            .table("standing_day")
            .add_column(boolean("complete").default(true))
            .to_owned();
        manager.alter_table(complete).await
    }
}
