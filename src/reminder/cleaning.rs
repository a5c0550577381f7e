//! What nobody needs any more is removed once a day.

use time::Duration;

use super::run::{RunError, Worked};
use super::store;
use crate::account::session;
use crate::clock::Clock;
use crate::db::Db;
use crate::disclosure::trace;
use crate::export;
use crate::import::store::upload;
use crate::webhook;

/// How long runs are remembered.
const RUNS_KEPT: Duration = Duration::days(400);

/// How long messages of webhooks are remembered.
const MESSAGES_KEPT: Duration = Duration::days(60);

/// How long it is remembered from where somebody signed in or read: long enough to look into what happened. No law says how
/// long; who, what and when is kept for good.
const ADDRESSES_KEPT: Duration = Duration::days(730);

/// Removes sessions that have expired, uploads that nobody finished, files that nobody fetched, old runs, old messages and addresses of old lines of the
/// trace; counts them.
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
    let files = export::store::clean_up(&*tx, now).await?;
    let messages = webhook::store::clean_up(&*tx, now - MESSAGES_KEPT).await?;
    let addresses = trace::store::erase_addresses(&*tx, now - ADDRESSES_KEPT).await?;
    tx.commit().await?;
    Ok(Worked::well(
        removed + runs + uploads + files + messages + addresses,
    ))
}
