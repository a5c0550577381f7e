//! Exports in the database, their files in parts: any replica can tell how far one has come, and hand it out.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use super::{Export, ExportId, Person, limits};
use crate::db::Db;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "export")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub account_id: i64,
        #[sea_orm(column_type = "Text")]
        pub address: String,
        pub file_name: String,
        #[sea_orm(column_type = "Text")]
        pub grants: String,
        pub act: Option<String>,
        pub asked_at: TimeDateTimeWithTimeZone,
        pub heard_at: TimeDateTimeWithTimeZone,
        pub finished_at: Option<TimeDateTimeWithTimeZone>,
        pub failed: bool,
        pub rows_done: i64,
        pub rows_whole: i64,
        pub bytes: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod part {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "export_part")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub export_id: i64,
        pub content: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(C::KommunId.eq(kommun.number()))
}

fn one((kommun, account): Person, id: ExportId) -> Condition {
    Cond::all()
        .add(C::KommunId.eq(kommun.number()))
        .add(C::AccountId.eq(account.0))
        .add(C::Id.eq(id.0))
}

/// What is begun.
#[derive(Debug, Clone)]
pub struct Begun {
    pub address: String,
    pub file_name: String,
    pub grants: String,
    pub act: Option<String>,
    pub whole: u64,
    pub at: OffsetDateTime,
}

/// Writes down that one begins; gives its id.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(db: &Db, person: Person, begun: Begun) -> Result<ExportId, DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(person.0.number()),
        account_id: Set(person.1.0),
        address: Set(begun.address),
        file_name: Set(begun.file_name),
        grants: Set(begun.grants),
        act: Set(begun.act),
        asked_at: Set(begun.at),
        heard_at: Set(begun.at),
        finished_at: Set(None),
        failed: Set(false),
        rows_done: Set(0),
        rows_whole: Set(signed(begun.whole)),
        bytes: Set(0),
        ..Default::default()
    };
    let tx = db.begin_write().await?;
    remove_old(&*tx, begun.at).await?;
    let id = entity::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    tx.commit().await?;
    Ok(ExportId(id))
}

/// How far one has come.
#[derive(Debug, Clone, Default)]
pub struct Step {
    pub done: u64,
    /// What there is more of the file.
    pub parts: Vec<Vec<u8>>,
    pub finished: bool,
    pub failed: bool,
}

/// It goes on. `false` when it is not there any more: then nobody waits for it.
///
/// # Errors
/// When the database does not answer.
pub async fn go_on(
    db: &Db,
    person: Person,
    id: ExportId,
    step: Step,
    at: OffsetDateTime,
) -> Result<bool, DbErr> {
    let more: usize = step.parts.iter().map(Vec::len).sum();
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    let over = step.finished || step.failed;
    let tx = db.begin_write().await?;
    let told = entity::Entity::update_many()
        .col_expr(C::RowsDone, Expr::value(signed(step.done)))
        .col_expr(C::HeardAt, Expr::value(at))
        .col_expr(C::FinishedAt, Expr::value(over.then_some(at)))
        .col_expr(C::Failed, Expr::value(step.failed))
        .col_expr(C::Bytes, Expr::col(C::Bytes).add(more))
        .filter(one(person, id))
        .exec(&*tx)
        .await?;
    if told.rows_affected == 0 {
        return Ok(false);
    }
    if step.failed {
        remove_parts(&*tx, Cond::all().add(C::Id.eq(id.0))).await?;
    }
    for content in step.parts {
        let row = part::ActiveModel {
            export_id: Set(id.0),
            content: Set(content),
            ..Default::default()
        };
        part::Entity::insert(row)
            .exec_without_returning(&*tx)
            .await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The person's exports, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(
    db: &impl ConnectionTrait,
    (kommun, account): Person,
) -> Result<Vec<Export>, DbErr> {
    let rows = of(kommun)
        .filter(C::AccountId.eq(account.0))
        .order_by_desc(C::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(open).collect())
}

/// The export, if it is this person's.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    person: Person,
    id: ExportId,
) -> Result<Option<Export>, DbErr> {
    let row = of(person.0).filter(one(person, id)).one(db).await?;
    Ok(row.map(open))
}

/// The part of a file after the one with the number `after`, with its own number.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    db: &impl ConnectionTrait,
    id: ExportId,
    after: i64,
) -> Result<Option<(i64, Vec<u8>)>, DbErr> {
    let row = part::Entity::find()
        .filter(part::Column::ExportId.eq(id.0))
        .filter(part::Column::Id.gt(after))
        .order_by_asc(part::Column::Id)
        .limit(1)
        .one(db)
        .await?;
    Ok(row.map(|row| (row.id, row.content)))
}

/// Removes an export and its file; one that is under way stops.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(db: &Db, person: Person, id: ExportId) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    remove_where(&*tx, one(person, id)).await?;
    tx.commit().await
}

/// Removes those whose time is over, of whichever kommun, and what was made of the file of those that stopped with their
/// server; counts the former.
///
/// # Errors
/// When the database does not answer.
pub async fn clean_up(db: &impl ConnectionTrait, now: OffsetDateTime) -> Result<u64, DbErr> {
    let stopped = Cond::all()
        .add(C::FinishedAt.is_null())
        .add(C::HeardAt.lte(limits(now).1));
    remove_parts(db, stopped).await?;
    remove_old(db, now).await
}

async fn remove_old(db: &impl ConnectionTrait, now: OffsetDateTime) -> Result<u64, DbErr> {
    remove_where(db, Cond::all().add(C::AskedAt.lte(limits(now).0))).await
}

async fn remove_where(db: &impl ConnectionTrait, which: Condition) -> Result<u64, DbErr> {
    remove_parts(db, which.clone()).await?;
    let done = entity::Entity::delete_many().filter(which).exec(db).await?;
    Ok(done.rows_affected)
}

async fn remove_parts(db: &impl ConnectionTrait, which: Condition) -> Result<(), DbErr> {
    let exports = Query::select()
        .column(C::Id)
        .from(entity::Entity)
        .cond_where(which)
        .to_owned();
    part::Entity::delete_many()
        .filter(part::Column::ExportId.in_subquery(exports))
        .exec(db)
        .await?;
    Ok(())
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn open(row: entity::Model) -> Export {
    Export {
        id: ExportId(row.id),
        address: row.address,
        file_name: row.file_name,
        grants: row.grants,
        act: row.act.unwrap_or_default(),
        asked_at: row.asked_at,
        heard_at: row.heard_at,
        finished_at: row.finished_at,
        failed: row.failed,
        done: unsigned(row.rows_done),
        whole: unsigned(row.rows_whole),
        bytes: unsigned(row.bytes),
    }
}
