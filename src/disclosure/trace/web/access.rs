//! `/atkomst`: who signed in, was refused, read or did what, of the whole kommun, for those who review others.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use time::Duration;

use super::{about, may_read, tell};
use crate::account::{self, AccountId, Permission};
use crate::clock::{Local, from_stockholm};
use crate::disclosure::trace::page::AccessPage;
use crate::disclosure::trace::store::{self, Filter};
use crate::disclosure::trace::{Act, Deed, Traced};
use crate::export::web::{Table, file, unknown};
use crate::web::actor::Actor;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub const PATH: &str = "/atkomst";
/// Lines on a page, and read at a time for the file.
const LINES: u64 = 100;
const BATCH: u64 = 1_000;

fn form(people: &[Choice]) -> Form {
    Form::new("access", PATH).submit("show").fields(vec![
        Field::select("person", people.to_vec()),
        Field::select("act", choices::<Act>()),
        Field::date("from"),
        Field::date("until"),
        Field::text("address").wide(20),
    ])
}

fn read(values: &Values, people: &[Choice]) -> Result<Filter, Errors> {
    let mut reader = Reader::new(values);
    let filter = Filter {
        person: reader.id::<AccountId>("person", people),
        act: reader.code("act"),
        from: reader.date("from").map(midnight),
        until: reader
            .date("until")
            .and_then(time::Date::next_day)
            .map(midnight),
        address: reader.text_up_to("address", 45),
    };
    reader.finish(filter)
}

/// When a day begins in Sweden.
fn midnight(day: time::Date) -> time::OffsetDateTime {
    let local = time::PrimitiveDateTime::new(day, time::Time::MIDNIGHT);
    match from_stockholm(local) {
        Local::Once(at) | Local::Twice(at, _) => at,
        // Midnight does not fall away in Sweden; two hours too early show too much rather than too little.
        Local::Never => local.assume_utc() - Duration::hours(2),
    }
}

async fn people(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    if !may_read(actor) {
        return Err(PageError::Forbidden);
    }
    let members = account::store::members(app.db.read(), actor.kommun).await?;
    let named = members
        .into_iter()
        .map(|member| Choice::name(member.account.id, member.account.name));
    Ok(named.collect())
}

/// Before which line; the rest of the query is the filter.
fn before(pairs: &[(String, String)]) -> Option<i64> {
    let (_, before) = pairs.iter().find(|(name, _)| name == "fore")?;
    before.parse().ok()
}

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let people = people(&app, &actor).await?;
    let before = before(&pairs);
    let values = Values::from_pairs(pairs).without("fore");
    let filter = match read(&values, &people) {
        Ok(filter) => filter,
        Err(errors) => {
            let form = form(&people).fill(values).refuse(errors);
            let page = page(&actor, &app, form, Vec::new(), None);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    tell(&app, &actor, Deed::of(Act::AccessRead)).await?;
    let lines = store::filtered(app.db.read(), actor.kommun, &filter, before, LINES).await?;
    Ok(page(&actor, &app, form(&people).fill(values), lines, before).into_response())
}

fn page(
    actor: &Actor,
    app: &App,
    form: Form,
    lines: Vec<Traced>,
    before: Option<i64>,
) -> AccessPage {
    let l = actor.l;
    let query = serde_urlencoded::to_string(form.values.pairs()).unwrap_or_default();
    let last = lines.last().filter(|_| lines.len() as u64 == LINES);
    let pages = Pages {
        first: before.map(|_| l.path(&format!("{PATH}?{query}"))),
        next: last.map(|last| l.path(&format!("{PATH}?{query}&fore={}", last.id))),
        shown: String::new(),
    };
    AccessPage {
        shell: actor.shell(app),
        l,
        crumbs: vec![Crumb::here(l.t("access-title"))],
        invites: actor.account.may(Permission::InviteAuditors, None),
        file: l.path(&format!("{PATH}/csv?{query}")),
        form,
        lines,
        pages,
    }
}

/// Everything that fits, as a file. That it was fetched is written down.
pub async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let people = people(&app, &actor).await?;
    let filter = read(&Values::from_pairs(pairs), &people)
        .map_err(|_| PageError::BadRequest("error-400"))?;
    tell(&app, &actor, Deed::of(Act::AccessRead).detail("CSV")).await?;
    let heads = [
        "trace-when",
        "access-person",
        "trace-what",
        "trace-about",
        "access-address",
    ];
    let heads = heads.map(|id| actor.l.t(id).to_owned()).to_vec();
    let (here, whoever) = (app.clone(), actor.clone());
    let pages = stream::try_unfold(Some(None::<i64>), move |at| {
        let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
        async move {
            let Some(before) = at else { return Ok(None) };
            let (db, l) = (app.db.read(), actor.l);
            let lines = store::filtered(db, actor.kommun, &filter, before, BATCH).await?;
            let row = |one: &Traced| {
                vec![
                    l.instant(one.at),
                    one.person.clone(),
                    l.code(one.deed.act),
                    about(l, one),
                    one.deed.from.clone(),
                ]
            };
            let rows = lines.iter().map(row).collect();
            Ok::<_, PageError>(Some((rows, lines.last().map(|last| Some(last.id)))))
        }
    });
    let table = Table::csv("atkomst", heads, Some(Act::AccessRead));
    file(here, whoever, table, Box::pin(pages), unknown()).await
}
