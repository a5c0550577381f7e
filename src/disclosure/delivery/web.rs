//! `/utlamnanden/{id}/overlamning`

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::store::Handed;
use super::{form, store};
use crate::account::Permission;
use crate::disclosure::form::REQUEST_KEY;
use crate::disclosure::store::Recorded;
use crate::disclosure::trace::store::note;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::{
    crumbs_below, recorded_at_a_site, request_key, see_that_it_is_signed,
};
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/{id}/overlamning", get(new).post(create))
}

async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (released, site) = recorded_at_a_site(&app, &actor, id).await?;
    actor.require(Permission::RecordDisclosures, site.data.unit)?;
    let key = request_key()?;
    let values = form::prefilled(&released, &actor.account.name, actor.now, &key);
    Ok(page(
        &app,
        &actor,
        &released,
        form::form(released.id).fill(values),
    ))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (released, site) = recorded_at_a_site(&app, &actor, id).await?;
    actor.require(Permission::RecordDisclosures, site.data.unit)?;
    let key = values.first(REQUEST_KEY).to_owned();
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    let clerk = Clerk::of(&app, &actor);
    if let Err(errors) = hand_over(&app, &clerk, &released, &values, &key).await? {
        let form = form::form(released.id).fill(values).refuse(errors);
        let page = page(&app, &actor, &released, form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    notices.say("delivery-recorded");
    Ok(Redirect::to(&actor.l.path(&format!("/utlamnanden/{id}"))).into_response())
}

/// Records that what was released reached its receiver and has the entry signed, or says what is to be mended. A key that
/// was seen before gives what was recorded then.
pub(in crate::disclosure) async fn hand_over(
    app: &App,
    clerk: &Clerk<'_>,
    released: &Recorded,
    values: &Values,
    key: &str,
) -> Result<Result<Handed, Errors>, PageError> {
    let (kommun, now) = (clerk.kommun, clerk.now);
    let delivery = match form::read(values, released, now) {
        Ok(delivery) => delivery,
        Err(errors) => return Ok(Err(errors)),
    };
    let tx = app.db.begin_write().await?;
    let (handed, new) = store::record(&tx, kommun, &delivery, key, now).await?;
    if new {
        let deed = Deed::of(Act::Delivered).disclosure(released.id);
        let deed = deed.detail(clerk.system.as_str()).from(clerk.address);
        note(&*tx, kommun, clerk.account, &deed, now).await?;
    }
    tx.commit().await?;
    see_that_it_is_signed(app, kommun, handed.ledger_idx, now).await;
    Ok(Ok(handed))
}

fn page(app: &App, actor: &Actor, released: &Recorded, form: Form) -> FormPage {
    let title = actor.l.ta("delivery-title", "number", released.data.number);
    let crumbs = crumbs_below(actor, released, actor.l.t("delivery-new"));
    FormPage::new(actor.shell(app), title, crumbs, form).intro(actor.l.t("delivery-intro"))
}
