//! Findings in words: the same words on the page, in the list, in the API, in the mail and on the command line.

use serde::Serialize;

use super::fact::{Absence, Fact, Kind, Value};
use super::finding::{Finding, Outcome};
use super::operand::{Context, Setting};
use super::policy::{PolicyKind, Severity, Source};
use super::{GoTo, Language};

/// Looks up the text of a member of a closed list by text id, such as `place-type-skolgard`.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Names no member: codes are shown as codes.
pub fn codes_as_codes(_: &str) -> Option<String> {
    None
}

/// A finding as data with its texts: what the command line, the API and exports print.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The subject's reference, such as a site's.
    pub site: String,
    pub policy: String,
    pub number: String,
    pub outcome: Outcome,
    pub severity: Severity,
    pub kind: PolicyKind,
    #[serde(serialize_with = "iso_date")]
    pub since: Option<time::Date>,
    #[serde(serialize_with = "iso_date")]
    pub due: Option<time::Date>,
    pub because: Vec<Cause>,
    pub finding: String,
    pub remedy: String,
    pub source: String,
    pub go_to: GoTo,
}

/// A recorded fact that decided; `null` = nothing is recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    pub fact: Fact,
    pub value: Option<Value>,
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn iso_date<S: serde::Serializer>(date: &Option<time::Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}

impl Source {
    /// `Kamerabevakningslagen (2018:1200), 9 §, SFS 2025:220`.
    pub fn citation(&self) -> String {
        let sfs = self.sfs.as_ref().map(|sfs| format!(", SFS {sfs}")).unwrap_or_default();
        format!("{}, {}{sfs}", self.statute, self.section)
    }
}

impl Finding {
    /// What is the matter, in one or two sentences; the duty itself when nothing is.
    pub fn text(&self, language: Language, names: Names<'_>) -> String {
        let policy = &self.policy;
        match (self.outcome, &policy.finding.soon) {
            (Outcome::Breached, _) => self.fill(policy.finding.because.get(language), language, names),
            (Outcome::AtRisk, Some(soon)) => self.fill(soon.get(language), language, names),
            (Outcome::Unknown, _) => self.unknown(language),
            _ => policy.title.get(language).to_owned(),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, language: Language, names: Names<'_>) -> String {
        self.fill(self.policy.finding.remedy.get(language), language, names)
    }

    /// The finding as data.
    pub fn report(&self, site: &str, language: Language, names: Names<'_>) -> Report {
        let because = self.because().map(|(fact, value)| Cause { fact, value: value.cloned() });
        Report {
            site: site.to_owned(),
            policy: self.policy.id.clone(),
            number: self.policy.number.clone(),
            outcome: self.outcome,
            severity: self.policy.severity,
            kind: self.policy.kind,
            since: self.since,
            due: self.due.as_ref().map(|due| due.on),
            because: because.collect(),
            finding: self.text(language, names),
            remedy: self.remedy(language, names),
            source: self.policy.source.citation(),
            go_to: self.policy.finding.go_to,
        }
    }

    /// What the register would have to know.
    fn unknown(&self, language: Language) -> String {
        let missing = self.because().filter(|(_, value)| value.is_none());
        let missing: Vec<&str> = missing.map(|(fact, _)| fact.meaning(language)).collect();
        match language {
            Language::Swedish => format!("Kan inte bedömas. Det saknas uppgift om: {}.", missing.join("; ")),
            Language::English => format!("Cannot be judged. Nothing is recorded of: {}.", missing.join("; ")),
        }
    }

    fn fill(&self, template: &str, language: Language, names: Names<'_>) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, name, after)) = next_placeholder(rest) {
            text.push_str(before);
            text.push_str(&self.value_of(name, language, names));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn value_of(&self, name: &str, language: Language, names: Names<'_>) -> String {
        if let Some(parameter) = name.strip_prefix("parameter.") {
            let context = Context { facts: &self.facts, today: self.as_of, parameters: &self.policy.parameters };
            return context.parameter(parameter).map_or_else(String::new, Setting::to_string);
        }
        match (name, &self.due) {
            ("due", Some(due)) => due.on.to_string(),
            ("days", Some(due)) => due.days_left(self.as_of).abs().to_string(),
            _ => Fact::named(name).map_or_else(|_| String::new(), |fact| show(fact, self.facts.get(fact), language, names)),
        }
    }
}

/// A fact's value in words.
pub fn show(fact: Fact, value: Option<&Value>, language: Language, names: Names<'_>) -> String {
    let swedish = language == Language::Swedish;
    let named = |code: &str| match fact.kind() {
        Kind::Choice(list) | Kind::Choices(list) => names(&format!("{}-{code}", list.name)).unwrap_or_else(|| code.to_owned()),
        _ => code.to_owned(),
    };
    match value {
        None => match (fact.absence(), swedish) {
            (Absence::Unanswered, true) => "inte besvarat".to_owned(),
            (Absence::Unanswered, false) => "not answered".to_owned(),
            (_, true) => "saknas".to_owned(),
            (_, false) => "missing".to_owned(),
        },
        Some(Value::Bool(true)) => if swedish { "ja" } else { "yes" }.to_owned(),
        Some(Value::Bool(false)) => if swedish { "nej" } else { "no" }.to_owned(),
        Some(Value::Set(values)) if values.is_empty() => if swedish { "inga" } else { "none" }.to_owned(),
        Some(Value::Set(values)) => values.iter().map(|code| named(code)).collect::<Vec<_>>().join(", "),
        Some(Value::Text(text)) => named(text),
        Some(value) => value.to_string(),
    }
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
