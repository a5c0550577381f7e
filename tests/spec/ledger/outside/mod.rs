//! Copies outside the house: whoever owns the database, the key and the signer's memory still cannot rewrite the log
//! unseen.

pub mod authority;
mod commands;
mod daily;
mod levels;
mod memory;
mod receipts;
mod stamps;
mod verified;
mod witness;

use objektiv::clock::Clock;
use objektiv::ledger::append::append;
use objektiv::ledger::keys::ready;
use objektiv::ledger::outside::daily::Round;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::store::open_log;
use tempfile::TempDir;
use time::OffsetDateTime;

use super::{EKEBRO, ORIGIN, release};
use crate::engine::{Engine, engines};

/// A signed log of the real day: time stamping authorities and witnesses do not stop their clocks for a test.
struct Today {
    engine: Engine,
    signer: Signer,
    now: OffsetDateTime,
    _outside: TempDir,
}

async fn today() -> Vec<Today> {
    let mut logs = Vec::new();
    for engine in engines().await {
        logs.push(today_on(engine).await);
    }
    logs
}

async fn today_on(engine: Engine) -> Today {
    let log = begun_on(engine).await;
    log.release(log.now, 5).await;
    log
}

/// Without a release.
async fn begun_on(engine: Engine) -> Today {
    let now = Clock::Wall.now();
    let outside = tempfile::tempdir().unwrap();
    let tx = engine.db.begin_write().await.unwrap();
    open_log(&*tx, EKEBRO, ORIGIN, now).await.unwrap();
    tx.commit().await.unwrap();
    let signer = ready(&engine.db, EKEBRO, outside.path(), now)
        .await
        .unwrap();
    Today {
        engine,
        signer,
        now,
        _outside: outside,
    }
}

impl Today {
    async fn release(&self, at: OffsetDateTime, count: u64) {
        let tx = self.engine.db.begin_write().await.unwrap();
        for number in 1..=count {
            append(&tx, EKEBRO, at, release(number)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    fn round(&self) -> Round<'_> {
        self.round_at(self.now)
    }

    fn round_at(&self, at: OffsetDateTime) -> Round<'_> {
        Round {
            db: &self.engine.db,
            kommun: EKEBRO,
            signer: &self.signer,
            at,
        }
    }
}
