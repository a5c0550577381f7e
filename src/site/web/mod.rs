//! Sites on the web.

mod edit;
mod export;
pub(super) mod list;
pub mod listed;
mod map;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use time::Date;

use super::page::{Kept, Life, NotKnown, Past, Show};
use super::{Site, SiteId};
use crate::account::Permission;
use crate::compliance::release::store as release;
use crate::compliance::{self, Dossier, findings, summary};
use crate::db::record::{self, Stored};
use crate::disclosure;
use crate::hold::Hold;
use crate::law::Outcome;
use crate::law::calendar::date_in_sweden;
use crate::organisation::{Controller, Unit, UnitId};
use crate::register;
use crate::register::web::noun::Noun;
use crate::web::actor::Actor;
use crate::web::form::Choice;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

/// Releases and changes in the picture of a site's life.
const EVENTS: u64 = 100;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/bevakningar", get(list::index).post(edit::create))
        .route("/bevakningar/ny", get(edit::new))
        .route("/bevakningar/csv", get(export::as_csv))
        .route("/bevakningar/xlsx", get(export::as_xlsx))
        .route("/bevakningar/{id}", get(show).post(edit::update))
        .route("/bevakningar/{id}/andra", get(edit::edit))
        .merge(super::confirmation::web::routes())
        .merge(super::bulk::web::routes())
        .route("/bevakningar/{id}/karta.geojson", get(map::of_site))
        .route("/karta", get(map::page))
        .route("/karta/platser.geojson", get(map::sites))
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let db = app.db.read();
    let (_, mut dossier) = compliance::store::dossier(db, actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let past = past(&app, &actor, dossier.id).await?;
    if let Some(past) = past.as_ref().filter(|past| past.known_then) {
        match &past.then.known {
            Some(known) => dossier = known.clone(),
            None => return Ok(not_known(&app, &actor, &dossier, past).into_response()),
        }
    }
    let rules = actor.rules_then(&app);
    let found = findings(&rules, &dossier, actor.as_of());
    let mut history = compliance::past_breaches(&rules, &dossier, actor.as_of());
    history.sort_by_key(compliance::urgency);
    let summary = summary(&found);
    let met = found
        .iter()
        .filter(|finding| finding.outcome == Outcome::Met)
        .count();
    let mut findings: Vec<_> = found
        .into_iter()
        .filter(|finding| !matches!(finding.outcome, Outcome::Met | Outcome::NotApplicable))
        .collect();
    findings.sort_by_key(compliance::urgency);
    let unit = dossier.site.unit;
    let may_disclose = actor.account.may(Permission::RecordDisclosures, unit);
    let disclosures = released(&app, &actor, &dossier).await?;
    let life = life(&app, &actor, &dossier, disclosures.as_deref()).await?;
    let page = Show {
        shell: actor.shell(&app),
        l: actor.l,
        kept: kept(&app, &actor, dossier.id, unit).await?,
        crumbs: crumbs(&actor, &dossier.site.name, None),
        unit: unit_name(&app, &actor, unit).await?,
        controller: controller_name(&app, &actor, &dossier).await?,
        summary,
        findings,
        met,
        as_of: actor.as_of(),
        past,
        history,
        may_edit: actor.account.may(Permission::EditSites, unit),
        may_sign: actor.account.may(Permission::SignAssessments, unit),
        may_disclose,
        disclosures: disclosures.map(|days| days.len()),
        life,
        dossier,
    };
    Ok(page.into_response())
}

/// The days of the latest releases from the site, for somebody who may know of them.
async fn released(
    app: &App,
    actor: &Actor,
    dossier: &Dossier,
) -> Result<Option<Vec<Date>>, PageError> {
    let unit = dossier.site.unit;
    if !actor.account.may(Permission::ReadDisclosures, unit) {
        return Ok(None);
    }
    let db = app.db.read();
    let latest = disclosure::store::latest(db, actor.kommun, Some(dossier.id), None, EVENTS);
    let days = latest.await?.into_iter().map(|one| one.data.decided_on);
    Ok(Some(days.collect()))
}

async fn life(
    app: &App,
    actor: &Actor,
    dossier: &Dossier,
    released: Option<&[Date]>,
) -> Result<Option<Life>, PageError> {
    let db = app.db.read();
    let written = register::store::changes_at(db, actor.kommun, dossier.id, EVENTS).await?;
    let changed: Vec<Date> = written.into_iter().map(date_in_sweden).collect();
    let (shown, today) = (actor.as_of(), actor.today);
    let released = released.unwrap_or_default();
    Ok(Life::new(dossier, shown, today, &changed, released))
}

/// What is kept of the site's footage, as far as the person may know.
async fn kept(
    app: &App,
    actor: &Actor,
    site: SiteId,
    unit: Option<UnitId>,
) -> Result<Kept, PageError> {
    let mut holds = None;
    if <Hold as Noun>::may_read(actor) {
        let all = release::holds(app.db.read(), actor.kommun, (site, unit), &actor.account).await?;
        holds = Some(all.known);
    }
    let may = |permission| actor.account.may(permission, unit);
    let may_disclose = may(Permission::RecordDisclosures);
    Ok(Kept {
        holds,
        may_hold: may_disclose || may(Permission::SignAssessments),
        may_report: may_disclose || may(Permission::EditSites),
    })
}

/// What the register knew and has been told since, when the day asked about has passed.
async fn past(app: &App, actor: &Actor, site: SiteId) -> Result<Option<Past>, PageError> {
    let Some(day) = actor.per.filter(|day| *day < actor.today) else {
        return Ok(None);
    };
    let then = compliance::store::past(app.db.read(), actor.kommun, site, day).await?;
    Ok(Some(Past {
        then,
        known_then: actor.known_then,
    }))
}

fn not_known(app: &App, actor: &Actor, dossier: &Dossier, past: &Past) -> NotKnown {
    NotKnown {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, &dossier.site.name, None),
        id: dossier.id,
        name: dossier.site.name.clone(),
        day: actor.as_of(),
        first: past.then.first.clone(),
    }
}

pub(super) async fn offered_units(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    let units = record::all::<Unit>(app.db.read(), actor.kommun).await?;
    Ok(units
        .into_iter()
        .map(|unit| Choice::name(unit.id, unit.data.name))
        .collect())
}

async fn unit_name(app: &App, actor: &Actor, unit: Option<UnitId>) -> Result<String, PageError> {
    let Some(unit) = unit else {
        return Ok(String::new());
    };
    let found = record::find::<Unit>(app.db.read(), actor.kommun, unit).await?;
    Ok(found.map(|unit| unit.data.name).unwrap_or_default())
}

async fn controller_name(app: &App, actor: &Actor, dossier: &Dossier) -> Result<String, PageError> {
    let Some(controller) = dossier.site.controller else {
        return Ok(String::new());
    };
    let found = record::find::<Controller>(app.db.read(), actor.kommun, controller).await?;
    Ok(found
        .map(|controller| controller.data.name)
        .unwrap_or_default())
}

/// The way to a page about a site, or to one below it.
pub fn crumbs(actor: &Actor, here: &str, below: Option<&Stored<Site>>) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::link(
        actor.l.t("nav-sites"),
        actor.l.path("/bevakningar"),
    )];
    if let Some(site) = below {
        crumbs.push(Crumb::link(
            &site.data.name,
            actor.l.path(&format!("/bevakningar/{}", site.id)),
        ));
    }
    crumbs.push(Crumb::here(here));
    crumbs
}
