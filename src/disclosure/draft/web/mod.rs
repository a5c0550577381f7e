//! `/utlamnanden/utkast`

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use sea_orm::DbErr;
use serde::Deserialize;

use super::page::{StepPage, ending, path};
use super::store::{self, End};
use super::{Draft, DraftId, Step, Typed, step_of};
use crate::account::Permission;
use crate::code::Code;
use crate::db::WriteTx;
use crate::disclosure::form::{self, Desk, REQUEST_KEY};
use crate::disclosure::step::{self, StepId};
use crate::disclosure::trace::store::note;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::counter::stored_site;
use crate::disclosure::web::crumbs;
use crate::disclosure::web::desk::to_release_from;
use crate::ledger::EntryKind;
use crate::site::SiteId;
use crate::web::actor::Actor;
use crate::web::form::{Form, Values};
use crate::web::notice::Notices;
use crate::web::router::POLICY_WITH_HASHING;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub(in crate::disclosure) mod answer;
pub mod summing;

use answer::{looked_through, note_request, review_form};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/utkast", post(create))
        .route("/utlamnanden/utkast/{id}", get(resume))
        .route("/utlamnanden/utkast/{id}/overtagande", post(take))
        .route("/utlamnanden/utkast/{id}/kassering", post(discard))
        .route(
            "/utlamnanden/utkast/{id}/{step}",
            get(show).post(answer::update),
        )
}

#[derive(Deserialize)]
struct Asked {
    bevakning: i64,
}

/// A draft with what is offered at its site.
struct Open {
    draft: Draft,
    desk: Desk,
    values: Values,
    /// The request, where it is in the log already.
    request: Option<StepId>,
}

impl Open {
    /// The whole form as it stands.
    fn form(&self, actor: &Actor) -> Form {
        let occasion = self.desk.occasion(&self.values, actor.today);
        form::form(&self.desk, occasion).fill(self.values.clone())
    }

    fn page(&self, app: &App, actor: &Actor, step: Step, form: Form, whole: Form) -> Response {
        let title = actor
            .l
            .ta("disclosure-new-at", "name", &self.desk.place.site.name);
        let page = StepPage {
            shell: actor.shell(app),
            l: actor.l,
            crumbs: crumbs(actor, actor.l.t("draft")),
            title,
            mine: self.draft.holder == actor.account.id,
            draft: self.draft.clone(),
            request: self.request,
            step,
            form,
            whole,
        };
        if step == Step::Files {
            return (
                [(header::CONTENT_SECURITY_POLICY, POLICY_WITH_HASHING)],
                page,
            )
                .into_response();
        }
        page.into_response()
    }

    /// What a step asks, to be sent to it.
    fn step_form(&self, whole: &Form, step: Step) -> Form {
        let mut form = step.of(whole.clone()).submit("draft-next");
        form.instead = None;
        form.action = format!("/utlamnanden/utkast/{}/{}", self.draft.id, step.code());
        form.cancel = Some("/utlamnanden".to_owned());
        form
    }
}

async fn open(app: &App, actor: &Actor, id: i64) -> Result<Open, PageError> {
    let draft = store::find(app.db.read(), actor.kommun, DraftId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let desk = to_release_from(app, actor, draft.site.0).await?;
    let newer = || PageError::Internal(format!("draft {id}: a newer program wrote it"));
    let values = draft.typed.values().ok_or_else(newer)?;
    let db = app.db.read();
    let steps = step::store::of_request(db, actor.kommun, &draft.request_key).await?;
    let request = step::last(&steps, EntryKind::Request).map(|request| request.id);
    Ok(Open {
        draft,
        desk,
        values,
        request,
    })
}

/// A draft of the person's own, for changing it.
async fn own(app: &App, actor: &Actor, id: i64) -> Result<Open, PageError> {
    let open = open(app, actor, id).await?;
    if open.draft.holder == actor.account.id {
        Ok(open)
    } else {
        Err(PageError::Closed("error-draft-taken"))
    }
}

/// What was typed in a draft of the person's own at a site.
pub(in crate::disclosure) async fn typed(
    app: &App,
    actor: &Actor,
    id: i64,
    site: SiteId,
) -> Result<Values, PageError> {
    let open = own(app, actor, id).await?;
    if open.desk.id != site {
        return Err(PageError::NotFound);
    }
    let key = open.draft.request_key;
    Ok(open.values.without(REQUEST_KEY).text(REQUEST_KEY, key))
}

/// Begins a draft and notes who did.
pub(in crate::disclosure) async fn begin(
    tx: &WriteTx,
    actor: &Actor,
    site: SiteId,
    typed: &Typed,
    key: &str,
) -> Result<DraftId, DbErr> {
    let (kommun, person) = (actor.kommun, &actor.account);
    let id = store::begin(&**tx, kommun, site, person, (typed, key), actor.now).await?;
    let deed = Deed::of(Act::DraftBegun).draft(id);
    note(&**tx, kommun, person, &deed.from(actor.address), actor.now).await?;
    Ok(id)
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let site = stored_site(&app, &actor, asked.bevakning).await?;
    let key = values.first(REQUEST_KEY).to_owned();
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    let typed = Typed::new(&values);
    let tx = app.db.begin_write().await?;
    let id = match store::by_key(&*tx, actor.kommun, &key).await? {
        Some(draft) => {
            let person = &actor.account;
            let own = draft.holder == person.id;
            if !own || !store::save(&*tx, actor.kommun, &draft, person, &typed, actor.now).await? {
                return Err(PageError::Closed("error-draft-taken"));
            }
            draft.id
        }
        None => begin(&tx, &actor, site.id, &typed, &key).await?,
    };
    note_request(&tx, &actor, site.id, (&values, &key)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&path(actor.l, id, "")).into_response())
}

