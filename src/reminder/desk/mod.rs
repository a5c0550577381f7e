//! What falls due at the disclosure desk: dates that are about a case and not about how a site stands, so that no
//! finding of a site tells of them. Each step is told once to each person whom it concerns, and to nobody else.
//!
//! Where the law gives no number of days, the day is when we remind, and the words say so.

use time::{Date, Duration};

use super::alert::AlertKind;
use crate::account::{Account, AccountId, Permission};
use crate::code::Code;
use crate::disclosure::draft::Draft;
use crate::disclosure::{Disclosure, DisclosureId, Ground, Recipient};
use crate::hold::{Hold, HoldId};
use crate::law::calendar::{add_days, add_months, date_in_sweden};
use crate::organisation::UnitId;
use crate::texts::Message;
use crate::web::form::parse_date;

pub mod round;
#[cfg(test)]
mod tests;

/// A draft that nobody has saved for this long is removed.
pub const DRAFT_DAYS: i64 = 30;
/// Whoever holds it is told this long before.
pub const DRAFT_NOTICE_DAYS: i64 = 7;
/// A member of the public has waited for this long: the law says at once, and gives no number (TF 2:15).
const PUBLIC_WAITS_DAYS: i64 = 2;
/// A refusal of which nobody has recorded when it was served.
const SERVICE_DAYS: i64 = 14;
/// How long the end of a window of appeal is told.
const APPEAL_TOLD_DAYS: i64 = 7;
/// Copies on loose media are asked for when the month in which they left has been over for this long.
const COPY_DAYS: i64 = 60;

/// Something with a day, and whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub kind: AlertKind,
    /// What it is about, by number.
    pub subject: i64,
    /// As they are kept ([`Message::kept`]): never what a case is about, nor who.
    pub name: String,
    pub detail: String,
    pub due_on: Date,
    /// Days before, the longest first.
    pub steps: &'static [u16],
    pub people: Vec<AccountId>,
}

impl Matter {
    /// The day on which the step was reached that stands on a day.
    pub fn reached_on(&self, today: Date) -> Option<Date> {
        let reached = self.steps.iter().rev().map(|step| self.before(*step));
        reached.filter(|day| *day <= today).max()
    }

    fn before(&self, days: u16) -> Date {
        self.due_on.saturating_sub(Duration::days(i64::from(days)))
    }
}

/// An order with a gag (RB 27:16 a) is in no finding. Those who may know of it are reminded, in words that tell nobody
/// who reads over their shoulder.
pub fn of_gagged(
    id: HoldId,
    hold: &Hold,
    unit: Option<UnitId>,
    people: &[Account],
    today: Date,
) -> Option<Matter> {
    let due_on = hold
        .last_day()
        .filter(|_| hold.gag && hold.is_open_on(today))?;
    Some(Matter {
        kind: AlertKind::OwnDate,
        subject: id.0,
        name: String::new(),
        detail: on("desk-own-date-why", due_on),
        due_on,
        steps: &[30, 7, 0],
        people: those(people, |person| hold.is_seen_by(person, unit)),
    })
}

