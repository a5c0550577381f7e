//! `/administration/grans`, and what maps fetch of it.

use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::file::{self, NotABoundary};
use super::page::Edit;
use super::{Boundary, digest, store};
use crate::account::Permission;
use crate::db::record::Stored;
use crate::organisation::Kommun;
use crate::organisation::web::own_kommun;
use crate::site::Site;
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::notice::Notices;
use crate::web::uploaded::Uploaded;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub const PATH: &str = "/administration/grans";
/// What stands around the file in the body of the form.
const AROUND: usize = 4 << 10;

pub fn routes() -> Router<App> {
    let upload = post(send).layer(DefaultBodyLimit::max(2 * file::BYTES_MAX + AROUND));
    Router::new()
        .route(PATH, get(edit).merge(upload))
        .route("/administration/grans/borttagning", post(remove))
        .route("/karta/grans/{sha256}", get(drawn))
}

/// Where a map fetches the boundary: the address says what it holds.
pub fn drawn_at(digest: &str) -> String {
    format!("/karta/grans/{digest}")
}

/// The areas, for whoever is signed in.
async fn drawn(
    State(app): State<App>,
    actor: Actor,
    Path(digest): Path<String>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let found = store::find(app.db.read(), actor.kommun, &digest).await?;
    let text = found.ok_or(PageError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/geo+json"),
        (
            header::CACHE_CONTROL,
            "private, max-age=31536000, immutable",
        ),
    ];
    Ok((headers, text).into_response())
}

/// The boundary that is drawn now.
async fn given(app: &App, actor: &Actor) -> Result<Option<Boundary>, PageError> {
    let Some(digest) = &actor.boundary else {
        return Ok(None);
    };
    let text = store::find(app.db.read(), actor.kommun, digest).await?;
    let read = text.as_deref().map(Boundary::read).transpose();
    read.map_err(|error| PageError::Internal(error.to_string()))
}

/// What is said when a site was saved: that it lies outside the kommun, if it does.
pub async fn saved(app: &App, actor: &Actor, site: &Site) -> Result<&'static str, PageError> {
    let Some(position) = &site.position else {
        return Ok("saved");
    };
    let outside = given(app, actor)
        .await?
        .is_some_and(|boundary| !boundary.contains(position));
    Ok(if outside {
        "boundary-site-outside"
    } else {
        "saved"
    })
}

async fn page(app: &App, actor: &Actor, refused: Option<Message>) -> Result<Edit, PageError> {
    let l = actor.l;
    Ok(Edit {
        shell: actor.shell(app),
        l,
        crumbs: Crumb::way(
            l,
            &[("nav-administration", "/administration")],
            l.t("boundary-title"),
        ),
        boundary: given(app, actor).await?,
        refused,
    })
}

async fn edit(State(app): State<App>, actor: Actor) -> Result<Edit, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    page(&app, &actor, None).await
}

async fn send(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let before = own_kommun(&app, &actor).await?;
    let body = body.map_err(|_| PageError::BadRequest("error-400"))?;
    let sent = Uploaded::read(body, "grans").await?;
    let zone = before.data.zone_epsg;
    let read = tokio::task::spawn_blocking(move || file::read(&sent.content, zone)).await;
    match read.map_err(|error| PageError::Internal(error.to_string()))? {
        Ok(boundary) => {
            set(&app, &actor, &before, Some(&boundary)).await?;
            Ok(done(&actor, &notices, "boundary-saved"))
        }
        Err(why) => refused(&app, &actor, &why).await,
    }
}

async fn refused(app: &App, actor: &Actor, why: &NotABoundary) -> Result<Response, PageError> {
    let page = page(app, actor, Some(why.message())).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn set(
    app: &App,
    actor: &Actor,
    before: &Stored<Kommun>,
    boundary: Option<&Boundary>,
) -> Result<(), PageError> {
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    let mut after = before.data.clone();
    after.boundary = match boundary {
        Some(boundary) => {
            let text = boundary.text();
            let text = text.map_err(|error| PageError::Internal(error.to_string()))?;
            let name = digest(&text);
            store::keep(&**change.tx(), actor.kommun, &name, &text).await?;
            Some(name)
        }
        None => None,
    };
    change.update(before, &after).await?;
    change.commit().await?;
    Ok(())
}

async fn remove(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
) -> Result<Response, PageError> {
    let before = own_kommun(&app, &actor).await?;
    set(&app, &actor, &before, None).await?;
    Ok(done(&actor, &notices, "boundary-removed"))
}

fn done(actor: &Actor, notices: &Notices, said: &'static str) -> Response {
    notices.say(said);
    Redirect::to(&actor.l.path(PATH)).into_response()
}
