//! Dossiers from the database, and the cache of what was found of them.
//!
//! The cache (`standing`) holds for one day and one set of rules. Every change to a site renews its row in the same
//! transaction; the first reader of a new day renews all.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait, QueryOrder, QuerySelect, sea_query::OnConflict};
use serde::Deserialize;
use time::Date;

use super::{Dossier, Entry, RecordedExtension, Summary, findings, summary};
use crate::access_request::AccessRequest;
use crate::assessment::Assessment;
use crate::camera::Camera;
use crate::clock::stockholm;
use crate::collation::sort_key;
use crate::db::Db;
use crate::db::record::{self, Record, RecordEntity, Stored};
use crate::hold::Hold;
use crate::incident::Incident;
use crate::law::PolicySet;
use crate::organisation::KommunId;
use crate::permit::Permit;
use crate::recorder::Recorder;
use crate::register;
use crate::retention::{DeletionEvidence, StoragePeriod};
use crate::signage::Sign;
use crate::site::{Site, SiteId, extension};

/// Sites whose dossiers are in memory at a time.
const BATCH: u64 = 500;

mod standing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub site_id: i64,
        pub kommun_id: i64,
        pub worst: i16,
        pub breaches: i32,
        pub risks: i32,
        pub unknowns: i32,
        pub due_on: Option<String>,
        pub sort_key: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod standing_day {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        pub for_day: String,
        pub policies: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

/// Everything recorded about some sites, in eleven queries however many they are.
///
/// # Errors
/// As [`dossier`].
pub async fn dossiers(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: Vec<Stored<Site>>,
) -> Result<Vec<Dossier>, DbErr> {
    let ids: Vec<i64> = sites.iter().map(|site| site.id.0).collect();
    let mut cameras = parts::<Camera>(db, kommun, &ids).await?;
    let mut permits = parts::<Permit>(db, kommun, &ids).await?;
    let mut assessments = parts::<Assessment>(db, kommun, &ids).await?;
    let mut signs = parts::<Sign>(db, kommun, &ids).await?;
    let mut storage_periods = parts::<StoragePeriod>(db, kommun, &ids).await?;
    let mut evidence = parts::<DeletionEvidence>(db, kommun, &ids).await?;
    let mut holds = parts::<Hold>(db, kommun, &ids).await?;
    let mut incidents = parts::<Incident>(db, kommun, &ids).await?;
    let mut access_requests = parts::<AccessRequest>(db, kommun, &ids).await?;
    // What must not be known of is in no dossier, and so in no finding, no count and no notice.
    for of_site in holds.values_mut() {
        of_site.retain(|hold| !hold.data.gag);
    }
    let recorders = record::all::<Recorder>(db, kommun).await?;
    let mut extensions = extensions(db, kommun, &ids).await?;
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
            access_requests: access_requests.remove(&site.id).unwrap_or_default(),
            incidents: incidents.remove(&site.id).unwrap_or_default(),
            extensions: extensions.remove(&site.id).unwrap_or_default(),
            site: site.data,
        }
    });
    Ok(whole.collect())
}

/// What the history of some sites says was extended, and when (KBL 9 § second paragraph 1).
async fn extensions(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
) -> Result<HashMap<SiteId, Vec<RecordedExtension>>, DbErr> {
    let mut by_site: HashMap<SiteId, Vec<RecordedExtension>> = HashMap::new();
    for edit in register::store::edits_of_sites(db, kommun, sites).await? {
        let (Some(site), Some(before)) = (edit.site, &edit.before) else {
            continue;
        };
        let read = |value: &serde_json::Value| Site::deserialize(value);
        let (Ok(before), Ok(after)) = (read(before), read(&edit.after)) else {
            continue;
        };
        let on = stockholm(edit.at).date();
        let found = extension::between(&before, &after).into_iter();
        let recorded = found.map(|what| RecordedExtension {
            what,
            on,
            by: edit.author.clone(),
        });
        by_site.entry(site).or_default().extend(recorded);
    }
    Ok(by_site)
}

