//! The links that let someone choose a password, and the first of them, which founds the register.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tower_sessions::Session;

use super::enter::{Newcomer, Next, Origin, Way, enter};
use super::{about, go_on, off_thread, refused, wrong};
use crate::account::form::{self, Founding};
use crate::account::{Account, AccountId, Grant, Role, link, membership, password, session, store};
use crate::compliance::store::Judgement;
use crate::ledger;
use crate::organisation::{self, KommunId};
use crate::register::{Author, Change, ChangeError, RecordKind};
use crate::web::form::Form;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<FormPage, PageError> {
    let whom = store::invited(app.db.read(), &link::digest(&token), app.clock.now())
        .await?
        .ok_or(PageError::LinkGone)?;
    Ok(welcome_page(
        &app,
        &visitor,
        whom.is_none(),
        welcome_form(whom, &token),
    ))
}

pub async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    origin: Origin,
    own: Session,
    Path(token): Path<String>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let whom = store::invited(app.db.read(), &link::digest(&token), app.clock.now())
        .await?
        .ok_or(PageError::LinkGone)?;
    let done = match whom {
        Some(account) => match form::read_new_password(&values, &known_of(&app, account).await?) {
            Ok(password) => Ok(choose_password(&app, &token, account, password).await?),
            Err(errors) => Err(errors),
        },
        None => match form::read_founding(&values) {
            Ok(founding) => Ok(found(&app, &token, founding).await?),
            Err(errors) => Err(errors),
        },
    };
    match done {
        Ok(newcomer) => {
            let to = visitor.l.path("/");
            match enter(&app, &own, &origin, newcomer, &to).await? {
                Next::Refused(message) => {
                    let form = form::sign_in(&to).refuse(vec![wrong(message)]);
                    refused(&app, &visitor, form).await
                }
                next => Ok(go_on(&visitor, &next, &to)),
            }
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

/// What the new password must not be made of.
async fn known_of(app: &App, id: AccountId) -> Result<Vec<String>, PageError> {
    let db = app.db.read();
    let kommuner = store::kommuner_of(db, id).await?;
    let kommun = KommunId::acting_for(*kommuner.first().ok_or(PageError::NotFound)?);
    let account = store::find(db, kommun, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let named = organisation::store::kommun(db, kommun).await?;
    Ok(about(
        &account,
        &named.map_or(String::new(), |kommun| kommun.name),
    ))
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
) -> Result<Newcomer, PageError> {
    let hash = off_thread(app, typed, |typed| password::hash(&typed))
        .await?
        .map_err(|e| PageError::Internal(e.to_string()))?;
    let kommuner = store::kommuner_of(app.db.read(), account).await?;
    let kommun = *kommuner.first().ok_or(PageError::NotFound)?;
    let tx = app.db.begin_write().await?;
    if !store::use_up(&*tx, &link::digest(token), app.clock.now()).await? {
        return Err(PageError::LinkGone);
    }
    store::set_password(&*tx, account, &hash).await?;
    // Whoever knew the old password is out.
    session::end(&*tx, account, session::Ended::All).await?;
    tx.commit().await?;
    Ok(Newcomer {
        account,
        kommun,
        way: Way::Link,
    })
}

async fn found(app: &App, token: &str, founding: Founding) -> Result<Newcomer, PageError> {
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
    Ok(Newcomer {
        account,
        kommun: number,
        way: Way::Link,
    })
}

fn welcome_page(app: &App, visitor: &Visitor, first: bool, form: Form) -> FormPage {
    let (title, lead) = if first {
        ("founding-title", "founding-lead")
    } else {
        ("new-password-title", "new-password-lead")
    };
    FormPage::new(visitor.shell(app), visitor.l.t(title), Vec::new(), form).intro(visitor.l.t(lead))
}
