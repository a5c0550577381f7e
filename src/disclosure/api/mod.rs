//! Disclosures for other systems, such as a case system that records what it has released. Behind the key stands a person:
//! what it opens, and in whose name it records, is that person's; every reading of content is in the trace.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::form::Desk;
use super::store::{self, Recorded};
use super::trace::Act;
use super::trace::store::note;
use super::web::clerk::Clerk;
use super::web::counter::{Refused, settle};
use super::web::desk::{desk, judged};
use super::{Decision, Disclosure, DisclosureId, Ground, Recipient, delivery, sequel};
use crate::account::{Account, Permission};
use crate::compliance::release::{self, Place};
use crate::law::Report;
use crate::ruling;
use crate::site::{self, SiteId};
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::document::ROOT;
use crate::web::api::problem::{Missing, Refusals, Written};
use crate::web::api::{Asked, Caller, Parameters, Problem, Query, answer, once};
use crate::web::form::Errors;

mod afterwards;
mod correction;
mod new;

use afterwards::{HandedOver, Told};
use new::NewDisclosure;

/// Disclosures on a page, unless the caller says.
const LINES: i64 = 50;
const MOST_LINES: i64 = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show))
        .merge(correction::routes())
        .merge(afterwards::routes())
}

/// One disclosure in the list: nothing that a person has written.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DisclosureLine)]
struct Line {
    id: DisclosureId,
    number: i64,
    site: SiteId,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    recorded_at: OffsetDateTime,
    recipient: Recipient,
    ground: Ground,
    decision: Decision,
    decided_on: Date,
    /// The disclosure that it corrects.
    #[schema(required)]
    corrects: Option<DisclosureId>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Disclosures)]
struct Listed {
    disclosures: Vec<Line>,
    /// The address of the next page.
    #[schema(required)]
    next: Option<String>,
}

/// A disclosure as it is kept, with its entry in the log and what the rules say of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordedDisclosure)]
struct Whole {
    id: DisclosureId,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    recorded_at: OffsetDateTime,
    /// Number of its entry in the log.
    entry: u64,
    /// A signed checkpoint covers the entry: before that nothing may leave the house.
    signed: bool,
    #[schema(required)]
    corrected_by: Option<DisclosureId>,
    /// Fields of the entry that were erased on a decision; what they held is empty.
    erased: Vec<String>,
    disclosure: Disclosure,
    findings: Vec<Report>,
    /// When it was handed over, the oldest first.
    deliveries: Vec<HandedOver>,
    /// What came of it, and of its copies on loose media, the oldest first: the latest counts.
    sequels: Vec<Told>,
}

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct Listing {
    /// The number of a site.
    site: Option<SiteId>,
    /// How many disclosures to a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// Only those with a lower number: taken from `next`.
    before: Option<i64>,
}

impl Parameters for Listing {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self {
            site: query.number("site", 1..=i64::MAX)?.map(SiteId),
            limit: query.number("limit", 1..=MOST_LINES)?,
            before: query.number("before", 1..=i64::MAX)?,
        })
    }
}

/// The disclosures that the person behind the key may read, the newest first.
#[utoipa::path(
    get, path = "/disclosures", tag = "disclosures", operation_id = "disclosures",
    params(Listing), security(("key" = [])),
    responses((status = 200, description = "A page of them", body = Listed), Refusals),
)]
async fn index(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<Listing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::ReadDisclosures)?;
    let db = app.db.read();
    let limit = asked.limit.unwrap_or(LINES);
    let page = u64::try_from(limit).unwrap_or(1);
    let found = store::latest(db, caller.kommun, asked.site, asked.before, page).await?;
    let last = found.last().filter(|_| found.len() as u64 == page);
    let next = last.map(|last| {
        let site = asked
            .site
            .map_or(String::new(), |site| format!("&site={site}"));
        format!(
            "{ROOT}/disclosures?limit={limit}&before={}{site}",
            last.data.number
        )
    });
    let sites = found.iter().map(|one| one.data.site);
    let units = site::store::units(db, caller.kommun, sites).await?;
    let reads = |one: &Recorded| {
        let unit = units.get(&one.data.site).copied().flatten();
        person.may(Permission::ReadDisclosures, unit)
    };
    let disclosures = found.iter().filter(|one| reads(one)).map(line).collect();
    answer::json(&headers, &Listed { disclosures, next })
}

