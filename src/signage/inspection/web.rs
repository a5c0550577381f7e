//! `/skyltar/{id}/syna` and the picture of a sign.

use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::sync::Semaphore;

use super::{form, read, removes, told, values};
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::organisation;
use crate::register::web::noun::Noun;
use crate::signage::photo::{self, PhotoError, Prepared, store};
use crate::signage::{Sign, SignId};
use crate::site::Site;
use crate::site::web::crumbs;
use crate::web::actor::Actor;
use crate::web::change::{change, refuse_stale, version_seen};
use crate::web::form::{FieldError, Form};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::uploaded::Uploaded;
use crate::web::{App, PageError};

/// The photo and the form around it.
const BODY_BYTES: usize = photo::MAX_BYTES + (1 << 20);
/// A photo takes a second of a core and up to 256 MB while it is read: one at a time, the others wait.
static READING: Semaphore = Semaphore::const_new(1);

pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/skyltar/{id}/syna",
            get(begin)
                .post(finish)
                .layer(DefaultBodyLimit::max(BODY_BYTES)),
        )
        .route("/skyltar/{id}/bild/{sha256}", get(picture))
}

async fn begin(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let (site, sign) = of_change(&app, &actor, SignId(id)).await?;
    let form = form(sign.id, sign.data.photo.is_some())
        .fill(values(&sign.data, actor.today))
        .version(i64::from(sign.version));
    Ok(page(&app, &actor, (&site, &sign), form))
}

async fn finish(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let (site, before) = of_change(&app, &actor, SignId(id)).await?;
    let sent = Uploaded::read(body.map_err(|_| PageError::UnknownType)?, "photo").await?;
    let values = sent.values;
    let kommun = organisation::store::kommun(app.db.read(), actor.kommun).await?;
    let zone = kommun.and_then(|kommun| kommun.zone_epsg);
    let by = (actor.account.name.as_str(), actor.today);
    let typed = read(&values, before.data.clone(), by, zone);
    let photo = prepared(sent.content).await?;
    let (mut after, photo) = match (typed, photo) {
        (Ok(after), Ok(photo)) => (after, photo),
        (typed, photo) => {
            let mut errors = typed.err().unwrap_or_default();
            errors.extend(photo.err().map(wrong_photo));
            let form = form(before.id, before.data.photo.is_some())
                .version(version_seen(&values))
                .fill(values)
                .refuse(errors);
            return Ok(refused(page(&app, &actor, (&site, &before), form)));
        }
    };
    refuse_stale(&before, &values)?;
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    if let Some(prepared) = photo {
        after.photo = Some(prepared.photo.clone());
        store::keep(&**change.tx(), actor.kommun, before.id, prepared).await?;
    } else if removes(&values) {
        after.photo = None;
        store::remove(&**change.tx(), actor.kommun, before.id).await?;
    }
    change.update(&before, &after).await?;
    change.commit().await?;
    notices.say("inspection-saved");
    let back = format!("/skyltar/{id}");
    Ok(Redirect::to(&actor.l.path(&back)).into_response())
}

async fn picture(
    State(app): State<App>,
    actor: Actor,
    Path((id, sha256)): Path<(i64, String)>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let db = app.db.read();
    // A sign of a site that is hidden from the person is as unknown as any other.
    let sign = record::find::<Sign>(db, actor.kommun, SignId(id)).await?;
    let sign = sign.ok_or(PageError::NotFound)?;
    let found = store::find(db, actor.kommun, sign.id, &sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, found.ok_or(PageError::NotFound)?).into_response())
}

/// The sign and its site, for someone who may change them.
async fn of_change(
    app: &App,
    actor: &Actor,
    id: SignId,
) -> Result<(Stored<Site>, Stored<Sign>), PageError> {
    let db = app.db.read();
    let sign = record::find::<Sign>(db, actor.kommun, id).await?;
    let sign = sign.ok_or(PageError::NotFound)?;
    let site = record::find::<Site>(db, actor.kommun, sign.data.site).await?;
    let site = site.ok_or(PageError::NotFound)?;
    actor.require(Permission::EditSites, site.data.unit)?;
    Ok((site, sign))
}

fn page(
    app: &App,
    actor: &Actor,
    (site, sign): (&Stored<Site>, &Stored<Sign>),
    form: Form,
) -> FormPage {
    let l = actor.l;
    let title = l.ta("inspection-title", "name", sign.data.name(l));
    let crumbs = crumbs(actor, &title, Some(site));
    let form = form.cancel(format!("/skyltar/{}", sign.id));
    let intro = sign
        .data
        .photo
        .as_ref()
        .map_or_else(String::new, |photo| told(l, &sign.data, photo));
    FormPage::new(actor.shell(app), title, crumbs, form).intro(intro)
}

/// The photo that was sent, if any, drawn anew.
async fn prepared(file: Vec<u8>) -> Result<Result<Option<Prepared>, PhotoError>, PageError> {
    if file.is_empty() {
        return Ok(Ok(None));
    }
    let failed = |error: &dyn std::error::Error| PageError::Internal(error.to_string());
    let turn = READING.acquire().await.map_err(|error| failed(&error))?;
    let read = tokio::task::spawn_blocking(move || photo::prepare(&file)).await;
    drop(turn);
    Ok(read.map_err(|error| failed(&error))?.map(Some))
}

fn wrong_photo(error: PhotoError) -> FieldError {
    FieldError {
        field: "photo".to_owned(),
        message: error.message(),
    }
}
