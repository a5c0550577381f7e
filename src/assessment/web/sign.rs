//! The decision: a version is signed, by somebody who has neither written it nor given the advice.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::unbarred;
use crate::account::Permission;
use crate::assessment::hands::Hands;
use crate::assessment::page::Sign;
use crate::assessment::{Assessment, Signature};
use crate::db::record::Stored;
use crate::site::Site;
use crate::site::web::crumbs;
use crate::web::actor::Actor;
use crate::web::change::replace;
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

/// Longest reasons, in characters.
const REASONS: usize = 20_000;

/// An assessment that the person may sign, with its site.
async fn signable(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<(Stored<Assessment>, Stored<Site>), PageError> {
    let bar = Hands::bars_from_deciding;
    unbarred(app, actor, id, Permission::SignAssessments, bar).await
}

pub(super) async fn sign(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Sign, PageError> {
    let (assessment, site) = signable(&app, &actor, id).await?;
    Ok(sign_page(&app, &actor, assessment, &site))
}

pub(super) async fn signed(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (before, site) = signable(&app, &actor, id).await?;
    if !before.data.missing(&site.data.purposes).is_empty() {
        let page = sign_page(&app, &actor, before, &site);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut after = before.data.clone();
    let reasons = values.first("reasons").trim();
    after.signed = Some(Signature {
        by: actor.account.name.clone(),
        on: actor.today,
        reasons: reasons.chars().take(REASONS).collect(),
    });
    replace(&app, &actor, before, &values, after).await?;
    notices.say("assessment-was-signed");
    Ok(Redirect::to(&actor.l.path(&format!("/bedomningar/{id}"))).into_response())
}

fn sign_page(
    app: &App,
    actor: &Actor,
    assessment: Stored<Assessment>,
    site: &Stored<Site>,
) -> Sign {
    Sign {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, actor.l.t("assessment-sign"), Some(site)),
        id: assessment.id,
        version: assessment.version,
        missing: assessment.data.missing(&site.data.purposes),
        assessment: assessment.data,
        by: actor.account.name.clone(),
    }
}
