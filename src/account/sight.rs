//! How much of a kommun's register somebody sees: the one place that decides it.
//!
//! A [`Sight`] is part of every `KommunId`, and no query of the register is made without one. A `KommunId` that nobody has
//! given a sight sees only what is open to whoever may read the register, so that what is forgotten is closed.

use super::{Account, AccountId, Permission, Role};
use crate::code::Code;

/// Where something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    Nowhere,
    /// In the units in which the account holds one of the roles.
    OwnUnits(AccountId, Roles),
    Everywhere,
}

/// Some of the roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Roles(u16);

impl Roles {
    fn with(self, role: Role) -> Self {
        Self(self.0 | bit(role))
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        let all = Role::ALL.iter().copied();
        all.filter(move |role| self.0 & bit(*role) != 0)
    }
}

fn bit(role: Role) -> u16 {
    let at = Role::ALL.iter().position(|one| *one == role);
    at.map_or(0, |at| 1 << at)
}

impl Reach {
    fn of(account: &Account, permission: Permission) -> Self {
        let mut roles = Roles::default();
        for grant in &account.grants {
            if !grant.role.may(permission) {
                continue;
            }
            match grant.unit {
                None => return Self::Everywhere,
                Some(_) => roles = roles.with(grant.role),
            }
        }
        if roles == Roles::default() {
            Self::Nowhere
        } else {
            Self::OwnUnits(account.id, roles)
        }
    }
}

/// What of a register is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sight {
    /// The sites that there are at all.
    pub sites: Reach,
    /// Those of them that are secret as a whole.
    pub secret: Reach,
    /// Where cameras are, how they are turned and where they record, where site or camera is marked so.
    pub details: Reach,
    /// Recorders that keep footage of secret sites alone.
    pub recorders: Reach,
}

impl Sight {
    /// What whoever may read the register sees of it.
    pub const OPEN: Self = Self {
        sites: Reach::Everywhere,
        secret: Reach::Nowhere,
        details: Reach::Nowhere,
        recorders: Reach::Nowhere,
    };

    /// What the jobs, the command line and the rules must see.
    pub const EVERYTHING: Self = Self {
        sites: Reach::Everywhere,
        secret: Reach::Everywhere,
        details: Reach::Everywhere,
        recorders: Reach::Everywhere,
    };
}

impl Account {
    /// What the person sees, by the roles that they hold now.
    pub fn sight(&self) -> Sight {
        // Whoever works here reads the register of the whole kommun; who reviews a unit reads that unit.
        let works = |grant: &super::Grant| {
            grant.role != Role::Auditor && grant.role.may(Permission::ReadRegister)
        };
        let secret = Reach::of(self, Permission::ReadSecret);
        Sight {
            sites: if self.grants.iter().any(works) {
                Reach::Everywhere
            } else {
                Reach::of(self, Permission::ReadRegister)
            },
            secret,
            details: Reach::of(self, Permission::ReadSecretDetails),
            // Who sets them up knows of them, and not whose footage they keep.
            recorders: if self.may(Permission::ManageOrganisation, None) {
                Reach::Everywhere
            } else {
                secret
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Grant;
    use crate::organisation::UnitId;

    fn holding(grants: &[(Role, Option<i64>)]) -> Sight {
        let grants = grants.iter().map(|(role, unit)| Grant {
            role: *role,
            unit: unit.map(UnitId),
        });
        let account = Account {
            id: AccountId(7),
            email: String::new(),
            name: String::new(),
            grants: grants.collect(),
        };
        account.sight()
    }

    fn own(roles: &[Role]) -> Reach {
        let roles = roles
            .iter()
            .fold(Roles::default(), |all, one| all.with(*one));
        Reach::OwnUnits(AccountId(7), roles)
    }

    #[test]
    fn the_dataskyddsombud_sees_everything_and_the_administrator_nothing_secret() {
        assert_eq!(holding(&[(Role::Dpo, None)]), Sight::EVERYTHING);
        let administrator = holding(&[(Role::Administrator, None)]);
        let open = Sight {
            recorders: Reach::Everywhere,
            ..Sight::OPEN
        };
        assert_eq!(administrator, open, "but sets up every recorder");
    }

    #[test]
    fn who_answers_for_a_unit_sees_what_is_secret_there() {
        let sight = holding(&[(Role::Manager, Some(1)), (Role::Officer, Some(2))]);
        assert_eq!(sight.sites, Reach::Everywhere);
        assert_eq!(sight.secret, own(&[Role::Manager, Role::Officer]));
        assert_eq!(
            sight.details,
            own(&[Role::Manager]),
            "the desk needs no directions"
        );
    }

    #[test]
    fn an_auditor_of_a_unit_sees_that_unit_and_all_of_it() {
        let unit = holding(&[(Role::Auditor, Some(1))]);
        assert_eq!(unit.sites, own(&[Role::Auditor]));
        assert_eq!(unit.details, own(&[Role::Auditor]));
        assert_eq!(holding(&[(Role::Auditor, None)]), Sight::EVERYTHING);
    }

    #[test]
    fn nobody_without_a_role_sees_a_site() {
        assert_eq!(holding(&[]).sites, Reach::Nowhere);
    }

    #[test]
    fn some_roles_are_those_that_were_put_in() {
        let some = Roles::default().with(Role::Officer).with(Role::Auditor);
        assert_eq!(
            some.iter().collect::<Vec<_>>(),
            [Role::Officer, Role::Auditor]
        );
    }
}
