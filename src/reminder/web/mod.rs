//! A person's notices, and the page of the timetable.

mod answer;
mod feed;
mod rule;
mod timetable;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use serde::Deserialize;

use super::alert::AlertId;
use super::page::{AlertItem, Index, items};
use super::{NoticeId, run, store};
use crate::account::Permission;
use crate::compliance::store::Judgement;
use crate::site::SiteId;
use crate::web::actor::Actor;
use crate::web::notice::Notices;
use crate::web::view::Pages;
use crate::web::{App, PageError};

pub use timetable::ask_for;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/paminnelser", get(index))
        .route("/paminnelser/lasta", post(read_all))
        .route("/paminnelser/{id}/last", post(read_one))
        .route(
            "/paminnelser/{id}/svar",
            get(answer::new).post(answer::create),
        )
        .route(rule::PAGE, get(rule::index).post(rule::create))
        .route("/paminnelser/regler/ny", get(rule::new))
        .route(feed::PAGE, get(feed::show).post(feed::create))
        .route("/paminnelser/kalender/borttagning", post(feed::destroy))
        .route("/kalender/{file}", get(feed::read))
        .route("/paminnelser/drift/{id}/last", post(read_alert))
        .route("/schemalaggaren", get(timetable::show))
        .route("/schemalaggaren/{job}/korning", post(timetable::create))
}

/// Notices on a page.
const LINES: usize = 50;
/// What works no more, on a page: more than an installation has.
const ALERTS: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    visa: String,
    fore: Option<i64>,
}

impl Asked {
    fn path(&self, actor: &Actor, before: Option<NoticeId>) -> String {
        let mut pairs = vec![("visa", self.visa.clone())];
        pairs.extend(before.map(|id| ("fore", id.to_string())));
        pairs.retain(|(_, value)| !value.is_empty());
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        actor.l.path(&format!("/paminnelser?{query}"))
    }
}

async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let (db, all) = (app.db.read(), asked.visa == "alla");
    let (person, before) = (actor.account.id, asked.fore.map(NoticeId));
    let limit = LINES as u64 + 1;
    let waiting = (!all).then_some(actor.today);
    let mut notices = store::of_person(db, actor.kommun, person, waiting, before, limit).await?;
    let more = notices.len() > LINES;
    notices.truncate(LINES);
    let dossiers = run::of_notices(db, actor.kommun, &notices).await?;
    let by = Judgement {
        policies: &actor.rules,
        today: actor.today,
    };
    let last = notices.last().filter(|_| more).map(|notice| notice.id);
    let sites: Vec<SiteId> = dossiers.iter().map(|dossier| dossier.id).collect();
    let answers = store::answer::of_sites(db, actor.kommun, &sites).await?;
    let escalations = store::escalation::of_sites(db, actor.kommun, &sites).await?;
    let rules = store::rule::of_kommun(db, actor.kommun).await?;
    let mut items = items(&notices, &dossiers, by, &rules, actor.l);
    for item in &mut items {
        if let Some(notice) = notices.iter().find(|notice| notice.id == item.id) {
            item.learn(notice, &answers, &escalations, actor.l);
        }
    }
    let alerts = store::alert::of_person(db, actor.kommun, person, !all, ALERTS).await?;
    let shown = alerts.iter().filter(|_| before.is_none());
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        items,
        alerts: shown.map(|alert| AlertItem::of(alert, actor.l)).collect(),
        pages: Pages {
            first: before.map(|_| asked.path(&actor, None)),
            next: last.map(|last| asked.path(&actor, Some(last))),
            shown: String::new(),
        },
        all,
        may_see_timetable: actor.account.may_somewhere(Permission::ReadTimetable),
    })
}

async fn read_one(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let one = Some(NoticeId(id));
    store::mark_read(&app.db, actor.kommun, actor.account.id, one, actor.now).await?;
    Ok(Redirect::to(&actor.l.path("/paminnelser")))
}

async fn read_alert(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let one = Some(AlertId(id));
    store::alert::mark_read(&app.db, actor.kommun, actor.account.id, one, actor.now).await?;
    Ok(Redirect::to(&actor.l.path("/paminnelser")))
}

async fn read_all(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
) -> Result<Redirect, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let (kommun, person) = (actor.kommun, actor.account.id);
    store::mark_read(&app.db, kommun, person, None, actor.now).await?;
    store::alert::mark_read(&app.db, kommun, person, None, actor.now).await?;
    notices.say("notice-all-read");
    Ok(Redirect::to(&actor.l.path("/paminnelser")))
}
