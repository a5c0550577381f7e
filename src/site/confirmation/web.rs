//! `/bevakningar/bekraftelse`

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::page::{Confirmation, Line};
use super::{Own, SHOWN, asked, confirmed};
use crate::account::Permission;
use crate::camera::Camera;
use crate::compliance;
use crate::db::record::{self, Stored};
use crate::register::ChangeError;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

const PATH: &str = "/bevakningar/bekraftelse";
/// Name of the boxes.
const BOX: &str = "stammer";

pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(show).post(confirm))
}

async fn show(State(app): State<App>, actor: Actor) -> Result<Confirmation, PageError> {
    let own = asked(
        own(&app, &actor).await?.into_iter().map(shown).collect(),
        actor.today,
    );
    page(&app, &actor, own, &BTreeMap::new(), None).await
}

/// Records of every site that was ticked that it is still right, in one change. One that somebody else changed while the
/// person looked is shown again.
async fn confirm(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let stored = own(&app, &actor).await?;
    let own = asked(stored.iter().cloned().map(shown).collect(), actor.today);
    let ticked: BTreeMap<SiteId, i32> = values.all(BOX).filter_map(ticked).collect();
    let is_asked = |site: &&Stored<Site>| own.iter().any(|own| own.id == site.id);
    let chosen: Vec<&Stored<Site>> = stored
        .iter()
        .filter(|site| ticked.contains_key(&site.id))
        .filter(is_asked)
        .collect();
    if chosen.is_empty() {
        let page = page(&app, &actor, own, &ticked, Some("confirmation-none-chosen")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if chosen
        .iter()
        .any(|site| ticked.get(&site.id) != Some(&site.version))
    {
        return stale(&app, &actor, own, &ticked).await;
    }
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    for site in chosen {
        match change
            .update(site, &confirmed(&site.data, actor.today))
            .await
        {
            Err(ChangeError::Stale) => return stale(&app, &actor, own, &ticked).await,
            done => done?,
        }
    }
    change.commit().await?;
    notices.say("confirmation-saved");
    Ok(Redirect::to(&actor.l.path(PATH)).into_response())
}

async fn stale(
    app: &App,
    actor: &Actor,
    own: Vec<Own>,
    ticked: &BTreeMap<SiteId, i32>,
) -> Result<Response, PageError> {
    let page = page(app, actor, own, ticked, Some("confirmation-stale")).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// `7-3`: site 7 as it was in version 3.
fn ticked(value: &str) -> Option<(SiteId, i32)> {
    let (site, version) = value.split_once('-')?;
    Some((SiteId(site.parse().ok()?), version.parse().ok()?))
}

fn shown(site: Stored<Site>) -> Own {
    Own {
        id: site.id,
        version: site.version,
        site: site.data,
    }
}

/// The sites that the person answers for.
async fn own(app: &App, actor: &Actor) -> Result<Vec<Stored<Site>>, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let mut sites = record::all::<Site>(app.db.read(), actor.kommun).await?;
    sites.retain(|site| actor.account.may(Permission::EditSites, site.data.unit));
    Ok(sites)
}

async fn page(
    app: &App,
    actor: &Actor,
    mut own: Vec<Own>,
    ticked: &BTreeMap<SiteId, i32>,
    problem: Option<&'static str>,
) -> Result<Confirmation, PageError> {
    let more = own.len().saturating_sub(SHOWN);
    own.truncate(SHOWN);
    let ids: Vec<i64> = own.iter().map(|own| own.id.0).collect();
    let cameras = compliance::store::parts::<Camera>(app.db.read(), actor.kommun, &ids).await?;
    let in_place = |site| {
        let all = cameras.get(&site).map_or(&[][..], Vec::as_slice).iter();
        all.filter(|camera| camera.data.removed_on.is_none())
            .count()
    };
    let l = actor.l;
    let lines = own.into_iter().map(|own| Line {
        cameras: in_place(own.id),
        changed: ticked.get(&own.id).is_some_and(|seen| *seen != own.version),
        own,
    });
    Ok(Confirmation {
        lines: lines.collect(),
        shell: actor.shell(app),
        l,
        crumbs: Crumb::way(
            l,
            &[("site-list-title", "/bevakningar")],
            l.t("confirmation-title"),
        ),
        more,
        problem,
    })
}
