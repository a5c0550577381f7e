//! What works no more, as it was told to people.

use sea_orm::entity::prelude::*;
use sea_orm::{
    ActiveValue::Set,
    ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{OnConflict, SelectStatement},
};
use time::{Date, OffsetDateTime};

use crate::account::AccountId;
use crate::code::Code;
use crate::db::Db;
use crate::organisation::KommunId;
use crate::reminder::alert::{Alert, AlertId, AlertKind, Failure};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "alert")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub account_id: i64,
        pub kind: String,
        pub subject: i64,
        pub since_on: TimeDate,
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub detail: String,
        pub read_at: Option<TimeDateTimeWithTimeZone>,
        pub closed_at: Option<TimeDateTimeWithTimeZone>,
        pub mailed_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(C::KommunId.eq(kommun.number()))
}

/// Tells some people of a failure, each once while it lasts.
///
/// # Errors
/// When the database does not answer.
pub async fn raise(
    db: &Db,
    kommun: KommunId,
    failure: &Failure,
    people: &[AccountId],
    today: Date,
) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    let open = about(kommun, failure.kind, failure.subject).filter(C::ClosedAt.is_null());
    let told: Vec<i64> = open
        .select_only()
        .column(C::AccountId)
        .into_tuple()
        .all(&*tx)
        .await?;
    let untold = people.iter().filter(|person| !told.contains(&person.0));
    let rows = untold.map(|person| entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        account_id: Set(person.0),
        kind: Set(failure.kind.code().to_owned()),
        subject: Set(failure.subject),
        since_on: Set(today),
        name: Set(failure.name.clone()),
        detail: Set(failure.detail.clone()),
        read_at: Set(None),
        closed_at: Set(None),
        mailed_at: Set(None),
        ..Default::default()
    });
    let rows: Vec<entity::ActiveModel> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    // It failed, was mended and failed again on one day: that is told once.
    let again = OnConflict::columns([C::KommunId, C::Kind, C::Subject, C::SinceOn, C::AccountId])
        .update_columns([C::ClosedAt, C::Detail])
        .to_owned();
    entity::Entity::insert_many(rows)
        .on_conflict(again)
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await
}

/// It works again.
///
/// # Errors
/// When the database does not answer.
pub async fn lower(
    db: &Db,
    kommun: KommunId,
    kind: AlertKind,
    subject: i64,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let open = about(kommun, kind, subject).filter(C::ClosedAt.is_null());
    if open.count(db.read()).await? == 0 {
        return Ok(());
    }
    let those = C::KommunId
        .eq(kommun.number())
        .and(C::Kind.eq(kind.code()))
        .and(C::Subject.eq(subject))
        .and(C::ClosedAt.is_null());
    let tx = db.begin_write().await?;
    entity::Entity::update_many()
        .col_expr(C::ClosedAt, Expr::value(now))
        .filter(those)
        .exec(&*tx)
        .await?;
    tx.commit().await
}

fn about(kommun: KommunId, kind: AlertKind, subject: i64) -> Select<entity::Entity> {
    of(kommun).filter(C::Kind.eq(kind.code()).and(C::Subject.eq(subject)))
}

/// A person's alerts, newest first: those that wait, or all.
///
/// # Errors
/// When the database does not answer or an alert cannot be read.
pub async fn of_person(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: AccountId,
    waiting_only: bool,
    limit: u64,
) -> Result<Vec<Alert>, DbErr> {
    let mut query = of(kommun).filter(C::AccountId.eq(account.0));
    if waiting_only {
        query = query.filter(C::ReadAt.is_null().and(C::ClosedAt.is_null()));
    }
    load(db, query.order_by_desc(C::Id).limit(limit)).await
}

/// How many of them a person has not read: a question for [`super::waiting`].
pub(super) fn waiting(kommun: KommunId, account: AccountId) -> SelectStatement {
    let waiting = C::ReadAt.is_null().and(C::ClosedAt.is_null());
    of(kommun)
        .filter(C::AccountId.eq(account.0).and(waiting))
        .select_only()
        .column_as(C::Id.count(), "waiting")
        .into_query()
}

/// What stands open, has not been read and has not been mailed.
///
/// # Errors
/// As [`of_person`].
pub async fn unmailed(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Alert>, DbErr> {
    let waiting = C::MailedAt
        .is_null()
        .and(C::ClosedAt.is_null())
        .and(C::ReadAt.is_null());
    load(db, of(kommun).filter(waiting).order_by_asc(C::Id)).await
}

/// The mail server has accepted these.
///
/// # Errors
/// When the database does not answer.
pub async fn mailed(
    db: &Db,
    kommun: KommunId,
    alerts: &[AlertId],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    if alerts.is_empty() {
        return Ok(());
    }
    let those = C::KommunId
        .eq(kommun.number())
        .and(C::Id.is_in(alerts.iter().map(|alert| alert.0)));
    let tx = db.begin_write().await?;
    entity::Entity::update_many()
        .col_expr(C::MailedAt, Expr::value(now))
        .filter(those)
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Marks a person's alerts as read: one, or all that wait.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_read(
    db: &Db,
    kommun: KommunId,
    account: AccountId,
    one: Option<AlertId>,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let mut mine = C::KommunId
        .eq(kommun.number())
        .and(C::AccountId.eq(account.0))
        .and(C::ReadAt.is_null());
    if let Some(one) = one {
        mine = mine.and(C::Id.eq(one.0));
    }
    let tx = db.begin_write().await?;
    entity::Entity::update_many()
        .col_expr(C::ReadAt, Expr::value(now))
        .filter(mine)
        .exec(&*tx)
        .await?;
    tx.commit().await
}

async fn load(
    db: &impl ConnectionTrait,
    query: Select<entity::Entity>,
) -> Result<Vec<Alert>, DbErr> {
    query.all(db).await?.into_iter().map(open).collect()
}

fn open(row: entity::Model) -> Result<Alert, DbErr> {
    let kind = AlertKind::from_code(&row.kind)
        .map_err(|error| DbErr::Type(format!("alert {} cannot be read: {error}", row.id)))?;
    Ok(Alert {
        id: AlertId(row.id),
        account: AccountId(row.account_id),
        failure: Failure {
            kind,
            subject: row.subject,
            name: row.name,
            detail: row.detail,
        },
        since_on: row.since_on,
        read: row.read_at.is_some(),
        open: row.closed_at.is_none(),
    })
}
