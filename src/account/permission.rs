//! Which role may do what: one table.

use super::Role;
use crate::code::codes;

codes! {
    Permission, "permission" {
        ReadRegister = "lasa-registret",
        /// Sites that are secret as a whole (OSL 18:8).
        ReadSecret = "lasa-sekretess",
        /// Where cameras are, how they are turned and where they record, where that is secret.
        ReadSecretDetails = "lasa-sekretessuppgifter",
        EditSites = "andra-bevakningar",
        ImportSites = "importera",
        SignAssessments = "skriva-under-bedomningar",
        AdviseOnAssessments = "ge-rad-om-bedomningar",
        ReadDisclosures = "lasa-utlamnanden",
        RecordDisclosures = "registrera-utlamnanden",
        ReadLedger = "granska-loggen",
        ReadNotices = "lasa-paminnelser",
        ReadTimetable = "folja-schemalaggaren",
        RunJobs = "kora-jobb",
        DecideOnRules = "besluta-om-regler",
        InviteAuditors = "bjuda-in-granskare",
        ManagePeople = "hantera-personer",
        ManageOrganisation = "hantera-organisation",
    }
}

impl Role {
    /// The administrator installs and keeps people and units, and sees no disclosure content.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Dpo => &[
                P::ReadRegister,
                P::ReadSecret,
                P::ReadSecretDetails,
                P::ReadDisclosures,
                P::ReadLedger,
                P::ReadNotices,
                P::ReadTimetable,
                P::AdviseOnAssessments,
                P::DecideOnRules,
                P::InviteAuditors,
            ],
            Self::Manager => &[
                P::ReadRegister,
                P::ReadSecret,
                P::ReadSecretDetails,
                P::EditSites,
                P::ImportSites,
                P::ReadNotices,
            ],
            Self::Officer => &[
                P::ReadRegister,
                // Footage is handed out from such a site as well; for that nobody needs to know how a camera is turned.
                P::ReadSecret,
                P::ReadDisclosures,
                P::RecordDisclosures,
                P::ReadNotices,
            ],
            Self::DecisionMaker => &[
                P::ReadRegister,
                P::ReadSecret,
                P::ReadSecretDetails,
                P::SignAssessments,
                P::ReadDisclosures,
                P::ReadNotices,
            ],
            Self::Auditor => &[
                P::ReadRegister,
                P::ReadSecret,
                P::ReadSecretDetails,
                P::ReadDisclosures,
                P::ReadLedger,
            ],
            Self::Administrator => &[
                P::ReadRegister,
                P::ImportSites,
                P::ManagePeople,
                P::ManageOrganisation,
                P::ReadLedger,
                P::ReadNotices,
                P::ReadTimetable,
                P::RunJobs,
            ],
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Account, AccountId, Grant};
    use crate::code::Code;
    use crate::organisation::UnitId;

    #[test]
    fn the_administrator_sees_no_disclosure_content() {
        assert!(!Role::Administrator.may(Permission::ReadDisclosures));
        assert!(!Role::Administrator.may(Permission::RecordDisclosures));
    }

    #[test]
    fn the_dataskyddsombud_reads_everything_and_changes_no_facts() {
        for permission in [
            Permission::ReadRegister,
            Permission::ReadDisclosures,
            Permission::ReadLedger,
        ] {
            assert!(Role::Dpo.may(permission));
        }
        for permission in [
            Permission::EditSites,
            Permission::ImportSites,
            Permission::RecordDisclosures,
        ] {
            assert!(!Role::Dpo.may(permission));
        }
    }

    #[test]
    fn every_permission_is_held_by_someone() {
        for permission in Permission::ALL {
            assert!(
                Role::ALL.iter().any(|role| role.may(*permission)),
                "{permission:?}"
            );
        }
    }

    #[test]
    fn a_role_in_one_unit_does_not_reach_another_nor_the_whole_kommun() {
        let schools = UnitId(1);
        let account = Account {
            id: AccountId(1),
            email: String::new(),
            name: String::new(),
            grants: vec![Grant {
                role: Role::Manager,
                unit: Some(schools),
            }],
        };
        assert!(account.may(Permission::EditSites, Some(schools)));
        assert!(!account.may(Permission::EditSites, Some(UnitId(2))));
        assert!(!account.may(Permission::EditSites, None));
    }
}
