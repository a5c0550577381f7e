//! What another system has had registered: sent again with the same idempotency key it is found here, and not registered
//! twice. Of what was sent a digest is kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, timestamp_with_time_zone};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let request = Table::create()
            .table("api_request")
            .col(string("request_key").primary_key().take())
            .col(big_integer("kommun_id"))
            .col(string("kind"))
            .col(big_integer("record_id"))
            .col(string("sha256"))
            .col(timestamp_with_time_zone("recorded_at"))
            .foreign_key(&mut belongs("api_request", "kommun_id", "kommun"))
            .to_owned();
        manager.create_table(request).await?;
        let index = Index::create()
            .name("ix_api_request_kommun_id")
            .table("api_request")
            .col("kommun_id")
            .to_owned();
        manager.create_index(index).await
    }
}
