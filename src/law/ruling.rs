//! What a kommun has decided about a rule that is not statute: adopted, adjusted or switched off, with its reason.
//!
//! A ruling holds from its day until the next one about the same rule, so that every day can be asked about.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::operand::{Dated, Setting};
use super::policy::Policy;
use super::policy_set::{PolicySet, may_be_adjusted};
use crate::code::codes;

codes! {
    RulingKind, "ruling" {
        /// The kommun stands by the rule as it is.
        Adopted = "antagen",
        /// With a parameter of the kommun's own.
        Adjusted = "justerad",
        /// The kommun is not judged by it.
        Off = "avstangd",
    }
}

/// One decision of the data protection officer. Never changed: a new one takes its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// The rule's id.
    pub policy: String,
    pub kind: RulingKind,
    /// The values that take the place of the rule's own.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub parameters: BTreeMap<String, Setting>,
    pub reason: String,
    pub by: String,
    /// Civil date in Sweden: the first day that the ruling counts.
    pub on: Date,
}

impl PolicySet {
    /// The set as a kommun has it on a day, given its rulings in the order in which they were made.
    #[must_use]
    pub fn ruled(&self, rulings: &[Ruling], day: Date) -> Self {
        let mut set = self.clone();
        for ruling in rulings.iter().filter(|ruling| ruling.on <= day) {
            let known = self.get(&ruling.policy);
            // A statute binds whatever anyone has written down.
            if known.is_some_and(|policy| may_be_adjusted(policy.kind)) {
                set.rulings.insert(ruling.policy.clone(), ruling.clone());
            }
        }
        for policy in &mut set.policies {
            if let Some(ruling) = set.rulings.get(&policy.id)
                && ruling.kind == RulingKind::Adjusted
            {
                *policy = Arc::new(adjusted(policy, ruling));
            }
        }
        set
    }

    /// What the kommun has decided about the rule; `None` = nothing.
    pub fn ruling(&self, policy: &Policy) -> Option<&Ruling> {
        self.rulings.get(&policy.id)
    }

    /// Whether anyone is judged by the rule.
    pub fn is_on(&self, policy: &Policy) -> bool {
        self.ruling(policy)
            .is_none_or(|ruling| ruling.kind != RulingKind::Off)
    }
}

/// The rule with the kommun's values from the day of the ruling on.
fn adjusted(policy: &Policy, ruling: &Ruling) -> Policy {
    let mut policy = policy.clone();
    for (name, value) in &ruling.parameters {
        let Some(dated) = policy.parameters.get_mut(name) else {
            continue;
        };
        dated.retain(|entry| entry.from < ruling.on);
        dated.push(Dated {
            from: ruling.on,
            value: value.clone(),
            source: ruling.by.clone(),
        });
    }
    policy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Fact, Facts, Outcome, Subject, findings};
    use time::macros::date;

    const STORAGE: &str = "storage-over-72-hours-justified";

    fn ruling(policy: &str, kind: RulingKind, on: Date) -> Ruling {
        Ruling {
            policy: policy.to_owned(),
            kind,
            parameters: BTreeMap::new(),
            reason: "Nämnden har beslutat så.".to_owned(),
            by: "Vera Lind".to_owned(),
            on,
        }
    }

    fn embedded() -> PolicySet {
        PolicySet::embedded().expect("sound rules")
    }

    /// What comes of the rule on 72 hours for a site that stores for 100 without saying why.
    fn outcome(set: &PolicySet, today: Date) -> Option<Outcome> {
        let mut facts = Facts::about(Subject::Site);
        facts.set(Fact::InUse, Some(true));
        facts.set(Fact::Recording, Some(true));
        facts.set(Fact::StorageHours, Some(100_i64));
        findings(set, &Arc::new(facts), today)
            .into_iter()
            .find(|finding| finding.policy.id == STORAGE)
            .map(|finding| finding.outcome)
    }

    #[test]
    fn a_rule_that_is_switched_off_judges_nobody_from_its_day_on() {
        let off = [ruling(STORAGE, RulingKind::Off, date!(2026 - 05 - 01))];
        let on = |day| outcome(&embedded().ruled(&off, day), day);
        assert_eq!(on(date!(2026 - 04 - 30)), Some(Outcome::Breached));
        assert_eq!(on(date!(2026 - 05 - 01)), None);
    }

    #[test]
    fn a_statute_cannot_be_switched_off() {
        let day = date!(2026 - 11 - 22);
        let set = embedded().ruled(&[ruling("kbl-15-signs-exist", RulingKind::Off, day)], day);
        let policy = set.get("kbl-15-signs-exist").expect("an embedded rule");
        assert!(set.is_on(policy) && set.ruling(policy).is_none());
        assert_eq!(set.digest(), embedded().digest());
    }

    #[test]
    fn an_adjusted_parameter_counts_from_the_day_of_the_ruling() {
        let mut adjusted = ruling(STORAGE, RulingKind::Adjusted, date!(2026 - 05 - 01));
        let hours = Setting::Number(100);
        adjusted.parameters.insert("hours".to_owned(), hours);
        let rulings = [adjusted];
        let on = |day| outcome(&embedded().ruled(&rulings, day), day);
        assert_eq!(on(date!(2026 - 04 - 30)), Some(Outcome::Breached));
        assert_eq!(on(date!(2026 - 05 - 01)), Some(Outcome::Met));
    }

    #[test]
    fn the_latest_ruling_about_a_rule_counts_and_every_ruling_changes_the_digest() {
        let day = date!(2026 - 11 - 22);
        let off = ruling(STORAGE, RulingKind::Off, date!(2026 - 05 - 01));
        let adopted = ruling(STORAGE, RulingKind::Adopted, date!(2026 - 06 - 01));
        let first = embedded().ruled(std::slice::from_ref(&off), day);
        let both = embedded().ruled(&[off, adopted], day);
        assert_eq!(outcome(&both, day), Some(Outcome::Breached));
        assert_ne!(first.digest(), embedded().digest());
        assert_ne!(first.digest(), both.digest());
    }

    #[test]
    fn a_ruling_reads_back_as_it_was_written() {
        let mut written = ruling(STORAGE, RulingKind::Adjusted, date!(2026 - 05 - 01));
        written
            .parameters
            .insert("hours".to_owned(), Setting::Number(100));
        let json = serde_json::to_string(&written).expect("json");
        assert_eq!(serde_json::from_str::<Ruling>(&json).ok(), Some(written));
    }
}
