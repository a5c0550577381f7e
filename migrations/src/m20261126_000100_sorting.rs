//! The list of sites by any of its columns: each has a key in the cache of standings, and an index to walk.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["standing_key", "place_key", "unit_key", "status_key"] {
            let mut key = string(column);
            key.default("");
            // Swedish order as bytes, as `sort_key` is.
            if manager.get_database_backend() == DatabaseBackend::Postgres {
                key.extra("COLLATE \"C\"");
            }
            let added = Table::alter().table("standing").add_column(key).to_owned();
            manager.alter_table(added).await?;
            index(
                manager,
                &format!("ix_standing_kommun_id_{column}"),
                "standing",
                &["kommun_id", column, "sort_key", "site_id"],
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
