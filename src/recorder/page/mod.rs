//! The page of a recorder: what it is, what was seen of its footage, and what was not.

use askama::Template;
use askama_web::WebTemplate;
use time::{Duration, OffsetDateTime};

use super::ProofLevel;
use super::check::{CheckVerdict, RecorderCheck, StoreSeen, worst};
use super::status::Due;
use crate::register::page::{Action, Fact};
use crate::retention::{DeletionEvidence, Span};
use crate::web::assets::asset_path;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell, Symbol};

/// What was seen at one level, and the sites' own limit for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub evidence: DeletionEvidence,
    /// `None` when no footage was seen, or there is no storage period to count from.
    pub due: Option<Due>,
}

/// One site whose cameras the recorder records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLine {
    pub name: String,
    /// Path with the language.
    pub href: String,
    pub symbol: Symbol,
    pub limit: Option<Span>,
    /// The latest check at each level, never more than one a level.
    pub seen: Vec<Seen>,
    /// Who can act, the nearest first.
    pub who: Vec<String>,
    /// Where a check by hand is written down, with the language; empty for those who may not.
    pub confirm: String,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "recorder/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub title: String,
    pub crumbs: Vec<Crumb>,
    pub facts: Vec<Fact>,
    pub form: Form,
    pub actions: Vec<Action>,
    pub sites: Vec<SiteLine>,
    /// Sites that are not on the page.
    pub more_sites: usize,
    pub tolerance: Span,
    /// Where the recorder is asked now, with the language; `None` for those who may not or when it cannot be asked.
    pub ask: Option<String>,
    /// It is being asked just now: how many answers have come.
    pub asked: Option<usize>,
    /// Where a token is made for the recorder's agent, with the language; `None` for those who may not.
    pub token: Option<String>,
    /// The checks are not shown: they tell of cameras of which that is secret for the person.
    pub secret: bool,
    /// Newest first.
    pub checks: Vec<RecorderCheck>,
    /// What people wrote down themselves, with the name of the site, newest first.
    pub by_hand: Vec<(String, DeletionEvidence)>,
}

impl Show {
    /// Asks for the page again while the recorder is asked.
    pub fn script(&self) -> &'static str {
        asset_path("again.js")
    }

    pub fn span(&self, span: &Span) -> String {
        format!("{} {}", span.length, self.l.code(span.unit))
    }

    pub fn late(&self, overdue: &Duration) -> String {
        if overdue.whole_hours() < 48 {
            self.l.tn("recorder-late-hours", overdue.whole_hours())
        } else {
            self.l.tn("recorder-late-days", overdue.whole_days())
        }
    }

    pub fn verdict(&self, check: &RecorderCheck) -> Symbol {
        symbol(worst(&check.stores))
    }

    pub fn verdict_of(&self, store: &StoreSeen) -> Symbol {
        symbol(store.verdict())
    }

    pub fn not_seen(&self, store: &StoreSeen) -> String {
        store.not_seen(self.l).join(". ")
    }

    pub fn oldest(&self, store: &StoreSeen) -> Option<OffsetDateTime> {
        store.oldest_unexplained()
    }

    /// A claim says nothing of what was seen.
    pub fn is_claim(&self, seen: &Seen) -> bool {
        seen.evidence.level == ProofLevel::Claim
    }
}

const fn symbol(verdict: CheckVerdict) -> Symbol {
    match verdict {
        CheckVerdict::Fine => Symbol::Ok,
        CheckVerdict::Older => Symbol::No,
        CheckVerdict::Unknown => Symbol::Unknown,
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
pub(crate) use samples::samples;