/// The records of a kind that belong to some sites, by site, in the order of their ids.
async fn parts<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
) -> Result<HashMap<SiteId, Vec<Entry<R::Id, R>>>, DbErr> {
    let of_sites = Expr::col("site_id").is_in(sites.iter().copied());
    let found = record::load::<R>(db, record::of::<R>(kommun).filter(of_sites)).await?;
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
    type Entity = <Site as Record>::Entity;
    let rows = record::of::<Site>(kommun)
        .filter(Entity::id().gt(after.0))
        .order_by_asc(Entity::id())
        .limit(BATCH)
        .all(db)
        .await?;
    let sites = rows
        .into_iter()
        .map(record::stored::<Site>)
        .collect::<Result<Vec<_>, _>>()?;
    dossiers(db, kommun, sites).await
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

/// Renews the cached standing of some sites, inside the transaction that changed them.
///
/// # Errors
/// As [`dossier`].
pub async fn renew(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &BTreeSet<SiteId>,
    by: Judgement<'_>,
) -> Result<(), DbErr> {
    let ids: Vec<i64> = sites.iter().map(|site| site.0).collect();
    for chunk in ids.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let query = record::of::<Site>(kommun)
            .filter(<Site as Record>::Entity::id().is_in(chunk.iter().copied()));
        let sites = record::load::<Site>(tx, query).await?;
        let dossiers = dossiers(tx, kommun, sites).await?;
        write(tx, kommun, &dossiers, by).await?;
    }
    Ok(())
}

/// Renews the cache of the whole kommun if it is of another day or of other rules. One small query when it is not.
///
/// # Errors
/// As [`dossier`].
pub async fn ensure_fresh(db: &Db, kommun: KommunId, by: Judgement<'_>) -> Result<(), DbErr> {
    let day = standing_day::Entity::find_by_id(kommun.number())
        .one(db.read())
        .await?;
    let (for_day, policies) = (by.today.to_string(), by.policies.digest().clone());
    if day.is_some_and(|day| day.for_day == for_day && day.policies == policies) {
        return Ok(());
    }
    let mut after = SiteId(0);
    loop {
        // A transaction a batch: nobody who writes waits for the whole kommun.
        let tx = db.begin_write().await?;
        let batch = next_dossiers(&*tx, kommun, after).await?;
        let Some(last) = batch.last() else { break };
        after = last.id;
        write(&*tx, kommun, &batch, by).await?;
        tx.commit().await?;
    }
    let tx = db.begin_write().await?;
    let row = standing_day::ActiveModel {
        kommun_id: Set(kommun.number()),
        for_day: Set(for_day),
        policies: Set(policies),
    };
    let replace = OnConflict::column(standing_day::Column::KommunId)
        .update_columns([standing_day::Column::ForDay, standing_day::Column::Policies])
        .to_owned();
    standing_day::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await
}

/// Empties the cache: the next reader renews it.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db, kommun: KommunId) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    standing::Entity::delete_many()
        .filter(standing::Column::KommunId.eq(kommun.number()))
        .exec(&*tx)
        .await?;
    standing_day::Entity::delete_by_id(kommun.number())
        .exec(&*tx)
        .await?;
    tx.commit().await
}

async fn write(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    dossiers: &[Dossier],
    by: Judgement<'_>,
) -> Result<(), DbErr> {
    use standing::Column as C;
    let rows = dossiers.iter().map(|dossier| {
        let summary = summary(&findings(by.policies, dossier, by.today));
        standing::ActiveModel {
            site_id: Set(dossier.id.0),
            kommun_id: Set(kommun.number()),
            worst: Set(summary.rank()),
            breaches: Set(count(summary.breaches)),
            risks: Set(count(summary.risks)),
            unknowns: Set(count(summary.unknowns)),
            due_on: Set(summary.due_on.map(|day| day.to_string())),
            sort_key: Set(sort_key(&dossier.site.name)),
        }
    });
    let replace = OnConflict::column(C::SiteId)
        .update_columns([
            C::Worst,
            C::Breaches,
            C::Risks,
            C::Unknowns,
            C::DueOn,
            C::SortKey,
        ])
        .to_owned();
    if dossiers.is_empty() {
        return Ok(());
    }
    standing::Entity::insert_many(rows)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