fn line(recorded: &Recorded) -> Line {
    let data = &recorded.data;
    Line {
        id: recorded.id,
        number: data.number,
        site: data.site,
        recorded_at: recorded.recorded_at,
        recipient: data.recipient,
        ground: data.ground,
        decision: data.decision,
        decided_on: data.decided_on,
        corrects: data.corrects,
    }
}

/// One disclosure. That it was read is written down, with the person behind the key and the system.
#[utoipa::path(
    get, path = "/disclosures/{id}", tag = "disclosures", operation_id = "disclosure",
    params(("id" = DisclosureId, Path, description = "The disclosure's id")), security(("key" = [])),
    responses((status = 200, description = "The disclosure", body = Whole), Refusals, Missing),
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let person = caller.person_for(Scope::ReadDisclosures)?;
    let reads = (person, Permission::ReadDisclosures);
    let (recorded, desk) = at_hand(&app, &caller, &id, reads).await?;
    let clerk = clerk(&app, &caller, person).await?;
    tell_of_reading(&app, &clerk, Act::Read, recorded.id).await?;
    answer::json(&headers, &whole(&app, &clerk, &desk.place, recorded).await?)
}

/// Writes down that content was read.
async fn tell_of_reading(
    app: &App,
    clerk: &Clerk<'_>,
    act: Act,
    id: DisclosureId,
) -> Result<(), Problem> {
    let read = clerk.deed(act, id);
    let db = app.db.write_one().await;
    note(&*db, clerk.kommun, clerk.account, &read, clerk.now).await?;
    Ok(())
}

async fn whole(
    app: &App,
    clerk: &Clerk<'_>,
    place: &Place,
    recorded: Recorded,
) -> Result<Whole, Problem> {
    let db = app.db.read();
    let found = if recorded.erased.is_empty() {
        judged(clerk, place, &recorded.data)
    } else {
        Vec::new()
    };
    let reference = release::reference(recorded.data.number);
    let findings = crate::compliance::shown(&found, false);
    let entry = recorded.entry();
    let deliveries = delivery::store::of_disclosure(db, clerk.kommun, recorded.id).await?;
    let sequels = sequel::store::of_disclosure(db, clerk.kommun, recorded.id).await?;
    Ok(Whole {
        deliveries: deliveries.into_iter().map(HandedOver::from).collect(),
        sequels: sequels.into_iter().map(Told::from).collect(),
        id: recorded.id,
        recorded_at: recorded.recorded_at,
        entry,
        signed: app
            .signers
            .covered(&app.db, clerk.kommun, entry, clerk.now)
            .await?
            .is_signed(),
        corrected_by: store::correction_of(db, clerk.kommun, recorded.id)
            .await?
            .map(|correction| correction.id),
        findings: findings
            .into_iter()
            .map(|finding| finding.report(&reference, clerk.l))
            .collect(),
        erased: recorded.erased,
        disclosure: recorded.data,
    })
}

