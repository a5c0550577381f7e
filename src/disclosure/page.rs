//! The pages of the disclosure log.

use askama::Template;
use askama_web::WebTemplate;

use super::store::Recorded;
use crate::compliance::release;
use crate::law::{Finding, PolicyKind, Report};
use crate::site::page::outcome_symbol;
use crate::web::form::Choice;
use crate::web::view::{Crumb, Loc, Pages, Shell, Symbol};

/// A line of the log with the names that it points at.
#[derive(Debug, Clone)]
pub struct Line {
    pub recorded: Recorded,
    pub site: String,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub lines: Vec<Line>,
    pub pages: Pages,
    pub may_record: bool,
}

/// Which site? The first question at the counter.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/where.html")]
pub struct Where {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub search: String,
    /// Sites that fit, by id.
    pub sites: Vec<Choice>,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub recorded: Recorded,
    pub site: String,
    pub cameras: Vec<String>,
    /// What is not met, the worst first.
    pub findings: Vec<Finding>,
}

impl Show {
    pub fn symbol(&self, finding: &Finding) -> Symbol {
        outcome_symbol(finding.outcome)
    }

    pub fn report(&self, finding: &Finding) -> Report {
        let reference = release::reference(self.recorded.data.number);
        finding.report(&reference, self.l)
    }

    pub fn title<'a>(&self, finding: &'a Finding) -> &'a str {
        finding.policy.title.get(self.l.lang())
    }

    pub fn is_guidance(&self, finding: &Finding) -> bool {
        finding.policy.kind != PolicyKind::Statute
    }

    pub fn released(&self) -> bool {
        self.recorded.data.decision.releases()
    }

    pub fn refused(&self) -> bool {
        self.recorded.data.decision.refuses()
    }
}
