//! That what was released reached its receiver (överlämning): recorded after the release, as an entry of its own.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{DisclosureId, Medium};
use crate::code::ids;
use crate::ledger::{EntryKind, NewEntry};

pub mod form;
pub mod store;
pub mod web;

ids! { DeliveryId }

/// One handing over. Never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub disclosure: DisclosureId,
    /// Number of the release.
    pub number: i64,
    /// Entry of the release in the log.
    pub entry: i64,
    /// When it was handed over; when that was written down is the ledger's `at`.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub delivered_at: OffsetDateTime,
    pub delivered_by: String,
    pub received_by: String,
    pub medium: Medium,
    #[serde(default)]
    pub medium_reference: String,
    #[serde(default)]
    pub note: String,
}

impl Delivery {
    /// Empties what one of the sealed fields of [`Delivery::entry`] holds. The medium stays: it is a member of a closed
    /// list.
    pub fn empty(&mut self, field: &str) {
        match field {
            "handover" => {
                self.delivered_at = OffsetDateTime::UNIX_EPOCH;
                self.medium_reference.clear();
                self.note.clear();
            }
            "delivered_by" => self.delivered_by.clear(),
            "received_by" => self.received_by.clear(),
            _ => {}
        }
    }

    /// The entry that it is recorded with. Names are fields of their own, so that they can be erased alone.
    pub fn entry(&self) -> NewEntry {
        use serde_json::json;
        NewEntry::new(EntryKind::Delivery)
            .with(
                "disclosure",
                json!({"number": self.number, "entry": self.entry}),
            )
            .with(
                "handover",
                json!({"at": self.delivered_at.unix_timestamp().max(0), "medium": self.medium,
                       "reference": self.medium_reference, "note": self.note}),
            )
            .with("delivered_by", self.delivered_by.as_str())
            .with("received_by", self.received_by.as_str())
    }
}
