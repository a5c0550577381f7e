//! A breach that nobody has answered goes on to the manager of the unit, once.

use time::Date;

use super::answer::Answer;
use super::rule::NoticeRules;
use super::{Matter, Notice};
use crate::code::ids;
use crate::organisation::UnitId;
use crate::site::SiteId;

ids! { EscalationId }

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    pub id: EscalationId,
    pub site: SiteId,
    pub unit: Option<UnitId>,
    pub policy: String,
    pub due_on: Date,
    pub made_on: Date,
}

/// The breaches that people were told of long enough ago and that no answer holds for.
pub fn unanswered<'a>(
    due: &'a [Matter],
    told: &[Notice],
    answers: &[Answer],
    rules: &NoticeRules,
    today: Date,
) -> Vec<&'a Matter> {
    let long_ago = |matter: &Matter| {
        let mine = told.iter().filter(|notice| {
            notice.site == matter.site
                && notice.policy == matter.policy
                && notice.due_on == matter.due_on
                && notice.step == 0
        });
        let first = mine.map(|notice| notice.made_on).min();
        first
            .zip(rules.escalate_after(&matter.policy))
            .is_some_and(|(first, days)| (today - first).whole_days() >= i64::from(days))
    };
    due.iter()
        .filter(|matter| matter.red && long_ago(matter) && !is_answered(matter, answers, today))
        .collect()
}

fn is_answered(matter: &Matter, answers: &[Answer], today: Date) -> bool {
    let mut about = answers
        .iter()
        .filter(|answer| answer.is_about(matter.site, &matter.policy, matter.due_on));
    about.any(|answer| answer.holds_on(today))
}
