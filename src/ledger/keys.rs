//! What happens to the log's keys and to its signer's memory, each written into the log.

use std::path::Path;

use sea_orm::ConnectionTrait;
use serde_json::json;
use time::OffsetDateTime;

use super::append::append;
use super::audit;
use super::entry::EntryKind;
use super::head::{Head, NewEntry};
use super::intent::{Intent, KeyEvent};
use super::note::VerificationKey;
use super::read::{self, StoredField};
use super::sealed::Sealed;
use super::signer::{Signer, SignerError, Turn};
use super::signing::{SignError, sign, take_turn};
use super::store::{self, LedgerError};
use super::verify::Verdict;
use crate::db::Db;
use crate::organisation::KommunId;

/// Entries of a log that nobody has used yet: its first, and the one over the people who were let in with it.
const FOUNDING: u64 = 2;

/// The fields of an entry about a key that say what happened to which.
const EVENT: &str = "event";
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
    let mut signer = match Signer::open(base, &head.origin)? {
        Some(signer) => signer,
        None if head.size() > FOUNDING => {
            return Err(SignerError::NoMemory(Signer::directory(base, &head.origin)).into());
        }
        None => made(base, &head.origin)?,
    };
    settle(db, kommun, &mut signer, at).await?;
    Ok((signer, head))
}

/// The signer of a log that is just beginning. Of several who make it at once one does, and the others open what it made.
fn made(base: &Path, origin: &str) -> Result<Signer, SignerError> {
    match Signer::create(base, origin) {
        Err(SignerError::Exists(_)) => Signer::open(base, origin)?
            .ok_or_else(|| SignerError::NoMemory(Signer::directory(base, origin))),
        made => made,
    }
}

/// Finishes or drops what was begun with the keys and not finished, because whoever began it stopped.
async fn settle(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    at: OffsetDateTime,
) -> Result<(), SignError> {
    if signer.intent()?.is_some() {
        drop(turn(db, kommun, signer, at).await?);
        sign(db, kommun, signer, at).await?;
    }
    Ok(())
}

/// The turn to change the keys, which are read anew: another process may have had it before. What was begun and not
/// finished happens if the log tells of it, and otherwise it does not. A first key signs already, so the log is told: but not
/// of one that was made for a log that others have signed, by somebody who was stopped before the log was told why.
async fn turn(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    at: OffsetDateTime,
) -> Result<Turn, SignError> {
    let (turn, _) = take_turn(signer).await?;
    signer.read_keys()?;
    let Some(intent) = signer.intent()? else {
        return Ok(turn);
    };
    db.read().look_up().await;
    if tells_of(db.read(), kommun, &intent).await? {
        carry_out(signer, &intent)?;
    } else if intent.event == KeyEvent::First {
        let head = store::head(db.read(), kommun).await?;
        let size = head.map_or(0, |head| head.size());
        if size > FOUNDING && signer.memory()?.size == 0 {
            return Err(SignerError::NoMemory(signer.directory_here().to_owned()).into());
        }
        record(db, kommun, at, key_entry(&intent)).await?;
    } else if intent.event == KeyEvent::Exchange {
        signer.put_down(&intent.key.id_hex())?;
    }
    signer.settled()?;
    Ok(turn)
}

