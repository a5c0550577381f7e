//! Notices, and the timetable's memory: what ran, what is done for the day, and who holds the lease.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date, date_null, integer, pk_auto, string, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use crate::keys::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(notice()).await?;
        for (name, columns, unique) in [
            // Each step of a deadline once to each person: whatever the program does, the database refuses a double.
            (
                "ix_notice_once",
                &[
                    "kommun_id",
                    "site_id",
                    "policy",
                    "due_on",
                    "step",
                    "account_id",
                ][..],
                true,
            ),
            (
                "ix_notice_waiting",
                &["account_id", "kommun_id", "closed_at", "read_at"],
                false,
            ),
            (
                "ix_notice_unmailed",
                &["kommun_id", "mailed_at", "closed_at"],
                false,
            ),
        ] {
            index(manager, name, "notice", columns, unique).await?;
        }
        manager.create_table(job_run()).await?;
        index(
            manager,
            "ix_job_run_kommun_id",
            "job_run",
            &["kommun_id", "id"],
            false,
        )
        .await?;
        manager.create_table(job_state()).await?;
        manager.create_table(lease()).await
    }
}

fn notice() -> TableCreateStatement {
    let belongs = |column: &'static str, to: &'static str| {
        ForeignKey::create()
            .name(format!("fk_notice_{column}"))
            .from("notice", column)
            .to(to, "id")
            .to_owned()
    };
    Table::create()
        .table("notice")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(big_integer("account_id"))
        .col(big_integer("site_id"))
        .col(string("policy"))
        .col(date("due_on"))
        // Days before `due_on`.
        .col(integer("step"))
        .col(string("outcome"))
        .col(date("planned_on"))
        .col(date("made_on"))
        .col(timestamp_with_time_zone_null("read_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone_null("mailed_at"))
        .foreign_key(&mut belongs("kommun_id", "kommun"))
        .foreign_key(&mut belongs("account_id", "account"))
        .foreign_key(&mut belongs("site_id", "site"))
        .to_owned()
}

/// A run that had something to do. `kommun_id` is empty for what is done for the whole installation.
fn job_run() -> TableCreateStatement {
    Table::create()
        .table("job_run")
        .col(pk_auto("id").big_integer().take())
        .col(string("job"))
        .col(big_integer_null("kommun_id"))
        .col(date("for_day"))
        .col(timestamp_with_time_zone("started_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(string("outcome"))
        .col(big_integer("missed"))
        .col(big_integer("count"))
        .col(text("message"))
        .to_owned()
}

/// `kommun_id` is 0 for the whole installation: a key cannot be empty.
fn job_state() -> TableCreateStatement {
    Table::create()
        .table("job_state")
        .col(string("job"))
        .col(big_integer("kommun_id"))
        .col(date_null("done_for"))
        .col(timestamp_with_time_zone_null("looked_at"))
        .primary_key(Index::create().col("job").col("kommun_id"))
        .to_owned()
}

/// Which replica runs a job. `expires_at` is unix seconds by the clock of the database.
fn lease() -> TableCreateStatement {
    Table::create()
        .table("lease")
        .col(ColumnDef::new("job").string().not_null().primary_key())
        .col(string("holder"))
        .col(big_integer("expires_at"))
        .to_owned()
}
