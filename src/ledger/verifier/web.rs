//! `/verifiera`, for anyone.

use axum::Router;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::page::{Answer, Verifier};
use crate::disclosure::manifest;
use crate::ledger::footage::Footage;
use crate::ledger::note::VerificationKey;
use crate::ledger::receipt::{Brought, Receipt};
use crate::ledger::store;
use crate::organisation;
use crate::web::actor::Actor;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

/// The largest receipt that is checked here; the browser and the command line take larger ones.
pub const BODY_BYTES: usize = 4 << 20;
/// The page that hashes may run WebAssembly, and nothing else more than other pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

pub fn routes() -> Router<App> {
    Router::new().route(
        "/verifiera",
        get(show)
            .post(check)
            .layer(DefaultBodyLimit::max(BODY_BYTES)),
    )
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Result<Actor, PageError>,
) -> Result<Response, PageError> {
    let (page, _) = empty(&app, &visitor, actor).await?;
    Ok(hashing(page))
}

/// Checks a receipt that a browser without scripts sent. Nothing of it is kept.
async fn check(
    State(app): State<App>,
    visitor: Visitor,
    actor: Result<Actor, PageError>,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let sent = Sent::read(body.map_err(|_| PageError::UnknownType)?).await?;
    let (mut page, mut keys) = empty(&app, &visitor, actor).await?;
    page.key.clone_from(&sent.key);
    page.sums.clone_from(&sent.sums);
    match sent.checked(&mut keys) {
        Ok((receipt, brought)) => {
            let roots = &app.trusted.roots.0;
            let report = receipt.check(&Brought {
                keys: &keys,
                witnesses: &[],
                roots,
                files: &brought,
            });
            let at = receipt.seen_at(roots);
            let answer = Answer::of(&receipt, &report, (brought.len(), at), page.l);
            page.answer = Some(answer);
            Ok(hashing(page))
        }
        Err(problem) => {
            page.problem = Some(page.l.t(problem).to_owned());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, hashing(page)).into_response())
        }
    }
}

fn hashing(page: Verifier) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], page).into_response()
}

async fn empty(
    app: &App,
    visitor: &Visitor,
    actor: Result<Actor, PageError>,
) -> Result<(Verifier, Vec<VerificationKey>), PageError> {
    let mut shell = actor.map_or_else(|_| visitor.shell(app), |actor| actor.shell(app));
    let db = app.db.read();
    if shell.kommun.is_empty() {
        let kommuner = organisation::store::kommuner(db).await?;
        if let [(_, only)] = kommuner.as_slice() {
            shell.kommun.clone_from(&only.name);
        }
    }
    let keys = app.signers.published(&store::origins(db).await?);
    let page = Verifier {
        l: shell.l,
        shell,
        keys: keys.iter().map(ToString::to_string).collect(),
        key: String::new(),
        sums: String::new(),
        problem: None,
        answer: None,
    };
    Ok((page, keys))
}

/// What the form sends.
#[derive(Default)]
struct Sent {
    receipt: Vec<u8>,
    sums: String,
    key: String,
}

impl Sent {
    async fn read(mut body: Multipart) -> Result<Self, PageError> {
        let mut sent = Self::default();
        while let Some(field) = body.next_field().await.map_err(refused)? {
            match field.name() {
                Some("kvitto") => sent.receipt = field.bytes().await.map_err(refused)?.to_vec(),
                Some("summor") => sent.sums = field.text().await.map_err(refused)?,
                Some("nyckel") => sent.key = field.text().await.map_err(refused)?,
                _ => {}
            }
        }
        Ok(sent)
    }

    /// The receipt and the files whose sums were pasted. The key of another kommun joins `keys`.
    fn checked(
        &self,
        keys: &mut Vec<VerificationKey>,
    ) -> Result<(Receipt, Vec<Footage>), &'static str> {
        if self.receipt.is_empty() {
            return Err("verify-no-receipt");
        }
        let receipt = Receipt::parse(&self.receipt).map_err(|_| "verify-unreadable")?;
        let files = manifest::parse(&self.sums).map_err(|_| "verify-no-sums")?;
        let files = files.into_iter().map(|file| Footage {
            name: file.name,
            size: None,
            sha256: file.sha256,
        });
        if !self.key.trim().is_empty() {
            let key = VerificationKey::parse(self.key.trim());
            keys.insert(0, key.map_err(|_| "verify-no-key")?);
        }
        // Keys of other logs cannot have signed this one.
        let log = receipt.proof.checkpoint.text().lines().next();
        let log = log.unwrap_or_default().to_owned();
        keys.retain(|key| key.name() == log);
        Ok((receipt, files.collect()))
    }
}

fn refused(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::BadRequest("error-400"),
    }
}
