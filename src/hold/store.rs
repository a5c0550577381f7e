//! Holds in the database.

use sea_orm::ActiveValue::Set;

use super::{Hold, HoldId};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("hold" { site_id: i64 });

impl Record for Hold {
    type Id = HoldId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Hold;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}
