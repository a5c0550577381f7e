//! A policy: one duty, as written in one TOML file (see `policies/README.md`).

use std::collections::BTreeMap;

use serde::Deserialize;
use time::Date;

use super::condition::Condition;
use super::fact::{Fact, Facts, Kind, Subject, Value};
use super::hours::WeeklyHours;
use super::operand::{Dated, Setting};
use super::{Bilingual, Outcome, toml_date};
use crate::code::codes;

codes! {
    /// How binding a rule is.
    PolicyKind, "policy-kind" {
        /// The statute says so: it cannot be switched off.
        Statute = "statute",
        /// Drawn from guidance or inferred: the data protection officer can adopt, adjust or switch it off, with a reason.
        Guidance = "guidance",
        /// The kommun's own guideline.
        Local = "local",
    }
}

codes! {
    /// How serious it is when the rule is not met.
    Severity, "severity" {
        /// Likely a breach of law: red.
        Breach = "breach",
        /// To be explained or mended: yellow.
        Risk = "risk",
        /// Good practice: does not change the status.
        Advice = "advice",
    }
}

codes! {
    /// Where in the register a finding is mended, or a fact is recorded.
    GoTo, "go-to" {
        Site = "site",
        Camera = "camera",
        Assessment = "assessment",
        Permit = "permit",
        Sign = "sign",
        Storage = "storage",
        Recorder = "recorder",
        Evidence = "evidence",
        Hold = "hold",
        Disclosure = "disclosure",
        Incident = "incident",
        AccessRequest = "access_request",
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The file's name without `.toml`.
    pub id: String,
    /// Short number for people: `R01`.
    pub number: String,
    #[serde(default)]
    pub subject: Subject,
    /// The duty in one sentence, as it is when met.
    pub title: Bilingual,
    pub kind: PolicyKind,
    pub severity: Severity,
    pub source: Source,
    pub in_force: PeriodInForce,
    /// What is inferred or unsettled, said openly. Required unless the statute says it all.
    pub reservation: Option<Bilingual>,
    #[serde(default)]
    pub parameters: BTreeMap<String, Vec<Dated>>,
    /// Left out = always.
    pub applies_when: Option<Condition>,
    /// Left out only in a rule that is enforced elsewhere.
    pub requires: Option<Condition>,
    /// A breach is at least as old as the latest of these dates and of the day the rule came into force.
    #[serde(default)]
    pub since: Vec<Fact>,
    pub finding: FindingText,
    /// Tests that see to a duty which the program itself upholds.
    #[serde(default)]
    pub guarded_by: Vec<String>,
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
}

impl Policy {
    /// A parameter that is a number, as it is on a day.
    pub fn number_of(&self, parameter: &str, day: Date) -> Option<i64> {
        let dated = self.parameters.get(parameter)?.iter();
        let current = dated
            .filter(|entry| entry.from <= day)
            .max_by_key(|entry| entry.from)?;
        match &current.value {
            Setting::Number(number) => Some(*number),
            Setting::Hours(_) => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `Kamerabevakningslagen (2018:1200)`.
    pub statute: String,
    pub section: String,
    /// SFS number of the wording relied on.
    pub sfs: Option<String>,
    /// The day someone last compared the rule with the source.
    #[serde(deserialize_with = "toml_date::deserialize")]
    pub checked_on: Date,
}

/// First and last day, both included, on which the rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodInForce {
    #[serde(deserialize_with = "toml_date::deserialize")]
    pub from: Date,
    #[serde(default, deserialize_with = "toml_date::option::deserialize")]
    pub until: Option<Date>,
    /// Breaches that were never mended are shown as history until and including this day.
    #[serde(default, deserialize_with = "toml_date::option::deserialize")]
    pub history_until: Option<Date>,
}

impl PeriodInForce {
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingText {
    /// Why it is not met; `{started_on}` is replaced by the recorded fact.
    pub because: Bilingual,
    /// What falls due soon; may use `{due}` and `{days}`. Required where there is a deadline.
    pub soon: Option<Bilingual>,
    /// What to do.
    pub remedy: Bilingual,
    pub go_to: GoTo,
}

/// A case with its outcome; each is a test.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub name: String,
    #[serde(deserialize_with = "toml_date::deserialize")]
    pub today: Date,
    pub facts: ExampleFacts,
    pub outcome: Outcome,
    /// The case stands at an edge: the last day in time, the first day too late, exactly the limit.
    #[serde(default)]
    pub boundary: bool,
    #[serde(default, deserialize_with = "toml_date::option::deserialize")]
    pub since: Option<Date>,
    #[serde(default, deserialize_with = "toml_date::option::deserialize")]
    pub due: Option<Date>,
}

/// Facts as written in an example: each value is of its fact's kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleFacts(pub Vec<(Fact, Value)>);

impl ExampleFacts {
    /// As the register would have them on `today`.
    pub fn on(&self, subject: Subject, today: Date) -> Facts {
        let mut facts = Facts::about(subject);
        facts.set(
            Fact::AsOf,
            (subject == Fact::AsOf.subject()).then_some(today),
        );
        for (fact, value) in &self.0 {
            facts.set(*fact, Some(value.clone()));
        }
        facts
    }
}

impl<'de> Deserialize<'de> for ExampleFacts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ExampleFacts;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("facts, such as { in_use = true, started_on = 2026-01-02 }")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<ExampleFacts, A::Error> {
                let mut facts = Vec::new();
                while let Some(fact) = map.next_key::<Fact>()? {
                    facts.push((fact, map.next_value_seed(ValueOf(fact))?));
                }
                Ok(ExampleFacts(facts))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// Reads a value of the fact's kind.
struct ValueOf(Fact);

impl<'de> serde::de::DeserializeSeed<'de> for ValueOf {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        use serde::de::Error;
        match self.0.kind() {
            Kind::Bool => bool::deserialize(deserializer).map(Value::Bool),
            Kind::Date => toml_date::deserialize(deserializer).map(Value::Date),
            Kind::Number => i64::deserialize(deserializer).map(Value::Number),
            Kind::Text | Kind::Choice(_) => {
                let text = String::deserialize(deserializer)?;
                super::condition::known_value(self.0, text)
                    .map(Value::Text)
                    .map_err(D::Error::custom)
            }
            Kind::Names | Kind::Choices(_) => {
                let names = Vec::<String>::deserialize(deserializer)?;
                super::condition::known_values(self.0, names)
                    .map(Value::Set)
                    .map_err(D::Error::custom)
            }
            Kind::Hours => {
                let text = String::deserialize(deserializer)?;
                WeeklyHours::parse(&text)
                    .map(Value::from)
                    .map_err(D::Error::custom)
            }
        }
    }
}
