//! Sites with something of everything: today, and on a day that has passed by both answers.

use serde_json::{Value, json};
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

use super::{Head, Index, Kept, Life, MapPage, NotKnown, Past, Show};
use crate::compliance::list::{Distribution, Filter, Line};
use crate::compliance::replay::{Replay, site_then};
use crate::compliance::tests::samples::schoolyard;
use crate::compliance::{Dossier, findings, past_breaches, shown, summary};
use crate::law::{Outcome, PolicySet, Standing};
use crate::organisation::UnitId;
use crate::permit::{DecisionKind, Permit};
use crate::register::{RecordKind, Revision};
use crate::site::{PlaceType, Purpose, Site, SiteId, SiteStatus};
use crate::web::form::Choice;
use crate::web::page_tests::{Sample, shell};
use crate::web::view::{Crumb, Loc, Pages};

const ID: SiteId = SiteId(1);
const TODAY: Date = date!(2026 - 11 - 22);
/// The last day of the permits.
const PASSED: Date = date!(2025 - 03 - 31);
/// Before anything was recorded.
const UNKNOWN: Date = date!(2023 - 01 - 01);

pub(crate) fn samples(l: Loc) -> Vec<Sample> {
    let (recorded, known) = (then(l, false), then(l, true));
    let mut empty = index(l);
    empty.lines.clear();
    empty.distribution = Distribution::default();
    let mut unplaced = index(l);
    unplaced.lines.clear();
    vec![
        Sample::new("sites", &index(l)),
        Sample::new("sites-none", &empty),
        Sample::new("sites-map", &map(index(l))),
        Sample::new("sites-map-none", &map(unplaced)),
        Sample::new("site", &today(l)),
        Sample::new("site-recorded-about-then", &recorded),
        Sample::new("site-known-then", &known),
        Sample::new("site-not-known-then", &not_known(l)),
    ]
}

fn index(l: Loc) -> Index {
    let line = |id, name: &str, standing, breaches| Line {
        id: SiteId(id),
        reference: format!("EK-00{id}"),
        name: name.into(),
        sort_key: String::new(),
        address: "Hedegatan 18".into(),
        place_type: Some(PlaceType::SchoolYard),
        status: Some(SiteStatus::InUse),
        unit_id: Some(UnitId(1)),
        unit: Some("Barn- och skolförvaltningen".into()),
        standing,
        breaches,
        risks: 1,
        unknowns: 0,
        place_e6: Some((55_704_660, 13_193_210)),
    };
    let head = |text_id, sorted| Head {
        text_id,
        href: l.path("/bevakningar?ordning=-namn"),
        sorted,
    };
    Index {
        shell: shell(l, "/bevakningar"),
        l,
        filter: Filter::default(),
        units: vec![Choice::name(1, "Barn- och skolförvaltningen")],
        distribution: Distribution {
            breach: 1,
            partly: 1,
            unknown: 1,
            ok: 1,
        },
        heads: vec![
            head("status", None),
            head("site-name", Some(false)),
            head("site-place-type", None),
            head("site-unit", None),
            head("site-status", None),
        ],
        lines: vec![
            line(1, "Hedeskolan, skolgården", Standing::Breach, 3),
            line(2, "Stortorget", Standing::Partly, 0),
            line(3, "Biblioteket", Standing::Unknown, 0),
            line(4, "Återvinningen", Standing::Ok, 0),
        ],
        pages: Pages {
            next: Some(l.path("/bevakningar?efter=b&efter_id=4")),
            ..Pages::default()
        },
        may_edit: true,
        known_then: false,
    }
}

/// The lines of the list, for pages that show some.
pub(crate) fn samples_of_lines() -> Vec<Line> {
    index(Loc::sv()).lines
}

fn map(list: Index) -> MapPage {
    MapPage {
        shell: shell(list.l, "/karta"),
        l: list.l,
        points: list.l.path("/karta/platser.geojson"),
        list,
    }
}

