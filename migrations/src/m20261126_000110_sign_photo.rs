//! Pictures of signs: one a sign, drawn anew from what a phone took.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, string};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let photo = Table::create()
            .table("sign_photo")
            .col(big_integer("sign_id").primary_key())
            .col(big_integer("kommun_id"))
            .col(string("sha256"))
            .col(binary("picture"))
            .foreign_key(
                ForeignKey::create()
                    .from("sign_photo", "sign_id")
                    .to("sign", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("sign_photo", "kommun_id")
                    .to("kommun", "id"),
            )
            .to_owned();
        manager.create_table(photo).await
    }
}
