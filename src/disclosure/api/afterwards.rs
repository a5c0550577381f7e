//! After the release: handing over, what came of it, what became of copies on loose media, and the receipt.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{at_hand, clerk};
use crate::account::{Account, Permission};
use crate::db::record::Stored;
use crate::disclosure::delivery::store::Handed;
use crate::disclosure::delivery::web::hand_over;
use crate::disclosure::delivery::{self, Delivery, DeliveryId};
use crate::disclosure::receipt::web::{made, tell_of};
use crate::disclosure::sequel::form::{self as sequel_form, About};
use crate::disclosure::sequel::{Fate, Outcome, Sequel, SequelId};
use crate::disclosure::step::ReceiptForm;
use crate::disclosure::{DisclosureId, Medium, store};
use crate::site;
use crate::texts::Message;
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::problem::{Missing, Refusals, Written};
use crate::web::api::{Asked, Caller, Problem, answer, once};
use crate::web::form::Values;

/// Copies in the list.
const COPIES: u64 = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hand))
        .routes(routes!(tell_outcome))
        .routes(routes!(tell_fate))
        .routes(routes!(copies))
        .routes(routes!(receipt))
}

/// A handing over as it is kept, with its entry in the log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordedDelivery)]
pub struct HandedOver {
    id: DeliveryId,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    recorded_at: OffsetDateTime,
    /// Number of its entry in the log.
    entry: i64,
    /// Fields of the entry that were erased on a decision; what they held is empty.
    erased: Vec<String>,
    delivery: Delivery,
}

impl From<Handed> for HandedOver {
    fn from(handed: Handed) -> Self {
        Self {
            id: handed.id,
            recorded_at: handed.recorded_at,
            entry: handed.ledger_idx,
            erased: handed.erased,
            delivery: handed.data,
        }
    }
}

/// What was told afterwards, as it is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordedSequel)]
pub struct Told {
    id: SequelId,
    sequel: Sequel,
}

impl From<Stored<Sequel>> for Told {
    fn from(stored: Stored<Sequel>) -> Self {
        Self {
            id: stored.id,
            sequel: stored.data,
        }
    }
}

/// When what was released reached its receiver, by whom, to whom and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDelivery {
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    delivered_at: OffsetDateTime,
    delivered_by: String,
    received_by: String,
    medium: Medium,
    #[serde(default)]
    medium_reference: String,
    #[serde(default)]
    note: String,
}

impl NewDelivery {
    fn values(&self) -> Values {
        Values::default()
            .instant("delivered_at", Some(self.delivered_at))
            .text("delivered_by", &self.delivered_by)
            .text("received_by", &self.received_by)
            .code("medium", Some(self.medium))
            .text("medium_reference", &self.medium_reference)
            .text("note", &self.note)
    }
}

/// Records that what was released reached its receiver.
#[utoipa::path(
    post, path = "/disclosures/{id}/deliveries", tag = "disclosures", operation_id = "record_delivery",
    security(("key" = [])),
    params(
        ("id" = DisclosureId, Path, description = "The disclosure's id"),
        ("Idempotency-Key" = String, Header, description = "Chosen by the system, anew for each handing over: at most 255 characters"),
    ),
    request_body = NewDelivery,
    responses(
        (status = 200, description = "It was recorded before, by this key", body = HandedOver),
        (status = 201, description = "It is recorded", body = HandedOver),
        (status = 409, description = "The disclosure is not signed yet: no copy leaves before that", body = Written, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing or wrong", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn hand(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
    body: Result<Json<NewDelivery>, JsonRejection>,
) -> Result<Response, Problem> {
    let (person, key, sent) = caller.to_record(Scope::RecordDisclosures, &headers, body)?;
    let values = sent.values();
    let records = (person, Permission::RecordDisclosures);
    let (released, _) = at_hand(&app, &caller, &id, records).await?;
    let clerk = clerk(&app, &caller, person).await?;
    let before = delivery::store::by_key(app.db.read(), caller.kommun, &key).await?;
    let handed = hand_over(&app, &clerk, &released, &values, &key).await?;
    let handed = handed.map_err(|errors| caller.wrong("api-disclosure-wrong", &errors))?;
    let sent = delivery::form::read(&values, &released, caller.now).ok();
    // What was erased since cannot be compared.
    if handed.erased.is_empty() && sent.as_ref() != Some(&handed.data) {
        return Err(once::reused());
    }
    let status = once::status(before.is_none());
    Ok((status, Json(HandedOver::from(handed))).into_response())
}

/// Whether what was released was of use.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOutcome {
    outcome: Outcome,
    on: Date,
    /// Who told it.
    #[serde(default)]
    told_by: String,
    #[serde(default)]
    note: String,
}

