//! Which providers of single sign-on stand in the installation's file: those are changed there and nowhere else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let from_file = Table::alter()
            .table("identity_provider")
            .add_column(boolean("from_file").default(false))
            .to_owned();
        manager.alter_table(from_file).await
    }
}
