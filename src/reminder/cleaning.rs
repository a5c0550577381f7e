//! What nobody needs any more is removed once a day.

use time::Duration;

use super::run::{RunError, Worked};
use super::store;
use crate::account::session;
use crate::clock::Clock;
use crate::db::Db;
use crate::import::store::upload;
use crate::webhook;

/// How long runs are remembered.
const RUNS_KEPT: Duration = Duration::days(400);

/// How long messages of webhooks are remembered.
const MESSAGES_KEPT: Duration = Duration::days(60);

/// Removes sessions that have expired, uploads that nobody finished, old runs and old messages; counts them.
///
/// # Errors
/// When the database does not answer.
pub async fn clean_up(db: &Db, clock: Clock) -> Result<Worked, RunError> {
    let now = clock.now();
    let sessions = session::Store {
        db: db.clone(),
        clock,
    };
    let removed = sessions.clean_up(now).await?;
    let runs = store::clean_up(db, now - RUNS_KEPT).await?;
    let tx = db.begin_write().await?;
    let uploads = upload::clean_up(&*tx, now).await?;
    let messages = webhook::store::clean_up(&*tx, now - MESSAGES_KEPT).await?;
    tx.commit().await?;
    Ok(Worked::well(removed + runs + uploads + messages))
}
