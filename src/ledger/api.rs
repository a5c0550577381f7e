//! The log for other systems.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::last_checkpoint;
use super::verification;
use super::verify::Verdict;
use crate::law::Report;
use crate::ruling;
use crate::texts::Message;
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::problem::{Missing, Refusals};
use crate::web::api::{Asked, Caller, Problem, answer};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(checkpoint))
        .routes(routes!(last_verification))
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

/// What the last verification found.
#[derive(Debug, Serialize, ToSchema)]
struct Verified {
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<OffsetDateTime>,
    verdict: Verdict,
    /// Entries that were read.
    size: u64,
    /// The first entry that is not as it was written.
    #[schema(required)]
    first_bad: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LogVerification {
    /// The last that came to an answer; `null` = the log was never verified.
    #[schema(required)]
    verification: Option<Verified>,
    /// What the rules say of the log because of it, in the shape of `objektiv check --format json`.
    findings: Vec<Report>,
}

/// Whether the log was as it was written when it was last verified, at night or because somebody asked on the page.
#[utoipa::path(
    get, path = "/log/verification", tag = "log", operation_id = "verification", security(("key" = [])),
    responses((status = 200, description = "What was found", body = LogVerification), Refusals),
)]
async fn last_verification(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Log)?;
    let db = app.db.read();
    let last = verification::store::last_answered(db, caller.kommun).await?;
    let rules = ruling::store::rules(db, caller.kommun, &app.policies, caller.today).await?;
    let finding = last
        .as_ref()
        .and_then(|last| last.finding(&rules, caller.today));
    let report = finding.map(|finding| finding.report(verification::REFERENCE, caller.l));
    let verified = last.and_then(|last| {
        let found = last.found?;
        Some(Verified {
            at: last.finished_at,
            verdict: found.verdict,
            size: found.size,
            first_bad: found.first_bad(),
        })
    });
    let told = LogVerification {
        verification: verified,
        findings: report.into_iter().collect(),
    };
    answer::json(&headers, &told)
}
