//! Access requests in the database.

use sea_orm::ActiveValue::Set;

use super::{AccessRequest, AccessRequestId};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("access_request" { site_id: i64 });

impl Record for AccessRequest {
    type Id = AccessRequestId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::AccessRequest;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}
