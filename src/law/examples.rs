//! Runs the examples of the rules: the specification that every file carries with it.

use std::fmt;
use std::sync::Arc;

use super::evaluate::evaluate;
use super::{Example, Outcome, Policy, PolicySet};
use crate::code::Code;

/// An example with another outcome than it says.
#[derive(Debug, Clone)]
pub struct FailedExample {
    pub policy: Arc<Policy>,
    pub example: Example,
    /// `None` = the rule is not in force on the day of the example.
    pub found: Option<Outcome>,
}

impl fmt::Display for FailedExample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.found.map_or("not in force", Code::code);
        let (name, expected) = (&self.example.name, self.example.outcome.code());
        write!(
            f,
            "{}: \"{name}\" is {found}, and says {expected}",
            self.policy.id
        )
    }
}

impl PolicySet {
    /// The examples whose outcome, date of breach or due date is not the one they state.
    pub fn failing_examples(&self) -> Vec<FailedExample> {
        let judged = self.iter().filter(|policy| policy.requires.is_some());
        judged
            .flat_map(|policy| {
                policy
                    .examples
                    .iter()
                    .filter_map(move |example| failed(policy, example))
            })
            .collect()
    }
}

fn failed(policy: &Arc<Policy>, example: &Example) -> Option<FailedExample> {
    let facts = Arc::new(example.facts.on(policy.subject, example.today));
    let in_force = policy.in_force.contains(example.today);
    let finding = if in_force {
        evaluate(policy, &facts, example.today)
    } else {
        None
    };
    let agrees = finding.as_ref().is_some_and(|finding| {
        finding.outcome == example.outcome
            && example
                .since
                .is_none_or(|since| finding.since == Some(since))
            && example
                .due
                .is_none_or(|due| finding.due.as_ref().is_some_and(|found| found.on == due))
    });
    (!agrees).then(|| FailedExample {
        policy: Arc::clone(policy),
        example: example.clone(),
        found: finding.map(|finding| finding.outcome),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_the_built_in_rules_has_the_outcome_it_states() {
        let policies = PolicySet::embedded().unwrap();
        let failures: Vec<String> = policies
            .failing_examples()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(failures.is_empty(), "{failures:#?}");
    }
}
