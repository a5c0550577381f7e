//! Cameras in the database.

use sea_orm::ActiveValue::Set;

use super::{Camera, CameraId};
use crate::code::Code;
use crate::db::record::{Record, record_entity};
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
