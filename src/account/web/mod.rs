//! Signing in and out, and the links that let someone choose a password.

mod people;

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tower_sessions::Session;

use crate::account::form::{self, Founding, SignIn};
use crate::account::{Account, AccountId, Grant, Role, link, membership, password, store};
use crate::compliance::store::Judgement;
use crate::ledger;
use crate::organisation::{self, KommunId};
use crate::register::{Author, Change, ChangeError, RecordKind};
use crate::texts::Message;
use crate::web::actor::{SIGNED_IN, SignedIn};
use crate::web::form::{FieldError, Form};
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/logga-in", get(new).post(create))
        .route("/utloggning", post(destroy))
        .route("/valkommen/{token}", get(welcome).post(accept))
        .merge(people::routes())
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
) -> FormPage {
    sign_in_page(&app, &visitor, form::sign_in(&till))
}

async fn create(
    State(app): State<App>,
    visitor: Visitor,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let to = safe_return(&visitor, values.first("till"));
    let typed = match form::read_sign_in(&values) {
        Ok(typed) => typed,
        Err(errors) => {
            return Ok(refused(
                &app,
                &visitor,
                form::sign_in(&to).fill(values).refuse(errors),
            ));
        }
    };
    if let Some(signed_in) = authenticate(&app, &typed, peer.ip()).await? {
        // A new id at sign-in: a session that someone planted beforehand is worth nothing.
        session.cycle_id().await?;
        session.insert(SIGNED_IN, signed_in).await?;
        Ok(Redirect::to(&to).into_response())
    } else {
        let wrong = FieldError {
            field: "email".into(),
            message: Message::new("sign-in-wrong"),
        };
        Ok(refused(
            &app,
            &visitor,
            form::sign_in(&to).fill(values).refuse(vec![wrong]),
        ))
    }
}

/// The account and its first kommun if the password fits. The same work is done for an unknown address.
async fn authenticate(
    app: &App,
    typed: &SignIn,
    address: IpAddr,
) -> Result<Option<SignedIn>, PageError> {
    let email = store::normal_email(&typed.email);
    if !app.sign_in.allows(&email, address) {
        return Err(PageError::TooMany);
    }
    let known = store::credentials(app.db.read(), &email).await?;
    let stored = known.as_ref().map(|known| known.password_hash.clone());
    let fits = off_thread(app, typed.password.clone(), move |password| {
        password::verify(&password, stored.as_deref())
    })
    .await?;
    let Some(known) = known.filter(|_| fits) else {
        return Ok(None);
    };
    let kommuner = store::kommuner_of(app.db.read(), known.id).await?;
    Ok(kommuner.first().map(|kommun| SignedIn {
        account: known.id.0,
        kommun: *kommun,
    }))
}

/// Runs password work where it holds up nobody else, one at a time.
async fn off_thread<T: Send + 'static>(
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

async fn destroy(visitor: Visitor, session: Session) -> Result<Redirect, PageError> {
    session.flush().await?;
    Ok(Redirect::to(&visitor.l.path("/logga-in")))
}

async fn welcome(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<FormPage, PageError> {
    let whom = store::invited(app.db.read(), &link::digest(&token), app.clock.now())
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(welcome_page(
        &app,
        &visitor,
        whom.is_none(),
        welcome_form(whom, &token),
    ))
}

async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    session: Session,
    Path(token): Path<String>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let whom = store::invited(app.db.read(), &link::digest(&token), app.clock.now())
        .await?
        .ok_or(PageError::NotFound)?;
    let done = match whom {
        Some(account) => match form::read_new_password(&values) {
            Ok(password) => Ok(choose_password(&app, &token, account, password).await?),
            Err(errors) => Err(errors),
        },
        None => match form::read_founding(&values) {
            Ok(founding) => Ok(found(&app, &token, founding).await?),
            Err(errors) => Err(errors),
        },
    };
    match done {
        Ok(signed_in) => {
            session.cycle_id().await?;
            session.insert(SIGNED_IN, signed_in).await?;
            Ok(Redirect::to(&visitor.l.path("/")).into_response())
        }
        Err(errors) => {
            let form = welcome_form(whom, &token).fill(values).refuse(errors);
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                welcome_page(&app, &visitor, whom.is_none(), form),
            )
                .into_response())
        }
    }
}

fn welcome_form(whom: Option<AccountId>, token: &str) -> Form {
    if whom.is_some() {
        form::new_password_form(token)
    } else {
        form::founding(token)
    }
}

async fn choose_password(
    app: &App,
    token: &str,
    account: AccountId,
    typed: String,
) -> Result<SignedIn, PageError> {
    let hash = off_thread(app, typed, |typed| password::hash(&typed))
        .await?
        .map_err(|e| PageError::Internal(e.to_string()))?;
    let kommuner = store::kommuner_of(app.db.read(), account).await?;
    let kommun = *kommuner.first().ok_or(PageError::NotFound)?;
    let tx = app.db.begin_write().await?;
    if !store::use_up(&*tx, &link::digest(token), app.clock.now()).await? {
        return Err(PageError::NotFound);
    }
    store::set_password(&*tx, account, &hash).await?;
    tx.commit().await?;
    Ok(SignedIn {
        account: account.0,
        kommun,
    })
}

async fn found(app: &App, token: &str, founding: Founding) -> Result<SignedIn, PageError> {
    let now = app.clock.now();
    let Founding {
        kommun,
        name,
        email,
        password: typed,
    } = founding;
    let hash = off_thread(app, typed, |typed| password::hash(&typed))
        .await?
        .map_err(|e| PageError::Internal(e.to_string()))?;
    let tx = app.db.begin_write().await?;
    if !store::use_up(&*tx, &link::digest(token), now).await? {
        return Err(PageError::NotFound);
    }
    let number = organisation::store::found(&*tx, &kommun).await?;
    let scope = KommunId::acting_for(number);
    ledger::store::open_log(&*tx, scope, &kommun.log_origin, now).await?;
    let author = Author {
        kommun: scope,
        account: None,
        name: name.clone(),
    };
    let administrator = Account {
        id: AccountId(0),
        email,
        name,
        grants: vec![Grant {
            role: Role::Administrator,
            unit: None,
        }],
    };
    let by = Judgement {
        policies: &app.policies,
        today: app.clock.today(),
    };
    let mut change = Change::within(tx, &author, now, by);
    change.note(
        RecordKind::Kommun,
        number,
        None,
        serde_json::to_value(&kommun).map_err(ChangeError::from)?,
    );
    let account = membership::add(&mut change, &administrator, &hash).await?;
    change.commit().await?;
    // The log's key and first checkpoint. Without a signer the register works, and its pages say what is missing.
    if let Err(error) = app.signers.ready(&app.db, scope, now).await {
        tracing::error!(kommun = number, %error, "the log cannot be signed");
    }
    Ok(SignedIn {
        account: account.0,
        kommun: number,
    })
}

fn sign_in_page(app: &App, visitor: &Visitor, form: Form) -> FormPage {
    FormPage::new(
        visitor.shell(app),
        visitor.l.t("sign-in-title"),
        Vec::new(),
        form,
    )
}

fn welcome_page(app: &App, visitor: &Visitor, first: bool, form: Form) -> FormPage {
    let (title, lead) = if first {
        ("founding-title", "founding-lead")
    } else {
        ("new-password-title", "new-password-lead")
    };
    FormPage::new(visitor.shell(app), visitor.l.t(title), Vec::new(), form).intro(visitor.l.t(lead))
}

fn refused(app: &App, visitor: &Visitor, form: Form) -> Response {
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        sign_in_page(app, visitor, form),
    )
        .into_response()
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
