//! A recorder with something of everything, and one that nobody has checked.

use time::OffsetDateTime;
use time::macros::datetime;

use super::{Seen, Show, SiteLine};
use crate::recorder::check::{CheckMeans, Protected, RecorderCheck, RecorderCheckId, StoreSeen};
use crate::recorder::status::due;
use crate::recorder::{ProofLevel, Recorder, RecorderId, form};
use crate::register::page::Action;
use crate::retention::{DeletionEvidence, Span};
use crate::site::SiteId;
use crate::web::page_tests::{Sample, shell};
use crate::web::view::{Crumb, Loc, Symbol};

const AT: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);
const OLDEST: OffsetDateTime = datetime!(2026-10-09 10:12 UTC);
const LIMIT: Span = Span::of_days(30);
const TOLERANCE: Span = Span::of_hours(24);

pub(crate) fn samples(l: Loc) -> Vec<Sample> {
    let empty = Show {
        sites: Vec::new(),
        checks: Vec::new(),
        by_hand: Vec::new(),
        more_sites: 0,
        ..show(l)
    };
    vec![
        Sample::new("recorder", &show(l)),
        Sample::new("recorder-unchecked", &empty),
    ]
}

fn show(l: Loc) -> Show {
    let recorder = Recorder {
        name: "NVR Hedeskolan".into(),
        configured_hours: Some(720),
        ..Recorder::unnamed()
    };
    Show {
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
        sites: sites(l),
        more_sites: 3,
        tolerance: TOLERANCE,
        ask: Some(l.path("/inspelare/1/fraga")),
        asked: None,
        token: Some(l.path("/inspelare/1/sandnyckel")),
        secret: false,
        checks: vec![check()],
        by_hand: vec![(
            "Hedeskolan".into(),
            evidence(ProofLevel::Index, Some(OLDEST)),
        )],
    }
}

fn sites(l: Loc) -> Vec<SiteLine> {
    let line = |name: &str, symbol, limit, seen| SiteLine {
        name: name.into(),
        href: l.path("/bevakningar/1"),
        symbol,
        limit,
        seen,
        who: vec!["Anna Ek".into(), "IT-enheten".into()],
        confirm: l.path("/bevakningar/1/gallringsbevis/nytt"),
    };
    let seen = |level| Seen {
        evidence: evidence(level, Some(OLDEST)),
        due: Some(due(LIMIT, TOLERANCE, OLDEST, AT)),
    };
    let incomplete = Seen {
        evidence: DeletionEvidence {
            incomplete: true,
            check: Some(RecorderCheckId(1)),
            ..evidence(ProofLevel::Disk, None)
        },
        due: None,
    };
    let both = vec![seen(ProofLevel::Index), seen(ProofLevel::Disk)];
    vec![
        line("Hedeskolan", Symbol::No, Some(LIMIT), both),
        line("Badet", Symbol::Unknown, None, vec![incomplete]),
        line("Torget", Symbol::Unknown, Some(LIMIT), Vec::new()),
    ]
}

fn evidence(level: ProofLevel, oldest: Option<OffsetDateTime>) -> DeletionEvidence {
    DeletionEvidence {
        recorder: Some(RecorderId(1)),
        level,
        oldest_seen_at: oldest,
        store: "/var/cache/zoneminder/events".into(),
        not_covered: "Säkerhetskopior och minneskort".into(),
        checked_by: "nvr-hedeskolan".into(),
        ..DeletionEvidence::at(SiteId(1), AT)
    }
}

fn check() -> RecorderCheck {
    let store = StoreSeen {
        count: 154,
        bytes: 9_000_000,
        oldest: Some(OLDEST),
        newest: Some(AT),
        older_than_limit: Some(154),
        unreadable: 1,
        unreadable_paths: vec!["2/stängd: Permission denied".into()],
        protected: vec![Protected {
            label: "händelse 7".into(),
            from: OLDEST,
            older: true,
            hold: None,
        }],
        ..StoreSeen::new("/var/cache/zoneminder/events", ProofLevel::Disk)
    };
    RecorderCheck {
        limit: Some(LIMIT),
        tolerance: Some(TOLERANCE),
        stores_missing: vec!["/mnt/disk2".into()],
        clock_skew_seconds: Some(140),
        failure: "Inspelaren svarar inte.".into(),
        ..RecorderCheck::new(
            RecorderId(1),
            CheckMeans::Scan,
            AT,
            "nvr-hedeskolan",
            vec![store],
        )
    }
}
