//! The accessibility statement and "Om tjänsten" on the web, for anyone.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use super::Statement;
use super::page::{About, Accessibility};
use crate::organisation;
use crate::web::actor::Actor;
use crate::web::view::Shell;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/tillganglighet", get(accessibility))
        .route("/om", get(about))
}

/// The surroundings of whoever asks: with the navigation when they are signed in.
fn shell(app: &App, visitor: &Visitor, actor: Result<Actor, PageError>) -> Shell {
    actor.map_or_else(|_| visitor.shell(app), |actor| actor.shell(app))
}

async fn accessibility(
    State(app): State<App>,
    visitor: Visitor,
    actor: Result<Actor, PageError>,
) -> Result<Accessibility, PageError> {
    let mut shell = shell(&app, &visitor, actor);
    if shell.kommun.is_empty() {
        // An installation with one kommun is that kommun's, also before anyone has signed in.
        let kommuner = organisation::store::kommuner(app.db.read()).await?;
        if let [(_, only)] = kommuner.as_slice() {
            shell.kommun.clone_from(&only.name);
        }
    }
    let statement = Statement::of_this_version(&shell.kommun, "");
    Ok(Accessibility {
        l: shell.l,
        shell,
        statement,
    })
}

async fn about(State(app): State<App>, visitor: Visitor, actor: Result<Actor, PageError>) -> About {
    About::new(shell(&app, &visitor, actor))
}
