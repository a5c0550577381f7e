//! The page of one recorder.

use axum::extract::{Path, State};
use time::Date;

use crate::account::Permission;
use crate::camera;
use crate::compliance::{self, Dossier, findings};
use crate::db::record;
use crate::law;
use crate::organisation::Unit;
use crate::recorder::check::RecorderCheck;
use crate::recorder::page::{Seen, Show, SiteLine};
use crate::recorder::status::due;
use crate::recorder::store;
use crate::recorder::{ProofLevel, Recorder, RecorderId};
use crate::register::page::Action;
use crate::register::web::noun::Noun;
use crate::register::web::record_page;
use crate::retention::{DeletionEvidence, Span};
use crate::site::page::symbol;
use crate::web::actor::Actor;
use crate::web::{App, PageError};

/// Sites on the page: a recorder of more is a central one, and its sites have pages of their own.
const MOST_SITES: usize = 100;
const MOST_CHECKS: u64 = 20;
/// The rules that tell whether footage is gone and whether somebody has looked.
const RULES: [&str; 2] = ["footage-deleted-in-time", "deletion-checked"];

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Show, PageError> {
    let (page, recorder) = record_page::<Recorder>(app.clone(), actor.clone(), id).await?;
    let (dossiers, more_sites) = dossiers(&app, &actor, recorder.id).await?;
    let units = record::all::<Unit>(app.db.read(), actor.kommun).await?;
    let tolerance = tolerance(&app, actor.today);
    let checks = store::check::newest(app.db.read(), actor.kommun, recorder.id, MOST_CHECKS);
    let checks: Vec<RecorderCheck> = checks.await?.into_iter().map(|one| one.data).collect();
    let line = |dossier: &Dossier| {
        let unit = dossier.site.unit;
        let manager = units.iter().find(|one| Some(one.id) == unit);
        let who = [
            dossier.site.responsible.as_str(),
            manager.map_or("", |unit| unit.data.manager.as_str()),
            recorder.data.operator.as_str(),
        ];
        let below = format!("/bevakningar/{}", dossier.id);
        let may_confirm = actor.account.may(Permission::EditSites, unit);
        let found = findings(&app.policies, dossier, actor.today);
        let asked = found
            .iter()
            .filter(|finding| RULES.contains(&finding.policy.id.as_str()));
        SiteLine {
            name: dossier.site.name.clone(),
            href: actor.l.path(&below),
            symbol: symbol(law::worst(asked)),
            limit: limit(dossier, actor.today),
            seen: seen(dossier, tolerance, actor.today),
            who: distinct(&who),
            confirm: if may_confirm {
                actor.l.path(&format!("{below}/gallringsbevis/nytt"))
            } else {
                String::new()
            },
        }
    };
    let sites = dossiers.iter().map(line).collect();
    let mut actions = page.actions;
    if Recorder::may_change(&actor, None) {
        actions.push(Action {
            text: actor.l.t("check-upload").to_owned(),
            href: actor.l.path(&format!("/inspelare/{id}/kontroller/ny")),
        });
    }
    Ok(Show {
        shell: page.shell,
        l: page.l,
        title: page.title,
        crumbs: page.crumbs,
        facts: page.facts,
        form: page.form,
        actions,
        sites,
        more_sites,
        tolerance,
        checks,
        by_hand: by_hand(&dossiers),
    })
}

/// The sites of the recorder with nothing in them but what is its own, so that the rules judge this recorder alone;
/// and how many more there are.
async fn dossiers(
    app: &App,
    actor: &Actor,
    recorder: RecorderId,
) -> Result<(Vec<Dossier>, usize), PageError> {
    let db = app.db.read();
    let mut ids = camera::store::sites_of_recorder(db, actor.kommun, recorder).await?;
    ids.sort();
    let more = ids.len().saturating_sub(MOST_SITES);
    ids.truncate(MOST_SITES);
    let sites = store::sites(db, actor.kommun, &ids).await?;
    let mut dossiers = compliance::store::dossiers(db, actor.kommun, sites).await?;
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

/// How long the recorder's own cleaning may take, as the rule has it on the day.
pub(super) fn tolerance(app: &App, today: Date) -> Span {
    let rule = app.policies.get(RULES[0]);
    let hours = rule.and_then(|rule| rule.number_of("tolerance_hours", today));
    Span::of_hours(
        hours
            .and_then(|hours| u32::try_from(hours).ok())
            .unwrap_or(0),
    )
}

fn limit(dossier: &Dossier, today: Date) -> Option<Span> {
    let periods = dossier.storage_periods.iter().map(|entry| &entry.data);
    let period = periods
        .filter(|period| period.applies_from.is_none_or(|from| from <= today))
        .max_by_key(|period| period.applies_from);
    period.map(crate::retention::StoragePeriod::span)
}

/// The latest check at each level.
fn seen(dossier: &Dossier, tolerance: Span, today: Date) -> Vec<Seen> {
    let limit = limit(dossier, today);
    let latest = |level: ProofLevel| {
        let checks = dossier.evidence.iter().map(|entry| &entry.data);
        checks
            .filter(|check| check.level == level)
            .max_by_key(|check| check.checked_at)
    };
    [ProofLevel::Disk, ProofLevel::Index, ProofLevel::Claim]
        .into_iter()
        .filter_map(latest)
        .map(|evidence| Seen {
            due: limit
                .zip(evidence.oldest_seen_at)
                .map(|(limit, oldest)| due(limit, tolerance, oldest, evidence.checked_at)),
            evidence: evidence.clone(),
        })
        .collect()
}

fn by_hand(dossiers: &[Dossier]) -> Vec<DeletionEvidence> {
    let all = dossiers.iter().flat_map(|dossier| &dossier.evidence);
    let mut found: Vec<DeletionEvidence> = all
        .map(|entry| entry.data.clone())
        .filter(|check| check.check.is_none())
        .collect();
    found.sort_by_key(|check| std::cmp::Reverse(check.checked_at));
    found.truncate(usize::try_from(MOST_CHECKS).unwrap_or(usize::MAX));
    found
}

fn distinct(names: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        if !name.is_empty() && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    found
}
