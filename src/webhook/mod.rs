//! Webhooks: other systems of the kommun are told of each step of a deadline as well.
//!
//! Messages are signed by the Standard Webhooks specification. A message is kept until it has arrived; when it does
//! not, it is tried again ever more seldom, and an address that has not answered for days is switched off.

use time::{Date, Duration, OffsetDateTime};

use crate::code::ids;
use crate::law::Outcome;
use crate::site::SiteId;

pub mod form;
pub mod page;
pub mod send;
pub mod sign;
pub mod store;
pub mod web;

ids! { WebhookId, MessageId }

/// An address that has taken no message for this long is switched off.
pub const OFF_AFTER: Duration = Duration::days(4);

/// Minutes from one attempt to the next.
const PATIENCE_MINUTES: [i64; 9] = [10, 30, 120, 300, 600, 840, 1_200, 1_440, 1_440];

/// Where messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub address: String,
    pub made_at: OffsetDateTime,
    /// Of the first attempt after the last that was taken.
    pub failing_since: Option<OffsetDateTime>,
    /// Nothing is sent from then on.
    pub off_at: Option<OffsetDateTime>,
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub id: MessageId,
    pub webhook: WebhookId,
    /// What the receiver knows it by, the same in every attempt.
    pub message: String,
    pub payload: String,
    /// Attempts that were made.
    pub attempts: u32,
}

/// A message as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub message: String,
    pub policy: String,
    pub made_at: OffsetDateTime,
    pub attempts: u32,
    pub next_at: Option<OffsetDateTime>,
    pub delivered_at: Option<OffsetDateTime>,
    /// What came of the last attempt, in English, for the administrator.
    pub outcome: String,
}

/// When to try again after so many attempts; `None` = give up.
pub fn next_attempt(attempts: u32, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let index = usize::try_from(attempts.checked_sub(1)?).ok()?;
    let minutes = PATIENCE_MINUTES.get(index)?;
    Some(now + Duration::minutes(*minutes))
}

/// A step of a deadline, as it is told. No names, no footage, nothing of orders that must not be known of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReached {
    pub site: SiteId,
    /// What the kommun calls the site in lists: `EKB-0001`.
    pub reference: String,
    pub policy: String,
    pub due_on: Date,
    pub step: u16,
    pub outcome: Outcome,
    /// Where it is read, for those who may.
    pub url: String,
}

impl StepReached {
    /// The body of the message.
    pub fn payload(&self, at: OffsetDateTime) -> String {
        let timestamp = at.unix_timestamp();
        let at = OffsetDateTime::from_unix_timestamp(timestamp).unwrap_or(at);
        let rfc3339 = time::format_description::well_known::Rfc3339;
        serde_json::json!({
            "type": "deadline.step_reached",
            "timestamp": at.format(&rfc3339).unwrap_or_default(),
            "data": {
                "site": self.site.0,
                "reference": self.reference,
                "policy": self.policy,
                "due_on": self.due_on.to_string(),
                "step": self.step,
                "outcome": self.outcome,
                "url": self.url,
            }
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn attempts_come_ever_more_seldom_and_the_last_switches_the_address_off() {
        let now = datetime!(2026-11-22 07:00 UTC);
        let (mut at, mut attempts, mut gaps) = (now, 1, Vec::new());
        while let Some(next) = next_attempt(attempts, at) {
            gaps.push(next - at);
            (at, attempts) = (next, attempts + 1);
        }
        assert!(gaps.is_sorted(), "{gaps:?}");
        assert_eq!(gaps[0], Duration::minutes(10));
        assert!(at - now > OFF_AFTER, "{}", at - now);
        assert!(at - now < Duration::days(5));
        assert_eq!(next_attempt(0, now), None);
    }

    #[test]
    fn a_message_says_what_fell_due_where_and_when() {
        let told = StepReached {
            site: SiteId(7),
            reference: "EKB-0001".into(),
            policy: "decision-in-effect".into(),
            due_on: time::macros::date!(2026 - 12 - 24),
            step: 30,
            outcome: Outcome::AtRisk,
            url: "https://kamera.ekebro.example/bevakningar/7#regel-decision-in-effect".into(),
        };
        let payload = told.payload(datetime!(2026-11-24 07:00:00.5 UTC));
        let read: serde_json::Value = serde_json::from_str(&payload).unwrap();
        assert_eq!(read["type"], "deadline.step_reached");
        assert_eq!(read["timestamp"], "2026-11-24T07:00:00Z");
        assert_eq!(read["data"]["due_on"], "2026-12-24");
        assert_eq!(read["data"]["outcome"], "at_risk");
    }
}
