//! What a disclosure is judged by, from the database.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;

use crate::account::Account;
use crate::compliance::store::{dossiers, parts_of};
use crate::compliance::{Dossier, Entry};
use crate::db::record::{self, Record, RecordEntity, Stored};
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
    let found = crate::compliance::store::dossier(db, kommun, site).await?;
    let held = parts_of::<Hold>(db, kommun, site).await?;
    Ok(found.map(|(_, mut dossier)| {
        dossier.holds = Holds::of(held, dossier.site.unit, person).known;
        dossier
    }))
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
