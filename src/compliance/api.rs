//! What the rules say, for other systems: the same findings as on the pages and on the command line.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures_util::stream;
use sea_orm::DbErr;
use time::Date;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{Seen, next_seen, seen};
use super::{Dossier, Viewpoint};
use crate::law::{ListedPolicy, Report};
use crate::register;
use crate::site::SiteId;
use crate::texts::{Loc, Message};
use crate::token::Scope;
use crate::web::App;
use crate::web::api::problem::{Missing, Refusals};
use crate::web::api::{Asked, Caller, Parameters, Problem, Query, answer};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(findings))
        .routes(routes!(findings_of_site))
        .routes(routes!(policies))
}

/// Which day is asked about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Day {
    /// The law of this day, and what is recorded today about it; left out, today.
    pub as_of: Option<Date>,
    /// What the register knew when the day ended, and not what is recorded today about it. Asks for `as_of`.
    #[param(default = false)]
    pub known_then: Option<bool>,
}

impl Parameters for Day {
    fn read(query: &Query) -> Result<Self, Problem> {
        let (as_of, known_then) = (query.day("as_of")?, query.truth("known_then")?);
        if known_then && as_of.is_none() {
            let message = Message::new("api-day-needed");
            return Err(Problem::parameter("as_of", message, Vec::new()));
        }
        Ok(Self {
            as_of,
            known_then: Some(known_then),
        })
    }
}

impl Day {
    /// # Errors
    /// When the database does not answer.
    pub async fn seen_by(&self, caller: &Caller, app: &App) -> Result<Viewpoint, Problem> {
        let known_then = self.known_then == Some(true);
        caller.viewpoint(app, self.as_of, known_then).await
    }
}

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct Judged {
    /// The law of this day, and what is recorded today about it; left out, today.
    as_of: Option<Date>,
    /// What the register knew when the day ended, and not what is recorded today about it. Asks for `as_of`.
    #[param(default = false)]
    known_then: Option<bool>,
    /// Also what is met and what does not apply.
    #[param(default = false)]
    all: Option<bool>,
}

impl Parameters for Judged {
    fn read(query: &Query) -> Result<Self, Problem> {
        let Day { as_of, known_then } = Day::read(query)?;
        Ok(Self {
            as_of,
            known_then,
            all: Some(query.truth("all")?),
        })
    }
}

impl Judged {
    const fn all(&self) -> bool {
        matches!(self.all, Some(true))
    }

    const fn day(&self) -> Day {
        Day {
            as_of: self.as_of,
            known_then: self.known_then,
        }
    }
}

/// What the rules say of every site, site by site.
///
/// The shape is that of `objektiv check --format json`, which also judges disclosures; those are not open to keys.
/// However many sites there are, the answer is made while it is sent; one that was broken off is no valid JSON.
#[utoipa::path(
    get, path = "/findings", tag = "findings", operation_id = "findings",
    params(Judged), security(("key" = [])),
    responses(
        (status = 200, description = "The findings, the most urgent of each site first", body = [Report]),
        Refusals,
    ),
)]
async fn findings(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<Judged>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Register)?;
    let from = asked.day().seen_by(&caller, &app).await?;
    let written = register::store::written(app.db.read(), from.kommun).await?;
    let (l, all) = (caller.l, asked.all());
    let made_of = (
        (env!("CARGO_PKG_VERSION"), l.lang().code(), all),
        (from.kommun.number(), from.unit, from.as_of, from.known_then),
        (from.rules.digest(), written),
        // What somebody sees changes without anything being written in the register.
        format!("{:?}", from.kommun.sight()),
    );
    Ok(answer::stream(&headers, &made_of, || {
        let walk = Walk::new(app, from, all, l);
        stream::try_unfold(walk, Walk::step)
    }))
}