/// Records a release or a refusal in the name of the person behind the key.
///
/// Sent again with the same `Idempotency-Key` it records nothing more and answers 200 with what was recorded. What a rule
/// says against it is answered with 422 before it is saved; with `aware` it is recorded all the same, since people must be
/// able to write down what happened.
#[utoipa::path(
    post, path = "/disclosures", tag = "disclosures", operation_id = "record_disclosure",
    security(("key" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the system, anew for each disclosure: at most 255 characters")),
    request_body = NewDisclosure,
    responses(
        (status = 200, description = "It was recorded before, by this key", body = Whole),
        (status = 201, description = "It is recorded; `Location` is where it is", body = Whole),
        (status = 422, description = "Something is missing or wrong, or a rule says that it may not have been right", body = Written, content_type = "application/problem+json"),
        Refusals,
        Missing,
    ),
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing): Asked<Nothing>,
    headers: HeaderMap,
    body: Result<Json<NewDisclosure>, JsonRejection>,
) -> Result<Response, Problem> {
    let (person, key, sent) = caller.to_record(Scope::RecordDisclosures, &headers, body)?;
    sent.named_its_files(&caller)?;
    let records = (person, Permission::RecordDisclosures);
    let desk = desk_of(&app, &caller, sent.site, records).await?;
    let clerk = clerk(&app, &caller, person).await?;
    let values = sent.values();
    let before = store::by_key(app.db.read(), caller.kommun, &key).await?;
    let recorded = match settle(&app, &clerk, &desk, &values, &key).await? {
        Ok(recorded) => recorded,
        Err(refused) => return Err(wrong(&refused, &caller)),
    };
    let sent = super::form::read(&values, desk.id, &desk.cameras, clerk.now);
    answered(&app, &clerk, &desk.place, (recorded, before), sent).await
}

/// What was recorded now, or with the same key before.
async fn answered(
    app: &App,
    clerk: &Clerk<'_>,
    place: &Place,
    (recorded, before): (Recorded, Option<Recorded>),
    sent: Result<Disclosure, Errors>,
) -> Result<Response, Problem> {
    if before
        .as_ref()
        .is_some_and(|before| is_another(before, sent))
    {
        return Err(once::reused());
    }
    let location = format!("{ROOT}/disclosures/{}", recorded.id);
    let whole = whole(app, clerk, place, recorded).await?;
    let status = once::status(before.is_none());
    Ok((status, [(header::LOCATION, location)], Json(whole)).into_response())
}

/// Whether something else was recorded with the key than what was sent now.
fn is_another(before: &Recorded, sent: Result<Disclosure, Errors>) -> bool {
    let same = |mut sent: Disclosure| {
        sent.number = before.data.number;
        sent.steps = before.data.steps;
        sent == before.data
    };
    // What was erased since cannot be compared.
    before.erased.is_empty() && !sent.is_ok_and(same)
}

fn wrong(refused: &Refused, caller: &Caller) -> Problem {
    let text_id = if refused.asks {
        "api-disclosure-asks"
    } else {
        "api-disclosure-wrong"
    };
    caller.wrong(text_id, &refused.errors)
}

/// A disclosure that the person may do something with; every other is as unknown as any number.
async fn at_hand(
    app: &App,
    caller: &Caller,
    id: &str,
    person: (&Account, Permission),
) -> Result<(Recorded, Desk), Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let found = store::find(app.db.read(), caller.kommun, DisclosureId(id)).await?;
    let recorded = found.ok_or_else(Problem::not_found)?;
    let desk = desk_of(app, caller, recorded.data.site, person).await?;
    Ok((recorded, desk))
}

/// A site at which the person may do this; every other is as unknown as any number.
async fn desk_of(
    app: &App,
    caller: &Caller,
    site: SiteId,
    (person, to): (&Account, Permission),
) -> Result<Desk, Problem> {
    let found = desk(app, caller.kommun, site, person).await?;
    found
        .filter(|desk| person.may(to, desk.place.site.unit))
        .ok_or_else(Problem::not_found)
}

async fn clerk<'a>(app: &App, caller: &Caller, account: &'a Account) -> Result<Clerk<'a>, Problem> {
    let db = app.db.read();
    Ok(Clerk {
        kommun: caller.kommun,
        account,
        rules: ruling::store::rules(db, caller.kommun, &app.policies, caller.today).await?,
        as_of: caller.today,
        now: caller.now,
        l: caller.l,
        address: caller.address,
        system: caller.system(),
    })
}
