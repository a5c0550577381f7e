//! Checks of recorders in the database.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use crate::code::Code;
use crate::db::record::{self, Record, Stored, record_entity};
use crate::organisation::KommunId;
use crate::recorder::RecorderId;
use crate::recorder::check::{CheckMeans, RecorderCheck, RecorderCheckId};
use crate::register::RecordKind;

record_entity!("recorder_check" {
    recorder_id: i64,
    means: String,
    checked_at: TimeDateTimeWithTimeZone,
});

impl Record for RecorderCheck {
    type Id = RecorderCheckId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::RecorderCheck;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.recorder_id = Set(self.recorder.0);
        row.means = Set(self.means.code().to_owned());
        row.checked_at = Set(self.checked_at);
    }
}

/// The last check of a recorder by some means.
///
/// # Errors
/// When the database does not answer or a check cannot be read.
pub async fn last(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
    means: CheckMeans,
) -> Result<Option<Stored<RecorderCheck>>, DbErr> {
    let row = record::of::<RecorderCheck>(kommun)
        .filter(entity::Column::RecorderId.eq(recorder.0))
        .filter(entity::Column::Means.eq(means.code()))
        .order_by_desc(entity::Column::CheckedAt)
        .one(db)
        .await?;
    row.map(record::stored).transpose()
}

/// The newest checks of a recorder, newest first.
///
/// # Errors
/// As [`last`].
pub async fn newest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
    most: u64,
) -> Result<Vec<Stored<RecorderCheck>>, DbErr> {
    let rows = record::of::<RecorderCheck>(kommun)
        .filter(entity::Column::RecorderId.eq(recorder.0))
        .order_by_desc(entity::Column::CheckedAt)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(record::stored).collect()
}
