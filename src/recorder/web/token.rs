//! The token with which a recorder's agent sends its checks by itself.

use axum::extract::{Path, State};
use serde_json::json;

use super::administered;
use crate::recorder::{Recorder, store};
use crate::register::RecordKind;
use crate::register::page::RecordPage;
use crate::register::web::noun::Noun;
use crate::register::web::record_page;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::{App, PageError};

/// Makes a new token for a recorder and shows it, once.
pub async fn make(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<RecordPage, PageError> {
    let recorder = administered(&app, &actor, id).await?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| PageError::Internal(error.to_string()))?;
    let secret = crate::hex(&secret);
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    store::token::set(&**change.tx(), actor.kommun, recorder.id, &secret).await?;
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
