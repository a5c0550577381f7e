//! What the log commits to of a disclosure.

use time::OffsetDateTime;

use super::{Decision, Disclosure};
use crate::ledger::EntryKind;

impl Disclosure {
    /// What the ledger entry commits to, each under a salt of its own so that it can be erased alone (ledger.md 2.2).
    pub fn sealed_fields(&self) -> Vec<(&'static str, serde_json::Value)> {
        use serde_json::json;
        let second = |instant: OffsetDateTime| {
            instant
                .to_offset(time::UtcOffset::UTC)
                .replace_nanosecond(0)
                .unwrap_or(instant)
                .unix_timestamp()
        };
        let mut fields = vec![
            ("number", json!(self.number)),
            (
                "requester",
                json!({"authority": self.recipient, "name": self.recipient_name, "officer": self.officer,
                       "channel": self.channel, "received": second(self.received_at), "received_by": self.received_by}),
            ),
            (
                "case",
                json!({"dnr": self.dnr, "reference": self.case_reference, "matter": self.matter, "note": self.note}),
            ),
            (
                "basis",
                json!({"ground": self.ground, "imprisonment_in_scale": self.imprisonment_in_scale.map_or("unanswered", yes_no)}),
            ),
            (
                "cameras",
                json!({"site": self.site, "cameras": self.cameras}),
            ),
            (
                "interval",
                json!({"from": second(self.interval_from), "until": second(self.interval_until)}),
            ),
            ("files", json!(self.files)),
            (
                "decided_by",
                json!({"by": self.decided_by, "on": self.decided_on.to_string(), "delegation": self.delegation_reference}),
            ),
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
    fn later_fields(&self) -> Vec<(&'static str, serde_json::Value)> {
        use serde_json::json;
        let mut fields = Vec::new();
        if let (Some(from), Some(until)) = (self.requested_from, self.requested_until) {
            fields.push((
                "requested",
                json!({"from": from.unix_timestamp(), "until": until.unix_timestamp()}),
            ));
        }
        if let Some(at) = self.noted_at {
            fields.push((
                "noted",
                json!({"at": at.unix_timestamp(), "by": self.noted_by}),
            ));
        }
        if self.decision != Decision::Released {
            let answer = |answer: Option<bool>| answer.map_or("unanswered", yes_no);
            let served = self.served_on.map_or(String::new(), |day| day.to_string());
            fields.push((
                "refusal",
                json!({"decision": self.decision, "reasons": self.refusal_reasons, "served": served,
                       "told_of_appeal": answer(self.told_of_appeal),
                       "decision_asked_for": answer(self.decision_asked_for),
                       "written_decision": answer(self.written_decision)}),
            ));
        }
        if let Some(examination) = self.examination() {
            fields.push(("examination", examination));
        }
        if let Some(correction) = &self.correction {
            fields.push(("correction", json!(correction)));
        }
        fields
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

const fn yes_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}
