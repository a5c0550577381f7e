//! What came of a disclosure afterwards: its outcome, and what became of copies on loose media.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, pk_auto, text};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let belongs = |column: &'static str, to: &'static str| {
            ForeignKey::create()
                .name(format!("fk_disclosure_sequel_{column}"))
                .from("disclosure_sequel", column)
                .to(to, "id")
                .to_owned()
        };
        let table = Table::create()
            .table("disclosure_sequel")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(integer("version"))
            .col(big_integer("site_id"))
            .col(big_integer("disclosure_id"))
            // The copy that it is about; none for the outcome of the disclosure.
            .col(big_integer_null("delivery_id"))
            .col(text("body"))
            .foreign_key(&mut belongs("kommun_id", "kommun"))
            .foreign_key(&mut belongs("site_id", "site"))
            .foreign_key(&mut belongs("disclosure_id", "disclosure"))
            .foreign_key(&mut belongs("delivery_id", "delivery"))
            .to_owned();
        manager.create_table(table).await?;
        for (name, column) in [
            ("ix_disclosure_sequel_disclosure_id", "disclosure_id"),
            ("ix_disclosure_sequel_delivery_id", "delivery_id"),
            ("ix_disclosure_sequel_site_id", "site_id"),
        ] {
            index(
                manager,
                name,
                "disclosure_sequel",
                &["kommun_id", column],
                false,
            )
            .await?;
        }
        Ok(())
    }
}
