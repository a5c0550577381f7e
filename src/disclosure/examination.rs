//! The secrecy assessment of a request: what was weighed, beside the ground that was stated.

use serde::{Deserialize, Serialize};
use time::Date;

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

/// Everything in it may be left out: an assessment is in the words of whoever makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Examination {
    /// What the ground asks to be recorded: which accident, who seized, who consented.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ground_details: String,
    /// The assessment of harm (OSL 32:3) in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub assessment: String,
    /// The matter as the public view of the log tells it; empty = it is left out (OSL 5:2).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub public_matter: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overlapping: Vec<OverlappingSecrecy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marking: Option<SecrecyMarking>,
}

/// A secrecy marking states the rule, the date and the authority (OSL 5:5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecrecyMarking {
    pub rule: String,
    pub on: Date,
    pub authority: String,
}

impl Examination {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Leaves members of closed lists and nothing that a person wrote.
    pub fn empty(&mut self) {
        self.ground_details.clear();
        self.assessment.clear();
        self.public_matter.clear();
        self.marking = None;
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