/// To the first step where something is missing.
async fn resume(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let open = match open(&app, &actor, id).await {
        Err(PageError::NotFound) => return recorded(&app, &actor, id).await,
        other => other?,
    };
    let whole = open.form(&actor);
    let wrong = form::read(&open.values, open.desk.id, &open.desk.cameras, actor.now);
    let steps = wrong.err().unwrap_or_default().into_iter();
    let first = steps.map(|error| step_of(&whole, &error.field)).min();
    let step = first.unwrap_or(Step::Review).code();
    Ok(Redirect::to(&path(actor.l, open.draft.id, &format!("/{step}"))).into_response())
}

/// What the draft became.
async fn recorded(app: &App, actor: &Actor, id: i64) -> Result<Response, PageError> {
    let db = app.db.read();
    let key = store::key_of(db, actor.kommun, DraftId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let recorded = crate::disclosure::store::by_key(db, actor.kommun, &key)
        .await?
        .ok_or(PageError::NotFound)?;
    stored_site(app, actor, recorded.data.site.0).await?;
    let path = actor.l.path(&format!("/utlamnanden/{}", recorded.id));
    Ok(Redirect::to(&path).into_response())
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((id, step)): Path<(i64, String)>,
) -> Result<Response, PageError> {
    let step = Step::from_code(&step).map_err(|_| PageError::NotFound)?;
    let open = match open(&app, &actor, id).await {
        Err(PageError::NotFound) => return recorded(&app, &actor, id).await,
        other => other?,
    };
    let mut whole = open.form(&actor);
    let form = if step == Step::Review {
        let (errors, asks) = looked_through(&app, &actor, &open);
        whole = whole.refuse(errors);
        review_form(&open, asks)
    } else {
        open.step_form(&whole, step)
    };
    Ok(open.page(&app, &actor, step, form, whole))
}

async fn save(app: &App, actor: &Actor, draft: &Draft, typed: &Typed) -> Result<(), PageError> {
    let tx = app.db.begin_write().await?;
    let (kommun, person) = (actor.kommun, &actor.account);
    if !store::save(&*tx, kommun, draft, person, typed, actor.now).await? {
        return Err(PageError::Stale);
    }
    Ok(tx.commit().await?)
}

/// Somebody else goes on with it. That they did, and from whom, is written down.
async fn take(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let open = open(&app, &actor, id).await?;
    let (kommun, person) = (actor.kommun, &actor.account);
    if open.draft.holder != person.id {
        let tx = app.db.begin_write().await?;
        let (draft, typed) = (&open.draft, &open.draft.typed);
        if !store::save(&*tx, kommun, draft, person, typed, actor.now).await? {
            return Err(PageError::Stale);
        }
        let deed = Deed::of(Act::DraftTaken)
            .draft(draft.id)
            .detail(draft.holder_name.clone());
        note(&*tx, kommun, person, &deed.from(actor.address), actor.now).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&path(actor.l, open.draft.id, "")).into_response())
}

async fn discard(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let open = own(&app, &actor, id).await?;
    if let Some(request) = open.request {
        // That somebody asked is in the log: how it ended is to be, too.
        return Ok(Redirect::to(&ending(actor.l, request)).into_response());
    }
    let tx = app.db.begin_write().await?;
    if !store::end(&*tx, actor.kommun, &open.draft, End::Discarded, actor.now).await? {
        return Err(PageError::Stale);
    }
    let deed = Deed::of(Act::DraftDiscarded).draft(open.draft.id);
    note(
        &*tx,
        actor.kommun,
        &actor.account,
        &deed.from(actor.address),
        actor.now,
    )
    .await?;
    tx.commit().await?;
    notices.say("draft-discarded");
    Ok(Redirect::to(&actor.l.path("/utlamnanden")).into_response())
}

/// The drafts that a person may go on with.
pub(crate) async fn offered(app: &App, actor: &Actor) -> Result<Vec<Draft>, PageError> {
    if !actor.account.may_somewhere(Permission::RecordDisclosures) {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let mut drafts = store::under_way(db, actor.kommun, DRAFTS).await?;
    let sites = drafts.iter().map(|draft| draft.site);
    let units = crate::site::store::units(db, actor.kommun, sites).await?;
    drafts.retain(|draft| {
        let unit = units.get(&draft.site).copied().flatten();
        actor.account.may(Permission::RecordDisclosures, unit)
    });
    Ok(drafts)
}

/// Drafts on the page of the log.
const DRAFTS: u64 = 50;