/// Records whether what was released was of use. Told again it is a record of its own: the latest counts.
#[utoipa::path(
    post, path = "/disclosures/{id}/outcome", tag = "disclosures", operation_id = "record_outcome",
    security(("key" = [])),
    params(
        ("id" = DisclosureId, Path, description = "The disclosure's id"),
        ("Idempotency-Key" = String, Header, description = "Chosen by the system, anew for each: at most 255 characters"),
    ),
    request_body = NewOutcome,
    responses(
        (status = 200, description = "It was recorded before, by this key", body = Told),
        (status = 201, description = "It is recorded", body = Told),
        (status = 422, description = "Something is missing or wrong", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn tell_outcome(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
    body: Result<Json<NewOutcome>, JsonRejection>,
) -> Result<Response, Problem> {
    let (person, key, sent) = caller.to_record(Scope::RecordDisclosures, &headers, body)?;
    let values = Values::default().code("outcome", Some(sent.outcome));
    let values = told(values, sent.on, &sent.told_by, &sent.note);
    tell(&app, &caller, (person, &key), (&id, None), &values).await
}

/// What became of a copy on loose media.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFate {
    fate: Fate,
    on: Date,
    /// Who told it.
    #[serde(default)]
    told_by: String,
    #[serde(default)]
    note: String,
}

/// Records what became of a copy: that it came back, was destroyed or lost, or stays where it is.
#[utoipa::path(
    post, path = "/disclosures/{id}/deliveries/{delivery}/fate", tag = "disclosures", operation_id = "record_fate",
    security(("key" = [])),
    params(
        ("id" = DisclosureId, Path, description = "The disclosure's id"),
        ("delivery" = DeliveryId, Path, description = "The handing over of the copy"),
        ("Idempotency-Key" = String, Header, description = "Chosen by the system, anew for each: at most 255 characters"),
    ),
    request_body = NewFate,
    responses(
        (status = 200, description = "It was recorded before, by this key", body = Told),
        (status = 201, description = "It is recorded", body = Told),
        (status = 422, description = "Something is missing or wrong", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn tell_fate(
    State(app): State<App>,
    caller: Caller,
    Path((id, delivery)): Path<(String, String)>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
    body: Result<Json<NewFate>, JsonRejection>,
) -> Result<Response, Problem> {
    let (person, key, sent) = caller.to_record(Scope::RecordDisclosures, &headers, body)?;
    let values = Values::default().code("fate", Some(sent.fate));
    let values = told(values, sent.on, &sent.told_by, &sent.note);
    let delivery = delivery.parse().map_err(|_| Problem::not_found())?;
    let of = (id.as_str(), Some(DeliveryId(delivery)));
    tell(&app, &caller, (person, &key), of, &values).await
}

fn told(values: Values, on: Date, by: &str, note: &str) -> Values {
    let values = values.date("on", Some(on));
    values.text("told_by", by).text("note", note)
}

/// Registers what was told of a disclosure, or of one of its copies, by the form of the pages.
async fn tell(
    app: &App,
    caller: &Caller,
    (person, key): (&Account, &str),
    (id, delivery): (&str, Option<DeliveryId>),
    values: &Values,
) -> Result<Response, Problem> {
    let records = (person, Permission::RecordDisclosures);
    let (recorded, desk) = at_hand(app, caller, id, records).await?;
    if let Some(delivery) = delivery {
        let db = app.db.read();
        let all = delivery::store::of_disclosure(db, caller.kommun, recorded.id).await?;
        if all.iter().all(|handed| handed.id != delivery) {
            return Err(Problem::not_found());
        }
    }
    let about = About {
        site: desk.id,
        disclosure: recorded.id,
        delivery,
    };
    let sequel = sequel_form::read(values, about, caller.today)
        .map_err(|errors| caller.wrong("api-disclosure-wrong", &errors))?;
    let (id, new) = caller.insert(app, person, key, &sequel).await?;
    Ok((once::status(new), Json(Told { id, sequel })).into_response())
}

/// A copy on loose media of which nobody has told what became of it: nothing that a person has written.
#[derive(Debug, Serialize, ToSchema)]
struct Copy {
    disclosure: DisclosureId,
    /// Number of the disclosure.
    number: i64,
    delivery: DeliveryId,
    medium: Medium,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    delivered_at: OffsetDateTime,
}

#[derive(Debug, Serialize, ToSchema)]
struct Copies {
    /// The oldest first.
    copies: Vec<Copy>,
    /// There are more than are listed.
    more: bool,
}

/// Copies on loose media that are still out, of the disclosures that the person behind the key may read.
#[utoipa::path(
    get, path = "/disclosures/copies", tag = "disclosures", operation_id = "copies", security(("key" = [])),
    responses((status = 200, description = "Those that are out", body = Copies), Refusals),
)]
async fn copies(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::ReadDisclosures)?;
    let db = app.db.read();
    let mut out = delivery::store::out(db, caller.kommun, COPIES + 1).await?;
    let more = out.len() as u64 > COPIES;
    out.truncate(usize::try_from(COPIES).unwrap_or(usize::MAX));
    let released = out.iter().map(|handed| handed.data.disclosure);
    let at = store::sites_of(db, caller.kommun, released).await?;
    let units = site::store::units(db, caller.kommun, at.values().copied()).await?;
    out.retain(|handed| {
        let site = at.get(&handed.data.disclosure);
        let unit = site.and_then(|site| units.get(site).copied().flatten());
        site.is_some() && person.may(Permission::ReadDisclosures, unit)
    });
    let copy = |handed: Handed| Copy {
        disclosure: handed.data.disclosure,
        number: handed.data.number,
        delivery: handed.id,
        medium: handed.data.medium,
        delivered_at: handed.data.delivered_at,
    };
    let copies = out.into_iter().map(copy).collect();
    answer::json(&headers, &Copies { copies, more })
}

