//! The checkpoint of the day, for everybody: no account, no cookie, plain text.
//!
//! Only what was published on its day is shown. The newest signature would let a reader see in the count that a release
//! was just made.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::{Attested, daily, store};
use crate::ledger::note::{Note, Signature};
use crate::organisation::KommunId;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/checkpoint", get(only))
        .route("/checkpoint/{*log}", get(of_log))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The size that the reader has seen: with it the answer holds the proof that the log was continued.
    sedan: Option<u64>,
}

/// The one log of the installation, or the addresses of all.
async fn only(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let origins = store::origins(app.db.read()).await?;
    if let [(number, _)] = origins[..] {
        return show(&app, number, &asked).await;
    }
    let lines = origins
        .iter()
        .map(|(_, origin)| format!("{}/checkpoint/{origin}\n", app.public_url));
    Ok(text(StatusCode::MULTIPLE_CHOICES, lines.collect()))
}

async fn of_log(
    State(app): State<App>,
    Path(log): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let origins = store::origins(app.db.read()).await?;
    let found = origins.iter().find(|(_, origin)| *origin == log);
    match found {
        Some((number, _)) => show(&app, *number, &asked).await,
        None => Ok(text(
            StatusCode::NOT_FOUND,
            "there is no such log\n".to_owned(),
        )),
    }
}

async fn show(app: &App, number: i64, asked: &Asked) -> Result<Response, PageError> {
    let (db, kommun) = (app.db.read(), KommunId::acting_for(number));
    let Some(published) = store::newest(db, kommun, Attested::Published).await? else {
        let nothing = "nothing has been published yet\n".to_owned();
        return Ok(text(StatusCode::NOT_FOUND, nothing));
    };
    let damaged = |error: crate::ledger::note::NoteError| PageError::Internal(error.to_string());
    let mut note = Note::parse(&published.body).map_err(damaged)?;
    if let Some(old) = asked.sedan {
        if old > published.size {
            let shorter = format!("the published log has {} entries\n", published.size);
            return Ok(text(StatusCode::NOT_FOUND, shorter));
        }
        let step = daily::step(&app.db, kommun, old, &note).await;
        let step = step.map_err(|error| PageError::Internal(error.to_string()))?;
        return Ok(text(StatusCode::OK, step.to_string()));
    }
    for line in store::all(db, kommun, &[Attested::Cosignature]).await? {
        let parsed = str::from_utf8(&line.body).ok().map(Signature::parse);
        if let Some(Ok(line)) = parsed.filter(|_| line.size == published.size) {
            note.add(line);
        }
    }
    Ok(text(StatusCode::OK, note.to_string()))
}

/// Never kept by a cache: a checkpoint changes daily, and an answer with a proof belongs to one question.
fn text(status: StatusCode, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body).into_response()
}
