//! The log in the database: the one way to append.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, QuerySelect, Set};
use time::OffsetDateTime;

use super::checkpoint::TreeHead;
use super::entry::EntryError;
use super::hash::{Hash, NotAHash};
use super::head::{AppendError, Head, NewEntry, Written};
use super::note::Note;
use super::read::{StoredEntry, StoredField};
use super::rows::{checkpoints, disclosures, entries, heads, nodes};
use super::sealed::{Salt, Sealed};
use super::tree::Frontier;
use super::{EntryKind, sealed};
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

/// Where an entry was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    pub idx: u64,
    pub leaf: Hash,
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
    append(tx, kommun, at, NewEntry::new(EntryKind::Genesis)).await
}

/// Takes the head until the transaction ends: what is read after it and depends on the log, such as the next number
/// of a case, is read by one at a time.
///
/// # Errors
/// When the kommun has no log or the database fails.
pub async fn lock(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<Locked, LedgerError> {
    let log = kommun.number();
    let locked = heads::Entity::find_by_id(log).lock_exclusive();
    let row = locked.one(tx).await?.ok_or(LedgerError::NotOpen(log))?;
    Ok(Locked {
        log,
        size: row.size,
        head: read_head(row)?,
    })
}

/// The head of a log that belongs to this transaction until it ends.
#[derive(Debug)]
pub struct Locked {
    log: i64,
    /// As it stands in the database.
    size: i64,
    head: Head,
}

impl Locked {
    /// The number of the next entry.
    pub const fn next(&self) -> i64 {
        self.size
    }
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
    for batch in written.chunks(500) {
        insert(tx, log, batch).await?;
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

/// Appends one entry, inside the transaction that makes what it tells of.
///
/// On PostgreSQL the head row is locked until the transaction ends; on SQLite `tx` must be a writing transaction
/// from its beginning (`db::Db::begin_write`).
///
/// # Errors
/// When the kommun has no log, a field cannot stand in it, or the database fails. The transaction is then to be
/// rolled back.
pub async fn append(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    at: OffsetDateTime,
    new: NewEntry,
) -> Result<Appended, LedgerError> {
    let appended = append_all(tx, kommun, at, vec![new]).await?;
    let first = appended.into_iter().next();
    first.ok_or_else(|| LedgerError::Damaged("nothing was appended".to_owned()))
}

/// Appends several entries under one lock of the head, in the order given.
///
/// # Errors
/// As [`append`]; then none is written.
pub async fn append_all(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    at: OffsetDateTime,
    new: Vec<NewEntry>,
) -> Result<Vec<Appended>, LedgerError> {
    append_after(tx, lock(tx, kommun).await?, at, new).await
}

/// As [`append_all`], behind a head that was locked before.
///
/// # Errors
/// As [`append`].
pub async fn append_after(
    tx: &impl ConnectionTrait,
    locked: Locked,
    at: OffsetDateTime,
    new: Vec<NewEntry>,
) -> Result<Vec<Appended>, LedgerError> {
    let Locked {
        log,
        size: old_size,
        mut head,
    } = locked;
    let written = new
        .into_iter()
        .map(|entry| head.append(at, entry, random_salt))
        .collect::<Result<Vec<_>, _>>()?;
    for batch in written.chunks(500) {
        insert(tx, log, batch).await?;
    }
    let moved = heads::Entity::update_many()
        .col_expr(heads::Column::Size, Expr::value(signed(head.size())?))
        .col_expr(heads::Column::At, Expr::value(head.at.unix_timestamp()))
        .col_expr(heads::Column::Prev, Expr::value(head.prev.0.to_vec()))
        .col_expr(
            heads::Column::Frontier,
            Expr::value(head.frontier.to_bytes()),
        )
        .filter(heads::Column::LogId.eq(log))
        .filter(heads::Column::Size.eq(old_size))
        .exec(tx)
        .await?;
    if moved.rows_affected != 1 {
        return Err(LedgerError::Moved(log));
    }
    Ok(written
        .iter()
        .map(|entry| Appended {
            idx: entry.idx,
            leaf: entry.leaf,
        })
        .collect())
}

async fn insert(
    tx: &impl ConnectionTrait,
    log: i64,
    written: &[Written],
) -> Result<(), LedgerError> {
    let mut entry_rows = Vec::with_capacity(written.len());
    let mut node_rows = Vec::new();
    let mut field_rows = Vec::new();
    for entry in written {
        let idx = signed(entry.idx)?;
        entry_rows.push(entries::ActiveModel {
            log_id: Set(log),
            idx: Set(idx),
            entry: Set(entry.bytes.clone()),
            leaf: Set(entry.leaf.0.to_vec()),
        });
        for node in &entry.nodes {
            node_rows.push(nodes::ActiveModel {
                log_id: Set(log),
                lvl: Set(i16::from(node.level)),
                i: Set(signed(node.index)?),
                h: Set(node.hash.0.to_vec()),
            });
        }
        for field in &entry.sealed {
            field_rows.push(disclosures::ActiveModel {
                log_id: Set(log),
                idx: Set(idx),
                name: Set(field.name.clone()),
                d: Set(field.text.clone()),
            });
        }
    }
    entries::Entity::insert_many(entry_rows)
        .exec_without_returning(tx)
        .await?;
    if !node_rows.is_empty() {
        nodes::Entity::insert_many(node_rows)
            .exec_without_returning(tx)
            .await?;
    }
    for rows in field_rows.chunks(5_000) {
        disclosures::Entity::insert_many(rows.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
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
    let note = row.map(|row| Note::parse(row.note.as_bytes()));
    note.transpose()
        .map_err(|error| LedgerError::Damaged(format!("a checkpoint: {error}")))
}

fn read_head(row: heads::Model) -> Result<Head, LedgerError> {
    let at = OffsetDateTime::from_unix_timestamp(row.at)
        .map_err(|error| LedgerError::Damaged(format!("the time of the head: {error}")))?;
    Ok(Head {
        origin: row.origin,
        at,
        prev: Hash::from_slice(&row.prev)?,
        frontier: Frontier::from_bytes(unsigned(row.size)?, &row.frontier)?,
    })
}

fn random_salt() -> Result<Salt, AppendError> {
    let mut salt = [0; sealed::SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|error| AppendError::Random(error.to_string()))?;
    Ok(salt)
}

pub(super) fn signed(number: u64) -> Result<i64, LedgerError> {
    i64::try_from(number).map_err(|_| LedgerError::Damaged(format!("an entry number {number}")))
}

pub(super) fn unsigned(number: i64) -> Result<u64, LedgerError> {
    u64::try_from(number).map_err(|_| LedgerError::Damaged(format!("an entry number {number}")))
}
