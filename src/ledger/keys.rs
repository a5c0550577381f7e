//! What happens to the log's keys and to its signer's memory, each written into the log.

use std::path::Path;

use serde_json::json;
use time::OffsetDateTime;

use super::append::append;
use super::audit;
use super::entry::EntryKind;
use super::head::{Head, NewEntry};
use super::note::VerificationKey;
use super::read;
use super::sealed::Sealed;
use super::signer::{Signer, SignerError};
use super::signing::{SignError, sign, take_turn};
use super::store::{self, LedgerError};
use super::verify::Verdict;
use crate::db::Db;
use crate::organisation::KommunId;

/// Entries of a log that nobody has used yet: its first, and the one over the people who were let in with it.
const FOUNDING: u64 = 2;

/// The field of an entry that names a key.
const KEY: &str = "key";

/// The signer of a log: opened, or made together with its first key when the log is just beginning.
///
/// # Errors
/// When the log has entries beyond its founding and no signer: then its files are lost or somewhere else, and nobody
/// makes new ones silently ([`adopt`]).
pub async fn ready(
    db: &Db,
    kommun: KommunId,
    base: &Path,
    at: OffsetDateTime,
) -> Result<Signer, SignError> {
    let (signer, _) = ready_with_head(db, kommun, base, at).await?;
    Ok(signer)
}

/// As [`ready`], with the head of the log as it was read for it.
pub(super) async fn ready_with_head(
    db: &Db,
    kommun: KommunId,
    base: &Path,
    at: OffsetDateTime,
) -> Result<(Signer, Head), SignError> {
    let head = store::head(db.read(), kommun).await?;
    let head = head.ok_or(LedgerError::NotOpen(kommun.number()))?;
    let opened = Signer::open(base, &head.origin)?;
    if let Some(signer) = opened.filter(|signer| !never_signed(signer)) {
        return Ok((signer, head));
    }
    // Whoever made it may have been stopped before the log was told.
    let signer = begin(db, kommun, base, &head, at).await?;
    sign(db, kommun, &signer, at).await?;
    Ok((signer, head))
}

/// The signer of a log that none has signed yet, which the log names.
async fn begin(
    db: &Db,
    kommun: KommunId,
    base: &Path,
    head: &Head,
    at: OffsetDateTime,
) -> Result<Signer, SignError> {
    let lost = || SignerError::NoMemory(Signer::directory(base, &head.origin));
    let signer = match Signer::open(base, &head.origin)? {
        Some(signer) => signer,
        None if head.size() > FOUNDING => return Err(lost().into()),
        None => Signer::create(base, &head.origin)?,
    };
    // In the turn, so that those who come at once name it once.
    let (turn, _) = take_turn(&signer).await?;
    db.read().look_up().await;
    if !is_named(db, kommun, signer.public()?).await? {
        if head.size() > FOUNDING {
            return Err(lost().into());
        }
        let new = key_entry("first", signer.public()?);
        record(db, kommun, at, new).await?;
    }
    drop(turn);
    Ok(signer)
}

/// Whether this is a signer that was made and has not signed anything yet.
fn never_signed(signer: &Signer) -> bool {
    signer.memory().is_ok_and(|last| last.size == 0)
}

/// Whether the log says that this is one of its keys.
async fn is_named(db: &Db, kommun: KommunId, key: &VerificationKey) -> Result<bool, LedgerError> {
    let told = read::fields_named(db.read(), kommun, KEY).await?;
    let key = json!(key.to_string());
    let mut told = told
        .iter()
        .filter_map(|field| Sealed::parse(&field.text).ok());
    Ok(told.any(|told| told.value == key))
}

/// Makes a new key. Both sign until the old one is retired, so that receivers have time to learn the new one.
///
/// # Errors
/// When the files or the database fail, or the signer refuses.
pub async fn exchange(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    reason: &str,
    at: OffsetDateTime,
) -> Result<VerificationKey, SignError> {
    let old = signer.public()?.to_string();
    let new = signer.add_key()?;
    let entry = key_entry("exchange", &new)
        .with("old", old)
        .with("reason", reason);
    record(db, kommun, at, entry).await?;
    sign(db, kommun, signer, at).await?;
    Ok(new)
}

/// Stops signing with a key after an exchange, and destroys its seed. It still vouches for what it signed.
///
/// # Errors
/// When it is the only key, or the files, the database or the signer fail.
pub async fn retire(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    id: &str,
    reason: &str,
    at: OffsetDateTime,
) -> Result<VerificationKey, SignError> {
    let last = signer.memory()?;
    let retired = signer.retire_key(id)?;
    let entry = key_entry("retire", &retired).with("reason", reason).with(
        "last_signed",
        json!({ "size": last.size, "root": last.root.to_base64() }),
    );
    record(db, kommun, at, entry).await?;
    sign(db, kommun, signer, at).await?;
    Ok(retired)
}

