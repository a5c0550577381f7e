//! What a policy file must hold beyond its form.

use super::Bilingual;
use super::condition::Condition;
use super::fact::Fact;
use super::operand::Setting;
use super::policy::{Policy, PolicyKind};
use super::policy_error::PolicyError;
use super::wording::placeholders;

/// Everything that is wrong with a policy that could be read.
pub(super) fn faults(file: &str, source: &str, policy: &Policy) -> Vec<PolicyError> {
    let mut found = Vec::new();
    let mut fault =
        |near: &str, message: String| found.push(PolicyError::near(file, source, near, message));
    if file.strip_suffix(".toml") != Some(policy.id.as_str()) {
        fault(
            "id",
            format!("the id `{}` is not the file's name", policy.id),
        );
    }
    if policy.requires.is_none() && policy.guarded_by.is_empty() {
        fault(
            "id",
            "a rule needs `requires`, or `guarded_by` when the program itself upholds it"
                .to_owned(),
        );
    }
    if policy
        .in_force
        .until
        .is_some_and(|until| until < policy.in_force.from)
    {
        fault("in_force", "the rule ends before it begins".to_owned());
    }
    if policy.kind == PolicyKind::Guidance && policy.reservation.is_none() {
        fault(
            "kind",
            "guidance needs `reservation`: what is inferred or unsettled".to_owned(),
        );
    }
    for (fact, _) in policy.examples.iter().flat_map(|example| &example.facts.0) {
        if fact.subject() != policy.subject {
            fault(fact.name(), of_another_subject(*fact, policy));
        }
    }
    for (near, message) in facts_and_parameters(policy)
        .into_iter()
        .chain(texts(policy))
    {
        fault(&near, message);
    }
    if policy.has_deadline() && policy.finding.soon.is_none() {
        fault(
            "[finding]",
            "a rule with a deadline needs `finding.soon`".to_owned(),
        );
    }
    found
}

impl Policy {
    /// The conditions, named ones filled in.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.applies_when.iter().chain(&self.requires)
    }

    /// Every fact that the rule asks for, names or prints.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> = self.conditions().flat_map(Condition::facts).collect();
        facts.extend(&self.since);
        let printed = self
            .texts()
            .into_iter()
            .flat_map(|text| [&text.sv, &text.en]);
        facts.extend(
            printed
                .flat_map(|text| placeholders(text))
                .filter_map(|name| Fact::named(name).ok()),
        );
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    /// Whether something falls due by the rule.
    pub fn has_deadline(&self) -> bool {
        let mut found = false;
        if let Some(condition) = &self.requires {
            condition.visit(&mut |part| {
                found |= matches!(part, Condition::Deadline(_) | Condition::DoneWithin(_));
            });
        }
        found
    }

    fn texts(&self) -> Vec<&Bilingual> {
        let finding = &self.finding;
        [
            Some(&self.title),
            Some(&finding.because),
            Some(&finding.remedy),
            finding.soon.as_ref(),
            self.reservation.as_ref(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Names the facts of the rule's own subject, the likeliest first.
fn of_another_subject(fact: Fact, policy: &Policy) -> String {
    let mut known: Vec<&str> = Fact::ALL
        .iter()
        .filter(|known| known.subject() == policy.subject)
        .map(|known| known.name())
        .collect();
    known.sort_by_cached_key(|known| super::fact::distance(known, fact.name()));
    format!(
        "`{}` is a fact about a {} and not about a {}; expected one of: {}",
        fact.name(),
        fact.subject().name(),
        policy.subject.name(),
        known.join(", ")
    )
}

/// Facts of another subject, and parameters that are missing, unused or of the wrong kind.
fn facts_and_parameters(policy: &Policy) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    for fact in policy.facts() {
        if fact.subject() != policy.subject {
            faults.push((fact.name().to_owned(), of_another_subject(fact, policy)));
        }
    }
    let mut used = Vec::new();
    for condition in policy.conditions() {
        condition.visit(&mut |part| {
            let weekly = matches!(part, Condition::HoursWithin(_) | Condition::HoursOverlap(_));
            used.extend(part.own_parameters().into_iter().map(|name| (name, weekly)));
        });
    }
    for (name, weekly) in &used {
        let Some(dated) = policy.parameters.get(*name) else {
            let known: Vec<&str> = policy.parameters.keys().map(String::as_str).collect();
            faults.push((
                format!("parameter.{name}"),
                format!(
                    "unknown parameter `{name}`, expected one of: {}",
                    known.join(", ")
                ),
            ));
            continue;
        };
        if dated
            .iter()
            .any(|entry| matches!(entry.value, Setting::Hours(_)) != *weekly)
        {
            faults.push((
                format!("parameter.{name}"),
                format!("the parameter `{name}` is of the wrong kind here"),
            ));
        }
        if dated.iter().all(|entry| entry.from > policy.in_force.from) {
            faults.push((
                format!("parameter.{name}"),
                format!("the parameter `{name}` has no value when the rule comes into force"),
            ));
        }
    }
    for name in policy
        .parameters
        .keys()
        .filter(|name| used.iter().all(|(used, _)| used != name))
    {
        faults.push((name.clone(), format!("the parameter `{name}` is not used")));
    }
    faults
}

/// Blank texts, and placeholders that stand for nothing.
fn texts(policy: &Policy) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    for text in policy.texts() {
        if text.has_blank() {
            faults.push(("[finding]".to_owned(), "a text is blank".to_owned()));
        }
        for name in [&text.sv, &text.en]
            .into_iter()
            .flat_map(|text| placeholders(text))
        {
            let parameter = name.strip_prefix("parameter.");
            let known = match parameter {
                Some(parameter) => policy.parameters.contains_key(parameter),
                None => matches!(name, "due" | "days") || Fact::named(name).is_ok(),
            };
            if !known {
                faults.push((
                    format!("{{{name}}}"),
                    format!("`{{{name}}}` is neither a fact nor a parameter of the rule"),
                ));
            }
        }
    }
    faults
}
