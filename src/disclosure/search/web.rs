//! `/utlamnanden/sok`

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use time::{PrimitiveDateTime, Time};

use super::page::{Search, Table};
use super::{Filter, Outcomes, Sums};
use crate::account::Permission;
use crate::clock::{Local, from_stockholm};
use crate::code::Code;
use crate::disclosure::page::Line;
use crate::disclosure::sequel::{self, Outcome};
use crate::disclosure::store::{self, Narrowed, Recorded};
use crate::disclosure::trace::web::tell;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::crumbs;
use crate::disclosure::{Decision, Ground, Recipient};
use crate::export::web as export_file;
use crate::site::{self, SiteId};
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/sok", get(show))
        .route("/utlamnanden/sok/csv", get(export))
}

/// Lines on the page; the file has all.
const LINES: usize = 50;
/// Lines read at a time for the file.
const BATCH: u64 = 500;

fn form() -> Form {
    Form::new("search", "/utlamnanden/sok")
        .fields(vec![
            Field::text("ord"),
            Field::select("mottagare", choices::<Recipient>()),
            Field::select("grund", choices::<Ground>()),
            Field::select("beslut", choices::<Decision>()),
            Field::select("utfall", choices::<Outcome>()),
            Field::date("fran"),
            Field::date("till"),
            Field::hidden(SITE),
        ])
        .submit("show")
}

/// Name of the field with the site, from a link.
const SITE: &str = "bevakning";

fn read(values: &Values) -> Result<Filter, Errors> {
    let mut reader = Reader::new(values);
    let filter = Filter {
        text: reader.text_up_to("ord", 200),
        recipient: reader.code("mottagare"),
        ground: reader.code("grund"),
        decision: reader.code("beslut"),
        outcome: reader.code("utfall"),
        site: values.first(SITE).parse().ok().map(SiteId),
        from: reader.date("fran"),
        until: reader.date("till"),
    };
    reader.finish(filter)
}

/// What the columns can tell; the rest is looked at one by one. What came on a day was written down then or later.
fn narrowed(filter: &Filter) -> Narrowed {
    let begins = |day| match from_stockholm(PrimitiveDateTime::new(day, Time::MIDNIGHT)) {
        Local::Once(at) | Local::Twice(at, _) => Some(at),
        Local::Never => None,
    };
    Narrowed {
        site: filter.site,
        recipient: filter.recipient,
        since: filter.from.and_then(begins),
    }
}

