//! The cache of standings counts its changes, so that what was counted in it can be remembered until the next.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let counted = Table::alter()
            .table("standing_day")
            .add_column(big_integer("changes").default(0))
            .to_owned();
        manager.alter_table(counted).await
    }
}
