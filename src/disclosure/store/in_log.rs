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

    /// The number of its entry, also of a row that cannot be read.
    fn entry_of(row: &<Self::Entity as EntityTrait>::Model) -> i64;

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
fn within<R: InLog>(kommun: KommunId, first: i64, end: i64) -> Select<R::Entity> {
    let idx = || Expr::col("ledger_idx");
    R::of(kommun.unveiled())
        .filter(idx().gte(first))
        .filter(idx().lt(end))
        .order_by_asc(idx())
}

/// Those whose entries are `first..end`, whoever sees them.
///
/// # Errors
/// As [`one`].
pub async fn logged_between<R: InLog>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    first: i64,
    end: i64,
) -> Result<Vec<R>, DbErr> {
    all(db, within::<R>(kommun, first, end)).await
}

/// What they say of the entries `first..end`, for the verification of the log: of one that cannot be read, that it agrees
/// with nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn claims_between<R: InLog>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    first: i64,
    end: i64,
) -> Result<Vec<Claim>, DbErr> {
    let rows = within::<R>(kommun, first, end).all(db).await?;
    let claims = rows.into_iter().map(|row| {
        let idx = unsigned(R::entry_of(&row));
        R::open(row).map_or_else(|_| Claim::unreadable(idx), R::claim)
    });
    Ok(claims.collect())
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
