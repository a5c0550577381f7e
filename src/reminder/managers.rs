//! The letter to the manager of a unit about breaches that nobody has answered. A unit with none gets none.

use std::collections::{BTreeMap, BTreeSet};

use super::escalation::{Escalation, EscalationId};
use super::mail::{Letter, Mailer};
use super::page::{Item, Unanswered, items};
use super::rule::NoticeRules;
use super::run::{Round, RunError, Worked, of_notices};
use super::store::{answer, escalation};
use super::{Notice, NoticeId};
use crate::account::{Account, AccountId};
use crate::db::record::{self, Stored};
use crate::law::Outcome;
use crate::organisation::{Unit, UnitId};
use crate::site::{Marking, SiteId};
use crate::texts::Loc;

/// Sends each manager one letter with what is new.
///
/// # Errors
/// When the database or the mail server does not answer: what was not sent is tried again in the next round.
pub async fn tell(
    round: &Round<'_>,
    mailer: &Mailer,
    rules: &NoticeRules,
    public_url: &str,
) -> Result<Worked, RunError> {
    let (db, kommun) = (round.db, round.kommun);
    let waiting = escalation::unmailed(db.read(), kommun).await?;
    if waiting.is_empty() {
        return Ok(Worked::default());
    }
    let units = record::all::<Unit>(db.read(), kommun).await?;
    let mut by_unit: BTreeMap<Option<UnitId>, Vec<(EscalationId, Option<Item>)>> = BTreeMap::new();
    for (escalation, item) in standing(round, waiting, rules).await? {
        let told = (escalation.id, item);
        by_unit.entry(escalation.unit).or_default().push(told);
    }
    let (mut sent, mut remarks) = (0, Vec::new());
    for (unit, told) in by_unit {
        let unit = units.iter().find(|known| Some(known.id) == unit);
        let Some(manager) = unit.and_then(manager) else {
            let name = unit.map_or("a site without a unit", |unit| &*unit.data.name);
            remarks.push(format!("{name}: no address of a manager"));
            continue;
        };
        round.hold().await?;
        let (ids, items): (Vec<EscalationId>, Vec<Option<Item>>) = told.into_iter().unzip();
        let secret = items.iter().filter(|item| item.is_none()).count();
        let unanswered = Unanswered {
            l: Loc::sv(),
            person: manager.name.clone(),
            unit: unit.map_or_else(String::new, |unit| unit.data.name.clone()),
            kommun: round.kommun_name.to_owned(),
            items: items.into_iter().flatten().collect(),
            secret,
            public_url: public_url.to_owned(),
        };
        let id = format!(
            "eskalering.{}-{}",
            ids.first().map_or(0, |id| id.0),
            ids.len()
        );
        let letter = Letter::unanswered(&unanswered, id)
            .map_err(|error| RunError::Other(error.to_string()))?;
        match mailer.post(&manager, &letter, round.now).await {
            Ok(()) => {
                escalation::mailed(db, kommun, &ids, round.now).await?;
                sent += 1;
            }
            Err(cause) if cause.is_about_the_recipient() => {
                remarks.push(format!("{}: {cause}", manager.email));
            }
            Err(cause) => return Err(RunError::Send { sent, cause }),
        }
    }
    Ok(Worked {
        count: sent,
        remark: remarks.join("; "),
    })
}

/// Those that stand and that nobody has answered since, in words; without any when the site is secret.
async fn standing(
    round: &Round<'_>,
    waiting: Vec<Escalation>,
    rules: &NoticeRules,
) -> Result<Vec<(Escalation, Option<Item>)>, RunError> {
    let db = round.db.read();
    let (mut told, today) = (Vec::new(), round.by.today);
    let notices: Vec<Notice> = waiting.iter().map(as_notice).collect();
    let dossiers = of_notices(db, round.kommun, &notices).await?;
    let sites: Vec<_> = dossiers.iter().map(|dossier| dossier.id).collect();
    let secret = dossiers
        .iter()
        .filter(|dossier| dossier.site.marking == Marking::Whole);
    let secret: BTreeSet<SiteId> = secret.map(|dossier| dossier.id).collect();
    let answers = answer::of_sites(db, round.kommun, &sites).await?;
    let mut words = items(&notices, &dossiers, round.by, rules, Loc::sv());
    words.retain(|item| item.current);
    for escalation in waiting {
        let answered = answers.iter().any(|answer| {
            answer.is_about(escalation.site, &escalation.policy, escalation.due_on)
                && answer.holds_on(today)
        });
        let own = NoticeId(escalation.id.0);
        let item = words.iter().find(|item| item.id == own && !answered);
        if let Some(item) = item {
            let item = (!secret.contains(&escalation.site)).then(|| item.clone());
            told.push((escalation, item));
        }
    }
    Ok(told)
}

/// What is said of it is what is said in a notice.
fn as_notice(escalation: &Escalation) -> Notice {
    Notice {
        id: NoticeId(escalation.id.0),
        account: AccountId(0),
        site: escalation.site,
        policy: escalation.policy.clone(),
        due_on: escalation.due_on,
        step: 0,
        outcome: Outcome::Breached,
        planned_on: escalation.made_on,
        made_on: escalation.made_on,
        silent_until: None,
        read: false,
        open: true,
    }
}

/// A manager need not be a person of the register: an address is enough.
fn manager(unit: &Stored<Unit>) -> Option<Account> {
    let unit = &unit.data;
    let name = if unit.manager.is_empty() {
        &unit.name
    } else {
        &unit.manager
    };
    (!unit.email.is_empty()).then(|| Account {
        id: AccountId(0),
        email: unit.email.clone(),
        name: name.clone(),
        grants: Vec::new(),
    })
}
