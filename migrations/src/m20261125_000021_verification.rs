//! Verifications of the log: what was asked, how far it has come and what it found.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, pk_auto, string, string_null, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut kommun = ForeignKey::create()
            .name("fk_verification_kommun_id")
            .from("verification", "kommun_id")
            .to("kommun", "id")
            .to_owned();
        // `heard_at` tells a verification that goes on from one whose server stopped.
        let table = Table::create()
            .table("verification")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(string("started_by"))
            .col(timestamp_with_time_zone("started_at"))
            .col(timestamp_with_time_zone("heard_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .col(big_integer("checked"))
            .col(big_integer("size"))
            .col(string_null("verdict"))
            .col(text_null("report"))
            .foreign_key(&mut kommun)
            .to_owned();
        manager.create_table(table).await?;
        index(
            manager,
            "ix_verification_kommun_id",
            "verification",
            &["kommun_id", "id"],
            false,
        )
        .await
    }
}
