//! How a recorder is asked: set by administrators alone. The password is never shown again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::{administered, form_page};
use crate::db::record::Stored;
use crate::recorder::ask::address;
use crate::recorder::ask::client::{Client, heard};
use crate::recorder::ask::pinned;
use crate::recorder::ask::secret::Locker;
use crate::recorder::ask::{Access, AskError, System};
use crate::recorder::check::{CheckVerdict, worst};
use crate::recorder::store::access::{self, Kept, bound_to};
use crate::recorder::{Recorder, RecorderId, round};
use crate::register::RecordKind;
use crate::register::web::noun::Noun;
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::works::{Kind, Ticket};
use crate::web::{App, PageError};

pub async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let recorder = administered(&app, &actor, id).await?;
    let kept = access::find(app.db.read(), actor.kommun, recorder.id).await?;
    let values = kept.map_or_else(Values::default, |kept| values(&kept.access));
    Ok(page(&app, &actor, &recorder, form(id).fill(values)))
}

pub async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(typed): Submitted,
) -> Result<Response, PageError> {
    let recorder = administered(&app, &actor, id).await?;
    let before = access::find(app.db.read(), actor.kommun, recorder.id).await?;
    let read = match read(&typed, before.as_ref()) {
        Ok(read) => may_be_asked(&app, read).await,
        Err(errors) => Err(errors),
    };
    let (access, password) = match read {
        Ok(read) => read,
        Err(errors) => {
            // What was typed is kept, but for the password.
            let form = form(id).fill(typed.without("password")).refuse(errors);
            let page = page(&app, &actor, &recorder, form);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let locked = match (&before, password.is_empty()) {
        (Some(before), true) => before.locked.clone(),
        _ => Locker::open(&app.asking.key_file)
            .and_then(|locker| locker.lock(&password, &bound_to(actor.kommun, recorder.id)))
            .map_err(|error| PageError::Internal(error.to_string()))?,
    };
    let kept = Kept {
        recorder: recorder.id,
        access,
        locked,
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    access::set(&**change.tx(), actor.kommun, &kept).await?;
    let told = |kept: &Kept| {
        json!({ "access": {
            "system": kept.access.system, "address": kept.access.address, "user": kept.access.user,
            "fingerprint": kept.access.fingerprint
        }})
    };
    let old = before.as_ref().map(told);
    change.note(RecordKind::Recorder, recorder.id.0, old, told(&kept));
    change.commit().await?;
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path(&Recorder::path(id))).into_response())
}

/// How long a recorder's answer is waited for before its page says that it has been asked.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the recorder now and keeps what it says, also when whoever asked does not wait for it.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
) -> Result<Redirect, PageError> {
    if !Recorder::may_change(&actor, None) {
        return Err(PageError::Forbidden);
    }
    let recorder = RecorderId(id);
    let kept = access::find(app.db.read(), actor.kommun, recorder).await?;
    let kept = kept.ok_or(PageError::NotFound)?;
    let to = actor.l.path(&Recorder::path(id));
    let told = match Ticket::take(&app, Kind::Recorder, id) {
        None => "ask-goes-on",
        Some(ticket) => {
            let progress = Arc::clone(&ticket.progress);
            let work = tokio::spawn(async move {
                let _ticket = ticket;
                let each = Arc::new(move || progress.one_more());
                heard(each, answered(&app, &actor, &kept)).await
            });
            match tokio::time::timeout(PATIENCE, work).await {
                Ok(Ok(told)) => told?,
                Ok(Err(error)) => return Err(PageError::Internal(error.to_string())),
                // When the patience is over, the work goes on without us.
                Err(_) => "ask-goes-on",
            }
        }
    };
    notices.say(told);
    Ok(Redirect::to(&to))
}

/// The recorder's answer, kept; the text that says what it was.
async fn answered(app: &App, actor: &Actor, kept: &Kept) -> Result<&'static str, PageError> {
    let when = (actor.now, actor.today);
    let asked = round::ask(
        &app.db,
        actor.kommun,
        kept,
        &app.asking,
        &app.policies,
        when,
    );
    let check = asked
        .await
        .map_err(|error| PageError::Internal(error.to_string()))?;
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    round::keep(&mut change, &check).await?;
    change.commit().await?;
    Ok(match worst(&check.stores) {
        CheckVerdict::Unknown => "ask-told-nothing",
        CheckVerdict::Fine | CheckVerdict::Older => "check-taken",
    })
}

fn form(id: i64) -> Form {
    Form::new(
        "recorder-access",
        format!("{}/anslutning", Recorder::path(id)),
    )
    .fields(vec![
        Field::radios("system", choices::<System>()).required(),
        Field::text("address").required(),
        Field::text("user").required(),
        Field::password("password"),
        Field::text("fingerprint"),
    ])
    .cancel(Recorder::path(id))
}

fn values(access: &Access) -> Values {
    Values::default()
        .code("system", Some(access.system))
        .text("address", &access.address)
        .text("user", &access.user)
        .text("fingerprint", &access.fingerprint)
}

/// An empty password keeps the one that is there.
fn read(typed: &Values, before: Option<&Kept>) -> Result<(Access, String), Errors> {
    let mut reader = Reader::new(typed);
    let system = reader.required_code("system");
    let access = Access {
        system: system.unwrap_or(System::ZoneMinder),
        address: reader.required_text("address", 500),
        user: reader.required_text("user", 200),
        fingerprint: fingerprint(&mut reader, typed),
    };
    if !access.address.is_empty()
        && let Err(forbidden) = address::parse(&access.address)
    {
        reader.refuse("address", forbidden.message());
    }
    let password = typed.first("password").to_owned();
    // A password that is there was given for the address that is there, and is not sent to another.
    let same = before.is_some_and(|before| before.access.address == access.address);
    if password.is_empty() && !same {
        reader.refuse("password", Message::new("recorder-access-password-needed"));
    }
    reader.finish((access, password))
}

/// Only a connection that is encrypted has a certificate to be known by.
fn fingerprint(reader: &mut Reader, typed: &Values) -> String {
    let text = typed.first("fingerprint").trim();
    if text.is_empty() {
        return String::new();
    }
    let encrypted = typed.first("address").trim().starts_with("https:");
    if let Some(fingerprint) = pinned::fingerprint(text).filter(|_| encrypted) {
        return fingerprint;
    }
    reader.refuse(
        "fingerprint",
        Message::new("recorder-access-fingerprint-form"),
    );
    String::new()
}

/// The host is looked up now, so that whoever types an address that is refused is told at once.
async fn may_be_asked(app: &App, read: (Access, String)) -> Result<(Access, String), Errors> {
    match Client::to(&read.0.address, app.asking.loopback).await {
        Ok(_) => Ok(read),
        Err(error) => Err(vec![crate::web::form::FieldError {
            field: "address".into(),
            message: match &error {
                AskError::Address(forbidden) => forbidden.message(),
                other => other.message(),
            },
        }]),
    }
}

fn page(app: &App, actor: &Actor, recorder: &Stored<Recorder>, form: Form) -> FormPage {
    let words = ("recorder-access", "recorder-access-lead");
    form_page(app, actor, recorder, words, form)
}