/// What a draft has coming: the answer that somebody waits for, and its removal.
pub fn of_draft(draft: &Draft, unit: Option<UnitId>, people: &[Account]) -> Vec<Matter> {
    let holder = people.iter().find(|person| person.id == draft.holder);
    let told = match holder.filter(|person| person.may_somewhere(Permission::RecordDisclosures)) {
        Some(holder) => vec![holder.id],
        None => recorders(people, unit),
    };
    let typed = draft.typed.values().unwrap_or_default();
    let is = |field: &str, code: &str| typed.first(field) == code;
    let received = parse_date(typed.first("received_at"));
    let received = received.unwrap_or_else(|| date_in_sweden(draft.begun_at));
    let matter = |kind, detail, due_on, steps| Matter {
        kind,
        subject: draft.id.0,
        name: on("desk-draft", date_in_sweden(draft.begun_at)),
        detail,
        due_on,
        steps,
        people: told.clone(),
    };
    let mut found = Vec::new();
    if is("ground", Ground::Gdpr15.code()) {
        let due = add_months(received, 1);
        let detail = on("desk-access-why", due);
        found.push(matter(AlertKind::AccessDue, detail, due, &[7, 0][..]));
    } else if is("ground", Ground::Tf215.code()) || is("recipient", Recipient::Individual.code()) {
        let due = add_days(received, PUBLIC_WAITS_DAYS);
        let detail = Message::new("desk-public-why").kept();
        found.push(matter(AlertKind::PublicWaits, detail, due, &[0][..]));
    }
    let gone = removal(draft);
    let detail = on("desk-draft-why", gone);
    found.push(matter(AlertKind::DraftEnds, detail, gone, &[7][..]));
    found
}

/// The day from which a draft may be removed.
pub fn removal(draft: &Draft) -> Date {
    add_days(date_in_sweden(draft.saved_at), DRAFT_DAYS)
}

/// What a refusal has coming: the written decision that was asked for, the day it was served, the end of the window of
/// appeal.
pub fn of_refusal(
    id: DisclosureId,
    refusal: &Disclosure,
    unit: Option<UnitId>,
    people: &[Account],
    today: Date,
) -> Vec<Matter> {
    if !refusal.decision.refuses() {
        return Vec::new();
    }
    let matter = |kind, detail, due_on| Matter {
        kind,
        subject: id.0,
        name: Message::new("disclosure-number")
            .with("number", refusal.number.to_string())
            .kept(),
        detail,
        due_on,
        steps: &[0],
        people: recorders(people, unit),
    };
    let mut found = Vec::new();
    let owed = refusal.decision_asked_for == Some(true) && refusal.written_decision != Some(true);
    if owed {
        let detail = Message::new("desk-decision-why").kept();
        found.push(matter(
            AlertKind::DecisionOwed,
            detail,
            add_days(refusal.decided_on, 1),
        ));
    }
    let written = refusal.written_decision == Some(true);
    if written && refusal.served_on.is_none() {
        let due = add_days(refusal.decided_on, SERVICE_DAYS);
        let detail = Message::new("desk-service-why").kept();
        found.push(matter(AlertKind::ServiceUnknown, detail, due));
    }
    if let Some(last) = refusal
        .appeal_until()
        .filter(|last| today <= add_days(*last, APPEAL_TOLD_DAYS))
    {
        let detail = on("desk-appeal-why", last);
        found.push(matter(AlertKind::AppealEnds, detail, last));
    }
    found
}

/// Copies on loose media that left in one month and of which nobody has told what became of them. `people` know of all of
/// them and record disclosures.
pub fn of_copies(month: Date, count: usize, people: &[Account]) -> Matter {
    let number = i64::from(month.year()) * 12 + i64::from(u8::from(month.month()));
    let written = month.to_string();
    Matter {
        kind: AlertKind::CopiesOut,
        subject: number,
        name: written.get(..7).unwrap_or_default().to_owned(),
        detail: Message::new("desk-copies-why")
            .with("count", count.to_string())
            .kept(),
        due_on: add_days(add_months(month, 1), COPY_DAYS),
        steps: &[0],
        people: people.iter().map(|person| person.id).collect(),
    }
}

/// A text that names a day.
fn on(id: &'static str, day: Date) -> String {
    Message::new(id).with("day", day.to_string()).kept()
}

/// Who records disclosures at a site of the unit.
fn recorders(people: &[Account], unit: Option<UnitId>) -> Vec<AccountId> {
    those(people, |person| {
        person.may(Permission::RecordDisclosures, unit)
    })
}

fn those(people: &[Account], told: impl Fn(&Account) -> bool) -> Vec<AccountId> {
    let told = people.iter().filter(|person| told(person));
    told.map(|person| person.id).collect()
}
