//! Runs that people have asked for: whichever replica has the timetable makes them.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, sea_query::OnConflict};

use super::runs::number;
use crate::code::Code;
use crate::db::Db;
use crate::organisation::KommunId;
use crate::reminder::job::{Job, Wish};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_wish")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        pub asked_at: TimeDateTimeWithTimeZone,
        pub asked_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

/// Asks for a run. Whoever asks again before it has begun asks for the same run.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(db: &Db, kommun: Option<KommunId>, wish: &Wish) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        job: Set(wish.job.code().to_owned()),
        kommun_id: Set(number(kommun)),
        asked_at: Set(wish.at),
        asked_by: Set(wish.by.clone()),
    };
    let keep = OnConflict::columns([C::Job, C::KommunId])
        .do_nothing()
        .to_owned();
    let tx = db.begin_write().await?;
    entity::Entity::insert_many([row])
        .on_conflict(keep)
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await
}

/// What a kommun waits for, with what the whole installation does.
///
/// # Errors
/// When the database does not answer.
pub async fn of_kommun(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Wish>, DbErr> {
    let concerns = C::KommunId.is_in([number(None), kommun.number()]);
    let rows = entity::Entity::find().filter(concerns).all(db).await?;
    Ok(rows.into_iter().filter_map(open).collect())
}

/// Who has asked for a job, by the number of the kommun; 0 stands for the whole installation.
///
/// # Errors
/// When the database does not answer.
pub async fn of_job(db: &impl ConnectionTrait, job: Job) -> Result<Vec<(i64, Wish)>, DbErr> {
    let rows = entity::Entity::find()
        .filter(C::Job.eq(job.code()))
        .order_by_asc(C::KommunId)
        .all(db)
        .await?;
    let wishes = rows.into_iter().map(|row| (row.kommun_id, open(row)));
    Ok(wishes
        .filter_map(|(number, wish)| Some((number, wish?)))
        .collect())
}

/// The jobs that somebody has asked for, in the order in which they run.
///
/// # Errors
/// When the database does not answer.
pub async fn asked(db: &impl ConnectionTrait) -> Result<Vec<Job>, DbErr> {
    let rows = entity::Entity::find().all(db).await?;
    let asked: Vec<Job> = rows
        .into_iter()
        .filter_map(open)
        .map(|wish| wish.job)
        .collect();
    let mut jobs = Job::ALL.to_vec();
    jobs.retain(|job| asked.contains(job));
    Ok(jobs)
}

/// A job that is off is not run however often it is asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db, job: Job) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    entity::Entity::delete_many()
        .filter(C::Job.eq(job.code()))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

pub(super) async fn remove(tx: &impl ConnectionTrait, job: Job, kommun: i64) -> Result<(), DbErr> {
    entity::Entity::delete_by_id((job.code().to_owned(), kommun))
        .exec(tx)
        .await?;
    Ok(())
}

/// A job of another version of the program is none of ours.
fn open(row: entity::Model) -> Option<Wish> {
    Some(Wish {
        job: Job::from_code(&row.job).ok()?,
        at: row.asked_at,
        by: row.asked_by,
    })
}
