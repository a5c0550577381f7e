//! `/utlamnanden/{id}/rattelse`

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::form;
use crate::account::Permission;
use crate::disclosure::form::{Desk, REQUEST_KEY, filled, warnings};
use crate::disclosure::store::{self, Recorded};
use crate::disclosure::trace::store::note;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::counter::{Refused, desk};
use crate::disclosure::web::{
    crumbs_below, judged, recorded_at_a_site, request_key, see_that_it_is_signed,
};
use crate::ledger::store::LedgerError;
use crate::web::actor::Actor;
use crate::web::form::{Form, Values};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/{id}/rattelse", get(new).post(create))
}

/// What is to be corrected, and the cameras of its site.
async fn to_correct(app: &App, actor: &Actor, id: i64) -> Result<(Recorded, Desk), PageError> {
    let (wrong, site) = recorded_at_a_site(app, actor, id).await?;
    actor.require(Permission::RecordDisclosures, site.data.unit)?;
    let desk = desk(app, actor.kommun, &site).await?;
    Ok((wrong, desk))
}

async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (wrong, desk) = to_correct(&app, &actor, id).await?;
    let corrected = store::correction_of(app.db.read(), actor.kommun, wrong.id).await?;
    if corrected.is_some() {
        return Err(PageError::Closed("error-disclosure-corrected"));
    }
    let values = filled(&wrong.data, &request_key()?);
    let form = form::form(&wrong, &desk, desk.occasion(&values, actor.today));
    Ok(page(&app, &actor, &wrong, form.fill(values)))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (wrong, desk) = to_correct(&app, &actor, id).await?;
    let key = values.first(REQUEST_KEY).to_owned();
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    let clerk = Clerk::of(&app, &actor);
    match settle(&app, &clerk, (&desk, &wrong), &values, &key).await? {
        Ok(recorded) => {
            notices.say("disclosure-correction-recorded");
            let path = actor.l.path(&format!("/utlamnanden/{}", recorded.id));
            Ok(Redirect::to(&path).into_response())
        }
        Err(refused) => {
            let form = form::form(&wrong, &desk, desk.occasion(&values, actor.today));
            let form = refused.asked(form).fill(values).refuse(refused.errors);
            let page = page(&app, &actor, &wrong, form);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Records the correction of a disclosure and has the entry signed; or says what is to be mended or meant. A key that was
/// seen before gives what was recorded then.
pub(in crate::disclosure) async fn settle(
    app: &App,
    clerk: &Clerk<'_>,
    (desk, wrong): (&Desk, &Recorded),
    values: &Values,
    key: &str,
) -> Result<Result<Recorded, Refused>, PageError> {
    let (kommun, now) = (clerk.kommun, clerk.now);
    let right = match form::read(values, wrong, &desk.cameras, now) {
        Ok(right) => right,
        Err(errors) => {
            let asks = false;
            return Ok(Err(Refused { errors, asks }));
        }
    };
    let found = judged(app, clerk, &desk.site, &right).await?;
    let errors = warnings(values, &right, &found, clerk.l);
    if !errors.is_empty() {
        let asks = true;
        return Ok(Err(Refused { errors, asks }));
    }
    let tx = app.db.begin_write().await?;
    let (recorded, new) = match store::record(&tx, kommun, &right, clerk.by(key), now).await {
        Ok(done) => done,
        // Somebody else corrected it in the meantime: the database takes one correction of each release.
        Err(LedgerError::Db(error)) if crate::db::is_taken(&error) => {
            return Err(PageError::Closed("error-disclosure-corrected"));
        }
        Err(error) => return Err(error.into()),
    };
    if new {
        let deed = Deed::of(Act::Corrected).disclosure(wrong.id);
        let deed = deed.detail(clerk.system.as_str()).from(clerk.address);
        note(&*tx, kommun, clerk.account, &deed, now).await?;
    }
    tx.commit().await?;
    see_that_it_is_signed(app, kommun, recorded.ledger_idx, now).await;
    Ok(Ok(recorded))
}

fn page(app: &App, actor: &Actor, wrong: &Recorded, form: Form) -> FormPage {
    let title = actor
        .l
        .ta("disclosure-correct-title", "number", wrong.data.number);
    let crumbs = crumbs_below(actor, wrong, actor.l.t("disclosure-correct"));
    FormPage::new(actor.shell(app), title, crumbs, form)
        .intro(actor.l.t("disclosure-correct-intro"))
}
