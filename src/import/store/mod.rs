//! Imports in the database: what a list is compared with, and how it is written.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ConnectionTrait, DbErr};

pub mod mapping;
pub mod upload;

use super::compare::{self, Changes, Existing, Held, SiteChange};
use super::plan::Known;
use crate::assessment::Assessment;
use crate::camera::Camera;
use crate::db::record::{self, Record, Stored};
use crate::db::seen;
use crate::organisation::{Kommun, KommunId, Unit, UnitId};
use crate::permit::Permit;
use crate::register::{Change, ChangeError, RecordKind};
use crate::retention::StoragePeriod;
use crate::signage::Sign;
use crate::site::{Site, SiteId};

/// The register as a list is compared with it. Within a transaction it is the register that the transaction changes.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn existing(
    db: &impl ConnectionTrait,
    id: KommunId,
    kommun: &Kommun,
) -> Result<Existing, DbErr> {
    // A list goes by what whoever reads it in may see. References are given out once, and what is secret is not filled in.
    let unveiled = id.unveiled();
    let every = record::all::<Site>(db, unveiled).await?;
    let references = every.into_iter().map(|site| site.data.reference);
    let references = references.collect();
    let sites = held(record::all::<Site>(db, id).await?);
    let numbers: BTreeSet<SiteId> = sites.iter().map(|site| site.id).collect();
    let mut cameras = held(record::all::<Camera>(db, unveiled).await?);
    cameras.retain(|camera| numbers.contains(&camera.data.site));
    let secret = seen::concealed(db, id, numbers).await?;
    let closed = cameras.iter().map(|camera| (camera.id, camera.data.site));
    let closed = closed.filter(|(camera, site)| secret.hides(RecordKind::Camera, camera.0, *site));
    Ok(Existing {
        kommun: kommun.name.clone(),
        units: held(record::all::<Unit>(db, id).await?),
        closed: closed.map(|(camera, _)| camera).collect(),
        references,
        sites,
        cameras,
        permits: data(record::all::<Permit>(db, id).await?),
        assessments: data(record::all::<Assessment>(db, id).await?),
        signs: data(record::all::<Sign>(db, id).await?),
        storage: data(record::all::<StoragePeriod>(db, id).await?),
    })
}

/// What reading a list needs to know of the register.
pub fn known(existing: &Existing, kommun: &Kommun) -> Known {
    Known {
        units: existing
            .units
            .iter()
            .map(|unit| unit.data.clone())
            .collect(),
        zone: kommun.zone_epsg,
    }
}

fn held<R: Record>(stored: Vec<Stored<R>>) -> Vec<Held<R::Id, R>> {
    let each = |stored: Stored<R>| Held {
        id: stored.id,
        version: stored.version,
        data: stored.data,
    };
    stored.into_iter().map(each).collect()
}

fn data<R: Record>(stored: Vec<Stored<R>>) -> Vec<R> {
    stored.into_iter().map(|stored| stored.data).collect()
}

fn stored<R: Record>(held: &Held<R::Id, R>) -> Stored<R> {
    Stored {
        id: held.id,
        version: held.version,
        data: held.data.clone(),
    }
}

/// Writes what is new. `existing` must have been read in the same transaction. `progress` hears of every site.
///
/// # Errors
/// When the database refuses: then the whole transaction must be dropped.
pub async fn write(
    change: &mut Change<'_>,
    changes: &Changes,
    existing: &Existing,
    progress: &(dyn Fn() + Sync),
) -> Result<(), ChangeError> {
    let known = existing
        .units
        .iter()
        .map(|unit| (unit.data.name.clone(), unit.id));
    let mut units: HashMap<String, UnitId> = known.collect();
    for unit in &changes.units {
        let id = change.insert(&unit.unit()).await?;
        units.insert(unit.name.clone(), id);
    }
    for site in &changes.sites {
        let unit = site.unit.as_ref().and_then(|name| units.get(name)).copied();
        let id = write_site(change, site, unit).await?;
        write_cameras(change, site, id).await?;
        write_parts(change, site, id).await?;
        progress();
    }
    Ok(())
}

async fn write_site(
    change: &mut Change<'_>,
    site: &SiteChange,
    unit: Option<UnitId>,
) -> Result<SiteId, ChangeError> {
    match &site.site {
        compare::Change::New(new) => {
            let new = Site {
                unit,
                ..new.clone()
            };
            change.insert(&new).await
        }
        compare::Change::Changed { before, after } => {
            let after = Site {
                unit: after.unit.or(unit),
                ..after.clone()
            };
            change.update(&stored(before), &after).await?;
            Ok(before.id)
        }
        compare::Change::Unchanged(id) => Ok(*id),
    }
}

async fn write_cameras(
    change: &mut Change<'_>,
    site: &SiteChange,
    id: SiteId,
) -> Result<(), ChangeError> {
    for camera in &site.cameras {
        match camera {
            compare::Change::New(camera) => {
                let camera = Camera {
                    site: id,
                    ..camera.clone()
                };
                change.insert(&camera).await?;
            }
            compare::Change::Changed { before, after } => {
                change.update(&stored(before), after).await?;
            }
            compare::Change::Unchanged(_) => {}
        }
    }
    Ok(())
}

async fn write_parts(
    change: &mut Change<'_>,
    of: &SiteChange,
    site: SiteId,
) -> Result<(), ChangeError> {
    for permit in &of.permits {
        let permit = Permit {
            site,
            ..permit.clone()
        };
        change.insert(&permit).await?;
    }
    for assessment in &of.assessments {
        let assessment = Assessment {
            site,
            ..assessment.clone()
        };
        change.insert(&assessment).await?;
    }
    for sign in &of.signs {
        let sign = Sign {
            site,
            ..sign.clone()
        };
        change.insert(&sign).await?;
    }
    if let Some(period) = &of.storage {
        let period = StoragePeriod {
            site,
            ..period.clone()
        };
        change.insert(&period).await?;
    }
    Ok(())
}
