//! Notices in the database.

use sea_orm::entity::prelude::*;
use sea_orm::{
    ActiveValue::Set,
    ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Query, SelectStatement, SimpleExpr},
};
use time::{Date, OffsetDateTime};

use super::{NewNotice, Notice, NoticeId, Plan};
use crate::account::AccountId;
use crate::code::Code;
use crate::db::{Db, seen};
use crate::law::Outcome;
use crate::organisation::KommunId;
use crate::site::SiteId;
use crate::webhook::{self, StepReached};

pub mod alert;
pub mod answer;
pub mod escalation;
pub mod feed;
mod lease;
mod mark;
pub mod rule;
mod runs;
pub mod wish;

pub use lease::{Lease, held};
pub use runs::{Due, begin, clean_up, done_for, finish, forget, look, pulses, recent, states};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub account_id: i64,
        pub site_id: i64,
        pub policy: String,
        pub due_on: TimeDate,
        pub step: i32,
        pub outcome: String,
        pub planned_on: TimeDate,
        pub made_on: TimeDate,
        pub read_at: Option<TimeDateTimeWithTimeZone>,
        pub closed_at: Option<TimeDateTimeWithTimeZone>,
        pub mailed_at: Option<TimeDateTimeWithTimeZone>,
        pub silent_until: Option<TimeDate>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(C::KommunId.eq(kommun.number()))
}

/// Those of a person, about sites that the person knows of.
fn own(kommun: KommunId, account: AccountId) -> Select<entity::Entity> {
    of(kommun)
        .filter(C::AccountId.eq(account.0))
        .filter(seen::at_sites(kommun, Expr::col("site_id")))
}

fn open(row: entity::Model) -> Result<Notice, DbErr> {
    let outcome = Outcome::from_code(&row.outcome)
        .map_err(|error| DbErr::Type(format!("notice {} cannot be read: {error}", row.id)))?;
    Ok(Notice {
        id: NoticeId(row.id),
        account: AccountId(row.account_id),
        site: SiteId(row.site_id),
        policy: row.policy,
        due_on: row.due_on,
        step: u16::try_from(row.step).unwrap_or(0),
        outcome,
        planned_on: row.planned_on,
        made_on: row.made_on,
        silent_until: row.silent_until,
        read: row.read_at.is_some(),
        open: row.closed_at.is_none(),
    })
}

async fn load(
    db: &impl ConnectionTrait,
    query: Select<entity::Entity>,
) -> Result<Vec<Notice>, DbErr> {
    query.all(db).await?.into_iter().map(open).collect()
}

/// Every notice about some sites.
///
/// # Errors
/// When the database does not answer or a notice cannot be read.
pub async fn of_sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[SiteId],
) -> Result<Vec<Notice>, DbErr> {
    let sites = sites.iter().map(|site| site.0);
    load(db, of(kommun).filter(C::SiteId.is_in(sites))).await
}

/// One notice of a person's own.
///
/// # Errors
/// As [`of_sites`].
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: AccountId,
    id: NoticeId,
) -> Result<Option<Notice>, DbErr> {
    let row = own(kommun, account).filter(C::Id.eq(id.0)).one(db).await?;
    row.map(open).transpose()
}

/// Open, not read, and not silent on the day.
fn waits(today: Date) -> SimpleExpr {
    let heard = C::SilentUntil.is_null().or(C::SilentUntil.lte(today));
    C::ReadAt.is_null().and(C::ClosedAt.is_null()).and(heard)
}

/// Nobody is disturbed by the step of a notice before a day, whoever was told of it; then it waits anew.
///
/// # Errors
/// When the database does not answer.
pub async fn silence(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    notice: &Notice,
    until: Date,
) -> Result<(), DbErr> {
    let same = C::KommunId
        .eq(kommun.number())
        .and(C::SiteId.eq(notice.site.0))
        .and(C::Policy.eq(notice.policy.as_str()))
        .and(C::DueOn.eq(notice.due_on))
        .and(C::Step.eq(i32::from(notice.step)));
    entity::Entity::update_many()
        .col_expr(C::SilentUntil, Expr::value(until))
        .col_expr(C::ReadAt, Expr::value(Option::<OffsetDateTime>::None))
        .filter(same)
        .exec(tx)
        .await?;
    Ok(())
}

