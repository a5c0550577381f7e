//! `/utlamnanden/{id}/rattelse`

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_sessions::Session;

use super::form;
use crate::account::Permission;
use crate::disclosure::form::{AWARE, REQUEST_KEY, filled, personnummer_warning};
use crate::disclosure::store::{self, Recorded};
use crate::disclosure::web::{
    cameras, crumbs_below, recorded_at_a_site, request_key, see_that_it_is_signed,
};
use crate::ledger::store::LedgerError;
use crate::web::actor::{Actor, say};
use crate::web::form::{Choice, Field, Form};
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/{id}/rattelse", get(new).post(create))
}

/// What is to be corrected, and the cameras of its site.
async fn to_correct(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<(Recorded, Vec<Choice>), PageError> {
    let (wrong, site) = recorded_at_a_site(app, actor, id).await?;
    actor.require(Permission::RecordDisclosures, site.data.unit)?;
    let cameras = cameras(app, actor, site.id).await?;
    Ok((wrong, cameras))
}

async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (wrong, cameras) = to_correct(&app, &actor, id).await?;
    let corrected = store::correction_of(app.db.read(), actor.kommun, wrong.id).await?;
    if corrected.is_some() {
        return Err(PageError::Closed("error-disclosure-corrected"));
    }
    let values = filled(&wrong.data, &request_key()?);
    Ok(page(
        &app,
        &actor,
        &wrong,
        form::form(&wrong, &cameras).fill(values),
    ))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (wrong, cameras) = to_correct(&app, &actor, id).await?;
    let key = values.first(REQUEST_KEY).to_owned();
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    let read =
        form::read(&values, &wrong, &cameras, actor.now).and_then(
            |read| match personnummer_warning(&values) {
                Some(warning) => Err(vec![warning]),
                None => Ok(read),
            },
        );
    let right = match read {
        Ok(right) => right,
        Err(errors) => {
            let mut form = form::form(&wrong, &cameras);
            let asks = |message: &str| message == "disclosure-personnummer";
            if errors.iter().any(|error| asks(&error.message.id)) {
                let yes = Choice::id("ja", "disclosure-aware-yes");
                form = form.section("aware", vec![Field::checkboxes(AWARE, vec![yes])]);
            }
            let page = page(&app, &actor, &wrong, form.fill(values).refuse(errors));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let tx = app.db.begin_write().await?;
    let recorded = match store::record(&tx, actor.kommun, &right, &key, actor.now).await {
        Ok(recorded) => recorded,
        // Somebody else corrected it in the meantime: the database takes one correction of each release.
        Err(LedgerError::Db(error)) if crate::db::is_taken(&error) => {
            return Err(PageError::Closed("error-disclosure-corrected"));
        }
        Err(error) => return Err(error.into()),
    };
    tx.commit().await?;
    see_that_it_is_signed(&app, &actor, recorded.ledger_idx).await;
    say(&session, "disclosure-correction-recorded").await?;
    Ok(Redirect::to(&actor.l.path(&format!("/utlamnanden/{}", recorded.id))).into_response())
}

fn page(app: &App, actor: &Actor, wrong: &Recorded, form: Form) -> FormPage {
    let title = actor
        .l
        .ta("disclosure-correct-title", "number", wrong.data.number);
    let crumbs = crumbs_below(actor, wrong, actor.l.t("disclosure-correct"));
    FormPage::new(actor.shell(app), title, crumbs, form)
        .intro(actor.l.t("disclosure-correct-intro"))
}
