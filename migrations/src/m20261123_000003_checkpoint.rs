//! What the log signed, and what parties outside the house attested about it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, string, text};

use crate::m20261123_000002_ledger::refuse;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(checkpoint()).await?;
        manager.create_table(attestation()).await?;
        refuse(manager, "tl_checkpoint", &["UPDATE", "DELETE"]).await?;
        refuse(manager, "tl_attestation", &["UPDATE", "DELETE"]).await
    }
}

/// One checkpoint per size: the log never signs two different ones. `note` is the signed note as it was handed out.
fn checkpoint() -> TableCreateStatement {
    Table::create()
        .table("tl_checkpoint")
        .col(big_integer("log_id"))
        .col(big_integer("size"))
        .col(binary("root"))
        .col(text("note"))
        .primary_key(Index::create().col("log_id").col("size"))
        .to_owned()
}

/// A witness's cosignature line or a time stamp over a checkpoint. `digest` is the SHA-256 of `body`, in hexadecimal.
fn attestation() -> TableCreateStatement {
    Table::create()
        .table("tl_attestation")
        .col(big_integer("log_id"))
        .col(big_integer("size"))
        .col(string("kind"))
        .col(string("digest"))
        .col(binary("body"))
        .primary_key(
            Index::create()
                .col("log_id")
                .col("size")
                .col("kind")
                .col("digest"),
        )
        .to_owned()
}
