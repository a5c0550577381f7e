//! Makes the receipt of an entry.

use time::OffsetDateTime;

use super::checkpoint::TreeHead;
use super::proof_file::ProofFile;
use super::read;
use super::receipt::Receipt;
use super::signer::Signer;
use super::signing::{SignError, covering, prove_inclusion};
use super::store::LedgerError;
use crate::db::Db;
use crate::organisation::KommunId;

/// The receipt of entry `idx`, with the fields that are not erased, under a checkpoint that covers it.
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
    let checkpoint = covering(db, kommun, signer, idx, at).await?;
    let head = TreeHead::open(&checkpoint, signer.public()?)?;
    let fields = read::fields(db.read(), kommun, idx, idx + 1).await?;
    Ok(Receipt {
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
