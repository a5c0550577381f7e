//! Tables that are too large to be waited for: the file is made while whoever asked for it does something else, and lies here
//! until its time is over. Nobody but the person who asked gets it.

use time::{Duration, OffsetDateTime};

use crate::account::{Account, AccountId, Grant};
use crate::code::{Code, ids};
use crate::organisation::KommunId;

pub mod page;
pub mod store;
pub mod web;

ids! { ExportId }

/// How long a file lies here after it was asked for.
pub const KEPT_FOR: Duration = Duration::hours(24);
/// One that has not been heard of for this long has stopped with its server.
const SILENT_AFTER: Duration = Duration::seconds(30);
/// So many a person has under way at a time.
pub const AT_ONCE: usize = 3;

/// Whose exports: a person in a kommun.
pub type Person = (KommunId, AccountId);

/// A table that somebody asked for as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub id: ExportId,
    /// The address that asked for it, with its language.
    pub address: String,
    pub file_name: String,
    /// What the person might then, in a form that can be compared.
    pub grants: String,
    /// What the trace is told when it is fetched; empty: nothing.
    pub act: String,
    pub asked_at: OffsetDateTime,
    pub heard_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
    pub failed: bool,
    /// Rows that have been read, of `whole`, which is 0 when that is not known.
    pub done: u64,
    pub whole: u64,
    pub bytes: u64,
}

/// What has become of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    UnderWay,
    Ready,
    Failed,
    /// Its server was stopped before it was done.
    Stopped,
}

impl Export {
    pub fn standing(&self, now: OffsetDateTime) -> Standing {
        if self.failed {
            Standing::Failed
        } else if self.finished_at.is_some() {
            Standing::Ready
        } else if now - self.heard_at < SILENT_AFTER {
            Standing::UnderWay
        } else {
            Standing::Stopped
        }
    }

    pub fn kept_until(&self) -> OffsetDateTime {
        self.asked_at + KEPT_FOR
    }

    /// Whether its time is over at `now`.
    pub fn is_over(&self, now: OffsetDateTime) -> bool {
        now >= self.kept_until()
    }
}

/// What a person may, in a form that can be compared: a file that was made by other roles is given to nobody.
pub fn grants(account: &Account) -> String {
    let one = |grant: &Grant| {
        let unit = grant.unit.map_or(0, i64::from);
        format!("{} {unit}", grant.role.code())
    };
    let mut all: Vec<String> = account.grants.iter().map(one).collect();
    all.sort_unstable();
    all.join("\n")
}

/// The last instant of which exports are over at `now`, and that of which they are silent.
pub fn limits(now: OffsetDateTime) -> (OffsetDateTime, OffsetDateTime) {
    (now - KEPT_FOR, now - SILENT_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Role;
    use crate::organisation::UnitId;
    use time::macros::datetime;

    #[test]
    fn an_export_whose_server_stopped_is_not_under_way_for_ever() {
        let at = datetime!(2026-11-22 08:00 UTC);
        let mut export = page::sample(at);
        export.finished_at = None;
        let after = |seconds| at + Duration::seconds(seconds);
        assert_eq!(export.standing(after(29)), Standing::UnderWay);
        assert_eq!(export.standing(after(30)), Standing::Stopped);
        export.finished_at = Some(at);
        assert_eq!(export.standing(after(3600)), Standing::Ready);
        assert!(!export.is_over(after(86_399)));
        assert!(export.is_over(after(86_400)));
    }

    #[test]
    fn other_roles_and_other_units_are_other_grants_and_their_order_is_nothing() {
        let account = |grants| Account {
            id: AccountId(1),
            email: String::new(),
            name: String::new(),
            grants,
        };
        let grant = |role, unit| Grant { role, unit };
        let (dpo, school) = (
            grant(Role::Dpo, None),
            grant(Role::Manager, Some(UnitId(1))),
        );
        let of = |all: Vec<Grant>| grants(&account(all));
        assert_eq!(of(vec![dpo, school]), of(vec![school, dpo]));
        assert_ne!(of(vec![dpo, school]), of(vec![dpo]));
        assert_ne!(of(vec![school]), of(vec![grant(Role::Manager, None)]));
    }
}
