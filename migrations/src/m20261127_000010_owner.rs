//! On PostgreSQL not even who owns the log's tables may change what is in them, before they have granted it to themselves:
//! a slip of the hand, or somebody with the program's password alone, is refused twice.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            return Ok(());
        }
        let db = manager.get_connection();
        for table in ["tl_entry", "tl_node", "tl_checkpoint"] {
            // The head is set with each entry, and a field is deleted when it is erased.
            let statement =
                format!("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER, PUBLIC");
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
