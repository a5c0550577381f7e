//! Gallring of a disclosure: what is left of it in the register when sealed fields were erased.
//!
//! Emptied is everything that a person wrote and everything with time, place or files in it. What stays are members of
//! closed lists (authority, ground, medium), the running number, the site and references to other disclosures: they
//! tell how many releases there were and of which kind, and nobody's name.

use time::{Date, OffsetDateTime};

use super::Disclosure;

/// Stands where a date was.
const NO_DATE: Date = time::macros::date!(1970 - 01 - 01);
/// Stands where an instant was.
const NO_INSTANT: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

impl Disclosure {
    /// Empties what one of [`Disclosure::sealed_fields`] holds.
    pub fn empty(&mut self, field: &str) {
        match field {
            "requester" => {
                self.recipient_name.clear();
                self.officer.clear();
                self.received_by.clear();
                self.received_at = NO_INSTANT;
            }
            "case" => {
                self.dnr.clear();
                self.case_reference.clear();
                self.matter.clear();
                self.note.clear();
            }
            "cameras" => self.cameras.clear(),
            "interval" => (self.interval_from, self.interval_until) = (NO_INSTANT, NO_INSTANT),
            "files" => self.files.clear(),
            "decided_by" => {
                self.decided_by.clear();
                self.delegation_reference.clear();
                self.decided_on = NO_DATE;
            }
            "delivery" => {
                self.medium_reference.clear();
                self.handed_to.clear();
            }
            "requested" => {
                self.requested_from = self.requested_from.map(|_| NO_INSTANT);
                self.requested_until = self.requested_until.map(|_| NO_INSTANT);
            }
            "noted" => {
                self.noted_by.clear();
                self.noted_at = self.noted_at.map(|_| NO_INSTANT);
            }
            "refusal" => {
                self.refusal_reasons.clear();
                self.served_on = self.served_on.map(|_| NO_DATE);
            }
            "examination" => self.empty_examination(NO_DATE),
            "correction" => {
                if let Some(correction) = &mut self.correction {
                    correction.reason.clear();
                }
            }
            // The number, the ground and where the steps stand are numbers and a member of a closed list.
            _ => {}
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A disclosure in which everything is told.
    pub(in crate::disclosure) fn full() -> Value {
        let files = json!([{ "name": "spår", "size": 1, "sha256": "ba7816bf", "sha512": "spår" }]);
        let mut full = json!({
            "site": 3, "number": 17, "dnr": "spår", "recipient": "polismyndigheten", "recipient_name": "spår",
            "officer": "spår", "case_reference": "spår", "matter": "spår", "channel": "disk",
            "received_at": "2026-11-22T09:00:00Z", "received_by": "spår", "ground": "LUB_6",
            "imprisonment_in_scale": true, "decided_on": "2026-11-22", "decided_by": "spår",
            "delegation_reference": "spår", "cameras": [7], "interval_from": "2026-11-21T21:00:00Z",
            "interval_until": "2026-11-21T22:00:00Z",
            "files": files,
            "medium": "usb", "medium_reference": "spår", "handed_to": "spår", "note": "spår", "corrects": 5,
            "requested_from": "2026-11-21T20:00:00Z", "requested_until": "2026-11-21T22:00:00Z",
            "noted_at": "2026-11-22T09:00:00Z", "noted_by": "spår", "decision": "delvis", "told_of_appeal": true,
            "decision_asked_for": true, "written_decision": true, "refusal_reasons": "spår",
            "served_on": "2026-11-23",
            "correction": { "number": 16, "entry": 40, "reason": "spår" },
            "steps": { "request": 37, "assessment": 38, "decision": 39 }
        });
        let examined = json!({
            "ground_details": "spår", "assessment": "spår", "public_matter": "spår", "overlapping": ["osl-18-1"],
            "marking_rule": "spår", "marking_on": "2026-11-22", "marking_authority": "spår"
        });
        let members = examined.as_object().unwrap().clone();
        full.as_object_mut().unwrap().extend(members);
        full
    }

    #[test]
    fn when_every_field_is_erased_nothing_is_left_that_a_person_wrote_nor_a_time_nor_a_file() {
        let mut disclosure: Disclosure = serde_json::from_value(full()).unwrap();
        for (field, _) in disclosure.clone().sealed_fields() {
            disclosure.empty(field);
        }
        let left = serde_json::to_string(&disclosure).unwrap();
        for trace in ["spår", "2026", "ba7816bf", "[7]"] {
            assert!(!left.contains(trace), "{trace} is left: {left}");
        }
        assert!(left.contains("polismyndigheten") && left.contains("LUB_6"));
    }

    /// A member that is added to the record has to be added to what is erased.
    #[test]
    fn the_trace_above_is_in_every_member_that_holds_words() {
        let full = full();
        let disclosure: Disclosure = serde_json::from_value(full.clone()).unwrap();
        assert_eq!(serde_json::to_value(&disclosure).unwrap(), full);
    }

    /// A receipt and the page that checks it name everything that the log holds, in the language of the reader.
    #[test]
    fn whatever_is_sealed_has_a_name_in_words() {
        let disclosure: Disclosure = serde_json::from_value(full()).unwrap();
        let named = |list: &str, name: &str| {
            let id = format!("receipt-{list}-{}", name.replace('_', "-"));
            assert!(
                crate::texts::Loc::sv().maybe(&id).is_some(),
                "{id} has no words"
            );
        };
        let sums = ["sha256", "sha512"];
        for (field, value) in disclosure.sealed_fields() {
            named("field", field);
            let one = value
                .as_array()
                .and_then(|all| all.first())
                .unwrap_or(&value);
            let members = one.as_object().into_iter().flatten();
            for (member, _) in members.filter(|(member, _)| !sums.contains(&member.as_str())) {
                named("part", member);
            }
        }
    }

    #[test]
    fn an_erased_field_leaves_the_others_as_they_were() {
        let before: Disclosure = serde_json::from_value(full()).unwrap();
        let mut after = before.clone();
        after.empty("case");
        let same = |name| {
            let value = |d: &Disclosure| d.sealed_fields().into_iter().find(|(n, _)| *n == name);
            value(&before) == value(&after)
        };
        assert!(!same("case"));
        for name in [
            "number",
            "requester",
            "basis",
            "cameras",
            "interval",
            "files",
            "decided_by",
            "delivery",
        ] {
            assert!(same(name), "{name}");
        }
    }
}