/// What the rules say of one site.
#[utoipa::path(
    get, path = "/sites/{id}/findings", tag = "findings", operation_id = "findings_of_site",
    params(("id" = SiteId, Path, description = "The site's number"), Judged), security(("key" = [])),
    responses(
        (status = 200, description = "The findings, the most urgent first", body = [Report]),
        Refusals,
        Missing,
    ),
)]
async fn findings_of_site(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(asked): Asked<Judged>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Register)?;
    let from = asked.day().seen_by(&caller, &app).await?;
    let dossier = dossier(&app, &from, &id).await?;
    answer::json(&headers, &from.reports(&dossier, asked.all(), caller.l))
}

/// A site that the caller sees. Another kommun's or unit's is as unknown as any other number.
///
/// # Errors
/// 404 when there is none, or the register did not know of it on the day.
pub async fn dossier(app: &App, from: &Viewpoint, id: &str) -> Result<Box<Dossier>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    match seen(app.db.read(), from, SiteId(id)).await? {
        Some(Seen::Dossier(dossier)) => Ok(dossier),
        Some(Seen::NotKnownThen) => {
            let message = Message::new("api-not-known-then");
            Err(Problem::new(StatusCode::NOT_FOUND, message))
        }
        None => Err(Problem::not_found()),
    }
}

/// The rules as the kommun has them on a day, and what it has decided about them.
///
/// The shape is that of `objektiv policy list --format json`.
#[utoipa::path(
    get, path = "/policies", tag = "policies", operation_id = "policies",
    params(Ruled), security(("key" = [])),
    responses(
        (status = 200, description = "Every rule, also those of other days: see in_force", body = [ListedPolicy]),
        Refusals,
    ),
)]
async fn policies(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<Ruled>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.require(Scope::Register)?;
    let from = caller.viewpoint(&app, asked.as_of, false).await?;
    answer::json(&headers, &from.rules.listed(caller.l))
}

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct Ruled {
    /// What the kommun had decided by this day; left out, today.
    as_of: Option<Date>,
}

impl Parameters for Ruled {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self {
            as_of: query.day("as_of")?,
        })
    }
}

/// Going through the sites while the answer is sent: one batch of dossiers in memory, one site to a chunk.
struct Walk {
    app: App,
    from: Viewpoint,
    all: bool,
    l: Loc,
    after: SiteId,
    batch: std::vec::IntoIter<Dossier>,
    /// What stands before the next finding.
    before: u8,
    ended: bool,
}

impl Walk {
    fn new(app: App, from: Viewpoint, all: bool, l: Loc) -> Self {
        Self {
            app,
            from,
            all,
            l,
            after: SiteId(0),
            batch: Vec::new().into_iter(),
            before: b'[',
            ended: false,
        }
    }

    async fn step(mut self) -> Result<Option<(Vec<u8>, Self)>, DbErr> {
        if self.ended {
            return Ok(None);
        }
        while let Some(dossier) = self.next().await? {
            let chunk = self.written(&dossier)?;
            if !chunk.is_empty() {
                return Ok(Some((chunk, self)));
            }
        }
        self.ended = true;
        let end: &[u8] = if self.before == b'[' { b"[]" } else { b"]" };
        Ok(Some((end.to_vec(), self)))
    }

    async fn next(&mut self) -> Result<Option<Dossier>, DbErr> {
        loop {
            if let Some(dossier) = self.batch.next() {
                return Ok(Some(dossier));
            }
            let Some((last, batch)) = next_seen(self.app.db.read(), &self.from, self.after).await?
            else {
                return Ok(None);
            };
            self.after = last;
            self.batch = batch.into_iter();
        }
    }

    fn written(&mut self, dossier: &Dossier) -> Result<Vec<u8>, DbErr> {
        let mut chunk = Vec::new();
        for report in self.from.reports(dossier, self.all, self.l) {
            chunk.push(self.before);
            self.before = b',';
            serde_json::to_writer(&mut chunk, &report)
                .map_err(|error| DbErr::Type(error.to_string()))?;
        }
        Ok(chunk)
    }
}
