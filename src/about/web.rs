//! The accessibility statement and "Om tjänsten" on the web, for anyone.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::page::{About, Accessibility};
use super::{Statement, form};
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::organisation::{self, Kommun};
use crate::web::actor::Actor;
use crate::web::change::{replace, version_seen};
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Shell};
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

const SETTINGS: &str = "/administration/tillganglighet";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/tillganglighet", get(accessibility))
        .route("/om", get(about))
        .route(SETTINGS, get(edit).post(update))
}

/// The surroundings of whoever asks: with the navigation when they are signed in.
fn shell(app: &App, visitor: &Visitor, actor: Result<Actor, PageError>) -> Shell {
    actor.map_or_else(|_| visitor.shell(app), |actor| actor.shell(app))
}

async fn accessibility(
    State(app): State<App>,
    visitor: Visitor,
    actor: Result<Actor, PageError>,
) -> Result<Accessibility, PageError> {
    // Before anyone has signed in, an installation with one kommun is that kommun's.
    let db = app.db.read();
    let kommun = match &actor {
        Ok(actor) => organisation::store::kommun(db, actor.kommun).await?,
        Err(_) => match organisation::store::kommuner(db).await?.as_slice() {
            [(_, only)] => Some(only.clone()),
            _ => None,
        },
    };
    let mut shell = shell(&app, &visitor, actor);
    let statement = kommun.map_or_else(Statement::default, |kommun| Statement {
        authority: kommun.name,
        told: kommun.accessibility,
    });
    shell.kommun.clone_from(&statement.authority);
    Ok(Accessibility {
        l: shell.l,
        shell,
        statement,
    })
}

async fn about(State(app): State<App>, visitor: Visitor, actor: Result<Actor, PageError>) -> About {
    About::new(shell(&app, &visitor, actor))
}

async fn own(app: &App, actor: &Actor) -> Result<Stored<Kommun>, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    let number = actor.kommun.number();
    let kommun = record::find::<Kommun>(app.db.read(), actor.kommun, number).await?;
    kommun.ok_or(PageError::NotFound)
}

async fn edit(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    let kommun = own(&app, &actor).await?;
    let form = form::form(SETTINGS)
        .fill(form::values(&kommun.data.accessibility))
        .version(i64::from(kommun.version));
    Ok(settings(&app, &actor, form))
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let before = own(&app, &actor).await?;
    let accessibility = match form::read(&values, actor.today) {
        Ok(told) => told,
        Err(errors) => {
            let form = form::form(SETTINGS).version(version_seen(&values));
            let form = form.fill(values).refuse(errors);
            return Ok(refused(settings(&app, &actor, form)));
        }
    };
    let after = Kommun {
        accessibility,
        ..before.data.clone()
    };
    replace(&app, &actor, before, &values, after).await?;
    notices.say("statement-saved");
    Ok(Redirect::to(&actor.l.path("/tillganglighet")).into_response())
}

fn settings(app: &App, actor: &Actor, form: Form) -> FormPage {
    let l = actor.l;
    let crumbs = Crumb::way(
        l,
        &[("nav-administration", "/administration")],
        l.t("statement-title"),
    );
    let form = form.cancel("/administration");
    FormPage::new(actor.shell(app), l.t("statement-title"), crumbs, form)
        .intro(l.t("statement-lead"))
}
