//! What lies before whoever stands at the counter: the site, what can be chosen there, and what a release is judged by.

use sea_orm::DbErr;

use super::clerk::Clerk;
use crate::account::{Account, Permission};
use crate::camera::Camera;
use crate::compliance::release::store::place_and_cameras;
use crate::compliance::release::{self, Place};
use crate::db::record::Stored;
use crate::disclosure::Disclosure;
use crate::disclosure::form::Desk;
use crate::law::Finding;
use crate::organisation::KommunId;
use crate::site::SiteId;
use crate::web::actor::Actor;
use crate::web::form::Choice;
use crate::web::{App, PageError};

/// A site as a person has it before them, whatever they may do there; `None` when they do not see it.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn desk(
    app: &App,
    kommun: KommunId,
    id: SiteId,
    person: &Account,
) -> Result<Option<Desk>, DbErr> {
    let found = place_and_cameras(app.db.read(), kommun, id, person).await?;
    Ok(found.map(|(place, cameras)| Desk {
        id,
        place,
        cameras: cameras.into_iter().map(choice).collect(),
    }))
}

fn choice(camera: Stored<Camera>) -> Choice {
    let place = if camera.data.placement.is_empty() {
        String::new()
    } else {
        format!(", {}", camera.data.placement)
    };
    Choice::name(camera.id, format!("{}{place}", camera.data.label))
}

/// The same, to someone who may do this at the site.
pub async fn to_whom_may(
    app: &App,
    actor: &Actor,
    site: SiteId,
    may: Permission,
) -> Result<Desk, PageError> {
    let desk = desk(app, actor.kommun, site, &actor.account)
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(may, desk.place.site.unit)?;
    Ok(desk)
}

/// The same, to someone who may release its footage.
pub async fn to_release_from(app: &App, actor: &Actor, site: i64) -> Result<Desk, PageError> {
    to_whom_may(app, actor, SiteId(site), Permission::RecordDisclosures).await
}

/// What the rules say of a disclosure, to someone who knows of the holds that they may know of.
pub(in crate::disclosure) fn judged(
    clerk: &Clerk<'_>,
    place: &Place,
    disclosure: &Disclosure,
) -> Vec<Finding> {
    release::findings(&clerk.rules, disclosure, place, clerk.as_of)
}
