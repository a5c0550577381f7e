//! What a disclosure is judged by, from the database.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;

use crate::account::Account;
use crate::compliance::store::{dossiers, parts_of};
use crate::compliance::{Dossier, Entry};
use crate::db::record::{self, Record, RecordEntity};
use crate::disclosure::store::Recorded;
use crate::hold::{Hold, HoldId};
use crate::organisation::{KommunId, UnitId};
use crate::site::{Site, SiteId};

/// A site with the holds that a person may know of; `None` also when it is another kommun's.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn dossier_for(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
    person: &Account,
) -> Result<Option<Dossier>, DbErr> {
    let Some((_, mut dossier)) = crate::compliance::store::dossier(db, kommun, site).await? else {
        return Ok(None);
    };
    let unit = dossier.site.unit;
    dossier.holds = holds(db, kommun, (site, unit), person).await?.known;
    Ok(Some(dossier))
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
/// As [`dossier_for`].
pub async fn holds(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    (site, unit): (SiteId, Option<UnitId>),
    person: &Account,
) -> Result<Holds, DbErr> {
    let mut holds = Holds::default();
    for hold in parts_of::<Hold>(db, kommun, site).await? {
        if hold.data.is_seen_by(person, unit) {
            holds.known.push(Entry {
                id: hold.id,
                data: hold.data,
            });
        } else {
            holds.hidden.push(hold.id);
        }
    }
    Ok(holds)
}

/// The dossiers of the sites that some disclosures are from, without what must not be known of.
///
/// # Errors
/// As [`dossier_for`].
pub async fn dossiers_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorded: &[Recorded],
) -> Result<HashMap<SiteId, Dossier>, DbErr> {
    let mut ids: Vec<i64> = recorded.iter().map(|one| one.data.site.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let query = record::of::<Site>(kommun).filter(<Site as Record>::Entity::id().is_in(ids));
    let sites = record::load::<Site>(db, query).await?;
    let dossiers = dossiers(db, kommun, sites).await?;
    Ok(dossiers
        .into_iter()
        .map(|dossier| (dossier.id, dossier))
        .collect())
}
