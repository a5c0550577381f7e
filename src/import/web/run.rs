//! Writes a list into the register, in the background: whoever leaves the page finds it done later.

use time::{Duration, OffsetDateTime};

use super::super::store::upload::{State, Upload};
use super::super::store::{self, upload};
use super::{kommun, look::look};
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::works::{Kind, Ticket};
use crate::web::{App, PageError};

/// Begun by another server and not heard of for this long, it has stopped with that server.
const SILENT_AFTER: Duration = Duration::minutes(2);

/// How far the writing of a list has come: `None` when nobody is writing it.
pub(super) fn so_far(
    app: &App,
    id: i64,
    begun_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Option<(usize, usize)> {
    let elsewhere = || {
        let begun = begun_at.is_some_and(|begun| now - begun < SILENT_AFTER);
        begun.then_some((0, 0))
    };
    app.works.so_far(Kind::Import, id).or_else(elsewhere)
}

/// Writes the list and says how it went.
pub(super) async fn run(app: App, actor: Actor, id: i64, ticket: Ticket) -> Result<(), PageError> {
    let tried = |begun: Option<OffsetDateTime>, failed| {
        let (app, actor) = (&app, &actor);
        async move {
            let tx = app.db.begin_write().await?;
            let (kommun, account) = (actor.kommun, actor.account.id.0);
            upload::tried(&*tx, kommun, account, id, (begun, failed)).await?;
            tx.commit().await
        }
    };
    let done = match tried(Some(actor.now), None).await {
        Ok(()) => write(&app, &actor, id, &ticket).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = &done {
        tracing::error!(%error, "a list could not be imported");
        tried(None, Some(actor.now)).await?;
    }
    done
}

/// In one transaction. A list that has been imported meanwhile changes nothing.
async fn write(app: &App, actor: &Actor, id: i64, ticket: &Ticket) -> Result<(), PageError> {
    let kommun = kommun(app, actor).await?;
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    let account = actor.account.id.0;
    let found = upload::find(&**change.tx(), actor.kommun, account, id).await?;
    let Upload {
        state,
        mapping,
        file_name,
        ..
    } = found.ok_or(PageError::NotFound)?;
    let State::Waiting { content } = state else {
        return Ok(());
    };
    let existing = store::existing(&**change.tx(), actor.kommun, &kommun).await?;
    let looked = look(
        content,
        mapping,
        existing.clone(),
        kommun,
        file_name,
        Loc::sv(),
    )
    .await?;
    let found = looked
        .found
        .map_err(|_| PageError::BadRequest("import-no-list"))?;
    let progress = &ticket.progress;
    progress.expect(found.changes.sites.len());
    store::write(&mut change, &found.changes, &existing, &|| {
        progress.one_more()
    })
    .await?;
    upload::finish(&**change.tx(), actor.kommun, account, id, &found.outcome).await?;
    change.commit().await?;
    Ok(())
}
