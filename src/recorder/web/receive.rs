//! Checks that a recorder's agent sends by itself, with a token of its own. The signature is asked for all the same.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::upload;
use crate::account::Permission;
use crate::compliance::store::Judgement;
use crate::db::record;
use crate::organisation::KommunId;
use crate::recorder::store::token;
use crate::recorder::{Recorder, RecorderId};
use crate::register::page::RecordPage;
use crate::register::web::noun::Noun;
use crate::register::web::record_page;
use crate::register::{Author, Change, RecordKind};
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::{App, PageError};

/// Makes a new token for a recorder and shows it, once.
pub async fn make(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<RecordPage, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    let recorder = record::find::<Recorder>(app.db.read(), actor.kommun, RecorderId(id)).await?;
    let recorder = recorder.ok_or(PageError::NotFound)?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| PageError::Internal(error.to_string()))?;
    let secret = crate::hex(&secret);
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    token::set(&**change.tx(), actor.kommun, recorder.id, &secret).await?;
    let after = json!({ "token": "new" });
    change.note(RecordKind::Recorder, recorder.id.0, None, after);
    change.commit().await?;
    let l = actor.l;
    let (mut page, _) = record_page::<Recorder>(app, actor, id).await?;
    l.t("recorder-token").clone_into(&mut page.title);
    page.notes = vec![l.t("recorder-token-once").to_owned()];
    page.fact("recorder-token", secret);
    page.actions.clear();
    page.action("recorder-token-done", &Recorder::path(id));
    Ok(page)
}

/// Takes a check file as the body of a request with `Authorization: Bearer TOKEN`.
pub async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, PageError> {
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let l = Loc::sv();
    let Some((kommun, recorder)) = (match sent {
        Some(sent) => token::owner(app.db.read(), sent.trim()).await?,
        None => None,
    }) else {
        return Ok(problem(
            StatusCode::UNAUTHORIZED,
            l.t("recorder-token-unknown"),
        ));
    };
    let kommun = KommunId::acting_for(kommun);
    let author = Author {
        kommun,
        account: None,
        name: "objektiv recorder check".into(),
    };
    let by = Judgement {
        policies: &app.policies,
        today: app.clock.today(),
    };
    let change = Change::begin(&app.db, &author, app.clock.now(), by).await?;
    Ok(
        match upload::take(change, recorder, &body, app.clock.now()).await? {
            Ok(()) => StatusCode::CREATED.into_response(),
            Err(refused) => {
                let told = l.message(&refused.message(l));
                problem(StatusCode::UNPROCESSABLE_ENTITY, &told)
            }
        },
    )
}

/// RFC 9457.
fn problem(status: StatusCode, detail: &str) -> Response {
    let body =
        json!({ "status": status.as_u16(), "title": status.canonical_reason(), "detail": detail });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, Json(body)).into_response()
}
