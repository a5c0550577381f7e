//! Auditors from outside, whom the dataskyddsombud lets in for a time.

use time::{Date, OffsetDateTime};

use super::{Account, AccountId, Role};

pub mod form;
pub mod page;
pub mod store;
pub mod web;

/// Longest time for which somebody is let in, in days: who still reviews after that is invited again.
pub const LONGEST_DAYS: i64 = 366;

/// For how long somebody is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub account: AccountId,
    /// The last day.
    pub until: Date,
    pub invited_by: String,
    pub invited_at: OffsetDateTime,
}

/// Whether the person reviews at all, so that there can be a period.
pub fn reviews(account: &Account) -> bool {
    account
        .grants
        .iter()
        .any(|grant| grant.role == Role::Auditor)
}

/// What the person holds when the time as an auditor is over: whatever else they are.
pub fn when_over(account: &mut Account) {
    account.grants.retain(|grant| grant.role != Role::Auditor);
}
