//! The secrecy assessment of a request: what was weighed, beside the ground that was stated. Everything in it may be left
//! out: an assessment is in the words of whoever makes it.

use serde_json::{Map, Value, json};
use time::Date;

use super::Disclosure;
use crate::code::codes;

codes! {
    /// Secrecy that can stand beside that of the camera surveillance itself (law.md 4.1).
    OverlappingSecrecy, "overlapping-secrecy" {
        /// Of an investigation: what the police told us.
        Investigation = "osl-18-1",
        /// Where cameras are, and what they do not see.
        SecurityMeasures = "osl-18-8",
        School = "osl-23-2",
        HealthCare = "osl-25-1",
        SocialServices = "osl-26-1",
    }
}

impl Disclosure {
    /// What was stated of it, for the log; `None` when nothing was.
    pub fn examination(&self) -> Option<Value> {
        let texts = [
            ("ground_details", &self.ground_details),
            ("assessment", &self.assessment),
            ("public_matter", &self.public_matter),
        ];
        let stated = texts.into_iter().filter(|(_, text)| !text.is_empty());
        let mut told: Map<String, Value> = stated
            .map(|(name, text)| (name.to_owned(), json!(text)))
            .collect();
        if !self.overlapping.is_empty() {
            told.insert("overlapping".to_owned(), json!(self.overlapping));
        }
        if let Some(on) = self.marking_on {
            let marking = json!({"rule": self.marking_rule, "on": on.to_string(),
                                 "authority": self.marking_authority});
            told.insert("marking".to_owned(), marking);
        }
        (!told.is_empty()).then_some(Value::Object(told))
    }

    /// Leaves members of closed lists and nothing that a person wrote. `no_date` stands where a date was.
    pub(super) fn empty_examination(&mut self, no_date: Date) {
        for text in [
            &mut self.ground_details,
            &mut self.assessment,
            &mut self.public_matter,
            &mut self.marking_rule,
            &mut self.marking_authority,
        ] {
            text.clear();
        }
        self.marking_on = self.marking_on.map(|_| no_date);
    }
}

#[cfg(test)]
mod tests {
    use crate::texts::Loc;

    #[test]
    fn every_part_of_it_has_a_word_on_the_receipt() {
        for id in [
            "receipt-field-examination",
            "receipt-part-ground-details",
            "receipt-part-assessment",
            "receipt-part-public-matter",
            "receipt-part-overlapping",
            "receipt-part-marking",
            "receipt-part-rule",
        ] {
            for l in [Loc::sv(), Loc::en()] {
                assert!(l.maybe(id).is_some(), "{id}");
            }
        }
    }
}
