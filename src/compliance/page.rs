//! The rules as people read them.

use std::sync::Arc;

use askama::Template;
use askama_web::WebTemplate;

use crate::law::{Example, Policy, PolicyKind};
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "rules/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub rules: Vec<Arc<Policy>>,
    /// SHA-256 over every rule: what a report was judged by.
    pub digest: String,
}

impl Index {
    pub fn title<'a>(&self, rule: &'a Policy) -> &'a str {
        rule.title.get(self.l.lang())
    }
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "rules/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub rule: Arc<Policy>,
    /// The rule in words.
    pub words: String,
    pub digest: String,
}

impl Show {
    pub fn title(&self) -> &str {
        self.rule.title.get(self.l.lang())
    }

    pub fn because(&self) -> &str {
        self.rule.finding.because.get(self.l.lang())
    }

    pub fn remedy(&self) -> &str {
        self.rule.finding.remedy.get(self.l.lang())
    }

    pub fn reservation(&self) -> Option<&str> {
        self.rule
            .reservation
            .as_ref()
            .map(|text| text.get(self.l.lang()))
    }

    pub fn is_statute(&self) -> bool {
        self.rule.kind == PolicyKind::Statute
    }

    pub fn symbol(&self, example: &Example) -> crate::web::view::Symbol {
        crate::site::page::outcome_symbol(example.outcome)
    }
}
