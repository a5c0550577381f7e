//! `/utlamnanden/{id}/beslut`

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;

use super::page::Letter;
use crate::account::Permission;
use crate::db::record;
use crate::disclosure::Decision;
use crate::disclosure::trace::web::tell;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::{crumbs_below, recorded_at_a_site};
use crate::organisation::Controller;
use crate::web::actor::Actor;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/{id}/beslut", get(show))
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Letter, PageError> {
    let may = Permission::ReadDisclosures;
    let (recorded, site) = recorded_at_a_site(&app, &actor, id, may).await?;
    // What was released whole, or erased since, is no letter.
    if recorded.data.decision == Decision::Released || !recorded.erased.is_empty() {
        return Err(PageError::NotFound);
    }
    let read = Deed::of(Act::LetterRead).disclosure(recorded.id);
    tell(&app, &actor, read).await?;
    let controller = match site.data.controller {
        Some(id) => record::find::<Controller>(app.db.read(), actor.kommun, id).await?,
        None => None,
    };
    let controller = controller.map(|controller| controller.data);
    let contact = controller.as_ref().map(|one| one.contact.clone());
    Ok(Letter {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs_below(&actor, &recorded, actor.l.t("letter")),
        recorded,
        site: site.data.name,
        authority: controller.map_or_else(|| actor.kommun_name.clone(), |one| one.name),
        contact: contact.unwrap_or_default(),
    })
}
