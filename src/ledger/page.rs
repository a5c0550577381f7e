//! The pages of the log.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use super::verify::{Level, Report, Verdict};
use crate::web::view::{Loc, Pages, Shell, Symbol};

/// An entry as the list shows it: what the leaf itself says, never the sealed facts.
#[derive(Debug, Clone)]
pub struct Line {
    pub idx: u64,
    pub at: Option<OffsetDateTime>,
    pub kind: String,
    pub leaf: String,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "ledger/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub origin: String,
    pub size: u64,
    pub lines: Vec<Line>,
    pub pages: Pages,
    /// The outcome when a verification was asked for.
    pub report: Option<Report>,
}

impl Index {
    pub fn is_intact(&self, report: &Report) -> bool {
        report.verdict == Verdict::Intact
    }

    pub fn symbol(&self, level: &Level) -> Symbol {
        match level.ok {
            Some(true) => Symbol::Ok,
            Some(false) => Symbol::No,
            None => Symbol::Unknown,
        }
    }

    /// A check that was not made is shown as not made, never as fine.
    pub fn words(&self, level: &Level) -> &str {
        self.l.t(match level.ok {
            Some(true) => "ledger-ok",
            Some(false) => "ledger-tampered",
            None => "ledger-not-checked",
        })
    }

    pub fn question(&self, level: &Level) -> String {
        self.l
            .t(&format!("ledger-level-{}", level.level))
            .to_owned()
    }
}
