//! Sites for other systems: the list with its filters, and one site with what belongs to it.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use time::Date;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::web::listed::List;
use super::{PlaceType, Purpose, Site, SiteId, SiteStatus, SpecialTechnology};
use crate::assessment::Assessment;
use crate::camera::{Camera, CameraId, CameraTold};
use crate::code::Code;
use crate::compliance::api::{Day, dossier};
use crate::compliance::list::{After, Filter, Line};
use crate::compliance::{Dossier, Entry, Viewpoint, findings, summary};
use crate::db::record;
use crate::law::Standing;
use crate::organisation::{Controller, Unit, UnitId};
use crate::permit::Permit;
use crate::retention::StoragePeriod;
use crate::signage::Sign;
use crate::token::Scope;
use crate::web::App;
use crate::web::api::asked::refused;
use crate::web::api::document::ROOT;
use crate::web::api::problem::{Missing, Refusals};
use crate::web::api::{Asked, Caller, Parameters, Problem, Query, answer};

/// Sites on a page, unless the caller says.
const LINES: i64 = 50;
const MOST_LINES: i64 = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(show))
}

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct Listing {
    /// Part of reference, name, address, property or responsible person.
    search: Option<String>,
    standing: Option<Standing>,
    status: Option<SiteStatus>,
    place_type: Option<PlaceType>,
    /// The number of a unit.
    unit: Option<UnitId>,
    /// The law of this day, and what is recorded today about it; left out, today.
    as_of: Option<Date>,
    /// What the register knew when the day ended, and not what is recorded today about it. Asks for `as_of`.
    #[param(default = false)]
    known_then: Option<bool>,
    /// How many sites to a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// Where the page before ended: taken from its `next`.
    after: Option<String>,
}

impl Parameters for Listing {
    fn read(query: &Query) -> Result<Self, Problem> {
        let Day { as_of, known_then } = Day::read(query)?;
        Ok(Self {
            search: Some(query.search("search")?),
            standing: query.code("standing")?,
            status: query.code("status")?,
            place_type: query.code("place_type")?,
            unit: query.number("unit", 1..=i64::MAX)?.map(UnitId),
            as_of,
            known_then,
            limit: query.number("limit", 1..=MOST_LINES)?,
            after: query.text("after").map(ToOwned::to_owned),
        })
    }
}

impl Listing {
    fn filter(&self) -> Filter {
        Filter {
            search: self.search.clone().unwrap_or_default(),
            standing: self.standing,
            unit: self.unit,
            place_type: self.place_type,
            status: self.status,
            ..Filter::default()
        }
    }

    fn place(&self) -> Result<Option<After>, Problem> {
        let Some(cursor) = &self.after else {
            return Ok(None);
        };
        let place = from_cursor(cursor).ok_or_else(|| refused("after", "api-cursor", cursor))?;
        Ok(Some(place))
    }

    /// The address of the next page, without the host.
    fn next(&self, caller: &Caller, after: &After) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        add(
            "search",
            self.search.clone().filter(|text| !text.is_empty()),
        );
        add("standing", self.standing.map(|one| one.code().to_owned()));
        add("status", self.status.map(|one| one.code().to_owned()));
        add(
            "place_type",
            self.place_type.map(|one| one.code().to_owned()),
        );
        add("unit", self.unit.map(|unit| unit.to_string()));
        add("as_of", self.as_of.map(|day| day.to_string()));
        let known_then = self.known_then == Some(true);
        add("known_then", known_then.then(|| "true".to_owned()));
        add("limit", self.limit.map(|limit| limit.to_string()));
        add("after", Some(cursor(after)));
        // Names and texts: they have a query.
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        caller.l.path(&format!("{ROOT}/sites?{query}"))
    }
}

/// A place in the list: nobody's business but ours.
fn cursor(after: &After) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", after.id, after.sort_key))
}

fn from_cursor(text: &str) -> Option<After> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, sort_key) = text.split_once(' ')?;
    // PostgreSQL takes no text with a zero in it.
    let is_text = !sort_key.contains('\0');
    Some(After {
        key: String::new(),
        id: id.parse().ok().filter(|_| is_text)?,
        sort_key: sort_key.to_owned(),
    })
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
struct SitePage {
    /// The day that they are shown as of.
    as_of: Date,
    known_then: bool,
    /// In Swedish order of their names.
    sites: Vec<Listed>,
    /// Address of the next page; `null` on the last.
    next: Option<String>,
}

/// A site in one line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteLine)]
struct Listed {
    id: SiteId,
    reference: String,
    name: String,
    address: String,
    place_type: Option<PlaceType>,
    status: Option<SiteStatus>,
    unit: Option<Named>,
    /// The worst of what the rules say.
    standing: Standing,
    breaches: i32,
    risks: i32,
    unknowns: i32,
}

/// A unit or a controller.
#[derive(Debug, Serialize, ToSchema)]
struct Named {
    id: i64,
    name: String,
}

impl From<Line> for Listed {
    fn from(line: Line) -> Self {
        let unit = line.unit_id.zip(line.unit);
        Self {
            id: line.id,
            reference: line.reference,
            name: line.name,
            address: line.address,
            place_type: line.place_type,
            status: line.status,
            unit: unit.map(|(id, name)| Named { id: id.0, name }),
            standing: line.standing,
            breaches: line.breaches,
            risks: line.risks,
            unknowns: line.unknowns,
        }
    }
}

