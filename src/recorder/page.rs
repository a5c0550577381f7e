//! The page of a recorder: what it is, what was seen of its footage, and what was not.

use askama::Template;
use askama_web::WebTemplate;
use time::{Duration, OffsetDateTime};

use super::ProofLevel;
use super::check::{CheckVerdict, RecorderCheck, StoreSeen, worst};
use super::status::Due;
use crate::register::page::{Action, Fact};
use crate::retention::{DeletionEvidence, Span};
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
    /// Where a token is made for the recorder's agent, with the language; `None` for those who may not.
    pub token: Option<String>,
    /// Newest first.
    pub checks: Vec<RecorderCheck>,
    /// What people wrote down themselves, newest first.
    pub by_hand: Vec<DeletionEvidence>,
}

impl Show {
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
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::recorder::check::{CheckMeans, Protected};
    use crate::recorder::status::due;
    use crate::recorder::{Recorder, RecorderId, form};
    use crate::site::SiteId;
    use crate::web::page_tests::{Sample, shell};
    use time::macros::datetime;

    let at = datetime!(2026-11-22 07:00 UTC);
    let oldest = datetime!(2026-10-09 10:12 UTC);
    let (limit, tolerance) = (Span::of_days(30), Span::of_hours(24));
    let evidence = |level, oldest| DeletionEvidence {
        recorder: Some(RecorderId(1)),
        level,
        oldest_seen_at: oldest,
        store: "/var/cache/zoneminder/events".into(),
        not_covered: "Säkerhetskopior och minneskort".into(),
        checked_by: "nvr-hedeskolan".into(),
        ..DeletionEvidence::at(SiteId(1), at)
    };
    let seen = |level| Seen {
        evidence: evidence(level, Some(oldest)),
        due: Some(due(limit, tolerance, oldest, at)),
    };
    let incomplete = Seen {
        evidence: DeletionEvidence {
            incomplete: true,
            check: Some(crate::recorder::check::RecorderCheckId(1)),
            ..evidence(ProofLevel::Disk, None)
        },
        due: None,
    };
    let line = |name: &str, symbol, limit, seen| SiteLine {
        name: name.into(),
        href: l.path("/bevakningar/1"),
        symbol,
        limit,
        seen,
        who: vec!["Anna Ek".into(), "IT-enheten".into()],
        confirm: l.path("/bevakningar/1/gallringsbevis/nytt"),
    };
    let recorder = Recorder {
        name: "NVR Hedeskolan".into(),
        configured_hours: Some(720),
        ..Recorder::unnamed()
    };
    let store = StoreSeen {
        count: 154,
        bytes: 9_000_000,
        oldest: Some(oldest),
        newest: Some(at),
        older_than_limit: Some(154),
        unreadable: 1,
        unreadable_paths: vec!["2/stängd: Permission denied".into()],
        protected: vec![Protected {
            label: "händelse 7".into(),
            from: oldest,
            older: true,
            hold: None,
        }],
        ..StoreSeen::new("/var/cache/zoneminder/events", ProofLevel::Disk)
    };
    let check = RecorderCheck {
        limit: Some(limit),
        tolerance: Some(tolerance),
        stores_missing: vec!["/mnt/disk2".into()],
        clock_skew_seconds: Some(140),
        failure: "Inspelaren svarar inte.".into(),
        ..RecorderCheck::new(
            RecorderId(1),
            CheckMeans::Scan,
            at,
            "nvr-hedeskolan",
            vec![store],
        )
    };
    let page = |sites, checks, by_hand| Show {
        shell: shell(l, "/inspelare/1"),
        l,
        title: recorder.name.clone(),
        crumbs: vec![
            Crumb::link(l.t("recorder-list-title"), l.path("/inspelare")),
            Crumb::here(&recorder.name),
        ],
        facts: Vec::new(),
        form: form::form(String::new(), &[]).fill(form::values(&recorder)),
        actions: vec![Action {
            text: l.t("change").to_owned(),
            href: l.path("/inspelare/1/andra"),
        }],
        sites,
        more_sites: 3,
        tolerance,
        ask: Some(l.path("/inspelare/1/fraga")),
        token: Some(l.path("/inspelare/1/sandnyckel")),
        checks,
        by_hand,
    };
    let sites = vec![
        line(
            "Hedeskolan",
            Symbol::No,
            Some(limit),
            vec![seen(ProofLevel::Index), seen(ProofLevel::Disk)],
        ),
        line("Badet", Symbol::Unknown, None, vec![incomplete]),
        line("Torget", Symbol::Unknown, Some(limit), Vec::new()),
    ];
    let by_hand = vec![evidence(ProofLevel::Index, Some(oldest))];
    vec![
        Sample::new("recorder", &page(sites, vec![check], by_hand)),
        Sample::new(
            "recorder-unchecked",
            &page(Vec::new(), Vec::new(), Vec::new()),
        ),
    ]
}
