//! The steps at the desk, each with an entry in the log: the request, the assessment, the decision; that a request ended
//! without one; that a receipt was handed out. Of a row what was erased can be emptied, and nothing else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, pk_auto, string, text, timestamp_with_time_zone,
};

use crate::emptied::only_emptied;
use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const FIXED: [&str; 9] = [
    "id",
    "kommun_id",
    "site_id",
    "request_key",
    "kind",
    "ahead",
    "ledger_idx",
    "recorded_at",
    "account_id",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(step()).await?;
        for (name, columns, unique) in [
            (
                "ux_desk_step_ledger_idx",
                &["kommun_id", "ledger_idx"][..],
                true,
            ),
            (
                "ix_desk_step_request_key",
                &["kommun_id", "request_key"],
                false,
            ),
            // Requests that may wait for a decision, without those that came with one.
            ("ix_desk_step_ahead", &["kommun_id", "kind", "ahead"], false),
        ] {
            index(manager, name, "desk_step", columns, unique).await?;
        }
        crate::refuse_changes(manager, "desk_step", None).await?;
        let backend = manager.get_database_backend();
        let statements = only_emptied(backend, "desk_step", &FIXED, None);
        let db = manager.get_connection();
        db.execute_unprepared(&statements.join("; ")).await?;
        Ok(())
    }
}

fn step() -> TableCreateStatement {
    Table::create()
        .table("desk_step")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(big_integer("site_id"))
        // What ties the draft, its steps and the disclosure together.
        .col(string("request_key"))
        .col(string("kind"))
        // It was written before anything was recorded of the disclosure.
        .col(boolean("ahead"))
        .col(big_integer("ledger_idx"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(big_integer("account_id"))
        .col(text("body"))
        .foreign_key(&mut belongs("desk_step", "kommun_id", "kommun"))
        .foreign_key(&mut belongs("desk_step", "site_id", "site"))
        .to_owned()
}