/// The sites, page by page.
///
/// Follow `next` until it is `null`: every site comes once, also while others are registered.
#[utoipa::path(
    get, path = "/sites", tag = "sites", operation_id = "sites",
    params(Listing), security(("key" = [])),
    responses(
        (status = 200, description = "A page of sites", body = SitePage),
        Refusals,
    ),
)]
async fn index(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<Listing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Register)?;
    let after = asked.place()?;
    let known_then = asked.known_then == Some(true);
    let from = caller.viewpoint(&app, asked.as_of, known_then).await?;
    let limit = usize::try_from(asked.limit.unwrap_or(LINES)).unwrap_or_default();
    let found = List::open(&app, &from)
        .await?
        .lines(&asked.filter(), after.as_ref(), limit)
        .await?;
    let page = SitePage {
        as_of: from.as_of,
        known_then: from.known_then,
        sites: found.lines.into_iter().map(Listed::from).collect(),
        next: found.next.map(|after| asked.next(&caller, &after)),
    };
    answer::json(&headers, &page)
}

/// A site with what belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteShown)]
struct Shown {
    id: SiteId,
    /// The day that it is shown as of.
    as_of: Date,
    known_then: bool,
    /// The worst of what the rules say.
    standing: Standing,
    breaches: usize,
    risks: usize,
    unknowns: usize,
    statutory: Statutory,
    unit: Option<Named>,
    controller: Option<Named>,
    /// What is recorded of the site itself. `null` is not answered, never no.
    site: Site,
    cameras: Vec<CameraTold>,
    permits: Vec<Part<Permit>>,
    assessments: Vec<Part<Assessment>>,
    signs: Vec<Part<Sign>>,
    storage_periods: Vec<Part<StoragePeriod>>,
}

/// The five items of the statutory register (KBL 10 §).
#[derive(Debug, Serialize, ToSchema)]
struct Statutory {
    /// 10 § 1: address or comparable location.
    location: String,
    /// 10 § 2
    place_type: Option<PlaceType>,
    /// 10 § 3
    purposes: Vec<Purpose>,
    purpose_text: String,
    /// 10 § 4: whether sound is heard or recorded.
    audio: Option<bool>,
    /// 10 § 4: `null` is not answered, an empty list is none.
    special_technology: Option<Vec<SpecialTechnology>>,
    /// 10 § 5: when the latest assessment was made.
    assessed_on: Option<Date>,
}

/// A record that belongs to the site, with its number.
#[derive(Debug, Serialize, ToSchema)]
struct Part<T: ToSchema> {
    id: i64,
    record: T,
}

fn told(cameras: Vec<Entry<CameraId, Camera>>) -> Vec<CameraTold> {
    let told = cameras.into_iter();
    told.map(|camera| CameraTold::of(camera.id, camera.data))
        .collect()
}

fn parts<I: Into<i64>, T: ToSchema>(entries: Vec<Entry<I, T>>) -> Vec<Part<T>> {
    let parts = entries.into_iter().map(|entry| Part {
        id: entry.id.into(),
        record: entry.data,
    });
    parts.collect()
}

/// One site: the five statutory items, and everything that its page shows whoever may read the register.
#[utoipa::path(
    get, path = "/sites/{id}", tag = "sites", operation_id = "site",
    params(("id" = SiteId, Path, description = "The site's number"), Day), security(("key" = [])),
    responses(
        (status = 200, description = "The site", body = Shown),
        Refusals,
        Missing,
    ),
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(asked): Asked<Day>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Register)?;
    let from = asked.seen_by(&caller, &app).await?;
    let dossier = dossier(&app, &from, &id).await?;
    answer::json(&headers, &shown(&app, &from, *dossier).await?)
}

async fn shown(app: &App, from: &Viewpoint, dossier: Dossier) -> Result<Shown, Problem> {
    let db = app.db.read();
    let summary = summary(&findings(&from.rules, &dossier, from.as_of));
    let assessed_on = dossier.latest_assessment(from.as_of);
    let (mut unit, mut controller) = (None, None);
    if let Some(id) = dossier.site.unit {
        unit = record::find::<Unit>(db, from.kommun, id).await?;
    }
    if let Some(id) = dossier.site.controller {
        controller = record::find::<Controller>(db, from.kommun, id).await?;
    }
    let site = dossier.site;
    Ok(Shown {
        id: dossier.id,
        as_of: from.as_of,
        known_then: from.known_then,
        standing: summary.standing,
        breaches: summary.breaches,
        risks: summary.risks,
        unknowns: summary.unknowns,
        statutory: Statutory {
            location: site.address.clone(),
            place_type: site.place_type,
            purposes: site.purposes.clone(),
            purpose_text: site.purpose_text.clone(),
            audio: site.audio,
            special_technology: site.special_technology.clone(),
            assessed_on,
        },
        unit: unit.map(|unit| Named {
            id: unit.id.0,
            name: unit.data.name,
        }),
        controller: controller.map(|controller| Named {
            id: controller.id.0,
            name: controller.data.name,
        }),
        site,
        cameras: told(dossier.cameras),
        permits: parts(dossier.permits),
        assessments: parts(dossier.assessments),
        signs: parts(dossier.signs),
        storage_periods: parts(dossier.storage_periods),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_survives_its_journey_and_nothing_else_is_one() {
        let place = After {
            key: String::new(),
            id: 42,
            sort_key: "{byskolan }stra 1".into(),
        };
        assert_eq!(from_cursor(&cursor(&place)), Some(place));
        let zero = URL_SAFE_NO_PAD.encode("42 a\0b");
        for wrong in ["", "42", "å", zero.as_str(), "====", "NDI"] {
            assert_eq!(from_cursor(wrong), None, "{wrong}");
        }
    }
}
