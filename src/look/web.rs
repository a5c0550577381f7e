//! `/administration/utseende`, and what browsers fetch of it.

use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::form::{self, PATH};
use super::logo::{self, NotALogo};
use super::page::Edit;
use super::{Look, store, stylesheet};
use crate::db::record::Stored;
use crate::organisation::Kommun;
use crate::organisation::web::own_kommun;
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::uploaded::Uploaded;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

/// What stands around the file in the body of the form.
const AROUND: usize = 4 << 10;
/// The address says what it holds: a browser may keep it.
const KEPT: (header::HeaderName, &str) =
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
const AS_SAID: (header::HeaderName, &str) = (header::X_CONTENT_TYPE_OPTIONS, "nosniff");

pub fn routes() -> Router<App> {
    let upload = post(send).layer(DefaultBodyLimit::max(2 * logo::BYTES_MAX + AROUND));
    Router::new()
        .route(PATH, get(edit).post(update))
        .route("/administration/utseende/logga", upload)
        .route("/administration/utseende/logga/borttagning", post(remove))
        .route("/utseende/{file}", get(colours))
        .route("/utseende/logga/{token}", get(picture))
}

async fn colours(Path(file): Path<String>) -> Result<Response, PageError> {
    let css = stylesheet(&file).ok_or(PageError::NotFound)?;
    let kind = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    Ok(([kind, KEPT, AS_SAID], css).into_response())
}

async fn picture(
    State(app): State<App>,
    Path(digest): Path<String>,
) -> Result<Response, PageError> {
    let found = store::find(app.db.read(), &digest).await?;
    let png = found.ok_or(PageError::NotFound)?;
    let kind = (header::CONTENT_TYPE, "image/png");
    Ok(([kind, KEPT, AS_SAID], png).into_response())
}

fn page(app: &App, actor: &Actor, look: Look, form: Form) -> Edit {
    let l = actor.l;
    Edit {
        shell: actor.shell(app),
        l,
        crumbs: Crumb::way(
            l,
            &[("nav-administration", "/administration")],
            l.t("look-title"),
        ),
        look,
        form,
        refused: None,
    }
}

async fn edit(State(app): State<App>, actor: Actor) -> Result<Edit, PageError> {
    let kommun = own_kommun(&app, &actor).await?;
    let form = form::form()
        .fill(form::values(&kommun.data.look))
        .version(i64::from(kommun.version));
    Ok(page(&app, &actor, kommun.data.look, form))
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let before = own_kommun(&app, &actor).await?;
    crate::web::change::refuse_stale(&before, &values)?;
    let look = before.data.look.clone();
    match form::read(&values, look.clone(), actor.l.lang()) {
        Ok(look) => {
            set(&app, &actor, &before, look, None).await?;
            Ok(done(&actor, &notices))
        }
        Err(errors) => {
            let form = form::form().version(i64::from(before.version));
            let page = page(&app, &actor, look, form.fill(values).refuse(errors));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn set(
    app: &App,
    actor: &Actor,
    before: &Stored<Kommun>,
    look: Look,
    logo: Option<&logo::Logo>,
) -> Result<(), PageError> {
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    if let Some(logo) = logo {
        store::keep(&**change.tx(), actor.kommun, logo).await?;
    }
    let after = Kommun {
        look,
        ..before.data.clone()
    };
    change.update(before, &after).await?;
    change.commit().await?;
    Ok(())
}

async fn send(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let before = own_kommun(&app, &actor).await?;
    let body = body.map_err(|_| PageError::BadRequest("error-400"))?;
    let sent = Uploaded::read(body, "logo").await?;
    let read = tokio::task::spawn_blocking(move || logo::read(&sent.content)).await;
    let why = match read.map_err(|error| PageError::Internal(error.to_string()))? {
        Ok(logo) => {
            let look = Look {
                logo: Some(logo.digest.clone()),
                ..before.data.look.clone()
            };
            set(&app, &actor, &before, look, Some(&logo)).await?;
            return Ok(done(&actor, &notices));
        }
        Err(NotALogo::NotPng) => "look-logo-not-png",
        Err(NotALogo::TooLarge) => "look-logo-too-large",
    };
    let look = before.data.look;
    let form = form::form().fill(form::values(&look));
    let mut page = page(&app, &actor, look, form.version(i64::from(before.version)));
    page.refused = Some(Message::new(why));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn remove(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
) -> Result<Response, PageError> {
    let before = own_kommun(&app, &actor).await?;
    let look = Look {
        logo: None,
        ..before.data.look.clone()
    };
    set(&app, &actor, &before, look, None).await?;
    Ok(done(&actor, &notices))
}

fn done(actor: &Actor, notices: &Notices) -> Response {
    notices.say("look-saved");
    Redirect::to(&actor.l.path(PATH)).into_response()
}
