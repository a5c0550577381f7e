//! What was written under one entry of the log.

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::{entity, listed, seen};
use crate::account::AccountId;
use crate::organisation::KommunId;
use crate::register::Revision;

/// What somebody wrote under an entry, in the order in which it was written: at most `limit` revisions.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn written_under(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    entry: i64,
    person: AccountId,
    limit: u64,
) -> Result<Vec<Revision>, DbErr> {
    let rows = seen(kommun)
        .filter(entity::Column::LedgerIdx.eq(entry))
        .filter(entity::Column::AccountId.eq(person.0))
        .order_by_asc(entity::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| Ok(listed(row)?.revision))
        .collect()
}
