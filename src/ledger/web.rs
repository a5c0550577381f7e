//! The log on the web: the latest entries, and a full verification on demand.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use axum::routing::get;
use serde::Deserialize;

use super::entry::Entry;
use super::page::entry::{Read, Show};
use super::page::{Index, Line};
use super::read::{self, StoredEntry};
use super::tree::leaf_hash;
use super::verification::run::Task;
use super::{erasure, store, verification};
use crate::account::Permission;
use crate::code::Code;
use crate::web::actor::Actor;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/logg", get(index).post(verify))
        .route("/logg/{entry}", get(show))
        .merge(super::verifier::web::routes())
}

/// How long the answer to a verification is waited for before the page is shown.
const PATIENCE: Duration = Duration::from_secs(2);
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

/// Reads the whole log and the register anew, in the background: whoever leaves the page finds the answer later. A
/// small log is ready at once. A POST: it is work, and nothing that a link should start.
async fn verify(State(app): State<App>, actor: Actor) -> Result<Redirect, PageError> {
    actor.require_somewhere(Permission::ReadLedger)?;
    let task = Task {
        db: app.db.clone(),
        kommun: actor.kommun,
        signers: app.signers.clone(),
        trusted: app.trusted.clone(),
        clock: app.clock,
        started_by: actor.account.name.clone(),
    };
    let work = tokio::spawn(async move {
        if let Err(error) = task.run().await {
            tracing::error!(%error, "the log could not be verified");
        }
    });
    // When the patience is over, the work goes on without us.
    let _ = tokio::time::timeout(PATIENCE, work).await;
    Ok(Redirect::to(&actor.l.path("/logg#granskning")))
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
    let newest = verification::store::newest(db, actor.kommun).await?;
    let answered = verification::store::last_answered(db, actor.kommun).await?;
    let broken = answered.and_then(|answered| answered.finding(&actor.rules, actor.today));
    let keys = app.signers.published(std::slice::from_ref(&head.origin));
    Ok(Index {
        shell: actor.shell(app),
        l: actor.l,
        size: head.size(),
        origin: head.origin,
        lines,
        pages,
        signed: app
            .signers
            .covered(&app.db, actor.kommun, 0, actor.now)
            .await?,
        keys: keys.iter().map(ToString::to_string).collect(),
        under_way: newest.filter(|newest| newest.is_under_way(actor.now)),
        last: verification::store::last(db, actor.kommun).await?,
        broken,
    })
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(idx): Path<u64>,
) -> Result<Show, PageError> {
    actor.require_somewhere(Permission::ReadLedger)?;
    let db = app.db.read();
    let size = store::head(db, actor.kommun).await?;
    let size = size.ok_or(PageError::NotFound)?.size();
    if idx >= size {
        return Err(PageError::NotFound);
    }
    let rows = read::entries(db, actor.kommun, idx, idx + 1).await?;
    let row = rows.into_iter().next().ok_or(PageError::NotFound)?;
    let genuine = row.leaf == leaf_hash(&row.bytes).0;
    let entry = Entry::parse(&row.bytes).ok().filter(|_| genuine);
    let read = match entry {
        Some(entry) => Some(Read {
            fields: erasure::states(db, actor.kommun, &entry)
                .await?
                .into_iter()
                .collect(),
            at: entry.at,
            kind: Code::text_id(entry.kind),
            log: entry.log,
            prev: entry.prev.to_hex(),
        }),
        None => None,
    };
    let signed = app.signers.covered(&app.db, actor.kommun, idx, actor.now);
    Ok(Show {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: Crumb::way(
            actor.l,
            &[("nav-ledger", "/logg")],
            &actor.l.ta("ledger-entry-title", "idx", idx),
        ),
        idx,
        bytes: String::from_utf8_lossy(&row.bytes).into_owned(),
        leaf: crate::hex(&row.leaf),
        signed: signed.await?,
        read,
        is_last: idx + 1 == size,
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
