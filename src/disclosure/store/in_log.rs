//! Records that each have an entry of their own in the log, and of which sealed fields can be erased.

use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, QueryOrder, QuerySelect};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::disclosure::emptied;
use crate::ledger::cases::Claim;
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;

/// A row with the number of its entry (`ledger_idx`), and what it says (`body`) with the names of what was erased.
pub trait InLog: Sized {
    type Entity: EntityTrait<Model: Send + Sync>;
    /// What stands in the body.
    type Said: Serialize + DeserializeOwned;

    /// Where every query begins: those that whoever asks knows of.
    fn of(kommun: KommunId) -> Select<Self::Entity>;

    /// # Errors
    /// When the row cannot be read.
    fn open(row: <Self::Entity as EntityTrait>::Model) -> Result<Self, DbErr>;

    /// Takes out what a sealed field held.
    fn empty(said: &mut Self::Said, field: &str);

    /// What it says of its entry.
    fn claim(self) -> Claim;
}

/// A number of an entry as it is counted in the log. A negative one is none: it becomes one that no entry has.
pub fn unsigned(ledger_idx: i64) -> u64 {
    u64::try_from(ledger_idx).unwrap_or(u64::MAX)
}

/// # Errors
/// When the database does not answer or the row cannot be read.
pub async fn one<R: InLog>(
    db: &impl ConnectionTrait,
    query: Select<R::Entity>,
) -> Result<Option<R>, DbErr> {
    query.one(db).await?.map(R::open).transpose()
}

/// # Errors
/// As [`one`].
pub async fn all<R: InLog>(
    db: &impl ConnectionTrait,
    query: Select<R::Entity>,
) -> Result<Vec<R>, DbErr> {
    query.all(db).await?.into_iter().map(R::open).collect()
}

/// Those whose entries are `first..end`, whoever sees them: the log is verified as a whole.
///
/// # Errors
/// As [`one`].
pub async fn logged_between<R: InLog>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    first: i64,
    end: i64,
) -> Result<Vec<R>, DbErr> {
    let idx = || Expr::col("ledger_idx");
    let within = R::of(kommun.unveiled())
        .filter(idx().gte(first))
        .filter(idx().lt(end));
    all(db, within.order_by_asc(idx())).await
}

/// What they say of the entries `first..end`: for the verification of the log.
///
/// # Errors
/// As [`one`].
pub async fn claims_between<R: InLog>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    first: i64,
    end: i64,
) -> Result<Vec<Claim>, DbErr> {
    let logged = logged_between::<R>(db, kommun, first, end).await?;
    Ok(logged.into_iter().map(R::claim).collect())
}

/// Empties what the erased fields of an entry held. The database refuses every other change, and this one as long as
/// the sealed fields are there.
///
/// # Errors
/// When the database does not answer or the body cannot be read.
pub async fn erase<R: InLog>(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    ledger_idx: u64,
    fields: &[String],
) -> Result<(), LedgerError> {
    let idx = i64::try_from(ledger_idx).map_err(|error| DbErr::Type(error.to_string()))?;
    let row = R::of(kommun.unveiled())
        .filter(Expr::col("ledger_idx").eq(idx))
        .select_only()
        .expr(Expr::col("id"))
        .expr(Expr::col("body"))
        .into_tuple::<(i64, String)>();
    let Some((id, body)) = row.one(tx).await? else {
        return Ok(());
    };
    let body = emptied::without(&body, fields, R::empty)
        .map_err(|error| DbErr::Type(error.to_string()))?;
    R::Entity::update_many()
        .col_expr("body", Expr::value(body))
        .filter(Expr::col("kommun_id").eq(kommun.number()))
        .filter(Expr::col("id").eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
