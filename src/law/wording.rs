//! Findings in words: the same words on the page, in the list, in the API, in the mail and on the command line.

use serde::Serialize;
use utoipa::ToSchema;

use super::GoTo;
use super::fact::{Absence, Fact, Kind, Value};
use super::finding::{Finding, Outcome};
use super::operand::{Context, Setting};
use super::policy::{PolicyKind, Severity, Source};
use crate::texts::Loc;

/// A finding as data with its texts: what the command line, the API and exports print.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Finding)]
pub struct Report {
    /// The subject's reference, such as a site's.
    pub site: String,
    pub policy: String,
    pub number: String,
    pub outcome: Outcome,
    pub severity: Severity,
    pub kind: PolicyKind,
    /// It has been so at least since this day; `null` when the register cannot tell.
    #[schema(required)]
    pub since: Option<time::Date>,
    /// Last day in time.
    #[schema(required)]
    pub due: Option<time::Date>,
    /// The day judged: of a rule that has ceased its last one.
    pub as_of: time::Date,
    pub because: Vec<Cause>,
    pub finding: String,
    pub remedy: String,
    pub source: String,
    pub go_to: GoTo,
}

/// A recorded fact that decided; `null` = nothing is recorded.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Cause {
    #[schema(value_type = String)]
    pub fact: Fact,
    /// A text, date, number, truth or list.
    #[schema(value_type = serde_json::Value)]
    pub value: Option<Value>,
}

impl Source {
    /// `Kamerabevakningslagen (2018:1200), 9 §, SFS 2025:220`.
    pub fn citation(&self) -> String {
        let sfs = self
            .sfs
            .as_ref()
            .map(|sfs| format!(", SFS {sfs}"))
            .unwrap_or_default();
        format!("{}, {}{sfs}", self.statute, self.section)
    }
}

impl Finding {
    /// What is the matter, in one or two sentences; the duty itself when nothing is.
    pub fn text(&self, l: Loc) -> String {
        let policy = &self.policy;
        match (self.outcome, &policy.finding.soon) {
            (Outcome::Breached, _) => self.fill(policy.finding.because.get(l.lang()), l),
            (Outcome::AtRisk, Some(soon)) => self.fill(soon.get(l.lang()), l),
            (Outcome::Unknown, _) => self.unknown(l),
            _ => policy.title.get(l.lang()).to_owned(),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, l: Loc) -> String {
        self.fill(self.policy.finding.remedy.get(l.lang()), l)
    }

    /// The finding as data.
    pub fn report(&self, site: &str, l: Loc) -> Report {
        let because = self.because().map(|(fact, value)| Cause {
            fact,
            value: value.cloned(),
        });
        Report {
            site: site.to_owned(),
            policy: self.policy.id.clone(),
            number: self.policy.number.clone(),
            outcome: self.outcome,
            severity: self.policy.severity,
            kind: self.policy.kind,
            since: self.since,
            due: self.due.as_ref().map(|due| due.on),
            as_of: self.as_of,
            because: because.collect(),
            finding: self.text(l),
            remedy: self.remedy(l),
            source: self.policy.source.citation(),
            go_to: self.policy.finding.go_to,
        }
    }

    /// What the register would have to know.
    fn unknown(&self, l: Loc) -> String {
        let missing = self.because().filter(|(_, value)| value.is_none());
        let missing: Vec<&str> = missing.map(|(fact, _)| fact.meaning(l.lang())).collect();
        l.ta("finding-unknown", "facts", missing.join("; "))
    }

    /// Fills a text: `{fact}` becomes the recorded fact, and `[what stands in brackets]` is left out when a fact in it
    /// is missing or an empty list.
    fn fill(&self, template: &str, l: Loc) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, optional, after)) = next_optional(rest) {
            text.push_str(&self.fill_part(before, l));
            if placeholders(optional).all(|name| self.is_told(name)) {
                text.push_str(&self.fill_part(optional, l));
            }
            rest = after;
        }
        text.push_str(&self.fill_part(rest, l));
        text.trim().to_owned()
    }

    /// Whether there is something to put in the place of a name.
    fn is_told(&self, name: &str) -> bool {
        let Ok(fact) = Fact::named(name) else {
            return true;
        };
        match self.facts.get(fact) {
            None => false,
            Some(Value::Set(values)) => !values.is_empty(),
            Some(_) => true,
        }
    }

    fn fill_part(&self, template: &str, l: Loc) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, name, after)) = next_placeholder(rest) {
            text.push_str(before);
            text.push_str(&self.value_of(name, l));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn value_of(&self, name: &str, l: Loc) -> String {
        if let Some(parameter) = name.strip_prefix("parameter.") {
            let context = Context {
                facts: &self.facts,
                today: self.as_of,
                parameters: &self.policy.parameters,
            };
            return context
                .parameter(parameter)
                .map_or_else(String::new, Setting::to_string);
        }
        match (name, &self.due) {
            ("due", Some(due)) => due.on.to_string(),
            ("days", Some(due)) => due.days_left(self.as_of).abs().to_string(),
            _ => Fact::named(name).map_or_else(
                |_| String::new(),
                |fact| match self.facts.get(fact) {
                    None => small(&show(fact, None, l)),
                    value => within_sentence(fact, &show(fact, value, l)),
                },
            ),
        }
    }
}

/// A fact's value in words.
pub fn show(fact: Fact, value: Option<&Value>, l: Loc) -> String {
    let named = |code: &str| match fact.kind() {
        Kind::Choice(list) | Kind::Choices(list) => {
            l.t(&format!("{}-{code}", list.name)).to_owned()
        }
        _ => code.to_owned(),
    };
    match value {
        None if fact.absence() == Absence::Unanswered => l.t("not-answered").to_owned(),
        None => l.t("not-recorded").to_owned(),
        Some(Value::Bool(truth)) => l.yes_no(Some(*truth)).to_owned(),
        Some(Value::Set(values)) if values.is_empty() => l.t("none-of-them").to_owned(),
        Some(Value::Set(values)) => values
            .iter()
            .map(|code| named(code))
            .collect::<Vec<_>>()
            .join(", "),
        Some(Value::Text(text)) => named(text),
        Some(value) => value.to_string(),
    }
}

/// Names of a list and answers begin with a small letter within a sentence, unless they are abbreviations such as LSS.
pub(super) fn within_sentence(fact: Fact, words: &str) -> String {
    match fact.kind() {
        Kind::Bool | Kind::Choice(_) => small(words),
        Kind::Choices(_) => {
            let listed: Vec<String> = words.split(", ").map(small).collect();
            listed.join(", ")
        }
        _ => words.to_owned(),
    }
}

/// With a small first letter, unless the words begin with an abbreviation such as LSS.
fn small(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if !letters.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}

/// What stands before, within and after the next brackets.
pub(super) fn next_optional(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once('[')?;
    let (optional, after) = opened.split_once(']')?;
    Some((before, optional, after))
}

/// The names within braces.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_placeholder(rest)?;
        rest = after;
        Some(name)
    })
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once('{')?;
    let (name, after) = opened.split_once('}')?;
    Some((before, name, after))
}
