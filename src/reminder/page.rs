//! The pages of notices and of the timetable, and the mail.

use askama::Template;
use askama_web::WebTemplate;
use time::{Date, OffsetDateTime};

use super::job::{Condition, Health, Run, RunOutcome};
use super::{Notice, NoticeId, matters};
use crate::compliance::store::Judgement;
use crate::compliance::{Dossier, findings};
use crate::law::{Finding, Outcome};
use crate::ledger::verify::Tampering;
use crate::site::page::outcome_symbol;
use crate::web::view::{Crumb, Loc, Pages, Shell, Symbol};

/// A notice in words: the finding's own, as they are today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: NoticeId,
    pub read: bool,
    /// The matter stands as the notice says.
    pub current: bool,
    pub symbol: Symbol,
    /// "7 dagar kvar", "3 dagar försenat", "åtgärdat".
    pub when: String,
    pub overdue: bool,
    pub title: String,
    pub site: String,
    pub reference: String,
    /// Path of the finding with the language, without the host.
    pub path: String,
    pub finding: String,
    pub remedy: String,
    pub made_on: Date,
    /// The day it should have come, when the service was down.
    pub late_since: Option<Date>,
}

/// Notices in words. One whose site cannot be read any more is left out.
pub fn items(notices: &[Notice], dossiers: &[Dossier], by: Judgement<'_>, l: Loc) -> Vec<Item> {
    let found: Vec<Vec<Finding>> = dossiers
        .iter()
        .map(|dossier| findings(by.policies, dossier, by.today))
        .collect();
    let with_site = notices.iter().filter_map(|notice| {
        let at = dossiers.iter().position(|d| d.id == notice.site)?;
        Some((notice, dossiers.get(at)?, found.get(at)?))
    });
    with_site
        .map(|(notice, dossier, findings)| item(notice, dossier, findings, by, l))
        .collect()
}

fn item(notice: &Notice, dossier: &Dossier, found: &[Finding], by: Judgement<'_>, l: Loc) -> Item {
    let stands = matters(dossier.id, dossier.site.unit, found, by.today)
        .iter()
        .any(|matter| matter.policy == notice.policy && matter.due_on == notice.due_on);
    let finding = found
        .iter()
        .find(|finding| finding.policy.id == notice.policy);
    let report = finding
        .filter(|_| stands)
        .map(|finding| finding.report(&dossier.site.reference, l));
    let current = stands && notice.open;
    let has_deadline = finding
        .and_then(|finding| finding.due.as_ref())
        .is_some_and(|due| due.on == notice.due_on);
    let title = by.policies.get(&notice.policy).map_or_else(
        || notice.policy.clone(),
        |policy| policy.title.get(l.lang()).to_owned(),
    );
    Item {
        id: notice.id,
        read: notice.read,
        current,
        symbol: finding
            .filter(|_| stands)
            .map_or(Symbol::Ok, |finding| outcome_symbol(finding.outcome)),
        when: match (stands, notice.open) {
            (false, _) => l.t("notice-mended").to_owned(),
            (true, false) => l.t("notice-replaced").to_owned(),
            (true, true) if has_deadline => days_left(notice.due_on, by.today, l),
            (true, true) => l.ta("notice-since", "day", l.date(notice.due_on)),
        },
        overdue: current && finding.is_some_and(|finding| finding.outcome == Outcome::Breached),
        title,
        site: dossier.site.name.clone(),
        reference: dossier.site.reference.clone(),
        path: l.path(&format!(
            "/bevakningar/{}#regel-{}",
            dossier.id, notice.policy
        )),
        finding: report
            .as_ref()
            .map_or_else(String::new, |report| report.finding.clone()),
        remedy: report.map_or_else(String::new, |report| report.remedy),
        made_on: notice.made_on,
        late_since: (notice.planned_on < notice.made_on).then_some(notice.planned_on),
    }
}

fn days_left(due_on: Date, today: Date, l: Loc) -> String {
    match (due_on - today).whole_days() {
        0 => l.t("notice-today").to_owned(),
        days if days > 0 => l.tn("notice-days-left", days),
        days => l.tn("notice-overdue", -days),
    }
}

/// A person's notices.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "reminder/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub items: Vec<Item>,
    pub pages: Pages,
    /// Read ones and those that are over too.
    pub all: bool,
    pub may_see_timetable: bool,
}

impl Index {
    pub fn read_path(&self, item: &Item) -> String {
        self.l.path(&format!("/paminnelser/{}/last", item.id))
    }
}

