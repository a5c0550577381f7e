//! Sites in the database.

use sea_orm::ActiveValue::Set;

use super::{Site, SiteId};
use crate::code::Code;
use crate::collation::{fold, sort_key};
use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;

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
        row.unit_id = Set(self.unit.map(i64::from));
        row.controller_id = Set(self.controller.map(i64::from));
    }
}

impl Site {
    /// What a search looks through, folded.
    fn searchable(&self) -> String {
        fold(
            &[
                &*self.reference,
                &*self.name,
                &*self.address,
                &*self.property_designation,
                &*self.responsible,
            ]
            .join("\n"),
        )
    }
}
