//! What came of a disclosure afterwards (efterspel): whether it was of use, and what became of its copies on loose media.
//! Told later is told again: the latest counts, the earlier stay.

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::DisclosureId;
use super::delivery::DeliveryId;
use crate::code::{codes, ids};
use crate::site::SiteId;

pub mod form;
pub mod page;
pub mod store;
pub mod web;

ids! { SequelId }

codes! {
    /// Whether what was released was of use: for statistics.
    Outcome, "disclosure-outcome" {
        Used = "anvant",
        NotUsed = "inte-anvant",
        Unknown = "okant",
    }
}

codes! {
    /// What became of a copy on loose media.
    Fate, "copy-fate" {
        Returned = "aterlamnad",
        Destroyed = "forstord",
        Lost = "forlorad",
        /// It has become part of the receiver's own records.
        Kept = "kvar-hos-mottagaren",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sequel {
    pub site: SiteId,
    pub disclosure: DisclosureId,
    /// The copy that it is about.
    #[serde(default)]
    pub delivery: Option<DeliveryId>,
    #[serde(default)]
    pub outcome: Option<Outcome>,
    #[serde(default)]
    pub fate: Option<Fate>,
    pub on: Date,
    /// Who told it.
    #[serde(default)]
    pub told_by: String,
    #[serde(default)]
    pub note: String,
}
