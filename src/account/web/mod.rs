//! Signing in and out, and the links that let someone choose a password.

mod code;
mod enter;
pub mod invite;
mod people;
mod single;
mod welcome;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tower_sessions::Session;

use self::enter::{Newcomer, Next, Origin, Way, enter, told, told_of_stranger};
use crate::account::form::{self, SignIn};
use crate::account::page::SignInPage;
use crate::account::{Account, AccountId, password, second, store};
use crate::disclosure::trace::{Act, Deed};
use crate::organisation::KommunId;
use crate::texts::Message;
use crate::web::actor::{SIGNED_IN, SignedIn};
use crate::web::form::{FieldError, Form};
use crate::web::submitted::Submitted;
use crate::web::unsent::WAS;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/logga-in", get(new).post(create))
        .route("/logga-in/extern/{id}", get(single::begin))
        .route("/logga-in/svar", get(single::finish))
        .route(second::form::ASKED_AT, get(code::ask).post(code::take))
        .route("/utloggning", post(destroy))
        .route(
            "/valkommen/{token}",
            get(welcome::show).post(welcome::accept),
        )
        .merge(people::routes())
        .merge(super::auditor::web::routes())
        .merge(super::own::web::routes())
        .merge(super::second::web::routes())
        .merge(super::sso::web::routes())
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    till: String,
}

async fn new(
    State(app): State<App>,
    visitor: Visitor,
    Query(Back { till }): Query<Back>,
) -> Result<SignInPage, PageError> {
    wait_for_a_turn(&app).await?;
    sign_in_page(&app, &visitor, form::sign_in(&till)).await
}

/// A flood at the door is slow for those who make it, and for nobody who is in.
async fn wait_for_a_turn(app: &App) -> Result<(), PageError> {
    if app.doorway.pass().await {
        Ok(())
    } else {
        Err(PageError::TooMany)
    }
}

async fn create(
    State(app): State<App>,
    visitor: Visitor,
    origin: Origin,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    wait_for_a_turn(&app).await?;
    let to = safe_return(&visitor, values.first("till"));
    let typed = form::read_sign_in(&values);
    let refuse = |errors| {
        let form = form::sign_in(&to).fill(values.clone()).refuse(errors);
        refused(&app, &visitor, form)
    };
    let typed = match typed {
        Ok(typed) => typed,
        Err(errors) => return refuse(errors).await,
    };
    let newcomer = match authenticate(&app, &typed, &origin).await? {
        Ok(newcomer) => newcomer,
        Err(known) => {
            told_of_stranger(&app, &origin, known, "fel lösenord").await?;
            return refuse(vec![wrong(Message::new("sign-in-wrong"))]).await;
        }
    };
    match enter(&app, &session, &origin, newcomer, &to).await? {
        Next::Refused(message) => {
            told_of_stranger(&app, &origin, Some(newcomer.account), "inte tillåtet sätt").await?;
            refuse(vec![wrong(message)]).await
        }
        next => Ok(go_on(&visitor, &next, &to)),
    }
}

/// To where the person was going, or to where the code is asked for.
fn go_on(visitor: &Visitor, next: &Next, to: &str) -> Response {
    if *next == Next::Code {
        Redirect::to(&visitor.l.path(second::form::ASKED_AT)).into_response()
    } else {
        Redirect::to(to).into_response()
    }
}

/// What a password must not be made of.
pub(super) fn about(account: &Account, kommun: &str) -> Vec<String> {
    vec![
        account.name.clone(),
        account.email.clone(),
        kommun.to_owned(),
    ]
}

fn wrong(message: Message) -> FieldError {
    FieldError {
        field: "email".into(),
        message,
    }
}

/// The account and its first kommun if the password fits, else whose it is, if anybody's. The same work is done for an unknown address.
async fn authenticate(
    app: &App,
    typed: &SignIn,
    origin: &Origin,
) -> Result<Result<Newcomer, Option<AccountId>>, PageError> {
    let email = store::normal_email(&typed.email);
    if !app.sign_in.allows(&email, origin.address) {
        return Err(PageError::TooMany);
    }
    let known = store::credentials(app.db.read(), &email).await?;
    let stored = known.as_ref().map(|known| known.password_hash.clone());
    let fits = off_thread(app, typed.password.clone(), move |password| {
        password::verify(&password, stored.as_deref())
    })
    .await?;
    let known = match known {
        Some(known) if fits => known,
        known => return Ok(Err(known.map(|known| known.id))),
    };
    let kommuner = store::kommuner_of(app.db.read(), known.id).await?;
    let newcomer = kommuner.first().map(|kommun| Newcomer {
        account: known.id,
        kommun: *kommun,
        way: Way::Password,
    });
    Ok(newcomer.ok_or(Some(known.id)))
}

/// Runs password work where it holds up nobody else, one at a time.
pub(super) async fn off_thread<T: Send + 'static>(
    app: &App,
    password: String,
    work: impl FnOnce(String) -> T + Send + 'static,
) -> Result<T, PageError> {
    let _turn = app
        .hashing
        .acquire()
        .await
        .map_err(|error| PageError::Internal(error.to_string()))?;
    let done = tokio::task::spawn_blocking(move || work(password)).await;
    done.map_err(|error| PageError::Internal(format!("password work was cut short: {error}")))
}

async fn destroy(
    State(app): State<App>,
    visitor: Visitor,
    origin: Origin,
    session: Session,
) -> Result<Response, PageError> {
    let was: Option<SignedIn> = session.get(SIGNED_IN).await?;
    if let Some(was) = &was {
        let (kommun, account) = (KommunId::acting_for(was.kommun), AccountId(was.account));
        told(&app, &origin, kommun, account, Deed::of(Act::SignedOut)).await?;
    }
    let page = single::signed_out(&app, &visitor, &session, was.as_ref()).await?;
    session.flush().await?;
    if let Some(was) = &was {
        // Another session, which opens nothing: a form that lies open in another window is not lost.
        session.insert(WAS, was.account).await?;
    }
    Ok(match page {
        Some(page) => page.into_response(),
        None => Redirect::to(&visitor.l.path("/logga-in")).into_response(),
    })
}

async fn sign_in_page(app: &App, visitor: &Visitor, form: Form) -> Result<SignInPage, PageError> {
    let providers = single::providers(app).await?;
    Ok(SignInPage::new(app, visitor, form, providers))
}

async fn refused(app: &App, visitor: &Visitor, form: Form) -> Result<Response, PageError> {
    let page = sign_in_page(app, visitor, form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Only a path of our own: a link to the sign-in page must not send people to another site.
fn safe_return(visitor: &Visitor, path: &str) -> String {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\n', '\r'])
        && !path.starts_with("/logga-in");
    if own {
        path.to_owned()
    } else {
        visitor.l.path("/")
    }
}
