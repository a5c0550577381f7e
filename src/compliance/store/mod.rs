//! Dossiers from the database: as they are recorded today, as the register knew them on a day that has passed, and the
//! cache of what was found of them.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, QueryOrder, QuerySelect};
use time::Date;

use super::extensions::of_edit;
use super::{Dossier, Entry, RecordedExtension, Summary, Viewpoint, findings, summary};
use crate::access_request::AccessRequest;
use crate::assessment::Assessment;
use crate::camera::Camera;
use crate::db::record::{self, Record, RecordEntity, Stored};
use crate::hold::Hold;
use crate::incident::Incident;
use crate::law::PolicySet;
use crate::organisation::{KommunId, UnitId};
use crate::permit::Permit;
use crate::recorder::Recorder;
use crate::register;
use crate::retention::{DeletionEvidence, StoragePeriod};
use crate::signage::Sign;
use crate::site::{Site, SiteId};

mod coming;
mod counted;
mod covering;
mod known;
pub mod numbers;
mod standing;

pub use coming::{Awaits, Coming, DAYS_AHEAD, Red, coming, red_since};
pub use counted::Counted;
pub use covering::{TodayAndThen, sites_near, today_and_then};
pub use known::{next_known, past, summaries_then};
pub use standing::{Fresh, Moved, ensure_fresh, forget, renew};

/// Sites whose dossiers are in memory at a time.
const BATCH: u64 = 500;

/// The rules and the day that sites are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Judgement<'a> {
    pub policies: &'a PolicySet,
    pub today: Date,
}

/// Everything recorded about one site; `None` also when it is another kommun's.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn dossier(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
) -> Result<Option<(i32, Dossier)>, DbErr> {
    let Some(site) = record::find::<Site>(db, kommun, site).await? else {
        return Ok(None);
    };
    let version = site.version;
    Ok(dossiers(db, kommun, vec![site])
        .await?
        .pop()
        .map(|dossier| (version, dossier)))
}

/// Everything recorded about some sites, in thirteen queries however many they are, and one more for whoever does not see
/// everything.
///
/// # Errors
/// As [`dossier`].
pub async fn dossiers(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: Vec<Stored<Site>>,
) -> Result<Vec<Dossier>, DbErr> {
    if sites.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = sites.iter().map(|site| site.id.0).collect();
    // The sites were looked for with the eyes of whoever asks; what the rules say of them is the same for everybody.
    let (asker, kommun) = (kommun, kommun.unveiled());
    let mut cameras = parts::<Camera>(db, kommun, &ids).await?;
    let mut permits = parts::<Permit>(db, kommun, &ids).await?;
    let mut assessments = parts::<Assessment>(db, kommun, &ids).await?;
    let mut signs = parts::<Sign>(db, kommun, &ids).await?;
    let mut storage_periods = parts::<StoragePeriod>(db, kommun, &ids).await?;
    let mut evidence = parts::<DeletionEvidence>(db, kommun, &ids).await?;
    let mut holds = parts::<Hold>(db, kommun, &ids).await?;
    let mut incidents = parts::<Incident>(db, kommun, &ids).await?;
    let mut access_requests = parts::<AccessRequest>(db, kommun, &ids).await?;
    let recorders = record::all::<Recorder>(db, kommun).await?;
    let mut extensions = extensions(db, kommun, &ids).await?;
    let mut authors = register::store::registered_by(db, kommun, &ids).await?;
    // What must not be known of is in no dossier, and so in no finding, no count and no notice.
    for of_site in holds.values_mut() {
        of_site.retain(|hold| !hold.data.gag);
    }
    let whole = sites.into_iter().map(|site| {
        let cameras = cameras.remove(&site.id).unwrap_or_default();
        let used: BTreeSet<i64> = cameras
            .iter()
            .filter_map(|camera| camera.data.recorder.map(i64::from))
            .collect();
        let recorders = recorders
            .iter()
            .filter(|recorder| used.contains(&recorder.id.0));
        Dossier {
            behind: None,
            id: site.id,
            recorders: recorders
                .map(|recorder| Entry {
                    id: recorder.id,
                    data: recorder.data.clone(),
                })
                .collect(),
            cameras,
            permits: permits.remove(&site.id).unwrap_or_default(),
            assessments: assessments.remove(&site.id).unwrap_or_default(),
            signs: signs.remove(&site.id).unwrap_or_default(),
            storage_periods: storage_periods.remove(&site.id).unwrap_or_default(),
            evidence: evidence.remove(&site.id).unwrap_or_default(),
            holds: holds.remove(&site.id).unwrap_or_default(),
            incidents: incidents.remove(&site.id).unwrap_or_default(),
            access_requests: access_requests.remove(&site.id).unwrap_or_default(),
            extensions: extensions.remove(&site.id).unwrap_or_default(),
            registered_by: authors.remove(&site.id).unwrap_or_default(),
            site: site.data,
        }
    });
    known::concealed(db, asker, whole.collect()).await
}

