//! What the rules' examples show, and what every fact is for: two tables that are generated and never written.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::fact::{Absence, Fact, Kind};
use super::finding::Outcome;
use super::policy::Policy;
use super::policy_set::PolicySet;
use crate::code::Code;
use crate::texts::Lang;

impl PolicySet {
    /// The tables as Markdown: rule by outcome by example, and fact by meaning by rule.
    pub fn coverage(&self) -> String {
        let mut text = String::from(
            "# What the rules show\n\n\
             Printed by `objektiv policy coverage`, and compared with it by a test: do not edit. The names of the examples\n\
             are in Swedish, as the rules have them.\n\n\
             ## Rule, outcome, example\n\n",
        );
        for policy in self.iter() {
            rule(&mut text, policy);
        }
        text.push_str("## Facts\n\n| fact | kind | meaning | when missing | recorded at | rules |\n|---|---|---|---|---|---|\n");
        for fact in Fact::ALL {
            self.fact(&mut text, *fact);
        }
        text
    }

    fn fact(&self, text: &mut String, fact: Fact) {
        let using = self.iter().filter(|policy| policy.facts().contains(&fact));
        let using: Vec<&str> = using.map(|policy| policy.number.as_str()).collect();
        let (name, meaning) = (fact.name(), fact.meaning(Lang::En));
        let (kind, missing, at) = (kind(fact), missing(fact), fact.go_to().code());
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| `{name}` | {kind} | {meaning} | {missing} | {at} | {} |",
            using.join(" ")
        );
    }
}

fn rule(text: &mut String, policy: &Policy) {
    let title = policy.title.get(Lang::En);
    let _ = writeln!(text, "### {} {title}\n", policy.number);
    if policy.requires.is_none() {
        let _ = writeln!(
            text,
            "The program upholds it; shown by: {}.\n",
            policy.guarded_by.join(", ")
        );
        return;
    }
    let mut by_outcome: BTreeMap<Outcome, Vec<String>> = BTreeMap::new();
    for example in &policy.examples {
        let edge = if example.boundary { " (edge)" } else { "" };
        by_outcome
            .entry(example.outcome)
            .or_default()
            .push(format!("{} {}{edge}", example.today, example.name));
    }
    for (outcome, examples) in by_outcome {
        let _ = writeln!(text, "- **{}**: {}", outcome.code(), examples.join("; "));
    }
    text.push('\n');
}

const fn kind(fact: Fact) -> &'static str {
    match fact.kind() {
        Kind::Bool => "yes or no",
        Kind::Date => "date",
        Kind::Number => "number",
        Kind::Text => "text",
        Kind::Choice(list) | Kind::Choices(list) => list.name,
        Kind::Names => "names",
        Kind::Hours => "weekly hours",
    }
}

const fn missing(fact: Fact) -> &'static str {
    match fact.absence() {
        Absence::Unanswered => "not answered",
        Absence::NoRecord => "no such record",
        Absence::Never => "never missing",
    }
}
