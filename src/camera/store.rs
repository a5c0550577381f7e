//! Cameras in the database.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QuerySelect};

use super::{Camera, CameraId};
use crate::code::Code;
use crate::db::record::{self, Record, record_entity};
use crate::organisation::KommunId;
use crate::recorder::RecorderId;
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("camera" { site_id: i64, recorder_id: Option<i64>, label: String, status: String });

impl Record for Camera {
    type Id = CameraId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Camera;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
        row.recorder_id = Set(self.recorder.map(i64::from));
        row.label = Set(self.label.clone());
        row.status = Set(self.status.code().to_owned());
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}

/// The sites that have a camera on a recorder.
///
/// # Errors
/// When the database does not answer.
pub async fn sites_of_recorder(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
) -> Result<Vec<SiteId>, DbErr> {
    let sites: Vec<i64> = record::of::<Camera>(kommun)
        .filter(entity::Column::RecorderId.eq(recorder.0))
        .select_only()
        .column(entity::Column::SiteId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(sites.into_iter().map(SiteId).collect())
}