async fn outcomes(app: &App, actor: &Actor) -> Result<Outcomes, PageError> {
    let told = sequel::store::outcomes(app.db.read(), actor.kommun).await?;
    let told = told.into_iter().filter_map(|sequel| {
        let outcome = sequel.data.outcome?;
        Some((sequel.data.disclosure, outcome))
    });
    // In the order in which they were told: the latest stays.
    Ok(told.collect())
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    let values = Values::from_pairs(pairs);
    let filter = match read(&values) {
        Ok(filter) => filter,
        Err(errors) => {
            let form = form().fill(values).refuse(errors);
            let page = page(&app, &actor, form, (Vec::new(), Sums::default())).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let outcomes = outcomes(&app, &actor).await?;
    let (mut found, mut sums) = (Vec::new(), Sums::default());
    let look = |recorded: Recorded| {
        if filter.fits(&recorded, &outcomes) {
            sums.add(&recorded, &outcomes);
            if found.len() < LINES {
                found.push(recorded);
            }
        }
    };
    store::each(app.db.read().pool(), actor.kommun, narrowed(&filter), look).await?;
    let page = page(&app, &actor, form().fill(values), (found, sums)).await?;
    Ok(page.into_response())
}

async fn page(
    app: &App,
    actor: &Actor,
    form: Form,
    (found, sums): (Vec<Recorded>, Sums),
) -> Result<Search, PageError> {
    let sites = sums.by_site.keys().copied();
    let names = site::store::names(app.db.read(), actor.kommun, sites).await?;
    let query = serde_urlencoded::to_string(form.values.pairs()).unwrap_or_default();
    let line = |recorded: Recorded| Line {
        site: names.get(&recorded.data.site).cloned().unwrap_or_default(),
        recorded,
    };
    Ok(Search {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, actor.l.t("search-title")),
        form,
        lines: found.into_iter().map(line).collect(),
        tables: tables(actor.l, &sums, &names),
        sums,
        file: actor.l.path(&format!("/utlamnanden/sok/csv?{query}")),
    })
}

fn tables(l: Loc, sums: &Sums, names: &HashMap<SiteId, String>) -> Vec<Table> {
    let recipients = sums.by_recipient.iter();
    let grounds = sums.by_ground.iter();
    let decisions = sums.by_decision.iter();
    let outcomes = sums.by_outcome.iter();
    let sites = sums.by_site.iter();
    let untold = || l.t("search-untold").to_owned();
    let name = |site: &SiteId| names.get(site).cloned().unwrap_or_default();
    let mut of_sites: Vec<(String, u64)> = sites.map(|(site, n)| (name(site), *n)).collect();
    of_sites.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let months = sums.by_month.iter();
    let month = |(year, month): &(i32, u8)| format!("{year}-{month:02}");
    vec![
        Table {
            heading: "search-month",
            rows: months.map(|(one, n)| (month(one), *n)).collect(),
        },
        Table {
            heading: "disclosure-recipient",
            rows: recipients.map(|(one, n)| (l.code(*one), *n)).collect(),
        },
        Table {
            heading: "disclosure-ground",
            rows: grounds.map(|(one, n)| (l.code(*one), *n)).collect(),
        },
        Table {
            heading: "diary-decision",
            rows: decisions.map(|(one, n)| (l.code(*one), *n)).collect(),
        },
        Table {
            heading: "sequel-outcome-is",
            rows: outcomes
                .map(|(one, n)| (one.map_or_else(untold, |one| l.code(one)), *n))
                .collect(),
        },
        Table {
            heading: "disclosure-site",
            rows: of_sites,
        },
    ]
}

/// Everything that was found, as a file. That it was fetched is written down, with what was asked for.
async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    // The words that were searched for can be names, and what is written down here stays: they are left out.
    let told = pairs.iter().filter(|(name, _)| name != "ord");
    let asked = serde_urlencoded::to_string(told.collect::<Vec<_>>()).unwrap_or_default();
    let filter =
        read(&Values::from_pairs(pairs)).map_err(|_| PageError::BadRequest("error-400"))?;
    let deed = Deed::of(Act::Exported).detail(asked.chars().take(250).collect::<String>());
    tell(&app, &actor, deed).await?;
    let outcomes = std::sync::Arc::new(outcomes(&app, &actor).await?);
    let headings = HEADINGS.map(|id| actor.l.t(id).to_owned()).to_vec();
    let (here, whoever) = (app.clone(), actor.clone());
    let pages = stream::try_unfold(Some(i64::MAX), move |before| {
        let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
        let outcomes = std::sync::Arc::clone(&outcomes);
        async move {
            let Some(before) = before else {
                return Ok(None);
            };
            let (db, kommun) = (app.db.read(), actor.kommun);
            let some = narrowed(&filter);
            let found = store::before(db, kommun, some, Some(before), BATCH).await?;
            let next = found.last().map(|last| last.data.number);
            let sites = found.iter().map(|one| one.data.site);
            let names = site::store::names(db, kommun, sites).await?;
            let fit = found.iter().filter(|one| filter.fits(one, &outcomes));
            let rows = fit
                .map(|one| row(actor.l, one, &outcomes, &names))
                .collect();
            Ok::<_, PageError>(Some((rows, next)))
        }
    });
    let table = export_file::Table::csv("utlamnanden", headings, Some(Act::Exported));
    export_file::file(
        here,
        whoever,
        table,
        Box::pin(pages),
        export_file::unknown(),
    )
    .await
}

const HEADINGS: [&str; 14] = [
    "disclosure-number-head",
    "disclosure-ledger",
    "disclosure-received-at",
    "disclosure-decided-on",
    "disclosure-recipient",
    "disclosure-recipient-name",
    "disclosure-officer",
    "disclosure-case-reference",
    "disclosure-dnr",
    "disclosure-matter",
    "disclosure-site",
    "disclosure-ground",
    "diary-decision",
    "sequel-outcome-is",
];

fn row(
    l: Loc,
    recorded: &Recorded,
    outcomes: &Outcomes,
    names: &HashMap<SiteId, String>,
) -> Vec<String> {
    let data = &recorded.data;
    let unless = |field: &str, text: String| {
        if recorded.is_erased(field) {
            l.t("disclosure-erased").to_owned()
        } else {
            text
        }
    };
    vec![
        data.number.to_string(),
        recorded.ledger_idx.to_string(),
        unless("requester", l.instant(data.received_at)),
        unless("decided_by", l.date(data.decided_on)),
        l.code(data.recipient),
        data.recipient_name.clone(),
        data.officer.clone(),
        data.case_reference.clone(),
        data.dnr.clone(),
        unless("case", data.matter.clone()),
        names.get(&data.site).cloned().unwrap_or_default(),
        data.ground.code().to_owned(),
        l.code(data.decision),
        outcomes
            .get(&recorded.id)
            .map_or_else(String::new, |outcome| l.code(*outcome)),
    ]
}
