//! Recorders in the database.

use sea_orm::ActiveValue::Set;

use super::{Recorder, RecorderId};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;

record_entity!("recorder" { name: String });

impl Record for Recorder {
    type Id = RecorderId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Recorder;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.name = Set(self.name.clone());
    }
}
