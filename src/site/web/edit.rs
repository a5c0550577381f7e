//! Registering a site and changing it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use time::Date;

use super::{crumbs, offered_units};
use crate::account::Permission;
use crate::boundary;
use crate::db::record::{self, Stored};
use crate::organisation::{self, Controller};
use crate::site::form::{self, Offered};
use crate::site::{Marking, Site, SiteId, store};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::{change, replace, version_seen};
use crate::web::form::{Choice, FieldError, Form};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub(super) async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let offered = offered(&app, &actor).await?;
    let form = form::form("/bevakningar", &offered)
        .fill(form::values(&Site::default()))
        .cancel("/bevakningar");
    Ok(form_page(&app, &actor, "site-new", None, form))
}

pub(super) async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let offered = offered(&app, &actor).await?;
    let form = form::form("/bevakningar", &offered).cancel("/bevakningar");
    let site = match form::read(&values, &offered) {
        Ok(site) => dated(site, actor.today),
        Err(errors) => {
            return Ok(refused(form_page(
                &app,
                &actor,
                "site-new",
                None,
                form.fill(values).refuse(errors),
            )));
        }
    };
    actor.require(Permission::EditSites, site.unit)?;
    if store::is_taken(app.db.read(), actor.kommun, &site.reference, None).await? {
        let form = form.fill(values).refuse(vec![taken()]);
        return Ok(refused(form_page(&app, &actor, "site-new", None, form)));
    }
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let id = change.insert(&site).await?;
    change.commit().await?;
    notices.say(boundary::web::saved(&app, &actor, &site).await?);
    Ok(Redirect::to(&actor.l.path(&format!("/bevakningar/{id}"))).into_response())
}

pub(super) async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let site = stored(&app, &actor, id).await?;
    let form = edit_form(&site, &offered(&app, &actor).await?).fill(form::values(&site.data));
    Ok(form_page(
        &app,
        &actor,
        "site-edit",
        Some(&site.data),
        form.version(i64::from(site.version)),
    ))
}

pub(super) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let site = stored(&app, &actor, id).await?;
    let offered = offered(&app, &actor).await?;
    let form = edit_form(&site, &offered).version(version_seen(&values));
    let after = match form::read(&values, &offered) {
        Ok(after) => dated(after, actor.today),
        Err(errors) => {
            let form = form.fill(values).refuse(errors);
            return Ok(refused(form_page(
                &app,
                &actor,
                "site-edit",
                Some(&site.data),
                form,
            )));
        }
    };
    actor.require(Permission::EditSites, after.unit)?;
    if store::is_taken(app.db.read(), actor.kommun, &after.reference, Some(site.id)).await? {
        let form = form.fill(values).refuse(vec![taken()]);
        return Ok(refused(form_page(
            &app,
            &actor,
            "site-edit",
            Some(&site.data),
            form,
        )));
    }
    let said = boundary::web::saved(&app, &actor, &after).await?;
    replace(&app, &actor, site, &values, after).await?;
    notices.say(said);
    Ok(Redirect::to(&actor.l.path(&format!("/bevakningar/{id}"))).into_response())
}

/// A marking has a day (OSL 5:5): the one that was typed, else the day it is made.
fn dated(mut site: Site, today: Date) -> Site {
    if site.marking != Marking::Nothing {
        site.marked_on = site.marked_on.or(Some(today));
    }
    site
}

/// A site that the person may change.
async fn stored(app: &App, actor: &Actor, id: i64) -> Result<Stored<Site>, PageError> {
    let site = record::find::<Site>(app.db.read(), actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(Permission::EditSites, site.data.unit)?;
    Ok(site)
}

fn edit_form(site: &Stored<Site>, offered: &Offered) -> Form {
    let here = format!("/bevakningar/{}", site.id);
    form::form(&here, offered).cancel(here)
}

async fn offered(app: &App, actor: &Actor) -> Result<Offered, PageError> {
    let db = app.db.read();
    let controllers = record::all::<Controller>(db, actor.kommun).await?;
    let zone = organisation::store::kommun(db, actor.kommun)
        .await?
        .and_then(|kommun| kommun.zone_epsg);
    Ok(Offered {
        units: offered_units(app, actor).await?,
        controllers: controllers
            .into_iter()
            .map(|controller| Choice::name(controller.id, controller.data.name))
            .collect(),
        zone,
    })
}

fn form_page(app: &App, actor: &Actor, title: &str, site: Option<&Site>, form: Form) -> FormPage {
    let title = site.map_or_else(
        || actor.l.t(title).to_owned(),
        |site| actor.l.ta(title, "name", &site.name),
    );
    FormPage::new(actor.shell(app), &title, crumbs(actor, &title, None), form)
}

fn taken() -> FieldError {
    FieldError {
        field: "reference".into(),
        message: Message::new("site-reference-taken"),
    }
}
