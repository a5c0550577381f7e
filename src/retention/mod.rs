//! Storage periods, and the evidence that footage is gone when they have passed.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use crate::code::{codes, ids};
use crate::recorder::check::RecorderCheckId;
use crate::recorder::{ProofLevel, RecorderId};
use crate::site::SiteId;

pub mod form;
pub mod span;
pub mod store;
pub mod web;

pub use span::Span;

ids! { StoragePeriodId, DeletionEvidenceId }

codes! {
    /// "72 timmar" is hours; "3 dygn" is days. What was decided is what is shown.
    StorageUnit, "storage-unit" {
        Hours = "timmar",
        Days = "dygn",
    }
}

/// How long footage of a site is kept, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoragePeriod {
    pub site: SiteId,
    pub length: u32,
    pub unit: StorageUnit,
    #[serde(default)]
    pub applies_from: Option<Date>,
    #[serde(default)]
    pub ground: String,
    /// Why longer than 72 hours is needed (EDPB 3/2019).
    #[serde(default)]
    pub justification: String,
    #[serde(default)]
    pub automatic_deletion: Option<bool>,
    #[serde(default)]
    pub disposal_decision_reference: String,
}

impl StoragePeriod {
    /// A storage period of which only the site is known.
    pub const fn at(site: SiteId) -> Self {
        Self {
            site,
            length: 0,
            unit: StorageUnit::Hours,
            applies_from: None,
            ground: String::new(),
            justification: String::new(),
            automatic_deletion: None,
            disposal_decision_reference: String::new(),
        }
    }

    pub const fn span(&self) -> Span {
        Span {
            length: self.length,
            unit: self.unit,
        }
    }

    /// Length in hours; a day is 24 hours here, the calendar is applied where a due time is computed.
    pub const fn hours(&self) -> u32 {
        self.span().hours()
    }
}

/// What was seen of a store on an occasion. Append-only: a later check never edits an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeletionEvidence {
    pub site: SiteId,
    #[serde(default)]
    pub recorder: Option<RecorderId>,
    pub level: ProofLevel,
    #[serde(with = "time::serde::rfc3339")]
    pub checked_at: OffsetDateTime,
    /// Oldest footage that was seen; `None` = no footage at all was seen.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub oldest_seen_at: Option<OffsetDateTime>,
    pub store: String,
    /// Backups, cards, exported clips: what the check did not see.
    #[serde(default)]
    pub not_covered: String,
    #[serde(default)]
    pub checked_by: String,
    #[serde(default)]
    pub note: String,
    /// The check that it comes from; without one somebody wrote it down by hand.
    #[serde(default)]
    pub check: Option<RecorderCheckId>,
    /// Something could not be read: what was not seen may be older, so it shows no more than what was seen.
    #[serde(default)]
    pub incomplete: bool,
}

impl DeletionEvidence {
    /// What is told of a check where it is secret in which recorder the footage is (OSL 18:8).
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        Self {
            level: self.level,
            oldest_seen_at: self.oldest_seen_at,
            checked_by: self.checked_by.clone(),
            incomplete: self.incomplete,
            ..Self::at(self.site, self.checked_at)
        }
    }

    /// A check, made now, of which only the site is known.
    pub const fn at(site: SiteId, now: OffsetDateTime) -> Self {
        Self {
            site,
            recorder: None,
            level: ProofLevel::Claim,
            checked_at: now,
            oldest_seen_at: None,
            store: String::new(),
            not_covered: String::new(),
            checked_by: String::new(),
            note: String::new(),
            check: None,
            incomplete: false,
        }
    }
}
