//! Single sign-on: a provider outside the register says who somebody is, and which groups give which roles.

use serde::{Deserialize, Serialize};

use super::{Account, Grant, Role};
use crate::code::ids;
use crate::organisation::UnitId;
use crate::texts::Message;

pub mod admit;
pub mod ask;
pub mod file;
pub mod form;
pub mod store;
pub mod web;

ids! { ProviderId }

/// Where the providers of a kommun are kept.
pub const PATH: &str = "/administration/inloggning";
/// Where a provider sends people back to.
pub const RETURN_PATH: &str = "/logga-in/svar";

/// Members of a group have a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub group: String,
    pub role: Role,
    /// `None` = the whole kommun.
    pub unit: Option<UnitId>,
}

/// What an administrator says of a provider; its secret is kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// What stands on the way in.
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    /// The claim with the groups. Empty: roles are given here, and the provider only says who somebody is.
    pub groups_claim: String,
    pub mappings: Vec<Mapping>,
    pub active: bool,
    /// When its secret was set last, in seconds since 1970: the history tells that it was, and never what it is.
    pub secret_set_at: Option<i64>,
}

impl Provider {
    /// The roles that groups give; `None` when roles are given in the register.
    pub fn grants(&self, groups: &[String]) -> Option<Vec<Grant>> {
        if self.groups_claim.is_empty() {
            return None;
        }
        let mut grants: Vec<Grant> = Vec::new();
        for mapping in &self.mappings {
            let grant = Grant {
                role: mapping.role,
                unit: mapping.unit,
            };
            if groups.contains(&mapping.group) && !grants.contains(&grant) {
                grants.push(grant);
            }
        }
        Some(grants)
    }
}

/// What a kommun asks of whoever signs in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInRule {
    /// Local passwords open nothing, but for the first administrator.
    pub single_sign_on_required: bool,
    /// Whoever has one of these roles and a local password needs a second factor.
    pub second_factor_for: Vec<Role>,
}

impl SignInRule {
    /// Whether somebody who signs in with a password needs a second factor.
    pub fn demands_second_factor(&self, account: &Account) -> bool {
        let demanded = |grant: &Grant| self.second_factor_for.contains(&grant.role);
        account.grants.iter().any(demanded)
    }
}

/// What a provider said of a person, after everything about it was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub subject: String,
    pub name: String,
    /// Empty when the provider gave none that may be believed.
    pub email: String,
    /// The provider says that the address is the person's: without that it opens no account that is there already.
    pub email_verified: bool,
    pub groups: Vec<String>,
    /// To be shown to the provider when the person signs out there.
    pub id_token: String,
}

/// Why somebody did not come in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SsoError {
    #[error("the provider does not answer: {0}")]
    Down(String),
    #[error("what answers is not that provider: {0}")]
    NotAProvider(String),
    #[error("the provider did not let the person in: {0}")]
    Denied(String),
    #[error("the answer belongs to no sign-in that was begun here, or to one that is over")]
    State,
    #[error("the provider refuses the code or the register: {0}")]
    Refused(String),
    #[error("the signature fits no key of the provider: {0}")]
    Signature(String),
    #[error("the token is for somebody else: {0}")]
    Audience(String),
    #[error("the token is too old or from the future: {0}")]
    Time(String),
    #[error("the token is for another sign-in")]
    Nonce,
    #[error("the token cannot be used: {0}")]
    Token(String),
    #[error("the provider gave no e-mail address")]
    NoAddress,
    #[error("the address belongs to an account that the provider may not speak for")]
    AddressTaken,
    #[error("no group gives a role")]
    NoRole,
    #[error("the account is closed")]
    Closed,
}

impl SsoError {
    /// What the person is told: what to do, and never what the provider wrote.
    pub fn message(&self) -> Message {
        Message::new(match self {
            Self::Down(_) => "sso-down",
            Self::NotAProvider(_) => "sso-not-a-provider",
            Self::Denied(_) => "sso-denied",
            Self::State => "sso-state",
            Self::Refused(_) => "sso-refused",
            Self::Signature(_) => "sso-signature",
            Self::Audience(_) => "sso-audience",
            Self::Time(_) => "sso-clock",
            Self::Nonce => "sso-nonce",
            Self::Token(_) => "sso-token",
            Self::NoAddress => "sso-no-address",
            Self::AddressTaken => "sso-address-taken",
            Self::NoRole => "sso-no-role",
            Self::Closed => "sso-closed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(groups_claim: &str) -> Provider {
        let mapping = |group: &str, role, unit| Mapping {
            group: group.into(),
            role,
            unit,
        };
        Provider {
            name: "Ekebro".into(),
            issuer: "https://id.ekebro.example".into(),
            client_id: "objektiv".into(),
            groups_claim: groups_claim.into(),
            mappings: vec![
                mapping("dso", Role::Dpo, None),
                mapping("skola", Role::Manager, Some(UnitId(1))),
                mapping("skola-2", Role::Manager, Some(UnitId(1))),
            ],
            active: true,
            secret_set_at: None,
        }
    }

    #[test]
    fn groups_give_their_roles_once_and_others_give_none() {
        let groups = ["skola", "skola-2", "okänd"].map(str::to_owned);
        let grants = provider("groups").grants(&groups).unwrap();
        let in_schools = Grant {
            role: Role::Manager,
            unit: Some(UnitId(1)),
        };
        assert_eq!(grants, [in_schools]);
        assert_eq!(provider("groups").grants(&["DSO".into()]), Some(Vec::new()));
    }

    #[test]
    fn without_a_claim_for_groups_the_roles_are_the_registers_own() {
        assert_eq!(provider("").grants(&["dso".into()]), None);
    }
}
