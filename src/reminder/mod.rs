//! What falls due, who is told, and when: each step of a deadline once to each person who can act.
//!
//! Who is told: everybody who may change sites in the site's unit (or in the whole kommun). A red finding also goes to
//! the dataskyddsombud, and so does one that nobody can act on; without a dataskyddsombud it goes to the
//! administrators, so that no notice is lost.

use std::collections::{HashMap, HashSet};

use time::{Date, Duration};

use crate::account::{Account, AccountId, Permission, Role};
use crate::code::ids;
use crate::law::{Due, Finding, GoTo, Outcome, Standing};
use crate::organisation::UnitId;
use crate::site::SiteId;

pub mod alert;
pub mod answer;
pub mod backup;
pub mod checkpoint;
pub mod cleaning;
pub mod desk;
pub mod escalation;
pub mod feed;
pub mod job;
pub mod mail;
pub mod managers;
pub mod metrics;
pub mod nightly;
pub mod page;
pub mod pulse;
pub mod recorders;
pub mod rule;
pub mod run;
pub mod store;
#[cfg(test)]
mod tests;
pub mod web;
pub mod webhooks;

use rule::NoticeRules;

ids! { NoticeId }

/// Something at a site that has reached a step: the subject of notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub site: SiteId,
    pub unit: Option<UnitId>,
    /// Id of the rule.
    pub policy: String,
    /// Last day in time; for footage that should be gone, the day since which it is known.
    pub due_on: Date,
    /// Days before `due_on`; 0 from the day itself on.
    pub step: u16,
    pub outcome: Outcome,
    /// A breach of law rather than something to explain.
    pub red: bool,
}

impl Matter {
    /// The day on which the step was reached.
    fn reached_on(&self) -> Date {
        self.due_on
            .saturating_sub(Duration::days(i64::from(self.step)))
    }
}

/// What of a site's findings people are to be told of on `today`: deadlines that have reached a step, and footage
/// that is older than the storage period.
pub fn matters(
    site: SiteId,
    unit: Option<UnitId>,
    findings: &[Finding],
    rules: &NoticeRules,
    today: Date,
) -> Vec<Matter> {
    let reached = findings
        .iter()
        .filter_map(|finding| Some((finding, reached(finding, rules, today)?)));
    reached
        .map(|(finding, (due_on, step))| Matter {
            site,
            unit,
            policy: finding.policy.id.clone(),
            due_on,
            step,
            outcome: finding.outcome,
            red: finding.standing() == Standing::Breach,
        })
        .collect()
}

/// The due date and the step it has reached: the steps are those of the rule, unless the kommun has its own.
fn reached(finding: &Finding, rules: &NoticeRules, today: Date) -> Option<(Date, u16)> {
    let own = rules.steps(&finding.policy.id);
    let due = finding.due.as_ref().map(|due| Due {
        on: due.on,
        steps: own.map_or_else(|| due.steps.clone(), <[u16]>::to_vec),
    });
    // A kommun may want to be told before the rule itself begins to warn.
    let early = own.is_some() && finding.outcome == Outcome::Met;
    let early = early && due.as_ref().is_some_and(|due| due.on > today);
    if !early && !matches!(finding.outcome, Outcome::AtRisk | Outcome::Breached) {
        return None;
    }
    let by_deadline = due.and_then(|due| Some((due.on, due.step(today)?)));
    // Footage that is kept too long, or that nobody has looked for, has no deadline: it is due since it is so.
    let overdue_deletion =
        finding.outcome == Outcome::Breached && finding.policy.finding.go_to == GoTo::Evidence;
    by_deadline.or_else(|| {
        overdue_deletion.then(|| (finding.since.unwrap_or(finding.policy.in_force.from), 0))
    })
}

