//! The kommun, its controllers and its units on the web.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use super::page::Overview;
use super::{Controller, Kommun, Unit};
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::register::page::ListPage;
use crate::register::web::list::list_of;
use crate::register::web::of_kommun;
use crate::web::actor::Actor;
use crate::web::form::Choice;
use crate::web::{App, PageError};

mod controller;
mod kommun;
mod terms;
mod unit;

pub fn routes() -> Router<App> {
    let units = of_kommun::<Unit>().route("/administration/enheter", get(list_units));
    let controllers = of_kommun::<Controller>().route(
        "/administration/personuppgiftsansvariga",
        get(list_controllers),
    );
    Router::new()
        .route("/administration", get(overview))
        .route(
            "/administration/kommunen",
            get(kommun::edit).post(kommun::update),
        )
        .route("/administration/ord", get(terms::edit).post(terms::update))
        .merge(units)
        .merge(controllers)
}

async fn overview(State(app): State<App>, actor: Actor) -> Result<Overview, PageError> {
    let may = |permission| actor.account.may_somewhere(permission);
    let (organisation, people) = (
        may(Permission::ManageOrganisation),
        may(Permission::ManagePeople),
    );
    if !organisation && !people {
        return Err(PageError::Forbidden);
    }
    Ok(Overview {
        shell: actor.shell(&app),
        l: actor.l,
        organisation,
        people,
    })
}

async fn list_units(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    let columns = ["abbreviation", "controller", "manager"];
    list_of::<Unit>(&app, &actor, &columns, "unit-none").await
}

async fn list_controllers(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    list_of::<Controller>(&app, &actor, &["kind", "contact"], "controller-none").await
}

/// The kommun as an administrator of all of it may change it.
///
/// # Errors
/// When the person may not.
pub async fn own_kommun(app: &App, actor: &Actor) -> Result<Stored<Kommun>, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    let number = actor.kommun.number();
    let found = record::find::<Kommun>(app.db.read(), actor.kommun, number).await?;
    found.ok_or(PageError::NotFound)
}

/// The units of the kommun as choices of a form.
///
/// # Errors
/// When the database does not answer.
pub async fn units(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    let units = record::all::<Unit>(app.db.read(), actor.kommun).await?;
    Ok(units
        .into_iter()
        .map(|unit| Choice::name(unit.id, unit.data.name))
        .collect())
}

/// The controllers of the kommun as choices of a form.
///
/// # Errors
/// When the database does not answer.
pub async fn controllers(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    let controllers = record::all::<Controller>(app.db.read(), actor.kommun).await?;
    Ok(controllers
        .into_iter()
        .map(|controller| Choice::name(controller.id, controller.data.name))
        .collect())
}
