//! Why a change was made: to take back another, by the number of its entry in the log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undoes = Table::alter()
            .table("revision")
            .add_column(big_integer_null("undoes"))
            .to_owned();
        manager.alter_table(undoes).await
    }
}
