//! A rule in words: what it demands, of whom, since when, and on what ground.

use super::condition::{
    Condition, CountComparison, DayComparison, Deadline, DoneWithin, Selection, WeekComparison,
};
use super::fact::{ClosedList, Fact, Kind};
use super::operand::Amount;
use super::policy::Policy;
use super::policy_set::PolicySet;
use super::wording::{placeholders, within_sentence};
use crate::texts::Loc;

impl PolicySet {
    /// The whole rule as text: title, source, when it is in force, what it says, and its examples.
    pub fn explain(&self, policy: &Policy, l: Loc) -> String {
        let title = policy.title.get(l.lang());
        let kind = l.code(policy.kind);
        let mut lines = vec![
            format!("{} {title} ({})", policy.number, policy.id),
            format!("{kind}; {}", l.code(policy.severity)),
            format!("{}: {}", l.t("rule-source"), policy.source.citation()),
            format!("{}: {}", l.t("rule-in-force"), in_force(policy, l)),
            self.in_words(policy, l),
        ];
        if let Some(reservation) = &policy.reservation {
            lines.push(format!(
                "{}: {}",
                l.t("rule-reservation"),
                reservation.get(l.lang())
            ));
        }
        let examples = policy.examples.iter();
        lines.extend(examples.map(|example| {
            format!(
                "- {}: {} ({})",
                example.name,
                l.code(example.outcome),
                example.today
            )
        }));
        lines.join("\n") + "\n"
    }

    /// What the rule applies to and what it requires, as an indented list, and the parameters it uses.
    pub fn in_words(&self, policy: &Policy, l: Loc) -> String {
        let part = |id: &str, condition: &Condition| {
            format!("{}:\n{}", l.t(id), self.outline(condition, policy, l, 1))
        };
        let applies = policy
            .applies_when
            .as_ref()
            .map(|condition| part("rule-applies-when", condition));
        let requires = match &policy.requires {
            Some(condition) => part("rule-requires", condition),
            None => format!(
                "{}: {}",
                l.t("rule-guarded-by"),
                policy.guarded_by.join(", ")
            ),
        };
        let parameters = policy
            .parameters
            .iter()
            .flat_map(|(name, dated)| dated.iter().map(move |entry| (name, entry)));
        let parameters = parameters.map(|(name, entry)| {
            let from = l.t("rule-from");
            format!(
                "{name}: {} ({from} {}; {})",
                entry.value, entry.from, entry.source
            )
        });
        let lines: Vec<String> = applies
            .into_iter()
            .chain([requires])
            .chain(parameters)
            .collect();
        lines.join("\n")
    }

    /// A condition as an indented list, parameters replaced by their latest values.
    fn outline(&self, condition: &Condition, policy: &Policy, l: Loc, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        let several = |id: &str, parts: &[Condition]| {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| self.outline(part, policy, l, depth + 1))
                .collect();
            format!("{indent}{}:\n{}", l.t(id), parts.join("\n"))
        };
        match condition {
            Condition::All(parts) => several("condition-all", parts),
            Condition::Any(parts) => several("condition-any", parts),
            Condition::Not(part) => several("condition-not", std::slice::from_ref(part)),
            Condition::Term(term) => {
                let meaning = self.terms.meaning(&term.id);
                let words = meaning.map_or(term.id.as_str(), |meaning| meaning.get(l.lang()));
                format!("{indent}{words}")
            }
            _ => format!("{indent}{}", with_values(&sentence(condition, l), policy)),
        }
    }
}

fn in_force(policy: &Policy, l: Loc) -> String {
    let period = policy.in_force;
    match period.until {
        Some(until) => format!("{} – {until}", period.from),
        None => format!("{} {}", l.t("rule-from"), period.from),
    }
}

/// A condition with no conditions within it.
fn sentence(condition: &Condition, l: Loc) -> String {
    let one = |id: &str, fact: Fact| l.ta(id, "fact", fact.meaning(l.lang()));
    match condition {
        Condition::IsTrue(fact) => one("condition-is-true", fact.0),
        Condition::IsFalse(fact) => one("condition-is-false", fact.0),
        Condition::IsPresent(fact) => one("condition-is-present", *fact),
        Condition::IsAbsent(fact) => one("condition-is-absent", *fact),
        Condition::IsEmpty(fact) => one("condition-is-empty", fact.0),
        Condition::OnOrBefore(days) => day("condition-on-or-before", days, l),
        Condition::Before(days) => day("condition-before", days, l),
        Condition::OnOrAfter(days) => day("condition-on-or-after", days, l),
        Condition::After(days) => day("condition-after", days, l),
        Condition::AtMost(counts) => count("condition-at-most", counts, l),
        Condition::AtLeast(counts) => count("condition-at-least", counts, l),
        Condition::OneOf(choice) => values("condition-one-of", choice.fact.0, &choice.values, l),
        Condition::Contains(one) => values(
            "condition-contains-any",
            one.fact.0,
            std::slice::from_ref(&one.value),
            l,
        ),
        Condition::ContainsAny(some) => selection("condition-contains-any", some, l),
        Condition::ContainsAll(all) => selection("condition-contains-all", all, l),
        Condition::ContainsOnly(only) => selection("condition-contains-only", only, l),
        Condition::HoursWithin(weeks) => week("condition-hours-within", weeks, l),
        Condition::HoursOverlap(weeks) => week("condition-hours-overlap", weeks, l),
        Condition::Deadline(deadline) => deadline_words(deadline, l),
        Condition::DoneWithin(task) => done_within(task, l),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Term(_) => {
            String::new()
        }
    }
}

