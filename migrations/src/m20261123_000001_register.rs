//! The register: who answers, what is watched, every change, and who may do what.
//!
//! A table of records holds what is filtered, joined or unique as columns, and the record itself as JSON in
//! `body`, the same bytes that its revisions and the export hold (docs/adr/0002).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, pk_auto, small_integer, string, string_null,
    text, timestamp_with_time_zone, timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        kommun(manager).await?;
        people(manager).await?;
        organisation(manager).await?;
        sites(manager).await?;
        parts_of_sites(manager).await?;
        disclosures(manager).await?;
        history(manager).await?;
        standing(manager).await
    }
}

fn id() -> ColumnDef {
    pk_auto("id").big_integer().take()
}

/// A table of records: the columns that all have, the slice's own, and last the body, so that a query over the
/// columns does not have to read past it.
fn record(table: &'static str, own: Vec<ColumnDef>) -> TableCreateStatement {
    let mut statement = Table::create();
    statement
        .table(table)
        .col(id())
        .col(big_integer("kommun_id"))
        .col(integer("version"));
    for column in own {
        statement.col(column);
    }
    statement
        .col(text("body"))
        .foreign_key(&mut belongs(table, "kommun_id", "kommun"));
    statement
}

async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut statement = Index::create();
    statement
        .name(format!("ix_{table}_{}", columns.join("_")))
        .table(table);
    for column in columns {
        statement.col(*column);
    }
    if unique {
        statement.unique();
    }
    manager.create_index(statement.to_owned()).await
}

