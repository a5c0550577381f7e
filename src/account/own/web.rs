//! `/konto`: a person's own account.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower_sessions::Session;

use super::form::{self, PATH};
use super::page::Own;
use crate::account::session::{self, key};
use crate::account::web::{about, off_thread};
use crate::account::{password, second, store};
use crate::disclosure::trace::{self, Act, Deed};
use crate::organisation;
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::form::{ChoiceText, Errors, FieldError, Values};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(show))
        .route("/konto/losenord", get(edit).post(update))
        .route("/konto/kvar", post(stay))
        .route("/konto/sessioner/avslut", post(end_others))
        .route("/konto/sessioner/{id}/avslut", post(end))
}

async fn show(State(app): State<App>, actor: Actor, session: Session) -> Result<Own, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let id = actor.account.id;
    let units = organisation::web::units(&app, &actor).await?;
    let roles = actor.account.grants.iter().map(|grant| {
        let role = l.code(grant.role);
        let unit = grant.unit.map(|unit| unit.to_string());
        let place = unit.and_then(|unit| units.iter().find(|place| place.value == unit));
        match place.map(|place| &place.text) {
            Some(ChoiceText::Name(name)) => format!("{role} ({name})"),
            _ => role,
        }
    });
    let factor = second::store::find(db, id).await?;
    Ok(Own {
        roles: roles.collect(),
        has_password: store::has_password(db, id).await?,
        second_factor: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
        sessions: session::of_account(db, id, actor.now).await?,
        this: session.id().map_or(String::new(), |id| key(&id)),
        crumbs: vec![Crumb::here(l.t("own-title"))],
        name: actor.account.name.clone(),
        email: actor.account.email.clone(),
        shell: actor.shell(&app),
        l,
    })
}

async fn end(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(one): Path<String>,
) -> Result<Redirect, PageError> {
    let tx = app.db.begin_write().await?;
    let ended = session::end(&*tx, actor.account.id, session::Ended::One(&one)).await?;
    tx.commit().await?;
    if ended == 0 {
        return Err(PageError::NotFound);
    }
    notices.say("own-session-ended");
    Ok(Redirect::to(&actor.l.path(PATH)))
}

/// Somebody is still there: the session goes on, and in how many seconds it ends is told.
async fn stay(actor: Actor) -> String {
    actor.stays().to_string()
}

async fn end_others(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    notices: Notices,
) -> Result<Redirect, PageError> {
    let this = session.id().map_or(String::new(), |id| key(&id));
    let tx = app.db.begin_write().await?;
    session::end(&*tx, actor.account.id, session::Ended::AllBut(&this)).await?;
    tx.commit().await?;
    notices.say("own-session-ended");
    Ok(Redirect::to(&actor.l.path(PATH)))
}

async fn edit(State(app): State<App>, actor: Actor) -> FormPage {
    page(&app, &actor, Values::default(), Vec::new())
}

/// The new password ends every other session: whoever knew the old one is out.
async fn update(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let id = actor.account.id;
    let refuse = |errors| {
        let page = page(&app, &actor, Values::default(), errors);
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let typed = match form::read(&values, &about(&actor.account, &actor.kommun_name)) {
        Ok(typed) => typed,
        Err(errors) => return Ok(refuse(errors)),
    };
    if !app.sign_in.allows_account(&actor.account.email) {
        return Err(PageError::TooMany);
    }
    let known = store::credentials(app.db.read(), &actor.account.email).await?;
    let stored = known.map(|known| known.password_hash);
    let hash = off_thread(&app, typed.old, move |old| {
        password::verify(&old, stored.as_deref()).then(|| password::hash(&typed.new))
    })
    .await?;
    let Some(hash) = hash else {
        return Ok(refuse(vec![FieldError {
            field: "old".into(),
            message: Message::new("own-password-wrong"),
        }]));
    };
    let hash = hash.map_err(|error| PageError::Internal(error.to_string()))?;
    let this = session.id().map_or(String::new(), |id| key(&id));
    let tx = app.db.begin_write().await?;
    store::set_password(&*tx, id, &hash).await?;
    session::end(&*tx, id, session::Ended::AllBut(&this)).await?;
    let deed = Deed::of(Act::PasswordChanged).from(actor.address);
    trace::store::note(&*tx, actor.kommun, &actor.account, &deed, actor.now).await?;
    tx.commit().await?;
    notices.say("own-password-changed");
    Ok(Redirect::to(&actor.l.path(PATH)).into_response())
}

fn page(app: &App, actor: &Actor, values: Values, errors: Errors) -> FormPage {
    let l = actor.l;
    let title = l.t("own-password-change");
    let crumbs = Crumb::way(l, &[("own-title", PATH)], title);
    let form = form::form().fill(values).refuse(errors);
    FormPage::new(actor.shell(app), title, crumbs, form).intro(l.t("own-password-lead"))
}
