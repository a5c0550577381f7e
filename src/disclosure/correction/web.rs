//! `/utlamnanden/{id}/rattelse`

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::form;
use crate::account::Permission;
use crate::disclosure::form::{Desk, filled};
use crate::disclosure::store::{self, Recorded};
use crate::disclosure::trace::Act;
use crate::disclosure::trace::store::note;
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::counter::{Refused, meant};
use crate::disclosure::web::{
    crumbs_below, recorded_at_a_desk, request_key, see_that_it_is_signed, sent_key, to_release,
};
use crate::ledger::store::LedgerError;
use crate::web::actor::Actor;
use crate::web::form::{Form, Values};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/{id}/rattelse", get(new).post(create))
}

/// What is to be corrected, and the cameras of its site.
async fn to_correct(app: &App, actor: &Actor, id: i64) -> Result<(Recorded, Desk), PageError> {
    let may = Permission::RecordDisclosures;
    recorded_at_a_desk(app, actor, id, may).await
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
    let key = sent_key(&values)?;
    let clerk = Clerk::of(&app, &actor);
    match settle(&app, &clerk, (&desk, &wrong), &values, &key).await? {
        Ok(recorded) => {
            let said = "disclosure-correction-recorded";
            Ok(to_release(&actor, &notices, recorded.id, said))
        }
        Err(why) => {
            let form = form::form(&wrong, &desk, desk.occasion(&values, actor.today));
            let form = why.asked(form).fill(values).refuse(why.errors);
            Ok(refused(page(&app, &actor, &wrong, form)))
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
    let read = form::read(values, wrong, &desk.cameras, now);
    let right = match meant(clerk, &desk.place, values, read) {
        Ok(right) => right,
        Err(refused) => return Ok(Err(refused)),
    };
    let tx = app.db.begin_write().await?;
    let (recorded, is_new) = match store::record(&tx, kommun, &right, clerk.by(key), now).await {
        Ok(done) => (done.recorded, done.is_new),
        // Somebody else corrected it in the meantime: the database takes one correction of each release.
        Err(LedgerError::Db(error)) if crate::db::is_taken(&error) => {
            return Err(PageError::Closed("error-disclosure-corrected"));
        }
        Err(error) => return Err(error.into()),
    };
    if is_new {
        let deed = clerk.deed(Act::Corrected, wrong.id);
        note(&*tx, kommun, clerk.account, &deed, now).await?;
    }
    tx.commit().await?;
    see_that_it_is_signed(app, kommun, recorded.ledger_idx, now);
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
