//! The copy of every night: made, the oldest removed, and told of when it could not be made.

use std::path::PathBuf;
use std::time::Duration;

use time::{Date, OffsetDateTime};

use super::alert::{AlertKind, Failure, menders};
use super::run::{RunError, Worked};
use super::store::{Lease, alert};
use crate::account;
use crate::backup::take::{Source, take};
use crate::backup::{BackupError, Manifest, prune};
use crate::db::Db;
use crate::organisation::KommunId;
use crate::texts::Message;

/// How often the lease is held on to while a copy is made.
const EVERY: Duration = Duration::from_mins(1);

/// Where the copies of the nights go.
#[derive(Debug, Clone)]
pub struct Copies {
    /// The address of the database, for PostgreSQL's tools.
    pub database: String,
    /// The folder of the signing keys, which no copy may bring with it.
    pub signer: PathBuf,
    pub directory: PathBuf,
    /// How many stay.
    pub keep: u16,
}

/// What a night's copy is made of.
#[derive(Debug)]
pub struct Night<'a> {
    pub db: &'a Db,
    pub copies: &'a Copies,
    pub kommuner: &'a [KommunId],
    pub lease: &'a Lease,
    pub now: OffsetDateTime,
    pub today: Date,
}

impl Night<'_> {
    /// Makes the copy and removes the oldest. When that fails, everybody who can mend it is told once, until it works
    /// again.
    ///
    /// # Errors
    /// When there is no copy: the database, the disk or a tool failed, or another replica has taken over.
    pub async fn work(&self) -> Result<Worked, RunError> {
        let made = self.make().await;
        if let Err(RunError::LeaseLost) = made {
            return made;
        }
        for kommun in self.kommuner {
            match &made {
                Ok(_) => {
                    let kind = AlertKind::BackupFailed;
                    alert::lower(self.db, *kommun, kind, 0, self.now).await?;
                }
                Err(_) => self.tell(*kommun).await?,
            }
        }
        made
    }

    async fn make(&self) -> Result<Worked, RunError> {
        let (folder, keep) = (self.copies.directory.clone(), self.copies.keep);
        let manifest = self.copy().await?;
        let pruned = tokio::task::spawn_blocking(move || prune(&folder, usize::from(keep))).await;
        let pruned = pruned.map_err(|error| RunError::Other(error.to_string()))?;
        let mut remarks = Vec::new();
        if let Err(error) = pruned {
            remarks.push(format!("old copies could not be removed: {error}"));
        }
        for log in &manifest.logs {
            if log.whole == Some(false) {
                remarks.push(format!("the log {} in the copy is not whole", log.origin));
            }
        }
        Ok(Worked {
            count: 1,
            remark: remarks.join("; "),
        })
    }

    async fn copy(&self) -> Result<Manifest, RunError> {
        let source = Source {
            db: self.db,
            url: &self.copies.database,
            signer: &self.copies.signer,
            kommuner: self.kommuner,
        };
        let work = take(source, &self.copies.directory, self.now);
        tokio::pin!(work);
        let mut tick = tokio::time::interval(EVERY);
        tick.tick().await;
        loop {
            tokio::select! {
                made = &mut work => {
                    let made = made.map_err(|error: BackupError| RunError::Other(error.to_string()));
                    return made.map(|(_, manifest)| manifest);
                }
                _ = tick.tick() => {
                    if !self.lease.renew().await? {
                        return Err(RunError::LeaseLost);
                    }
                }
            }
        }
    }

    async fn tell(&self, kommun: KommunId) -> Result<(), RunError> {
        let people = account::store::all(self.db.read(), kommun).await?;
        let failure = Failure {
            kind: AlertKind::BackupFailed,
            subject: 0,
            name: Message::new("backup-of-the-night").kept(),
            detail: Message::new("backup-failed-why").kept(),
        };
        alert::raise(self.db, kommun, &failure, &menders(&people), self.today).await?;
        Ok(())
    }
}
