//! The schema, forward only: a migration that has been released is never edited.

use sea_orm_migration::prelude::*;

mod emptied;
mod keys;
mod m20261123_000001_register;
mod m20261123_000002_ledger;
mod m20261123_000003_checkpoint;
mod m20261123_000004_reminders;
mod m20261123_000005_import;
mod m20261125_000001_holds;
mod m20261125_000002_kept;
mod m20261125_000010_ruling;
mod m20261125_000020_corrections;
mod m20261125_000021_verification;
mod m20261125_000030_erasure;
mod m20261125_000040_recorder_check;
mod m20261125_000041_recorder_access;
mod m20261125_000042_recorder_token;
mod m20261125_000050_feeds;
mod m20261126_000010_api_token;
mod m20261126_000020_places;
mod m20261126_000021_desk;
mod m20261126_000022_sequel;
mod m20261126_000040_timetable;
mod m20261126_000041_answers;
mod m20261126_000042_webhooks;
mod m20261126_000050_changes;
mod m20261126_000060_sign_in;
mod m20261126_000061_second_factor;
mod m20261126_000062_access;
mod m20261126_000063_auditors;
mod m20261126_000080_desk_alerts;
mod m20261126_000081_pinned;
mod m20261126_000090_marking;
mod m20261126_000091_addresses;
mod m20261126_000100_sorting;
mod m20261126_000101_saved_views;
mod m20261126_000102_start_page;
mod m20261126_000103_logo;
mod m20261126_000110_sign_photo;
mod m20261126_000120_undoes;
mod m20261126_000121_boundary;
mod m20261126_000130_provider_file;
mod m20261126_000140_notices_waiting;
mod m20261126_000150_imports_under_way;
mod m20261126_000151_numbers;
mod m20261126_000160_marked_cameras;
mod m20261126_000170_api_request;
mod m20261126_000180_desk_steps;
mod m20261126_000190_export;
mod m20261127_000010_owner;

/// Applies every migration in the order of this list.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_register::Migration),
            Box::new(m20261123_000002_ledger::Migration),
            Box::new(m20261123_000003_checkpoint::Migration),
            Box::new(m20261123_000004_reminders::Migration),
            Box::new(m20261123_000005_import::Migration),
            Box::new(m20261125_000001_holds::Migration),
            Box::new(m20261125_000002_kept::Migration),
            Box::new(m20261125_000010_ruling::Migration),
            Box::new(m20261125_000020_corrections::Migration),
            Box::new(m20261125_000021_verification::Migration),
            Box::new(m20261125_000030_erasure::Migration),
            Box::new(m20261125_000040_recorder_check::Migration),
            Box::new(m20261125_000041_recorder_access::Migration),
            Box::new(m20261125_000042_recorder_token::Migration),
            Box::new(m20261125_000050_feeds::Migration),
            Box::new(m20261126_000010_api_token::Migration),
            Box::new(m20261126_000020_places::Migration),
            Box::new(m20261126_000021_desk::Migration),
            Box::new(m20261126_000022_sequel::Migration),
            Box::new(m20261126_000040_timetable::Migration),
            Box::new(m20261126_000041_answers::Migration),
            Box::new(m20261126_000042_webhooks::Migration),
            Box::new(m20261126_000050_changes::Migration),
            Box::new(m20261126_000060_sign_in::Migration),
            Box::new(m20261126_000061_second_factor::Migration),
            Box::new(m20261126_000062_access::Migration),
            Box::new(m20261126_000063_auditors::Migration),
            Box::new(m20261126_000080_desk_alerts::Migration),
            Box::new(m20261126_000081_pinned::Migration),
            Box::new(m20261126_000090_marking::Migration),
            Box::new(m20261126_000091_addresses::Migration),
            Box::new(m20261126_000100_sorting::Migration),
            Box::new(m20261126_000101_saved_views::Migration),
            Box::new(m20261126_000102_start_page::Migration),
            Box::new(m20261126_000103_logo::Migration),
            Box::new(m20261126_000110_sign_photo::Migration),
            Box::new(m20261126_000120_undoes::Migration),
            Box::new(m20261126_000121_boundary::Migration),
            Box::new(m20261126_000130_provider_file::Migration),
            Box::new(m20261126_000140_notices_waiting::Migration),
            Box::new(m20261126_000150_imports_under_way::Migration),
            Box::new(m20261126_000151_numbers::Migration),
            Box::new(m20261126_000160_marked_cameras::Migration),
            Box::new(m20261126_000170_api_request::Migration),
            Box::new(m20261126_000180_desk_steps::Migration),
            Box::new(m20261126_000190_export::Migration),
            Box::new(m20261127_000010_owner::Migration),
        ]
    }
}

/// Makes a table append-only: the database itself refuses to change or remove a row.
///
/// A seat belt, not the proof: who owns the database can drop a trigger, and the ledger shows it.
pub(crate) async fn refuse_changes(
    manager: &SchemaManager<'_>,
    table: &str,
    when: Option<&str>,
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    for (verb, name) in [("UPDATE", "update"), ("DELETE", "delete")] {
        let condition = when.map_or(String::new(), |when| format!("WHEN {when}"));
        let statements = match manager.get_database_backend() {
            sea_orm_migration::sea_orm::DatabaseBackend::Sqlite => vec![format!(
                "CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} {condition} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )],
            _ => vec![
                format!(
                    "CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS \
                     $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
                ),
                format!(
                    "CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH ROW {} \
                     EXECUTE FUNCTION {table}_append_only()",
                    when.map_or(String::new(), |when| format!("WHEN ({when})"))
                ),
            ],
        };
        for statement in statements {
            db.execute_unprepared(&statement).await?;
        }
    }
    Ok(())
}
