//! What the start page tells, beside the standing of each site: which days are coming, and since when it has been in breach.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, text};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut coming = text("coming");
        coming.default("[]");
        for column in [coming, date_null("red_on")] {
            let added = Table::alter()
                .table("standing")
                .add_column(column)
                .to_owned();
            manager.alter_table(added).await?;
        }
        for column in ["due_on", "red_on"] {
            index(
                manager,
                &format!("ix_standing_kommun_id_{column}"),
                "standing",
                &["kommun_id", column, "site_id"],
                false,
            )
            .await?;
        }
        // The first reader renews the cache, and so fills them.
        let spoilt = Query::update()
            .table("standing_day")
            .value("for_day", "")
            .value("complete", false)
            .value("changes", Expr::col("changes").add(1))
            .to_owned();
        manager.execute(spoilt).await
    }
}
