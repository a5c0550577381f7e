//! A request for access (GDPR art. 15): someone wants to see what was filmed of them.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::code::ids;
use crate::site::SiteId;

pub mod form;
pub mod store;
pub mod web;

ids! { AccessRequestId }

/// A request, until it is answered and after. Who asks stands in the case and not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessRequest {
    pub site: SiteId,
    pub received_on: Date,
    #[serde(default)]
    pub dnr: String,
    /// Which footage it is about.
    #[serde(default)]
    pub what: String,
    /// When the person was told that the answer takes longer, and why: two months more (art. 12.3).
    #[serde(default)]
    pub extension_told_on: Option<Date>,
    #[serde(default)]
    pub answered_on: Option<Date>,
    #[serde(default)]
    pub answer: String,
    #[serde(default)]
    pub note: String,
}

impl AccessRequest {
    /// A request of which only the site and the day are known.
    pub const fn at(site: SiteId, received_on: Date) -> Self {
        Self {
            site,
            received_on,
            dnr: String::new(),
            what: String::new(),
            extension_told_on: None,
            answered_on: None,
            answer: String::new(),
            note: String::new(),
        }
    }

    /// Waits for an answer on a day.
    pub fn waits_on(&self, day: Date) -> bool {
        self.received_on <= day && self.answered_on.is_none_or(|answered| day < answered)
    }

    /// Has more time on a day, since the person had been told.
    pub fn is_extended_on(&self, day: Date) -> bool {
        self.extension_told_on.is_some_and(|told| told <= day)
    }
}
