//! Makes the receipt of an entry.

use time::OffsetDateTime;

use super::checkpoint::TreeHead;
use super::note::{Note, Signature};
use super::outside::{Attested, store as outside};
use super::proof_file::ProofFile;
use super::read;
use super::receipt::Receipt;
use super::signer::Signer;
use super::signing::{SignError, covering, prove_inclusion};
use super::store::{LedgerError, checkpoint_at};
use crate::db::Db;
use crate::organisation::KommunId;

/// Witnesses whose lines a receipt takes along: a signed note has room for few.
const WITNESSES: usize = 8;

/// The receipt of entry `idx`, with the fields that are not erased, under a checkpoint that covers it: the first that somebody
/// outside the house has seen, with what they attested, or one that is made now.
///
/// # Errors
/// When there is no such entry, the signer refuses or the database fails.
pub async fn receipt(
    db: &Db,
    kommun: KommunId,
    signer: &Signer,
    idx: u64,
    at: OffsetDateTime,
) -> Result<Receipt, SignError> {
    let rows = read::entries(db.read(), kommun, idx, idx + 1).await?;
    let entry = rows.into_iter().next();
    let entry = entry.ok_or(LedgerError::NoSuchEntry(idx))?;
    let (checkpoint, stamp) = match attested(db, kommun, signer, idx).await? {
        Some(seen) => seen,
        None => (covering(db, kommun, signer, idx, at).await?, None),
    };
    let head = TreeHead::open(&checkpoint, signer.public()?)?;
    let fields = read::fields(db.read(), kommun, idx, idx + 1).await?;
    Ok(Receipt {
        stamp,
        entry: entry.bytes,
        fields: fields.into_iter().map(|field| field.text).collect(),
        proof: ProofFile {
            extra: None,
            idx,
            hashes: prove_inclusion(db.read(), kommun, idx, head.size).await?,
            checkpoint,
        },
    })
}

/// The first checkpoint over entry `idx` that was stamped, or else cosigned, with the lines of its witnesses and its stamp.
/// `None` when there is none, or the log signed it with a key that it has changed since.
async fn attested(
    db: &Db,
    kommun: KommunId,
    signer: &Signer,
    idx: u64,
) -> Result<Option<(Note, Option<Vec<u8>>)>, SignError> {
    let db = db.read();
    let stamp = outside::first_over(db, kommun, Attested::Stamp, idx).await?;
    let line = outside::first_over(db, kommun, Attested::Cosignature, idx).await?;
    let Some(size) = stamp.as_ref().or(line.as_ref()).map(|first| first.size) else {
        return Ok(None);
    };
    let note = checkpoint_at(db, kommun, size).await?;
    let public = signer.public()?;
    let Some(mut note) = note.filter(|note| TreeHead::open(note, public).is_ok()) else {
        return Ok(None);
    };
    let seen = outside::over(db, kommun, Attested::Cosignature, size).await?;
    for seen in seen.into_iter().take(WITNESSES) {
        let line = str::from_utf8(&seen.body).ok();
        if let Some(line) = line.and_then(|line| Signature::parse(line.trim_end()).ok()) {
            note.add(line);
        }
    }
    Ok(Some((note, stamp.map(|stamp| stamp.body))))
}
