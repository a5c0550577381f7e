//! A hold (bevarande): footage that is kept although its storage period has passed, on order or by decision.
//!
//! An order with a gag (RB 27:16 a) is seen by its owner, the decision-makers and the dataskyddsombud, and for everybody
//! else it is as if it did not exist.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use crate::account::{Account, AccountId, Role};
use crate::camera::CameraId;
use crate::code::{codes, ids};
use crate::law::calendar::date_in_sweden;
use crate::organisation::UnitId;
use crate::recorder::ProofLevel;
use crate::retention::DeletionEvidence;
use crate::site::SiteId;
use crate::texts::Loc;

pub mod api;
pub mod form;
pub mod store;
pub mod web;

ids! { HoldId }

codes! {
    /// Why footage is kept.
    HoldKind, "hold-kind" {
        /// Bevarandeföreläggande (RB 27:16).
        PreservationOrder = "forelaggande",
        /// Someone has asked that the footage be kept, without an order.
        InformalRequest = "begaran",
        /// The kommun keeps it itself, for an incident of its own.
        Incident = "handelse",
    }
}

/// Footage that is not to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    pub site: SiteId,
    pub kind: HoldKind,
    /// The issuer's own designation, such as a K-number.
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub issued_by: String,
    /// When the order was decided, or the hold began.
    pub decided_on: Date,
    /// Empty = every camera of the site.
    #[serde(default)]
    pub cameras: Vec<CameraId>,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub interval_from: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub interval_until: OffsetDateTime,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub owner: Option<AccountId>,
    /// Last day, as first decided.
    #[serde(default)]
    pub ends_on: Option<Date>,
    /// Last day after an extension.
    #[serde(default)]
    pub extended_until: Option<Date>,
    /// It must not be told that there is an order (RB 27:16 a).
    #[serde(default)]
    pub gag: bool,
    /// Where a copy of the footage lies, when it has been taken out of the recorder.
    #[serde(default)]
    pub secured_at: String,
    /// First day without the hold, when it has been lifted.
    #[serde(default)]
    pub lifted_on: Option<Date>,
    #[serde(default)]
    pub lifted_because: String,
    #[serde(default)]
    pub note: String,
}

impl Hold {
    /// A hold of which only the site is known, from now on.
    pub fn at(site: SiteId, now: OffsetDateTime) -> Self {
        Self {
            site,
            kind: HoldKind::InformalRequest,
            reference: String::new(),
            issued_by: String::new(),
            decided_on: date_in_sweden(now),
            cameras: Vec::new(),
            interval_from: now,
            interval_until: now,
            reason: String::new(),
            owner: None,
            ends_on: None,
            extended_until: None,
            gag: false,
            secured_at: String::new(),
            lifted_on: None,
            lifted_because: String::new(),
            note: String::new(),
        }
    }

    /// Last day of the hold, as it now stands.
    pub fn last_day(&self) -> Option<Date> {
        self.extended_until.or(self.ends_on)
    }

    /// Begun and not lifted, though its last day may have passed.
    pub fn is_open_on(&self, day: Date) -> bool {
        self.decided_on <= day && self.lifted_on.is_none_or(|lifted| day < lifted)
    }

    /// Open, and the last day has not passed.
    pub fn holds_on(&self, day: Date) -> bool {
        self.is_open_on(day) && self.last_day().is_none_or(|last| day <= last)
    }

    pub fn is_order(&self) -> bool {
        self.kind == HoldKind::PreservationOrder
    }

    /// Whether the person may know that the hold exists. `unit` is the site's.
    pub fn is_seen_by(&self, person: &Account, unit: Option<UnitId>) -> bool {
        let told = |role: Role| matches!(role, Role::Dpo | Role::DecisionMaker);
        let mut grants = person.grants.iter();
        !self.gag
            || self.owner == Some(person.id)
            || grants.any(|grant| told(grant.role) && (grant.unit.is_none() || grant.unit == unit))
    }

    /// Whether a check says that footage under the hold is gone from where it lay. Footage of which a copy has been
    /// secured may leave the recorder, and so may footage of cameras that the checked recorder does not keep:
    /// `of_recorder` says whether the recorder that was checked keeps a camera.
    pub fn is_contradicted_by(
        &self,
        check: &DeletionEvidence,
        of_recorder: impl Fn(CameraId) -> bool,
    ) -> bool {
        let gone = check
            .oldest_seen_at
            .is_none_or(|oldest| self.interval_from < oldest);
        let concerned = check.recorder.is_none()
            || self.cameras.is_empty()
            || self.cameras.iter().any(|camera| of_recorder(*camera));
        let looked = matches!(check.level, ProofLevel::Index | ProofLevel::Disk);
        looked
            && gone
            && concerned
            && self.secured_at.trim().is_empty()
            && self.holds_on(date_in_sweden(check.checked_at))
    }

