//! Deciding about a rule: the data protection officer's alone.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::form::{self, Decided};
use crate::account::Permission;
use crate::law::{Policy, may_be_adjusted};
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/regler/{id}/beslut", post(create))
        .route("/regler/{id}/beslut/nytt", get(new))
}

async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<FormPage, PageError> {
    let rule = rule(&actor, &id)?;
    let form = blank(&rule).fill(form::values(&rule, actor.today));
    Ok(page(&app, &actor, &rule, form))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<String>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let rule = rule(&actor, &id)?;
    let decided = Decided {
        by: &actor.account.name,
        on: actor.today,
    };
    let ruling = match form::read(&values, &rule, actor.rules.ruling(&rule), decided) {
        Ok(ruling) => ruling,
        Err(errors) => {
            let form = blank(&rule).fill(values).refuse(errors);
            return Ok(refused(page(&app, &actor, &rule, form)));
        }
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    change.insert(&ruling).await?;
    change.commit().await?;
    notices.say("saved");
    let path = actor.l.path(&format!("/regler/{}", rule.id));
    Ok(Redirect::to(&path).into_response())
}

/// A rule that people may decide about, for someone who may: a statute has no such page.
fn rule(actor: &Actor, id: &str) -> Result<Arc<Policy>, PageError> {
    actor.require(Permission::DecideOnRules, None)?;
    let rule = actor.rules.get(id).map(Arc::clone);
    rule.filter(|rule| may_be_adjusted(rule.kind))
        .ok_or(PageError::NotFound)
}

fn blank(rule: &Policy) -> Form {
    let path = format!("/regler/{}", rule.id);
    form::form(rule, format!("{path}/beslut")).cancel(path)
}

fn page(app: &App, actor: &Actor, rule: &Policy, form: Form) -> FormPage {
    let l = actor.l;
    let title = l.ta("ruling-new", "rule", &rule.number);
    let crumbs = vec![
        Crumb::link(l.t("nav-rules"), l.path("/regler")),
        Crumb::link(&rule.number, l.path(&format!("/regler/{}", rule.id))),
        Crumb::here(&title),
    ];
    FormPage::new(actor.shell(app), &title, crumbs, form).intro(rule.title.get(l.lang()))
}
