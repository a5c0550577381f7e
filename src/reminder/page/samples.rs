//! Samples of the pages, for their snapshots.

use time::macros::{date, datetime};

use super::{AlertItem, Feed, Index, Item, Timetable};
use crate::account::AccountId;
use crate::code::Code;
use crate::reminder::NoticeId;
use crate::reminder::alert::{Alert, AlertId, AlertKind, Failure};
use crate::reminder::job::{Job, JobState, Run, RunOutcome, Wish, health};
use crate::web::page_tests::{Sample, shell};
use crate::web::view::{Crumb, Loc, Pages, Symbol};

pub(crate) fn samples(l: Loc) -> Vec<Sample> {
    let item = |number: i64, symbol: Symbol, when: String| Item {
        id: NoticeId(number),
        read: number == 3,
        current: number != 3,
        symbol,
        when,
        overdue: symbol == Symbol::No,
        title: "Det beslut som bevakningen vilar på gäller".into(),
        site: "Hedeskolan, cykelställen vid norra entrén".into(),
        reference: "EKB-0001".into(),
        path: l.path("/bevakningar/1#regel-decision-in-effect"),
        finding: "Beslutet KS 2018/0316 slutar gälla 2026-11-29, om 7 dagar.".into(),
        remedy: "Förnya beslutet eller avsluta bevakningen.".into(),
        made_on: date!(2026 - 11 - 22),
        late_since: (number == 1).then_some(date!(2026 - 11 - 18)),
        answer: (number == 2)
            .then(|| "Märta Åkesson svarade 2026-11-22: Nämnden möts. Till 2026-11-27.".into()),
        escalated_on: (number == 1).then_some(date!(2026 - 11 - 21)),
    };
    let items = vec![
        item(1, Symbol::No, l.tn("notice-overdue", 4)),
        item(2, Symbol::Partly, l.tn("notice-days-left", 7)),
        item(3, Symbol::Ok, l.t("notice-mended").to_owned()),
    ];
    let index = |items: Vec<Item>, all: bool| Index {
        shell: shell(l, "/paminnelser"),
        l,
        alerts: if items.is_empty() {
            Vec::new()
        } else {
            vec![alert(l)]
        },
        items,
        pages: Pages::default(),
        all,
        may_see_timetable: true,
    };
    vec![
        Sample::new("reminders", &index(items, true)),
        Sample::new("reminders-none", &index(Vec::new(), false)),
        Sample::new("timetable", &timetable(l)),
        Sample::new("feed", &feed(l, true)),
        Sample::new("feed-none", &feed(l, false)),
    ]
}

fn alert(l: Loc) -> AlertItem {
    let failure = Failure {
        kind: AlertKind::RecorderSilent,
        subject: 3,
        name: "NVR Hedeskolan".into(),
        detail: "Inspelaren svarar inte.".into(),
    };
    let alert = Alert {
        id: AlertId(1),
        account: AccountId(1),
        failure,
        since_on: date!(2026 - 11 - 21),
        read: false,
        open: true,
    };
    AlertItem::of(&alert, l)
}

/// The page right after an address was made, or before there was one.
fn feed(l: Loc, made: bool) -> Feed {
    let address = "https://kamera.ekebro.example/kalender/Vb3k.ics";
    Feed {
        shell: shell(l, "/paminnelser/kalender"),
        l,
        crumbs: vec![
            Crumb::link(l.t("reminder-title"), l.path("/paminnelser")),
            Crumb::here(l.t("feed-title")),
        ],
        made_at: made.then_some(datetime!(2026-11-20 13:05 UTC)),
        address: made.then(|| address.to_owned()),
    }
}

fn timetable(l: Loc) -> Timetable {
    let now = datetime!(2026-11-22 13:05 UTC);
    let looked_at = |job| JobState {
        job,
        done_for: Some(date!(2026 - 11 - 22)),
        looked_at: Some(now),
    };
    let run = |job, outcome, message: &str| Run {
        job,
        for_day: date!(2026 - 11 - 22),
        started_at: now,
        finished_at: Some(now),
        outcome,
        missed: 6,
        count: 12,
        message: message.into(),
        asked_by: if job == Job::Notices {
            "Sara Nyman"
        } else {
            ""
        }
        .into(),
    };
    let runs = vec![
        run(
            Job::Standing,
            RunOutcome::Failed,
            "the database did not answer as it should",
        ),
        run(Job::Notices, RunOutcome::Done, ""),
    ];
    let states = [Job::Standing, Job::Notices].map(looked_at);
    let fares = |job: &Job| health(*job, &states, &runs, now);
    Timetable {
        shell: shell(l, "/schemalaggaren"),
        l,
        jobs: Job::ALL.iter().map(fares).collect(),
        runs,
        wishes: vec![Wish {
            job: Job::Standing,
            at: now,
            by: "Sara Nyman".into(),
        }],
        may_run: true,
    }
}
