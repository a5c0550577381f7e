//! What works no more, as it was told to people.

use std::collections::{HashMap, HashSet};

use sea_orm::entity::prelude::*;
use sea_orm::{
    ActiveValue::Set,
    ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{OnConflict, SelectStatement},
};
use time::{Date, OffsetDateTime};

use super::mark;
use crate::account::AccountId;
use crate::code::Code;
use crate::db::Db;
use crate::organisation::KommunId;
use crate::reminder::alert::{Alert, AlertId, AlertKind, Failure};
use crate::reminder::desk::Matter;

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
        /// When it was told, which may be later than since when it is so.
        pub made_on: Option<TimeDate>,
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
    let know: Vec<i64> = open
        .select_only()
        .column(C::AccountId)
        .into_tuple()
        .all(&*tx)
        .await?;
    let untold = people.iter().filter(|person| !know.contains(&person.0));
    let about = (failure.kind, failure.subject);
    let words = (failure.name.as_str(), failure.detail.as_str());
    let rows = untold.map(|person| told(kommun, about, words, (today, today), person.0));
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
    let those = is_about(kind, subject).and(C::ClosedAt.is_null());
    let tx = db.begin_write().await?;
    mark::set::<entity::Entity>(&*tx, kommun, ("closed_at", Some(now)), those).await?;
    tx.commit().await
}

/// Tells each person of each step that has been reached, once, and takes back what is over. Gives how many were told of
/// something new.
///
/// # Errors
/// When the database does not answer: then nothing has changed.
pub async fn tell(
    db: &Db,
    kommun: KommunId,
    matters: &[Matter],
    (today, now): (Date, OffsetDateTime),
) -> Result<u64, DbErr> {
    let kinds = AlertKind::AT_THE_DESK.map(AlertKind::code);
    let tx = db.begin_write().await?;
    let known = of(kommun).filter(C::Kind.is_in(kinds)).all(&*tx).await?;
    let key = |row: &entity::Model| (row.kind.clone(), row.subject, row.since_on, row.account_id);
    let known: HashMap<_, _> = known.iter().map(|row| (key(row), row)).collect();
    let (mut current, mut new, mut again) = (HashSet::new(), Vec::new(), Vec::new());
    for matter in matters {
        let about = (matter.kind, matter.subject);
        let words = (matter.name.as_str(), matter.detail.as_str());
        let Some(since_on) = matter.reached_on(today) else {
            continue;
        };
        for person in &matter.people {
            let key = (
                matter.kind.code().to_owned(),
                matter.subject,
                since_on,
                person.0,
            );
            match known.get(&key) {
                Some(row) if row.closed_at.is_some() => again.push(row.id),
                Some(_) => {}
                None => new.push(told(kommun, about, words, (since_on, today), person.0)),
            }
            current.insert(key);
        }
    }
    let over = known
        .iter()
        .filter(|(key, row)| row.closed_at.is_none() && !current.contains(*key));
    let over: Vec<i64> = over.map(|(_, row)| row.id).collect();
    for (ids, closed) in [(over, Some(now)), (again, None)] {
        mark::each::<entity::Entity>(&*tx, kommun, ("closed_at", closed), &ids).await?;
    }
    let count = new.len() as u64;
    for rows in new.chunks(500) {
        entity::Entity::insert_many(rows.to_vec())
            .exec_without_returning(&*tx)
            .await?;
    }
    tx.commit().await?;
    Ok(count)
}

fn told(
    kommun: KommunId,
    (kind, subject): (AlertKind, i64),
    (name, detail): (&str, &str),
    (since_on, today): (Date, Date),
    account: i64,
) -> entity::ActiveModel {
    entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        account_id: Set(account),
        kind: Set(kind.code().to_owned()),
        subject: Set(subject),
        since_on: Set(since_on),
        name: Set(name.to_owned()),
        detail: Set(detail.to_owned()),
        read_at: Set(None),
        closed_at: Set(None),
        mailed_at: Set(None),
        made_on: Set(Some(today)),
        ..Default::default()
    }
}

/// The day on which somebody was first told of what stands open.
///
/// # Errors
/// When the database does not answer.
pub async fn told_on(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    kind: AlertKind,
    subject: i64,
) -> Result<Option<Date>, DbErr> {
    let open = about(kommun, kind, subject).filter(C::ClosedAt.is_null());
    let first = open.order_by_asc(C::MadeOn).one(db).await?;
    Ok(first.and_then(|row| row.made_on))
}

fn about(kommun: KommunId, kind: AlertKind, subject: i64) -> Select<entity::Entity> {
    of(kommun).filter(is_about(kind, subject))
}

fn is_about(kind: AlertKind, subject: i64) -> Expr {
    C::Kind.eq(kind.code()).and(C::Subject.eq(subject))
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
    mark::mailed::<entity::Entity>(db, kommun, alerts, now).await
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
) -> Result<u64, DbErr> {
    let one = one.map(i64::from);
    mark::read::<entity::Entity>(db, (kommun, account), one, now).await
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
