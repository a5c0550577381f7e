//! A check that was made at the recorder is carried here in a file.

use super::{form_page, report, stored};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::db::record::{self, Stored};
use crate::import::table;
use crate::recorder::agent::{self, Received};
use crate::recorder::check::CheckMeans;
use crate::recorder::intake::{self, Known, Refused};
use crate::recorder::{Recorder, RecorderId, round, store};
use crate::register::Change;
use crate::register::web::noun::Noun;
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Field, FieldError, Form};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::uploaded::Uploaded;
use crate::web::{App, PageError};

/// The file and the form around it.
pub const BODY_BYTES: usize = table::MAX_BYTES + (64 << 10);
const FIELD: &str = "check";

pub async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let recorder = changeable(&app, &actor, id).await?;
    let form = form(id).fill(report::values(&recorder.data.report, actor.now));
    Ok(page(&app, &actor, &recorder, form))
}

pub async fn create(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let recorder = changeable(&app, &actor, id).await?;
    let body = body.map_err(|_| PageError::UnknownType)?;
    let sent = Uploaded::read(body, FIELD).await?;
    let typed = sent.values.clone();
    let taken = if sent.file_name.is_empty() {
        Err(vec![wrong(Message::new("import-file-missing"))])
    } else if agent::is_check(&sent.content) {
        let author = actor.author();
        let change = change(&app, &actor, &author).await?;
        let taken = take(change, recorder.id, &sent.content, actor.now).await?;
        taken.map_err(|refused| vec![wrong(refused.message(actor.l))])
    } else {
        report::take(&app, &actor, &recorder, sent).await?
    };
    match taken {
        Ok(()) => {
            notices.say("check-taken");
            Ok(Redirect::to(&actor.l.path(&Recorder::path(id))).into_response())
        }
        Err(errors) => {
            let form = form(id).fill(typed).refuse(errors);
            let page = page(&app, &actor, &recorder, form);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// An error in the field of the file.
pub(super) fn wrong(message: Message) -> FieldError {
    FieldError {
        field: FIELD.into(),
        message,
    }
}

fn form(id: i64) -> Form {
    Form::new("check-file", format!("{}/kontroller", Recorder::path(id)))
        .fields(vec![
            Field::file(FIELD, ".txt,.csv,.xlsx,.xls,.ods").required(),
        ])
        .section("report", report::fields())
        .submit("check-upload")
        .cancel(Recorder::path(id))
}

fn page(app: &App, actor: &Actor, recorder: &Stored<Recorder>, form: Form) -> FormPage {
    let words = ("check-upload", "check-upload-lead");
    form_page(app, actor, recorder, words, form)
}

async fn changeable(app: &App, actor: &Actor, id: i64) -> Result<Stored<Recorder>, PageError> {
    if Recorder::may_change(actor, None) {
        stored(app, actor, id).await
    } else {
        Err(PageError::Forbidden)
    }
}

/// Reads, judges and keeps a check file, in one transaction: two uploads at once cannot both be the newest.
pub(in crate::recorder) async fn take(
    mut change: Change<'_>,
    recorder: RecorderId,
    bytes: &[u8],
    now: OffsetDateTime,
) -> Result<Result<(), Refused>, PageError> {
    let Ok(received) = Received::parse(bytes) else {
        return Ok(Err(Refused::NoCheck));
    };
    let kommun = change.author().kommun;
    let recorders = record::all::<Recorder>(&**change.tx(), kommun).await?;
    let known: Vec<Known> = recorders.into_iter().map(known).collect();
    let means = CheckMeans::Scan;
    let before = store::check::last(&**change.tx(), kommun, recorder, means).await?;
    let before = before.map(|stored| stored.data);
    let last = before.as_ref().map(|check| check.checked_at);
    let statement = match intake::accept(&received, recorder, &known, last, now) {
        Ok(statement) => statement,
        Err(refused) => return Ok(Err(refused)),
    };
    let signer: Vec<&str> = received.signers().collect();
    let digest = crate::hex(&Sha256::digest(bytes));
    let check = intake::check(
        statement,
        recorder,
        means,
        &signer.join(", "),
        digest,
        before.as_ref(),
    );
    round::keep(&mut change, &check).await?;
    change.commit().await?;
    Ok(Ok(()))
}

fn known(recorder: Stored<Recorder>) -> Known {
    Known {
        id: recorder.id,
        name: recorder.data.name,
        key: recorder.data.check_key,
    }
}