/// The receipt of a disclosure, in one text (docs/verify-a-receipt.md). That it was read is written down.
#[utoipa::path(
    get, path = "/disclosures/{id}/receipt", tag = "disclosures", operation_id = "receipt", security(("key" = [])),
    params(("id" = DisclosureId, Path, description = "The disclosure's id")),
    responses(
        (status = 200, description = "The receipt", body = String, content_type = "text/plain"),
        (status = 409, description = "The entry is not signed yet", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn receipt(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::ReadDisclosures)?;
    let reads = (person, Permission::ReadDisclosures);
    let (recorded, _) = at_hand(&app, &caller, &id, reads).await?;
    let clerk = clerk(&app, &caller, person).await?;
    let made = made(&app, caller.kommun, &recorded, caller.now).await;
    let form = made.is_ok().then_some(ReceiptForm::Single);
    tell_of(&app, &clerk, &recorded, form).await?;
    match made {
        Ok((receipt, _)) => {
            let bytes = receipt.to_single().into_bytes();
            Ok(answer::whole(&headers, "text/plain; charset=utf-8", bytes))
        }
        Err(error) => {
            tracing::warn!(disclosure = %recorded.id, %error, "no receipt was made");
            let message = Message::new("error-receipt-not-yet");
            Err(Problem::new(StatusCode::CONFLICT, message))
        }
    }
}