fn page(l: Loc, dossier: Dossier, as_of: Date, past: Option<Past>) -> Show {
    let rules = PolicySet::embedded().unwrap();
    let found = findings(&rules, &dossier, as_of);
    let known_then = past.as_ref().is_some_and(|past| past.known_then);
    let mut shell = shell(l, "/bevakningar/1");
    shell.as_of = Some(as_of).filter(|day| *day != TODAY);
    shell.known_then = known_then;
    Show {
        shell,
        l,
        crumbs: crumbs(l),
        unit: "Barn- och skolförvaltningen".into(),
        controller: "Barn- och skolnämnden".into(),
        summary: summary(&found),
        findings: shown(&found, false).into_iter().cloned().collect(),
        met: found
            .iter()
            .filter(|finding| finding.outcome == Outcome::Met)
            .count(),
        as_of,
        past,
        history: past_breaches(&rules, &dossier, as_of),
        may_edit: true,
        may_sign: false,
        may_disclose: false,
        disclosures: Some(2),
        life: Life::new(
            &dossier,
            as_of,
            TODAY,
            &[date!(2026 - 10 - 01)],
            &[date!(2026 - 11 - 02)],
        ),
        kept: Kept::default(),
        dossier,
    }
}

fn crumbs(l: Loc) -> Vec<Crumb> {
    vec![
        Crumb::link(l.t("nav-sites"), l.path("/bevakningar")),
        Crumb::here("Hedeskolan"),
    ]
}

/// A site with something of everything, and a new camera since the assessment.
pub(super) fn today(l: Loc) -> Show {
    let mut dossier = schoolyard();
    dossier.site.name = "Hedeskolan".into();
    dossier.site.reference = "EK-001".into();
    let mut added = dossier.cameras[0].clone();
    added.id.0 = 2;
    added.data.label = "K-002".into();
    added.data.unconfirmed = true;
    added.data.installed_on = Some(date!(2026 - 02 - 01));
    dossier.cameras.push(added);
    page(l, dossier, TODAY, None)
}

/// A site recorded in 2024; its permit and its right address only in 2026.
fn revisions() -> Vec<Revision> {
    let site = |address: &str| {
        let site = Site {
            reference: "EK-001".into(),
            name: "Hedeskolan".into(),
            status: SiteStatus::InUse,
            started_on: Some(date!(2020 - 05 - 01)),
            public_access: Some(true),
            purposes: vec![Purpose::Crime],
            address: address.into(),
            ..Site::default()
        };
        json!(site)
    };
    let permit = Permit {
        kind: DecisionKind::PermitDi,
        dnr: "DI-2019-4004".into(),
        decided_on: Some(date!(2020 - 01 - 10)),
        ..Permit::at(ID)
    };
    let (early, late) = (
        (datetime!(2024-06-03 09:00 UTC), "Maja Lund"),
        (datetime!(2026-05-04 09:00 UTC), "Kim Ek"),
    );
    let (before, after) = (site("Hedevägen 1"), site("Hedevägen 3"));
    vec![
        revision(early, RecordKind::Site, None, before.clone()),
        revision(late, RecordKind::Permit, None, json!(permit)),
        revision(late, RecordKind::Site, Some(before), after),
    ]
}

fn revision(
    (at, author): (OffsetDateTime, &str),
    kind: RecordKind,
    before: Option<Value>,
    after: Value,
) -> Revision {
    Revision {
        at,
        author: author.into(),
        kind,
        record: 1,
        site: Some(ID),
        before,
        after,
        undoes: None,
    }
}

fn then(l: Loc, known_then: bool) -> Show {
    let revisions = revisions();
    let then = site_then(ID, PASSED, &revisions).unwrap();
    let dossier = if known_then {
        then.known.clone()
    } else {
        let mut replay = Replay::default();
        for revision in &revisions {
            replay.learn(revision).unwrap();
        }
        replay.dossier(ID)
    };
    let past = Past { then, known_then };
    page(l, dossier.unwrap(), PASSED, Some(past))
}

fn not_known(l: Loc) -> NotKnown {
    let mut shell = shell(l, "/bevakningar/1");
    shell.as_of = Some(UNKNOWN);
    shell.known_then = true;
    NotKnown {
        shell,
        l,
        crumbs: crumbs(l),
        id: ID,
        name: "Hedeskolan".into(),
        day: UNKNOWN,
        first: site_then(ID, UNKNOWN, &revisions()).unwrap().first,
    }
}
