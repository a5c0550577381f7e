//! `/utlamnanden/{id}/kvitto`, and the receipt as files.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use time::OffsetDateTime;

use super::page::Kvitto;
use crate::account::Permission;
use crate::disclosure::step::{self, ReceiptForm};
use crate::disclosure::store::{self, Recorded};
use crate::disclosure::trace::store::note_later;
use crate::disclosure::trace::web::tell;
use crate::disclosure::trace::{Act, Deed};
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::{crumbs_below, recorded_at_a_site, to_release};
use crate::ledger::receipt::Receipt;
use crate::ledger::signers::{Cover, Trouble};
use crate::ledger::signing::SignError;
use crate::ledger::{self, issue, words};
use crate::organisation::KommunId;
use crate::web::actor::Actor;
use crate::web::notice::Notices;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden/{id}/kvitto", get(show))
        .route("/utlamnanden/{id}/kvitto.zip", get(zip))
        .route("/utlamnanden/{id}/kvitto.tlog-proof", get(single))
        .route("/utlamnanden/{id}/signering", post(sign))
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Kvitto, PageError> {
    let may = Permission::ReadDisclosures;
    let (recorded, site) = recorded_at_a_site(&app, &actor, id, may).await?;
    let idx = recorded.entry();
    let cover = app.signers.covered(&app.db, actor.kommun, idx, actor.now);
    let cover = cover.await?;
    let db = app.db.read();
    let read = Deed::of(Act::ReceiptRead).disclosure(recorded.id);
    tell(&app, &actor, read).await?;
    let head = ledger::store::head(db, actor.kommun).await?;
    let head = head.ok_or(PageError::NotFound)?;
    Ok(Kvitto {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs_below(&actor, &recorded, actor.l.t("receipt")),
        corrected_by: store::correction_of(db, actor.kommun, recorded.id).await?,
        may_record: actor
            .account
            .may(Permission::RecordDisclosures, site.data.unit),
        recorded,
        site: site.data.name,
        origin: head.origin,
        cover,
        verify_url: format!("{}{}", app.public_url, actor.l.path("/verifiera")),
    })
}

/// Tries again to have the release signed.
async fn sign(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let may = Permission::RecordDisclosures;
    let (recorded, _) = recorded_at_a_site(&app, &actor, id, may).await?;
    let idx = recorded.entry();
    let signed = app.signers.cover(&app.db, actor.kommun, idx, actor.now);
    if let Err(error) = signed.await {
        tracing::warn!(entry = idx, %error, "the entry is not signed yet");
        let page = Kvitto {
            cover: Cover::NotYet(Trouble::from(&error)),
            ..show(State(app), actor, Path(id)).await?
        };
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    Ok(to_release(&actor, &notices, id, "receipt-signed"))
}

async fn zip(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let (recorded, receipt, words) = issued(&app, &actor, id, ReceiptForm::Zip).await?;
    let bytes = receipt.to_zip(&words);
    let bytes = bytes.map_err(|error| PageError::Internal(error.to_string()))?;
    Ok(file(&recorded, "zip", "application/zip", bytes))
}

async fn single(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let (recorded, receipt, _) = issued(&app, &actor, id, ReceiptForm::Single).await?;
    let bytes = receipt.to_single().into_bytes();
    Ok(file(
        &recorded,
        "tlog-proof",
        "text/plain; charset=utf-8",
        bytes,
    ))
}

/// The receipt under a checkpoint that covers it. Nothing is handed out before that.
async fn issued(
    app: &App,
    actor: &Actor,
    id: i64,
    form: ReceiptForm,
) -> Result<(Recorded, Receipt, ledger::receipt_zip::Words), PageError> {
    let may = Permission::ReadDisclosures;
    let (recorded, _) = recorded_at_a_site(app, actor, id, may).await?;
    let made = made(app, actor.kommun, &recorded, actor.now).await;
    let form = made.is_ok().then_some(form);
    tell_of(app, &Clerk::of(app, actor), &recorded, form).await?;
    match made {
        Ok((receipt, words)) => Ok((recorded, receipt, words)),
        Err(error) => {
            tracing::warn!(disclosure = id, %error, "no receipt was made");
            Err(PageError::Before {
                why: "error-receipt-not-yet",
                there: format!("/utlamnanden/{id}"),
            })
        }
    }
}

/// Writes down that a receipt was asked for and, the first time in each form, that it was handed out: an entry of its own.
pub(in crate::disclosure) async fn tell_of(
    app: &App,
    clerk: &Clerk<'_>,
    recorded: &Recorded,
    form: Option<ReceiptForm>,
) -> Result<(), PageError> {
    let (kommun, now) = (clerk.kommun, clerk.now);
    let read = clerk.deed(Act::ReceiptRead, recorded.id);
    let first = match form {
        Some(form) => {
            let db = app.db.read();
            let before = step::store::is_handed_out(db, kommun, recorded, form).await?;
            Some(form).filter(|_| !before)
        }
        None => None,
    };
    let tx = app.db.begin_write_together().await?;
    if let Some(form) = first {
        let by = clerk.by(&recorded.request_key);
        step::store::hand_out(&tx, kommun, (recorded, form), by, now).await?;
    }
    note_later(&tx, kommun, clerk.account, &read, now).await?;
    Ok(tx.commit().await?)
}

/// The receipt of a disclosure, and the words that go with it.
///
/// # Errors
/// When no signed checkpoint covers it.
pub(in crate::disclosure) async fn made(
    app: &App,
    kommun: KommunId,
    recorded: &Recorded,
    now: OffsetDateTime,
) -> Result<(Receipt, ledger::receipt_zip::Words), SignError> {
    let signer = app.signers.ready(&app.db, kommun, now).await?;
    let receipt = issue::receipt(&app.db, kommun, &signer, recorded.entry(), now).await?;
    let words = words::of(&receipt, signer.public()?);
    Ok((receipt, words))
}

fn file(recorded: &Recorded, kind: &str, mime: &str, bytes: Vec<u8>) -> Response {
    let name = format!("kvitto-{}.{kind}", recorded.ledger_idx);
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, bytes).into_response()
}
