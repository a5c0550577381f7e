//! Who may sign in, kept by an administrator.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Account, Grant, Role};

/// Someone who holds a role in the kommun, whether or not they may sign in now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub account: Account,
    pub active: bool,
}

impl Member {
    /// Can keep people and units of the whole kommun.
    pub fn is_administrator(&self) -> bool {
        let whole = Grant {
            role: Role::Administrator,
            unit: None,
        };
        self.active && self.account.grants.contains(&whole)
    }

    /// What stands for a version number: it differs when anything that can be changed here does.
    pub fn version(&self) -> i64 {
        let state = format!(
            "{}\n{:?}\n{}",
            self.account.name, self.account.grants, self.active
        );
        let digest = Sha256::digest(state);
        digest
            .first_chunk::<8>()
            .map_or(0, |bytes| i64::from_be_bytes(*bytes))
    }
}

/// Whether someone is left who can give roles when `after` is as it says. Otherwise nobody could ever give one again.
pub fn administrator_remains(members: &[Member], after: &Member) -> bool {
    let others = members
        .iter()
        .filter(|member| member.account.id != after.account.id);
    after.is_administrator() || others.into_iter().any(Member::is_administrator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountId;
    use crate::organisation::UnitId;

    fn member(id: i64, role: Role, unit: Option<i64>) -> Member {
        Member {
            account: Account {
                id: AccountId(id),
                email: String::new(),
                name: "Åsa Bok".into(),
                grants: vec![Grant {
                    role,
                    unit: unit.map(UnitId),
                }],
            },
            active: true,
        }
    }

    #[test]
    fn the_last_administrator_stays() {
        let members = [
            member(1, Role::Administrator, None),
            member(2, Role::Dpo, None),
            member(3, Role::Administrator, Some(7)),
        ];
        assert!(!administrator_remains(
            &members,
            &member(1, Role::Dpo, None)
        ));
        let mut locked_out = members[0].clone();
        locked_out.active = false;
        assert!(!administrator_remains(&members, &locked_out));
        assert!(administrator_remains(
            &members,
            &member(2, Role::Auditor, None)
        ));
    }

    #[test]
    fn a_change_of_roles_is_another_version() {
        let (dpo, auditor) = (member(1, Role::Dpo, None), member(1, Role::Auditor, None));
        assert_ne!(dpo.version(), auditor.version());
        assert_eq!(dpo.version(), dpo.clone().version());
    }
}
