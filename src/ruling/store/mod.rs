//! Rulings in the database: written once, never changed.

use std::sync::Arc;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, QuerySelect, QueryTrait};
use time::Date;

use super::{RulingId, ruled};
use crate::db::record::{self, Record, record_entity};
use crate::law::{PolicySet, Ruling};
use crate::organisation::KommunId;
use crate::register::RecordKind;

mod kept;

pub use kept::Kept;

record_entity!("ruling" { policy: String });

impl Record for Ruling {
    type Id = RulingId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Ruling;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.policy = Set(self.policy.clone());
    }
}

/// Every ruling of the kommun, in the order in which they were made.
///
/// # Errors
/// When the database does not answer or a ruling cannot be read.
pub async fn of_kommun(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Ruling>, DbErr> {
    let stored = record::all::<Ruling>(db, kommun).await?;
    Ok(stored.into_iter().map(|stored| stored.data).collect())
}

/// How many there are: a question to be asked together with others. Most kommuner have none.
pub fn counted(kommun: KommunId) -> SelectStatement {
    record::of::<Ruling>(kommun)
        .select_only()
        .column_as(entity::Column::Id.count(), "rulings")
        .into_query()
}

/// The rules as the kommun has them on a day.
///
/// # Errors
/// As [`of_kommun`].
pub async fn rules(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    rules: &Arc<PolicySet>,
    day: Date,
) -> Result<Arc<PolicySet>, DbErr> {
    Ok(ruled(rules, &of_kommun(db, kommun).await?, day))
}
