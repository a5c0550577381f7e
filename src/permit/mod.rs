//! Permits of the old law and every other decision that can expire.

use serde::{Deserialize, Serialize};
use time::{Date, macros::date};
use utoipa::ToSchema;

use crate::code::{codes, ids};
use crate::site::{Purpose, SiteId};

pub mod form;
pub mod store;
pub mod web;

ids! { PermitId }

/// Permits under SFS 2013:460 and SFS 2018:1200 ended with this day, whatever they say
/// (KBL, transitional provisions to SFS 2025:220, item 2).
pub const LAST_PERMIT_DAY: Date = date!(2025 - 03 - 31);

codes! {
    DecisionKind, "decision-kind" {
        PermitImy = "tillstand-imy",
        PermitDi = "tillstand-di",
        PermitCounty = "tillstand-lansstyrelsen",
        /// KBL 20 §
        NoticeExemption = "undantag-upplysning",
        ProtectedObject = "skyddsobjekt",
        /// KBL 13 §
        TemporaryExemption = "tillfalligt-undantag",
        Local = "kommunens-beslut",
    }
}

impl DecisionKind {
    /// A permit of the old law (2018:1200 old 7 §, or 2013:460).
    pub const fn is_old_permit(self) -> bool {
        matches!(self, Self::PermitImy | Self::PermitDi | Self::PermitCounty)
    }
}

codes! {
    DecisionStatus, "decision-status" {
        Applied = "sokt",
        Granted = "beviljat",
        Refused = "avslag",
        Revoked = "aterkallat",
    }
}

/// A decision by an authority or by the kommun itself, with its conditions (old KBL 13 §; KBL 20 §).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Permit {
    pub site: SiteId,
    pub kind: DecisionKind,
    pub status: DecisionStatus,
    /// Diarienummer, any format.
    #[serde(default)]
    pub dnr: String,
    #[serde(default)]
    pub authority: String,
    #[serde(default)]
    pub decided_on: Option<Date>,
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// Last day of validity as the decision states it; `None` = until further notice.
    #[serde(default)]
    pub valid_until: Option<Date>,
    #[serde(default)]
    pub revoked_on: Option<Date>,
    // Conditions. `None` or empty = the decision says nothing of it.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    #[serde(default)]
    pub max_cameras: Option<u16>,
    #[serde(default)]
    pub area: String,
    /// Days and hours in the form of `law::hours`.
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub storage_hours: Option<u32>,
    #[serde(default)]
    pub live_only: Option<bool>,
    #[serde(default)]
    pub audio_allowed: Option<bool>,
    #[serde(default)]
    pub conditions: String,
    /// Whether area, equipment and placement were found to be as the decision says.
    #[serde(default)]
    pub area_as_permitted: Option<bool>,
    /// Whether the conditions were found to be followed (KBL 20 §, 25 § 4).
    #[serde(default)]
    pub conditions_followed: Option<bool>,
    #[serde(default)]
    pub note: String,
}

impl Permit {
    /// A decision of which only the site is known.
    pub const fn at(site: SiteId) -> Self {
        Self {
            site,
            kind: DecisionKind::PermitImy,
            status: DecisionStatus::Granted,
            dnr: String::new(),
            authority: String::new(),
            decided_on: None,
            valid_from: None,
            valid_until: None,
            revoked_on: None,
            purposes: Vec::new(),
            max_cameras: None,
            area: String::new(),
            hours: String::new(),
            storage_hours: None,
            live_only: None,
            audio_allowed: None,
            conditions: String::new(),
            area_as_permitted: None,
            conditions_followed: None,
            note: String::new(),
        }
    }

    /// First day of effect: as stated, else the day it was decided.
    pub fn in_effect_from(&self) -> Option<Date> {
        self.valid_from.or(self.decided_on)
    }

    /// Last day of effect by law: a permit of the old law ends 2025-03-31 at the latest.
    pub fn in_effect_until(&self) -> Option<Date> {
        let stated = match (
            self.valid_until,
            self.revoked_on.and_then(Date::previous_day),
        ) {
            (Some(until), Some(revoked)) => Some(until.min(revoked)),
            (until, revoked) => until.or(revoked),
        };
        if self.kind.is_old_permit() {
            Some(stated.map_or(LAST_PERMIT_DAY, |day| day.min(LAST_PERMIT_DAY)))
        } else {
            stated
        }
    }

    /// Whether the decision had effect on `day`; `None` when its first day, or the day it was revoked, is not recorded.
    pub fn had_effect_on(&self, day: Date) -> Option<bool> {
        let given = matches!(
            self.status,
            DecisionStatus::Granted | DecisionStatus::Revoked
        );
        let over = self.in_effect_until().is_some_and(|until| until < day);
        if !given || over {
            return Some(false);
        }
        let revoked_sometime = self.status == DecisionStatus::Revoked && self.revoked_on.is_none();
        match self.in_effect_from() {
            Some(from) if day < from => Some(false),
            Some(_) if !revoked_sometime => Some(true),
            _ => None,
        }
    }

    /// Granted and in effect on `day`. Unknown first day counts as not in effect.
    pub fn is_in_effect(&self, day: Date) -> bool {
        self.status != DecisionStatus::Applied
            && self.status != DecisionStatus::Refused
            && self.in_effect_from().is_some_and(|from| from <= day)
            && self.in_effect_until().is_none_or(|until| day <= until)
    }
}
