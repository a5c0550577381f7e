//! People, what they may do, and how they sign in.

use serde::{Deserialize, Serialize};

use crate::code::{codes, ids};
use crate::organisation::UnitId;

pub mod auditor;
pub mod door;
pub mod form;
pub mod link;
pub mod membership;
pub mod own;
pub mod page;
pub mod password;
pub mod people;
pub mod permission;
pub mod second;
pub mod session;
pub mod sight;
pub mod sso;
pub mod store;
pub mod web;

pub use permission::Permission;
pub use sight::Sight;

ids! { AccountId }

codes! {
    /// The roles of the register.
    Role, "role" {
        Dpo = "dataskyddsombud",
        Manager = "ansvarig",
        Officer = "handlaggare",
        DecisionMaker = "beslutsfattare",
        Auditor = "granskare",
        Administrator = "administrator",
    }
}

/// A role in the whole kommun, or in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    pub role: Role,
    /// `None` = the whole kommun.
    pub unit: Option<UnitId>,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub grants: Vec<Grant>,
}

impl Account {
    /// Whether any of the person's roles allows it in a unit; `None` = for the kommun as a whole.
    pub fn may(&self, permission: Permission, unit: Option<UnitId>) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role.may(permission) && (grant.unit.is_none() || grant.unit == unit))
    }

    /// Whether any of the person's roles allows it anywhere: what decides which links are shown.
    pub fn may_somewhere(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| grant.role.may(permission))
    }
}
