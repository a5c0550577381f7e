//! Corrections: a new disclosure that points at the one that was wrong.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::new::NewDisclosure;
use super::{Whole, answered, at_hand, clerk, wrong};
use crate::account::Permission;
use crate::disclosure::DisclosureId;
use crate::disclosure::correction::form::{self, REASON};
use crate::disclosure::correction::web::settle;
use crate::disclosure::store;
use crate::texts::Message;
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::problem::{Missing, Refusals, Written};
use crate::web::api::{Asked, Caller, Problem};
use crate::web::form::FieldError;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// What was wrong, and all of it as it should have been.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    /// Why it is corrected.
    reason: String,
    /// At the same site as the one that it corrects.
    disclosure: NewDisclosure,
}

/// Corrects a disclosure, in the name of the person behind the key. Both stay readable, and the old receipt still verifies.
#[utoipa::path(
    post, path = "/disclosures/{id}/correction", tag = "disclosures", operation_id = "correct_disclosure",
    security(("key" = [])),
    params(
        ("id" = DisclosureId, Path, description = "The disclosure that was wrong"),
        ("Idempotency-Key" = String, Header, description = "Chosen by the system, anew for each correction: at most 255 characters"),
    ),
    request_body = NewCorrection,
    responses(
        (status = 200, description = "It was recorded before, by this key", body = Whole),
        (status = 201, description = "It is recorded; `Location` is where it is", body = Whole),
        (status = 409, description = "It has been corrected already: correct the correction", body = Written, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing or wrong, or a rule says that it may not have been right", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
    body: Result<Json<NewCorrection>, JsonRejection>,
) -> Result<Response, Problem> {
    let (person, key, sent) = caller.to_record(Scope::RecordDisclosures, &headers, body)?;
    sent.disclosure.named_its_files(&caller)?;
    let records = (person, Permission::RecordDisclosures);
    let (old, desk) = at_hand(&app, &caller, &id, records).await?;
    if sent.disclosure.site != desk.id {
        let error = FieldError {
            field: "site".to_owned(),
            message: Message::new("api-correction-site"),
        };
        return Err(caller.wrong("api-disclosure-wrong", &vec![error]));
    }
    let clerk = clerk(&app, &caller, person).await?;
    let values = sent.disclosure.values().text(REASON, &sent.reason);
    let before = store::by_key(app.db.read(), caller.kommun, &key).await?;
    let recorded = match settle(&app, &clerk, (&desk, &old), &values, &key).await? {
        Ok(recorded) => recorded,
        Err(refused) => return Err(wrong(&refused, &caller)),
    };
    let sent = form::read(&values, &old, &desk.cameras, caller.now);
    answered(&app, &clerk, &desk.place, (recorded, before), sent).await
}
