//! The log as anybody may see it: the four items of a register of records (OSL 5:2), without what must be left out.
//!
//! Left out is whatever a person did not decide to show: the matter unless it has a public wording, who a member of the
//! public is, the officer, the receiver's case, the ground, the place and the footage.

use time::Date;

use super::store::Recorded;
use super::{Decision, Disclosure, Recipient};
use crate::hold::Hold;
use crate::law::calendar::date_in_sweden;

pub mod page;
pub mod web;

/// A line of the public view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: i64,
    /// When it was written down.
    pub recorded_on: Date,
    /// Item 1; `None` = erased on a decision.
    pub received_on: Option<Date>,
    /// Item 2; empty = only the number.
    pub dnr: String,
    /// Item 3, by kind; `None` = left out.
    pub recipient: Option<Recipient>,
    /// Item 4; empty = left out.
    pub matter: String,
    /// `None` = left out.
    pub decision: Option<Decision>,
    /// Number of the disclosure that it corrects.
    pub corrects: Option<i64>,
}

impl Line {
    /// The line of a disclosure. `hidden` says whether it must not be known that footage of its place and time was of
    /// interest to somebody: then, and when it is marked as secret (OSL 5:5), items 3 and 4 are left out (OSL 5:2).
    pub fn of(recorded: Recorded, hidden: bool) -> Self {
        let hidden = hidden || !recorded.data.marking_rule.is_empty();
        let received_on = date_in_sweden(recorded.data.received_at);
        let kept = !recorded.is_erased("requester");
        let data = recorded.data;
        Self {
            number: data.number,
            recorded_on: date_in_sweden(recorded.recorded_at),
            received_on: kept.then_some(received_on),
            dnr: data.dnr,
            recipient: (!hidden).then_some(data.recipient),
            matter: if hidden {
                String::new()
            } else {
                data.public_matter
            },
            decision: (!hidden).then_some(data.decision),
            corrects: data.correction.map(|correction| correction.number),
        }
    }
}

/// Whether an order that must not be known of (RB 27:16 a) is about the footage of a disclosure.
pub fn is_under_a_gag(disclosure: &Disclosure, holds: &[Hold], today: Date) -> bool {
    holds.iter().any(|hold| {
        hold.gag
            && hold.is_open_on(today)
            && hold.site == disclosure.site
            && hold.interval_from <= disclosure.interval_until
            && disclosure.interval_from <= hold.interval_until
    })
}
