//! A change to the register on behalf of someone who is signed in.

use crate::compliance::store::Judgement;
use crate::db::record::{Record, Stored};
use crate::register::{Author, Change};
use crate::web::actor::Actor;
use crate::web::form::{VERSION, Values};
use crate::web::{App, PageError};

/// Begins a change now, to be judged by today's rules.
///
/// # Errors
/// When the database does not answer.
pub async fn change<'a>(
    app: &'a App,
    actor: &'a Actor,
    author: &'a Author,
) -> Result<Change<'a>, PageError> {
    let by = Judgement {
        policies: &actor.rules,
        today: actor.today,
    };
    Ok(Change::begin(&app.db, author, actor.now, by).await?)
}

/// The version that the person saw when the form was opened; 0 when the form did not say.
pub fn version_seen(values: &Values) -> i64 {
    values.first(VERSION).parse().unwrap_or(0)
}

/// # Errors
/// [`PageError::Stale`] when someone else has changed the record since the form was opened.
pub fn refuse_stale<R: Record>(before: &Stored<R>, values: &Values) -> Result<(), PageError> {
    if i64::from(before.version) == version_seen(values) {
        Ok(())
    } else {
        Err(PageError::Stale)
    }
}

/// Replaces a record if it is still as the person saw it.
///
/// # Errors
/// [`PageError::Stale`] when someone else has changed it since.
pub async fn replace<R: Record>(
    app: &App,
    actor: &Actor,
    before: Stored<R>,
    values: &Values,
    after: R,
) -> Result<(), PageError> {
    refuse_stale(&before, values)?;
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    change.update(&before, &after).await?;
    change.commit().await?;
    Ok(())
}
