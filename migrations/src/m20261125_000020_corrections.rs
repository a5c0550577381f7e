//! Corrections and deliveries of releases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, pk_auto, string, text, timestamp_with_time_zone,
};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("disclosure")
            .add_column(big_integer_null("corrects_id"))
            .to_owned();
        manager.alter_table(column).await?;
        // A release is corrected once; what corrects it can be corrected in turn.
        index(
            manager,
            "ux_disclosure_corrects_id",
            "disclosure",
            &["kommun_id", "corrects_id"],
            true,
        )
        .await?;
        manager.create_table(delivery()).await?;
        for (name, columns, unique) in [
            (
                "ix_delivery_disclosure",
                ["kommun_id", "disclosure_id"],
                false,
            ),
            ("ux_delivery_ledger_idx", ["kommun_id", "ledger_idx"], true),
            (
                "ux_delivery_request_key",
                ["kommun_id", "request_key"],
                true,
            ),
        ] {
            index(manager, name, "delivery", &columns, unique).await?;
        }
        crate::refuse_changes(manager, "delivery", None).await
    }
}

fn delivery() -> TableCreateStatement {
    let mut disclosure = ForeignKey::create()
        .name("fk_delivery_disclosure_id")
        .from("delivery", "disclosure_id")
        .to("disclosure", "id")
        .to_owned();
    Table::create()
        .table("delivery")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(big_integer("disclosure_id"))
        .col(big_integer("ledger_idx"))
        .col(string("request_key"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text("body"))
        .foreign_key(&mut disclosure)
        .to_owned()
}
