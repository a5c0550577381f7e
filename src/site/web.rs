//! Sites on the web.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use tower_sessions::Session;

use super::form::{self, Offered};
use super::page::{History, Index, Show};
use super::{Site, SiteId};
use crate::account::Permission;
use crate::code::Code;
use crate::compliance::list::{self, After, Filter};
use crate::compliance::store::Judgement;
use crate::compliance::{self, Dossier, findings, summary};
use crate::db::record::{self, Stored};
use crate::disclosure;
use crate::law::{Outcome, Standing};
use crate::organisation::{self, Controller, Unit, UnitId};
use crate::register;
use crate::web::actor::{Actor, say};
use crate::web::change::change;
use crate::web::form::{Choice, Form};
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/bevakningar", get(index).post(create))
        .route("/bevakningar/ny", get(new))
        .route("/bevakningar/{id}", get(show).post(update))
        .route("/bevakningar/{id}/andra", get(edit))
        .route("/bevakningar/{id}/historik", get(history))
}

/// Lines on a page of the list.
const LINES: u64 = 50;
/// Revisions on a page of the history.
const REVISIONS: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    sok: String,
    status: String,
    enhet: String,
    typ: String,
    lage: String,
    efter: String,
    efter_id: Option<i64>,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            search: self.sok.chars().take(200).collect(),
            standing: Standing::from_code(&self.status).ok(),
            unit: self.enhet.parse().ok().map(UnitId),
            place_type: Code::from_code(&self.typ).ok(),
            status: Code::from_code(&self.lage).ok(),
        }
    }

    fn after(&self) -> Option<After> {
        self.efter_id.map(|id| After {
            sort_key: self.efter.clone(),
            id,
        })
    }

    /// The address of the same list, from another line on.
    fn path(&self, actor: &Actor, after: Option<&After>) -> String {
        let mut pairs: Vec<(&str, String)> = vec![
            ("sok", self.sok.clone()),
            ("status", self.status.clone()),
            ("enhet", self.enhet.clone()),
            ("typ", self.typ.clone()),
            ("lage", self.lage.clone()),
            (
                "per",
                actor.per.map_or(String::new(), |day| day.to_string()),
            ),
        ];
        if let Some(after) = after {
            pairs.push(("efter", after.sort_key.clone()));
            pairs.push(("efter_id", after.id.to_string()));
        }
        pairs.retain(|(_, value)| !value.is_empty());
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        actor.l.path(&format!("/bevakningar?{query}"))
    }
}

async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (db, filter) = (app.db.read(), asked.filter());
    let (mut lines, distribution) = if actor.per.is_some_and(|day| day != actor.today) {
        lines_on_another_day(&app, &actor, &filter, asked.after().as_ref()).await?
    } else {
        compliance::store::ensure_fresh(&app.db, actor.kommun, judgement(&app, &actor)).await?;
        let lines =
            list::lines(db, actor.kommun, &filter, asked.after().as_ref(), LINES + 1).await?;
        (lines, list::distribution(db, actor.kommun).await?)
    };
    let more = lines.len() as u64 > LINES;
    lines.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    let last = lines.last().filter(|_| more).map(|line| After {
        sort_key: line.sort_key.clone(),
        id: line.id.0,
    });
    let pages = Pages {
        first: asked.efter_id.map(|_| asked.path(&actor, None)),
        next: last.map(|last| asked.path(&actor, Some(&last))),
        shown: String::new(),
    };
    let units = offered_units(&app, &actor).await?;
    let may_edit = actor.account.may_somewhere(Permission::EditSites);
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        filter,
        units,
        distribution,
        lines,
        pages,
        may_edit,
    })
}

/// Another day is computed, not cached: every site is judged, then filtered.
async fn lines_on_another_day(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    after: Option<&After>,
) -> Result<(Vec<list::Line>, list::Distribution), PageError> {
    let db = app.db.read();
    let standing = compliance::store::summaries(db, actor.kommun, judgement(app, actor)).await?;
    let mut distribution = list::Distribution::default();
    for summary in standing.values() {
        distribution.add(summary.standing, 1);
    }
    let everything = Filter {
        standing: None,
        ..filter.clone()
    };
    let mut lines = list::lines(db, actor.kommun, &everything, after, i64::MAX as u64).await?;
    lines.retain_mut(|line| {
        let Some(found) = standing.get(&line.id) else {
            return false;
        };
        line.stand(found);
        filter
            .standing
            .is_none_or(|wanted| wanted == found.standing)
    });
    lines.truncate(usize::try_from(LINES + 1).unwrap_or(usize::MAX));
    Ok((lines, distribution))
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Show, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let db = app.db.read();
    let (_, dossier) = compliance::store::dossier(db, actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let found = findings(&app.policies, &dossier, actor.as_of());
    let summary = summary(&found);
    let met = found
        .iter()
        .filter(|finding| finding.outcome == Outcome::Met)
        .count();
    let mut findings: Vec<_> = found
        .into_iter()
        .filter(|finding| !matches!(finding.outcome, Outcome::Met | Outcome::NotApplicable))
        .collect();
    findings.sort_by_key(|finding| compliance::urgency(finding));
    let unit = dossier.site.unit;
    let may_disclose = actor.account.may(Permission::RecordDisclosures, unit);
    let disclosures = if actor.account.may(Permission::ReadDisclosures, unit) {
        Some(
            disclosure::store::latest(db, actor.kommun, Some(dossier.id), None, 100)
                .await?
                .len(),
        )
    } else {
        None
    };
    Ok(Show {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, &dossier.site.name, None),
        unit: unit_name(&app, &actor, unit).await?,
        controller: controller_name(&app, &actor, &dossier).await?,
        summary,
        findings,
        met,
        as_of: actor.as_of(),
        may_edit: actor.account.may(Permission::EditSites, unit),
        may_sign: actor.account.may(Permission::SignAssessments, unit),
        may_disclose,
        disclosures,
        dossier,
    })
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let offered = offered(&app, &actor).await?;
    let form = form::form("/bevakningar", &offered)
        .fill(form::values(&Site::default()))
        .cancel("/bevakningar");
    Ok(form_page(&app, &actor, "site-new", None, form))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let offered = offered(&app, &actor).await?;
    let form = form::form("/bevakningar", &offered).cancel("/bevakningar");
    let site = match form::read(&values, &offered) {
        Ok(site) => site,
        Err(errors) => {
            return Ok(refused(form_page(
                &app,
                &actor,
                "site-new",
                None,
                form.fill(values).refuse(errors),
            )));
        }
    };
    actor.require(Permission::EditSites, site.unit)?;
    if super::store::is_taken(app.db.read(), actor.kommun, &site.reference, None).await? {
        let form = form.fill(values).refuse(vec![taken()]);
        return Ok(refused(form_page(&app, &actor, "site-new", None, form)));
    }
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let id = change.insert(&site).await?;
    change.commit().await?;
    say(&session, "saved").await?;
    Ok(Redirect::to(&actor.l.path(&format!("/bevakningar/{id}"))).into_response())
}

