//! Histories on the web: of a site with what belongs to it, and of the kommun's people, units and settings.

mod words;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use serde::Deserialize;

use self::words::Vocabulary;
use super::page::{Index, Told};
use crate::account::Permission;
use crate::compliance::release::store as release;
use crate::db::record::{self, Stored};
use crate::register;
use crate::register::store::Listed;
use crate::site::web::crumbs;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/bevakningar/{id}/historik", get(of_site))
        .route(OF_KOMMUN, get(of_kommun))
}

const OF_KOMMUN: &str = "/administration/historik";

/// Revisions on a page.
const REVISIONS: u64 = 50;

#[derive(Deserialize)]
struct Before {
    fore: Option<i64>,
}

async fn of_site(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Query(Before { fore }): Query<Before>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let db = app.db.read();
    let site = record::find::<Site>(db, actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let place = (site.id, site.data.unit);
    let hidden = release::holds(db, actor.kommun, place, &actor.account)
        .await?
        .hidden;
    let site_id = Some(site.id);
    let listed =
        register::store::latest(db, actor.kommun, site_id, &hidden, fore, REVISIONS).await?;
    let crumbs = crumbs(&actor, actor.l.t("history-title"), Some(&site));
    let path = format!("/bevakningar/{id}/historik");
    index(
        &app,
        &actor,
        (crumbs, "history-site-lead", &path),
        Some(&site),
        fore,
        listed,
    )
    .await
}

/// Who may do what, and for whom: what the administrator changed is open to those who audit.
async fn of_kommun(
    State(app): State<App>,
    actor: Actor,
    Query(Before { fore }): Query<Before>,
) -> Result<Index, PageError> {
    let reads = [Permission::ReadLedger, Permission::ManageOrganisation];
    if !reads
        .iter()
        .any(|permission| actor.account.may(*permission, None))
    {
        return Err(PageError::Forbidden);
    }
    let listed =
        register::store::latest(app.db.read(), actor.kommun, None, &[], fore, REVISIONS).await?;
    let crumbs = vec![Crumb::here(actor.l.t("history-title"))];
    index(
        &app,
        &actor,
        (crumbs, "history-kommun-lead", OF_KOMMUN),
        None,
        fore,
        listed,
    )
    .await
}

async fn index(
    app: &App,
    actor: &Actor,
    (crumbs, lead, path): (Vec<Crumb>, &str, &str),
    site: Option<&Stored<Site>>,
    before: Option<i64>,
    listed: Vec<Listed>,
) -> Result<Index, PageError> {
    let l = actor.l;
    let vocabulary = Vocabulary::load(app, actor, site).await?;
    let next = listed
        .last()
        .filter(|_| listed.len() as u64 == REVISIONS)
        .map(|last| l.path(&format!("{path}?fore={}", last.id)));
    let told = listed
        .iter()
        .filter(|listed| words::may_read(actor, listed.revision.kind))
        .map(|listed| told(&vocabulary, listed));
    Ok(Index {
        shell: actor.shell(app),
        l,
        crumbs,
        lead: l.t(lead).to_owned(),
        told: told.collect(),
        pages: Pages {
            first: before.map(|_| l.path(path)),
            next,
            shown: String::new(),
        },
    })
}

fn told(vocabulary: &Vocabulary, listed: &Listed) -> Told {
    let revision = &listed.revision;
    Told {
        at: revision.at,
        author: revision.author.clone(),
        kind: revision.kind,
        is_new: revision.before.is_none(),
        entry: listed.ledger_idx,
        undoes: revision.undoes,
        changes: vocabulary.tell(revision),
    }
}
