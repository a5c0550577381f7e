//! Sites in the database.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::position::millionths;
use super::{Site, SiteId};
use crate::code::Code;
use crate::collation::{fold, sort_key};
use crate::db::record::{self, Record, Stored, record_entity};
use crate::organisation::{KommunId, UnitId};
use crate::register::RecordKind;

/// PostgreSQL refuses index entries over 2 704 bytes; a character is four at the most.
const SEARCHED_CHARACTERS: usize = 600;

record_entity!("site" {
    reference: String,
    name: String,
    sort_key: String,
    search: String,
    address: String,
    place_type: Option<String>,
    status: String,
    unit_id: Option<i64>,
    controller_id: Option<i64>,
    latitude_e6: Option<i64>,
    longitude_e6: Option<i64>,
    marking: i16,
});

impl Record for Site {
    type Id = SiteId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Site;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.reference = Set(self.reference.clone());
        row.name = Set(self.name.clone());
        row.sort_key = Set(sort_key(&self.name));
        row.search = Set(self.searchable());
        row.address = Set(self.address.clone());
        row.place_type = Set(self.place_type.map(|place| place.code().to_owned()));
        row.status = Set(self.status.code().to_owned());
        row.marking = Set(self.marking.level());
        row.unit_id = Set(self.unit.map(i64::from));
        row.controller_id = Set(self.controller.map(i64::from));
        let position = self.position.as_ref();
        row.latitude_e6 = Set(position.map(|position| millionths(position.latitude)));
        row.longitude_e6 = Set(position.map(|position| millionths(position.longitude)));
    }
}

impl Site {
    /// What a search looks through, folded; short enough for an index entry on every engine.
    pub(crate) fn searchable(&self) -> String {
        let parts = [
            &*self.reference,
            &*self.name,
            &*self.address,
            &*self.property_designation,
            &*self.responsible,
            &*self.dpia_reference,
            &*self.processing_record_reference,
            &*self.disposal_decision_reference,
        ];
        fold(&parts.join("\n"))
            .chars()
            .take(SEARCHED_CHARACTERS)
            .collect()
    }
}

/// Whether another site of the kommun has the reference.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    reference: &str,
    but: Option<SiteId>,
) -> Result<bool, DbErr> {
    // Also one that the person does not know of: two sites can never have the same.
    let mut query =
        record::of::<Site>(kommun.unveiled()).filter(entity::Column::Reference.eq(reference));
    if let Some(but) = but {
        query = query.filter(entity::Column::Id.ne(but.0));
    }
    Ok(query.one(db).await?.is_some())
}

/// Some sites by their ids; those that are not the kommun's are not among them.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn some(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[SiteId],
) -> Result<Vec<Stored<Site>>, DbErr> {
    let ids = sites.iter().map(|site| site.0);
    record::load(
        db,
        kommun,
        record::of::<Site>(kommun).filter(entity::Column::Id.is_in(ids)),
    )
    .await
}

/// The units of some sites.
///
/// # Errors
/// When the database does not answer.
pub async fn units(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: impl IntoIterator<Item = SiteId>,
) -> Result<HashMap<SiteId, Option<UnitId>>, DbErr> {
    let ids: BTreeSet<i64> = sites.into_iter().map(i64::from).collect();
    let rows: Vec<(i64, Option<i64>)> = record::of::<Site>(kommun)
        .filter(entity::Column::Id.is_in(ids))
        .select_only()
        .columns([entity::Column::Id, entity::Column::UnitId])
        .into_tuple()
        .all(db)
        .await?;
    let units = rows.into_iter();
    Ok(units
        .map(|(id, unit)| (SiteId(id), unit.map(UnitId)))
        .collect())
}

/// The sites of a unit.
///
/// # Errors
/// When the database does not answer.
pub async fn of_unit(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    unit: UnitId,
) -> Result<Vec<SiteId>, DbErr> {
    let sites: Vec<i64> = record::of::<Site>(kommun)
        .filter(entity::Column::UnitId.eq(unit.0))
        .select_only()
        .column(entity::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(sites.into_iter().map(SiteId).collect())
}

/// The names of some sites.
///
/// # Errors
/// When the database does not answer.
pub async fn names(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: impl IntoIterator<Item = SiteId>,
) -> Result<HashMap<SiteId, String>, DbErr> {
    let ids: BTreeSet<i64> = sites.into_iter().map(i64::from).collect();
    let rows: Vec<(i64, String)> = record::of::<Site>(kommun)
        .filter(entity::Column::Id.is_in(ids))
        .select_only()
        .columns([entity::Column::Id, entity::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (SiteId(id), name))
        .collect())
}
