//! The daily round: an anchor entry, the checkpoint of the day, and everybody outside the house who is shown it.
//!
//! Each part is done once for a day, however often the round is begun again: what failed is tried at the next round,
//! and what was done is not done twice.

use serde_json::json;
use time::OffsetDateTime;

use super::party::{AttestError, Authority, Shown, Witness};
use super::step::Step;
use super::{Attestation, Attested, anchor, store};
use crate::code::Code;
use crate::db::Db;
use crate::law::calendar::date_in_sweden;
use crate::ledger::NewEntry;
use crate::ledger::append::append;
use crate::ledger::checkpoint::TreeHead;
use crate::ledger::note::{Note, Signature};
use crate::ledger::signer::Signer;
use crate::ledger::signing::{SignError, covering, prove_consistency, sign};
use crate::ledger::store::LedgerError;
use crate::ledger::verification::{Verification, store as verification};
use crate::organisation::KommunId;

/// Who is shown the checkpoint of the day, beside those whose role in the register it is to get it by mail.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    pub authority: Option<Authority>,
    pub witnesses: Vec<Witness>,
    /// Mail addresses, such as that of the kommunrevision.
    pub mail_to: Vec<String>,
}

/// Why a part of the round was not done.
#[derive(Debug, thiserror::Error)]
pub enum DailyError {
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("{party}: {cause}")]
    Attest { party: String, cause: AttestError },
    /// An alarm: the log is shorter than somebody outside the house has seen it.
    #[error("{party} has seen this log with {seen} entries; it has {size} now")]
    Shorter { party: String, seen: u64, size: u64 },
}

impl From<LedgerError> for DailyError {
    fn from(error: LedgerError) -> Self {
        Self::Sign(error.into())
    }
}

/// An anchor tells what the last verification found, so that when the log was verified, and that it was, cannot be changed
/// afterwards either.
fn with_verification(anchor: NewEntry, last: Option<Verification>) -> NewEntry {
    let told = last.and_then(|last| Some((last.finished_at?, last.found?)));
    let Some((at, found)) = told else {
        return anchor;
    };
    anchor.with(
        "verified",
        json!({
            "at": at.unix_timestamp().unsigned_abs(),
            "first_bad": found.first_bad().map_or_else(|| json!("none"), |idx| json!(idx)),
            "size": found.size,
            "verdict": found.verdict.code(),
        }),
    )
}

/// The log of a kommun on a day.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    pub db: &'a Db,
    pub kommun: KommunId,
    pub signer: &'a Signer,
    pub at: OffsetDateTime,
}

