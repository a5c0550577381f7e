//! The grounds for release as data: `grounds/*.toml`, one file a ground. Which are valid for a recipient, the secrecy of
//! the site and a day; the test of each in one sentence; and what is to be recorded for it.

use std::sync::LazyLock;

use serde::Deserialize;
use time::Date;

use super::{Disclosure, Ground, Recipient};
use crate::code::Code;
use crate::law::{Bilingual, PeriodInForce, Source};
use crate::site::SecrecyRegime;
use crate::texts::Message;
use crate::web::form::{Choice, Hint};

#[cfg(test)]
mod tests;

/// A ground, as its file says it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundRule {
    pub code: Ground,
    pub source: Source,
    pub in_force: PeriodInForce,
    /// Left out = anybody.
    pub recipients: Option<Vec<Recipient>>,
    /// Secrecy of the site that the ground does not override.
    #[serde(default)]
    pub not_under: Vec<SecrecyRegime>,
    /// What is asked about before it is saved without.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// The test in one sentence.
    pub test: Bilingual,
    /// What to write where the ground needs details.
    pub details: Option<Bilingual>,
    /// What is inferred or unsettled.
    pub reservation: Option<Bilingual>,
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
}

/// A field of the form that a ground asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    ImprisonmentInScale,
    GroundDetails,
}

impl Need {
    pub const fn field(self) -> &'static str {
        match self {
            Self::ImprisonmentInScale => "imprisonment_in_scale",
            Self::GroundDetails => "ground_details",
        }
    }
}

/// Why a ground is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    NotInForce,
    Recipient,
    Secrecy,
}

/// A case with its outcome; each is a test.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub name: String,
    #[serde(deserialize_with = "crate::law::toml_date::deserialize")]
    pub decided_on: Date,
    pub recipient: Recipient,
    #[serde(default = "ordinary")]
    pub secrecy: SecrecyRegime,
    /// Left out = the ground is valid.
    pub obstacle: Option<Obstacle>,
}

const fn ordinary() -> SecrecyRegime {
    SecrecyRegime::CameraSurveillance
}

/// What decides which grounds are valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    pub recipient: Recipient,
    pub secrecy: SecrecyRegime,
    pub decided_on: Date,
}

impl GroundRule {
    /// The first thing that keeps the ground from being valid, if any does.
    pub fn obstacle(&self, occasion: Occasion) -> Option<Obstacle> {
        let listed = |known: &Vec<Recipient>| known.contains(&occasion.recipient);
        if !self.in_force.contains(occasion.decided_on) {
            Some(Obstacle::NotInForce)
        } else if !self.recipients.as_ref().is_none_or(listed) {
            Some(Obstacle::Recipient)
        } else if self.not_under.contains(&occasion.secrecy) {
            Some(Obstacle::Secrecy)
        } else {
            None
        }
    }

    /// Why it is not valid, in words.
    fn reason(&self, obstacle: Obstacle) -> Message {
        match obstacle {
            Obstacle::NotInForce => {
                let from = self.in_force.from.to_string();
                Message::new("ground-not-in-force").with("from", from)
            }
            Obstacle::Recipient => Message::new("ground-other-recipients"),
            Obstacle::Secrecy => Message::new("ground-other-secrecy"),
        }
    }

    /// What the ground asks for and the disclosure does not say. A refusal rests on no ground for release.
    fn missing(&self, disclosure: &Disclosure) -> Vec<Need> {
        let is_missing = |need: &Need| match need {
            Need::ImprisonmentInScale => disclosure.imprisonment_in_scale.is_none(),
            Need::GroundDetails => disclosure.ground_details.is_empty(),
        };
        let needs = self.needs.iter().copied();
        needs.filter(|need| is_missing(need)).collect()
    }
}

/// Every ground, in the order of the list.
pub fn all() -> &'static [GroundRule] {
    static ALL: LazyLock<Vec<GroundRule>> = LazyLock::new(|| {
        // A file that cannot be read fails a test, so that none is left out in a program.
        let rules = FILES
            .iter()
            .filter_map(|(_, text)| toml::from_str(text).ok());
        rules.collect()
    });
    &ALL
}

pub fn rule(ground: Ground) -> Option<&'static GroundRule> {
    all().iter().find(|rule| rule.code == ground)
}

/// The grounds as choices of the form: the valid ones with their tests, and aside the rest with the reasons.
pub fn choices(occasion: Occasion) -> Vec<Choice> {
    let offered = all().iter().map(|rule| {
        let choice = Choice::id(rule.code.code(), Code::text_id(rule.code));
        match rule.obstacle(occasion) {
            None => choice.hint(Hint::Words(rule.test.clone())),
            Some(obstacle) => choice.hint(Hint::Message(rule.reason(obstacle))).aside(),
        }
    });
    offered.collect()
}

/// What the ground of a release asks for and nobody has stated.
pub fn missing(disclosure: &Disclosure) -> Vec<Need> {
    if !disclosure.decision.releases() {
        return Vec::new();
    }
    rule(disclosure.ground).map_or(Vec::new(), |rule| rule.missing(disclosure))
}

/// Name and content of each file. A test compares the list with the folder.
macro_rules! ground_files {
    ($($code:literal),+ $(,)?) => {
        &[$(($code, include_str!(concat!("../../../grounds/", $code, ".toml")))),+]
    };
}

const FILES: &[(&str, &str)] = ground_files![
    "LUB_6",
    "LUB_7_REQUEST",
    "LUB_7_OWN",
    "LUB_4",
    "OSL_32_3A_1",
    "OSL_32_3A_2",
    "OSL_10_24",
    "OSL_10_15A",
    "OSL_10_27",
    "OSL_10_2",
    "OSL_12_1_2",
    "OSL_6_5",
    "TF_2_15",
    "GDPR_15",
    "RB_27_SEIZURE",
    "RB_38_EDITION",
];
