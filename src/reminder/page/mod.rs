//! The pages of notices and of the timetable, and the mail.

use askama::Template;
use askama_web::WebTemplate;
use time::{Date, OffsetDateTime};

use super::alert::{Alert, AlertId};
use super::answer::Answer;
use super::escalation::Escalation;
use super::rule::NoticeRules;
use super::{Matter, Notice, NoticeId, matters};
use crate::compliance::store::Judgement;
use crate::compliance::{Dossier, findings};
use crate::law::{Finding, Outcome};
use crate::site::page::outcome_symbol;
use crate::web::view::{Crumb, Loc, Pages, Shell, Symbol};

mod letters;
mod rules;
#[cfg(test)]
mod samples;
mod timetable;

pub use letters::{
    Alarm, AlarmHtml, AlarmText, Digest, DigestHtml, DigestText, Unanswered, UnansweredHtml,
    UnansweredText,
};
pub use rules::{RuleLine, Rules, rule_in_words};
#[cfg(test)]
pub(crate) use samples::samples;
pub use timetable::Timetable;

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
    /// What was answered last: by whom, when, why, and until when it waits.
    pub answer: Option<String>,
    /// When the manager of the unit was told.
    pub escalated_on: Option<Date>,
}

impl Item {
    /// Fills in what was answered and what went on to a manager.
    pub fn learn(
        &mut self,
        notice: &Notice,
        answers: &[Answer],
        escalations: &[Escalation],
        l: Loc,
    ) {
        let mut mine = answers
            .iter()
            .filter(|answer| answer.is_about(notice.site, &notice.policy, notice.due_on));
        self.answer = mine.next_back().map(|answer| {
            let given = l.ta2(
                "answer-given",
                ("by", &answer.by),
                ("day", &l.date(answer.on)),
            );
            let until = answer
                .until
                .map(|day| l.ta("answer-until-short", "day", l.date(day)));
            format!("{given} {} {}", answer.reason, until.unwrap_or_default())
        });
        let gone_on = escalations.iter().find(|one| {
            one.site == notice.site && one.policy == notice.policy && one.due_on == notice.due_on
        });
        self.escalated_on = gone_on.map(|one| one.made_on);
    }
}

/// Notices in words. One whose site cannot be read any more is left out.
pub fn items(
    notices: &[Notice],
    dossiers: &[Dossier],
    by: Judgement<'_>,
    rules: &NoticeRules,
    l: Loc,
) -> Vec<Item> {
    let found: Vec<Vec<Finding>> = dossiers
        .iter()
        .map(|dossier| findings(by.policies, dossier, by.today))
        .collect();
    let with_site = notices.iter().filter_map(|notice| {
        let at = dossiers.iter().position(|d| d.id == notice.site)?;
        Some((notice, dossiers.get(at)?, found.get(at)?))
    });
    with_site
        .map(|(notice, dossier, findings)| {
            let due = matters(dossier.id, dossier.site.unit, findings, rules, by.today);
            item(notice, dossier, (findings, &due), by, l)
        })
        .collect()
}

fn item(
    notice: &Notice,
    dossier: &Dossier,
    (found, due): (&[Finding], &[Matter]),
    by: Judgement<'_>,
    l: Loc,
) -> Item {
    let stands = due
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
        answer: None,
        escalated_on: None,
    }
}

fn days_left(due_on: Date, today: Date, l: Loc) -> String {
    match (due_on - today).whole_days() {
        0 => l.t("notice-today").to_owned(),
        days if days > 0 => l.tn("notice-days-left", days),
        days => l.tn("notice-overdue", -days),
    }
}

/// Something that works no more, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertItem {
    pub id: AlertId,
    pub title: String,
    pub detail: String,
    /// With the language, without the host.
    pub path: String,
    pub since_on: Date,
    pub read: bool,
    /// It still does not work.
    pub open: bool,
    /// It falls due, rather than that something works no more.
    pub at_the_desk: bool,
}

impl AlertItem {
    pub fn of(alert: &Alert, l: Loc) -> Self {
        let failure = &alert.failure;
        let kind = l.code(failure.kind);
        let name = if failure.kind.is_named_by_people() {
            failure.name.clone()
        } else {
            l.kept(&failure.name)
        };
        let title = if name.is_empty() {
            kind
        } else {
            format!("{kind}: {name}")
        };
        Self {
            at_the_desk: failure.kind.is_at_the_desk(),
            id: alert.id,
            title,
            detail: l.kept(&failure.detail),
            path: l.path(&failure.kind.path(failure.subject)),
            since_on: alert.since_on,
            read: alert.read,
            open: alert.open,
        }
    }

    /// As it stands in a mail.
    pub fn mailed(alert: &Alert, l: Loc) -> Self {
        let failure = &alert.failure;
        Self {
            path: l.path(&failure.kind.path_in_mail(failure.subject)),
            ..Self::of(alert, l)
        }
    }

    pub const fn symbol(&self) -> Symbol {
        match (self.open, self.at_the_desk) {
            (true, true) => Symbol::Partly,
            (true, false) => Symbol::No,
            (false, _) => Symbol::Ok,
        }
    }

    pub fn over(&self, l: &Loc) -> &'static str {
        l.t(if self.at_the_desk {
            "alert-over"
        } else {
            "alert-mended"
        })
    }
}

/// A person's notices.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "reminder/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub items: Vec<Item>,
    /// What works no more.
    pub alerts: Vec<AlertItem>,
    pub pages: Pages,
    /// Read ones and those that are over too.
    pub all: bool,
    pub may_see_timetable: bool,
}

impl Index {
    pub fn read_path(&self, item: &Item) -> String {
        self.l.path(&format!("/paminnelser/{}/last", item.id))
    }

    pub fn answer_path(&self, item: &Item) -> String {
        self.l.path(&format!("/paminnelser/{}/svar", item.id))
    }

    pub fn alert_path(&self, alert: &AlertItem) -> String {
        self.l
            .path(&format!("/paminnelser/drift/{}/last", alert.id))
    }

    pub const fn is_empty(&self) -> bool {
        self.items.is_empty() && self.alerts.is_empty()
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
