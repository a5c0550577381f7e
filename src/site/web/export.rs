//! The list as a file: the lines that the same address shows, in the same order, and all of them.

use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::{Stream, stream};

use super::list::Asked;
use super::listed::List;
use crate::account::Permission;
use crate::compliance::Viewpoint;
use crate::compliance::list::{Filter, Line};
use crate::compliance::order::Order;
use crate::export::web::{self as export, Format, Table};
use crate::site::page::symbol;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::csv::Rows;
use crate::web::{App, PageError};

/// Lines read at a time.
const BATCH: usize = 500;

const HEADINGS: [&str; 7] = [
    "status",
    "site-breach-number",
    "site-name",
    "site-reference",
    "site-place-type",
    "site-unit",
    "site-status",
];
/// Which of them are numbers.
const NUMBERS: &[usize] = &[1];

pub(super) async fn as_csv(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    save(app, actor, asked, Format::Csv).await
}

pub(super) async fn as_xlsx(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    save(app, actor, asked, Format::Xlsx(NUMBERS)).await
}

async fn save(app: App, actor: Actor, asked: Asked, format: Format) -> Result<Response, PageError> {
    let (l, from) = (actor.l, actor.viewpoint(&app));
    let filter = asked.filter(&actor);
    let whole = {
        let (app, from, filter) = (app.clone(), from.clone(), filter.clone());
        async move { List::open(&app, &from).await?.count(&filter).await }
    };
    let pages = pages(app.clone(), from, filter, l);
    let table = Table {
        name: "bevakningar".to_owned(),
        headings: headings(l),
        format,
        act: None,
    };
    export::file(app, actor, table, Box::pin(pages), Box::pin(whole)).await
}

fn headings(l: Loc) -> Vec<String> {
    HEADINGS.map(|id| l.t(id).to_owned()).into()
}

fn pages(
    app: App,
    from: Viewpoint,
    filter: Filter,
    l: Loc,
) -> impl Stream<Item = Result<Rows, PageError>> + Send + 'static {
    // On another day only the order of names is read from place to place; in any other all lines are seen to give one.
    let batch = if from.as_of == from.today || filter.order == Order::default() {
        BATCH
    } else {
        usize::MAX
    };
    // The place where the batch before ended; the outer `None`: it was the last.
    stream::try_unfold(Some(None), move |place| {
        let (app, from, filter) = (app.clone(), from.clone(), filter.clone());
        async move {
            let Some(after) = place else {
                return Ok(None);
            };
            let list = List::open(&app, &from).await?;
            let found = list.lines(&filter, after.as_ref(), batch).await?;
            let rows = found.lines.iter().map(|line| row(line, l)).collect();
            Ok(Some((rows, found.next.map(Some))))
        }
    })
}

fn row(line: &Line, l: Loc) -> Vec<String> {
    vec![
        l.t(symbol(line.standing).text_id()).to_owned(),
        line.breaches.to_string(),
        line.name.clone(),
        line.reference.clone(),
        l.code(line.place_type),
        line.unit.clone().unwrap_or_default(),
        l.code(line.status),
    ]
}
