//! Webhooks on the web: for administrators alone. A secret is shown once.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde_json::json;
use zeroize::Zeroizing;

use super::form::{self, PATH, Typed};
use super::page::{Index, Show};
use super::{Webhook, WebhookId, sign, store};
use crate::account::Permission;
use crate::db::WriteTx;
use crate::recorder::ask::AskError;
use crate::recorder::ask::client::Client;
use crate::recorder::ask::secret::Locker;
use crate::register::RecordKind;
use crate::reminder::alert::AlertKind;
use crate::reminder::store::alert;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Errors, FieldError, Form};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(index).post(create))
        .route("/administration/webhookar/ny", get(new))
        .route("/administration/webhookar/{id}", get(show))
        .route("/administration/webhookar/{id}/prov", post(try_it))
        .route("/administration/webhookar/{id}/hemlighet", post(renew))
        .route("/administration/webhookar/{id}/avstangning", post(off))
        .route("/administration/webhookar/{id}/start", post(on))
}

/// Messages on the page.
const MESSAGES: u64 = 50;

async fn index(State(app): State<App>, actor: Actor) -> Result<Index, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, None),
        webhooks: store::all(app.db.read(), actor.kommun).await?,
    })
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    Ok(page(&app, &actor, form::form()))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    let typed = match form::read(&values) {
        Ok(typed) => reachable(&app, typed).await,
        Err(errors) => Err(errors),
    };
    let typed = match typed {
        Ok(typed) => typed,
        Err(errors) => {
            let form = form::form().fill(values).refuse(errors);
            let page = page(&app, &actor, form);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let (name, address) = (&*typed.name, &*typed.address);
    let id = store::add(&**change.tx(), actor.kommun, name, address, actor.now).await?;
    let secret = lock(&app, &actor, change.tx(), id).await?;
    change.note(RecordKind::Webhook, id.0, None, told(name, address, true));
    change.commit().await?;
    let page = shown(&app, &actor, id, Some(secret)).await?;
    Ok((StatusCode::CREATED, page).into_response())
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Show, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    shown(&app, &actor, WebhookId(id), None).await
}

/// Sends a message that says nothing but where it comes from.
async fn try_it(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    let webhook = administered(&app, &actor, id).await?;
    let now = actor.now.unix_timestamp();
    let payload = json!({ "type": "trial", "timestamp": now, "data": { "from": app.public_url }});
    let payload = payload.to_string();
    store::enqueue_trial(&app.db, actor.kommun, webhook.id, payload, actor.now).await?;
    crate::reminder::web::ask_for(&app, &actor, crate::reminder::job::Job::Webhooks).await?;
    notices.say("webhook-tried");
    Ok(Redirect::to(&actor.l.path(&format!("{PATH}/{id}"))))
}

/// A new secret; the one before signs nothing from now on.
async fn renew(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let webhook = administered(&app, &actor, id).await?;
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let secret = lock(&app, &actor, change.tx(), webhook.id).await?;
    let on = webhook.off_at.is_none();
    let mut after = told(&webhook.name, &webhook.address, on);
    let before = after.clone();
    after["secret_renewed_at"] = json!(actor.now.unix_timestamp());
    change.note(RecordKind::Webhook, id, Some(before), after);
    change.commit().await?;
    let page = shown(&app, &actor, webhook.id, Some(secret)).await?;
    Ok((StatusCode::CREATED, page).into_response())
}

async fn off(
    state: State<App>,
    notices: Notices,
    actor: Actor,
    id: Path<i64>,
) -> Result<Redirect, PageError> {
    switch(state, notices, actor, id, false).await
}

async fn on(
    state: State<App>,
    notices: Notices,
    actor: Actor,
    id: Path<i64>,
) -> Result<Redirect, PageError> {
    switch(state, notices, actor, id, true).await
}

async fn switch(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
    Path(id): Path<i64>,
    on: bool,
) -> Result<Redirect, PageError> {
    let webhook = administered(&app, &actor, id).await?;
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let off_at = (!on).then_some(actor.now);
    store::switch(&**change.tx(), actor.kommun, webhook.id, off_at).await?;
    let before = told(&webhook.name, &webhook.address, webhook.off_at.is_none());
    let after = told(&webhook.name, &webhook.address, on);
    change.note(RecordKind::Webhook, id, Some(before), after);
    change.commit().await?;
    let kind = AlertKind::WebhookOff;
    alert::lower(&app.db, actor.kommun, kind, id, actor.now).await?;
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path(&format!("{PATH}/{id}"))))
}

/// What the history keeps: never the secret.
fn told(name: &str, address: &str, on: bool) -> serde_json::Value {
    json!({ "name": name, "address": address, "on": on })
}

async fn administered(app: &App, actor: &Actor, id: i64) -> Result<Webhook, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    let found = store::find(app.db.read(), actor.kommun, WebhookId(id)).await?;
    found.ok_or(PageError::NotFound)
}

/// Makes a secret, keeps it locked, and returns it to be shown once.
async fn lock(
    app: &App,
    actor: &Actor,
    tx: &WriteTx,
    id: WebhookId,
) -> Result<Zeroizing<String>, PageError> {
    let failed = |error: String| PageError::Internal(error);
    let secret = sign::secret().map_err(|error| failed(error.to_string()))?;
    let bound = store::bound_to(actor.kommun, id);
    let locked = Locker::open(&app.asking.key_file)
        .and_then(|locker| locker.lock(&secret, &bound))
        .map_err(|error| failed(error.to_string()))?;
    store::set_secret(&**tx, actor.kommun, id, &locked).await?;
    Ok(secret)
}

/// The host is looked up now, so that whoever types an address that is refused is told at once.
async fn reachable(app: &App, typed: Typed) -> Result<Typed, Errors> {
    match Client::to(&typed.address, app.asking.loopback).await {
        Ok(_) => Ok(typed),
        Err(error) => Err(vec![FieldError {
            field: "address".into(),
            message: match &error {
                AskError::Address(forbidden) => forbidden.message(),
                other => other.message(),
            },
        }]),
    }
}

async fn shown(
    app: &App,
    actor: &Actor,
    id: WebhookId,
    secret: Option<Zeroizing<String>>,
) -> Result<Show, PageError> {
    let webhook = administered(app, actor, id.0).await?;
    Ok(Show {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, Some(&webhook.name)),
        messages: store::newest(app.db.read(), actor.kommun, id, MESSAGES).await?,
        webhook,
        secret: secret.map(|secret| secret.to_string()),
    })
}

fn page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let title = actor.l.t("webhook-new");
    FormPage::new(actor.shell(app), title, crumbs(actor, Some(title)), form)
        .intro(actor.l.t("webhook-lead"))
}

fn crumbs(actor: &Actor, here: Option<&str>) -> Vec<Crumb> {
    let list = ("webhook-title", PATH);
    let above = ("nav-administration", "/administration");
    Crumb::in_list(actor.l, above, list, here)
}