fn day(id: &str, days: &DayComparison, l: Loc) -> String {
    let than = format!(
        "{}{}",
        days.than.words(l.lang()),
        added(days.plus_days.as_ref(), days.plus_months.as_ref(), l)
    );
    l.ta2(
        id,
        ("fact", &days.fact.0.meaning(l.lang())),
        ("than", &than),
    )
}

fn count(id: &str, counts: &CountComparison, l: Loc) -> String {
    let plus = counts
        .plus
        .as_ref()
        .map(|plus| format!(" + {plus}"))
        .unwrap_or_default();
    let than = format!("{}{plus}", counts.than.words(l.lang()));
    l.ta2(
        id,
        ("fact", &counts.fact.0.meaning(l.lang())),
        ("than", &than),
    )
}

fn week(id: &str, weeks: &WeekComparison, l: Loc) -> String {
    l.ta2(
        id,
        ("fact", &weeks.fact.0.meaning(l.lang())),
        ("than", &weeks.than.words(l.lang())),
    )
}

fn selection(id: &str, selection: &Selection, l: Loc) -> String {
    values(id, selection.fact.0, &selection.values, l)
}

fn values(id: &str, fact: Fact, values: &[std::borrow::Cow<'static, str>], l: Loc) -> String {
    let named = |code: &str| match fact.kind() {
        Kind::Choice(ClosedList { name, .. }) | Kind::Choices(ClosedList { name, .. }) => {
            within_sentence(fact, l.t(&format!("{name}-{code}")))
        }
        _ => code.to_owned(),
    };
    let listed: Vec<String> = values.iter().map(|value| named(value)).collect();
    l.ta2(
        id,
        ("fact", &fact.meaning(l.lang())),
        ("than", &listed.join(", ")),
    )
}

fn deadline_words(deadline: &Deadline, l: Loc) -> String {
    let due = format!(
        "{}{}",
        deadline.fact.0.meaning(l.lang()),
        added(
            deadline.plus_days.as_ref(),
            deadline.plus_months.as_ref(),
            l
        )
    );
    l.ta2(
        "condition-deadline",
        ("fact", &due),
        ("steps", &steps(&deadline.lead_days)),
    )
}

fn done_within(task: &DoneWithin, l: Loc) -> String {
    let start = task.start.0.meaning(l.lang());
    let start = format!(
        "{start}{}",
        added(task.plus_days.as_ref(), task.plus_months.as_ref(), l)
    );
    l.ta2(
        "condition-done-within",
        ("fact", &task.done.0.meaning(l.lang())),
        ("than", &start),
    )
}

fn steps(days: &[u16]) -> String {
    days.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// ` + 12 månader`
fn added(days: Option<&Amount>, months: Option<&Amount>, l: Loc) -> String {
    let part = |amount: Option<&Amount>, id: &str| {
        amount
            .map(|amount| format!(" + {amount} {}", l.t(id)))
            .unwrap_or_default()
    };
    part(months, "rule-months") + &part(days, "rule-days")
}

/// What a finding of the rule says, of no site: where a finding would name what is recorded, the fact is named.
pub fn in_general(sentence: &str, policy: &Policy, l: Loc) -> String {
    let mut text = with_values(&sentence.replace(['[', ']'], ""), policy);
    for name in placeholders(sentence) {
        let named = match (name, Fact::named(name)) {
            (_, Ok(fact)) => fact.meaning(l.lang()),
            ("due", _) => l.t("rule-any-due"),
            ("days", _) => l.t("rule-any-days"),
            _ => continue,
        };
        text = text.replace(&format!("{{{name}}}"), &format!("[{named}]"));
    }
    text
}

/// Replaces `{parameter.x}` by the latest value of the parameter.
fn with_values(sentence: &str, policy: &Policy) -> String {
    let mut text = sentence.to_owned();
    for name in placeholders(sentence) {
        let dated = name
            .strip_prefix("parameter.")
            .and_then(|name| policy.parameters.get(name));
        if let Some(latest) = dated.and_then(|dated| dated.iter().max_by_key(|entry| entry.from)) {
            text = text.replace(&format!("{{{name}}}"), &latest.value.to_string());
        }
    }
    text
}
