//! The signers of an installation: each log's keys and memory below one folder. They are read anew each time, so that
//! what the command line does to a key holds in the running server at once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;
use tokio::time::timeout;

use super::checkpoint::TreeHead;
use super::keys;
use super::note::{Note, VerificationKey};
use super::signer::{Signer, SignerError};
use super::signing::{self, SignError};
use super::soon::Soon;
use super::store::{self, LedgerError};
use crate::code::codes;
use crate::db::Db;
use crate::db::look::Reader;
use crate::organisation::KommunId;

/// Nobody waits longer for a signature that somebody else makes: a disk that does not answer does not keep a page away.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the signers of an installation are, if it has any.
#[derive(Debug, Clone, Default)]
pub struct Signers {
    base: Option<PathBuf>,
    /// By kommun: who has entries covered in this process stands in one line, whichever file the signer locks.
    lines: Arc<Mutex<HashMap<i64, Arc<Line>>>>,
}

#[derive(Debug, Default)]
struct Line {
    /// What was signed last for those who stand in line: usually theirs is covered by the time it is their turn.
    last: tokio::sync::Mutex<Option<(u64, Note)>>,
    soon: Soon,
}

codes! {
    /// Why an entry is not signed yet.
    Trouble, "signing-trouble" {
        /// Nothing is known to be in the way: try.
        Waiting = "vantar",
        /// This server has no signer.
        NoSigner = "ingen-signerare",
        /// The signer has lost its memory, and nothing is signed before somebody has adopted the log.
        NoMemory = "inget-minne",
        /// The log is not a continuation of what was signed last.
        Refused = "vagrad",
        /// A file or the database failed.
        Failed = "fel",
    }
}

impl From<&SignError> for Trouble {
    fn from(error: &SignError) -> Self {
        match error {
            SignError::Refused { .. } => Self::Refused,
            SignError::Signer(error) => Self::from(error),
            _ => Self::Failed,
        }
    }
}

impl From<&SignerError> for Trouble {
    fn from(error: &SignerError) -> Self {
        match error {
            SignerError::NoDirectory => Self::NoSigner,
            SignerError::NoMemory(_) => Self::NoMemory,
            _ => Self::Failed,
        }
    }
}

/// Whether the log vouches for an entry: only then may what it tells of leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// A checkpoint that the log signed covers it.
    Signed {
        /// Entries that the checkpoint covers.
        size: u64,
        /// The eight digits of the key.
        key: String,
    },
    NotYet(Trouble),
}

impl Cover {
    pub const fn is_signed(&self) -> bool {
        matches!(self, Self::Signed { .. })
    }
}

impl Signers {
    /// An installation that signs nothing.
    pub fn nowhere() -> Self {
        Self::default()
    }

    pub fn below(base: PathBuf) -> Self {
        Self {
            base: Some(base),
            ..Self::default()
        }
    }

    fn base(&self) -> Result<&Path, SignerError> {
        self.base.as_deref().ok_or(SignerError::NoDirectory)
    }

    /// The signer of the log of this name.
    ///
    /// # Errors
    /// When there is none: it is made with the log and never silently later.
    pub fn open(&self, origin: &str) -> Result<Signer, SignerError> {
        let base = self.base()?;
        Signer::open(base, origin)?
            .ok_or_else(|| SignerError::NoMemory(Signer::directory(base, origin)))
    }

    /// The signer of a log; made, with its first key and checkpoint, when the log is just beginning.
    ///
    /// # Errors
    /// As [`keys::ready`].
    pub async fn ready(
        &self,
        db: &Db,
        kommun: KommunId,
        at: OffsetDateTime,
    ) -> Result<Signer, SignError> {
        keys::ready(db, kommun, self.base()?, at).await
    }

    /// As [`Signers::ready`] for a log that begins again under a name that was used before, as a demonstration's does.
    ///
    /// # Errors
    /// As [`keys::adopt`].
    pub async fn ready_again(
        &self,
        db: &Db,
        kommun: KommunId,
        reason: &str,
        at: OffsetDateTime,
    ) -> Result<Signer, keys::AdoptError> {
        let head = store::head(db.read(), kommun)
            .await
            .map_err(SignError::from)?;
        let base = self.base().map_err(SignError::from)?;
        let known = head.is_some_and(|head| Signer::directory(base, &head.origin).exists());
        if known {
            keys::adopt(db, kommun, base, reason, at).await
        } else {
            Ok(keys::ready(db, kommun, base, at).await?)
        }
    }

    /// Sees to it that a signed checkpoint covers entry `idx`.
    ///
    /// # Errors
    /// When there is no signer, it refuses, or a file or the database fails. What was recorded stands all the same.
    pub async fn cover(
        &self,
        db: &Db,
        kommun: KommunId,
        idx: u64,
        at: OffsetDateTime,
    ) -> Result<Note, SignError> {
        let line = self.line(kommun);
        let mut last = if let Ok(turn) = line.last.try_lock() {
            turn
        } else {
            let turn = line.last.lock().await;
            // Signed while this one waited, so after the entry was there.
            if let Some((_, note)) = turn.as_ref().filter(|(size, _)| *size > idx) {
                return Ok(note.clone());
            }
            turn
        };
        // Others may have signed since this request began to read.
        db.read().look_up().await;
        let (signer, head) = keys::ready_with_head(db, kommun, self.base()?, at).await?;
        let note = signing::covering_from(db, kommun, &signer, idx, at, Some(head)).await?;
        *last = Some((TreeHead::parse(note.text())?.size, note.clone()));
        Ok(note)
    }