    /// What people call it: the issuer's designation, or what kind of hold it is and since when.
    pub fn name(&self, l: Loc) -> String {
        if self.reference.is_empty() {
            format!("{} {}", l.code(self.kind), self.decided_on)
        } else {
            self.reference.clone()
        }
    }

    /// As [`Hold::name`], where no language is chosen.
    pub fn designation(&self) -> String {
        if self.reference.is_empty() {
            self.decided_on.to_string()
        } else {
            self.reference.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Grant;
    use time::macros::{date, datetime};

    fn order() -> Hold {
        Hold {
            kind: HoldKind::PreservationOrder,
            decided_on: date!(2026 - 10 - 01),
            interval_from: datetime!(2026-09-30 20:00 UTC),
            interval_until: datetime!(2026-09-30 22:00 UTC),
            ends_on: Some(date!(2026 - 12 - 30)),
            ..Hold::at(SiteId(1), datetime!(2026-10-01 08:00 UTC))
        }
    }

    fn check(oldest_seen_at: Option<OffsetDateTime>) -> DeletionEvidence {
        DeletionEvidence {
            level: ProofLevel::Disk,
            oldest_seen_at,
            ..DeletionEvidence::at(SiteId(1), datetime!(2026-11-22 08:00 UTC))
        }
    }

    fn person(role: Role, unit: Option<UnitId>) -> Account {
        Account {
            id: AccountId(7),
            email: String::new(),
            name: String::new(),
            grants: vec![Grant { role, unit }],
        }
    }

    #[test]
    fn a_hold_holds_from_its_first_day_to_its_last_unless_it_is_lifted() {
        let hold = order();
        assert!(!hold.holds_on(date!(2026 - 09 - 30)));
        assert!(hold.holds_on(date!(2026 - 10 - 01)));
        assert!(hold.holds_on(date!(2026 - 12 - 30)));
        assert!(!hold.holds_on(date!(2026 - 12 - 31)) && hold.is_open_on(date!(2026 - 12 - 31)));
        let extended = Hold {
            extended_until: Some(date!(2027 - 03 - 30)),
            ..order()
        };
        assert!(extended.holds_on(date!(2027 - 03 - 30)));
        let lifted = Hold {
            lifted_on: Some(date!(2026 - 11 - 01)),
            ..order()
        };
        assert!(
            lifted.holds_on(date!(2026 - 10 - 31)) && !lifted.is_open_on(date!(2026 - 11 - 01))
        );
    }

    #[test]
    fn a_gagged_order_is_known_to_its_owner_the_decision_maker_and_the_dataskyddsombud_alone() {
        let open = order();
        let gagged = Hold {
            gag: true,
            ..order()
        };
        for role in [
            Role::Manager,
            Role::Officer,
            Role::Auditor,
            Role::Administrator,
        ] {
            assert!(open.is_seen_by(&person(role, None), None));
            assert!(!gagged.is_seen_by(&person(role, None), None), "{role:?}");
        }
        for role in [Role::Dpo, Role::DecisionMaker] {
            assert!(gagged.is_seen_by(&person(role, None), Some(UnitId(1))));
            assert!(!gagged.is_seen_by(&person(role, Some(UnitId(2))), Some(UnitId(1))));
        }
        let own = Hold {
            owner: Some(AccountId(7)),
            ..gagged
        };
        assert!(own.is_seen_by(&person(Role::Officer, None), None));
    }

    #[test]
    fn a_check_contradicts_a_hold_only_when_held_footage_is_said_to_be_gone() {
        let (hold, any) = (order(), |_| true);
        assert!(
            hold.is_contradicted_by(&check(None), any),
            "nothing is left"
        );
        let newer = datetime!(2026-09-30 20:01 UTC);
        assert!(
            hold.is_contradicted_by(&check(Some(newer)), any),
            "a minute of it is gone"
        );
        assert!(
            !hold.is_contradicted_by(&check(Some(hold.interval_from)), any),
            "all is left"
        );
        let setting = DeletionEvidence {
            level: ProofLevel::Claim,
            ..check(None)
        };
        assert!(!hold.is_contradicted_by(&setting, any), "nobody has looked");
        let secured = Hold {
            secured_at: "USB 4, kassaskåpet".to_owned(),
            ..order()
        };
        assert!(
            !secured.is_contradicted_by(&check(None), any),
            "a copy is kept"
        );
        let elsewhere = Hold {
            cameras: vec![CameraId(3)],
            ..order()
        };
        let recorder = DeletionEvidence {
            recorder: Some(crate::recorder::RecorderId(1)),
            ..check(None)
        };
        assert!(
            !elsewhere.is_contradicted_by(&recorder, |_| false),
            "another recorder"
        );
        assert!(elsewhere.is_contradicted_by(&recorder, any));
    }
}
