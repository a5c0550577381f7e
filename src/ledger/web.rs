//! The log on the web: the latest entries, and a full verification on demand.

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;

use super::entry::Entry;
use super::page::{Index, Line};
use super::read::{self, StoredEntry};
use super::{audit, store};
use crate::account::Permission;
use crate::code::Code;
use crate::register::cases::RegisterCases;
use crate::web::actor::Actor;
use crate::web::view::Pages;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/logg", get(index).post(verify))
}

/// Entries on a page.
const ENTRIES: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    fore: Option<u64>,
}

async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadLedger)?;
    page(&app, &actor, asked.fore).await
}

/// Reads the whole log and the register anew. A POST: it is work, and nothing that a link should start.
async fn verify(State(app): State<App>, actor: Actor) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadLedger)?;
    let cases = RegisterCases {
        db: app.db.read(),
        kommun: actor.kommun,
    };
    let report = audit::verify(app.db.read(), actor.kommun, Some(&cases)).await?;
    Ok(Index {
        report: Some(report),
        ..page(&app, &actor, None).await?
    })
}

async fn page(app: &App, actor: &Actor, before: Option<u64>) -> Result<Index, PageError> {
    let db = app.db.read();
    let head = store::head(db, actor.kommun)
        .await?
        .ok_or(PageError::NotFound)?;
    let end = before.unwrap_or(u64::MAX).min(head.size());
    let first = end.saturating_sub(ENTRIES);
    let lines = read::entries(db, actor.kommun, first, end)
        .await?
        .iter()
        .rev()
        .map(line)
        .collect();
    let path = |before: u64| actor.l.path(&format!("/logg?fore={before}"));
    let pages = Pages {
        first: before.map(|_| actor.l.path("/logg")),
        next: (first > 0).then(|| path(first)),
        shown: String::new(),
    };
    Ok(Index {
        shell: actor.shell(app),
        l: actor.l,
        origin: head.origin.clone(),
        size: head.size(),
        lines,
        pages,
        report: None,
    })
}

fn line(stored: &StoredEntry) -> Line {
    let entry = Entry::parse(&stored.bytes).ok();
    Line {
        idx: stored.idx,
        at: entry.as_ref().map(|entry| entry.at),
        kind: entry.map_or_else(
            || "ledger-unreadable".to_owned(),
            |entry| Code::text_id(entry.kind),
        ),
        leaf: crate::hex(&stored.leaf),
    }
}
