//! What can stand between a request and its page, and the page that then explains it.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use tower_http::request_id::RequestId;

use crate::ledger::signing::SignError;
use crate::ledger::store::LedgerError;
use crate::register::ChangeError;
use crate::web::App;
use crate::web::seen::Seen;
use crate::web::unsent::MustSignIn;
use crate::web::visitor::Visitor;

/// Why there is no page. Handlers return it; [`explain`] turns it into words in the reader's language.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PageError {
    #[error("there is no such page, or it belongs to someone else")]
    NotFound,
    #[error("the roles of the account do not allow it")]
    Forbidden,
    #[error("nobody is signed in")]
    SignIn { to: String },
    #[error("someone else has changed the record since it was opened")]
    Stale,
    /// The id of a text that says why; its heading's id ends with `-title`.
    #[error("the record can no longer be changed: {0}")]
    Closed(&'static str),
    /// What has to be done on another page first: the id of a text that says so, and the path of that page without the
    /// language. The heading's id ends with `-title`, that of the words to the page with `-there`.
    #[error("something else comes first: {why}")]
    Before { why: &'static str, there: String },
    /// The id of a text that says what is wrong with the request and what to do.
    #[error("the request cannot be understood: {0}")]
    BadRequest(&'static str),
    #[error("the day that was asked about is none")]
    NoSuchDay,
    #[error("the link to choose a password was used, or is too old")]
    LinkGone,
    #[error("the request body is larger than allowed")]
    TooLarge,
    #[error("too many attempts")]
    TooMany,
    #[error("the body is of a type that the page does not take")]
    UnknownType,
    #[error("the request came from another site")]
    CrossOrigin,
    /// The text is for the log, never for the page.
    #[error("{0}")]
    Internal(String),
}

impl PageError {
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::LinkGone => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CrossOrigin => StatusCode::FORBIDDEN,
            Self::SignIn { .. } => StatusCode::SEE_OTHER,
            Self::Stale | Self::Closed(_) | Self::Before { .. } => StatusCode::CONFLICT,
            Self::BadRequest(_) | Self::NoSuchDay => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnknownType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Ids of the heading's and the explanation's texts: by status, unless the request says more.
    pub fn text_ids(&self) -> (String, String) {
        let own = match self {
            Self::Closed(why) | Self::Before { why, .. } => Some(*why),
            Self::NoSuchDay => Some("error-day"),
            Self::LinkGone => Some("error-link"),
            _ => None,
        };
        if let Some(why) = own {
            return (format!("{why}-title"), why.to_owned());
        }
        let by_status = format!("error-{}", self.status().as_u16());
        let explanation = match self {
            Self::BadRequest(what) => (*what).to_owned(),
            Self::CrossOrigin => "error-cross-origin".to_owned(),
            _ => by_status.clone(),
        };
        (format!("{by_status}-title"), explanation)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Self::SignIn { to } = &self {
            let mut response = Redirect::to(to).into_response();
            if to.contains("/logga-in") {
                response.extensions_mut().insert(MustSignIn);
            }
            return response;
        }
        if let Self::Internal(cause) = &self {
            tracing::error!(%cause, "a page could not be made");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<sea_orm::DbErr> for PageError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(format!("the database did not answer as it should: {error}"))
    }
}

impl From<ChangeError> for PageError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Stale => Self::Stale,
            // Two people gave the same name in the same moment: the form is opened again and says so.
            ChangeError::Db(error) if crate::db::is_taken(&error) => Self::Stale,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<LedgerError> for PageError {
    fn from(error: LedgerError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<SignError> for PageError {
    fn from(error: SignError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<tower_sessions::session::Error> for PageError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::Internal(format!("the session could not be read or written: {error}"))
    }
}

/// Layer: writes the page for errors that handlers and layers below left without a body of their own.
pub async fn explain(
    State(app): State<App>,
    visitor: Visitor,
    mut request: Request,
    next: Next,
) -> Response {
    let request_id = request.extensions().get::<RequestId>().cloned();
    let seen = Seen::default();
    request.extensions_mut().insert(seen.clone());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    // No page sends the character NUL, and PostgreSQL keeps none.
    let whole = request.uri().path_and_query();
    let mut response = if whole.is_some_and(|whole| whole.as_str().contains("%00")) {
        PageError::BadRequest("error-400").into_response()
    } else {
        next.run(request).await
    };
    if let Err(error) = seen.tell(&app, &method, &path, response.status()).await {
        // What cannot be written down is not shown.
        response = PageError::from(error).into_response();
    }
    let status = response.status();
    let error = match response.extensions().get::<PageError>() {
        Some(error) => error.clone(),
        None => match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => PageError::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => PageError::UnknownType,
            StatusCode::BAD_REQUEST => PageError::BadRequest("error-400"),
            _ => return response,
        },
    };
    if response
        .headers()
        .contains_key(axum::http::header::CONTENT_TYPE)
        && response.extensions().get::<PageError>().is_none()
    {
        // A page that chose its status and its words, such as a form with errors.
        return response;
    }
    let reference = request_id
        .as_ref()
        .and_then(|id| id.header_value().to_str().ok())
        .map(ToOwned::to_owned);
    let page = super::page::ErrorPage::new(seen.shell(visitor.shell(&app)), &error, reference);
    (status, page).into_response()
}
