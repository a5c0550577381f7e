//! Personal data breaches in the database.

use sea_orm::ActiveValue::Set;

use super::{Incident, IncidentId};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("incident" { site_id: i64 });

impl Record for Incident {
    type Id = IncidentId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Incident;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}
