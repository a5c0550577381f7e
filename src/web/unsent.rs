//! What was typed in a form when nobody was signed in any more: it waits in what is left of the session, and whoever typed it
//! comes back to the form with it after signing in again.
//!
//! A session that has gone idle opens nothing, and is kept for some days all the same, for this.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::actor::{Actor, SIGNED_IN, SignedIn};
use super::form::BACK;
use super::page::UnsentPage;
use super::submitted::parse;
use super::view::Loc;
use super::visitor::Visitor;
use super::{App, PageError};

/// Where what was not sent is found again.
pub const PATH: &str = "/osparat";
/// Key of it in the session.
const UNSENT: &str = "unsent";
/// Key of who was signed in, after signing out.
pub const WAS: &str = "was";
/// Largest form that waits: a long assessment is about half of it. Larger ones are not lost in the browser that sent them.
const LARGEST: usize = 128 * 1024;

/// Fields that hold what only its owner knows.
const SECRET: [&str; 3] = ["password", "old", "secret"];

/// A form that could not be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Unsent {
    account: i64,
    /// Path and query with the language.
    path: String,
    body: String,
}

/// Put on the answer to somebody who must sign in first.
#[derive(Debug, Clone, Copy)]
pub struct MustSignIn;

/// Layer: keeps what somebody sends who was signed in and is no more.
pub async fn keep(session: Session, visitor: Visitor, request: Request, next: Next) -> Response {
    if !may_wait(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let path = visitor.l.path(&visitor.path);
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return PageError::TooLarge.into_response();
    };
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes.clone())))
        .await;
    if response.extensions().get::<MustSignIn>().is_none() {
        return forgotten(&session, &bytes, response).await;
    }
    match wait(&session, path, &bytes).await {
        Ok(true) => Redirect::to(&way_in(visitor.l)).into_response(),
        Ok(false) => response,
        Err(error) => error.into_response(),
    }
}

/// A form of ours, of a size that can wait. The way in and out has its own.
fn may_wait(request: &Request) -> bool {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    // As it was stated: one whose end nobody knows is not held up.
    let length = request.body().size_hint().exact();
    let path = request.uri().path();
    let own = ["/logga-in", "/utloggning", "/valkommen", "/konto", PATH];
    request.method() == Method::POST
        && length.is_some_and(|length| length <= LARGEST as u64)
        && header(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && !own.iter().any(|own| path.starts_with(own))
}

async fn wait(session: &Session, path: String, bytes: &[u8]) -> Result<bool, PageError> {
    let signed_in: Option<SignedIn> = session.get(SIGNED_IN).await?;
    let was: Option<i64> = session.get(WAS).await?;
    let Some(account) = signed_in.map(|was| was.account).or(was) else {
        return Ok(false);
    };
    let Ok(body) = String::from_utf8(bytes.to_vec()) else {
        return Ok(false);
    };
    // What must never stand in the database as it was typed waits for nobody.
    let secret = parse(bytes).is_ok_and(|values| {
        let typed = |name: &&str| values.all(name).any(|value| !value.is_empty());
        SECRET.iter().any(typed)
    });
    if secret {
        return Ok(false);
    }
    let unsent = Unsent {
        account,
        path,
        body,
    };
    session.insert(UNSENT, unsent).await?;
    Ok(true)
}

fn way_in(l: Loc) -> String {
    let back = serde_urlencoded::to_string([("till", l.path(PATH))]).unwrap_or_default();
    l.path(&format!("/logga-in?{back}"))
}

/// What has come back waits no more.
async fn forgotten(session: &Session, bytes: &[u8], response: Response) -> Response {
    let mark = BACK.as_bytes();
    let came_back = bytes.windows(mark.len()).any(|part| part == mark);
    if came_back && let Err(error) = session.remove::<Unsent>(UNSENT).await {
        return PageError::from(error).into_response();
    }
    response
}

/// The form as it was typed, on its way back; nothing for anybody but whoever typed it.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    session: Session,
) -> Result<Response, PageError> {
    let unsent: Option<Unsent> = session.get(UNSENT).await?;
    let Some(unsent) = unsent.filter(|unsent| unsent.account == actor.account.id.0) else {
        session.remove::<Unsent>(UNSENT).await?;
        return Ok(Redirect::to(&actor.l.path("/")).into_response());
    };
    let values = parse(unsent.body.as_bytes()).map_err(|_| PageError::BadRequest("error-400"))?;
    let page = UnsentPage {
        shell: actor.shell(&app),
        l: actor.l,
        action: unsent.path,
        pairs: values.pairs().to_vec(),
    };
    Ok(page.into_response())
}

/// Throws it away.
pub async fn discard(actor: Actor, session: Session) -> Result<Redirect, PageError> {
    session.remove::<Unsent>(UNSENT).await?;
    Ok(Redirect::to(&actor.l.path("/")))
}
