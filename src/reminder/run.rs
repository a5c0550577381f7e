//! One round of a job in one kommun: who is to be told today, and the mail about it.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, QueryFilter};
use time::{Date, OffsetDateTime};

use super::alert::{Alert, AlertId};
use super::escalation::unanswered;
use super::mail::{Mailer, SendError};
use super::managers;
use super::page::{AlertItem, Digest, Item, items};
use super::rule::NoticeRules;
use super::store::{self, Lease};
use super::{Notice, NoticeId, Plan, RunDay, matters, plan};
use crate::account::{self, Account, AccountId};
use crate::compliance::store::{Judgement, dossiers, next_dossiers};
use crate::compliance::{Dossier, findings};
use crate::db::Db;
use crate::db::record::{self, Record, RecordEntity};
use crate::organisation::KommunId;
use crate::site::{Marking, Site, SiteId};
use crate::texts::Loc;
use crate::webhook::StepReached;

/// Notices written out in a mail; of more it says how many, and where they are.
const LISTED: usize = 100;

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("the database did not answer as it should: {0}")]
    Db(#[from] DbErr),
    #[error("another replica has taken over")]
    LeaseLost,
    #[error("{sent} mails were sent; the server did not take the next: {cause}")]
    Send { sent: u64, cause: SendError },
    #[error("{0}")]
    Other(String),
}

/// What a round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worked {
    pub count: u64,
    /// What somebody should look at; empty when all is well.
    pub remark: String,
}

impl Worked {
    pub const fn well(count: u64) -> Self {
        Self {
            count,
            remark: String::new(),
        }
    }
}

/// What a round works with.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    pub db: &'a Db,
    pub kommun: KommunId,
    pub kommun_name: &'a str,
    pub by: Judgement<'a>,
    pub now: OffsetDateTime,
    pub lease: &'a Lease,
    /// Where people reach the installation.
    pub public_url: &'a str,
}

impl Round<'_> {
    pub(super) async fn hold(&self) -> Result<(), RunError> {
        if self.lease.renew().await? {
            Ok(())
        } else {
            Err(RunError::LeaseLost)
        }
    }
}

/// Makes the notices of the day and closes those that are over; returns how many were made. `last` is the day of the
/// round before.
///
/// # Errors
/// When the database does not answer or another replica has taken over; what was made stays made.
pub async fn notices(round: &Round<'_>, last: Option<Date>) -> Result<Worked, RunError> {
    let (db, kommun, today) = (round.db, round.kommun, round.by.today);
    let day = RunDay { today, last };
    let people = account::store::all(db.read(), kommun).await?;
    let rules = store::rule::of_kommun(db.read(), kommun).await?;
    let (mut made, mut after) = (0, SiteId(0));
    loop {
        round.hold().await?;
        let batch = next_dossiers(db.read(), kommun, after).await?;
        let Some(end) = batch.last() else {
            return Ok(Worked::well(made));
        };
        after = end.id;
        let due: Vec<_> = batch
            .iter()
            .flat_map(|dossier| {
                let found = findings(round.by.policies, dossier, today);
                matters(dossier.id, dossier.site.unit, &found, &rules, today)
            })
            .collect();
        let sites: Vec<SiteId> = batch.iter().map(|dossier| dossier.id).collect();
        let told = store::of_sites(db.read(), kommun, &sites).await?;
        let plan = plan(&due, &people, &told, day);
        let steps = steps_reached(round, &plan, &batch);
        made += store::carry_out(db, kommun, &plan, &steps, (today, round.now)).await?;
        if due.iter().any(|matter| matter.red) {
            let answers = store::answer::of_sites(db.read(), kommun, &sites).await?;
            let upward = unanswered(&due, &told, &answers, &rules, today);
            store::escalation::write(db, kommun, &upward, today).await?;
        }
    }
}

