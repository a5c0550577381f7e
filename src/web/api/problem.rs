//! Problem details (RFC 9457): every refusal below `/api`, whoever refused.

use axum::Json;
use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{StatusCode, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::ledger::store::LedgerError;
use crate::register::ChangeError;
use crate::texts::{Lang, Loc, Message};
use crate::web::PageError;

pub const KIND: &str = "application/problem+json";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Seconds until another attempt is worth it.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("60");

/// Why there is no answer. Handlers return it; [`explain`] writes it in the caller's language.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    message: Message,
    parameter: Option<String>,
    valid: Vec<String>,
    /// A key was sent, and it opens nothing.
    wrong_key: bool,
    faults: Box<[Fault]>,
}

/// One thing that is wrong in what was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Fault {
    pub field: String,
    pub detail: String,
}

/// What is written of a problem. Its type is `about:blank`: the status says what it is, `detail` what to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Written {
    pub status: u16,
    pub title: String,
    pub detail: String,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What could have stood there instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub valid: Vec<String>,
    /// Everything that is wrong in the body, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    /// What to quote to the administrator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// How every operation that asks for a key can be refused.
#[derive(IntoResponses)]
pub enum Refusals {
    /// As the caller has it already (`If-None-Match`).
    #[response(status = 304)]
    Unchanged,
    /// A parameter is misspelt, given twice, or cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Parameter(Written),
    /// No key, or one that cannot be used.
    #[response(status = 401, content_type = "application/problem+json")]
    Key(Written),
    /// The key is not for this.
    #[response(status = 403, content_type = "application/problem+json")]
    Scope(Written),
    /// Too many keys that cannot be used.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Written),
}

/// There is no such thing, or it is another kommun's or unit's.
#[derive(IntoResponses)]
#[response(status = 404, content_type = "application/problem+json")]
#[expect(dead_code, reason = "the document is made of it")]
pub struct Missing(Written);

impl Problem {
    pub fn new(status: StatusCode, message: Message) -> Self {
        Self {
            status,
            message,
            parameter: None,
            valid: Vec::new(),
            wrong_key: false,
            faults: Box::default(),
        }
    }

    /// The same with everything that is wrong in the body.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults.into();
        self
    }

    pub fn not_found() -> Self {
        Self::of(StatusCode::NOT_FOUND)
    }

    /// Someone else has changed it since it was read.
    pub fn stale() -> Self {
        Self::new(StatusCode::CONFLICT, Message::new("api-stale"))
    }

    /// No key was sent.
    pub fn no_key() -> Self {
        Self::of(StatusCode::UNAUTHORIZED)
    }

    /// A key was sent that is unknown, has expired or was revoked; which of them is not said.
    pub fn wrong_key(text_id: &'static str) -> Self {
        Self {
            wrong_key: true,
            ..Self::new(StatusCode::UNAUTHORIZED, Message::new(text_id))
        }
    }

    pub fn too_many() -> Self {
        Self::of(StatusCode::TOO_MANY_REQUESTS)
    }

    /// A parameter whose value cannot be read, and what could have stood there where that is a list.
    pub fn parameter(name: &str, message: Message, valid: Vec<String>) -> Self {
        Self {
            parameter: Some(name.to_owned()),
            valid,
            ..Self::new(StatusCode::BAD_REQUEST, message)
        }
    }

    /// The text is for the log, never for the answer.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request to the API could not be answered");
        Self::of(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What a status alone tells.
    fn of(status: StatusCode) -> Self {
        let text_id = match status.as_u16() {
            401 => "api-401",
            404 => "api-404",
            405 => "api-405",
            413 => "api-413",
            429 => "api-429",
            400..500 => "api-400",
            504 => "api-504",
            _ => "api-500",
        };
        Self::new(status, Message::new(text_id))
    }

    fn written(&self, l: Loc, reference: Option<&HeaderValue>) -> Response {
        let reference = reference.filter(|_| self.status.is_server_error());
        let body = Written {
            status: self.status.as_u16(),
            title: self
                .status
                .canonical_reason()
                .unwrap_or_default()
                .to_owned(),
            detail: l.message(&self.message),
            parameter: self.parameter.clone(),
            valid: self.valid.clone(),
            faults: self.faults.to_vec(),
            reference: reference
                .and_then(|id| id.to_str().ok())
                .map(ToOwned::to_owned),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(KIND));
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = if self.wrong_key {
                r#"Bearer realm="objektiv", error="invalid_token""#
            } else {
                r#"Bearer realm="objektiv""#
            };
            let challenge = HeaderValue::from_static(challenge);
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        match &error {
            PageError::Internal(cause) => Self::internal(cause),
            PageError::SignIn { .. } => Self::no_key(),
            PageError::Closed(why) | PageError::Before { why, .. } => {
                Self::new(error.status(), Message::new(*why))
            }
            PageError::Stale => Self::stale(),
            other => Self::of(other.status()),
        }
    }
}

impl From<sea_orm::DbErr> for Problem {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::internal(&error)
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        Self::internal(&error)
    }
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Stale => Self::stale(),
            error => Self::internal(&error),
        }
    }
}

/// The language of a request: `/en/api` is the same in English.
pub fn language(extensions: &axum::http::Extensions) -> Loc {
    Loc::of(extensions.get::<Lang>().copied().unwrap_or_default())
}

/// Layer around everything: a refusal below `/api` becomes problem details, also one of a layer or of the router.
pub async fn explain(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if !is_api(&parts) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let l = language(&parts.extensions);
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (parts, _) = response.into_parts();
    let problem = match parts.extensions.get::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::of(status),
    };
    let mut written = problem.written(l, parts.headers.get(REQUEST_ID));
    keep(parts.headers, written.headers_mut());
    written
}

fn is_api(parts: &request::Parts) -> bool {
    let rest = parts.uri.path().strip_prefix("/api");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Takes over what the layers said, but for what describes the body that is gone.
fn keep(from: HeaderMap, to: &mut HeaderMap) {
    let of_the_body = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::TRANSFER_ENCODING,
        header::ETAG,
    ];
    for (name, value) in from {
        if let Some(name) = name.filter(|name| !of_the_body.contains(name)) {
            to.insert(name, value);
        }
    }
}
