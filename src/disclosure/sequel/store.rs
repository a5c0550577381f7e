//! Sequels in the database, and which copies are still out.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Sequel, SequelId};
use crate::db::record::{self, Record, Stored, record_entity};
use crate::disclosure::DisclosureId;
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::site::SiteId;

record_entity!("disclosure_sequel" {
    site_id: i64,
    disclosure_id: i64,
    delivery_id: Option<i64>,
});

impl Record for Sequel {
    type Id = SequelId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Sequel;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
        row.disclosure_id = Set(self.disclosure.0);
        row.delivery_id = Set(self.delivery.map(i64::from));
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}

/// What is told of a disclosure and its copies, oldest first.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn of_disclosure(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    disclosure: DisclosureId,
) -> Result<Vec<Stored<Sequel>>, DbErr> {
    let query = record::of::<Sequel>(kommun);
    record::load(
        db,
        kommun,
        query.filter(entity::Column::DisclosureId.eq(disclosure.0)),
    )
    .await
}

/// What is told of the outcomes of all disclosures, oldest first.
///
/// # Errors
/// As [`of_disclosure`].
pub async fn outcomes(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Vec<Stored<Sequel>>, DbErr> {
    let query = record::of::<Sequel>(kommun);
    record::load(
        db,
        kommun,
        query.filter(entity::Column::DeliveryId.is_null()),
    )
    .await
}
