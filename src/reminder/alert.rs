//! Something of the installation that works no more: told once to each person who can mend it, until it works again.

use time::Date;

use crate::account::{Account, AccountId, Permission, Role};
use crate::code::{codes, ids};

ids! { AlertId }

codes! {
    AlertKind, "alert" {
        /// A recorder does not tell what it has; the subject is its number.
        RecorderSilent = "inspelare",
        /// A webhook was switched off because nobody took its messages; the subject is its number.
        WebhookOff = "webhook",
        /// No copy of the register could be made; the subject is 0.
        BackupFailed = "sakerhetskopia",
    }
}

impl AlertKind {
    /// Where it is mended, in Swedish; `Loc::path` makes the English one.
    pub fn path(self, subject: i64) -> String {
        match self {
            Self::RecorderSilent => format!("/inspelare/{subject}"),
            Self::WebhookOff => format!("/administration/webhookar/{subject}"),
            Self::BackupFailed => "/schemalaggaren".to_owned(),
        }
    }
}

/// What works no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub kind: AlertKind,
    pub subject: i64,
    /// What people call it.
    pub name: String,
    /// Why, in Swedish, as it is kept.
    pub detail: String,
}

/// What one person was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub account: AccountId,
    pub failure: Failure,
    pub since_on: Date,
    pub read: bool,
    /// It still does not work.
    pub open: bool,
}

/// Who can mend the installation: its administrators, or the dataskyddsombud where there are none.
pub fn menders(people: &[Account]) -> Vec<AccountId> {
    let with = |may: &dyn Fn(&Account) -> bool| -> Vec<AccountId> {
        let people = people.iter().filter(|person| may(person));
        people.map(|person| person.id).collect()
    };
    let found = with(&|person| person.may(Permission::ManageOrganisation, None));
    if !found.is_empty() {
        return found;
    }
    with(&|person| person.grants.iter().any(|grant| grant.role == Role::Dpo))
}
