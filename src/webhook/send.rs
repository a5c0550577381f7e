//! Sends what waits. An address is looked up anew for each round and held to the rules of recorders' addresses.

use reqwest::StatusCode;
use sea_orm::DbErr;
use time::OffsetDateTime;

use super::sign::signature;
use super::store::{self, Attempt};
use super::{OFF_AFTER, Waiting, Webhook, next_attempt};
use crate::db::Db;
use crate::organisation::KommunId;
use crate::recorder::ask::Asking;
use crate::recorder::ask::client::Client;
use crate::recorder::ask::secret::Locker;

/// Messages of one round; of more the rest waits for the next.
const MOST: u64 = 500;

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub why: String,
    /// The address was switched off.
    pub for_good: bool,
}

/// One round of a kommun.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    pub db: &'a Db,
    pub kommun: KommunId,
    pub asking: &'a Asking,
    pub now: OffsetDateTime,
}

/// Whether anything waits to be sent.
///
/// # Errors
/// When the database does not answer.
pub async fn anything_waits(db: &Db, kommun: KommunId, now: OffsetDateTime) -> Result<bool, DbErr> {
    Ok(!store::due(db.read(), kommun, now, 1).await?.is_empty())
}

impl Round<'_> {
    /// What is to be sent now, in order, with where to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn due(&self) -> Result<Vec<(Webhook, Waiting)>, DbErr> {
        let db = self.db.read();
        let due = store::due(db, self.kommun, self.now, MOST).await?;
        let webhooks = store::all(db, self.kommun).await?;
        let with_webhook = due.into_iter().filter_map(|waiting| {
            let mut known = webhooks.iter();
            let webhook = known.find(|webhook| webhook.id == waiting.webhook)?;
            Some((webhook.clone(), waiting))
        });
        Ok(with_webhook.collect())
    }

    /// Sends one message and writes down what came of it; `None` when it was taken.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn attempt(
        &self,
        webhook: &Webhook,
        waiting: &Waiting,
    ) -> Result<Option<Refusal>, DbErr> {
        let (db, kommun, now) = (self.db, self.kommun, self.now);
        let answer = self.post(webhook, waiting).await?;
        let why = match answer {
            Ok(status) if status.is_success() => {
                store::attempted(db, kommun, waiting, &Attempt::Taken, now).await?;
                return Ok(None);
            }
            Ok(status) => format!("status {}", status.as_u16()),
            Err(why) => why,
        };
        let attempt = Attempt::Refused {
            why: why.clone(),
            next_at: next_attempt(waiting.attempts + 1, now),
        };
        store::attempted(db, kommun, waiting, &attempt, now).await?;
        let long = webhook
            .failing_since
            .is_some_and(|since| now - since >= OFF_AFTER);
        // 410: the receiver wants no more.
        let for_good = long || why == "status 410";
        if for_good {
            let tx = db.begin_write().await?;
            store::switch(&*tx, kommun, webhook.id, Some(now)).await?;
            tx.commit().await?;
        }
        Ok(Some(Refusal { why, for_good }))
    }

    async fn post(
        &self,
        webhook: &Webhook,
        waiting: &Waiting,
    ) -> Result<Result<StatusCode, String>, DbErr> {
        let locked = store::locked(self.db.read(), self.kommun, webhook.id).await?;
        let bound = store::bound_to(self.kommun, webhook.id);
        let secret = Locker::open(&self.asking.key_file)
            .and_then(|locker| locker.unlock(&locked.unwrap_or_default(), &bound));
        let secret = match secret {
            Ok(secret) => secret,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let seconds = self.now.unix_timestamp();
        let signed = match signature(&secret, &waiting.message, seconds, &waiting.payload) {
            Ok(signed) => signed,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let headers = [
            ("webhook-id", waiting.message.as_str()),
            ("webhook-timestamp", &seconds.to_string()),
            ("webhook-signature", &signed),
            ("content-type", "application/json"),
        ];
        let sent = async {
            let client = Client::to(&webhook.address, self.asking.loopback).await?;
            client.post(&headers, waiting.payload.clone()).await
        };
        Ok(sent.await.map_err(|error| error.to_string()))
    }
}
