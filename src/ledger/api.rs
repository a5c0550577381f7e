//! The log for other systems.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::last_checkpoint;
use crate::texts::Message;
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::problem::{Missing, Refusals};
use crate::web::api::{Asked, Caller, Problem, answer};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(checkpoint))
}

/// The last checkpoint that the log signed: a signed note (C2SP tlog-checkpoint).
///
/// The checkpoint that is published once a day, with what others have signed, is at `/checkpoint` and open to everybody.
#[utoipa::path(
    get, path = "/log/checkpoint", tag = "log", operation_id = "checkpoint", security(("key" = [])),
    responses(
        (status = 200, description = "The signed note", body = String, content_type = "text/plain"),
        Refusals,
        Missing,
    ),
)]
async fn checkpoint(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Log)?;
    let Some(note) = last_checkpoint(app.db.read(), caller.kommun, 0).await? else {
        let message = Message::new("api-not-signed");
        return Err(Problem::new(StatusCode::NOT_FOUND, message));
    };
    let note = note.to_string().into_bytes();
    Ok(answer::whole(&headers, "text/plain; charset=utf-8", note))
}
