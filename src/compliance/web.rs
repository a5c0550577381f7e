//! The rules on the web.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;

use super::page::{Index, Show};
use crate::account::Permission;
use crate::law::may_be_adjusted;
use crate::web::actor::Actor;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/regler", get(index))
        .route("/regler/{id}", get(show))
}

async fn index(State(app): State<App>, actor: Actor) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let set = actor.rules_then(&app);
    let mut rules: Vec<_> = set.iter().cloned().collect();
    rules.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        rules,
        digest: set.digest(),
        set,
    })
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Show, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let set = actor.rules_then(&app);
    let rule = set.get(&id).map(Arc::clone).ok_or(PageError::NotFound)?;
    let crumbs = Crumb::way(actor.l, &[("nav-rules", "/regler")], &rule.number);
    let about = actor.rulings.iter().rev();
    let rulings = about
        .filter(|ruling| ruling.policy == rule.id && ruling.on <= actor.as_of())
        .cloned()
        .collect();
    let words = set.in_words(&rule, actor.l);
    let digest = set.digest_of(&rule).unwrap_or_default().to_owned();
    Ok(Show {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs,
        rulings,
        may_decide: actor.account.may(Permission::DecideOnRules, None)
            && may_be_adjusted(rule.kind),
        rule,
        words,
        digest,
    })
}
