//! When what people are told was mailed, was read and was over: an instant in some rows of one of the tables.

use sea_orm::ExprTrait;
use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::db::Db;
use crate::organisation::KommunId;

/// Rows of one statement: engines limit how many values it may hold.
pub const ROWS: usize = 1_000;

/// A column, and what it is to hold; `None`: not after all.
pub type Mark = (&'static str, Option<OffsetDateTime>);

/// Marks those of the kommun's rows that fit. Gives how many.
pub async fn set<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    (column, at): Mark,
    those: Expr,
) -> Result<u64, DbErr> {
    let done = E::update_many()
        .col_expr(column, Expr::value(at))
        .filter(Expr::col("kommun_id").eq(kommun.number()).and(those))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Marks some rows by their numbers.
pub async fn each<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    mark: Mark,
    ids: &[impl Into<i64> + Copy + Sync],
) -> Result<(), DbErr> {
    for some in ids.chunks(ROWS) {
        let ids = some.iter().map(|id| (*id).into());
        set::<E>(tx, kommun, mark, Expr::col("id").is_in::<i64, _>(ids)).await?;
    }
    Ok(())
}

/// The mail server has accepted these.
pub async fn mailed<E: EntityTrait>(
    db: &Db,
    kommun: KommunId,
    ids: &[impl Into<i64> + Copy + Sync],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    each::<E>(&*tx, kommun, ("mailed_at", Some(now)), ids).await?;
    tx.commit().await
}

/// A person has read one, or all that wait. Gives how many.
pub async fn read<E: EntityTrait>(
    db: &Db,
    (kommun, account): (KommunId, AccountId),
    one: Option<i64>,
    now: OffsetDateTime,
) -> Result<u64, DbErr> {
    let mut own = Expr::col("account_id")
        .eq(account.0)
        .and(Expr::col("read_at").is_null());
    if let Some(one) = one {
        own = own.and(Expr::col("id").eq(one));
    }
    let tx = db.begin_write().await?;
    let read = set::<E>(&*tx, kommun, ("read_at", Some(now)), own).await?;
    tx.commit().await?;
    Ok(read)
}
