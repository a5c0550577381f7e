//! A check that is kept with the evidence of its sites, and the round that asks a recorder and keeps what it said.

use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, DbErr, ExprTrait, QueryFilter};
use time::{Date, OffsetDateTime};

use super::ask::secret::Locker;
use super::ask::{Answer, AskError, Asking, PATIENCE, Question, adapter};
use super::check::{CheckMeans, RecorderCheck, StoreSeen};
use super::intake::{self, is_of};
use super::store::access::{Kept, bound_to};
use super::{ProofLevel, RecorderId, store};
use crate::camera::{self, Camera, CameraId};
use crate::compliance::{self, Dossier};
use crate::db::Db;
use crate::db::record;
use crate::hold::Hold;
use crate::law::PolicySet;
use crate::law::calendar::date_in_sweden;
use crate::organisation::KommunId;
use crate::register::{Change, ChangeError};
use crate::retention::{Span, StoragePeriod};

/// The rule that says when footage is overdue.
pub const RULE: &str = "footage-deleted-in-time";

/// How long a recorder's own cleaning may take, as the rule has it on the day.
pub fn tolerance(policies: &PolicySet, today: Date) -> Span {
    let hours = policies
        .get(RULE)
        .and_then(|rule| rule.number_of("tolerance_hours", today))
        .and_then(|hours| u32::try_from(hours).ok());
    Span::of_hours(hours.unwrap_or(0))
}

/// The storage period of a site on a day.
pub fn limit(dossier: &Dossier, today: Date) -> Option<Span> {
    let periods = dossier.storage_periods.iter().map(|entry| &entry.data);
    let period = periods
        .filter(|period| period.applies_from.is_none_or(|from| from <= today))
        .max_by_key(|period| period.applies_from);
    period.map(StoragePeriod::span)
}

/// Some of the sites of a recorder with nothing in them but what is the recorder's own, so that the rules judge it
/// alone; and how many more sites there are.
///
/// # Errors
/// When the database does not answer.
pub async fn dossiers(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
    most: usize,
) -> Result<(Vec<Dossier>, usize), DbErr> {
    let mut ids = camera::store::sites_of_recorder(db, kommun, recorder).await?;
    ids.sort();
    let more = ids.len().saturating_sub(most);
    ids.truncate(most);
    let sites = store::sites(db, kommun, &ids).await?;
    let mut dossiers = compliance::store::dossiers(db, kommun, sites).await?;
    for dossier in &mut dossiers {
        dossier.recorders.retain(|one| one.id == recorder);
        dossier
            .cameras
            .retain(|camera| camera.data.recorder == Some(recorder));
        dossier
            .evidence
            .retain(|check| check.data.recorder == Some(recorder));
    }
    Ok((dossiers, more))
}

/// Whether a recorder keeps footage of cameras of which that is secret for whoever asks.
///
/// # Errors
/// When the database does not answer.
pub async fn keeps_secrets(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
) -> Result<bool, DbErr> {
    let told = camera::store::count_of_recorder(db, kommun, recorder).await?;
    let all = camera::store::count_of_recorder(db, kommun.unveiled(), recorder).await?;
    Ok(told < all)
}

/// Keeps a check that is newer than the last, and makes evidence of it for every site with a camera on the recorder.
///
/// # Errors
/// When the register refuses.
pub async fn keep(change: &mut Change<'_>, check: &RecorderCheck) -> Result<(), ChangeError> {
    // Whoever hands it in: it is evidence for every site of the recorder.
    let kommun = change.author().kommun.unveiled();
    let last = store::check::last(&**change.tx(), kommun, check.recorder, check.means).await?;
    if last.is_some_and(|last| last.data.checked_at >= check.checked_at) {
        // Asked twice in a second: that is one check.
        return Ok(());
    }
    let cameras = camera::store::of_recorder(&**change.tx(), kommun, check.recorder).await?;
    let cameras: Vec<_> = cameras.into_iter().map(|one| (one.id, one.data)).collect();
    let check = &explained(change, check, &cameras).await?;
    let cameras: Vec<_> = cameras.into_iter().map(|(_, camera)| camera).collect();
    let id = change.insert(check).await?;
    for evidence in intake::evidence(id, check, &cameras) {
        change.insert(&evidence).await?;
    }
    Ok(())
}

