//! `/utlamnanden/{id}/overlamning`

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::{form, store};
use crate::account::Permission;
use crate::disclosure::form::REQUEST_KEY;
use crate::disclosure::store::Recorded;
use crate::disclosure::trace::store::note;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::{
    crumbs_below, recorded_at_a_site, request_key, see_that_it_is_signed,
};
use crate::web::actor::Actor;
use crate::web::form::Form;
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
    let delivery = match form::read(&values, &released, actor.now) {
        Ok(delivery) => delivery,
        Err(errors) => {
            let form = form::form(released.id).fill(values).refuse(errors);
            let page = page(&app, &actor, &released, form);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let tx = app.db.begin_write().await?;
    let handed = store::record(&tx, actor.kommun, &delivery, &key, actor.now).await?;
    let deed = Deed::of(Act::Delivered).disclosure(released.id);
    note(
        &*tx,
        actor.kommun,
        &actor.account,
        &deed.from(actor.address),
        actor.now,
    )
    .await?;
    tx.commit().await?;
    see_that_it_is_signed(&app, actor.kommun, handed.ledger_idx, actor.now).await;
    notices.say("delivery-recorded");
    Ok(Redirect::to(&actor.l.path(&format!("/utlamnanden/{id}"))).into_response())
}

fn page(app: &App, actor: &Actor, released: &Recorded, form: Form) -> FormPage {
    let title = actor.l.ta("delivery-title", "number", released.data.number);
    let crumbs = crumbs_below(actor, released, actor.l.t("delivery-new"));
    FormPage::new(actor.shell(app), title, crumbs, form).intro(actor.l.t("delivery-intro"))
}
