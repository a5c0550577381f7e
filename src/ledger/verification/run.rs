//! Makes a verification: levels 2 to 5, against everything that is known here, with its progress in the database
//! so that every page and every replica can tell how far it has come.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Found, Verification, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::ledger::audit::{Given, verify_watched};
use crate::ledger::outside::bracket::Trusted;
use crate::ledger::signer::Signer;
use crate::ledger::signers::Signers;
use crate::ledger::store::{LedgerError, head};
use crate::organisation::KommunId;
use crate::register::cases::RegisterCases;

/// How often its progress is written down.
const EVERY: Duration = Duration::from_secs(1);

/// What is verified, and with what.
#[derive(Debug, Clone)]
pub struct Task {
    pub db: Db,
    pub kommun: KommunId,
    pub signers: Signers,
    /// Who is trusted to say when the log was seen. Without anybody level 4 is not checked.
    pub trusted: Trusted,
    pub clock: Clock,
    /// Who asked; empty for the nightly one.
    pub started_by: String,
}

impl Task {
    /// Verifies the whole log. `None` when a verification is under way already.
    ///
    /// # Errors
    /// When the database fails. What is wrong with the log is in the answer, not an error.
    pub async fn run(&self) -> Result<Option<Found>, LedgerError> {
        let (db, kommun) = (&self.db, self.kommun);
        let now = || self.clock.now();
        let newest: Option<Verification> = store::newest(db.read(), kommun).await?;
        if newest.is_some_and(|newest| newest.is_under_way(now())) {
            return Ok(None);
        }
        // A head that cannot be read is for the verification itself to report.
        let size = match head(db.read(), kommun).await {
            Ok(Some(head)) => head.size(),
            Ok(None) | Err(LedgerError::Damaged(_)) => 0,
            Err(error) => return Err(error),
        };
        let id = store::begin(db, kommun, &self.started_by, size, now()).await?;
        let checked = AtomicU64::new(0);
        let work = self.verify(&checked);
        tokio::pin!(work);
        let mut tick = tokio::time::interval(EVERY);
        tick.tick().await;
        let found = loop {
            tokio::select! {
                found = &mut work => break found,
                _ = tick.tick() => {
                    let so_far = checked.load(Ordering::Relaxed);
                    store::progress(db, kommun, id, so_far, now()).await?;
                }
            }
        };
        let found = found.unwrap_or_else(|error| Found::hindered(error.to_string()));
        store::finish(db, kommun, id, &found, now()).await?;
        Ok(Some(found))
    }

    async fn verify(&self, checked: &AtomicU64) -> Result<Found, LedgerError> {
        let db = self.db.read();
        let cases = RegisterCases {
            db,
            kommun: self.kommun,
        };
        let mut given = Given {
            cases: Some(&cases),
            trusted: self.trusted.clone(),
            ..Given::default()
        };
        if let Some(signer) = self.signer().await? {
            // What the signer remembers stands outside the database: it tells another log from this one.
            given.heads.extend(signer.memory().ok());
            given.keys = signer.published().unwrap_or_default();
            given.revoked = signer.revoked().unwrap_or_default();
        }
        let progress = |read| checked.store(read, Ordering::Relaxed);
        let report = verify_watched(db, self.kommun, given, &progress).await?;
        Ok(report.into())
    }

    /// The log's signer, where there is one: without it level 3 is not checked.
    async fn signer(&self) -> Result<Option<Signer>, LedgerError> {
        match head(self.db.read(), self.kommun).await {
            Ok(head) => Ok(head.and_then(|head| self.signers.open(&head.origin).ok())),
            Err(LedgerError::Damaged(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
