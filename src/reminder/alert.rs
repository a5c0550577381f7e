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
        /// An order that must not be known of ends; the subject is the hold. The words tell nothing of it.
        OwnDate = "eget-datum",
        /// Somebody who asks by article 15 has waited for nearly a month; the subject is the draft.
        AccessDue = "tillgang",
        /// A member of the public waits; the subject is the draft.
        PublicWaits = "begaran-vantar",
        /// A draft is removed soon; the subject is its number.
        DraftEnds = "utkast",
        /// A written decision was asked for and is not made; the subject is the disclosure.
        DecisionOwed = "beslut",
        /// Nobody has recorded when a refusal was served; the subject is the disclosure.
        ServiceUnknown = "delgivning",
        /// The window of appeal ends; the subject is the disclosure.
        AppealEnds = "overklagande",
        /// Copies on loose media are out; the subject is the month in which they left.
        CopiesOut = "kopior",
    }
}

impl AlertKind {
    /// What falls due at the disclosure desk, rather than something that works no more.
    pub const AT_THE_DESK: [Self; 8] = [
        Self::OwnDate,
        Self::AccessDue,
        Self::PublicWaits,
        Self::DraftEnds,
        Self::DecisionOwed,
        Self::ServiceUnknown,
        Self::AppealEnds,
        Self::CopiesOut,
    ];

    /// Where it is mended, in Swedish; `Loc::path` makes the English one.
    pub fn path(self, subject: i64) -> String {
        match self {
            Self::OwnDate => format!("/bevaranden/{subject}"),
            Self::AccessDue | Self::PublicWaits | Self::DraftEnds => {
                format!("/utlamnanden/utkast/{subject}")
            }
            Self::DecisionOwed | Self::ServiceUnknown | Self::AppealEnds => {
                format!("/utlamnanden/{subject}")
            }
            Self::CopiesOut => "/utlamnanden/kopior".to_owned(),
            Self::RecorderSilent => format!("/inspelare/{subject}"),
            Self::WebhookOff => format!("/administration/webhookar/{subject}"),
            Self::BackupFailed => "/schemalaggaren".to_owned(),
        }
    }
}

impl AlertKind {
    /// As [`AlertKind::path`], for a mail: an address must not tell what it is about either.
    pub fn path_in_mail(self, subject: i64) -> String {
        match self {
            Self::OwnDate => "/paminnelser".to_owned(),
            _ => self.path(subject),
        }
    }

    /// Its name is what somebody has called it, and not words of ours.
    pub const fn is_named_by_people(self) -> bool {
        matches!(self, Self::RecorderSilent | Self::WebhookOff)
    }

    pub fn is_at_the_desk(self) -> bool {
        Self::AT_THE_DESK.contains(&self)
    }
}

/// What works no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub kind: AlertKind,
    pub subject: i64,
    /// What people call it; of what falls due at the desk, and of a copy, [`crate::texts::Message::kept`].
    pub name: String,
    /// Why, as it is kept: [`crate::texts::Message::kept`].
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