/// Whether the log has the entry that tells of it.
async fn tells_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    intent: &Intent,
) -> Result<bool, LedgerError> {
    let says = |row: &StoredField, value: &str| {
        Sealed::parse(&row.text).is_ok_and(|field| field.value == value)
    };
    let key = intent.key.to_string();
    for named in read::fields_named(db, kommun, KEY).await? {
        if !says(&named, &key) {
            continue;
        }
        let fields = read::fields(db, kommun, named.idx, named.idx + 1).await?;
        let event = |row: &&StoredField| row.name == EVENT && says(row, intent.event.code());
        if fields.iter().any(|row| event(&row)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the signer's files say what the entry says.
fn carry_out(signer: &mut Signer, intent: &Intent) -> Result<(), SignerError> {
    let id = intent.key.id_hex();
    match intent.event {
        KeyEvent::First => Ok(()),
        KeyEvent::Exchange => signer.take_up(&id),
        KeyEvent::Retire => signer.put_down(&id),
        KeyEvent::Revoke => {
            signer.remember_revoked(&intent.key, intent.signed)?;
            signer.put_down(&id)
        }
    }
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
    let turn = turn(db, kommun, signer, at).await?;
    let old = signer.public()?.clone();
    let new = taken_up(db, kommun, signer, (&old, reason), at).await?;
    drop(turn);
    sign(db, kommun, signer, at).await?;
    Ok(new)
}

async fn taken_up(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    (old, reason): (&VerificationKey, &str),
    at: OffsetDateTime,
) -> Result<VerificationKey, SignError> {
    let intent = signer.make_key(signer.memory()?.size)?;
    let entry = key_entry(&intent)
        .with("old", old.to_string())
        .with("reason", reason);
    done(db, kommun, signer, (&intent, entry), at).await?;
    Ok(intent.key)
}

/// Writes the entry, and then does what it says: a key about which the log has nothing never signs.
async fn done(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    (intent, entry): (&Intent, NewEntry),
    at: OffsetDateTime,
) -> Result<(), SignError> {
    record(db, kommun, at, entry).await?;
    carry_out(signer, intent)?;
    Ok(signer.settled()?)
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
    let turn = turn(db, kommun, signer, at).await?;
    if !signer.signs_with(id) {
        return Err(SignerError::NoSuchKey(id.to_owned()).into());
    }
    if signer.keys().len() == 1 {
        return Err(SignerError::LastKey.into());
    }
    let retired = ended(db, kommun, signer, (KeyEvent::Retire, id, reason), at).await?;
    drop(turn);
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
    let turn = turn(db, kommun, signer, at).await?;
    let stolen = key_of(signer, id)?;
    if signer.signs_with(id) && signer.keys().len() == 1 {
        taken_up(db, kommun, signer, (&stolen, reason), at).await?;
    }
    let stolen = ended(db, kommun, signer, (KeyEvent::Revoke, id, reason), at).await?;
    drop(turn);
    sign(db, kommun, signer, at).await?;
    Ok(stolen)
}

async fn ended(
    db: &Db,
    kommun: KommunId,
    signer: &mut Signer,
    (event, id, reason): (KeyEvent, &str, &str),
    at: OffsetDateTime,
) -> Result<VerificationKey, SignError> {
    let last = signer.memory()?;
    let intent = Intent {
        event,
        key: key_of(signer, id)?,
        signed: last.size,
    };
    signer.intend(&intent)?;
    let entry = key_entry(&intent).with("reason", reason).with(
        "last_signed",
        json!({ "size": last.size, "root": last.root.to_base64() }),
    );
    done(db, kommun, signer, (&intent, entry), at).await?;
    Ok(intent.key)
}

fn key_of(signer: &Signer, id: &str) -> Result<VerificationKey, SignerError> {
    let known = signer.known()?.into_iter().find(|key| key.id_hex() == id);
    known.ok_or_else(|| SignerError::NoSuchKey(id.to_owned()))
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
    let mut signer = match found {
        Some(signer) => signer,
        None => Signer::create(base, &report.log).map_err(SignError::from)?,
    };
    let begun = signer.intent().map_err(SignError::from)?;
    let is_new = begun.is_some_and(|intent| intent.event == KeyEvent::First);
    let before = match signer.memory() {
        Ok(head) if !is_new => json!({ "size": head.size, "root": head.root.to_base64() }),
        Ok(_) | Err(SignerError::NoMemory(_)) => json!("unknown"),
        Err(error) => return Err(SignError::from(error).into()),
    };
    let entry = NewEntry::new(EntryKind::Restore)
        .with("reason", reason)
        .with("last_signed", before);
    record(db, kommun, at, entry).await?;
    let head = store::head(db.read(), kommun).await.map_err(sign_error)?;
    let head = head.ok_or_else(|| sign_error(LedgerError::NotOpen(kommun.number())))?;
    signer
        .remember(&head.tree_head())
        .map_err(SignError::from)?;
    settle(db, kommun, &mut signer, at).await?;
    sign(db, kommun, &signer, at).await?;
    Ok(signer)
}

fn key_entry(intent: &Intent) -> NewEntry {
    NewEntry::new(EntryKind::Key)
        .with(EVENT, intent.event.code())
        .with(KEY, intent.key.to_string())
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
