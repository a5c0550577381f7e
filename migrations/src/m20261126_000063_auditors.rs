//! Auditors for a time: until when, and who invited them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, pk_auto, string, timestamp_with_time_zone};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("audit_period")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("kommun_id"))
            .col(big_integer("account_id"))
            .col(date("until"))
            .col(string("invited_by"))
            .col(timestamp_with_time_zone("invited_at"))
            .foreign_key(&mut belongs("audit_period", "kommun_id", "kommun"))
            .foreign_key(&mut belongs("audit_period", "account_id", "account"))
            .to_owned();
        manager.create_table(table).await?;
        let mut once = Index::create();
        once.name("ix_audit_period_once")
            .table("audit_period")
            .col("kommun_id")
            .col("account_id")
            .unique();
        manager.create_index(once.to_owned()).await
    }
}
