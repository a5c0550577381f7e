//! Which cameras are marked as secret (OSL 18:8), as a column: queries about places and recorders ask for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::small_integer;

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let marking = Table::alter()
            .table("camera")
            .add_column(small_integer("marking").default(0))
            .to_owned();
        manager.alter_table(marking).await?;
        index(
            manager,
            "ix_camera_kommun_id_marking_site_id",
            "camera",
            &["kommun_id", "marking", "site_id"],
            false,
        )
        .await
    }
}