/// What other systems are told: each step that somebody is newly told of.
fn steps_reached(round: &Round<'_>, plan: &Plan, dossiers: &[Dossier]) -> Vec<StepReached> {
    let mut steps: Vec<StepReached> = Vec::new();
    for matter in plan.make.iter().map(|notice| &notice.matter) {
        let dossier = dossiers.iter().find(|dossier| dossier.id == matter.site);
        // Nobody knows who reads what the other system was told.
        if dossier.is_some_and(|found| found.site.marking == Marking::Whole) {
            continue;
        }
        let step = StepReached {
            site: matter.site,
            reference: dossier.map_or_else(String::new, |found| found.site.reference.clone()),
            policy: matter.policy.clone(),
            due_on: matter.due_on,
            step: matter.step,
            outcome: matter.outcome,
            url: format!(
                "{}/bevakningar/{}#regel-{}",
                round.public_url, matter.site, matter.policy
            ),
        };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// Sends each person one mail with everything that waits; returns how many mails.
///
/// # Errors
/// When the database or the mail server does not answer: what was not sent is tried again in the next round. An address
/// that the server refuses is a remark, does not keep the others from their mail, and is tried again the next day.
pub async fn mail(
    round: &Round<'_>,
    mailer: &Mailer,
    public_url: &str,
) -> Result<Worked, RunError> {
    let people = account::store::all(round.db.read(), round.kommun).await?;
    let mut by_person: BTreeMap<AccountId, Vec<Notice>> = BTreeMap::new();
    let today = round.by.today;
    for notice in store::unmailed(round.db.read(), round.kommun, today).await? {
        by_person.entry(notice.account).or_default().push(notice);
    }
    let rules = store::rule::of_kommun(round.db.read(), round.kommun).await?;
    let mut alerts = store::alert::unmailed(round.db.read(), round.kommun).await?;
    let (mut sent, mut refused) = (0, Vec::new());
    for person in &people {
        let waiting = by_person.remove(&person.id).unwrap_or_default();
        let broken: Vec<Alert> = alerts
            .extract_if(.., |alert| alert.account == person.id)
            .collect();
        let ids: Vec<NoticeId> = waiting.iter().map(|notice| notice.id).collect();
        let Some(digest) = digest(round, person, (waiting, &broken), &rules, public_url).await?
        else {
            continue;
        };
        round.hold().await?;
        let told: Vec<AlertId> = broken.iter().map(|alert| alert.id).collect();
        match mailer.send(person, (&ids, &told), &digest, round.now).await {
            Ok(()) => {
                store::mailed(round.db, round.kommun, &ids, round.now).await?;
                store::alert::mailed(round.db, round.kommun, &told, round.now).await?;
                sent += 1;
            }
            Err(cause) if cause.is_about_the_recipient() => {
                refused.push(format!("{}: {cause}", person.email));
            }
            Err(cause) => return Err(RunError::Send { sent, cause }),
        }
    }
    let managers = managers::tell(round, mailer, &rules, public_url).await?;
    refused.extend((!managers.remark.is_empty()).then_some(managers.remark));
    Ok(Worked {
        count: sent + managers.count,
        remark: refused.join("; "),
    })
}

/// One person's mail, the longest overdue first; `None` when everything has been mended since.
async fn digest(
    round: &Round<'_>,
    person: &Account,
    (mut waiting, broken): (Vec<Notice>, &[Alert]),
    rules: &NoticeRules,
    public_url: &str,
) -> Result<Option<Digest>, DbErr> {
    waiting.sort_by_key(|notice| (notice.due_on, notice.id));
    let more = waiting.len().saturating_sub(LISTED);
    waiting.truncate(LISTED);
    // As the person sees it now: who no longer may know of a site is told nothing of it.
    let kommun = round.kommun.seen_with(person.sight());
    let dossiers = of_notices(round.db.read(), kommun, &waiting).await?;
    let (listed, secret) = told(&waiting, dossiers, round.by, rules);
    let alerts = broken
        .iter()
        .map(|alert| AlertItem::mailed(alert, Loc::sv()));
    let alerts: Vec<AlertItem> = alerts.collect();
    let nothing = listed.is_empty() && alerts.is_empty() && secret == 0;
    Ok((!nothing).then(|| Digest {
        l: Loc::sv(),
        alerts,
        person: person.name.clone(),
        kommun: round.kommun_name.to_owned(),
        items: listed,
        secret,
        more,
        public_url: public_url.to_owned(),
    }))
}

/// What stands of some notices, in words; and how many are about sites that are secret as a whole. A letter goes through
/// other people's computers: of those it only says that they are there.
pub(super) fn told(
    notices: &[Notice],
    dossiers: Vec<Dossier>,
    by: Judgement<'_>,
    rules: &NoticeRules,
) -> (Vec<Item>, usize) {
    let is_secret = |dossier: &Dossier| dossier.site.marking == Marking::Whole;
    let (secret, open): (Vec<_>, Vec<_>) = dossiers.into_iter().partition(is_secret);
    let current = |dossiers: &[Dossier]| {
        let mut items = items(notices, dossiers, by, rules, Loc::sv());
        items.retain(|item| item.current);
        items
    };
    (current(&open), current(&secret).len())
}

/// The dossiers of the sites that some notices are about.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn of_notices(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    notices: &[Notice],
) -> Result<Vec<Dossier>, DbErr> {
    let mut sites: Vec<i64> = notices.iter().map(|notice| notice.site.0).collect();
    sites.sort_unstable();
    sites.dedup();
    let query = record::of::<Site>(kommun).filter(<Site as Record>::Entity::id().is_in(sites));
    let sites = record::load::<Site>(db, kommun, query).await?;
    dossiers(db, kommun, sites).await
}
