//! `/utlamnanden/kameror`

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use time::format_description::well_known::Rfc3339;

use super::form::{self, Asked, Place, SITE};
use super::page::{Answer, CoveragePage};
use crate::account::Permission;
use crate::compliance::coverage::{Interval, coverage};
use crate::compliance::list::{self, Filter};
use crate::compliance::store::{TodayAndThen, sites_near, today_and_then};
use crate::disclosure::web::crumbs;
use crate::organisation;
use crate::site::{Position, SiteId};
use crate::web::actor::Actor;
use crate::web::form::{Form, Values};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/kameror", get(show))
}

/// Sites on a page; a narrower question shows the rest.
const SITES: usize = 10;

async fn show(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    let values = Values::from_pairs(pairs);
    let asked_for = ["plats", "fran", SITE]
        .iter()
        .any(|name| !values.first(name).is_empty());
    let mut page = page(&app, &actor, form::form().fill(values.clone()));
    page.site = chosen(&app, &actor, &values).await?;
    // A link from a site names the place alone.
    if !asked_for || (page.site.is_some() && values.all("fran").next().is_none()) {
        return Ok(page.into_response());
    }
    // The kommun's own grid matters to coordinates alone.
    let kommun = if values.first("plats").contains(|c: char| c.is_ascii_digit()) {
        organisation::store::kommun(app.db.read(), actor.kommun).await?
    } else {
        None
    };
    let zone = kommun.and_then(|kommun| kommun.zone_epsg);
    let asked = match form::read(&values, zone, actor.now) {
        Ok(asked) => asked,
        Err(errors) => {
            page.form = page.form.refuse(errors);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let (sites, more) = sites_at(&app, &actor, &asked.place).await?;
    let until = asked.interval.until;
    let found = today_and_then(app.db.read(), actor.kommun, &sites, until, &actor.account).await?;
    page.answers = Some(answers(&actor, &asked, found));
    page.interval = Some(asked.interval);
    page.more = more;
    Ok(page.into_response())
}

fn page(app: &App, actor: &Actor, form: Form) -> CoveragePage {
    let l = actor.l;
    CoveragePage {
        shell: actor.shell(app),
        l,
        crumbs: crumbs(actor, l.t("coverage-title")),
        form,
        site: None,
        answers: None,
        interval: None,
        more: false,
    }
}

/// The site that is asked about by its number.
async fn chosen(
    app: &App,
    actor: &Actor,
    values: &Values,
) -> Result<Option<(SiteId, String)>, PageError> {
    let Ok(id) = values.first(SITE).parse().map(SiteId) else {
        return Ok(None);
    };
    let names = crate::site::store::names(app.db.read(), actor.kommun, [id]).await?;
    let name = names.get(&id).cloned().ok_or(PageError::NotFound)?;
    Ok(Some((id, name)))
}

async fn sites_at(
    app: &App,
    actor: &Actor,
    place: &Place,
) -> Result<(Vec<SiteId>, bool), PageError> {
    let db = app.db.read();
    let limit = u64::try_from(SITES + 1).unwrap_or(u64::MAX);
    let mut sites = match place {
        Place::Site(id) => vec![*id],
        Place::Point(point) => sites_near(db, actor.kommun, point, limit).await?,
        Place::Text(text) => {
            let filter = Filter {
                search: text.clone(),
                ..Filter::default()
            };
            let lines = list::lines(db, actor.kommun, &filter, None, limit).await?;
            lines.into_iter().map(|line| line.id).collect()
        }
    };
    let more = sites.len() > SITES;
    sites.truncate(SITES);
    Ok((sites, more))
}

/// The nearest first, then those with cameras.
fn answers(actor: &Actor, asked: &Asked, found: Vec<TodayAndThen>) -> Vec<Answer> {
    let point: Option<&Position> = match &asked.place {
        Place::Point(point) => Some(point),
        Place::Site(_) | Place::Text(_) => None,
    };
    let answer = |TodayAndThen { today, then }: TodayAndThen| {
        let coverage = coverage(&today, then.as_ref(), asked.interval, point, actor.now);
        let begin = begin(actor, today.id, &coverage, asked.interval);
        Answer {
            id: today.id,
            may_record: actor
                .account
                .may(Permission::RecordDisclosures, today.site.unit),
            site: today.site,
            coverage,
            begin,
        }
    };
    let mut answers: Vec<Answer> = found.into_iter().map(answer).collect();
    answers.sort_by_key(|answer| {
        let nearest = answer
            .coverage
            .cameras
            .iter()
            .find_map(|camera| camera.metres);
        let empty = answer.coverage.cameras.is_empty();
        (empty, nearest.is_none(), nearest)
    });
    answers
}

/// A disclosure with the cameras and the interval filled in. Those that look away are left for a person to choose.
fn begin(
    actor: &Actor,
    site: SiteId,
    coverage: &crate::compliance::coverage::Coverage,
    interval: Interval,
) -> String {
    use crate::compliance::coverage::View;
    let cameras = coverage
        .cameras
        .iter()
        .filter(|camera| camera.view != Some(View::Away));
    let cameras: Vec<String> = cameras.map(|camera| camera.id.to_string()).collect();
    let at = |instant: time::OffsetDateTime| instant.format(&Rfc3339).unwrap_or_default();
    let query = serde_urlencoded::to_string([
        ("bevakning", site.to_string()),
        ("kameror", cameras.join(",")),
        ("fran", at(interval.from)),
        ("till", at(interval.until)),
    ]);
    actor
        .l
        .path(&format!("/utlamnanden/nytt?{}", query.unwrap_or_default()))
}
