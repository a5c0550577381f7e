//! `/utlamnanden/spar`: what one person did or read.

mod access;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use futures_util::stream;
use serde::Deserialize;

use super::page::{TracePage, about};
use super::store;
use super::{Act, Deed, Traced};
use crate::account::{self, Account, AccountId, Permission};
use crate::disclosure::DisclosureId;
use crate::disclosure::web::crumbs;
use crate::export::web::{Table, file, unknown};
use crate::register;
use crate::register::page::{Action, Line, ListPage};
use crate::web::actor::Actor;
use crate::web::csv::Rows;
use crate::web::view::Pages;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/spar", get(index))
        .route("/utlamnanden/spar/{id}", get(show))
        .route("/utlamnanden/spar/{id}/csv", get(export))
        .route(access::PATH, get(access::show))
        .route("/atkomst/csv", get(access::export))
}

/// Lines on a page.
const LINES: u64 = 100;
/// Lines read at a time for the file.
const BATCH: u64 = 1_000;

/// Who reviews others: reads disclosures and the log, which the administrator does not.
pub(in crate::disclosure) fn may_read(actor: &Actor) -> bool {
    [Permission::ReadDisclosures, Permission::ReadLedger]
        .into_iter()
        .all(|permission| actor.account.may(permission, None))
}

/// Writes down, in a transaction of its own, that the person did or read something.
pub(in crate::disclosure) async fn tell(
    app: &App,
    actor: &Actor,
    deed: Deed,
) -> Result<(), PageError> {
    let deed = deed.from(actor.address);
    let tx = app.db.begin_write_together().await?;
    store::note(&*tx, actor.kommun, &actor.account, &deed, actor.now).await?;
    Ok(tx.commit().await?)
}

/// Who did or read what of a disclosure, for those who review others.
pub(in crate::disclosure) async fn of_disclosure(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
) -> Result<Vec<Traced>, PageError> {
    if !may_read(actor) {
        return Ok(Vec::new());
    }
    Ok(store::of_disclosure(app.db.read(), actor.kommun, id, LINES).await?)
}

async fn index(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    if !may_read(&actor) {
        return Err(PageError::Forbidden);
    }
    let l = actor.l;
    let people = account::store::all(app.db.read(), actor.kommun).await?;
    let line = |person: Account| Line {
        href: l.path(&format!("/utlamnanden/spar/{}", person.id)),
        name: person.name,
        cells: Vec::new(),
    };
    Ok(ListPage {
        shell: actor.shell(&app),
        l,
        title: l.t("trace-title").to_owned(),
        crumbs: crumbs(&actor, l.t("trace-title")),
        empty: String::new(),
        search: None,
        heads: vec![l.t("account-name").to_owned()],
        lines: people.into_iter().map(line).collect(),
        pages: Pages::default(),
        new: Some(Action {
            text: l.t("access-title").to_owned(),
            href: l.path(access::PATH),
        }),
    })
}

/// Oneself, or somebody else for those who review others.
async fn traced_person(app: &App, actor: &Actor, id: i64) -> Result<Account, PageError> {
    if actor.account.id != AccountId(id) && !may_read(actor) {
        return Err(PageError::Forbidden);
    }
    account::store::find(app.db.read(), actor.kommun, AccountId(id))
        .await?
        .ok_or(PageError::NotFound)
}

#[derive(Deserialize)]
struct Asked {
    fore: Option<i64>,
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<TracePage, PageError> {
    let person = traced_person(&app, &actor, id).await?;
    tell(&app, &actor, Deed::of(Act::TraceRead).detail(&*person.name)).await?;
    let (db, kommun) = (app.db.read(), actor.kommun);
    let traces = store::of_person(db, kommun, person.id, asked.fore, LINES).await?;
    let last = traces.last().filter(|_| traces.len() as u64 == LINES);
    let path = format!("/utlamnanden/spar/{id}");
    let pages = Pages {
        first: asked.fore.map(|_| actor.l.path(&path)),
        next: last.map(|last| actor.l.path(&format!("{path}?fore={}", last.id))),
        shown: String::new(),
    };
    let mut changes = register::store::by_person(db, kommun, person.id, None, LINES).await?;
    changes.retain(|change| !register::is_of_a_gagged_hold(&change.revision));
    let title = actor.l.ta("trace-of", "name", &person.name);
    Ok(TracePage {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, &title),
        account: id,
        person: person.name,
        traces,
        pages,
        changes,
    })
}

/// Where the file has come: the desk first, then the register.
#[derive(Clone, Copy)]
enum At {
    Desk(Option<i64>),
    Register(Option<i64>),
    End,
}

async fn export(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let person = traced_person(&app, &actor, id).await?;
    tell(&app, &actor, Deed::of(Act::TraceRead).detail(&*person.name)).await?;
    let headings = ["trace-when", "trace-what", "trace-about"];
    let headings = headings.map(|id| actor.l.t(id).to_owned()).to_vec();
    let name = format!("spar-{id}");
    let (here, whoever) = (app.clone(), actor.clone());
    let pages = stream::try_unfold(At::Desk(None), move |at| {
        let (app, actor) = (app.clone(), actor.clone());
        async move { next(&app, &actor, AccountId(id), at).await }
    });
    let table = Table::csv(name, headings, Some(Act::TraceRead));
    file(here, whoever, table, Box::pin(pages), unknown()).await
}

async fn next(
    app: &App,
    actor: &Actor,
    person: AccountId,
    at: At,
) -> Result<Option<(Rows, At)>, PageError> {
    let (db, kommun, l) = (app.db.read(), actor.kommun, actor.l);
    match at {
        At::Desk(before) => {
            let traces = store::of_person(db, kommun, person, before, BATCH).await?;
            let row = |one: &Traced| vec![l.instant(one.at), l.code(one.deed.act), about(l, one)];
            let rows = traces.iter().map(row).collect();
            let then = traces
                .last()
                .map_or(At::Register(None), |last| At::Desk(Some(last.id)));
            Ok(Some((rows, then)))
        }
        At::Register(before) => {
            let changes = register::store::by_person(db, kommun, person, before, BATCH).await?;
            let then = changes
                .last()
                .map_or(At::End, |last| At::Register(Some(last.id)));
            let open = changes
                .iter()
                .map(|change| &change.revision)
                .filter(|revision| !register::is_of_a_gagged_hold(revision));
            let row = |revision: &register::Revision| {
                let what = if revision.before.is_none() {
                    l.t("trace-new")
                } else {
                    l.t("trace-changed")
                };
                let about = format!("{} {}", l.code(revision.kind), revision.record);
                vec![l.instant(revision.at), what.to_owned(), about]
            };
            Ok(Some((open.map(row).collect(), then)))
        }
        At::End => Ok(None),
    }
}
