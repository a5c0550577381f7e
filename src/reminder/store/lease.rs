//! Which of several replicas runs a job. The clock of the database measures it: replicas' own clocks can differ, and a
//! frozen one stands still.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait, QuerySelect, TryInsertResult, sea_query::SimpleExpr};

use crate::code::Code;
use crate::db::Db;
use crate::reminder::job::Job;
use crate::reminder::pulse::Held;

/// How long a replica that has died keeps others from the job, in seconds. Longer than any single step of a job.
const SECONDS: i64 = 300;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lease")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: String,
        pub holder: String,
        pub expires_at: i64,
        pub taken_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

/// The right to run a job, for this run alone.
#[derive(Debug, Clone)]
pub struct Lease {
    db: Db,
    job: Job,
    holder: String,
}

impl Lease {
    /// `None` when another run holds it, here or on another replica.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take(db: &Db, job: Job) -> Result<Option<Self>, DbErr> {
        let mut key = [0_u8; 16];
        getrandom::fill(&mut key)
            .map_err(|error| DbErr::Custom(format!("no random bytes for a lease: {error}")))?;
        let lease = Self {
            db: db.clone(),
            job,
            holder: crate::hex(&key),
        };
        let now = || now(db);
        // One that ends further ahead than a lease lasts was written by a clock that has been set back since.
        let free = C::ExpiresAt
            .into_expr()
            .lte(now())
            .or(C::ExpiresAt.into_expr().gt(now().add(SECONDS)));
        Ok((lease.claim(free, true).await? || lease.first().await?).then_some(lease))
    }

    /// Holds it for another while; false when another has it, and the run must stop.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn renew(&self) -> Result<bool, DbErr> {
        self.claim(C::Holder.eq(self.holder.as_str()), false).await
    }

    /// # Errors
    /// When the database does not answer: then it expires by itself.
    pub async fn release(self) -> Result<(), DbErr> {
        let mine = C::Job
            .eq(self.job.code())
            .and(C::Holder.eq(self.holder.as_str()));
        let tx = self.db.begin_write().await?;
        entity::Entity::delete_many()
            .filter(mine)
            .exec(&*tx)
            .await?;
        tx.commit().await
    }

    async fn claim(&self, when: SimpleExpr, anew: bool) -> Result<bool, DbErr> {
        let tx = self.db.begin_write().await?;
        let mut update = entity::Entity::update_many()
            .col_expr(C::Holder, Expr::value(self.holder.as_str()))
            .col_expr(C::ExpiresAt, now(&self.db).add(SECONDS));
        if anew {
            update = update.col_expr(C::TakenAt, now(&self.db));
        }
        let done = update
            .filter(C::Job.eq(self.job.code()).and(when))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// Where nobody has ever held it: a row that has expired, to be claimed like any other.
    async fn first(&self) -> Result<bool, DbErr> {
        let row = entity::ActiveModel {
            job: Set(self.job.code().to_owned()),
            holder: Set(String::new()),
            expires_at: Set(0),
            taken_at: Set(0),
        };
        let tx = self.db.begin_write().await?;
        let done = entity::Entity::insert_many([row])
            .on_conflict_do_nothing_on([C::Job])
            .exec_without_returning(&*tx)
            .await?;
        tx.commit().await?;
        match done {
            TryInsertResult::Inserted(1) => self.claim(C::ExpiresAt.eq(0), true).await,
            _ => Ok(false),
        }
    }
}

/// Every lease that is held or was not given back.
///
/// # Errors
/// When the database does not answer.
pub async fn held(db: &Db) -> Result<Vec<Held>, DbErr> {
    let rows: Vec<(String, i64, i64)> = entity::Entity::find()
        .select_only()
        .column(C::Job)
        .column_as(now(db).sub(C::TakenAt.into_expr()), "seconds")
        .column_as(C::ExpiresAt.into_expr().sub(now(db)), "left_over")
        .filter(C::Holder.ne(""))
        .into_tuple()
        .all(db.read())
        .await?;
    // A job of another version of the program is none of ours.
    let known = rows.into_iter().filter_map(|(job, seconds, left)| {
        let job = Job::from_code(&job).ok()?;
        Some(Held { job, seconds, left })
    });
    Ok(known.collect())
}

/// Unix seconds by the clock of the database.
fn now(db: &Db) -> SimpleExpr {
    Expr::cust(if db.is_sqlite() {
        "CAST(strftime('%s', 'now') AS INTEGER)"
    } else {
        "CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)"
    })
}
