//! The sites at a place, as they are recorded today and as the register knew them at an instant.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, QueryFilter, QuerySelect};
use time::{Duration, OffsetDateTime};

use super::known::{concealed, unreadable};
use super::{dossiers, parts};
use crate::account::Account;
use crate::camera::Camera;
use crate::compliance::coverage::METRES_A_DEGREE;
use crate::compliance::replay::Replay;
use crate::compliance::{Dossier, Entry};
use crate::db::record::{self, Record, RecordEntity};
use crate::db::seen;
use crate::hold::{Hold, HoldId};
use crate::organisation::KommunId;
use crate::register::store::known_before;
use crate::site::position::millionths;
use crate::site::{Position, Site, SiteId};

/// Further away than this a camera is not said to have covered a point.
pub const NEARBY_METRES: f64 = 150.0;

/// A site today, with the holds that a person may know of, and as it was known then.
#[derive(Debug, Clone, PartialEq)]
pub struct TodayAndThen {
    pub today: Dossier,
    pub then: Option<Dossier>,
}

/// Some sites of the kommun, in the order of their ids; `at` is included in what was known. The number of queries does
/// not depend on how many they are.
///
/// # Errors
/// When the database does not answer, or a record or a revision cannot be read.
pub async fn today_and_then(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[SiteId],
    at: OffsetDateTime,
    person: &Account,
) -> Result<Vec<TodayAndThen>, DbErr> {
    type Entity = <Site as Record>::Entity;
    let ids: Vec<i64> = sites.iter().map(|site| site.0).collect();
    let query = record::of::<Site>(kommun).filter(Entity::id().is_in(ids.iter().copied()));
    let found = record::load::<Site>(db, kommun, query).await?;
    let mut holds = parts::<Hold>(db, kommun, &ids).await?;
    let mut replay = Replay::default();
    for listed in known_before(db, kommun, &ids, at.saturating_add(Duration::SECOND)).await? {
        replay
            .learn(&listed.revision)
            .map_err(|error| unreadable(&listed, &error))?;
    }
    let mut all = Vec::with_capacity(found.len());
    for mut today in dossiers(db, kommun, found).await? {
        let unit = today.site.unit;
        let mut of_site: Vec<Entry<HoldId, Hold>> = holds.remove(&today.id).unwrap_or_default();
        of_site.retain(|hold| hold.data.is_seen_by(person, unit));
        today.holds = of_site;
        let then = replay.dossier(today.id).into_iter().collect();
        let then = concealed(db, kommun, then).await?.pop();
        all.push(TodayAndThen { today, then });
    }
    Ok(all)
}

/// The sites that lie near a point or have a camera there.
///
/// # Errors
/// When the database does not answer.
pub async fn sites_near(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    point: &Position,
    limit: u64,
) -> Result<Vec<SiteId>, DbErr> {
    let north = NEARBY_METRES / METRES_A_DEGREE;
    let east = north / point.latitude.to_radians().cos();
    let within = |column: &'static str, middle: f64, half: f64| {
        Expr::col(column).between(millionths(middle - half), millionths(middle + half))
    };
    let nearby = || {
        within("latitude_e6", point.latitude, north).and(within(
            "longitude_e6",
            point.longitude,
            east,
        ))
    };
    let of_sites: Vec<i64> = record::of::<Site>(kommun)
        .filter(nearby())
        .select_only()
        .expr_as(Expr::col("id"), "id")
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let of_cameras: Vec<i64> = record::of::<Camera>(kommun)
        .filter(nearby())
        .filter(seen::placed(kommun))
        .select_only()
        .expr_as(Expr::col("site_id"), "site_id")
        .distinct()
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let both: BTreeSet<i64> = of_sites.into_iter().chain(of_cameras).collect();
    Ok(both.into_iter().map(SiteId).collect())
}
