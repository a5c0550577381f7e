//! The disclosure desk on the web.

use std::fmt::Display;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use time::OffsetDateTime;

use super::form::{Desk, REQUEST_KEY};
use super::page::{Index, Line, Show};
use super::store::{Recorded, in_log};
use super::trace::{Act, Deed};
use super::{DisclosureId, delivery, draft, sequel, step, store, trace};
use crate::account::Permission;
use crate::compliance;
use crate::db::record::{self, Stored};
use crate::law::Outcome;
use crate::organisation::KommunId;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::form::Values;
use crate::web::notice::Notices;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub(super) mod clerk;
pub(super) mod counter;
pub(super) mod desk;

use clerk::Clerk;
use desk::judged;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden", get(index).post(counter::create))
        .route("/utlamnanden/nytt", get(counter::new))
        .route("/utlamnanden/{id}", get(show))
        .merge(super::correction::web::routes())
        .merge(super::coverage::web::routes())
        .merge(super::delivery::web::routes())
        .merge(super::draft::web::routes())
        .merge(super::trace::web::routes())
        .merge(super::diary::web::routes())
        .merge(super::letter::web::routes())
        .merge(super::receipt::web::routes())
        .merge(super::search::web::routes())
        .merge(super::sequel::web::routes())
        .merge(super::step::web::routes())
}

/// Lines on a page of the log.
const LINES: u64 = 50;
/// Requests without a decision on it.
const WAITING: u64 = 50;

async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    let db = app.db.read();
    let recorded = store::latest(
        db,
        actor.kommun,
        asked.bevakning.map(SiteId),
        asked.fore,
        LINES,
    )
    .await?;
    let last = recorded
        .last()
        .filter(|_| recorded.len() as u64 == LINES)
        .map(|last| last.data.number);
    let path = |fore: i64| {
        actor
            .l
            .path(&format!("/utlamnanden?fore={fore}{}", of_site(&asked)))
    };
    let pages = Pages {
        first: asked.fore.map(|_| {
            actor.l.path(&format!(
                "/utlamnanden?{}",
                of_site(&asked).trim_start_matches('&')
            ))
        }),
        next: last.map(path),
        shown: String::new(),
    };
    let drafts = draft::web::offered(&app, &actor).await?;
    let waiting = step::store::waiting(db, actor.kommun, WAITING).await?;
    let sites = recorded.iter().map(|one| one.data.site);
    let sites = sites.chain(drafts.iter().map(|draft| draft.site));
    let sites = sites.chain(waiting.iter().map(|request| request.site));
    let names = crate::site::store::names(db, actor.kommun, sites).await?;
    let name = |site: SiteId| names.get(&site).cloned().unwrap_or_default();
    let requests = step::web::listed(&app, &actor, (waiting, &drafts), name).await?;
    let drafts = drafts.into_iter().map(|draft| {
        let site = name(draft.site);
        (draft, site)
    });
    let drafts = drafts.collect();
    let lines = recorded.into_iter().map(|one| {
        let site = name(one.data.site);
        Line {
            recorded: one,
            site,
        }
    });
    let may_record = actor.account.may_somewhere(Permission::RecordDisclosures);
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        lines: lines.collect(),
        pages,
        may_record,
        drafts,
        requests,
        may_read_traces: trace::web::may_read(&actor),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    bevakning: Option<i64>,
    fore: Option<i64>,
}

