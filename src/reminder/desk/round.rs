//! The round of the desk: what falls due is told, and drafts that nobody goes on with are removed.

use std::collections::{BTreeMap, HashSet};

use sea_orm::DbErr;
use time::{Date, Duration};

use super::{DRAFT_NOTICE_DAYS, Matter, of_copies, of_draft, of_gagged, of_refusal, removal};
use crate::account::sight::Sight;
use crate::account::{self, Account, Permission};
use crate::db::record;
use crate::disclosure::draft::{self, Draft};
use crate::disclosure::store::{Narrowed, Recorded};
use crate::disclosure::{self, delivery};
use crate::hold::Hold;
use crate::law::calendar::date_in_sweden;
use crate::reminder::alert::AlertKind;
use crate::reminder::run::{Round, RunError};
use crate::reminder::store::alert;
use crate::site::{self, SiteId};

/// How far back refusals are looked at: beyond it the window of appeal has passed, or nobody answers for it any more.
const REFUSALS: Duration = Duration::days(180);
/// Read at a time.
const BATCH: u64 = 500;
/// Copies on loose media that are looked at; more are told of in their turn.
const COPIES: u64 = 2000;
/// Drafts that are looked at.
const DRAFTS: u64 = 2000;

/// Tells what has reached a step, takes back what is over, and removes drafts whose time is up. Gives how many people
/// were told of something new.
///
/// # Errors
/// When the database does not answer, or another replica has taken over.
pub async fn tell(round: &Round<'_>) -> Result<u64, RunError> {
    let (db, kommun, today) = (round.db.read(), round.kommun, round.by.today);
    let people = account::store::all(db, kommun).await?;
    let mut holds = record::all::<Hold>(db, kommun).await?;
    holds.retain(|hold| hold.data.gag && hold.data.is_open_on(today));
    let drafts = draft::store::under_way(db, kommun, DRAFTS).await?;
    let refusals = refusals(round).await?;
    let of_holds = holds.iter().map(|hold| hold.data.site);
    let of_drafts = drafts.iter().map(|draft| draft.site);
    let of_refusals = refusals.iter().map(|one| one.data.site);
    let of_all = of_holds.chain(of_drafts).chain(of_refusals);
    let units = site::store::units(db, kommun, of_all).await?;
    let unit = |site: SiteId| units.get(&site).copied().flatten();
    let mut matters = Vec::new();
    for hold in &holds {
        let at = unit(hold.data.site);
        matters.extend(of_gagged(hold.id, &hold.data, at, &people, today));
    }
    for one in &drafts {
        matters.extend(of_draft(one, unit(one.site), &people));
    }
    for one in &refusals {
        let at = unit(one.data.site);
        matters.extend(of_refusal(one.id, &one.data, at, &people, today));
    }
    copies(round, &people, &mut matters).await?;
    round.hold().await?;
    let told = alert::tell(round.db, kommun, &matters, (today, round.now)).await?;
    remove(round, &drafts).await?;
    Ok(told)
}

/// The refusals of late that no correction has taken the place of.
async fn refusals(round: &Round<'_>) -> Result<Vec<Recorded>, DbErr> {
    let narrowed = Narrowed {
        since: Some(round.now - REFUSALS),
        ..Narrowed::default()
    };
    let (db, kommun) = (round.db.read(), round.kommun);
    let (mut before, mut corrected, mut found) = (None, HashSet::new(), Vec::new());
    loop {
        let batch = disclosure::store::before(db, kommun, narrowed, before, BATCH).await?;
        let Some(last) = batch.last() else {
            return Ok(found);
        };
        before = Some(last.data.number);
        for one in batch {
            corrected.extend(one.data.corrects);
            // The newest come first, so a correction is seen before what it corrects.
            if one.data.decision.refuses() && !corrected.contains(&one.id) {
                found.push(one);
            }
        }
    }
}

/// Each is told of the copies that they know of: what left a secret site adds to nobody else's number.
async fn copies(
    round: &Round<'_>,
    people: &[Account],
    matters: &mut Vec<Matter>,
) -> Result<(), DbErr> {
    let mut seen_alike: BTreeMap<Sight, Vec<Account>> = BTreeMap::new();
    for person in people {
        if person.may_somewhere(Permission::RecordDisclosures) {
            let alike = seen_alike.entry(person.sight()).or_default();
            alike.push(person.clone());
        }
    }
    for (sight, people) in seen_alike {
        let months = copies_by_month(round, sight).await?;
        matters.extend(
            months
                .into_iter()
                .map(|(month, count)| of_copies(month, count, &people)),
        );
    }
    Ok(())
}

async fn copies_by_month(round: &Round<'_>, sight: Sight) -> Result<BTreeMap<Date, usize>, DbErr> {
    let mut months: BTreeMap<Date, usize> = BTreeMap::new();
    let kommun = round.kommun.seen_with(sight);
    for copy in delivery::store::out(round.db.read(), kommun, COPIES).await? {
        let when = if copy.is_erased("handover") {
            copy.recorded_at
        } else {
            copy.data.delivered_at
        };
        let day = date_in_sweden(when);
        if let Ok(month) = day.replace_day(1) {
            *months.entry(month).or_default() += 1;
        }
    }
    Ok(months)
}

/// Removes what was typed in drafts that nobody has gone on with, of which somebody was told long enough ago: never
/// without that.
async fn remove(round: &Round<'_>, drafts: &[Draft]) -> Result<(), RunError> {
    let (kommun, today) = (round.kommun, round.by.today);
    for one in drafts.iter().filter(|one| removal(one) <= today) {
        let told = alert::told_on(round.db.read(), kommun, AlertKind::DraftEnds, one.id.0).await?;
        let long_ago = told.is_some_and(|told| (today - told).whole_days() >= DRAFT_NOTICE_DAYS);
        if !long_ago {
            continue;
        }
        let tx = round.db.begin_write().await?;
        // Somebody who saves it at this moment keeps it.
        draft::store::end(&*tx, kommun, one, draft::store::End::Expired, round.now).await?;
        tx.commit().await?;
        alert::lower(round.db, kommun, AlertKind::DraftEnds, one.id.0, round.now).await?;
    }
    Ok(())
}