/// The check with what is protected matched to the holds of its sites on the day. An order that must not be known of
/// explains nothing: that it exists would show on a page that everybody reads.
async fn explained(
    change: &Change<'_>,
    check: &RecorderCheck,
    cameras: &[(CameraId, Camera)],
) -> Result<RecorderCheck, ChangeError> {
    let mut check = check.clone();
    if check.stores.iter().all(|store| store.protected.is_empty()) {
        return Ok(check);
    }
    let mut sites: Vec<i64> = cameras.iter().map(|(_, camera)| camera.site.0).collect();
    sites.sort_unstable();
    sites.dedup();
    let of_sites = Expr::col("site_id").is_in(sites);
    let kommun = change.author().kommun.unveiled();
    let holds = record::of::<Hold>(kommun).filter(of_sites);
    let holds = record::load::<Hold>(&**change.tx(), kommun, holds).await?;
    let day = date_in_sweden(check.checked_at);
    let known: Vec<_> = holds
        .into_iter()
        .filter(|hold| hold.data.holds_on(day) && !hold.data.gag)
        .collect();
    for store in &mut check.stores {
        let keeps: Vec<_> = known
            .iter()
            .filter(|hold| intake::concerns(&hold.data, &store.store, cameras))
            .map(|hold| (hold.id.0, hold.data.interval_from, hold.data.interval_until))
            .collect();
        store.match_holds(&keeps);
    }
    Ok(check)
}

/// Asks one recorder. That it did not answer is a check too: one that saw nothing.
///
/// # Errors
/// When the register does not answer.
pub async fn ask(
    db: &Db,
    kommun: KommunId,
    kept: &Kept,
    asking: &Asking,
    policies: &PolicySet,
    (now, today): (OffsetDateTime, Date),
) -> Result<RecorderCheck, DbErr> {
    let kommun = kommun.unveiled();
    let (dossiers, _) = dossiers(db.read(), kommun, kept.recorder, usize::MAX).await?;
    let limits = Limits::of(&dossiers, today);
    let limit = |camera: &str| limits.of_camera(camera);
    let tolerance = tolerance(policies, today);
    let question = Question {
        limit: &limit,
        tolerance,
        now,
    };
    let asking = answer(kommun, kept, asking, &question);
    let answer = tokio::time::timeout(PATIENCE, asking).await;
    let answer = answer.unwrap_or(Err(AskError::Patience));
    let means = kept.access.system.means();
    let before = store::check::last(db.read(), kommun, kept.recorder, means).await?;
    let mut check = told(kept.recorder, means, answer, now);
    check.tolerance = Some(tolerance);
    if let Some(before) = before {
        check.stores_missing = intake::missing(&before.data, &check.stores);
    }
    Ok(check)
}

async fn answer(
    kommun: KommunId,
    kept: &Kept,
    asking: &Asking,
    question: &Question<'_>,
) -> Result<Answer, AskError> {
    let locker = Locker::open(&asking.key_file)?;
    let password = locker.unlock(&kept.locked, &bound_to(kommun, kept.recorder))?;
    let adapter = adapter(&kept.access, &password, asking.loopback).await?;
    adapter.ask(question).await
}

fn told(
    recorder: RecorderId,
    means: CheckMeans,
    answer: Result<Answer, AskError>,
    now: OffsetDateTime,
) -> RecorderCheck {
    let mut check = RecorderCheck::new(recorder, means, now, "Objektiv", Vec::new());
    match answer {
        Ok(answer) => {
            check.stores = answer.stores;
            check.clock_skew_seconds = answer.clock_skew_seconds;
            check.sha256 = answer.sha256;
        }
        Err(error) => {
            tracing::warn!(%recorder, %error, "a recorder did not tell what it has");
            check.failure = error.message().kept();
            check.stores = vec![StoreSeen::new("", ProofLevel::Index)];
        }
    }
    check
}

/// The storage periods of the cameras of a recorder.
#[derive(Debug, Clone)]
pub struct Limits {
    by_label: Vec<(String, Span)>,
    /// For a camera that no label fits: nothing is called too old that some site may keep.
    longest: Option<Span>,
}

impl Limits {
    /// As the sites have them on a day.
    pub fn of(dossiers: &[Dossier], today: Date) -> Self {
        let mut by_label = Vec::new();
        let mut longest: Option<Span> = None;
        for dossier in dossiers {
            let Some(limit) = limit(dossier, today) else {
                continue;
            };
            if longest.is_none_or(|longest| longest.hours() < limit.hours()) {
                longest = Some(limit);
            }
            let labels = dossier.cameras.iter().map(|camera| &camera.data.label);
            by_label.extend(labels.map(|label| (label.clone(), limit)));
        }
        Self { by_label, longest }
    }

    /// The limit for a camera, by the name that the recorder has for it.
    pub fn of_camera(&self, name: &str) -> Option<Span> {
        let named = self.by_label.iter().find(|(label, _)| is_of(name, label));
        named.map(|(_, limit)| *limit).or(self.longest)
    }
}
