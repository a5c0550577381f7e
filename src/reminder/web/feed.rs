//! A person's calendar feed: the page where its address is made and taken away, and the feed itself.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::account::{self, Permission, link};
use crate::organisation::{self, KommunId};
use crate::reminder::feed::{Origin, calendar};
use crate::reminder::page::Feed;
use crate::reminder::store;
use crate::site;
use crate::web::actor::Actor;
use crate::web::notice::Notices;
use crate::web::view::Crumb;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub const PAGE: &str = "/paminnelser/kalender";

/// Matters in a feed: more than a calendar can show.
const MATTERS: u64 = 2_000;

pub async fn show(State(app): State<App>, actor: Actor) -> Result<Feed, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    page(&app, &actor, None).await
}

/// Makes an address, or another one: whoever has the old one reads nothing from now on.
pub async fn create(State(app): State<App>, actor: Actor) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let key = link::key().map_err(|error| PageError::Internal(error.to_string()))?;
    let (kommun, person) = (actor.kommun, actor.account.id);
    store::feed::replace(&app.db, kommun, person, &link::digest(&key), actor.now).await?;
    let address = format!(
        "{}{}",
        app.public_url,
        actor.l.path(&format!("/kalender/{key}.ics"))
    );
    let page = page(&app, &actor, Some(address)).await?;
    Ok((StatusCode::CREATED, page).into_response())
}

pub async fn destroy(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
) -> Result<Redirect, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    store::feed::revoke(&app.db, actor.kommun, actor.account.id).await?;
    notices.say("feed-revoked");
    Ok(Redirect::to(&actor.l.path(PAGE)))
}

async fn page(app: &App, actor: &Actor, address: Option<String>) -> Result<Feed, PageError> {
    let db = app.db.read();
    let l = actor.l;
    Ok(Feed {
        shell: actor.shell(app),
        l,
        crumbs: Crumb::way(l, &[("reminder-title", "/paminnelser")], l.t("feed-title")),
        made_at: store::feed::made_at(db, actor.kommun, actor.account.id).await?,
        address,
    })
}

/// For calendar programs, which have no session: the address is the key. One that is not known, was replaced, or belongs to
/// someone who may no longer sign in, is not there.
pub async fn read(
    State(app): State<App>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Response, PageError> {
    let key = file.strip_suffix(".ics").ok_or(PageError::NotFound)?;
    let db = app.db.read();
    let (account, number) = store::feed::whose(db, &link::digest(key))
        .await?
        .ok_or(PageError::NotFound)?;
    let kommun = KommunId::acting_for(number);
    let person = account::store::find(db, kommun, account)
        .await?
        .filter(|person| person.may_somewhere(Permission::ReadNotices))
        .ok_or(PageError::NotFound)?;
    let notices = store::open_of(db, kommun, person.id, MATTERS).await?;
    let named = organisation::store::kommun(db, kommun)
        .await?
        .ok_or(PageError::NotFound)?;
    let ids = notices.iter().map(|notice| notice.site);
    let sites = site::store::names(db, kommun, ids).await?;
    let origin = Origin {
        kommun: &named.name,
        public_url: &app.public_url,
    };
    let feed = calendar(&notices, &sites, &app.policies, origin, visitor.l);
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((kind, feed).into_response())
}
