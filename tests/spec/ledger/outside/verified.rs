//! The anchor of the day tells what the last verification found: that the log was verified, and when, is itself in the log.

use objektiv::ledger::outside::bracket::Trusted;
use objektiv::ledger::read;
use objektiv::ledger::sealed::Sealed;
use objektiv::ledger::signers::Signers;
use objektiv::ledger::verification::run::Task;
use serde_json::{Value, json};
use time::Duration;

use super::{Today, begun_on};
use crate::engine::engines;
use crate::ledger::{EKEBRO, ORIGIN, meddling};

async fn verified_by_the_nightly_job(log: &Today) {
    let task = Task {
        db: log.engine.db.clone(),
        kommun: EKEBRO,
        signers: Signers::nowhere(),
        trusted: Trusted::default(),
        clock: objektiv::clock::Clock::Frozen(log.now),
        started_by: String::new(),
    };
    task.run().await.unwrap().unwrap();
}

/// What the newest anchor tells of the last verification.
async fn told(log: &Today) -> Option<Value> {
    let db = log.engine.db.read();
    let rows = read::fields_named(db, EKEBRO, "verified").await.unwrap();
    let row = rows.last()?;
    Some(Sealed::parse(&row.text).unwrap().value)
}

#[tokio::test]
async fn an_anchor_tells_when_the_log_was_verified_and_what_was_found() {
    for engine in engines().await {
        let log = begun_on(engine).await;
        let kommun = "INSERT INTO kommun (id, version, log_origin, body) VALUES (1, 1, ?, '{}')";
        log.engine.meddle(kommun, [ORIGIN.into()]).await;
        log.round().publish().await.unwrap();
        assert_eq!(told(&log).await, None, "it was never verified");
        verified_by_the_nightly_job(&log).await;
        let tomorrow = log.round_at(log.now + Duration::DAY);
        tomorrow.publish().await.unwrap();
        let at = log.now.unix_timestamp();
        // The first entry, the first key and an anchor.
        let whole = json!({ "at": at, "first_bad": "none", "size": 3, "verdict": "intact" });
        assert_eq!(told(&log).await, Some(whole));

        meddling::disarm(&log.engine).await;
        let sql = "DELETE FROM tl_disclosure WHERE idx = 1 AND name = 'event'";
        log.engine.meddle(sql, []).await;
        verified_by_the_nightly_job(&log).await;
        let later = log.round_at(log.now + Duration::days(2));
        later.publish().await.unwrap();
        let broken = json!({ "at": at, "first_bad": 1, "size": 4, "verdict": "tampered" });
        assert_eq!(told(&log).await, Some(broken));
    }
}
