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

/// The columns that every table of records has.
fn record(table: &'static str) -> TableCreateStatement {
    let mut statement = Table::create();
    statement
        .table(table)
        .col(id())
        .col(big_integer("kommun_id"))
        .col(integer("version"))
        .col(text("body"))
        .foreign_key(&mut belongs(table, "kommun_id", "kommun"));
    statement
}

fn belongs(
    table: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(to, "id")
        .to_owned()
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
            .create_table(record(table).col(string("name")).to_owned())
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
    let site = record("site")
        .col(string("reference"))
        .col(string("name"))
        .col(sort_key)
        .col(text("search"))
        .col(string("address"))
        .col(string_null("place_type"))
        .col(string("status"))
        .col(big_integer_null("unit_id"))
        .col(big_integer_null("controller_id"))
        .foreign_key(&mut belongs("site", "unit_id", "unit"))
        .foreign_key(&mut belongs("site", "controller_id", "controller"))
        .to_owned();
    manager.create_table(site).await?;
    index(manager, "site", &["kommun_id", "reference"], true).await?;
    index(manager, "site", &["kommun_id", "sort_key", "id"], false).await?;
    index(
        manager,
        "site",
        &["kommun_id", "unit_id", "sort_key", "id"],
        false,
    )
    .await
}

async fn parts_of_sites(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let camera = record("camera")
        .col(big_integer("site_id"))
        .col(big_integer_null("recorder_id"))
        .col(string("label"))
        .col(string("status"))
        .foreign_key(&mut belongs("camera", "site_id", "site"))
        .foreign_key(&mut belongs("camera", "recorder_id", "recorder"))
        .to_owned();
    manager.create_table(camera).await?;
    index(manager, "camera", &["kommun_id", "label"], false).await?;
    index(manager, "camera", &["recorder_id"], false).await?;
    let assessment = record("assessment")
        .col(big_integer("site_id"))
        .col(integer("number"))
        .col(boolean("signed"))
        .foreign_key(&mut belongs("assessment", "site_id", "site"))
        .to_owned();
    manager.create_table(assessment).await?;
    index(manager, "assessment", &["site_id", "number"], true).await?;
    for table in ["permit", "sign", "storage_period", "deletion_evidence"] {
        let statement = record(table)
            .col(big_integer("site_id"))
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
    let table = record("disclosure")
        .col(big_integer("site_id"))
        .col(big_integer("number"))
        .col(big_integer("ledger_idx"))
        .col(string("recipient"))
        .col(string("request_key"))
        .col(timestamp_with_time_zone("recorded_at"))
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
    let table = Table::create()
        .table("standing")
        .col(
            ColumnDef::new("site_id")
                .big_integer()
                .not_null()
                .primary_key(),
        )
        .col(big_integer("kommun_id"))
        .col(string("for_day"))
        .col(string("policies"))
        .col(small_integer("worst"))
        .col(integer("breaches"))
        .col(integer("risks"))
        .col(integer("unknowns"))
        .col(text("findings"))
        .foreign_key(
            ForeignKey::create()
                .from("standing", "site_id")
                .to("site", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "standing", &["kommun_id", "worst"], false).await?;
    index(manager, "standing", &["kommun_id", "for_day"], false).await
}