    /// As [`Signers::cover`], after the answer to whoever recorded the entry: [`Signers::covered`] waits for it. An entry
    /// that could not be signed, and one that was recorded just before the server stopped, is signed with the next, or
    /// when the server is started again.
    pub fn cover_soon(&self, db: &Db, kommun: KommunId, idx: u64, at: OffsetDateTime) {
        let Some(mut work) = self.line(kommun).soon.ask(idx, at) else {
            return;
        };
        let (signers, db) = (self.clone(), db.clone());
        tokio::spawn(async move {
            loop {
                let (idx, at) = work.last();
                let covered = signers.cover(&db, kommun, idx, at).await;
                if let Err(error) = &covered {
                    tracing::warn!(entry = idx, %error, "the entry is not signed yet");
                }
                match work.tried(idx, covered.err().as_ref().map(Trouble::from)) {
                    Some(more) => work = more,
                    None => break,
                }
            }
        });
    }

    /// Has what was recorded just before the server stopped signed soon, and sees to it that there is a signer.
    ///
    /// # Errors
    /// As [`Signers::ready`].
    pub async fn catch_up(
        &self,
        db: &Db,
        kommun: KommunId,
        at: OffsetDateTime,
    ) -> Result<(), SignError> {
        let (_, head) = keys::ready_with_head(db, kommun, self.base()?, at).await?;
        if let Some(last) = head.size().checked_sub(1) {
            self.cover_soon(db, kommun, last, at);
        }
        Ok(())
    }

    /// Waits, at most ten seconds, until what is to be signed soon has been tried.
    pub async fn finish(&self) {
        let lines: Vec<Arc<Line>> = {
            let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.values().map(Arc::clone).collect()
        };
        for line in lines {
            // What is not signed by then is signed when the server is started again.
            let _ = timeout(PATIENCE, line.soon.finished()).await;
        }
    }

    fn line(&self, kommun: KommunId) -> Arc<Line> {
        // A line is whole whatever became of whoever held the list of them.
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(kommun.number()).or_default())
    }

    /// Whether a signed checkpoint covers entry `idx`. Waits, at most ten seconds, for a signature over it that is under way;
    /// where none is, another server may not have come to it yet, or may have stopped: then it is made here.
    ///
    /// # Errors
    /// When the kommun has no log or the database fails.
    pub async fn covered(
        &self,
        db: &Db,
        kommun: KommunId,
        idx: u64,
        at: OffsetDateTime,
    ) -> Result<Cover, LedgerError> {
        self.tried(db.read(), kommun, idx).await;
        let cover = self.signed(db.read(), kommun, idx).await?;
        if cover != Cover::NotYet(Trouble::Waiting) {
            return Ok(cover);
        }
        self.cover_soon(db, kommun, idx, at);
        self.tried(db.read(), kommun, idx).await;
        let cover = self.signed(db.read(), kommun, idx).await?;
        Ok(match self.line(kommun).soon.trouble(idx) {
            // Only whoever tried knows.
            Some(trouble) if cover == Cover::NotYet(Trouble::Waiting) => Cover::NotYet(trouble),
            _ => cover,
        })
    }

    /// As [`Signers::covered`], without asking again for what this server signed last.
    ///
    /// # Errors
    /// As [`Signers::covered`].
    pub async fn vouches(
        &self,
        db: &Db,
        kommun: KommunId,
        idx: u64,
        at: OffsetDateTime,
    ) -> Result<bool, LedgerError> {
        let line = self.line(kommun);
        let last = line.last.try_lock();
        let known = last.is_ok_and(|last| last.as_ref().is_some_and(|(size, _)| *size > idx));
        Ok(known || self.covered(db, kommun, idx, at).await?.is_signed())
    }

    /// Waits until entry `idx` has been tried, if it is to be.
    async fn tried(&self, db: &Reader, kommun: KommunId, idx: u64) {
        let line = self.line(kommun);
        if timeout(PATIENCE, line.soon.tried(idx)).await != Ok(false) {
            // Signed since this request began to read.
            db.look_up().await;
        }
    }

    async fn signed(&self, db: &Reader, kommun: KommunId, idx: u64) -> Result<Cover, LedgerError> {
        let head = store::head(db, kommun).await?;
        let head = head.ok_or(LedgerError::NotOpen(kommun.number()))?;
        let opened = self.open(&head.origin);
        let signer = match opened.and_then(|signer| signer.memory().map(|_| signer)) {
            Ok(signer) => signer,
            Err(error) => return Ok(Cover::NotYet(Trouble::from(&error))),
        };
        let Some(note) = store::last_checkpoint(db, kommun, idx + 1).await? else {
            return Ok(Cover::NotYet(Trouble::Waiting));
        };
        let found = signer.keys().iter().rev().find_map(|key| {
            let head = TreeHead::open(&note, key.public()).ok()?;
            (head.size > idx).then(|| Cover::Signed {
                size: head.size,
                key: key.public().id_hex(),
            })
        });
        Ok(found.unwrap_or(Cover::NotYet(Trouble::Waiting)))
    }

    /// Every key that the logs of these names ever signed with, to compare a receipt with.
    ///
    /// A log without a signer here has none: what the database says of keys proves nothing.
    pub fn published(&self, origins: &[String]) -> Vec<VerificationKey> {
        let signers = origins.iter().filter_map(|origin| self.open(origin).ok());
        let keys = signers.filter_map(|signer| signer.published().ok());
        keys.flatten().collect()
    }
}