/// Revokes a key that was stolen: its seed is destroyed, and receivers are no longer given it. If it is the only one, a
/// new one is made first.
///
/// The entry names the last head that was signed before: what that covers is proved by every copy outside the house, and
/// receipts for it are issued anew under the new key.
///
/// # Errors
/// When the log never had the key, or the files, the database or the signer fail.
pub async fn revoke(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    id: &str,
    reason: &str,
    at: OffsetDateTime,
) -> Result<VerificationKey, SignError> {
    let stolen = signer.known()?.into_iter().find(|key| key.id_hex() == id);
    let stolen = stolen.ok_or_else(|| SignerError::NoSuchKey(id.to_owned()))?;
    let last = signer.memory()?;
    signer.remember_revoked(&stolen, &last)?;
    let signs = |signer: &Signer| signer.keys().iter().any(|key| *key.public() == stolen);
    if signs(signer) {
        if signer.keys().len() == 1 {
            let new = signer.add_key()?;
            let entry = key_entry("exchange", &new)
                .with("old", stolen.to_string())
                .with("reason", reason);
            record(db, kommun, at, entry).await?;
        }
        signer.retire_key(id)?;
    }
    let entry = key_entry("revoke", &stolen).with("reason", reason).with(
        "last_signed",
        json!({ "size": last.size, "root": last.root.to_base64() }),
    );
    record(db, kommun, at, entry).await?;
    sign(db, kommun, signer, at).await?;
    Ok(stolen)
}

/// Why a log was not adopted.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    #[error("the log does not verify, so it cannot be adopted; see `objektiv log verify`")]
    NotIntact,
    #[error(transparent)]
    Sign(#[from] SignError),
}

/// Makes the signer accept the log as it stands, after a restored backup or a lost memory.
///
/// What was signed before and may be missing now stands in a `restore` entry for everybody to see.
///
/// # Errors
/// When the log itself is not whole, or the files or the database fail.
pub async fn adopt(
    db: &Db,
    kommun: KommunId,
    base: &Path,
    reason: &str,
    at: OffsetDateTime,
) -> Result<Signer, AdoptError> {
    let sign_error = |error: LedgerError| AdoptError::Sign(error.into());
    let report = audit::verify(db.read(), kommun, None)
        .await
        .map_err(sign_error)?;
    if report.verdict != Verdict::Intact {
        return Err(AdoptError::NotIntact);
    }
    let found = Signer::open(base, &report.log).map_err(SignError::from)?;
    let (signer, is_new) = match found {
        // One that was made by somebody who was stopped before the log was told is as new.
        Some(signer) => {
            let is_new = never_signed(&signer);
            (signer, is_new)
        }
        None => (
            Signer::create(base, &report.log).map_err(SignError::from)?,
            true,
        ),
    };
    let before = match signer.memory() {
        Ok(head) if !is_new => json!({ "size": head.size, "root": head.root.to_base64() }),
        Ok(_) | Err(SignerError::NoMemory(_)) => json!("unknown"),
        Err(error) => return Err(SignError::from(error).into()),
    };
    let entry = NewEntry::new(EntryKind::Restore)
        .with("reason", reason)
        .with("last_signed", before);
    record(db, kommun, at, entry).await?;
    if is_new {
        let entry = key_entry("first", signer.public().map_err(SignError::from)?);
        record(db, kommun, at, entry).await?;
    }
    let head = store::head(db.read(), kommun).await.map_err(sign_error)?;
    let head = head.ok_or_else(|| sign_error(LedgerError::NotOpen(kommun.number())))?;
    signer
        .remember(&head.tree_head())
        .map_err(SignError::from)?;
    sign(db, kommun, &signer, at).await?;
    Ok(signer)
}

fn key_entry(event: &'static str, key: &VerificationKey) -> NewEntry {
    NewEntry::new(EntryKind::Key)
        .with("event", event)
        .with(KEY, key.to_string())
}

async fn record(
    db: &Db,
    kommun: KommunId,
    at: OffsetDateTime,
    new: NewEntry,
) -> Result<(), SignError> {
    let tx = db.begin_write().await.map_err(LedgerError::Db)?;
    append(&tx, kommun, at, new).await?;
    tx.commit().await.map_err(LedgerError::Db)?;
    Ok(())
}
