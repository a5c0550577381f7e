//! Signs in the database.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Sign, SignId};
use crate::db::record::{self, Record, Stored, record_entity};
use crate::organisation::KommunId;
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

/// The signs of some sites.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn at_sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[SiteId],
) -> Result<Vec<Stored<Sign>>, DbErr> {
    let ids = sites.iter().map(|site| site.0);
    let query = record::of::<Sign>(kommun).filter(entity::Column::SiteId.is_in(ids));
    record::load(db, kommun, query).await
}
