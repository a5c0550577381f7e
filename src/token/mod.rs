//! Keys with which other systems read the register over the API.
//!
//! A key is shown once, when it is made; what is kept of it is its digest, apart from the record. Nobody is behind a key:
//! it says what the system may ask for, not who does.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::account::{AccountId, Permission};
use crate::code::{codes, ids};
use crate::organisation::UnitId;

pub mod form;
pub mod own;
pub mod secret;
pub mod store;
pub mod web;

ids! { TokenId }

/// How long a key can be used at the most: who keeps it is asked once a year.
pub const LONGEST: Duration = Duration::days(366);

codes! {
    /// What a key may be used for. Those who make keys for other systems must not read disclosures: a key to these
    /// belongs to somebody who may, is made by that person, and opens no more than that person's roles do.
    Scope, "token-scope" {
        /// Sites, what the rules say of them, and the rules.
        Register = "register",
        /// The log's checkpoint. The log is the whole kommun's.
        Log = "logg",
        /// What was released, to whom and why, as far as the person may read it.
        ReadDisclosures = "lasa-utlamnanden",
        /// Recording what was released, in the person's name.
        RecordDisclosures = "registrera-utlamnanden",
    }
}

impl Scope {
    /// What an administrator makes keys for.
    pub const OF_SYSTEMS: [Self; 2] = [Self::Register, Self::Log];
    /// What a person makes own keys for.
    pub const OF_PEOPLE: [Self; 2] = [Self::ReadDisclosures, Self::RecordDisclosures];

    /// What the person behind the key must be allowed to do. `None` = nobody is behind it.
    pub const fn needs(self) -> Option<Permission> {
        match self {
            Self::Register | Self::Log => None,
            Self::ReadDisclosures => Some(Permission::ReadDisclosures),
            Self::RecordDisclosures => Some(Permission::RecordDisclosures),
        }
    }
}

codes! {
    TokenState, "token-state" {
        Valid = "giltig",
        Expired = "utgangen",
        Revoked = "aterkallad",
    }
}

/// What is recorded about a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Which system has it.
    pub name: String,
    pub scopes: Vec<Scope>,
    /// Only the sites of this unit; `None` = the whole kommun.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The last day on which it can be used, in Sweden.
    pub expires_on: Date,
    #[serde(default)]
    pub revoked_on: Option<Date>,
    /// The person whose key it is, for whom it acts; `None` = a key of a system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AccountId>,
}

impl Token {
    pub fn state(&self, today: Date) -> TokenState {
        if self.revoked_on.is_some() {
            TokenState::Revoked
        } else if self.expires_on < today {
            TokenState::Expired
        } else {
            TokenState::Valid
        }
    }

    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_key_can_be_used_through_its_last_day_and_never_after_it_was_revoked() {
        let mut token = Token {
            name: "Kartan".into(),
            scopes: vec![Scope::Register],
            unit: None,
            expires_on: date!(2026 - 12 - 31),
            revoked_on: None,
            owner: None,
        };
        assert_eq!(token.state(date!(2026 - 12 - 31)), TokenState::Valid);
        assert_eq!(token.state(date!(2027 - 01 - 01)), TokenState::Expired);
        token.revoked_on = Some(date!(2026 - 11 - 22));
        assert_eq!(token.state(date!(2026 - 11 - 22)), TokenState::Revoked);
        assert!(token.may(Scope::Register) && !token.may(Scope::Log));
    }
}