impl Round<'_> {
    /// The checkpoint of the day; the anchor entry is written if it is not there yet.
    ///
    /// # Errors
    /// When the database fails or the signer refuses.
    pub async fn publish(&self) -> Result<Note, DailyError> {
        let (db, kommun) = (self.db, self.kommun);
        let today = date_in_sweden(self.at);
        let last = store::last_anchor(db.read(), kommun).await?;
        let last = last.filter(|entry| date_in_sweden(entry.at) == today);
        let note = if let Some(anchor) = last {
            let published = store::newest(db.read(), kommun, Attested::Published).await?;
            if let Some(published) = published.filter(|published| published.size > anchor.idx) {
                return Ok(Note::parse(&published.body).map_err(SignError::from)?);
            }
            covering(db, kommun, self.signer, anchor.idx, self.at).await?
        } else {
            let fresh = store::unmentioned(db.read(), kommun).await?;
            let last = verification::last(db.read(), kommun).await;
            let last = last.map_err(LedgerError::Db)?;
            let tx = db.begin_write().await.map_err(LedgerError::Db)?;
            append(
                &tx,
                kommun,
                self.at,
                with_verification(anchor(&fresh), last),
            )
            .await?;
            tx.commit().await.map_err(LedgerError::Db)?;
            sign(db, kommun, self.signer, self.at).await?
        };
        let size = head(&note)?.size;
        self.keep(size, Attested::Published, note.to_string().into_bytes())
            .await?;
        Ok(note)
    }

    async fn keep(&self, size: u64, kind: Attested, body: Vec<u8>) -> Result<(), DailyError> {
        let attestation = Attestation { size, kind, body };
        let tx = self.db.begin_write().await.map_err(LedgerError::Db)?;
        store::keep(&*tx, self.kommun, &attestation).await?;
        tx.commit().await.map_err(LedgerError::Db)?;
        Ok(())
    }

    /// The proof that the log of a checkpoint begins with the log of `old` entries.
    ///
    /// # Errors
    /// When the checkpoint is shorter, or the database fails.
    pub async fn step(&self, old: u64, checkpoint: &Note) -> Result<Step, DailyError> {
        Ok(step(self.db, self.kommun, old, checkpoint).await?)
    }

    /// Has the checkpoint stamped, unless it is already. True when it was done now.
    ///
    /// # Errors
    /// When the authority does not answer, or its answer does not hold.
    pub async fn stamp(&self, checkpoint: &Note, by: &Authority) -> Result<bool, DailyError> {
        let size = head(checkpoint)?.size;
        let newest = store::newest(self.db.read(), self.kommun, Attested::Stamp).await?;
        if newest.is_some_and(|stamp| stamp.size >= size) {
            return Ok(false);
        }
        let answer = by.stamp(checkpoint).await;
        let (body, _) = answer.map_err(|cause| failed(&by.url, cause))?;
        self.keep(size, Attested::Stamp, body).await?;
        Ok(true)
    }

    /// Has the checkpoint cosigned by a witness, unless it is already. True when it was done now.
    ///
    /// # Errors
    /// When the witness does not answer, does not sign, or has seen a longer log.
    pub async fn cosign(&self, checkpoint: &Note, by: &Witness) -> Result<bool, DailyError> {
        let size = head(checkpoint)?.size;
        let mut old = self.seen_by(by).await?;
        if old >= size {
            return Ok(false);
        }
        // The second time from where the witness says that it stands.
        for _ in 0..2 {
            let step = self.step(old, checkpoint).await?;
            let answer = by.show(&step).await;
            match answer.map_err(|cause| failed(&by.url, cause))? {
                Shown::Cosigned(line) => {
                    let body = line.to_string().into_bytes();
                    self.keep(size, Attested::Cosignature, body).await?;
                    return Ok(true);
                }
                Shown::SeenUntil(seen) if seen > size => {
                    let party = by.key.name().to_owned();
                    return Err(DailyError::Shorter { party, seen, size });
                }
                Shown::SeenUntil(seen) => old = seen,
            }
        }
        Err(failed(&by.url, AttestError::Status(409)))
    }

    /// The size of the log that a witness signed last, as far as is known here.
    async fn seen_by(&self, witness: &Witness) -> Result<u64, DailyError> {
        let kinds = [Attested::Cosignature];
        let lines = store::all(self.db.read(), self.kommun, &kinds).await?;
        let mine = lines.iter().rev().find(|kept| {
            let line = str::from_utf8(&kept.body).ok();
            let line = line.and_then(|line| Signature::parse(line).ok());
            line.is_some_and(|line| line.name == witness.key.name() && line.id == witness.key.id())
        });
        Ok(mine.map_or(0, |kept| kept.size))
    }

    /// The step from what was mailed last to the checkpoint of the day; `None` when it was mailed already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn to_mail(&self, checkpoint: &Note) -> Result<Option<Step>, DailyError> {
        let last = store::newest(self.db.read(), self.kommun, Attested::Mailed).await?;
        let last = last.map_or(0, |mailed| mailed.size);
        if last >= head(checkpoint)?.size {
            return Ok(None);
        }
        self.step(last, checkpoint).await.map(Some)
    }

    /// Writes down that a step was mailed: the next one starts from it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mailed(&self, step: &Step) -> Result<(), DailyError> {
        let size = head(&step.checkpoint)?.size;
        self.keep(size, Attested::Mailed, step.to_string().into_bytes())
            .await
    }
}

/// The proof that the log of a checkpoint begins with the log of `old` entries; from nothing there is none to give.
///
/// # Errors
/// When the checkpoint is shorter, or the database fails.
pub async fn step(
    db: &Db,
    kommun: KommunId,
    old: u64,
    checkpoint: &Note,
) -> Result<Step, SignError> {
    let size = head(checkpoint)?.size;
    let hashes = match old {
        0 => Vec::new(),
        _ => prove_consistency(db.read(), kommun, old, size).await?,
    };
    Ok(Step {
        old,
        hashes,
        checkpoint: checkpoint.clone(),
    })
}

fn head(checkpoint: &Note) -> Result<TreeHead, SignError> {
    Ok(TreeHead::parse(checkpoint.text())?)
}

fn failed(party: &str, cause: AttestError) -> DailyError {
    DailyError::Attest {
        party: party.to_owned(),
        cause,
    }
}
