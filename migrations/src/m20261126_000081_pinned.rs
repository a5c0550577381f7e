//! The certificate that a recorder is known by, when nobody has issued it but itself.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let pinned = Table::alter()
            .table("recorder_access")
            .add_column(string("fingerprint").default(""))
            .to_owned();
        manager.alter_table(pinned).await
    }
}
