//! `/utlamnanden/{id}/overlamning`

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::store::Handed;
use super::{form, store};
use crate::account::Permission;
use crate::disclosure::store::Recorded;
use crate::disclosure::trace::Act;
use crate::disclosure::trace::store::note_later;
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::{
    crumbs_below, recorded_at_a_site, request_key, see_that_it_is_signed, sent_key, to_release,
};
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
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
    let may = Permission::RecordDisclosures;
    let (released, _) = recorded_at_a_site(&app, &actor, id, may).await?;
    see_that_it_may_leave(&app, &Clerk::of(&app, &actor), &released).await?;
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
    let may = Permission::RecordDisclosures;
    let (released, _) = recorded_at_a_site(&app, &actor, id, may).await?;
    let key = sent_key(&values)?;
    let clerk = Clerk::of(&app, &actor);
    if let Err(errors) = hand_over(&app, &clerk, &released, &values, &key).await? {
        let form = form::form(released.id).fill(values).refuse(errors);
        return Ok(refused(page(&app, &actor, &released, form)));
    }
    Ok(to_release(&actor, &notices, id, "delivery-recorded"))
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
    see_that_it_may_leave(app, clerk, released).await?;
    let (kommun, now) = (clerk.kommun, clerk.now);
    let delivery = match form::read(values, released, now) {
        Ok(delivery) => delivery,
        Err(errors) => return Ok(Err(errors)),
    };
    let tx = app.db.begin_write_together().await?;
    let (handed, new) = store::record(&tx, kommun, &delivery, key, now).await?;
    if new {
        let deed = clerk.deed(Act::Delivered, released.id);
        note_later(&tx, kommun, clerk.account, &deed, now).await?;
    }
    tx.commit().await?;
    see_that_it_is_signed(app, kommun, handed.ledger_idx, now);
    Ok(Ok(handed))
}

/// No copy leaves the house before the log vouches for the release: its receiver would have no receipt. When it was handed
/// over is asked for, so whoever could not wait tells so afterwards.
async fn see_that_it_may_leave(
    app: &App,
    clerk: &Clerk<'_>,
    released: &Recorded,
) -> Result<(), PageError> {
    let (kommun, now) = (clerk.kommun, clerk.now);
    let vouches = app.signers.vouches(&app.db, kommun, released.entry(), now);
    if vouches.await? {
        Ok(())
    } else {
        Err(PageError::Before {
            why: "error-delivery-unsigned",
            there: format!("/utlamnanden/{}", released.id),
        })
    }
}

fn page(app: &App, actor: &Actor, released: &Recorded, form: Form) -> FormPage {
    let title = actor.l.ta("delivery-title", "number", released.data.number);
    let crumbs = crumbs_below(actor, released, actor.l.t("delivery-new"));
    FormPage::new(actor.shell(app), title, crumbs, form).intro(actor.l.t("delivery-intro"))
}
