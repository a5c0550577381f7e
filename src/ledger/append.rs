//! The one way to append to a log.

use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, QueryTrait, Set};
use time::OffsetDateTime;

use super::hash::Hash;
use super::head::{AppendError, Head, NewEntry, Written};
use super::pending::Pending;
use super::rows::{disclosures, entries, heads, nodes};
use super::sealed::{self, Salt};
use super::store::{LedgerError, read_head, signed};
use crate::db::WriteTx;
use crate::db::batch::Batch;
use crate::organisation::KommunId;

/// Where an entry was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    pub idx: u64,
    pub leaf: Hash,
}

/// Takes the head until the transaction ends: what is read after it and depends on the log, such as the next number
/// of a case, is read by one at a time.
///
/// # Errors
/// When the kommun has no log or the database fails.
pub async fn lock(tx: &WriteTx, kommun: KommunId) -> Result<Locked, LedgerError> {
    let log = kommun.number();
    if let Some(mut slot) = tx.owed()
        && let Some(locked) = Pending::with(&mut slot, |pending| pending.head(log))?
    {
        return Ok(locked);
    }
    let locked = take(&**tx, kommun).await?;
    if let Some(mut slot) = tx.owed() {
        let taken = locked.clone();
        Pending::with(&mut slot, |pending| pending.add(taken, Vec::new()))?;
    }
    Ok(locked)
}

async fn take(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<Locked, LedgerError> {
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
#[derive(Debug, Clone)]
pub struct Locked {
    pub(super) log: i64,
    /// As it stands in the database.
    size: i64,
    pub(super) head: Head,
}

impl Locked {
    /// The number of the next entry.
    pub fn next(&self) -> i64 {
        i64::try_from(self.head.size()).unwrap_or(i64::MAX)
    }

    /// Moves the head past new entries.
    fn grow(
        &mut self,
        at: OffsetDateTime,
        new: Vec<NewEntry>,
    ) -> Result<Vec<Written>, AppendError> {
        let new = new.into_iter();
        new.map(|entry| self.head.append(at, entry, random_salt))
            .collect()
    }
}

/// Appends one entry, inside the transaction that makes what it tells of.
///
/// On PostgreSQL the head row is locked until the transaction ends. Those who write together
/// ([`crate::db::Db::begin_write_together`]) find their entries in the database after the commit, and not before.
///
/// # Errors
/// When the kommun has no log, a field cannot stand in it, or the database fails. The transaction is then to be
/// rolled back.
pub async fn append(
    tx: &WriteTx,
    kommun: KommunId,
    at: OffsetDateTime,
    new: NewEntry,
) -> Result<Appended, LedgerError> {
    the_one(append_all(tx, kommun, at, vec![new]).await?)
}

/// Appends several entries under one lock of the head, in the order given.
///
/// # Errors
/// As [`append`]; then none is written.
pub async fn append_all(
    tx: &WriteTx,
    kommun: KommunId,
    at: OffsetDateTime,
    new: Vec<NewEntry>,
) -> Result<Vec<Appended>, LedgerError> {
    append_after(tx, lock(tx, kommun).await?, at, new).await
}

/// As [`append_all`], behind a head that was locked before.
///
/// # Errors
/// As [`append`]; then none is written.
pub async fn append_after(
    tx: &WriteTx,
    mut locked: Locked,
    at: OffsetDateTime,
    new: Vec<NewEntry>,
) -> Result<Vec<Appended>, LedgerError> {
    let written = locked.grow(at, new)?;
    let appended = written.iter().map(Appended::from).collect();
    if let Some(mut slot) = tx.owed() {
        Pending::with(&mut slot, |pending| pending.add(locked, written))?;
        return Ok(appended);
    }
    write(&**tx, &locked, &written, Batch::default()).await?;
    Ok(appended)
}

/// As [`append`], on a connection that nobody else writes through: when a log is made.
pub(super) async fn append_alone(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    at: OffsetDateTime,
    new: NewEntry,
) -> Result<Appended, LedgerError> {
    let mut locked = take(db, kommun).await?;
    let written = locked.grow(at, vec![new])?;
    write(db, &locked, &written, Batch::default()).await?;
    the_one(written.iter().map(Appended::from).collect())
}

impl From<&Written> for Appended {
    fn from(entry: &Written) -> Self {
        Self {
            idx: entry.idx,
            leaf: entry.leaf,
        }
    }
}

fn the_one(appended: Vec<Appended>) -> Result<Appended, LedgerError> {
    let first = appended.into_iter().next();
    first.ok_or_else(|| LedgerError::Damaged("nothing was appended".to_owned()))
}

/// Stores entries with the head behind the last of them, and `rows` of other tables with them.
pub(super) async fn write(
    tx: &impl ConnectionTrait,
    locked: &Locked,
    written: &[Written],
    mut rows: Batch,
) -> Result<(), LedgerError> {
    let (log, head) = (locked.log, &locked.head);
    add(&mut rows, log, written)?;
    if written.is_empty() {
        return Ok(rows.write(tx).await?);
    }
    let move_on = heads::Entity::update_many()
        .col_expr(heads::Column::Size, Expr::value(signed(head.size())?))
        .col_expr(heads::Column::At, Expr::value(head.at.unix_timestamp()))
        .col_expr(heads::Column::Prev, Expr::value(head.prev.0.to_vec()))
        .col_expr(
            heads::Column::Frontier,
            Expr::value(head.frontier.to_bytes()),
        )
        .filter(heads::Column::LogId.eq(log))
        .filter(heads::Column::Size.eq(locked.size));
    match rows.write_and(tx, move_on.into_query()).await? {
        1 => Ok(()),
        _ => Err(LedgerError::Moved(log)),
    }
}

/// The rows of entries.
pub(super) fn add(rows: &mut Batch, log: i64, written: &[Written]) -> Result<(), LedgerError> {
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
    rows.insert(entry_rows);
    rows.insert(node_rows);
    rows.insert(field_rows);
    Ok(())
}

fn random_salt() -> Result<Salt, AppendError> {
    let mut salt = [0; sealed::SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|error| AppendError::Random(error.to_string()))?;
    Ok(salt)
}
