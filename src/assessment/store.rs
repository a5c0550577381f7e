//! Assessments in the database: a signed one is immutable, and the database sees to it.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use super::{Assessment, AssessmentId};
use crate::db::record::{self, Record, Stored, record_entity};
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("assessment" { site_id: i64, number: i32, signed: bool });

impl Record for Assessment {
    type Id = AssessmentId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Assessment;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
        row.number = Set(i32::try_from(self.number).unwrap_or(i32::MAX));
        row.signed = Set(self.is_signed());
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}

/// The version of a site with the highest number.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
) -> Result<Option<Stored<Assessment>>, DbErr> {
    let row = record::of::<Assessment>(kommun)
        .filter(entity::Column::SiteId.eq(site.0))
        .order_by_desc(entity::Column::Number)
        .one(db)
        .await?;
    row.map(record::stored).transpose()
}

/// The versions that nobody has signed yet, the latest begun first.
///
/// # Errors
/// When the database does not answer.
pub async fn drafts(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    most: u64,
) -> Result<Vec<Stored<Assessment>>, DbErr> {
    let rows = record::of::<Assessment>(kommun)
        .filter(entity::Column::Signed.eq(false))
        .order_by_desc(entity::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(record::stored).collect()
}
