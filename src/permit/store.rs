//! Permits and other decisions in the database.

use sea_orm::ActiveValue::Set;

use super::{Permit, PermitId};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("permit" { site_id: i64 });

impl Record for Permit {
    type Id = PermitId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Permit;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}
