//! `/bevakningar/flera/{id}`: what was done under an entry of the log by whoever asks, and the way back.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::page::{Row, Shown};
use super::{Done, REVISIONS, Since};
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::organisation::Controller;
use crate::register;
use crate::register::{Change, ChangeError};
use crate::signage::{self, Sign, SignId};
use crate::site::bulk::counted;
use crate::site::bulk::web::{asked, crumbs, steps};
use crate::site::web::offered_units;
use crate::site::{Site, SiteId, store};
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::Choice;
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/bevakningar/flera/{id}", get(show))
        .route("/bevakningar/flera/{id}/angring", post(undo))
}

/// The page about what was done under an entry.
pub fn path(entry: i64) -> String {
    format!("/bevakningar/flera/{entry}")
}

pub fn undo_path(entry: i64) -> String {
    format!("{}/angring", path(entry))
}

/// What the person did under the entry, if it was a change of several sites.
async fn done(app: &App, actor: &Actor, entry: i64) -> Result<Done, PageError> {
    let (db, person) = (app.db.read(), actor.account.id);
    let revisions =
        register::store::written_under(db, actor.kommun, entry, person, REVISIONS).await?;
    let whole = (revisions.len() as u64) < REVISIONS;
    Done::of(&revisions)
        .filter(|_| whole)
        .ok_or(PageError::NotFound)
}

/// The records that were changed, as they are.
struct Now {
    sites: BTreeMap<SiteId, Stored<Site>>,
    signs: BTreeMap<SignId, Stored<Sign>>,
}

impl Now {
    async fn read(app: &App, actor: &Actor, done: &Done) -> Result<Self, PageError> {
        let db = app.db.read();
        let places: Vec<SiteId> = done.places().into_iter().collect();
        let sites = store::some(db, actor.kommun, &places).await?;
        let signs = if done.signs.is_empty() {
            Vec::new()
        } else {
            signage::store::at_sites(db, actor.kommun, &places).await?
        };
        Ok(Self {
            sites: sites.into_iter().map(|site| (site.id, site)).collect(),
            signs: signs.into_iter().map(|sign| (sign.id, sign)).collect(),
        })
    }

    /// Whether the person may change the site as it is, and as it would be.
    fn may(&self, actor: &Actor, site: SiteId, becomes: Option<&Site>) -> bool {
        let Some(now) = self.sites.get(&site) else {
            return false;
        };
        let may = |unit| actor.account.may(Permission::EditSites, unit);
        may(now.data.unit) && becomes.is_none_or(|site| may(site.unit))
    }
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    uri: Uri,
) -> Result<Shown, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    shown(&app, &actor, id, asked(uri.query().unwrap_or_default())).await
}

async fn shown(app: &App, actor: &Actor, entry: i64, query: String) -> Result<Shown, PageError> {
    let db = app.db.read();
    let done = done(app, actor, entry).await?;
    let now = Now::read(app, actor, &done).await?;
    let controllers = record::all::<Controller>(db, actor.kommun).await?;
    let controller = |one: Stored<Controller>| Choice::name(one.id, one.data.name);
    let controllers: Vec<Choice> = controllers.into_iter().map(controller).collect();
    let units = offered_units(app, actor).await?;
    let rows = rows(actor, &done, &now, (&units, &controllers));
    Ok(Shown {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, "bulk-done-title"),
        entry,
        at: done.at,
        query,
        counted: counted(rows.iter().flat_map(|row| &row.steps)),
        rows,
        too_late: false,
    })
}

fn rows(actor: &Actor, done: &Done, now: &Now, choices: (&[Choice], &[Choice])) -> Vec<Row> {
    let known = done.places().into_iter();
    let row = |id: SiteId| {
        let site = now.sites.get(&id)?;
        let (name, reference) = (site.data.name.clone(), site.data.reference.clone());
        Some((id, Row::of(id, name, reference)))
    };
    let mut rows: BTreeMap<SiteId, Row> = known.filter_map(row).collect();
    for turn in &done.sites {
        let (Some(row), Some(site)) = (rows.get_mut(&turn.id), now.sites.get(&turn.id)) else {
            continue;
        };
        row.steps = steps(actor, &turn.before, &turn.after, choices);
        let may = now.may(actor, turn.id, Some(&turn.before));
        match turn.since(&site.data) {
            Since::AsLeft => row.ready += usize::from(may),
            Since::PutBack => row.back += 1,
            Since::Changed => row.is_changed = true,
        }
    }
    for turn in &done.signs {
        let site = turn.after.site;
        let (Some(row), Some(sign)) = (rows.get_mut(&site), now.signs.get(&turn.id)) else {
            continue;
        };
        row.signs += 1;
        match turn.since(&sign.data) {
            Since::AsLeft => row.ready += usize::from(now.may(actor, site, None)),
            Since::PutBack => row.back += 1,
            Since::Changed => row.changed_signs.push(sign.data.entrance.clone()),
        }
    }
    rows.into_values().collect()
}

/// Gives what was not changed since its earlier values, in one change that says what it takes back.
async fn undo(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let query = asked(values.first("fraga"));
    let undone = done(&app, &actor, id).await?;
    if !take_back(&app, &actor, id, &undone).await? {
        let mut page = shown(&app, &actor, id, query).await?;
        page.too_late = true;
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    notices.say("bulk-undone");
    let mark = if query.is_empty() { "" } else { "?" };
    let back = actor.l.path(&format!("{}{mark}{query}", path(id)));
    Ok(Redirect::to(&back).into_response())
}

/// Whether anything was taken back.
async fn take_back(app: &App, actor: &Actor, entry: i64, done: &Done) -> Result<bool, PageError> {
    let author = actor.author();
    let now = Now::read(app, actor, done).await?;
    let mut change = change(app, actor, &author).await?.undoing(entry);
    match put_back(&mut change, actor, done, &now).await {
        // Somebody was faster: then nothing of it has happened.
        Err(ChangeError::Stale) => return Ok(false),
        done => done?,
    }
    Ok(change.commit().await?.is_some())
}

async fn put_back(
    change: &mut Change<'_>,
    actor: &Actor,
    done: &Done,
    now: &Now,
) -> Result<(), ChangeError> {
    for turn in &done.sites {
        let site = now.sites.get(&turn.id);
        let site = site.filter(|site| turn.since(&site.data) == Since::AsLeft);
        if let Some(site) = site.filter(|_| now.may(actor, turn.id, Some(&turn.before))) {
            change.update(site, &turn.before).await?;
        }
    }
    for turn in &done.signs {
        let sign = now.signs.get(&turn.id);
        let sign = sign.filter(|sign| turn.since(&sign.data) == Since::AsLeft);
        if let Some(sign) = sign.filter(|_| now.may(actor, turn.after.site, None)) {
            change.update(sign, &turn.before).await?;
        }
    }
    Ok(())
}
