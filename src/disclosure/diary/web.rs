//! `/utlamnanden/diarium`: for whoever hands it out. What it holds is public, so that everybody who is signed in may see
//! it; that it lies on an open address is for the kommun to decide, and is not done here.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use futures_util::stream;
use serde::Deserialize;

use super::Line;
use super::page::{Diary, matter};
use crate::account::Permission;
use crate::disclosure::store::{self, Narrowed};
use crate::disclosure::trace::web::tell;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::crumbs;
use crate::web::actor::Actor;
use crate::web::csv;
use crate::web::view::Pages;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/diarium", get(show))
        .route("/utlamnanden/diarium/csv", get(export))
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
    let lines = lines(&app, &actor, asked.fore, LINES).await?;
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
    })
}

async fn lines(
    app: &App,
    actor: &Actor,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Line>, PageError> {
    let all = Narrowed::default();
    let found = store::before(app.db.read(), actor.kommun, all, before, limit).await?;
    Ok(found.into_iter().map(Line::from).collect())
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
    let pages = stream::try_unfold(Some(i64::MAX), move |before| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let Some(before) = before else {
                return Ok(None);
            };
            let lines = lines(&app, &actor, Some(before), BATCH).await?;
            let next = lines.last().map(|line| line.number);
            let rows = lines.iter().map(|line| row(&actor, line)).collect();
            Ok::<_, PageError>(Some((rows, next)))
        }
    });
    Ok(csv::file("diarium", headings, pages))
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
        l.code(line.recipient),
        matter(l, line),
        l.code(line.decision),
    ]
}