/// A person's notices, newest first: those that wait on a day, or all.
///
/// # Errors
/// As [`of_sites`].
pub async fn of_person(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: AccountId,
    waiting_on: Option<Date>,
    before: Option<NoticeId>,
    limit: u64,
) -> Result<Vec<Notice>, DbErr> {
    let mut query = own(kommun, account);
    if let Some(today) = waiting_on {
        query = query.filter(waits(today));
    }
    if let Some(before) = before {
        query = query.filter(C::Id.lt(before.0));
    }
    load(db, query.order_by_desc(C::Id).limit(limit)).await
}

/// What a person has been told of and that stands open, the first to fall due first.
///
/// # Errors
/// As [`of_sites`].
pub async fn open_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: AccountId,
    limit: u64,
) -> Result<Vec<Notice>, DbErr> {
    let query = own(kommun, account)
        .filter(C::ClosedAt.is_null())
        .order_by_asc(C::DueOn)
        .order_by_asc(C::Id)
        .limit(limit);
    load(db, query).await
}

/// How many notices wait for a person, counted in an index: a question for the navigation of every page, to be asked
/// together with others.
pub fn waiting(kommun: KommunId, account: AccountId, today: Date) -> SelectStatement {
    let notices = own(kommun, account)
        .filter(waits(today))
        .select_only()
        .column_as(C::Id.count(), "waiting")
        .into_query();
    let both = Expr::from(notices).add(Expr::from(alert::waiting(kommun, account)));
    Query::select().expr_as(both, "waiting").to_owned()
}

/// Marks a person's notices as read: one, or all that wait.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_read(
    db: &Db,
    kommun: KommunId,
    account: AccountId,
    one: Option<NoticeId>,
    now: OffsetDateTime,
) -> Result<u64, DbErr> {
    let one = one.map(i64::from);
    mark::read::<entity::Entity>(db, (kommun, account), one, now).await
}

/// Carries out a plan, and hands its steps to the webhooks; returns how many notices were made. One that exists already is left as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn carry_out(
    db: &Db,
    kommun: KommunId,
    plan: &Plan,
    steps: &[StepReached],
    (today, now): (Date, OffsetDateTime),
) -> Result<u64, DbErr> {
    if plan.is_empty() {
        return Ok(0);
    }
    let tx = db.begin_write().await?;
    let mut made = 0;
    for notices in plan.make.chunks(mark::ROWS) {
        let rows = notices.iter().map(|notice| row(kommun, notice, today));
        let done = entity::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([
                C::KommunId,
                C::SiteId,
                C::Policy,
                C::DueOn,
                C::Step,
                C::AccountId,
            ])
            .exec_without_returning(&*tx)
            .await?;
        if let sea_orm::TryInsertResult::Inserted(rows) = done {
            made += rows;
        }
    }
    webhook::store::enqueue(&*tx, kommun, steps, now).await?;
    for (notices, closed) in [(&plan.close, Some(now)), (&plan.reopen, None)] {
        mark::each::<entity::Entity>(&*tx, kommun, ("closed_at", closed), notices).await?;
    }
    tx.commit().await?;
    Ok(made)
}

fn row(kommun: KommunId, notice: &NewNotice, today: Date) -> entity::ActiveModel {
    let matter = &notice.matter;
    entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        account_id: Set(notice.account.0),
        site_id: Set(matter.site.0),
        policy: Set(matter.policy.clone()),
        due_on: Set(matter.due_on),
        step: Set(i32::from(matter.step)),
        outcome: Set(matter.outcome.code().to_owned()),
        planned_on: Set(notice.planned_on),
        made_on: Set(today),
        ..Default::default()
    }
}

/// What stands open, has not been read and has not been mailed, by person and age.
///
/// # Errors
/// As [`of_sites`].
pub async fn unmailed(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    today: Date,
) -> Result<Vec<Notice>, DbErr> {
    let query = of(kommun)
        .filter(C::MailedAt.is_null().and(waits(today)))
        .order_by_asc(C::AccountId)
        .order_by_asc(C::Id);
    load(db, query).await
}

/// The mail server has accepted these.
///
/// # Errors
/// When the database does not answer.
pub async fn mailed(
    db: &Db,
    kommun: KommunId,
    notices: &[NoticeId],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    mark::mailed::<entity::Entity>(db, kommun, notices, now).await
}
