//! `/utlamnanden/begaran/{id}/avslut`: a request that ends without a decision.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::{Logged, StepId, form, store};
use crate::account::Permission;
use crate::db::record::Stored;
use crate::disclosure::draft::store::End;
use crate::disclosure::draft::{self, Draft, DraftId};
use crate::disclosure::page::Waiting;
use crate::disclosure::trace::store::note;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::counter::stored_site;
use crate::disclosure::web::crumbs;
use crate::law::calendar::date_in_sweden;
use crate::ledger::EntryKind;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/utlamnanden/begaran/{id}/avslut", get(new).post(create))
}

/// A request at a site whose footage the person may release.
async fn to_end(app: &App, actor: &Actor, id: i64) -> Result<(Logged, Stored<Site>), PageError> {
    let step = store::find(app.db.read(), actor.kommun, StepId(id)).await?;
    let request = step.filter(|step| step.kind == EntryKind::Request);
    let request = request.ok_or(PageError::NotFound)?;
    let site = stored_site(app, actor, request.site.0).await?;
    Ok((request, site))
}

async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let (request, site) = to_end(&app, &actor, id).await?;
    if !store::is_waiting(app.db.read(), actor.kommun, request.id).await? {
        return Ok(to_list(&actor));
    }
    let form = form::form(request.id);
    Ok(page(&app, &actor, (&request, &site), form).into_response())
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (request, site) = to_end(&app, &actor, id).await?;
    let reason = match form::read(&values) {
        Ok(reason) => reason,
        Err(errors) => {
            let form = form::refused(request.id, values, errors);
            return Ok(refused(page(&app, &actor, (&request, &site), form)));
        }
    };
    let clerk = Clerk::of(&app, &actor);
    let (kommun, person, now) = (actor.kommun, &actor.account, actor.now);
    let by = clerk.by(&request.request_key);
    let tx = app.db.begin_write().await?;
    if store::end(&tx, kommun, &request, (by, &reason), now).await? {
        let mut deed = Deed::of(Act::RequestEnded);
        let draft = draft::store::by_key(&*tx, kommun, &request.request_key).await?;
        if let Some(draft) = draft {
            // What somebody else works on is not theirs to throw away.
            if draft.holder != person.id {
                return Err(PageError::Closed("error-draft-taken"));
            }
            if !draft::store::end(&*tx, kommun, &draft, End::Discarded, now).await? {
                return Err(PageError::Stale);
            }
            deed = deed.draft(draft.id);
        }
        note(&*tx, kommun, person, &deed.from(actor.address), now).await?;
        tx.commit().await?;
        notices.say("withdrawal-recorded");
    }
    Ok(to_list(&actor))
}

fn to_list(actor: &Actor) -> Response {
    Redirect::to(&actor.l.path("/utlamnanden")).into_response()
}

fn page(
    app: &App,
    actor: &Actor,
    (request, site): (&Logged, &Stored<Site>),
    form: Form,
) -> FormPage {
    let l = actor.l;
    let title = l.t("withdrawal-title");
    let received = l.instant(request.received_at());
    let intro = l.tt("withdrawal-intro", "at", received, "site", &site.data.name);
    FormPage::new(actor.shell(app), title, crumbs(actor, title), form).intro(intro)
}

/// Requests without a decision as the page of the log lists them, with where the person can go on with them.
pub(in crate::disclosure) async fn listed(
    app: &App,
    actor: &Actor,
    (waiting, drafts): (Vec<Logged>, &[Draft]),
    name: impl Fn(SiteId) -> String,
) -> Result<Vec<Waiting>, PageError> {
    let sites = waiting.iter().map(|request| request.site);
    let units = crate::site::store::units(app.db.read(), actor.kommun, sites).await?;
    let kept: HashMap<&str, DraftId> = drafts
        .iter()
        .map(|draft| (draft.request_key.as_str(), draft.id))
        .collect();
    let line = |request: Logged| {
        let unit = units.get(&request.site).copied().flatten();
        Waiting {
            site: name(request.site),
            days: (actor.today - date_in_sweden(request.received_at())).whole_days(),
            draft: kept.get(request.request_key.as_str()).copied(),
            may_end: actor.account.may(Permission::RecordDisclosures, unit),
            request,
        }
    };
    Ok(waiting.into_iter().map(line).collect())
}
