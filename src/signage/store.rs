//! Signs in the database.

use sea_orm::ActiveValue::Set;

use super::{Sign, SignId};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("sign" { site_id: i64 });

impl Record for Sign {
    type Id = SignId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Sign;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}
