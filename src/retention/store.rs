//! Storage periods and deletion evidence in the database.

use crate::db::record::{Record, record_entity};
use crate::register::RecordKind;
use crate::site::SiteId;

/// Implements [`Record`] for a part of a site that has no columns of its own.
macro_rules! part_of_site {
    ($module:ident, $table:literal, $record:ident, $id:ident $(, $conceal:item)?) => {
        mod $module {
            use super::{Record, RecordKind, SiteId, record_entity};
            use crate::retention::{$id, $record};
            use sea_orm::ActiveValue::Set;

            record_entity!($table { site_id: i64 });

            impl Record for $record {
                type Id = $id;
                type Entity = entity::Entity;
                const KIND: RecordKind = RecordKind::$record;

                fn keys(&self, row: &mut entity::ActiveModel) {
                    row.site_id = Set(self.site.0);
                }

                fn site(&self) -> Option<SiteId> {
                    Some(self.site)
                }

                $($conceal)?
            }
        }
    };
}

part_of_site!(
    storage_period,
    "storage_period",
    StoragePeriod,
    StoragePeriodId
);
part_of_site!(
    deletion_evidence,
    "deletion_evidence",
    DeletionEvidence,
    DeletionEvidenceId,
    fn conceal(&mut self) {
        *self = self.without_secrets();
    }
);
