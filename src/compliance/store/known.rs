//! What the register knew at the end of a civil day in Sweden, from its revisions.

use std::collections::HashMap;

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::{Judgement, sites_after};
use crate::clock::{Local, from_stockholm};
use crate::compliance::list::SiteThen as ListedThen;
use crate::compliance::replay::{Replay, SiteThen, site_then};
use crate::compliance::{Dossier, findings, summary};
use crate::db::record::{Record, RecordEntity};
use crate::db::seen;
use crate::organisation::{KommunId, UnitId};
use crate::register::RecordKind;
use crate::register::store::Listed;
use crate::register::store::{everything_about, known_before};
use crate::site::{Site, SiteId};

/// The first instant after a civil day in Sweden.
fn end_of(day: Date) -> OffsetDateTime {
    let next = PrimitiveDateTime::new(day.next_day().unwrap_or(day), Time::MIDNIGHT);
    // Summer time begins and ends at night, never at midnight.
    let instant = match from_stockholm(next) {
        Local::Once(instant) | Local::Twice(instant, _) => instant,
        Local::Never => next.assume_utc(),
    };
    instant.to_offset(UtcOffset::UTC)
}

/// The sites after an id that the register knew at the end of `day`, as it knew them, and the last id that was looked at;
/// `None` when there are no more. Three queries however many there are.
///
/// # Errors
/// When the database does not answer or a revision cannot be read.
pub async fn next_known(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    after: SiteId,
    day: Date,
) -> Result<Option<(SiteId, Vec<Dossier>)>, DbErr> {
    next_known_of(db, kommun, None, after, day).await
}

/// The same of one unit: of the sites that belong to it today.
pub(super) async fn next_known_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    unit: Option<UnitId>,
    after: SiteId,
    day: Date,
) -> Result<Option<(SiteId, Vec<Dossier>)>, DbErr> {
    let ids: Vec<i64> = sites_after(kommun, unit, after)
        .select_only()
        .column(<Site as Record>::Entity::id())
        .into_tuple()
        .all(db)
        .await?;
    let Some(last) = ids.last().copied() else {
        return Ok(None);
    };
    let mut replay = Replay::default();
    for listed in known_before(db, kommun, &ids, end_of(day)).await? {
        replay
            .learn(&listed.revision)
            .map_err(|error| unreadable(&listed, &error))?;
    }
    let known = concealed(db, kommun, replay.into_dossiers()).await?;
    Ok(Some((SiteId(last), known)))
}

/// Every site that the register knew at the end of a day, with its summary by the rules of the day.
///
/// # Errors
/// As [`next_known`].
pub async fn summaries_then(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    by: Judgement<'_>,
) -> Result<HashMap<SiteId, ListedThen>, DbErr> {
    let (mut all, mut after) = (HashMap::new(), SiteId(0));
    while let Some((last, batch)) = next_known(db, kommun, after, by.today).await? {
        after = last;
        all.extend(batch.iter().map(|dossier| {
            let found = findings(by.policies, dossier, by.today);
            (dossier.id, ListedThen::new(&dossier.site, summary(&found)))
        }));
    }
    Ok(all)
}

/// A site on a day that has passed: what the register knew then, and what it has been told since. One query.
///
/// # Errors
/// When the database does not answer or a revision cannot be read.
pub async fn past(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
    day: Date,
) -> Result<SiteThen, DbErr> {
    let revisions = everything_about(db, kommun, site).await?;
    let revisions: Vec<_> = revisions
        .into_iter()
        .map(|listed| listed.revision)
        .collect();
    let mut then = site_then(site, day, &revisions).map_err(|error| {
        DbErr::Type(format!("a revision of site {site} cannot be read: {error}"))
    })?;
    let known = then.known.take().into_iter().collect();
    then.known = concealed(db, kommun, known).await?.pop();
    Ok(then)
}

/// The same dossiers without what is secret for whoever asks, by how sites and cameras are marked today.
pub(super) async fn concealed(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    dossiers: Vec<Dossier>,
) -> Result<Vec<Dossier>, DbErr> {
    let sites = dossiers.iter().map(|dossier| dossier.id);
    let secret = seen::concealed(db, kommun, sites).await?;
    let shown = dossiers.into_iter().map(|dossier| {
        let site = dossier.id;
        if secret.tells_of(site) {
            dossier.concealed(|camera| secret.hides(RecordKind::Camera, camera.0, site))
        } else {
            dossier
        }
    });
    Ok(shown.collect())
}

pub(super) fn unreadable(listed: &Listed, error: &serde_json::Error) -> DbErr {
    DbErr::Type(format!("revision {} cannot be read: {error}", listed.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_civil_day_ends_at_midnight_in_stockholm_also_when_the_clocks_change() {
        assert_eq!(
            end_of(date!(2025 - 03 - 31)),
            datetime!(2025-03-31 22:00 UTC)
        );
        assert_eq!(
            end_of(date!(2026 - 11 - 22)),
            datetime!(2026-11-22 23:00 UTC)
        );
        // The day of 23 hours and the day of 25.
        assert_eq!(
            end_of(date!(2025 - 03 - 30)),
            datetime!(2025-03-30 22:00 UTC)
        );
        assert_eq!(
            end_of(date!(2026 - 10 - 25)),
            datetime!(2026-10-25 23:00 UTC)
        );
    }
}
