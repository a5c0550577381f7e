//! `/utlamnanden/diarium`: for whoever hands it out. What it holds is public, so that everybody who is signed in may see
//! it. `/oppet/utlamnanden` is the same for everybody, when the kommun has opened it: of the days before today, so that
//! nobody reads off it that something was just released.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use serde::Deserialize;
use time::Date;

use super::page::{Diary, matter, told};
use super::{Line, is_under_a_gag};
use crate::account::{Permission, Sight};
use crate::db::{record, seen};
use crate::disclosure::store::{self, Narrowed};
use crate::disclosure::trace::web::tell;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::crumbs;
use crate::export::web::{Table, file, unknown};
use crate::hold::Hold;
use crate::organisation::{self, Kommun, KommunId};
use crate::web::actor::Actor;
use crate::web::view::Pages;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/diarium", get(show))
        .route("/utlamnanden/diarium/csv", get(export))
        .route("/oppet/utlamnanden", get(only))
        .route("/oppet/utlamnanden/{kommun}", get(open))
}

const LINES: u64 = 100;
/// Lines read at a time for the file.
const BATCH: u64 = 1_000;

#[derive(Deserialize)]
struct Asked {
    fore: Option<i64>,
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Diary, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (kommun, today) = (actor.kommun, actor.today);
    let lines = lines(&app, kommun, today, asked.fore, LINES).await?;
    let path = actor.l.path("/utlamnanden/diarium");
    let last = lines.last().filter(|_| lines.len() as u64 == LINES);
    let pages = Pages {
        first: asked.fore.map(|_| path.clone()),
        next: last.map(|last| format!("{path}?fore={}", last.number)),
        shown: String::new(),
    };
    Ok(Diary {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, actor.l.t("diary-title")),
        lines,
        pages,
        open: false,
    })
}

async fn lines(
    app: &App,
    kommun: KommunId,
    today: Date,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Line>, PageError> {
    let db = app.db.read();
    // Everything is registered and shown to be (OSL 5:2); of a place that is secret as little as of one under a gag.
    let secret = seen::unseen(db, kommun.seen_with(Sight::OPEN)).await?;
    let kommun = kommun.unveiled();
    let found = store::before(db, kommun, Narrowed::default(), before, limit).await?;
    let holds = record::all::<Hold>(db, kommun).await?;
    let holds: Vec<Hold> = holds.into_iter().map(|hold| hold.data).collect();
    let lines = found.into_iter().map(|one| {
        let hidden = secret.contains(&one.data.site) || is_under_a_gag(&one.data, &holds, today);
        Line::of(one, hidden)
    });
    Ok(lines.collect())
}

/// The one kommun that has opened its log, where there is only one.
async fn only(
    State(app): State<App>,
    visitor: Visitor,
    asked: Query<Asked>,
) -> Result<Response, PageError> {
    let all = organisation::store::kommuner(app.db.read()).await?;
    let mut opened = all.into_iter().filter(|(_, kommun)| kommun.public_diary);
    match (opened.next(), opened.next()) {
        (Some((number, kommun)), None) => {
            to_everybody(&app, &visitor, number, &kommun, &asked).await
        }
        _ => Err(PageError::NotFound),
    }
}

async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<i64>,
    asked: Query<Asked>,
) -> Result<Response, PageError> {
    let all = organisation::store::kommuner(app.db.read()).await?;
    let found = all.into_iter().find(|(known, _)| *known == number);
    match found.filter(|(_, kommun)| kommun.public_diary) {
        Some((number, kommun)) => to_everybody(&app, &visitor, number, &kommun, &asked).await,
        None => Err(PageError::NotFound),
    }
}

async fn to_everybody(
    app: &App,
    visitor: &Visitor,
    number: i64,
    kommun: &Kommun,
    asked: &Asked,
) -> Result<Response, PageError> {
    let (id, l, today) = (KommunId::acting_for(number), visitor.l, app.clock.today());
    let mut lines = lines(app, id, today, asked.fore, LINES).await?;
    let path = l.path(&format!("/oppet/utlamnanden/{number}"));
    let last = lines.last().filter(|_| lines.len() as u64 == LINES);
    let pages = Pages {
        first: asked.fore.map(|_| path.clone()),
        next: last.map(|last| format!("{path}?fore={}", last.number)),
        shown: String::new(),
    };
    lines.retain(|line| line.recorded_on < today);
    let mut shell = visitor.shell(app);
    shell.kommun.clone_from(&kommun.name);
    let page = Diary {
        shell,
        l,
        crumbs: Vec::new(),
        lines,
        pages,
        open: true,
    };
    // For people who look, not for what remembers for ever what a kommun may have to take back.
    Ok(([("x-robots-tag", "noindex")], page).into_response())
}

async fn export(State(app): State<App>, actor: Actor) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    tell(&app, &actor, Deed::of(Act::Exported).detail("diarium")).await?;
    let headings = [
        "disclosure-number-head",
        "diary-received",
        "disclosure-dnr",
        "disclosure-recipient",
        "disclosure-matter",
        "diary-decision",
    ];
    let headings = headings.map(|id| actor.l.t(id).to_owned()).to_vec();
    let (here, whoever) = (app.clone(), actor.clone());
    let pages = stream::try_unfold(Some(i64::MAX), move |before| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let Some(before) = before else {
                return Ok(None);
            };
            let (kommun, today) = (actor.kommun, actor.today);
            let lines = lines(&app, kommun, today, Some(before), BATCH).await?;
            let next = lines.last().map(|line| line.number);
            let rows = lines.iter().map(|line| row(&actor, line)).collect();
            Ok::<_, PageError>(Some((rows, next)))
        }
    });
    let table = Table::csv("diarium", headings, Some(Act::Exported));
    file(here, whoever, table, Box::pin(pages), unknown()).await
}

fn row(actor: &Actor, line: &Line) -> Vec<String> {
    let l = actor.l;
    let received = line
        .received_on
        .map_or_else(|| l.t("disclosure-erased").to_owned(), |day| l.date(day));
    vec![
        line.number.to_string(),
        received,
        line.dnr.clone(),
        told(l, line.recipient),
        matter(l, line),
        told(l, line.decision),
    ]
}
