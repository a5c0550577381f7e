//! Checks that a recorder's agent sends by itself, with a key of its own. The signature is asked for all the same.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::token;
use super::web::upload;
use super::{RecorderId, agent};
use crate::compliance::store::Judgement;
use crate::organisation::KommunId;
use crate::register::{Author, Change};
use crate::texts::Loc;
use crate::web::App;
use crate::web::api::problem::{Written, language};
use crate::web::api::{Problem, SentKey};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .layer(DefaultBodyLimit::max(agent::MAX_BYTES))
}

/// A recorder whose key was sent: known before its file is read.
struct Sender {
    kommun: KommunId,
    recorder: RecorderId,
    l: Loc,
}

impl FromRequestParts<App> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let sent = SentKey::of(parts)?;
        match token::owner(app.db.read(), &sent.key).await? {
            Some((kommun, recorder)) => Ok(Self {
                kommun: KommunId::acting_for(kommun).unveiled(),
                recorder,
                l: language(&parts.extensions),
            }),
            None => Err(sent.refuse(app, "recorder-token-unknown")),
        }
    }
}

/// Takes a check file, signed at the recorder.
#[utoipa::path(
    post, path = "/recorder-checks", tag = "recorders", operation_id = "recorder_check",
    security(("recorder_key" = [])),
    request_body(
        content = String, content_type = "text/plain",
        description = "What `objektiv recorder check --scan` wrote and signed",
    ),
    responses(
        (status = 201, description = "The check is kept, and is evidence for each site that the recorder serves"),
        (status = 401, description = "No key of a recorder", body = Written, content_type = "application/problem+json"),
        (status = 413, description = "The file is too large", body = Written, content_type = "application/problem+json"),
        (status = 422, description = "No check, not this recorder's, or not new", body = Written, content_type = "application/problem+json"),
        (status = 429, description = "Too many keys that cannot be used", body = Written, content_type = "application/problem+json"),
    ),
)]
async fn create(
    State(app): State<App>,
    sender: Sender,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let author = Author {
        kommun: sender.kommun,
        account: None,
        name: "objektiv recorder check".into(),
    };
    let (now, today) = (app.clock.now(), app.clock.today());
    let by = Judgement {
        policies: &app.policies,
        today,
    };
    let change = Change::begin(&app.db, &author, now, by).await?;
    match upload::take(change, sender.recorder, &body, now).await? {
        Ok(()) => Ok(StatusCode::CREATED),
        Err(refused) => Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            refused.message(sender.l),
        )),
    }
}
