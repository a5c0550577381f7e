//! `/bedomningar/{id}/rad`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::unbarred;
use crate::account::Permission;
use crate::assessment::hands::Hands;
use crate::assessment::{Assessment, advice};
use crate::db::record::Stored;
use crate::site::Site;
use crate::site::web::crumbs;
use crate::web::actor::Actor;
use crate::web::change::{replace, version_seen};
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

/// A version that the person may give advice on, with its site.
async fn advisable(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<(Stored<Assessment>, Stored<Site>), PageError> {
    let bar = Hands::bars_from_advice;
    unbarred(app, actor, id, Permission::AdviseOnAssessments, bar).await
}

pub(super) async fn advise(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (assessment, site) = advisable(&app, &actor, id).await?;
    let form = form(&assessment)
        .fill(advice::values(assessment.data.advice.as_ref()))
        .version(i64::from(assessment.version));
    Ok(page(&app, &actor, &site, form))
}

pub(super) async fn advised(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (before, site) = advisable(&app, &actor, id).await?;
    let by = &actor.account.name;
    let given = match advice::read(&values, by, actor.today, before.version) {
        Ok(given) => given,
        Err(errors) => {
            let form = form(&before).version(version_seen(&values));
            let page = page(&app, &actor, &site, form.fill(values).refuse(errors));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let after = Assessment {
        advice: Some(given),
        ..before.data.clone()
    };
    let to = format!("/bedomningar/{id}/dokument");
    replace(&app, &actor, before, &values, after).await?;
    notices.say("advice-given");
    Ok(Redirect::to(&actor.l.path(&to)).into_response())
}

fn form(assessment: &Stored<Assessment>) -> Form {
    let here = format!("/bedomningar/{}", assessment.id);
    advice::form(format!("{here}/rad")).cancel(format!("{here}/dokument"))
}

fn page(app: &App, actor: &Actor, site: &Stored<Site>, form: Form) -> FormPage {
    let title = actor.l.t("advice-title");
    let crumbs = crumbs(actor, title, Some(site));
    FormPage::new(actor.shell(app), title, crumbs, form).intro(actor.l.t("advice-intro"))
}
