//! Turns conditions around, one at a time, so that the examples can show that they notice.

use crate::law::condition::{Condition, CountComparison, DayComparison, Deadline, DoneWithin};
use crate::law::operand::{Amount, Setting};
use crate::law::policy::Policy;

/// Every copy of the rule with one condition turned around, or with its limit moved by one.
pub(super) fn mutants(policy: &Policy) -> Vec<(String, Policy)> {
    let mut found = Vec::new();
    if let Some(condition) = &policy.applies_when {
        for (what, mutated) in turned(condition) {
            found.push((
                format!("applies_when {what}"),
                Policy {
                    applies_when: Some(mutated),
                    ..policy.clone()
                },
            ));
        }
    }
    if let Some(condition) = &policy.requires {
        for (what, mutated) in turned(condition) {
            found.push((
                format!("requires {what}"),
                Policy {
                    requires: Some(mutated),
                    ..policy.clone()
                },
            ));
        }
    }
    found.extend(moved_parameters(policy));
    found
}

/// Every copy of the rule with one number of its parameters a step larger or smaller.
fn moved_parameters(policy: &Policy) -> Vec<(String, Policy)> {
    let mut found = Vec::new();
    for (name, dated) in &policy.parameters {
        for (index, entry) in dated.iter().enumerate() {
            let Setting::Number(number) = entry.value else {
                continue;
            };
            for moved in [number - 1, number + 1] {
                let mut mutant = policy.clone();
                let slot = mutant
                    .parameters
                    .get_mut(name)
                    .and_then(|dated| dated.get_mut(index));
                if let Some(slot) = slot {
                    slot.value = Setting::Number(moved);
                }
                found.push((format!("{name} = {moved}"), mutant));
            }
        }
    }
    found
}

/// The condition negated, each part of it turned around, and comparisons with their edge moved.
fn turned(condition: &Condition) -> Vec<(String, Condition)> {
    let mut found = vec![(
        format!("not {condition:?}"),
        Condition::Not(Box::new(condition.clone())),
    )];
    if let Some(moved) = edge_moved(condition) {
        found.push((format!("edge of {condition:?}"), moved));
    }
    let parts = match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.as_slice(),
        Condition::Not(part) => std::slice::from_ref(part.as_ref()),
        _ => &[],
    };
    for (index, part) in parts.iter().enumerate() {
        for (what, mutated) in turned(part) {
            let mut changed = parts.to_vec();
            if let Some(slot) = changed.get_mut(index) {
                *slot = mutated;
            }
            let whole = match condition {
                Condition::All(_) => Condition::All(changed),
                Condition::Any(_) => Condition::Any(changed),
                _ => Condition::Not(Box::new(changed.remove(0))),
            };
            found.push((what, whole));
        }
    }
    found
}

/// *At most* becomes *less than*, *before* becomes *on or before*, a deadline ends a day later, and so on.
fn edge_moved(condition: &Condition) -> Option<Condition> {
    let count = |counts: &CountComparison, by: i64| {
        let mut moved = counts.clone();
        // Only a plain number can be moved without a parameter of its own.
        match &moved.plus {
            None => moved.plus = Some(Amount::Number(by)),
            Some(_) => return None,
        }
        Some(moved)
    };
    let day = DayComparison::clone;
    match condition {
        Condition::OnOrBefore(days) => Some(Condition::Before(day(days))),
        Condition::Before(days) => Some(Condition::OnOrBefore(day(days))),
        Condition::OnOrAfter(days) => Some(Condition::After(day(days))),
        Condition::After(days) => Some(Condition::OnOrAfter(day(days))),
        Condition::AtMost(counts) => count(counts, -1).map(Condition::AtMost),
        Condition::AtLeast(counts) => count(counts, 1).map(Condition::AtLeast),
        Condition::Deadline(deadline) => day_later(deadline.plus_days.as_ref()).map(|plus_days| {
            Condition::Deadline(Deadline {
                plus_days: Some(plus_days),
                ..deadline.clone()
            })
        }),
        Condition::DoneWithin(task) => day_later(task.plus_days.as_ref()).map(|plus_days| {
            Condition::DoneWithin(DoneWithin {
                plus_days: Some(plus_days),
                ..task.clone()
            })
        }),
        _ => None,
    }
}

/// A day more; a parameter of the rule is moved where it is written.
const fn day_later(days: Option<&Amount>) -> Option<Amount> {
    match days {
        None => Some(Amount::Number(1)),
        Some(Amount::Number(days)) => Some(Amount::Number(*days + 1)),
        Some(Amount::Parameter(_)) => None,
    }
}
