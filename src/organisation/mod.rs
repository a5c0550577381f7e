//! Who answers for the surveillance: the kommun (the tenant), its controllers and its units.

use serde::{Deserialize, Serialize};

use crate::about::Told;
use crate::account::Sight;
use crate::code::{codes, ids};
use crate::look::Look;
use crate::texts::terms::Own;

pub mod form;
pub mod page;
pub mod store;
pub mod web;

ids! { ControllerId, UnitId }

/// The tenant. Only `web::actor`, `jobs` and `cli` make one from a number (see the tidy test);
/// every query takes it, so that no query can reach over into another kommun, nor to what is not for whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KommunId {
    number: i64,
    sight: Sight,
}

impl KommunId {
    /// The tenant that a signed-in account, a job or the command line acts for. Nothing that is secret is seen of it
    /// before somebody says whose eyes they are.
    pub const fn acting_for(number: i64) -> Self {
        Self {
            number,
            sight: Sight::OPEN,
        }
    }

    /// The same kommun, as somebody sees it.
    #[must_use]
    pub const fn seen_with(self, sight: Sight) -> Self {
        Self {
            number: self.number,
            sight,
        }
    }

    /// The same kommun with everything in it: for what is counted, judged, numbered or verified as a whole.
    #[must_use]
    pub const fn unveiled(self) -> Self {
        self.seen_with(Sight::EVERYTHING)
    }

    pub const fn number(self) -> i64 {
        self.number
    }

    pub const fn sight(self) -> Sight {
        self.sight
    }
}

/// One kommun: one register, one ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kommun {
    pub name: String,
    /// Origin of the ledger, as in C2SP tlog-checkpoint: `kamera.ekebro.example/utlamnande`. Never changed.
    pub log_origin: String,
    /// How the dataskyddsombud is reached; printed on signs and notices.
    #[serde(default)]
    pub dpo_contact: String,
    /// EPSG code of the kommun's own SWEREF 99 zone, such as 3008 for 13 30.
    #[serde(default)]
    pub zone_epsg: Option<u16>,
    /// The public view of the log of disclosures (OSL 5:2) is open to everybody.
    #[serde(default, skip_serializing_if = "is_false")]
    pub public_diary: bool,
    /// Its own colours and logo.
    #[serde(default, skip_serializing_if = "Look::is_plain")]
    pub look: Look,
    /// SHA-256 of its boundary on maps, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<String>,
    /// What it says in its accessibility statement.
    #[serde(default, skip_serializing_if = "Told::is_empty")]
    pub accessibility: Told,
    /// What it says in its own words.
    #[serde(default, skip_serializing_if = "Own::is_empty")]
    pub terms: Own,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
const fn is_false(answer: &bool) -> bool {
    !*answer
}

codes! {
    /// What kind of body a controller is (KL 3 kap., KL 10 kap. for companies).
    ControllerKind, "controller-kind" {
        ExecutiveBoard = "kommunstyrelse",
        Board = "namnd",
        Company = "bolag",
        Other = "annan",
    }
}

/// Personuppgiftsansvarig (PUA): the body that 9 and 10 §§ KBL bind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    pub name: String,
    pub kind: ControllerKind,
    #[serde(default)]
    pub contact: String,
}

/// Förvaltning, bolag or other part of the organisation that runs sites.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub name: String,
    /// What people write in lists: `BSF`, `TF`.
    #[serde(default)]
    pub abbreviation: String,
    #[serde(default)]
    pub controller: Option<ControllerId>,
    #[serde(default)]
    pub manager: String,
    #[serde(default)]
    pub email: String,
}
