//! `/.well-known/security.txt` (RFC 9116): where to report a weakness of this installation.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use time::Duration;

use crate::web::App;

const PATH: &str = "/.well-known/security.txt";
/// For how long it may be believed.
const GOOD_FOR: Duration = Duration::days(90);

pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(show))
}

async fn show(State(app): State<App>) -> Response {
    let Some(contact) = &app.security_contact else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let expires = (app.clock.now() + GOOD_FOR).date();
    let text = format!(
        "Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: sv, en\nCanonical: {}{PATH}\n",
        app.public_url
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
