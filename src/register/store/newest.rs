//! The history from its end: what was written last, a page at a time.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use super::{Listed, entity, of_kommun, seen, told};
use crate::account::AccountId;
use crate::code::Code;
use crate::hold::HoldId;
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::site::SiteId;

/// The latest revisions, newest first, before the revision `before` if given: of a site and its parts, or (`None`) of
/// what is kept of the kommun itself. `hidden` are the holds that the reader must not know of: they are not among them.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn latest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: Option<SiteId>,
    hidden: &[HoldId],
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let mut query = seen(kommun).filter(site.map_or_else(of_kommun, |site| {
        Condition::all().add(entity::Column::SiteId.eq(site.0))
    }));
    if !hidden.is_empty() {
        let hidden = hidden.iter().map(|id| id.0);
        let other_kind = entity::Column::Kind.ne(RecordKind::Hold.code());
        query = query.filter(other_kind.or(entity::Column::RecordId.is_not_in(hidden)));
    }
    newest(db, kommun, query, before, limit).await
}

/// When a site and its parts were changed, newest first, at most `limit` times. Not what was written of holds: some must
/// not be known of.
///
/// # Errors
/// When the database does not answer.
pub async fn changes_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
    limit: u64,
) -> Result<Vec<OffsetDateTime>, DbErr> {
    seen(kommun)
        .filter(entity::Column::SiteId.eq(site.0))
        .filter(entity::Column::Kind.ne(RecordKind::Hold.code()))
        .select_only()
        .column(entity::Column::At)
        .order_by_desc(entity::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
}

/// What a person has written, newest first, before the revision `before` if given.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn by_person(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    person: AccountId,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let query = seen(kommun).filter(entity::Column::AccountId.eq(person.0));
    newest(db, kommun, query, before, limit).await
}

async fn newest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    mut query: Select<entity::Entity>,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    if let Some(before) = before {
        query = query.filter(entity::Column::Id.lt(before));
    }
    let rows = query.order_by_desc(entity::Column::Id).limit(limit);
    told(db, kommun, rows.all(db).await?).await
}
