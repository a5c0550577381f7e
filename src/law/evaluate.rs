//! Applies the rules in force on a day to facts.

use std::sync::Arc;

use time::{Date, Duration};

use super::fact::{Fact, Facts};
use super::finding::{Due, Finding, Outcome};
use super::operand::Context;
use super::policy::Policy;
use super::policy_set::PolicySet;
use super::truth::{DueOn, Truth};

/// One finding per rule that is in force on `today` and judges this kind of subject. A pure function: the page, the
/// scheduler, the report, the API and the command line all call it.
pub fn findings(policies: &PolicySet, facts: &Arc<Facts>, today: Date) -> Vec<Finding> {
    let applicable = policies
        .iter()
        .filter(|policy| policy.subject == facts.subject() && policy.in_force.contains(today))
        .filter(|policy| policies.is_on(policy));
    applicable
        .filter_map(|policy| evaluate(policy, facts, today))
        .collect()
}

/// The last days of rules that are no longer in force but whose breaches are still shown as history.
pub fn past_days(policies: &PolicySet, today: Date) -> Vec<Date> {
    let mut days: Vec<Date> = history(policies, today)
        .filter_map(|policy| policy.in_force.until)
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Breaches on `last_day` of the rules whose last day it was. `facts` are those of that day.
pub fn past_breaches(
    policies: &PolicySet,
    facts: &Arc<Facts>,
    last_day: Date,
    today: Date,
) -> Vec<Finding> {
    history(policies, today)
        .filter(|policy| {
            policy.subject == facts.subject() && policy.in_force.until == Some(last_day)
        })
        .filter_map(|policy| evaluate(policy, facts, last_day))
        .filter(|finding| finding.outcome == Outcome::Breached)
        .collect()
}

fn history(policies: &PolicySet, today: Date) -> impl Iterator<Item = &Arc<Policy>> {
    let on = policies.iter().filter(|policy| policies.is_on(policy));
    on.filter(move |policy| {
        let period = policy.in_force;
        period.until.is_some_and(|until| until < today)
            && period.history_until.is_some_and(|until| today <= until)
    })
}

/// The breach of a rule that the program itself upholds, as whatever watches over it has found it; `None` when there is no
/// such rule on the day.
pub fn broken(policies: &PolicySet, id: &str, since: Date, today: Date) -> Option<Finding> {
    let policy = policies.get(id)?;
    let upheld = policy.requires.is_none() && policy.in_force.contains(today);
    (upheld && since <= today).then(|| Finding {
        policy: Arc::clone(policy),
        outcome: Outcome::Breached,
        since: Some(since),
        due: None,
        as_of: today,
        facts: Arc::new(Facts::about(policy.subject)),
        because: Vec::new(),
    })
}

/// `None` for a rule that the program itself upholds.
pub(super) fn evaluate(policy: &Arc<Policy>, facts: &Arc<Facts>, today: Date) -> Option<Finding> {
    let requires = policy.requires.as_ref()?;
    let context = Context {
        facts,
        today,
        parameters: &policy.parameters,
    };
    let mut finding = Finding {
        policy: Arc::clone(policy),
        outcome: Outcome::NotApplicable,
        since: None,
        due: None,
        as_of: today,
        facts: Arc::clone(facts),
        because: Vec::new(),
    };
    let mut applying = Vec::new();
    let applies = policy
        .applies_when
        .as_ref()
        .map_or(Truth::True, |condition| {
            condition.evaluate(&context, &mut applying).truth
        });
    if applies == Truth::False {
        finding.because = applying;
        return Some(finding);
    }
    let verdict = requires.evaluate(&context, &mut finding.because);
    // Whether the rule applies matters only when it is not met.
    finding.outcome = match (applies, verdict.truth) {
        (_, Truth::True) => Outcome::Met,
        (Truth::True, Truth::False) => Outcome::Breached,
        _ => Outcome::Unknown,
    };
    match (applies, verdict.truth) {
        // Only what is not known keeps the rule from being judged.
        (Truth::Unknown, Truth::False) => finding.because = applying,
        (Truth::Unknown, Truth::Unknown) => finding.because.append(&mut applying),
        _ => finding.because.extend(applying),
    }
    dedup(&mut finding.because);
    fall_due(&mut finding, verdict.due);
    Some(finding)
}

/// Turns *met* into *at risk* when the due date is near, and says since when.
fn fall_due(finding: &mut Finding, due: Option<DueOn<'_>>) {
    let last_day = finding.policy.in_force.until;
    // What falls due after the rule has ceased never falls due.
    let due = due.filter(|due| {
        finding.outcome != Outcome::Unknown && last_day.is_none_or(|last| due.on <= last)
    });
    if let Some(due) = due {
        let lead = due.steps.iter().copied().max().unwrap_or_default();
        let warned_from = due.on.saturating_sub(Duration::days(i64::from(lead)));
        if finding.outcome == Outcome::Met && warned_from <= finding.as_of {
            finding.outcome = Outcome::AtRisk;
            finding.since = Some(warned_from);
        }
        finding.due = Some(Due {
            on: due.on,
            steps: due.steps.to_vec(),
        });
    }
    if finding.outcome == Outcome::Breached {
        finding.since = breached_since(finding);
    }
}

/// The latest of the day the rule came into force, the dates the rule names, and the day after what was due.
fn breached_since(finding: &Finding) -> Option<Date> {
    let policy = &finding.policy;
    let overdue = finding.due.as_ref().and_then(|due| due.on.next_day());
    let dates = policy
        .since
        .iter()
        .filter_map(|fact| finding.facts.date(*fact));
    let since = dates.chain(overdue).chain([policy.in_force.from]).max();
    // Without any date of its own the rule cannot tell more than that it is so today.
    let told = overdue.is_some()
        || policy
            .since
            .iter()
            .any(|fact| finding.facts.date(*fact).is_some());
    since.filter(|since| told && *since <= finding.as_of)
}

/// Keeps the first mention of each fact; the lists are short.
fn dedup(facts: &mut Vec<Fact>) {
    let mut index = 0;
    while let Some(fact) = facts.get(index).copied() {
        let before = facts.get(..index).unwrap_or_default();
        if before.contains(&fact) {
            facts.remove(index);
        } else {
            index += 1;
        }
    }
}
