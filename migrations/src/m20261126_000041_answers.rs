//! Answers to notices, how the kommun wants to be told, and what went on to the manager of a unit.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date, date_null, integer, pk_auto, string, text,
    timestamp_with_time_zone_null,
};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let answer = record("notice_answer")
            .col(big_integer("site_id"))
            .foreign_key(&mut belongs("notice_answer", "site_id", "site"))
            .to_owned();
        manager.create_table(answer).await?;
        index(
            manager,
            "ix_notice_answer",
            "notice_answer",
            &["kommun_id", "site_id"],
            false,
        )
        .await?;
        crate::refuse_changes(manager, "notice_answer", None).await?;

        manager.create_table(record("notice_rule")).await?;
        index(
            manager,
            "ix_notice_rule",
            "notice_rule",
            &["kommun_id", "id"],
            false,
        )
        .await?;
        crate::refuse_changes(manager, "notice_rule", None).await?;

        // Nobody is disturbed before this day.
        let silent = Table::alter()
            .table("notice")
            .add_column(date_null("silent_until"))
            .to_owned();
        manager.alter_table(silent).await?;

        manager.create_table(escalation()).await?;
        // Once, whatever the program does.
        let once = ["kommun_id", "site_id", "policy", "due_on"];
        index(manager, "ix_escalation", "escalation", &once, true).await
    }
}

fn record(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(integer("version"))
        .col(string("policy"))
        .col(text("body"))
        .foreign_key(&mut belongs(table, "kommun_id", "kommun"))
        .to_owned()
}

fn escalation() -> TableCreateStatement {
    Table::create()
        .table("escalation")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(big_integer("site_id"))
        .col(big_integer_null("unit_id"))
        .col(string("policy"))
        .col(date("due_on"))
        .col(date("made_on"))
        .col(timestamp_with_time_zone_null("mailed_at"))
        .foreign_key(&mut belongs("escalation", "kommun_id", "kommun"))
        .foreign_key(&mut belongs("escalation", "site_id", "site"))
        .to_owned()
}
