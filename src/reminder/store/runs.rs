//! What the timetable remembers: runs, and which day each job is done for.
//!
//! A run belongs to a kommun, or to the whole installation (`None`); a kommun sees its own and the latter.

use sea_orm::entity::prelude::*;
use sea_orm::{
    ActiveValue::Set,
    ExprTrait, QueryOrder, QuerySelect,
    sea_query::{OnConflict, SimpleExpr},
};
use time::{Date, OffsetDateTime};

use crate::code::Code;
use crate::db::Db;
use crate::organisation::KommunId;
use crate::reminder::job::{Job, JobState, Run, RunOutcome};
use crate::reminder::pulse::JobPulse;

use super::wish;

/// Stands for the whole installation in a key.
const EVERYBODY: i64 = 0;

mod run {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_run")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub job: String,
        pub kommun_id: Option<i64>,
        pub for_day: TimeDate,
        pub started_at: TimeDateTimeWithTimeZone,
        pub finished_at: Option<TimeDateTimeWithTimeZone>,
        pub outcome: String,
        pub missed: i64,
        pub count: i64,
        #[sea_orm(column_type = "Text")]
        pub message: String,
        pub asked_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod state {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_state")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        pub done_for: Option<TimeDate>,
        pub looked_at: Option<TimeDateTimeWithTimeZone>,
        pub outcome: String,
        pub ended_at: Option<TimeDateTimeWithTimeZone>,
        pub missed: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) fn number(kommun: Option<KommunId>) -> i64 {
    kommun.map_or(EVERYBODY, KommunId::number)
}

/// The runs of a kommun, or of the whole installation.
fn of(kommun: Option<KommunId>) -> SimpleExpr {
    match kommun {
        Some(kommun) => run::Column::KommunId.eq(kommun.number()),
        None => run::Column::KommunId.is_null(),
    }
}

/// The timetable lives: it has looked whether a job has something to do.
///
/// # Errors
/// When the database does not answer.
pub async fn look(db: &Db, job: Job, now: OffsetDateTime) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    remember(&*tx, job, None, &[state::Column::LookedAt], |row| {
        row.looked_at = Set(Some(now));
    })
    .await?;
    tx.commit().await
}

/// The job is not on the timetable of this installation.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db, job: Job) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    state::Entity::delete_by_id((job.code().to_owned(), EVERYBODY))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

async fn remember(
    tx: &impl ConnectionTrait,
    job: Job,
    kommun: Option<KommunId>,
    columns: &[state::Column],
    fill: impl FnOnce(&mut state::ActiveModel),
) -> Result<(), DbErr> {
    let mut row = state::ActiveModel {
        job: Set(job.code().to_owned()),
        kommun_id: Set(number(kommun)),
        done_for: Set(None),
        looked_at: Set(None),
        outcome: Set(String::new()),
        ended_at: Set(None),
        missed: Set(0),
    };
    fill(&mut row);
    let replace = OnConflict::columns([state::Column::Job, state::Column::KommunId])
        .update_columns(columns.iter().copied())
        .to_owned();
    state::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The day that a daily job was last done for.
///
/// # Errors
/// When the database does not answer.
pub async fn done_for(
    db: &impl ConnectionTrait,
    job: Job,
    kommun: Option<KommunId>,
) -> Result<Option<Date>, DbErr> {
    let row = state::Entity::find_by_id((job.code().to_owned(), number(kommun)))
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.done_for))
}

/// Why a run begins.
#[derive(Debug, Clone, Copy)]
pub struct Due<'a> {
    pub day: Date,
    /// Days before it that had no run.
    pub missed: i64,
    /// Empty when nobody asked.
    pub asked_by: &'a str,
}

/// Writes down that a run has begun, and that an earlier one of the same job never ended if that is so. The caller
/// holds the lease of the job: no other run of it is under way. Returns the number of the run.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    db: &Db,
    job: Job,
    kommun: Option<KommunId>,
    due: Due<'_>,
    now: OffsetDateTime,
) -> Result<i64, DbErr> {
    let tx = db.begin_write().await?;
    wish::remove(&*tx, job, number(kommun)).await?;
    run::Entity::update_many()
        .col_expr(
            run::Column::Outcome,
            Expr::value(RunOutcome::Interrupted.code()),
        )
        .filter(
            run::Column::Job
                .eq(job.code())
                .and(of(kommun))
                .and(run::Column::Outcome.eq(RunOutcome::Running.code())),
        )
        .exec(&*tx)
        .await?;
    let row = run::ActiveModel {
        job: Set(job.code().to_owned()),
        kommun_id: Set(kommun.map(KommunId::number)),
        for_day: Set(due.day),
        started_at: Set(now),
        finished_at: Set(None),
        outcome: Set(RunOutcome::Running.code().to_owned()),
        missed: Set(due.missed),
        count: Set(0),
        message: Set(String::new()),
        asked_by: Set(due.asked_by.to_owned()),
        ..Default::default()
    };
    let id = run::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    tx.commit().await?;
    Ok(id)
}

