//! The documented assessment (KBL 9 §) of whether surveillance meets 8 §.

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use crate::code::{codes, ids};
use crate::site::SiteId;

pub mod advice;
pub mod compare;
pub mod form;
pub mod hands;
pub mod page;
pub mod store;
mod version;
pub mod web;
pub use advice::{Advice, Stance};

ids! { AssessmentId }

codes! {
    AssessmentKind, "assessment-kind" {
        /// The controller's own assessment under 9 §.
        Own = "egen",
        /// An old permit taken as the documented assessment. IMY's FAQ on the proposal said that it can; the enacted law does not.
        LegacyPermit = "tidigare-tillstand",
    }
}

codes! {
    /// The factors of KBL 8 §: the surveillance interests, then the privacy interests.
    Factor, "factor" {
        /// 8 § second paragraph 1
        Crime = "brott",
        /// 8 § second paragraph 2
        PublicOrder = "ordning",
        /// 8 § second paragraph 3
        Control = "kontroll",
        /// 8 § second paragraph 4
        Accidents = "olyckor",
        /// 8 § second paragraph 5
        Comparable = "jamforligt",
        /// 8 § third paragraph 1
        HowCarriedOut = "hur",
        /// 8 § third paragraph 2
        PrivacyTechnology = "integritetsteknik",
        /// 8 § third paragraph 3
        Area = "omrade",
    }
}

impl Factor {
    pub const fn is_privacy(self) -> bool {
        matches!(
            self,
            Self::HowCarriedOut | Self::PrivacyTechnology | Self::Area
        )
    }
}

codes! {
    Conclusion, "conclusion" {
        /// The interest in surveillance outweighs.
        Outweighs = "overvager",
        DoesNot = "overvager-inte",
    }
}

/// One version. Signed versions are immutable: a new version supersedes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    pub site: SiteId,
    /// 1, 2, 3 ... within the site.
    pub number: u32,
    pub kind: AssessmentKind,
    #[serde(default)]
    pub assessed_on: Option<Date>,
    /// What is written under each factor; a factor not listed is not covered.
    #[serde(default)]
    pub factors: Vec<FactorText>,
    /// What has happened at the place, when, and by what source that is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub incidents: String,
    #[serde(default)]
    pub alternatives: String,
    #[serde(default)]
    pub area_and_hours: String,
    #[serde(default)]
    pub mitigations: String,
    #[serde(default)]
    pub conclusion: Option<Conclusion>,
    /// Advice as whoever wrote the version put it, from before the dataskyddsombud gave it here.
    #[serde(default)]
    pub dpo_advice: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
    #[serde(default)]
    pub decided_by: String,
    #[serde(default)]
    pub dnr: String,
    /// Planned extensions up to this day are part of what was assessed (9 § second paragraph 1).
    #[serde(default)]
    pub covers_changes_until: Option<Date>,
    #[serde(default)]
    pub next_review_on: Option<Date>,
    /// What changed since the version before.
    #[serde(default)]
    pub changes: String,
    #[serde(default)]
    pub signed: Option<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorText {
    pub factor: Factor,
    pub text: String,
}

/// Who signed in the register, and on which day (Europe/Stockholm).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub by: String,
    pub on: Date,
    /// Why it was decided so, beside what the assessment says; as when the advice was another.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasons: String,
}

impl Assessment {
    pub const fn is_signed(&self) -> bool {
        self.signed.is_some()
    }

    /// Whether something was written after the advice was given. `version` is that of the record: the advice itself was
    /// one more.
    pub fn changed_since_advice(&self, version: i32) -> bool {
        let signed = i32::from(self.is_signed());
        self.advice
            .as_ref()
            .is_some_and(|advice| version - signed > advice.read_version.saturating_add(1))
    }
}
