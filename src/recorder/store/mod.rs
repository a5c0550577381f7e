//! Recorders in the database.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, QueryFilter};

use super::{Recorder, RecorderId};
use crate::db::record::{self, Record, RecordEntity, Stored, record_entity};
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::site::{Site, SiteId};

pub mod access;
pub mod check;
pub mod token;

record_entity!("recorder" { name: String });

impl Record for Recorder {
    type Id = RecorderId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Recorder;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.name = Set(self.name.clone());
    }
}

/// Some sites, by id.
///
/// # Errors
/// When the database does not answer or a site cannot be read.
pub async fn sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    ids: &[SiteId],
) -> Result<Vec<Stored<Site>>, DbErr> {
    let of_them = <Site as Record>::Entity::id().is_in(ids.iter().map(|id| id.0));
    record::load(db, kommun, record::of::<Site>(kommun).filter(of_them)).await
}