/// Writes down how a run ended. A run that succeeded is done for its day; one that fails every ten minutes for the
/// same reason is kept once a day, as it was last.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(db: &Db, id: i64, kommun: Option<KommunId>, ended: &Run) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    run::Entity::update_many()
        .col_expr(run::Column::FinishedAt, Expr::value(ended.finished_at))
        .col_expr(run::Column::Outcome, Expr::value(ended.outcome.code()))
        .col_expr(run::Column::Count, Expr::value(ended.count))
        .col_expr(run::Column::Message, Expr::value(ended.message.as_str()))
        .filter(run::Column::Id.eq(id))
        .exec(&*tx)
        .await?;
    if ended.outcome == RunOutcome::Failed {
        let again = run::Column::Id
            .lt(id)
            .and(run::Column::Job.eq(ended.job.code()))
            .and(of(kommun))
            .and(run::Column::ForDay.eq(ended.for_day))
            .and(run::Column::Outcome.eq(ended.outcome.code()))
            .and(run::Column::Message.eq(ended.message.as_str()));
        run::Entity::delete_many().filter(again).exec(&*tx).await?;
    }
    let done = ended.outcome != RunOutcome::Failed;
    let mut columns = vec![state::Column::Outcome, state::Column::EndedAt];
    if done {
        columns.extend([state::Column::DoneFor, state::Column::Missed]);
    }
    remember(&*tx, ended.job, kommun, &columns, |row| {
        row.outcome = Set(ended.outcome.code().to_owned());
        row.ended_at = Set(ended.finished_at);
        row.done_for = Set(done.then_some(ended.for_day));
        row.missed = Set(ended.missed);
    })
    .await?;
    tx.commit().await
}

/// The latest runs that concern a kommun, newest first.
///
/// # Errors
/// When the database does not answer or a run cannot be read.
pub async fn recent(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    limit: u64,
) -> Result<Vec<Run>, DbErr> {
    let concerns = run::Column::KommunId
        .eq(kommun.number())
        .or(run::Column::KommunId.is_null());
    let rows = run::Entity::find()
        .filter(concerns)
        .order_by_desc(run::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(open).collect()
}

fn open(row: run::Model) -> Result<Run, DbErr> {
    let unreadable = |error: crate::code::UnknownCode| {
        DbErr::Type(format!("run {} cannot be read: {error}", row.id))
    };
    Ok(Run {
        job: Job::from_code(&row.job).map_err(unreadable)?,
        for_day: row.for_day,
        started_at: row.started_at,
        finished_at: row.finished_at,
        outcome: RunOutcome::from_code(&row.outcome).map_err(unreadable)?,
        missed: row.missed,
        count: row.count,
        message: row.message,
        asked_by: row.asked_by,
    })
}

/// What is remembered of every job that concerns a kommun.
///
/// # Errors
/// When the database does not answer.
pub async fn states(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<JobState>, DbErr> {
    let concerns = state::Column::KommunId.is_in([EVERYBODY, kommun.number()]);
    let rows = state::Entity::find().filter(concerns).all(db).await?;
    // A job of another version of the program is none of ours.
    let known = rows.into_iter().filter_map(|row| {
        Some(JobState {
            job: Job::from_code(&row.job).ok()?,
            done_for: row.done_for,
            looked_at: row.looked_at,
        })
    });
    Ok(known.collect())
}

/// How every job of the whole installation fares, for those who watch over it.
///
/// # Errors
/// When the database does not answer.
pub async fn pulses(db: &impl ConnectionTrait) -> Result<Vec<JobPulse>, DbErr> {
    let rows = state::Entity::find()
        .order_by_asc(state::Column::Job)
        .order_by_asc(state::Column::KommunId)
        .all(db)
        .await?;
    let known = rows.into_iter().filter_map(|row| {
        Some(JobPulse {
            job: Job::from_code(&row.job).ok()?,
            kommun: row.kommun_id,
            looked_at: row.looked_at,
            done_for: row.done_for,
            ended_at: row.ended_at,
            outcome: RunOutcome::from_code(&row.outcome).ok(),
            missed: row.missed,
        })
    });
    Ok(known.collect())
}

/// Removes runs that began before an instant; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn clean_up(db: &Db, before: OffsetDateTime) -> Result<u64, DbErr> {
    let tx = db.begin_write().await?;
    let done = run::Entity::delete_many()
        .filter(run::Column::StartedAt.lt(before))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected)
}