/// What the history of some sites says was extended, and when (KBL 9 § second paragraph 1).
async fn extensions(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
) -> Result<HashMap<SiteId, Vec<RecordedExtension>>, DbErr> {
    let mut by_site: HashMap<SiteId, Vec<RecordedExtension>> = HashMap::new();
    for edit in register::store::edits_at_sites(db, kommun, sites).await? {
        if let (Some(site), Ok(extended)) = (edit.site, of_edit(&edit)) {
            by_site.entry(site).or_default().extend(extended);
        }
    }
    Ok(by_site)
}

/// The records of a kind that belong to some sites, by site, in the order of their ids.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn parts<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
) -> Result<HashMap<SiteId, Vec<Entry<R::Id, R>>>, DbErr> {
    let of_sites = Expr::col("site_id").is_in(sites.iter().copied());
    let found = record::load::<R>(db, kommun, record::of::<R>(kommun).filter(of_sites)).await?;
    let mut by_site: HashMap<SiteId, Vec<Entry<R::Id, R>>> = HashMap::new();
    for stored in found {
        if let Some(site) = stored.data.site() {
            by_site.entry(site).or_default().push(Entry {
                id: stored.id,
                data: stored.data,
            });
        }
    }
    Ok(by_site)
}

/// The records of a kind that belong to one site, in the order of their ids.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn parts_of<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
) -> Result<Vec<Stored<R>>, DbErr> {
    record::load::<R>(
        db,
        kommun,
        record::of::<R>(kommun).filter(Expr::col("site_id").eq(site.0)),
    )
    .await
}

/// The kommun's sites after an id, with their dossiers: for going through all of them in bounded memory.
///
/// # Errors
/// As [`dossier`].
pub async fn next_dossiers(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    after: SiteId,
) -> Result<Vec<Dossier>, DbErr> {
    next_of_unit(db, kommun, None, after).await
}

async fn next_of_unit(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    unit: Option<UnitId>,
    after: SiteId,
) -> Result<Vec<Dossier>, DbErr> {
    let rows = sites_after(kommun, unit, after).all(db).await?;
    let sites = rows
        .into_iter()
        .map(record::stored::<Site>)
        .collect::<Result<Vec<_>, _>>()?;
    dossiers(db, kommun, sites).await
}

/// The next sites of the kommun, or of one of its units, by id: as many as are in memory at a time.
fn sites_after(
    kommun: KommunId,
    unit: Option<UnitId>,
    after: SiteId,
) -> Select<<Site as Record>::Entity> {
    type Entity = <Site as Record>::Entity;
    let mut query = record::of::<Site>(kommun).filter(Entity::id().gt(after.0));
    if let Some(unit) = unit {
        query = query.filter(Expr::col("unit_id").eq(unit.0));
    }
    query.order_by_asc(Entity::id()).limit(BATCH)
}

/// The sites that are seen from a viewpoint after an id, and the last id that was looked at; `None` when there are no
/// more.
///
/// # Errors
/// As [`dossier`], or when a revision cannot be read.
pub async fn next_seen(
    db: &impl ConnectionTrait,
    from: &Viewpoint,
    after: SiteId,
) -> Result<Option<(SiteId, Vec<Dossier>)>, DbErr> {
    if from.known_then {
        return known::next_known_of(db, from.kommun, from.unit, after, from.as_of).await;
    }
    let batch = next_of_unit(db, from.kommun, from.unit, after).await?;
    Ok(batch.last().map(|last| last.id).map(|last| (last, batch)))
}

/// What can be seen of one site.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    Dossier(Box<Dossier>),
    /// It is there, and the register did not know of it on the day.
    NotKnownThen,
}

/// A site as it is seen from a viewpoint; `None` when there is no such site, or it is another kommun's or unit's.
///
/// # Errors
/// As [`next_seen`].
pub async fn seen(
    db: &impl ConnectionTrait,
    from: &Viewpoint,
    site: SiteId,
) -> Result<Option<Seen>, DbErr> {
    let recorded = dossier(db, from.kommun, site).await?;
    let Some((_, recorded)) = recorded.filter(|(_, recorded)| from.sees(recorded.site.unit)) else {
        return Ok(None);
    };
    if !from.known_then {
        return Ok(Some(Seen::Dossier(Box::new(recorded))));
    }
    let then = past(db, from.kommun, site, from.as_of).await?;
    Ok(Some(then.known.map_or(Seen::NotKnownThen, |known| {
        Seen::Dossier(Box::new(known))
    })))
}

/// Every site's summary on a day that is not today: computed, not cached.
///
/// # Errors
/// As [`dossier`].
pub async fn summaries(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    by: Judgement<'_>,
) -> Result<HashMap<SiteId, Summary>, DbErr> {
    let mut all = HashMap::new();
    let mut after = SiteId(0);
    loop {
        let batch = next_dossiers(db, kommun, after).await?;
        let Some(last) = batch.last() else {
            return Ok(all);
        };
        after = last.id;
        all.extend(batch.iter().map(|dossier| {
            (
                dossier.id,
                summary(&findings(by.policies, dossier, by.today)),
            )
        }));
    }
}
