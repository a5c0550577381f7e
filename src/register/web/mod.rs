//! The pages of the nouns: new, create, show, edit and update are written once for all of them.

pub mod list;
pub mod noun;
mod place;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use self::noun::Noun;
use self::place::{Place, placed, with_version_seen};
use crate::db::record::Stored;
use crate::register::page::RecordPage;
use crate::site::SiteId;
use crate::web::actor::Actor;
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

/// Pages of a part of a site: registered below the site, shown and changed under its own number.
pub fn part_of_site<N: Noun>() -> Router<App> {
    added_to_site::<N>().merge(shown_and_changed::<N>())
}

/// Pages to register what is never changed afterwards.
pub fn added_to_site<N: Noun>() -> Router<App> {
    let below = format!("/bevakningar/{{site}}{}", N::PAGES.path);
    Router::new()
        .route(&below, post(create::<N>))
        .route(&format!("{below}/{}", N::PAGES.new), get(new::<N>))
}

/// Pages of what belongs to the kommun as a whole. The list is the noun's own.
pub fn of_kommun<N: Noun>() -> Router<App> {
    of_kommun_shown_by::<N>(get(show::<N>))
}

/// The same for a noun whose page holds more than its record.
pub fn of_kommun_shown_by<N: Noun>(show: MethodRouter<App>) -> Router<App> {
    let path = N::PAGES.path;
    Router::new()
        .route(path, post(create::<N>))
        .route(&format!("{path}/{}", N::PAGES.new), get(new::<N>))
        .merge(shown_and_changed_by::<N>(show))
}

fn shown_and_changed<N: Noun>() -> Router<App> {
    shown_and_changed_by::<N>(get(show::<N>))
}

fn shown_and_changed_by<N: Noun>(show: MethodRouter<App>) -> Router<App> {
    let path = format!("{}/{{id}}", N::PAGES.path);
    Router::new()
        .route(&path, show.post(update::<N>))
        .route(&format!("{path}/andra"), get(edit::<N>))
}

async fn new<N: Noun>(
    State(app): State<App>,
    actor: Actor,
    site: Option<Path<i64>>,
) -> Result<FormPage, PageError> {
    let place = Place::<N>::of_new(app, actor, site.map(|Path(id)| SiteId(id))).await?;
    let blank = place.blank().await?;
    let form = place.new_form().fill(blank.prefilled());
    // What cannot be registered at all is said before anyone has typed, not after.
    let errors = blank
        .clash(&place.others().await?)
        .map(|clash| placed(&form, clash));
    Ok(place.new_page(form.refuse(errors.unwrap_or_default())))
}

async fn create<N: Noun>(
    State(app): State<App>,
    actor: Actor,
    site: Option<Path<i64>>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let place = Place::<N>::of_new(app, actor, site.map(|Path(id)| SiteId(id))).await?;
    let form = place.new_form();
    let record = match place.read(place.blank().await?, &values) {
        Ok(record) => record,
        Err(errors) => return Ok(refused(place.new_page(form.fill(values).refuse(errors)))),
    };
    match place.insert(&record).await? {
        Ok(id) => {
            notices.say("saved");
            Ok(place.done(id))
        }
        Err(clash) => {
            let errors = placed(&form, clash);
            Ok(refused(place.new_page(form.fill(values).refuse(errors))))
        }
    }
}

async fn show<N: Noun>(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<RecordPage, PageError> {
    Ok(record_page::<N>(app, actor, id).await?.0)
}

/// A record and the page that shows it.
///
/// # Errors
/// When there is no such record, or the person may not read it.
pub async fn record_page<N: Noun>(
    app: App,
    actor: Actor,
    id: i64,
) -> Result<(RecordPage, Stored<N>), PageError> {
    if !N::may_read(&actor) {
        return Err(PageError::Forbidden);
    }
    let (place, record) = Place::<N>::of_record(app, actor, id).await?;
    Ok((place.record_page(&record), record))
}

async fn edit<N: Noun>(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    edit_page::<N>(app, actor, id).await
}

/// The form in which a record is changed.
///
/// # Errors
/// When there is no such record, or the person may not change it, or nobody may.
pub async fn edit_page<N: Noun>(app: App, actor: Actor, id: i64) -> Result<FormPage, PageError> {
    let (place, record) = Place::<N>::of_change(app, actor, id).await?;
    let form = place
        .edit_form(record.id)
        .fill(record.data.values())
        .version(i64::from(record.version));
    Ok(place.edit_page(&record.data, form))
}

async fn update<N: Noun>(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    save::<N>(app, actor, id, notices, Submitted(values)).await
}

/// Saves a changed record, or shows the form again with what to mend.
///
/// # Errors
/// As [`edit_page`], and [`PageError::Stale`] when someone else was faster.
pub async fn save<N: Noun>(
    app: App,
    actor: Actor,
    id: i64,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (place, before) = Place::<N>::of_change(app, actor, id).await?;
    let form = with_version_seen(place.edit_form(before.id), &values);
    let after = match place.read(before.data.clone(), &values) {
        Ok(after) => after,
        Err(errors) => {
            let form = form.fill(values).refuse(errors);
            return Ok(refused(place.edit_page(&before.data, form)));
        }
    };
    match place.replace(&before, &values, &after).await? {
        Ok(()) => {
            notices.say(before.data.saved());
            Ok(place.done(before.id).into_response())
        }
        Err(clash) => {
            let errors = placed(&form, clash);
            let form = form.fill(values).refuse(errors);
            Ok(refused(place.edit_page(&before.data, form)))
        }
    }
}