/// The address of a person's calendar feed.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "reminder/feed.html")]
pub struct Feed {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub made_at: Option<OffsetDateTime>,
    /// Shown once, when it has been made.
    pub address: Option<String>,
}

/// How the timetable fares.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "reminder/timetable.html")]
pub struct Timetable {
    pub shell: Shell,
    pub l: Loc,
    pub jobs: Vec<Health>,
    pub runs: Vec<Run>,
}

impl Timetable {
    pub fn symbol(&self, health: &Health) -> Symbol {
        match health.condition {
            Condition::Fine => Symbol::Ok,
            Condition::Waiting | Condition::Off => Symbol::Unknown,
            Condition::Failed | Condition::Silent => Symbol::No,
        }
    }

    pub fn run_symbol(&self, run: &Run) -> Symbol {
        match run.outcome {
            RunOutcome::Done => Symbol::Ok,
            RunOutcome::Partly => Symbol::Partly,
            RunOutcome::Running => Symbol::Unknown,
            RunOutcome::Failed | RunOutcome::Interrupted => Symbol::No,
        }
    }

    pub fn mail_is_off(&self) -> bool {
        self.jobs
            .iter()
            .any(|health| health.condition == Condition::Off)
    }
}

/// One person's mail.
#[derive(Debug, Clone)]
pub struct Digest {
    pub l: Loc,
    pub person: String,
    pub kommun: String,
    pub items: Vec<Item>,
    /// How many more there are than are written out.
    pub more: usize,
    /// `https://kamera.ekebro.example`
    pub public_url: String,
}

impl Digest {
    pub fn subject(&self) -> String {
        let count = self.items.len() + self.more;
        let text = self.l.tn("mail-subject", count);
        format!("{text} – {}", self.kommun)
    }

    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

#[derive(Debug, Template)]
#[template(path = "mail/digest.txt")]
pub struct DigestText<'a> {
    pub digest: &'a Digest,
}

#[derive(Debug, Template)]
#[template(path = "mail/digest.html")]
pub struct DigestHtml<'a> {
    pub digest: &'a Digest,
}

/// The log does not verify: the mail to the dataskyddsombud.
#[derive(Debug, Clone)]
pub struct Alarm {
    pub l: Loc,
    pub person: String,
    pub kommun: String,
    /// Name of the log.
    pub log: String,
    /// What was found, and in which entry first.
    pub found: Vec<(Tampering, u64)>,
    pub public_url: String,
}

impl Alarm {
    pub fn subject(&self) -> String {
        self.l.ta("alarm-subject", "kommun", &self.kommun)
    }

    pub fn line(&self, tampering: &Tampering, idx: &u64) -> String {
        let words = self.l.code(*tampering);
        self.l.ta2("alarm-line", ("idx", idx), ("words", &words))
    }

    pub fn link(&self) -> String {
        format!("{}{}", self.public_url, self.l.path("/logg"))
    }
}

#[derive(Debug, Template)]
#[template(path = "mail/alarm.txt")]
pub struct AlarmText<'a> {
    pub alarm: &'a Alarm,
}

#[derive(Debug, Template)]
#[template(path = "mail/alarm.html")]
pub struct AlarmHtml<'a> {
    pub alarm: &'a Alarm,
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    use time::macros::date;

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
    };
    let items = vec![
        item(1, Symbol::No, l.tn("notice-overdue", 4)),
        item(2, Symbol::Partly, l.tn("notice-days-left", 7)),
        item(3, Symbol::Ok, l.t("notice-mended").to_owned()),
    ];
    let index = |items: Vec<Item>, all: bool| Index {
        shell: shell(l, "/paminnelser"),
        l,
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

/// The page right after an address was made, or before there was one.
#[cfg(test)]
fn feed(l: Loc, made: bool) -> Feed {
    let address = "https://kamera.ekebro.example/kalender/Vb3k.ics";
    Feed {
        shell: crate::web::page_tests::shell(l, "/paminnelser/kalender"),
        l,
        crumbs: vec![
            Crumb::link(l.t("reminder-title"), l.path("/paminnelser")),
            Crumb::here(l.t("feed-title")),
        ],
        made_at: made.then_some(time::macros::datetime!(2026-11-20 13:05 UTC)),
        address: made.then(|| address.to_owned()),
    }
}

#[cfg(test)]
fn timetable(l: Loc) -> Timetable {
    use super::job::{Job, JobState, health};
    use crate::code::Code;
    use time::macros::{date, datetime};

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
        shell: crate::web::page_tests::shell(l, "/schemalaggaren"),
        l,
        jobs: Job::ALL.iter().map(fares).collect(),
        runs,
    }
}