fn of_site(asked: &Asked) -> String {
    asked
        .bevakning
        .map_or(String::new(), |site| format!("&bevakning={site}"))
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Show, PageError> {
    let may = Permission::ReadDisclosures;
    let (recorded, desk) = recorded_at_a_desk(&app, &actor, id, may).await?;
    let (db, site) = (app.db.read(), &desk.place.site);
    let chosen = desk.cameras.iter().filter(|choice| {
        recorded
            .data
            .cameras
            .iter()
            .any(|id| id.to_string() == choice.value)
    });
    let cameras = chosen
        .map(|choice| choice.shown(&actor.l).to_owned())
        .collect();
    let read = Deed::of(Act::Read).disclosure(recorded.id);
    trace::web::tell(&app, &actor, read).await?;
    // What was erased can no longer be judged: an empty field would look like one that nobody filled in.
    let mut findings = if recorded.erased.is_empty() {
        judged(&Clerk::of(&app, &actor), &desk.place, &recorded.data)
    } else {
        Vec::new()
    };
    findings.retain(|finding| !matches!(finding.outcome, Outcome::Met | Outcome::NotApplicable));
    findings.sort_by_key(compliance::urgency);
    let told = sequel::store::of_disclosure(db, actor.kommun, recorded.id).await?;
    let cover = app
        .signers
        .covered(&app.db, actor.kommun, recorded.entry(), actor.now)
        .await?;
    Ok(Show {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(
            &actor,
            &actor
                .l
                .ta("disclosure-number", "number", recorded.data.number),
        ),
        cover,
        corrected_by: store::correction_of(db, actor.kommun, recorded.id).await?,
        deliveries: delivery::store::of_disclosure(db, actor.kommun, recorded.id).await?,
        steps: step::store::of_request(db, actor.kommun, &recorded.request_key).await?,
        sequels: told.into_iter().map(|sequel| sequel.data).collect(),
        may_record: actor.account.may(Permission::RecordDisclosures, site.unit),
        traces: trace::web::of_disclosure(&app, &actor, recorded.id).await?,
        recorded,
        site: desk.place.site.name,
        cameras,
        findings,
    })
}

/// A release of the person's kommun, and the site it is from, to someone who may do this there.
pub(super) async fn recorded_at_a_site(
    app: &App,
    actor: &Actor,
    id: i64,
    may: Permission,
) -> Result<(Recorded, Stored<Site>), PageError> {
    let db = app.db.read();
    let recorded = store::find(db, actor.kommun, DisclosureId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let site = record::find::<Site>(db, actor.kommun, recorded.data.site)
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(may, site.data.unit)?;
    Ok((recorded, site))
}

/// The same, with all that the release is judged by.
pub(super) async fn recorded_at_a_desk(
    app: &App,
    actor: &Actor,
    id: i64,
    may: Permission,
) -> Result<(Recorded, Desk), PageError> {
    let recorded = store::find(app.db.read(), actor.kommun, DisclosureId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let desk = desk::to_whom_may(app, actor, recorded.data.site, may).await?;
    Ok((recorded, desk))
}

/// Has the entry signed before anything leaves the house: its page and its receipt wait for the signature, the answer to
/// whoever recorded it does not. What was recorded stands also when that fails: the page says that it is not signed yet,
/// why, and offers to try again.
pub(super) fn see_that_it_is_signed(
    app: &App,
    kommun: KommunId,
    ledger_idx: i64,
    now: OffsetDateTime,
) {
    let idx = in_log::unsigned(ledger_idx);
    app.signers.cover_soon(&app.db, kommun, idx, now);
}

pub(super) fn crumbs(actor: &Actor, here: &str) -> Vec<Crumb> {
    Crumb::way(actor.l, &[("nav-disclosures", "/utlamnanden")], here)
}

/// The way to a page below a release.
pub(super) fn crumbs_below(actor: &Actor, recorded: &Recorded, here: &str) -> Vec<Crumb> {
    let number = actor
        .l
        .ta("disclosure-number", "number", recorded.data.number);
    let path = actor.l.path(&format!("/utlamnanden/{}", recorded.id));
    vec![
        Crumb::link(actor.l.t("nav-disclosures"), actor.l.path("/utlamnanden")),
        Crumb::link(number, path),
        Crumb::here(here),
    ]
}

/// Random, so that two people at two counters never share one.
pub(super) fn request_key() -> Result<String, PageError> {
    let mut key = [0_u8; 16];
    getrandom::fill(&mut key)
        .map_err(|error| PageError::Internal(format!("no random bytes: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(key))
}

/// The one that stood in a form.
pub(super) fn sent_key(values: &Values) -> Result<String, PageError> {
    let key = values.first(REQUEST_KEY);
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    Ok(key.to_owned())
}

/// To the page of a release, where something is said once.
pub(super) fn to_release(
    actor: &Actor,
    notices: &Notices,
    id: impl Display,
    said: &'static str,
) -> Response {
    notices.say(said);
    Redirect::to(&actor.l.path(&format!("/utlamnanden/{id}"))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_forms_never_share_a_request_key() {
        assert_ne!(request_key().unwrap(), request_key().unwrap());
    }
}
