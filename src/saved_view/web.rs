//! `/bevakningar/vyer`

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::page::Views;
use super::store::{self, Person};
use super::{SavedView, SavedViewId, form, read, saved};
use crate::account::Permission;
use crate::web::actor::Actor;
use crate::web::form::{Form, Values};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

const PATH: &str = "/bevakningar/vyer";

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(index).post(create))
        .route("/bevakningar/vyer/ny", get(new))
        .route("/bevakningar/vyer/{id}", get(edit).post(update))
        .route(
            "/bevakningar/vyer/{id}/borttagning",
            get(leave).post(remove),
        )
}

/// Whose views they are, for somebody who may read the list at all.
fn person(actor: &Actor) -> Result<Person, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    Ok((actor.kommun, actor.account.id))
}

async fn own(app: &App, actor: &Actor, id: i64) -> Result<(SavedView, Vec<SavedView>), PageError> {
    let all = store::of(app.db.read(), person(actor)?).await?;
    let view = all.iter().find(|view| view.id == SavedViewId(id)).cloned();
    Ok((view.ok_or(PageError::NotFound)?, all))
}

async fn index(State(app): State<App>, actor: Actor) -> Result<Views, PageError> {
    let l = actor.l;
    Ok(Views {
        views: store::of(app.db.read(), person(&actor)?).await?,
        shell: actor.shell(&app),
        l,
        crumbs: Crumb::way(
            l,
            &[("site-list-title", "/bevakningar")],
            l.t("view-list-title"),
        ),
    })
}

/// What stands in the address of the list is what is saved.
async fn new(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<FormPage, PageError> {
    person(&actor)?;
    let asked = pairs.iter().map(|(name, value)| (&**name, &**value));
    let values = Values::default().text("query", saved(asked));
    Ok(page(&app, &actor, "view-save", form(PATH).fill(values)))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let person = person(&actor)?;
    let all = store::of(app.db.read(), person).await?;
    let name = match read(&values, &all, None) {
        Ok(name) => name,
        Err(errors) => {
            let form = form(PATH).fill(values).refuse(errors);
            return Ok(refused(page(&app, &actor, "view-save", form)));
        }
    };
    // It comes from the page, and so from anybody.
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(values.first("query")).unwrap_or_default();
    let query = saved(pairs.iter().map(|(name, value)| (&**name, &**value)));
    store::add(&app.db, person, &name, &query).await?;
    Ok(done(&actor, &notices, "view-saved"))
}

async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (view, _) = own(&app, &actor, id).await?;
    let values = Values::default().text("name", &view.name);
    let form = form(at(&view)).fill(values);
    Ok(page(&app, &actor, "view-rename", form))
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (view, all) = own(&app, &actor, id).await?;
    match read(&values, &all, Some(view.id)) {
        Ok(name) => {
            store::rename(&app.db, person(&actor)?, view.id, &name).await?;
            Ok(done(&actor, &notices, "view-saved"))
        }
        Err(errors) => {
            let form = form(at(&view)).fill(values).refuse(errors);
            Ok(refused(page(&app, &actor, "view-rename", form)))
        }
    }
}

/// Asks once more before anything is gone.
async fn leave(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (view, _) = own(&app, &actor, id).await?;
    let form = Form::new("view", format!("{}/borttagning", at(&view)))
        .submit("view-delete")
        .cancel(PATH);
    let intro = actor.l.ta("view-delete-intro", "name", &view.name);
    Ok(page(&app, &actor, "view-delete", form).intro(intro))
}

async fn remove(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
) -> Result<Response, PageError> {
    let (view, _) = own(&app, &actor, id).await?;
    store::remove(&app.db, person(&actor)?, view.id).await?;
    Ok(done(&actor, &notices, "view-deleted"))
}

fn at(view: &SavedView) -> String {
    format!("{PATH}/{}", view.id)
}

fn done(actor: &Actor, notices: &Notices, words: &'static str) -> Response {
    notices.say(words);
    Redirect::to(&actor.l.path(PATH)).into_response()
}

fn page(app: &App, actor: &Actor, title: &str, form: Form) -> FormPage {
    let l = actor.l;
    let crumbs = Crumb::way(
        l,
        &[
            ("site-list-title", "/bevakningar"),
            ("view-list-title", PATH),
        ],
        l.t(title),
    );
    FormPage::new(actor.shell(app), l.t(title), crumbs, form)
}