async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let site = stored(&app, &actor, id).await?;
    let form = edit_form(&site, &offered(&app, &actor).await?).fill(form::values(&site.data));
    Ok(form_page(
        &app,
        &actor,
        "site-edit",
        Some(&site.data),
        form.version(i64::from(site.version)),
    ))
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let site = stored(&app, &actor, id).await?;
    let offered = offered(&app, &actor).await?;
    let form = edit_form(&site, &offered).version(crate::web::change::version_seen(&values));
    let after = match form::read(&values, &offered) {
        Ok(after) => after,
        Err(errors) => {
            let form = form.fill(values).refuse(errors);
            return Ok(refused(form_page(
                &app,
                &actor,
                "site-edit",
                Some(&site.data),
                form,
            )));
        }
    };
    actor.require(Permission::EditSites, after.unit)?;
    if super::store::is_taken(app.db.read(), actor.kommun, &after.reference, Some(site.id)).await? {
        let form = form.fill(values).refuse(vec![taken()]);
        return Ok(refused(form_page(
            &app,
            &actor,
            "site-edit",
            Some(&site.data),
            form,
        )));
    }
    crate::web::change::replace(&app, &actor, site, &values, after).await?;
    say(&session, "saved").await?;
    Ok(Redirect::to(&actor.l.path(&format!("/bevakningar/{id}"))).into_response())
}

#[derive(Deserialize)]
struct Before {
    fore: Option<i64>,
}

async fn history(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Query(Before { fore }): Query<Before>,
) -> Result<History, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let db = app.db.read();
    let site = record::find::<Site>(db, actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let revisions = register::store::of_site(db, actor.kommun, site.id, fore, REVISIONS).await?;
    let here = |before: i64| {
        actor
            .l
            .path(&format!("/bevakningar/{id}/historik?fore={before}"))
    };
    let next = revisions
        .last()
        .filter(|_| revisions.len() as u64 == REVISIONS)
        .map(|last| here(last.id));
    let first = fore.map(|_| actor.l.path(&format!("/bevakningar/{id}/historik")));
    let title = actor.l.t("site-history").to_owned();
    let crumbs = crumbs(&actor, &title, Some(&site));
    Ok(History {
        shell: actor.shell(&app),
        l: actor.l,
        title,
        crumbs,
        revisions,
        pages: Pages {
            first,
            next,
            shown: String::new(),
        },
    })
}

fn judgement<'a>(app: &'a App, actor: &Actor) -> Judgement<'a> {
    Judgement {
        policies: &app.policies,
        today: actor.as_of(),
    }
}

/// A site that the person may change.
async fn stored(app: &App, actor: &Actor, id: i64) -> Result<Stored<Site>, PageError> {
    let site = record::find::<Site>(app.db.read(), actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(Permission::EditSites, site.data.unit)?;
    Ok(site)
}

fn edit_form(site: &Stored<Site>, offered: &Offered) -> Form {
    let here = format!("/bevakningar/{}", site.id);
    form::form(&here, offered).cancel(here)
}

async fn offered_units(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    let units = record::all::<Unit>(app.db.read(), actor.kommun).await?;
    Ok(units
        .into_iter()
        .map(|unit| Choice::name(unit.id, unit.data.name))
        .collect())
}

async fn offered(app: &App, actor: &Actor) -> Result<Offered, PageError> {
    let db = app.db.read();
    let controllers = record::all::<Controller>(db, actor.kommun).await?;
    let zone = organisation::store::kommun(db, actor.kommun)
        .await?
        .and_then(|kommun| kommun.zone_epsg);
    Ok(Offered {
        units: offered_units(app, actor).await?,
        controllers: controllers
            .into_iter()
            .map(|controller| Choice::name(controller.id, controller.data.name))
            .collect(),
        zone,
    })
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

fn form_page(app: &App, actor: &Actor, title: &str, site: Option<&Site>, form: Form) -> FormPage {
    let title = site.map_or_else(
        || actor.l.t(title).to_owned(),
        |site| actor.l.ta(title, "name", &site.name),
    );
    FormPage::new(actor.shell(app), &title, crumbs(actor, &title, None), form)
}

fn refused(page: FormPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn taken() -> crate::web::form::FieldError {
    crate::web::form::FieldError {
        field: "reference".into(),
        message: crate::texts::Message::new("site-reference-taken"),
    }
}
