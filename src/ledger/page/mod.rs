//! The pages of the log.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use crate::code::Code;
use crate::law::Finding;
use crate::ledger::fields::NamedField;
use crate::ledger::signers::Cover;
use crate::ledger::verification::{Answer, Found, Verification};
use crate::ledger::verify::Verdict;
use crate::web::view::{Loc, Pages, Shell, Symbol};

pub mod entry;

use entry::entry_path;

/// Fields that are not as they should be, as the page lists them.
const NAMED: usize = 20;

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
    /// The last checkpoint, or why there is none.
    pub signed: Cover,
    /// The published keys, as receivers compare them.
    pub keys: Vec<String>,
    /// The verification that goes on.
    pub under_way: Option<Verification>,
    /// The last that is finished.
    pub last: Option<Verification>,
    /// What the rules say of the log because of it.
    pub broken: Option<Finding>,
}

impl Index {
    /// How many entries no checkpoint covers yet.
    pub fn waiting(&self, signed: &u64) -> u64 {
        self.size.saturating_sub(*signed)
    }

    pub fn verdict(&self, found: &Found) -> (Symbol, &str) {
        match found.verdict {
            Verdict::Intact => (Symbol::Ok, self.l.t("ledger-intact")),
            Verdict::Tampered => (Symbol::No, self.l.t("ledger-broken")),
            Verdict::NotChecked => (Symbol::Unknown, self.l.t("ledger-hindered")),
        }
    }

    /// What is the matter with the log, and what to do.
    pub fn told(&self, finding: &Finding) -> (String, String) {
        (finding.text(self.l), finding.remedy(self.l))
    }

    pub fn entry(&self, idx: &u64) -> String {
        entry_path(self.l, *idx)
    }

    /// The first fields that are not as they should be.
    pub fn named<'a>(&self, found: &'a Found) -> &'a [NamedField] {
        let named = &found.fields.named;
        &named[..named.len().min(NAMED)]
    }

    /// How many more there are.
    pub fn unnamed(&self, found: &Found) -> u64 {
        let shown = self.named(found).len() as u64;
        found.fields.alarms().saturating_sub(shown)
    }

    /// When it was made, and who asked for it.
    pub fn made(&self, verification: &Verification) -> String {
        let at = self.l.instant(verification.finished_at);
        if verification.started_by.is_empty() {
            return self.l.ta("ledger-verified-at-night", "at", at);
        }
        let by = &verification.started_by;
        self.l.ta2("ledger-verified-by", ("at", &at), ("by", by))
    }

    pub fn symbol(&self, answer: &Answer) -> Symbol {
        match answer.ok {
            Some(true) => Symbol::Ok,
            Some(false) => Symbol::No,
            None => Symbol::Unknown,
        }
    }

    /// A check that was not made is shown as not made, never as fine.
    pub fn words(&self, answer: &Answer) -> &str {
        self.l.t(match answer.ok {
            Some(true) => "ledger-ok",
            Some(false) => "ledger-tampered",
            None => "ledger-not-checked",
        })
    }

    pub fn question(&self, answer: &Answer) -> String {
        let id = format!("ledger-level-{}", answer.level);
        self.l.t(&id).to_owned()
    }

    /// What the answer means, in words.
    pub fn meaning(&self, answer: &Answer) -> String {
        match (answer.ok, answer.tampering) {
            (Some(false), Some(tampering)) => {
                let means = format!("ledger-level-means-{}", tampering.code());
                let words = self.l.code(tampering);
                let mut letters = words.chars();
                let first = letters.next().map(char::to_uppercase);
                let first: String = first.into_iter().flatten().collect();
                format!("{first}{}. {}", letters.as_str(), self.l.t(&means))
            }
            (ok, _) => {
                let end = if ok == Some(true) { "ok" } else { "none" };
                let id = format!("ledger-level-{}-{end}", answer.level);
                let words = self.l.t(&id);
                format!("{words} {}", answer.seen).trim_end().to_owned()
            }
        }
    }
}

#[cfg(test)]
fn sample_fields(is_bad: bool) -> crate::ledger::fields::FieldReport {
    use crate::ledger::fields::{FieldReport, FieldState};

    let mut fields = FieldReport {
        present: 8_412,
        erased: 36,
        ..FieldReport::default()
    };
    if is_bad {
        fields.add(417, "case", FieldState::Missing);
        fields.add(418, "requester", FieldState::NotErased(611));
    }
    fields
}

/// What a verification of the samples found; `bad` is the level, what it found, and the entry.
#[cfg(test)]
fn found(bad: Option<(u8, crate::ledger::verify::Tampering, u64)>) -> Found {
    let answer = |level| {
        let here = bad.filter(|(at, ..)| *at == level);
        let seen = match (level, bad) {
            (4, None) => "tsa.example (1200) 2026-11-22 01:05 UTC",
            _ => "",
        };
        Answer {
            level,
            ok: matches!(level, 2..=5).then_some(here.is_none()),
            tampering: here.map(|(_, tampering, _)| tampering),
            first_bad: here.map(|(.., idx)| idx),
            seen: seen.to_owned(),
        }
    };
    Found {
        verdict: if bad.is_some() {
            Verdict::Tampered
        } else {
            Verdict::Intact
        },
        log: "kamera.ekebro.example/utlamnande".into(),
        size: 1_204,
        root: "lJK4hKyET88YXXMjdUj1y6LN+jc1DsNQMPiXmUAbLpQ=".into(),
        answers: (0..=5).map(answer).collect(),
        fields: sample_fields(bad.is_some()),
        hindered: String::new(),
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::ledger::signers::Trouble;
    use crate::ledger::verify::Tampering;
    use crate::web::page_tests::{Sample, shell};
    use time::macros::datetime;

    let at = datetime!(2026-11-22 01:14 UTC);
    let verification = |found: Option<Found>| Verification {
        id: 1,
        started_by: String::new(),
        started_at: at,
        heard_at: at,
        finished_at: found.is_some().then_some(at),
        checked: 600,
        size: 1_204,
        found,
    };
    let page = |signed: Cover, last: Found, under_way: bool| Index {
        shell: shell(l, "/logg"),
        l,
        origin: "kamera.ekebro.example/utlamnande".into(),
        size: 1_204,
        lines: vec![Line {
            idx: 1_203,
            at: Some(at),
            kind: "entry-kind-disclosure".into(),
            leaf: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        }],
        pages: Pages::default(),
        signed,
        keys: vec!["kamera.ekebro.example/utlamnande+53387bfc+AQ==".into()],
        under_way: under_way.then(|| verification(None)),
        last: Some(verification(Some(last))),
        broken: None,
    };
    let signed = Cover::Signed {
        size: 1_200,
        key: "53387bfc".into(),
    };
    let mut broken = page(
        Cover::NotYet(Trouble::NoMemory),
        found(Some((5, Tampering::CaseEdited, 417))),
        true,
    );
    broken.shell.log_broken = true;
    let rules = crate::law::PolicySet::embedded().unwrap();
    let last = broken.last.as_ref();
    broken.broken = last.and_then(|last| last.finding(&rules, at.date()));
    vec![
        Sample::new("log", &page(signed, found(None), false)),
        Sample::new("log-broken", &broken),
    ]
}
