//! Footage that is kept although its time has passed, personal data breaches and access
//! requests: parts of a site as its signs are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, pk_auto, text};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["hold", "incident", "access_request"] {
            let statement = Table::create()
                .table(table)
                .col(pk_auto("id").big_integer().take())
                .col(big_integer("kommun_id"))
                .col(integer("version"))
                .col(big_integer("site_id"))
                .col(text("body"))
                .foreign_key(&mut belongs(table, "kommun_id", "kommun"))
                .foreign_key(&mut belongs(table, "site_id", "site"))
                .to_owned();
            manager.create_table(statement).await?;
            let index = Index::create()
                .name(format!("ix_{table}_kommun_id_site_id"))
                .table(table)
                .col("kommun_id")
                .col("site_id")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