async fn kommun(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("kommun")
        .col(id())
        .col(integer("version"))
        .col(string("log_origin").unique_key())
        .col(text("body"))
        .to_owned();
    manager.create_table(table).await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = Table::create()
        .table("account")
        .col(id())
        .col(string("email").unique_key())
        .col(string("name"))
        .col(string("password_hash"))
        .col(boolean("active"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned();
    manager.create_table(account).await?;
    let role = Table::create()
        .table("account_role")
        .col(id())
        .col(big_integer("account_id"))
        .col(big_integer("kommun_id"))
        .col(big_integer_null("unit_id"))
        .col(string("role"))
        .foreign_key(&mut belongs("account_role", "account_id", "account"))
        .foreign_key(&mut belongs("account_role", "kommun_id", "kommun"))
        .to_owned();
    manager.create_table(role).await?;
    index(manager, "account_role", &["account_id"], false).await?;
    index(manager, "account_role", &["kommun_id"], false).await?;
    let session = Table::create()
        .table("session")
        .col(ColumnDef::new("id").string().not_null().primary_key())
        .col(text("data"))
        .col(timestamp_with_time_zone("expires_at"))
        .to_owned();
    manager.create_table(session).await?;
    index(manager, "session", &["expires_at"], false).await?;
    let invitation = Table::create()
        .table("invitation")
        .col(
            ColumnDef::new("token_digest")
                .string()
                .not_null()
                .primary_key(),
        )
        .col(text("purpose"))
        .col(big_integer_null("account_id"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .to_owned();
    manager.create_table(invitation).await
}

async fn organisation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for table in ["controller", "unit", "recorder"] {
        manager
            .create_table(record(table, vec![string("name")]))
            .await?;
        index(manager, table, &["kommun_id", "name"], true).await?;
    }
    Ok(())
}

async fn sites(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Swedish order as bytes: the same on every engine, whatever collation the server was installed with.
    let mut sort_key = string("sort_key");
    if manager.get_database_backend() == DatabaseBackend::Postgres {
        sort_key.extra("COLLATE \"C\"");
    }
    let own = vec![
        string("reference"),
        string("name"),
        sort_key.clone(),
        text("search"),
        string("address"),
        string_null("place_type"),
        string("status"),
        big_integer_null("unit_id"),
        big_integer_null("controller_id"),
    ];
    let site = record("site", own)
        .foreign_key(&mut belongs("site", "unit_id", "unit"))
        .foreign_key(&mut belongs("site", "controller_id", "controller"))
        .to_owned();
    manager.create_table(site).await?;
    index(manager, "site", &["kommun_id", "reference"], true).await?;
    index(
        manager,
        "site",
        &["kommun_id", "sort_key", "id", "search"],
        false,
    )
    .await?;
    index(
        manager,
        "site",
        &["kommun_id", "unit_id", "sort_key", "id"],
        false,
    )
    .await
}

async fn parts_of_sites(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let own = vec![
        big_integer("site_id"),
        big_integer_null("recorder_id"),
        string("label"),
        string("status"),
    ];
    let camera = record("camera", own)
        .foreign_key(&mut belongs("camera", "site_id", "site"))
        .foreign_key(&mut belongs("camera", "recorder_id", "recorder"))
        .to_owned();
    manager.create_table(camera).await?;
    index(manager, "camera", &["kommun_id", "label"], false).await?;
    index(manager, "camera", &["recorder_id"], false).await?;
    let own = vec![big_integer("site_id"), integer("number"), boolean("signed")];
    let assessment = record("assessment", own)
        .foreign_key(&mut belongs("assessment", "site_id", "site"))
        .to_owned();
    manager.create_table(assessment).await?;
    index(manager, "assessment", &["site_id", "number"], true).await?;
    for table in ["permit", "sign", "storage_period", "deletion_evidence"] {
        let statement = record(table, vec![big_integer("site_id")])
            .foreign_key(&mut belongs(table, "site_id", "site"))
            .to_owned();
        manager.create_table(statement).await?;
    }
    for table in [
        "camera",
        "assessment",
        "permit",
        "sign",
        "storage_period",
        "deletion_evidence",
    ] {
        index(manager, table, &["kommun_id", "site_id"], false).await?;
    }
    // A signed assessment is immutable; a check of a recorder is never edited.
    let signed = match manager.get_database_backend() {
        DatabaseBackend::Sqlite => "OLD.signed = 1",
        _ => "OLD.signed",
    };
    crate::refuse_changes(manager, "assessment", Some(signed)).await?;
    crate::refuse_changes(manager, "deletion_evidence", None).await
}

async fn disclosures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let own = vec![
        big_integer("site_id"),
        big_integer("number"),
        big_integer("ledger_idx"),
        string("recipient"),
        string("request_key"),
        timestamp_with_time_zone("recorded_at"),
    ];
    let table = record("disclosure", own)
        .foreign_key(&mut belongs("disclosure", "site_id", "site"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "disclosure", &["kommun_id", "number"], true).await?;
    index(manager, "disclosure", &["kommun_id", "ledger_idx"], true).await?;
    index(manager, "disclosure", &["kommun_id", "request_key"], true).await?;
    index(manager, "disclosure", &["kommun_id", "site_id"], false).await?;
    crate::refuse_changes(manager, "disclosure", None).await
}

async fn history(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let revision = Table::create()
        .table("revision")
        .col(id())
        .col(big_integer("kommun_id"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("account_id"))
        .col(string("author"))
        .col(string("kind"))
        .col(big_integer("record_id"))
        .col(big_integer_null("site_id"))
        .col(ColumnDef::new("before").text().null())
        .col(text("after"))
        .col(string("digest"))
        .col(big_integer("ledger_idx"))
        .foreign_key(&mut belongs("revision", "kommun_id", "kommun"))
        .to_owned();
    manager.create_table(revision).await?;
    index(
        manager,
        "revision",
        &["kommun_id", "kind", "record_id", "id"],
        false,
    )
    .await?;
    index(manager, "revision", &["kommun_id", "site_id", "id"], false).await?;
    index(manager, "revision", &["kommun_id", "ledger_idx"], false).await?;
    crate::refuse_changes(manager, "revision", None).await
}

async fn standing(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // A cache: it can be emptied at any time and is rebuilt from the records.
    let mut sort_key = string("sort_key");
    if manager.get_database_backend() == DatabaseBackend::Postgres {
        sort_key.extra("COLLATE \"C\"");
    }
    let mut of_site = ForeignKey::create();
    of_site
        .from("standing", "site_id")
        .to("site", "id")
        .on_delete(ForeignKeyAction::Cascade);
    let table = Table::create()
        .table("standing")
        .col(
            ColumnDef::new("site_id")
                .big_integer()
                .not_null()
                .primary_key(),
        )
        .col(big_integer("kommun_id"))
        .col(small_integer("worst"))
        .col(integer("breaches"))
        .col(integer("risks"))
        .col(integer("unknowns"))
        .col(string_null("due_on"))
        .col(sort_key)
        .foreign_key(&mut of_site)
        .to_owned();
    manager.create_table(table).await?;
    index(
        manager,
        "standing",
        &["kommun_id", "worst", "sort_key", "site_id"],
        false,
    )
    .await?;
    // The day and the rules that every row of the kommun was computed for.
    let day = Table::create()
        .table("standing_day")
        .col(
            ColumnDef::new("kommun_id")
                .big_integer()
                .not_null()
                .primary_key(),
        )
        .col(string("for_day"))
        .col(string("policies"))
        .to_owned();
    manager.create_table(day).await
}
