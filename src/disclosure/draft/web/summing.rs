//! Footage that is sent to be hashed: read in pieces, hashed and thrown away. For those without scripts.

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use futures_util::StreamExt;

use super::{Asked, own, path, save};
use crate::code::Code;
use crate::disclosure::draft::{Step, Typed};
use crate::disclosure::form::REQUEST_KEY;
use crate::disclosure::summing::Summing;
use crate::disclosure::web::counter::{keep, stored_site};
use crate::disclosure::{ReleasedFile, manifest};
use crate::web::actor::Actor;
use crate::web::form::Values;
use crate::web::submitted::{LARGEST, MOST_PAIRS};
use crate::web::{App, PageError};

/// Apart from the other routes: several gigabytes take longer than any page may.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/utkast/{id}/filer/summor", post(create))
        .route("/utlamnanden/summor", post(at_the_counter))
        // The handler counts: how much is allowed is a setting.
        .layer(DefaultBodyLimit::disable())
}

/// The name of the field with the files.
const FIELD: &str = "footage";

async fn create(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    request: Request,
) -> Result<Response, PageError> {
    // Whose draft it is, is asked before anything is read.
    own(&app, &actor, id).await?;
    let (_, files) = received(&app, request).await?;
    // Hashing takes its time: what was saved in the meantime is kept.
    let mut open = own(&app, &actor, id).await?;
    open.values = with_files(open.values, &files);
    save(&app, &actor, &open.draft, &Typed::new(&open.values)).await?;
    let back = path(actor.l, open.draft.id, &format!("/{}", Step::Files.code()));
    Ok(Redirect::to(&back).into_response())
}

/// Footage that is sent with everything that was typed at the counter: what was typed becomes a draft with the digests in
/// it, which the same page shows.
async fn at_the_counter(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, PageError> {
    // Whether the person may is asked before anything is read.
    let site = stored_site(&app, &actor, asked.bevakning).await?;
    let (typed, files) = received(&app, request).await?;
    let key = typed.first(REQUEST_KEY).to_owned();
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    let values = with_files(typed, &files);
    let kept = keep(&app, &actor, site.id, &key, &values).await?;
    let draft = kept.ok_or(PageError::Closed("error-draft-taken"))?;
    let back = format!(
        "/utlamnanden/nytt?bevakning={}&utkast={draft}#files",
        site.id
    );
    Ok(Redirect::to(&actor.l.path(&back)).into_response())
}

/// What was typed, with the files below those that are listed already.
fn with_files(typed: Values, files: &[ReleasedFile]) -> Values {
    let listed = typed.first("files").trim().to_owned();
    let lines = [listed, manifest::format(files)];
    let lines: Vec<String> = lines.into_iter().filter(|part| !part.is_empty()).collect();
    typed.without("files").text("files", lines.join("\n"))
}

/// What was typed and the digests of the files, in one reading of the body.
async fn received(app: &App, request: Request) -> Result<(Values, Vec<ReleasedFile>), PageError> {
    let mut body = Multipart::from_request(piecewise(request), app)
        .await
        .map_err(|_| PageError::UnknownType)?;
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    let (mut left, mut room) = (app.footage_bytes_max, LARGEST);
    while let Some(field) = body.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name() {
            Some("") => {}
            Some(_) if name == FIELD => files.push(summed(field, &mut left).await?),
            Some(_) => return Err(PageError::BadRequest("error-400")),
            None => {
                room = room.checked_sub(name.len()).ok_or(PageError::TooLarge)?;
                pairs.push((name, text(field, &mut room).await?));
            }
        }
        if pairs.len() > MOST_PAIRS || files.len() > MOST_PAIRS {
            return Err(PageError::TooLarge);
        }
    }
    Ok((Values::from_pairs(pairs), files))
}

/// What was typed in a field; never more than a form may hold.
async fn text(mut field: Field<'_>, room: &mut usize) -> Result<String, PageError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(refused)? {
        *room = room.checked_sub(piece.len()).ok_or(PageError::TooLarge)?;
        bytes.extend_from_slice(&piece);
    }
    let text = String::from_utf8(bytes).map_err(|_| PageError::BadRequest("error-400"))?;
    // PostgreSQL keeps none.
    if text.contains('\0') {
        return Err(PageError::BadRequest("error-400"));
    }
    Ok(text)
}

/// The same request with a body that gives one piece at a time: the reader of forms takes in all that is ready.
fn piecewise(request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let pieces = body.into_data_stream().then(|piece| async {
        tokio::task::yield_now().await;
        piece
    });
    Request::from_parts(parts, Body::from_stream(pieces))
}

/// Reads a file to its end; never more of it than a piece is in memory.
async fn summed(mut field: Field<'_>, left: &mut u64) -> Result<ReleasedFile, PageError> {
    // Some browsers send the whole path.
    let sent = field.file_name().unwrap_or_default();
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: &char| !c.is_control();
    let name: String = name.chars().filter(plain).take(255).collect();
    let mut summing = Summing::default();
    while let Some(piece) = field.chunk().await.map_err(refused)? {
        *left = left
            .checked_sub(piece.len() as u64)
            .ok_or(PageError::TooLarge)?;
        summing.update(&piece);
    }
    Ok(summing.finish(name.trim()))
}

fn refused(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::BadRequest("error-400"),
    }
}
