//! Gallring in the whole register: the sealed field in the log and the text in the record, in one transaction.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use time::OffsetDateTime;

use crate::db::WriteTx;
use crate::disclosure::delivery::store::Handed;
use crate::disclosure::step::{self, Logged};
use crate::disclosure::store::Recorded;
use crate::disclosure::store::in_log;
use crate::ledger::append::Appended;
use crate::ledger::erasure::{self, Decision, EraseError, Remembered, Target};
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;

/// The decision with what goes with it: what the steps say of a disclosure is erased where it is erased there, so that no
/// name lives on in the request.
///
/// # Errors
/// When the database fails.
pub async fn widened(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    decision: &Decision,
) -> Result<Decision, LedgerError> {
    let mut widened = decision.clone();
    for target in &decision.targets {
        let (idx, fields) = (target.idx, &target.fields);
        for (idx, fields) in step::store::going_with(db, kommun, idx, fields).await? {
            let own = widened.targets.iter_mut().find(|own| own.idx == idx);
            match own {
                Some(own) => {
                    let new = fields
                        .into_iter()
                        .filter(|field| !own.fields.contains(field));
                    let new: Vec<String> = new.collect();
                    own.fields.extend(new);
                }
                None => widened.targets.push(Target { idx, fields }),
            }
        }
    }
    Ok(widened)
}

/// Erases the fields of a decision, and what goes with them ([`widened`]), from the log and from the records that say the
/// same.
///
/// # Errors
/// As [`erasure::erase`].
pub async fn erase(
    tx: &WriteTx,
    kommun: KommunId,
    decision: &Decision,
    at: OffsetDateTime,
) -> Result<Appended, EraseError> {
    let decision = widened(&**tx, kommun, decision).await?;
    let appended = erasure::erase(tx, kommun, &decision, at).await?;
    for target in &decision.targets {
        empty(&**tx, kommun, target.idx, &target.fields).await?;
    }
    Ok(appended)
}

/// Whichever record the entry tells of.
async fn empty(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    idx: u64,
    fields: &[String],
) -> Result<(), LedgerError> {
    in_log::erase::<Recorded>(tx, kommun, idx, fields).await?;
    in_log::erase::<Handed>(tx, kommun, idx, fields).await?;
    in_log::erase::<Logged>(tx, kommun, idx, fields).await
}

/// Carries out again every erasure that the log tells of. Gives the number of sealed fields that were there again.
///
/// # Errors
/// When the database fails.
pub async fn replay(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<u64, LedgerError> {
    let removed = erasure::replay(tx, kommun).await?;
    let mut by_entry: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for (idx, field) in erasure::erased(tx, kommun).await?.fields() {
        by_entry.entry(idx).or_default().push(field.to_owned());
    }
    for (idx, fields) in by_entry {
        empty(tx, kommun, idx, &fields).await?;
    }
    Ok(removed)
}

/// Erases again what was decided before an older copy of the database was restored: the log of that copy does not tell
/// of it, but the signer's directory does. Gives how many decisions were carried out again, each with an entry.
///
/// # Errors
/// When the database fails.
pub async fn again(
    tx: &WriteTx,
    kommun: KommunId,
    remembered: &[Remembered],
    at: OffsetDateTime,
) -> Result<u64, EraseError> {
    let mut carried_out = 0;
    for decision in remembered {
        let left = erasure::left_of(&**tx, kommun, decision).await?;
        if !left.targets.is_empty() {
            erase(tx, kommun, &left, at).await?;
            carried_out += 1;
        }
    }
    Ok(carried_out)
}
