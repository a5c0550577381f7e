//! Disclosures for other systems, such as a case system that records what it has released. Behind the key stands a person:
//! what it opens, and in whose name it records, is that person's; every reading of content is in the trace.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::form::Desk;
use super::store::{self, Recorded};
use super::trace::store::note;
use super::trace::{Act, Deed};
use super::web::clerk::Clerk;
use super::web::counter::{Refused, desk, settle};
use super::web::{entry_of, judged};
use super::{Decision, Disclosure, DisclosureId, Ground, Recipient};
use crate::account::{Account, Permission};
use crate::compliance::release;
use crate::db::record::{self, Stored};
use crate::law::Report;
use crate::ruling;
use crate::site::{self, Site, SiteId};
use crate::texts::Message;
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::Nothing;
use crate::web::api::document::ROOT;
use crate::web::api::problem::{Fault, Missing, Refusals, Written};
use crate::web::api::{Asked, Caller, Parameters, Problem, Query, answer};
use crate::web::form::Values;

mod new;

use new::NewDisclosure;

/// Disclosures on a page, unless the caller says.
const LINES: i64 = 50;
const MOST_LINES: i64 = 200;
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest key that a system may choose.
const LONGEST_KEY: usize = 255;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show))
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
    let person = person(&caller, Scope::ReadDisclosures)?;
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
    let person = person(&caller, Scope::ReadDisclosures)?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let found = store::find(app.db.read(), caller.kommun, DisclosureId(id)).await?;
    let recorded = found.ok_or_else(Problem::not_found)?;
    let site = at_site(&app, &caller, recorded.data.site).await?;
    if !person.may(Permission::ReadDisclosures, site.data.unit) {
        return Err(Problem::not_found());
    }
    let clerk = clerk(&app, &caller, person).await?;
    let read = Deed::of(Act::Read)
        .disclosure(recorded.id)
        .from(caller.address);
    let read = read.detail(clerk.system.as_str());
    note(
        &*app.db.write_one().await,
        caller.kommun,
        person,
        &read,
        caller.now,
    )
    .await?;
    answer::json(&headers, &whole(&app, &clerk, &site.data, recorded).await?)
}

async fn whole(
    app: &App,
    clerk: &Clerk<'_>,
    site: &Site,
    recorded: Recorded,
) -> Result<Whole, Problem> {
    let db = app.db.read();
    let found = if recorded.erased.is_empty() {
        judged(app, clerk, site, &recorded.data).await?
    } else {
        Vec::new()
    };
    let reference = release::reference(recorded.data.number);
    let findings = crate::compliance::shown(&found, false);
    let entry = entry_of(&recorded);
    Ok(Whole {
        id: recorded.id,
        recorded_at: recorded.recorded_at,
        entry,
        signed: app
            .signers
            .covered(db, clerk.kommun, entry)
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
    let person = person(&caller, Scope::RecordDisclosures)?;
    let key = request_key(&caller, &headers)?;
    let Json(sent) = body.map_err(|rejection| unreadable(&rejection))?;
    if !sent.names_its_files() {
        let detail = caller.l.t("api-files").to_owned();
        let field = "files".to_owned();
        let message = Message::new("api-disclosure-wrong");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message)
            .with_faults(vec![Fault { field, detail }]));
    }
    let site = at_site(&app, &caller, sent.site).await?;
    if !person.may(Permission::RecordDisclosures, site.data.unit) {
        return Err(Problem::not_found());
    }
    let clerk = clerk(&app, &caller, person).await?;
    let desk: Desk = desk(&app, caller.kommun, &site).await?;
    let values = sent.values();
    let before = store::by_key(app.db.read(), caller.kommun, &key).await?;
    let recorded = match settle(&app, &clerk, &desk, &values, &key).await? {
        Ok(recorded) => recorded,
        Err(refused) => return Err(wrong(&refused, &clerk)),
    };
    let status = match before {
        Some(before) if is_another(&before, &values, &desk, &clerk) => {
            let message = Message::new("api-key-reused");
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message));
        }
        Some(_) => StatusCode::OK,
        None => StatusCode::CREATED,
    };
    let location = format!("{ROOT}/disclosures/{}", recorded.id);
    let whole = whole(&app, &clerk, &desk.site, recorded).await?;
    Ok((status, [(header::LOCATION, location)], Json(whole)).into_response())
}

/// Whether something else was recorded with the key than what was sent now.
fn is_another(before: &Recorded, values: &Values, desk: &Desk, clerk: &Clerk<'_>) -> bool {
    let sent = super::form::read(values, desk.id, &desk.cameras, clerk.now);
    let same = |mut sent: Disclosure| {
        sent.number = before.data.number;
        sent == before.data
    };
    // What was erased since cannot be compared.
    before.erased.is_empty() && !sent.is_ok_and(same)
}

/// The key of the system, apart from those of every other system and of the pages.
fn request_key(caller: &Caller, headers: &HeaderMap) -> Result<String, Problem> {
    let sent = headers.get(IDEMPOTENCY_KEY);
    let sent = sent.and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    if sent.is_empty() || sent.len() > LONGEST_KEY {
        let message = Message::new("api-key-idempotency");
        return Err(Problem::parameter("Idempotency-Key", message, Vec::new()));
    }
    let whose = caller.token.owner.map_or(0, |owner| owner.0);
    let mine = format!("api\n{whose}\n{}\n{sent}", caller.token.name);
    Ok(crate::hex(&Sha256::digest(mine)))
}

fn wrong(refused: &Refused, clerk: &Clerk<'_>) -> Problem {
    let text = if refused.asks {
        "api-disclosure-asks"
    } else {
        "api-disclosure-wrong"
    };
    let faults = refused.errors.iter().map(|error| Fault {
        field: error.field.clone(),
        detail: clerk.l.message(&error.message),
    });
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Message::new(text)).with_faults(faults.collect())
}

fn unreadable(rejection: &JsonRejection) -> Problem {
    let message = Message::new("api-body").with("why", rejection.body_text());
    Problem::new(StatusCode::BAD_REQUEST, message)
}

/// The person behind the key, who may do now what the key is for.
fn person(caller: &Caller, scope: Scope) -> Result<&Account, Problem> {
    caller.require(scope)?;
    caller.person.as_ref().ok_or_else(Problem::not_found)
}

async fn at_site(app: &App, caller: &Caller, site: SiteId) -> Result<Stored<Site>, Problem> {
    let found = record::find::<Site>(app.db.read(), caller.kommun, site).await?;
    found.ok_or_else(Problem::not_found)
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
        system: caller.l.ta("trace-by-key", "name", &caller.token.name),
    })
}
