//! Tiles on the web, for whoever is signed in: the makers of maps ask for that, and a map is shown to nobody else yet.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_sessions::Session;

use super::{Source, Tile, picture};
use crate::web::actor::signed_in;
use crate::web::{App, PageError};

/// Address of the tiles, as a map fills it in.
pub const TILES: &str = "/karta/bakgrund/{z}/{x}/{y}";

pub fn routes() -> Router<App> {
    Router::new().route(TILES, get(tile))
}

async fn tile(
    State(app): State<App>,
    session: Session,
    Path((zoom, column, row)): Path<(u8, u32, u32)>,
) -> Result<Response, PageError> {
    // A map asks for dozens: who they are matters less than that they are signed in.
    signed_in(&session, app.clock.now())
        .await?
        .ok_or(PageError::NotFound)?;
    let tile = Tile::new(zoom, column, row).ok_or(PageError::NotFound)?;
    let basemap = app.basemap.as_ref().ok_or(PageError::NotFound)?;
    let found = match &basemap.source {
        Source::File(file) => file.tile(tile).await?,
        Source::Server(server) => server.tile(tile).await.unwrap_or_else(|error| {
            // A map with a hole is better than an error page inside a picture.
            tracing::warn!(%error, "a tile of the ground was not fetched");
            None
        }),
    };
    let bytes = found.ok_or(PageError::NotFound)?;
    let kind = picture(&bytes).ok_or(PageError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, max-age=86400"),
        ),
    ];
    Ok((headers, bytes).into_response())
}
