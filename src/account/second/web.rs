//! Setting up the second factor and taking it away; `/logga-in/kod` asks for it on the way in.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower_sessions::Session;

use super::page::{Codes, Setup};
use super::{FactorError, Shared, digest, form, is_recovery, recovery_codes, store};
use crate::account::AccountId;
use crate::account::sso;
use crate::disclosure::trace::{self, Act, Deed};
use crate::recorder::ask::secret::Locker;
use crate::texts::Message;
use crate::web::actor::{Actor, SIGNED_IN, SignedIn};
use crate::web::form::{FieldError, Form, Values};
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route(form::KEPT_AT, get(show).post(confirm))
        .route("/konto/tvafaktor/nyckel", post(begin))
        .route("/konto/tvafaktor/borttagning", post(remove))
}

async fn show(State(app): State<App>, actor: Actor) -> Result<Setup, PageError> {
    page(&app, &actor, None).await
}

/// A secret that no phone has yet. One that a phone has is not replaced: it is taken away first, with its code.
async fn begin(State(app): State<App>, actor: Actor) -> Result<Redirect, PageError> {
    let known = store::find(app.db.read(), actor.account.id).await?;
    if known.is_some_and(|factor| factor.confirmed_at.is_some()) {
        return Err(PageError::Stale);
    }
    let id = actor.account.id;
    let shared = Shared::random().map_err(internal)?;
    let locked = Locker::open(&app.asking.key_file)
        .and_then(|locker| locker.lock(shared.as_base32(), &store::bound_to(id)))
        .map_err(|error| PageError::Internal(error.to_string()))?;
    let tx = app.db.begin_write().await?;
    store::begin(&*tx, id, &locked, actor.now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&actor.l.path(form::KEPT_AT)))
}

async fn confirm(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let id = actor.account.id;
    let factor = store::find(app.db.read(), id).await?;
    let factor = factor.filter(|factor| factor.confirmed_at.is_none());
    let factor = factor.ok_or(PageError::Stale)?;
    let shared = unlocked(&app, id, &factor.secret)?;
    let step = shared.step_of(values.first("code"), actor.now.unix_timestamp());
    let Some(step) = step.map_err(internal)? else {
        return refused(&app, &actor, form::confirm(), values).await;
    };
    let codes = recovery_codes().map_err(internal)?;
    let digests: Vec<String> = codes.iter().map(|code| digest(code)).collect();
    let tx = app.db.begin_write().await?;
    if !store::use_step(&*tx, id, step).await? {
        return Err(PageError::Stale);
    }
    store::confirm(&*tx, id, &digests, actor.now).await?;
    let deed = Deed::of(Act::FactorSet).from(actor.address);
    trace::store::note(&*tx, actor.kommun, &actor.account, &deed, actor.now).await?;
    tx.commit().await?;
    if let Some(signed_in) = session.get::<SignedIn>(SIGNED_IN).await? {
        let enrolled = SignedIn {
            enrol: false,
            ..signed_in
        };
        session.insert(SIGNED_IN, enrolled).await?;
    }
    let page = Codes {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor),
        codes,
    };
    Ok((StatusCode::CREATED, page).into_response())
}

async fn remove(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let id = actor.account.id;
    if !fits(&app, id, values.first("code")).await? {
        return refused(&app, &actor, form::remove(), values).await;
    }
    let tx = app.db.begin_write().await?;
    store::remove(&*tx, id).await?;
    let deed = Deed::of(Act::FactorRemoved).from(actor.address);
    trace::store::note(&*tx, actor.kommun, &actor.account, &deed, actor.now).await?;
    tx.commit().await?;
    notices.say("second-removed");
    Ok(Redirect::to(&actor.l.path("/konto")).into_response())
}

/// Whether a code is the phone's now, or one of those on paper; it is used up by it.
///
/// # Errors
/// When the database does not answer, or the secret was locked with another key.
pub async fn fits(app: &App, id: AccountId, typed: &str) -> Result<bool, PageError> {
    let factor = store::find(app.db.read(), id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else {
        return Ok(false);
    };
    let now = app.clock.now();
    if is_recovery(typed) {
        let tx = app.db.begin_write().await?;
        let fits = store::use_code(&*tx, id, &digest(typed), now).await?;
        tx.commit().await?;
        return Ok(fits);
    }
    let shared = unlocked(app, id, &factor.secret)?;
    let Some(step) = shared
        .step_of(typed, now.unix_timestamp())
        .map_err(internal)?
    else {
        return Ok(false);
    };
    let tx = app.db.begin_write().await?;
    let fits = store::use_step(&*tx, id, step).await?;
    tx.commit().await?;
    Ok(fits)
}

/// What is wrong with a code.
pub fn wrong() -> FieldError {
    FieldError {
        field: "code".into(),
        message: Message::new("second-wrong"),
    }
}

fn unlocked(app: &App, id: AccountId, secret: &str) -> Result<Shared, PageError> {
    let secret = Locker::open(&app.asking.key_file)
        .and_then(|locker| locker.unlock(secret, &store::bound_to(id)))
        .map_err(|error| PageError::Internal(error.to_string()))?;
    Ok(Shared::kept(&secret))
}

fn internal(error: FactorError) -> PageError {
    PageError::Internal(error.to_string())
}

async fn refused(
    app: &App,
    actor: &Actor,
    form: Form,
    values: Values,
) -> Result<Response, PageError> {
    let form = form.fill(values).refuse(vec![wrong()]);
    let page = page(app, actor, Some(form)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(app: &App, actor: &Actor, form: Option<Form>) -> Result<Setup, PageError> {
    let (db, id) = (app.db.read(), actor.account.id);
    let factor = store::find(db, id).await?;
    let confirmed = factor
        .as_ref()
        .is_some_and(|one| one.confirmed_at.is_some());
    let begun = match factor.filter(|_| !confirmed) {
        Some(factor) => {
            let shared = unlocked(app, id, &factor.secret)?;
            let square = shared.square(&actor.account.email).map_err(internal)?;
            Some((square, shared.in_groups()))
        }
        None => None,
    };
    let rule = sso::store::rule_of(db, actor.kommun).await?;
    let form = form.unwrap_or_else(|| {
        if confirmed {
            form::remove()
        } else {
            form::confirm()
        }
    });
    Ok(Setup {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor),
        begun,
        confirmed,
        codes_left: store::codes_left(db, id).await?,
        required: rule.demands_second_factor(&actor.account),
        form,
    })
}

fn crumbs(actor: &Actor) -> Vec<Crumb> {
    let l = actor.l;
    Crumb::way(l, &[("own-title", "/konto")], l.t("second-title"))
}
