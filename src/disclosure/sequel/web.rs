//! `/utlamnanden/{id}/utfall`, `/utlamnanden/{id}/kopior/{delivery}` and `/utlamnanden/kopior`

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::form::{self, About};
use super::page::Copies;
use crate::account::Permission;
use crate::disclosure::delivery::{self, DeliveryId};
use crate::disclosure::store::Recorded;
use crate::disclosure::web::{crumbs, crumbs_below, recorded_at_a_site, to_release};
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Form, Values};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/kopior", get(copies))
        .route("/utlamnanden/{id}/utfall", get(outcome).post(tell_outcome))
        .route(
            "/utlamnanden/{id}/kopior/{delivery}",
            get(fate).post(tell_fate),
        )
}

/// Copies on the page.
const COPIES: u64 = 200;

async fn copies(State(app): State<App>, actor: Actor) -> Result<Copies, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    let mut out = delivery::store::out(app.db.read(), actor.kommun, COPIES + 1).await?;
    let more = out.len() as u64 > COPIES;
    out.truncate(usize::try_from(COPIES).unwrap_or(usize::MAX));
    Ok(Copies {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, actor.l.t("copies-title")),
        out,
        today: actor.today,
        may_record: actor.account.may_somewhere(Permission::RecordDisclosures),
        more,
    })
}

/// What is told about: a disclosure, and one of its copies if a number is given.
async fn about(
    app: &App,
    actor: &Actor,
    id: i64,
    delivery: Option<i64>,
) -> Result<(Recorded, About), PageError> {
    let may = Permission::RecordDisclosures;
    let (recorded, site) = recorded_at_a_site(app, actor, id, may).await?;
    let delivery = delivery.map(DeliveryId);
    if let Some(delivery) = delivery {
        let all = delivery::store::of_disclosure(app.db.read(), actor.kommun, recorded.id).await?;
        if all.iter().all(|handed| handed.id != delivery) {
            return Err(PageError::NotFound);
        }
    }
    let about = About {
        site: site.id,
        disclosure: recorded.id,
        delivery,
    };
    Ok((recorded, about))
}

async fn outcome(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    blank(&app, &actor, id, None).await
}

async fn fate(
    State(app): State<App>,
    actor: Actor,
    Path((id, delivery)): Path<(i64, i64)>,
) -> Result<FormPage, PageError> {
    blank(&app, &actor, id, Some(delivery)).await
}

async fn blank(
    app: &App,
    actor: &Actor,
    id: i64,
    delivery: Option<i64>,
) -> Result<FormPage, PageError> {
    let (recorded, about) = about(app, actor, id, delivery).await?;
    let form = form::form(about).fill(Values::default().date("on", Some(actor.today)));
    Ok(page(app, actor, &recorded, about, form))
}

async fn tell_outcome(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    tell(&app, &actor, &notices, (id, None), values).await
}

async fn tell_fate(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path((id, delivery)): Path<(i64, i64)>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    tell(&app, &actor, &notices, (id, Some(delivery)), values).await
}

async fn tell(
    app: &App,
    actor: &Actor,
    notices: &Notices,
    (id, delivery): (i64, Option<i64>),
    values: Values,
) -> Result<Response, PageError> {
    let (recorded, about) = about(app, actor, id, delivery).await?;
    let sequel = match form::read(&values, about, actor.today) {
        Ok(sequel) => sequel,
        Err(errors) => {
            let form = form::form(about).fill(values).refuse(errors);
            return Ok(refused(page(app, actor, &recorded, about, form)));
        }
    };
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    change.insert(&sequel).await?;
    change.commit().await?;
    Ok(to_release(actor, notices, id, "saved"))
}

fn page(app: &App, actor: &Actor, recorded: &Recorded, about: About, form: Form) -> FormPage {
    let title = match about.delivery {
        Some(_) => actor.l.t("sequel-copy"),
        None => actor.l.t("sequel-outcome-title"),
    };
    let crumbs = crumbs_below(actor, recorded, title);
    FormPage::new(actor.shell(app), title, crumbs, form)
}
