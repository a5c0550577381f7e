//! Runs that people ask for, how each job ended last, how long a lease has been held, and what is told about the
//! installation itself.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, pk_auto, string, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let wish = Table::create()
            .table("job_wish")
            .col(string("job"))
            // 0 for the whole installation: a key cannot be empty.
            .col(big_integer("kommun_id"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(string("asked_by"))
            .primary_key(Index::create().col("job").col("kommun_id"))
            .to_owned();
        manager.create_table(wish).await?;
        for (table, column) in [
            ("job_run", string("asked_by").default("").take()),
            ("job_state", string("outcome").default("").take()),
            (
                "job_state",
                timestamp_with_time_zone_null("ended_at").take(),
            ),
            ("job_state", big_integer("missed").default(0).take()),
            // Unix seconds by the clock of the database.
            ("lease", big_integer("taken_at").default(0).take()),
        ] {
            let add = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        manager.create_table(alert()).await?;
        for (name, columns, unique) in [
            (
                "ix_alert_once",
                &["kommun_id", "kind", "subject", "since_on", "account_id"][..],
                true,
            ),
            (
                "ix_alert_waiting",
                &["account_id", "kommun_id", "closed_at", "read_at"],
                false,
            ),
            (
                "ix_alert_unmailed",
                &["kommun_id", "mailed_at", "closed_at"],
                false,
            ),
        ] {
            index(manager, name, "alert", columns, unique).await?;
        }
        Ok(())
    }
}

/// Something that works no more, told once to each person who can mend it.
fn alert() -> TableCreateStatement {
    let belongs = |column: &'static str, to: &'static str| {
        ForeignKey::create()
            .name(format!("fk_alert_{column}"))
            .from("alert", column)
            .to(to, "id")
            .to_owned()
    };
    Table::create()
        .table("alert")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(big_integer("account_id"))
        .col(string("kind"))
        // The number of what it is about.
        .col(big_integer("subject"))
        .col(date("since_on"))
        .col(string("name"))
        .col(text("detail"))
        .col(timestamp_with_time_zone_null("read_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone_null("mailed_at"))
        .foreign_key(&mut belongs("kommun_id", "kommun"))
        .foreign_key(&mut belongs("account_id", "account"))
        .to_owned()
}
