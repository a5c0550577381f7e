//! What the log commits to of a disclosure.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Decision, Disclosure};
use crate::ledger::EntryKind;

impl Disclosure {
    /// What the ledger entry commits to, each under a salt of its own so that it can be erased alone (ledger.md 2.2).
    pub fn sealed_fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = vec![
            ("number", json!(self.number)),
            ("requester", self.requester()),
            (
                "case",
                json!({"dnr": self.dnr, "reference": self.case_reference, "matter": self.matter, "note": self.note}),
            ),
            ("basis", self.basis()),
            ("cameras", self.seen_by()),
            ("interval", self.interval()),
            ("files", json!(self.files)),
            ("decided_by", self.decider()),
            (
                "delivery",
                json!({"medium": self.medium, "reference": self.medium_reference, "to": self.handed_to,
                       "corrects": self.corrects.map_or(0, |id| id.0)}),
            ),
        ];
        fields.extend(self.later_fields());
        fields
    }

    /// Fields that the first entries of the log do not have. Each is there only when there is something to say, so that
    /// what an older entry committed to is still what its record says.
    fn later_fields(&self) -> Vec<(&'static str, Value)> {
        let found = [
            ("requested", self.requested()),
            ("noted", self.noted()),
            ("refusal", self.refusal()),
            ("examination", self.examination()),
            (
                "correction",
                self.correction.as_ref().map(|correction| json!(correction)),
            ),
            ("steps", self.steps.map(|steps| json!(steps))),
        ];
        let told = found.into_iter();
        told.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    pub(super) fn requester(&self) -> Value {
        json!({"authority": self.recipient, "name": self.recipient_name, "officer": self.officer,
               "channel": self.channel, "received": second(self.received_at), "received_by": self.received_by})
    }

    pub(super) fn basis(&self) -> Value {
        json!({"ground": self.ground, "imprisonment_in_scale": answer(self.imprisonment_in_scale)})
    }

    pub(super) fn seen_by(&self) -> Value {
        json!({"site": self.site, "cameras": self.cameras})
    }

    pub(super) fn interval(&self) -> Value {
        json!({"from": second(self.interval_from), "until": second(self.interval_until)})
    }

    pub(super) fn decider(&self) -> Value {
        json!({"by": self.decided_by, "on": self.decided_on.to_string(), "delegation": self.delegation_reference})
    }

    pub(super) fn requested(&self) -> Option<Value> {
        let (from, until) = (self.requested_from?, self.requested_until?);
        Some(json!({"from": from.unix_timestamp(), "until": until.unix_timestamp()}))
    }

    pub(super) fn noted(&self) -> Option<Value> {
        let at = self.noted_at?;
        Some(json!({"at": at.unix_timestamp(), "by": self.noted_by}))
    }

    pub(super) fn refusal(&self) -> Option<Value> {
        if self.decision == Decision::Released {
            return None;
        }
        let served = self.served_on.map_or(String::new(), |day| day.to_string());
        Some(
            json!({"decision": self.decision, "reasons": self.refusal_reasons, "served": served,
                   "told_of_appeal": answer(self.told_of_appeal),
                   "decision_asked_for": answer(self.decision_asked_for),
                   "written_decision": answer(self.written_decision)}),
        )
    }

    /// Each kind of decision is an entry of its own kind; a correction points at the one that it corrects.
    pub const fn entry_kind(&self) -> EntryKind {
        match self.correction {
            Some(_) => EntryKind::Correction,
            None if self.decision.releases() => EntryKind::Disclosure,
            None => EntryKind::Refusal,
        }
    }
}

fn second(instant: OffsetDateTime) -> i64 {
    let utc = instant.to_offset(time::UtcOffset::UTC);
    utc.replace_nanosecond(0)
        .unwrap_or(instant)
        .unix_timestamp()
}

fn answer(answer: Option<bool>) -> &'static str {
    answer.map_or("unanswered", |yes| if yes { "yes" } else { "no" })
}
