//! How a kommun wants to be told: the steps before a deadline, and when the manager of a unit is told too.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::code::ids;

pub mod form;

ids! { NoticeRuleId }

/// Days that a breach may stand unanswered before the manager of the unit is told, unless the kommun decides otherwise.
const ESCALATE_AFTER_DAYS: u16 = 14;

/// One decision. Never changed: a new one takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeRule {
    /// Id of the rule of law or guidance that it is about; empty = every rule.
    pub policy: String,
    /// Days before the last day in time, the longest first, 0 last; empty = as the rule has them.
    pub steps: Vec<u16>,
    /// 0 = never; `None` = as for every rule.
    pub escalate_after_days: Option<u16>,
    pub reason: String,
    pub by: String,
    /// Civil date in Sweden.
    pub on: Date,
}

/// What a kommun has decided, in the order in which it did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeRules(Vec<NoticeRule>);

impl NoticeRules {
    pub const fn new(rules: Vec<NoticeRule>) -> Self {
        Self(rules)
    }

    /// The steps of a rule; `None` = its own.
    pub fn steps(&self, policy: &str) -> Option<&[u16]> {
        let of = |policy: &str| {
            let found = self.about(policy);
            found
                .map(|rule| rule.steps.as_slice())
                .filter(|steps| !steps.is_empty())
        };
        of(policy).or_else(|| of(""))
    }

    /// Days that a breach of a rule may stand unanswered; `None` = the manager of the unit is never told.
    pub fn escalate_after(&self, policy: &str) -> Option<u16> {
        let of = |policy: &str| self.about(policy).and_then(|rule| rule.escalate_after_days);
        let days = of(policy).or_else(|| of("")).unwrap_or(ESCALATE_AFTER_DAYS);
        (days > 0).then_some(days)
    }

    /// What is in effect about one rule, or about every rule.
    pub fn about(&self, policy: &str) -> Option<&NoticeRule> {
        self.0.iter().rev().find(|rule| rule.policy == policy)
    }

    /// What is in effect, what is about every rule first.
    pub fn in_effect(&self) -> Vec<&NoticeRule> {
        let mut policies: Vec<&str> = self.0.iter().map(|rule| rule.policy.as_str()).collect();
        policies.sort_unstable();
        policies.dedup();
        policies
            .into_iter()
            .filter_map(|policy| self.about(policy))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn rule(policy: &str, steps: &[u16], escalate_after_days: Option<u16>) -> NoticeRule {
        NoticeRule {
            policy: policy.into(),
            steps: steps.to_vec(),
            escalate_after_days,
            reason: "Nämnden vill det".into(),
            by: "Vera Lind".into(),
            on: date!(2026 - 11 - 22),
        }
    }

    #[test]
    fn the_latest_decision_about_a_rule_counts_before_what_is_decided_for_every_rule() {
        let rules = NoticeRules::new(vec![
            rule("a", &[10, 0], None),
            rule("", &[60, 0], Some(7)),
            rule("a", &[20, 0], None),
        ]);
        assert_eq!(rules.steps("a"), Some(&[20, 0][..]));
        assert_eq!(rules.steps("b"), Some(&[60, 0][..]));
        assert_eq!(rules.escalate_after("a"), Some(7));
        assert_eq!(NoticeRules::default().steps("a"), None);
        assert_eq!(NoticeRules::default().escalate_after("a"), Some(14));
        let never = NoticeRules::new(vec![rule("", &[], Some(0))]);
        assert_eq!((never.escalate_after("a"), never.steps("a")), (None, None));
    }
}
