//! Webhooks: where messages go, and each message until it has arrived.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date_null, integer, integer_null, pk_auto, string, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use crate::keys::{belongs, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(webhook()).await?;
        manager.create_table(message()).await?;
        for (name, columns, unique) in [
            // Each step of a matter once to each address, whatever the program does.
            (
                "ix_webhook_message_once",
                &["webhook_id", "site_id", "policy", "due_on", "step"][..],
                true,
            ),
            ("ix_webhook_message_due", &["kommun_id", "next_at"], false),
        ] {
            index(manager, name, "webhook_message", columns, unique).await?;
        }
        Ok(())
    }
}

fn webhook() -> TableCreateStatement {
    Table::create()
        .table("webhook")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(string("name"))
        .col(string("address"))
        // Locked with a key outside the database.
        .col(string("secret"))
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone_null("failing_since"))
        .col(timestamp_with_time_zone_null("off_at"))
        .foreign_key(&mut belongs("webhook", "kommun_id", "kommun"))
        .to_owned()
}

/// `site_id` to `step` are empty in a trial.
fn message() -> TableCreateStatement {
    Table::create()
        .table("webhook_message")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(big_integer("webhook_id"))
        // What the receiver knows it by, the same in every attempt.
        .col(string("message").unique_key())
        .col(big_integer_null("site_id"))
        .col(string("policy"))
        .col(date_null("due_on"))
        .col(integer_null("step"))
        .col(text("payload"))
        .col(timestamp_with_time_zone("made_at"))
        .col(integer("attempts"))
        // Empty when it has arrived or was given up.
        .col(timestamp_with_time_zone_null("next_at"))
        .col(timestamp_with_time_zone_null("delivered_at"))
        .col(string("outcome"))
        .foreign_key(&mut belongs("webhook_message", "kommun_id", "kommun"))
        .foreign_key(&mut belongs("webhook_message", "webhook_id", "webhook"))
        .to_owned()
}
