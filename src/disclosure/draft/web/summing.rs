//! Footage that is sent to be hashed: read in pieces, hashed and thrown away. For those without scripts.

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use futures_util::StreamExt;

use super::{own, path, save};
use crate::code::Code;
use crate::disclosure::draft::{Step, Typed};
use crate::disclosure::summing::Summing;
use crate::disclosure::{ReleasedFile, manifest};
use crate::web::actor::Actor;
use crate::web::{App, PageError};

/// Apart from the other routes: several gigabytes take longer than any page may.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/utkast/{id}/filer/summor", post(create))
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
    let mut body = Multipart::from_request(piecewise(request), &app)
        .await
        .map_err(|_| PageError::UnknownType)?;
    let (mut files, mut left) = (Vec::new(), app.footage_bytes_max);
    while let Some(field) = body.next_field().await.map_err(refused)? {
        if field.name() == Some(FIELD) && field.file_name().is_some_and(|name| !name.is_empty()) {
            files.push(summed(field, &mut left).await?);
        }
    }
    // Hashing takes its time: what was saved in the meantime is kept.
    let mut open = own(&app, &actor, id).await?;
    let listed = open.values.first("files").trim().to_owned();
    let lines = [listed, manifest::format(&files)];
    let lines: Vec<String> = lines.into_iter().filter(|part| !part.is_empty()).collect();
    open.values = open.values.without("files").text("files", lines.join("\n"));
    save(&app, &actor, &open.draft, &Typed::new(&open.values)).await?;
    let back = path(actor.l, open.draft.id, &format!("/{}", Step::Files.code()));
    Ok(Redirect::to(&back).into_response())
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
