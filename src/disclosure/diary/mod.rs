//! The log as anybody may see it: the four items of a register of records (OSL 5:2), without what must be left out.
//!
//! Left out is whatever a person did not decide to show: the matter unless it has a public wording, who a member of the
//! public is, the officer, the receiver's case, the ground, the place and the footage.

use time::Date;

use super::store::Recorded;
use super::{Decision, Recipient};
use crate::law::calendar::date_in_sweden;

pub mod page;
pub mod web;

/// A line of the public view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: i64,
    /// Item 1; `None` = erased on a decision.
    pub received_on: Option<Date>,
    /// Item 2; empty = only the number.
    pub dnr: String,
    /// Item 3, by kind.
    pub recipient: Recipient,
    /// Item 4; empty = left out.
    pub matter: String,
    pub decision: Decision,
    /// Number of the disclosure that it corrects.
    pub corrects: Option<i64>,
}

impl From<Recorded> for Line {
    fn from(recorded: Recorded) -> Self {
        let received_on = date_in_sweden(recorded.data.received_at);
        let kept = !recorded.is_erased("requester");
        let data = recorded.data;
        Self {
            number: data.number,
            received_on: kept.then_some(received_on),
            dnr: data.dnr,
            recipient: data.recipient,
            matter: data.public_matter,
            decision: data.decision,
            corrects: data.correction.map(|correction| correction.number),
        }
    }
}
