//! What a disclosure is judged by, from the database.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;

use super::Place;
use crate::account::Account;
use crate::camera::Camera;
use crate::compliance::Entry;
use crate::compliance::store::{parts, parts_of};
use crate::db::record::{self, Record, RecordEntity, Stored};
use crate::db::several::Several;
use crate::disclosure::store::Recorded;
use crate::hold::{Hold, HoldId};
use crate::organisation::{KommunId, UnitId};
use crate::retention::StoragePeriod;
use crate::site::{Site, SiteId};

/// What footage of a site is judged by, with the holds that a person may know of, and its cameras. One question.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn place_and_cameras(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: SiteId,
    person: &Account,
) -> Result<Option<(Place, Vec<Stored<Camera>>)>, DbErr> {
    let asked = Several::at(kommun, id)
        .with_the_site()
        .with::<Camera>()
        .with::<Hold>()
        .with::<StoragePeriod>();
    let mut found = asked.find(db).await?;
    let Some(site) = found.take::<Site>()?.pop() else {
        return Ok(None);
    };
    let entry = |stored: Stored<StoragePeriod>| Entry {
        id: stored.id,
        data: stored.data,
    };
    let periods = found.take::<StoragePeriod>()?.into_iter().map(entry);
    let place = Place {
        holds: Holds::of(found.take::<Hold>()?, site.data.unit, person).known,
        storage_periods: periods.collect(),
        site: site.data,
    };
    Ok(Some((place, found.take::<Camera>()?)))
}

/// The holds of a site, as one person may know of them.
#[derive(Debug, Default)]
pub struct Holds {
    pub known: Vec<Entry<HoldId, Hold>>,
    /// Those that are to be as if they did not exist.
    pub hidden: Vec<HoldId>,
}

/// The holds of a site, and its unit, for a person.
///
/// # Errors
/// As [`place_and_cameras`].
pub async fn holds(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    (site, unit): (SiteId, Option<UnitId>),
    person: &Account,
) -> Result<Holds, DbErr> {
    let held = parts_of::<Hold>(db, kommun, site).await?;
    Ok(Holds::of(held, unit, person))
}

impl Holds {
    fn of(held: Vec<Stored<Hold>>, unit: Option<UnitId>, person: &Account) -> Self {
        let mut holds = Self::default();
        for hold in held {
            if hold.data.is_seen_by(person, unit) {
                holds.known.push(Entry {
                    id: hold.id,
                    data: hold.data,
                });
            } else {
                holds.hidden.push(hold.id);
            }
        }
        holds
    }
}

/// What footage of the sites that some disclosures are from is judged by, without what must not be known of.
///
/// # Errors
/// As [`place_and_cameras`].
pub async fn places_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorded: &[Recorded],
) -> Result<HashMap<SiteId, Place>, DbErr> {
    let mut ids: Vec<i64> = recorded.iter().map(|one| one.data.site.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut holds = parts::<Hold>(db, kommun, &ids).await?;
    for of_site in holds.values_mut() {
        of_site.retain(|hold| !hold.data.gag);
    }
    let mut periods = parts::<StoragePeriod>(db, kommun, &ids).await?;
    let query = record::of::<Site>(kommun).filter(<Site as Record>::Entity::id().is_in(ids));
    let places = record::load::<Site>(db, kommun, query)
        .await?
        .into_iter()
        .map(|site| {
            let place = Place {
                holds: holds.remove(&site.id).unwrap_or_default(),
                storage_periods: periods.remove(&site.id).unwrap_or_default(),
                site: site.data,
            };
            (site.id, place)
        });
    Ok(places.collect())
}
