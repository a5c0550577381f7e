//! Drafts of disclosures, and who did or read what at the desk.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_auto, string, string_null, text,
    timestamp_with_time_zone,
};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(draft()).await?;
        for (name, columns, unique) in [
            // A form that is sent twice is one draft.
            (
                "ux_disclosure_draft_request_key",
                ["kommun_id", "request_key"],
                true,
            ),
            (
                "ix_disclosure_draft_kommun_id_ended",
                ["kommun_id", "ended"],
                false,
            ),
        ] {
            index(manager, name, "disclosure_draft", &columns, unique).await?;
        }
        manager.create_table(trace()).await?;
        for (name, column) in [
            ("ix_desk_trace_account_id", "account_id"),
            ("ix_desk_trace_disclosure_id", "disclosure_id"),
        ] {
            index(
                manager,
                name,
                "desk_trace",
                &["kommun_id", column, "id"],
                false,
            )
            .await?;
        }
        // What one person wrote.
        index(
            manager,
            "ix_revision_kommun_id_account_id",
            "revision",
            &["kommun_id", "account_id", "id"],
            false,
        )
        .await?;
        crate::refuse_changes(manager, "desk_trace", None).await
    }
}

fn draft() -> TableCreateStatement {
    Table::create()
        .table("disclosure_draft")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(integer("version"))
        .col(big_integer("site_id"))
        .col(big_integer("holder_id"))
        .col(string("holder"))
        .col(string("request_key"))
        .col(timestamp_with_time_zone("begun_at"))
        .col(timestamp_with_time_zone("saved_at"))
        // How it ended; empty while it is worked on.
        .col(string("ended"))
        .col(text("body"))
        .foreign_key(&mut belongs("disclosure_draft", "kommun_id", "kommun"))
        .foreign_key(&mut belongs("disclosure_draft", "site_id", "site"))
        .to_owned()
}

fn trace() -> TableCreateStatement {
    Table::create()
        .table("desk_trace")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer("account_id"))
        .col(string("person"))
        .col(string("act"))
        .col(big_integer_null("disclosure_id"))
        .col(big_integer_null("draft_id"))
        .col(string_null("detail"))
        .foreign_key(&mut belongs("desk_trace", "kommun_id", "kommun"))
        .to_owned()
}
