//! Verifications in the database.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, QueryTrait};
use time::OffsetDateTime;

use super::{Found, Verification};
use crate::code::Code;
use crate::db::Db;
use crate::ledger::verify::Verdict;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "verification")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub started_by: String,
        pub started_at: TimeDateTimeWithTimeZone,
        pub heard_at: TimeDateTimeWithTimeZone,
        pub finished_at: Option<TimeDateTimeWithTimeZone>,
        pub checked: i64,
        pub size: i64,
        pub verdict: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub report: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(C::KommunId.eq(kommun.number()))
}

/// Writes down that one begins over `size` entries; gives its id.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    db: &Db,
    kommun: KommunId,
    started_by: &str,
    size: u64,
    at: OffsetDateTime,
) -> Result<i64, DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        started_by: Set(started_by.to_owned()),
        started_at: Set(at),
        heard_at: Set(at),
        checked: Set(0),
        size: Set(signed(size)),
        ..Default::default()
    };
    let tx = db.begin_write().await?;
    let id = entity::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    tx.commit().await?;
    Ok(id)
}

/// It goes on: so many entries are read.
///
/// # Errors
/// When the database does not answer.
pub async fn progress(
    db: &Db,
    kommun: KommunId,
    id: i64,
    checked: u64,
    at: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        checked: Set(signed(checked)),
        heard_at: Set(at),
        ..Default::default()
    };
    change(db, kommun, id, row).await
}

/// It is over.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(
    db: &Db,
    kommun: KommunId,
    id: i64,
    found: &Found,
    at: OffsetDateTime,
) -> Result<(), DbErr> {
    let report = serde_json::to_string(found).map_err(|error| DbErr::Type(error.to_string()))?;
    let row = entity::ActiveModel {
        checked: Set(signed(found.size)),
        heard_at: Set(at),
        finished_at: Set(Some(at)),
        verdict: Set(Some(found.verdict.code().to_owned())),
        report: Set(Some(report)),
        ..Default::default()
    };
    change(db, kommun, id, row).await
}

async fn change(db: &Db, kommun: KommunId, id: i64, row: entity::ActiveModel) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    entity::Entity::update_many()
        .set(row)
        .filter(C::KommunId.eq(kommun.number()))
        .filter(C::Id.eq(id))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// The newest, finished or not.
///
/// # Errors
/// When the database does not answer or what is stored cannot be read.
pub async fn newest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Option<Verification>, DbErr> {
    let row = of(kommun).order_by_desc(C::Id).one(db).await?;
    row.map(open).transpose()
}

/// The newest that is finished.
///
/// # Errors
/// When the database does not answer or what is stored cannot be read.
pub async fn last(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Option<Verification>, DbErr> {
    let finished = of(kommun).filter(C::FinishedAt.is_not_null());
    let row = finished.order_by_desc(C::Id).one(db).await?;
    row.map(open).transpose()
}

/// The last that came to an answer: the log is as it was written, or it is not.
///
/// # Errors
/// When the database does not answer or what is stored cannot be read.
pub async fn last_answered(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Option<Verification>, DbErr> {
    let answered = [Verdict::Intact.code(), Verdict::Tampered.code()];
    let row = of(kommun)
        .filter(C::Verdict.is_in(answered))
        .order_by_desc(C::Id)
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// Whether the last verification that came to an answer found the log to be tampered with: 1 when it did, to be asked
/// together with other questions.
pub fn found_tampering(kommun: KommunId) -> SelectStatement {
    let answered = [Verdict::Intact.code(), Verdict::Tampered.code()];
    let tampered = Expr::case(C::Verdict.eq(Verdict::Tampered.code()), 1).finally(0);
    of(kommun)
        .select_only()
        .column_as(tampered.cast_as("bigint"), "tampered")
        .filter(C::Verdict.is_in(answered))
        .order_by_desc(C::Id)
        .limit(1)
        .into_query()
}

fn open(row: entity::Model) -> Result<Verification, DbErr> {
    let found = row.report.as_deref().map(serde_json::from_str).transpose();
    let found = found
        .map_err(|error| DbErr::Type(format!("verification {} cannot be read: {error}", row.id)))?;
    Ok(Verification {
        id: row.id,
        started_by: row.started_by,
        started_at: row.started_at,
        heard_at: row.heard_at,
        finished_at: row.finished_at,
        checked: unsigned(row.checked),
        size: unsigned(row.size),
        found,
    })
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
