//! What the start page tells, beside the standing of each site: which days are coming, and since when it has been in breach.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, text};

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
            let index = Index::create()
                .name(format!("ix_standing_kommun_id_{column}"))
                .table("standing")
                .col("kommun_id")
                .col(column)
                .col("site_id")
                .to_owned();
            manager.create_index(index).await?;
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
