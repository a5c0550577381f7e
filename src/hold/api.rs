//! Holds for other systems, by the rules of the pages: behind the key stands a person, and a gagged order that this person
//! must not know of does not exist.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::web::offered_in;
use super::{Hold, HoldId, form};
use crate::account::{Account, Permission};
use crate::compliance::store::parts_of;
use crate::db::record::{self, Stored};
use crate::site::{Site, SiteId};
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::document::ROOT;
use crate::web::api::problem::{Missing, Refusals, Written};
use crate::web::api::{Asked, Caller, Problem, answer, once};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(create))
        .routes(routes!(show, update))
}

/// The version of a record that is new.
const FIRST: i32 = 1;

/// A hold as it is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordedHold)]
struct Kept {
    id: HoldId,
    /// To be sent with a change: who saw an older one has not seen what is changed.
    version: i32,
    hold: Hold,
}

impl From<Stored<Hold>> for Kept {
    fn from(stored: Stored<Hold>) -> Self {
        Self {
            id: stored.id,
            version: stored.version,
            hold: stored.data,
        }
    }
}

/// The holds of a site that the person behind the key may know of.
#[utoipa::path(
    get, path = "/sites/{id}/holds", tag = "holds", operation_id = "holds_of_site", security(("key" = [])),
    params(("id" = SiteId, Path, description = "The site's number")),
    responses((status = 200, description = "The holds, also those that are lifted", body = [Kept]), Refusals, Missing),
)]
async fn index(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::ReadDisclosures)?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let site = caller.site(&app, SiteId(id)).await?;
    let mut holds = parts_of::<Hold>(app.db.read(), caller.kommun, site.id).await?;
    holds.retain(|hold| hold.data.is_seen_by(person, site.data.unit));
    let kept: Vec<Kept> = holds.into_iter().map(Kept::from).collect();
    answer::json(&headers, &kept)
}

/// One hold.
#[utoipa::path(
    get, path = "/holds/{id}", tag = "holds", operation_id = "hold", security(("key" = [])),
    params(("id" = HoldId, Path, description = "The hold's id")),
    responses((status = 200, description = "The hold", body = Kept), Refusals, Missing),
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::ReadDisclosures)?;
    let (hold, _) = known(&app, &caller, person, &id).await?;
    answer::json(&headers, &Kept::from(hold))
}

/// Registers a hold in the name of the person behind the key. Instants are kept to the minute; without an owner it is the
/// person's own.
#[utoipa::path(
    post, path = "/holds", tag = "holds", operation_id = "record_hold", security(("key" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the system, anew for each hold: at most 255 characters")),
    request_body = Hold,
    responses(
        (status = 200, description = "It was registered before, by this key", body = Kept),
        (status = 201, description = "It is registered; `Location` is where it is", body = Kept),
        (status = 422, description = "Something is missing or wrong", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
    body: Result<Json<Hold>, JsonRejection>,
) -> Result<Response, Problem> {
    let (person, key, mut sent) = caller.to_record(Scope::RecordDisclosures, &headers, body)?;
    sent.owner = sent.owner.or(Some(person.id));
    let site = caller.site(&app, sent.site).await?;
    let blank = Hold::at(site.id, caller.now);
    let hold = read(&app, &caller, person, (&site, blank), &sent).await?;
    let (id, new) = caller.insert(&app, person, &key, &hold).await?;
    let found = record::find::<Hold>(app.db.read(), caller.kommun, id).await?;
    let seen = found.filter(|hold| hold.data.is_seen_by(person, site.data.unit));
    // Whoever registers what they must not know of is told what they sent, and no more.
    let sent = || Kept {
        id,
        version: FIRST,
        hold,
    };
    let kept = seen.map_or_else(sent, Kept::from);
    let location = format!("{ROOT}/holds/{id}");
    let status = once::status(new);
    Ok((status, [(header::LOCATION, location)], Json(kept)).into_response())
}

/// A hold as it is to be, and the version that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangedHold {
    version: i32,
    hold: Hold,
}

/// Changes a hold: extends it, lifts it, says where a copy lies. Sent again it changes nothing more.
#[utoipa::path(
    post, path = "/holds/{id}", tag = "holds", operation_id = "change_hold", security(("key" = [])),
    params(("id" = HoldId, Path, description = "The hold's id")),
    request_body = ChangedHold,
    responses(
        (status = 200, description = "It is as it was sent", body = Kept),
        (status = 409, description = "Someone else has changed it since that version", body = Written, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing or wrong", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    body: Result<Json<ChangedHold>, JsonRejection>,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::RecordDisclosures)?;
    let sent = once::body(body)?;
    let (before, site) = known(&app, &caller, person, &id).await?;
    let onto = (&site, before.data.clone());
    let after = read(&app, &caller, person, onto, &sent.hold).await?;
    if after == before.data {
        return Ok(Json(Kept::from(before)).into_response());
    }
    if before.version != sent.version {
        return Err(Problem::stale());
    }
    caller.replace(&app, person, &before, &after).await?;
    let found = record::find::<Hold>(app.db.read(), caller.kommun, before.id).await?;
    let kept = Kept::from(found.ok_or_else(Problem::not_found)?);
    Ok(Json(kept).into_response())
}

/// What was sent, read over a hold by the form of the pages, by somebody who may change holds of the site.
async fn read(
    app: &App,
    caller: &Caller,
    person: &Account,
    (site, onto): (&Stored<Site>, Hold),
    sent: &Hold,
) -> Result<Hold, Problem> {
    let unit = site.data.unit;
    let may = [Permission::RecordDisclosures, Permission::SignAssessments]
        .into_iter()
        .any(|permission| person.may(permission, unit));
    if !may || sent.site != site.id {
        return Err(Problem::not_found());
    }
    let offered = offered_in(app, caller.kommun, Some(site)).await?;
    form::read(&form::values(sent), &offered, onto)
        .map_err(|errors| caller.wrong("api-disclosure-wrong", &errors))
}

/// A hold that the person may know of, and its site; every other is as unknown as any number.
async fn known(
    app: &App,
    caller: &Caller,
    person: &Account,
    id: &str,
) -> Result<(Stored<Hold>, Stored<Site>), Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let found = record::find::<Hold>(app.db.read(), caller.kommun, HoldId(id)).await?;
    let hold = found.ok_or_else(Problem::not_found)?;
    let site = caller.site(app, hold.data.site).await?;
    if hold.data.is_seen_by(person, site.data.unit) {
        Ok((hold, site))
    } else {
        Err(Problem::not_found())
    }
}