/// Who is told of a matter, in the order of their ids.
pub fn recipients(matter: &Matter, people: &[Account]) -> Vec<AccountId> {
    let mut told: Vec<AccountId> = who(people, |person| {
        person.may(Permission::EditSites, matter.unit)
    })
    .collect();
    if matter.red || told.is_empty() {
        told.extend(who(people, |person| holds(person, Role::Dpo, matter.unit)));
    }
    if told.is_empty() {
        told.extend(who(people, |person| {
            holds(person, Role::Administrator, None)
        }));
    }
    told.sort_unstable();
    told.dedup();
    told
}

fn who(people: &[Account], told: impl Fn(&Account) -> bool) -> impl Iterator<Item = AccountId> {
    let told = people.iter().filter(move |person| told(person));
    told.map(|person| person.id)
}

fn holds(person: &Account, role: Role, unit: Option<UnitId>) -> bool {
    let mut grants = person.grants.iter();
    grants.any(|grant| grant.role == role && (grant.unit.is_none() || grant.unit == unit))
}

/// The day of a run, and the day of the run before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunDay {
    pub today: Date,
    pub last: Option<Date>,
}

impl RunDay {
    /// The day on which a notice made today should have been made. Earlier than today only when no run saw that day:
    /// a step that lies further back was reached before the matter was recorded.
    fn planned(self, reached_on: Date) -> Date {
        match self.last {
            Some(last) if last < reached_on && reached_on < self.today => reached_on,
            _ => self.today,
        }
    }

    /// Days between the runs on which there was none.
    pub fn missed(self) -> i64 {
        self.last
            .map_or(0, |last| ((self.today - last).whole_days() - 1).max(0))
    }
}

/// A notice to one person about one step of one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub account: AccountId,
    pub site: SiteId,
    pub policy: String,
    pub due_on: Date,
    pub step: u16,
    /// What the rule said when the notice was made.
    pub outcome: Outcome,
    /// The day it was made.
    pub made_on: Date,
    /// The day it should have been made: earlier than `made_on` when the service was down.
    pub planned_on: Date,
    /// Somebody has answered it: nobody is disturbed before this day.
    pub silent_until: Option<Date>,
    pub read: bool,
    /// The matter stands as the notice says: neither mended nor at a later step.
    pub open: bool,
}

/// A notice to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    pub account: AccountId,
    pub matter: Matter,
    pub planned_on: Date,
}

/// What a run changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub make: Vec<NewNotice>,
    /// Mended, at a later step, or no longer for that person.
    pub close: Vec<NoticeId>,
    /// True again: a mended matter that came back, or a clock that was set back.
    pub reopen: Vec<NoticeId>,
}

impl Plan {
    pub const fn is_empty(&self) -> bool {
        self.make.is_empty() && self.close.is_empty() && self.reopen.is_empty()
    }
}

/// What makes a notice the same as another: never two of them. The database refuses a double too.
type Key<'a> = (SiteId, &'a str, Date, u16, AccountId);

/// Compares what people are to be told of with what they have been told, for some sites.
pub fn plan(matters: &[Matter], people: &[Account], existing: &[Notice], day: RunDay) -> Plan {
    let told: HashMap<Key<'_>, &Notice> = existing
        .iter()
        .map(|n| ((n.site, n.policy.as_str(), n.due_on, n.step, n.account), n))
        .collect();
    let (mut plan, mut current) = (Plan::default(), HashSet::new());
    for matter in matters {
        for account in recipients(matter, people) {
            let key = (
                matter.site,
                matter.policy.as_str(),
                matter.due_on,
                matter.step,
                account,
            );
            match told.get(&key) {
                Some(notice) => {
                    current.insert(notice.id.0);
                    if !notice.open {
                        plan.reopen.push(notice.id);
                    }
                }
                None => plan.make.push(NewNotice {
                    account,
                    matter: matter.clone(),
                    planned_on: day.planned(matter.reached_on()),
                }),
            }
        }
    }
    let over = existing
        .iter()
        .filter(|notice| notice.open && !current.contains(&notice.id.0));
    plan.close = over.map(|notice| notice.id).collect();
    plan
}
