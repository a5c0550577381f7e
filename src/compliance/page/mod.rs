//! The rules as people read them.

use std::sync::Arc;

use askama::Template;
use askama_web::WebTemplate;

use crate::law::{Example, Fact, Policy, PolicyKind, PolicySet, Ruling, RulingKind, in_general};
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "rules/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    /// By number.
    pub rules: Vec<Arc<Policy>>,
    pub set: Arc<PolicySet>,
    /// SHA-256 over every rule and ruling: what a report was judged by.
    pub digest: String,
}

impl Index {
    /// What the kommun has decided: `Avstängd 2026-11-22 av Vera Lind`.
    pub fn ruling(&self, rule: &Policy) -> Option<String> {
        let ruling = self.set.ruling(rule)?;
        Some(format!(
            "{} {}",
            self.l.code(ruling.kind),
            made(self.l, ruling)
        ))
    }

    pub fn reason(&self, rule: &Policy) -> &str {
        self.set.ruling(rule).map_or("", |ruling| &ruling.reason)
    }

    /// Every fact that the rules of this page may ask about.
    pub const fn facts(&self) -> &'static [Fact] {
        Fact::ALL
    }

    pub fn meaning(&self, fact: &Fact) -> &'static str {
        fact.meaning(self.l.lang())
    }

    pub fn title<'a>(&self, rule: &'a Policy) -> &'a str {
        rule.title.get(self.l.lang())
    }
}

/// Lines of a rule in words that lie deeper are drawn as deep as this.
const DEEPEST: usize = 6;

#[derive(Debug, Template, WebTemplate)]
#[template(path = "rules/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub rule: Arc<Policy>,
    /// What the kommun has decided about the rule, the latest first.
    pub rulings: Vec<Ruling>,
    pub may_decide: bool,
    /// The rule in words.
    pub words: String,
    pub digest: String,
}

impl Show {
    pub fn title(&self) -> &str {
        self.rule.title.get(self.l.lang())
    }

    pub fn because(&self) -> String {
        in_general(
            self.rule.finding.because.get(self.l.lang()),
            &self.rule,
            self.l,
        )
    }

    pub fn remedy(&self) -> String {
        in_general(
            self.rule.finding.remedy.get(self.l.lang()),
            &self.rule,
            self.l,
        )
    }

    /// The rule in words, line by line: how deep a line lies in what it belongs to, and what it says.
    pub fn lines(&self) -> Vec<(usize, &str)> {
        let line = |line| {
            let words = str::trim_start(line);
            (((line.len() - words.len()) / 2).min(DEEPEST), words)
        };
        self.words.lines().map(line).collect()
    }

    pub fn reservation(&self) -> Option<&str> {
        self.rule
            .reservation
            .as_ref()
            .map(|text| text.get(self.l.lang()))
    }

    pub fn made(&self, ruling: &Ruling) -> String {
        made(self.l, ruling)
    }

    /// `months = 18`
    pub fn values(&self, ruling: &Ruling) -> String {
        let values = ruling.parameters.iter();
        let values: Vec<String> = values
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        values.join("; ")
    }

    pub fn is_off(&self) -> bool {
        let latest = self.rulings.first();
        latest.is_some_and(|ruling| ruling.kind == RulingKind::Off)
    }

    pub fn is_statute(&self) -> bool {
        self.rule.kind == PolicyKind::Statute
    }

    pub fn symbol(&self, example: &Example) -> crate::web::view::Symbol {
        crate::site::page::outcome_symbol(example.outcome)
    }
}

/// `2026-11-22 av Vera Lind`
fn made(l: Loc, ruling: &Ruling) -> String {
    l.ta2(
        "ruling-by",
        ("day", &l.date(ruling.on)),
        ("name", &ruling.by),
    )
}

#[cfg(test)]
mod samples;
#[cfg(test)]
pub(crate) use samples::samples;
