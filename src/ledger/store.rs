//! The log in the database. How it grows is in `append.rs`.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, QuerySelect, Set};
use time::OffsetDateTime;

use super::EntryKind;
use super::append::{Appended, add, append_alone};
use super::checkpoint::TreeHead;
use super::entry::EntryError;
use super::hash::{Hash, NotAHash};
use super::head::{AppendError, Head, NewEntry};
use super::note::Note;
use super::read::{StoredEntry, StoredField};
use super::rows::{checkpoints, disclosures, heads};
use super::sealed::Sealed;
use super::tree::Frontier;
use crate::db::batch::Batch;
use crate::organisation::KommunId;

/// Why the log could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("kommun {0} has no log yet")]
    NotOpen(i64),
    #[error("there is no entry {0} in the log")]
    NoSuchEntry(u64),
    #[error("the log cannot hold this: {0}")]
    Append(#[from] AppendError),
    #[error("the name of the log: {0}")]
    Origin(#[from] EntryError),
    #[error("the log of kommun {0} was appended to outside this transaction; nothing was written")]
    Moved(i64),
    #[error("the database holds something that is no log: {0}; run `objektiv log verify`")]
    Damaged(String),
    #[error("the database: {0}")]
    Db(#[from] DbErr),
}

impl From<NotAHash> for LedgerError {
    fn from(error: NotAHash) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Opens the log of a kommun with its first entry. `origin` names it for ever.
///
/// # Errors
/// When `origin` cannot be the name of a log, or the kommun has a log already.
pub async fn open_log(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    origin: &str,
    at: OffsetDateTime,
) -> Result<Appended, LedgerError> {
    let head = Head::before_genesis(origin, at)?;
    let row = heads::ActiveModel {
        log_id: Set(kommun.number()),
        origin: Set(head.origin),
        size: Set(0),
        at: Set(head.at.unix_timestamp()),
        prev: Set(head.prev.0.to_vec()),
        frontier: Set(Vec::new()),
    };
    heads::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    append_alone(tx, kommun, at, NewEntry::new(EntryKind::Genesis)).await
}

/// Writes a log that was read elsewhere, byte for byte: the move to another database.
///
/// # Errors
/// When the entries are not one whole log of this origin, or the kommun has a log already.
pub async fn import(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    origin: &str,
    entries: &[StoredEntry],
    fields: &[StoredField],
) -> Result<(), LedgerError> {
    let log = kommun.number();
    let mut head = Head::before_genesis(origin, OffsetDateTime::UNIX_EPOCH)?;
    let mut sealed: HashMap<u64, Vec<Sealed>> = HashMap::new();
    for field in fields {
        let readable = Sealed::parse(&field.text);
        sealed.entry(field.idx).or_default().extend(readable.ok());
    }
    let mut written = Vec::with_capacity(entries.len());
    for row in entries {
        let own = sealed.remove(&row.idx).unwrap_or_default();
        let entry = head.retrace(&row.bytes, own);
        written.push(entry.ok_or_else(|| {
            LedgerError::Damaged(format!("entry {} does not follow the one before", row.idx))
        })?);
    }
    for some in written.chunks(500) {
        let mut rows = Batch::default();
        add(&mut rows, log, some)?;
        rows.write(tx).await?;
    }
    let row = heads::ActiveModel {
        log_id: Set(log),
        size: Set(signed(head.size())?),
        at: Set(head.at.unix_timestamp()),
        prev: Set(head.prev.0.to_vec()),
        frontier: Set(head.frontier.to_bytes()),
        origin: Set(head.origin),
    };
    heads::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Where the log stands, or `None` when the kommun has none.
///
/// # Errors
/// When the database fails or its head row is no head.
pub async fn head(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Option<Head>, LedgerError> {
    let row = heads::Entity::find_by_id(kommun.number()).one(db).await?;
    row.map(read_head).transpose()
}

/// The names of all logs of this installation.
///
/// # Errors
/// When the database fails.
pub async fn origins(db: &impl ConnectionTrait) -> Result<Vec<String>, LedgerError> {
    let names = heads::Entity::find()
        .select_only()
        .column(heads::Column::Origin)
        .order_by_asc(heads::Column::Origin);
    Ok(names.into_tuple().all(db).await?)
}

/// Removes sealed fields of an entry; gives how many were there. For `erasure.rs` alone, which says so in the log.
pub(super) async fn remove_fields(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    idx: u64,
    fields: &[String],
) -> Result<u64, LedgerError> {
    let removed = disclosures::Entity::delete_many()
        .filter(disclosures::Column::LogId.eq(kommun.number()))
        .filter(disclosures::Column::Idx.eq(signed(idx)?))
        .filter(disclosures::Column::Name.is_in(fields))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected)
}

/// Stores a signed checkpoint. Another one at the same size is kept as it was.
///
/// # Errors
/// When the database fails.
pub async fn keep_checkpoint(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    head: &TreeHead,
    note: &Note,
) -> Result<(), LedgerError> {
    let row = checkpoints::ActiveModel {
        log_id: Set(kommun.number()),
        size: Set(signed(head.size)?),
        root: Set(head.root.0.to_vec()),
        note: Set(note.to_string()),
    };
    let key = [checkpoints::Column::LogId, checkpoints::Column::Size];
    checkpoints::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The last checkpoint over at least `size` entries, or `None` when nothing that long was signed yet.
///
/// # Errors
/// When the database fails or what it holds is no checkpoint.
pub async fn last_checkpoint(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    size: u64,
) -> Result<Option<Note>, LedgerError> {
    let row = checkpoints::Entity::find()
        .filter(checkpoints::Column::LogId.eq(kommun.number()))
        .filter(checkpoints::Column::Size.gte(signed(size)?))
        .order_by_desc(checkpoints::Column::Size)
        .one(db)
        .await?;
    row.map(noted).transpose()
}

/// The checkpoint over exactly `size` entries, as it stands in the database: whether the log signed it is for the caller to
/// see.
///
/// # Errors
/// When the database fails, or it is none.
pub async fn checkpoint_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    size: u64,
) -> Result<Option<Note>, LedgerError> {
    let row = checkpoints::Entity::find_by_id((kommun.number(), signed(size)?));
    row.one(db).await?.map(noted).transpose()
}

fn noted(row: checkpoints::Model) -> Result<Note, LedgerError> {
    Note::parse(row.note.as_bytes())
        .map_err(|error| LedgerError::Damaged(format!("a checkpoint: {error}")))
}

pub(super) fn read_head(row: heads::Model) -> Result<Head, LedgerError> {
    let at = OffsetDateTime::from_unix_timestamp(row.at)
        .map_err(|error| LedgerError::Damaged(format!("the time of the head: {error}")))?;
    Ok(Head {
        origin: row.origin,
        at,
        prev: Hash::from_slice(&row.prev)?,
        frontier: Frontier::from_bytes(unsigned(row.size)?, &row.frontier)?,
    })
}

pub(super) fn signed(number: u64) -> Result<i64, LedgerError> {
    i64::try_from(number).map_err(|_| LedgerError::Damaged(format!("an entry number {number}")))
}

pub(super) fn unsigned(number: i64) -> Result<u64, LedgerError> {
    u64::try_from(number).map_err(|_| LedgerError::Damaged(format!("an entry number {number}")))
}
