//! Erasure (gallring): on a recorded decision named fields are removed, salt and value together, and the log says so.
//! No entry changes, so the log verifies as before.

use std::collections::BTreeMap;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::append::{Appended, append};
use super::entry::{Entry, EntryError, EntryKind};
use super::fields::{Compared, FieldState};
use super::head::NewEntry;
use super::read;
use super::sealed::{self, Sealed};
use super::store::{self, LedgerError};
use super::tree::leaf_hash;
use crate::db::Db;
use crate::db::WriteTx;
use crate::organisation::KommunId;

/// The field of an erasure entry that says what was erased. It is never erased itself.
pub(super) const TARGETS: &str = "targets";

/// Fields of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub idx: u64,
    pub fields: Vec<String>,
}

/// A decision to erase, as it is recorded.
#[derive(Debug, Clone)]
pub struct Decision {
    pub targets: Vec<Target>,
    /// Its number in the kommun's register of decisions (gallringsbeslut).
    pub number: String,
    /// The rule that allows it.
    pub ground: String,
    pub decided_by: String,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error("nothing is named to be erased")]
    Nothing,
    #[error("the decision has no number, ground or name of who decided")]
    NoDecision,
    #[error("entry {idx} has no field \"{field}\" that is not erased already")]
    NoSuchField { idx: u64, field: String },
    #[error("entry {0} tells what the log itself went through, and that is kept")]
    Kept(u64),
    #[error("entry {idx} cannot be read: {source}")]
    Entry {
        idx: u64,
        #[source]
        source: EntryError,
    },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// By entry, every field of it that an erasure entry names, with that entry's number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased(BTreeMap<u64, BTreeMap<String, u64>>);

impl Erased {
    /// Each erased field with the number of its entry.
    pub fn fields(&self) -> impl Iterator<Item = (u64, &str)> {
        let all = self.0.iter();
        all.flat_map(|(idx, fields)| fields.keys().map(|field| (*idx, field.as_str())))
    }

    /// The entry that tells that the field was erased.
    pub fn by(&self, idx: u64, field: &str) -> Option<u64> {
        self.0.get(&idx)?.get(field).copied()
    }
}

/// Erases the fields of a decision: the entry that says so and the removal are one transaction.
///
/// The rows are gone for every reader at once; [`scrub`] then removes what the database files still hold of them.
///
/// # Errors
/// When the decision is incomplete or names something that is not there. The transaction is then to be rolled back.
pub async fn erase(
    tx: &WriteTx,
    kommun: KommunId,
    decision: &Decision,
    at: OffsetDateTime,
) -> Result<Appended, EraseError> {
    let told = [&decision.number, &decision.ground, &decision.decided_by];
    if told.iter().any(|text| text.trim().is_empty()) {
        return Err(EraseError::NoDecision);
    }
    if decision
        .targets
        .iter()
        .all(|target| target.fields.is_empty())
    {
        return Err(EraseError::Nothing);
    }
    for target in &decision.targets {
        check(&**tx, kommun, target).await?;
    }
    let targets = serde_json::to_value(&decision.targets)
        .map_err(|error| LedgerError::Damaged(error.to_string()))?;
    let entry = NewEntry::new(EntryKind::Erasure)
        .with(TARGETS, targets)
        .with("decision", decision.number.as_str())
        .with("ground", decision.ground.as_str())
        .with("decided_by", decision.decided_by.as_str());
    let appended = append(tx, kommun, at, entry).await?;
    for target in &decision.targets {
        store::remove_fields(&**tx, kommun, target.idx, &target.fields).await?;
    }
    Ok(appended)
}

async fn check(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    target: &Target,
) -> Result<(), EraseError> {
    let idx = target.idx;
    let entry = entry_at(tx, kommun, idx).await?;
    if !target.fields.iter().all(|field| may_go(entry.kind, field)) {
        return Err(EraseError::Kept(idx));
    }
    let stored = read::fields(tx, kommun, idx, idx + 1).await?;
    let there = |field: &&String| stored.iter().any(|row| row.name == **field);
    match target.fields.iter().find(|field| !there(field)) {
        Some(field) => Err(EraseError::NoSuchField {
            idx,
            field: field.clone(),
        }),
        None => Ok(()),
    }
}

/// Facts about cases can be erased, and the words in which somebody gave a reason. What the log is verified by stays.
const fn may_go(kind: EntryKind, field: &str) -> bool {
    match kind {
        EntryKind::Request
        | EntryKind::Assessment
        | EntryKind::Decision
        | EntryKind::Withdrawal
        | EntryKind::Receipt
        | EntryKind::Disclosure
        | EntryKind::Refusal
        | EntryKind::Delivery
        | EntryKind::Correction => true,
        EntryKind::Key | EntryKind::Restore | EntryKind::Export => {
            matches!(field.as_bytes(), b"reason")
        }
        EntryKind::Genesis
        | EntryKind::Register
        | EntryKind::Erasure
        | EntryKind::Anchor
        | EntryKind::Close => false,
    }
}

/// A decision as the signer's directory remembers it, outside the database: each entry with its leaf hash, so that after
/// a restore no other entry is taken for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remembered {
    pub number: String,
    pub ground: String,
    pub decided_by: String,
    /// Entry, leaf hash in base64, fields.
    pub targets: Vec<(u64, String, Vec<String>)>,
}

impl Remembered {
    /// # Errors
    /// When one of the entries is not there or the database fails.
    pub async fn of(
        db: &impl ConnectionTrait,
        kommun: KommunId,
        decision: &Decision,
    ) -> Result<Self, LedgerError> {
        let mut targets = Vec::with_capacity(decision.targets.len());
        for target in &decision.targets {
            let rows = read::entries(db, kommun, target.idx, target.idx + 1).await?;
            let row = rows.first().ok_or(LedgerError::NoSuchEntry(target.idx))?;
            let leaf = leaf_hash(&row.bytes).to_base64();
            targets.push((target.idx, leaf, target.fields.clone()));
        }
        Ok(Self {
            number: decision.number.clone(),
            ground: decision.ground.clone(),
            decided_by: decision.decided_by.clone(),
            targets,
        })
    }
}

/// What is there of a remembered decision's fields, as a decision to erase them again.
///
/// # Errors
/// When the database fails.
pub async fn left_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    remembered: &Remembered,
) -> Result<Decision, LedgerError> {
    let mut targets = Vec::new();
    for (idx, leaf, fields) in &remembered.targets {
        let rows = read::entries(db, kommun, *idx, idx + 1).await?;
        let same = |row: &read::StoredEntry| leaf_hash(&row.bytes).to_base64() == *leaf;
        if !rows.first().is_some_and(same) {
            continue;
        }
        let stored = read::fields(db, kommun, *idx, idx + 1).await?;
        let there = fields
            .iter()
            .filter(|field| stored.iter().any(|row| row.name == **field));
        let fields: Vec<String> = there.cloned().collect();
        if !fields.is_empty() {
            targets.push(Target { idx: *idx, fields });
        }
    }
    Ok(Decision {
        targets,
        number: remembered.number.clone(),
        ground: remembered.ground.clone(),
        decided_by: remembered.decided_by.clone(),
    })
}

async fn entry_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    idx: u64,
) -> Result<Entry, EraseError> {
    let rows = read::entries(db, kommun, idx, idx + 1).await?;
    let row = rows.first().ok_or(LedgerError::NoSuchEntry(idx))?;
    Entry::parse(&row.bytes).map_err(|source| EraseError::Entry { idx, source })
}

/// What the log says was erased. A row counts only when an erasure entry holds its digest.
///
/// # Errors
/// When the database fails.
pub async fn erased(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Erased, LedgerError> {
    let mut erased = Erased::default();
    let rows = read::fields_named(db, kommun, TARGETS).await?;
    let numbers: Vec<u64> = rows.iter().map(|row| row.idx).collect();
    let entries = read::entries_at(db, kommun, &numbers).await?;
    for row in rows {
        let place = entries.binary_search_by_key(&row.idx, |entry| entry.idx);
        let entry = place
            .ok()
            .and_then(|at| Entry::parse(&entries[at].bytes).ok());
        let genuine = |entry: &Entry| {
            entry.kind == EntryKind::Erasure
                && entry.sealed.get(TARGETS) == Some(sealed::digest(&row.text))
        };
        if !entry.as_ref().is_some_and(genuine) {
            continue;
        }
        let value = Sealed::parse(&row.text).map(|field| field.value);
        let targets = value
            .ok()
            .and_then(|value| serde_json::from_value::<Vec<Target>>(value).ok());
        for target in targets.unwrap_or_default() {
            for field in target.fields {
                let of_entry = erased.0.entry(target.idx).or_default();
                of_entry.entry(field).or_insert(row.idx);
            }
        }
    }
    Ok(erased)
}

/// What became of each field of an entry, by name.
///
/// # Errors
/// When the database fails.
pub async fn states(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    entry: &Entry,
) -> Result<BTreeMap<String, FieldState>, LedgerError> {
    let stored = read::fields(db, kommun, entry.idx, entry.idx + 1).await?;
    let erased = erased(db, kommun).await?;
    let stored = stored.iter().map(|row| (&*row.name, &*row.text));
    let compared = Compared::of(entry, stored);
    let states = compared.states(entry, &erased);
    Ok(states
        .map(|(name, state)| (name.to_owned(), state))
        .collect())
}

/// Carries out again every erasure that the log tells of, after an older copy of the database was restored. Gives the
/// number of fields that were there again.
///
/// # Errors
/// When the database fails.
pub async fn replay(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<u64, LedgerError> {
    let mut removed = 0;
    for (idx, fields) in erased(tx, kommun).await?.0 {
        let fields: Vec<String> = fields.into_keys().collect();
        removed += store::remove_fields(tx, kommun, idx, &fields).await?;
    }
    Ok(removed)
}

/// Removes what the database files still hold of erased rows: on SQLite the write-ahead log (the file itself is
/// overwritten, `secure_delete`), on PostgreSQL by writing the tables anew: an ordinary VACUUM leaves the bytes of a dead
/// row in the free space of its page. What `pg_wal`, archives and backups hold is for the plan of gallring.
///
/// # Errors
/// When the database fails, or readers still see what was erased: then it has to be done again.
pub async fn scrub(db: &Db) -> Result<(), LedgerError> {
    if !db.is_sqlite() {
        unseen(db).await?;
        for table in ["tl_disclosure", "disclosure", "delivery", "desk_step"] {
            let anew = format!("VACUUM FULL {table}");
            db.read().execute_unprepared(&anew).await?;
        }
        return Ok(());
    }
    let statement = sea_orm::Statement::from_string(
        sea_orm::DatabaseBackend::Sqlite,
        "PRAGMA wal_checkpoint(TRUNCATE)",
    );
    let row = db.read().query_one_raw(statement).await?;
    let busy: i32 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    if busy == 0 { Ok(()) } else { Err(still_read()) }
}

fn still_read() -> LedgerError {
    DbErr::Custom("somebody is still reading what was erased; try again".to_owned()).into()
}

/// Waits until `VACUUM FULL` would keep nothing of what was deleted before. It keeps dead rows that somebody may still
/// read: a reader in this database with an older state, and, since its own state begins at the oldest transaction that
/// runs on the server, anybody who writes in whichever database.
async fn unseen(db: &Db) -> Result<(), LedgerError> {
    let ask = |sql: String| async move {
        let statement = sea_orm::Statement::from_string(sea_orm::DatabaseBackend::Postgres, sql);
        let row = db.read().query_one_raw(statement).await?;
        row.map_or(Ok(0_i64), |row| row.try_get_by_index(0))
    };
    let now = ask("SELECT txid_current()".to_owned()).await?;
    let readers = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
         AND age(backend_xmin) >= age(({now} % 4294967296)::text::xid)"
    );
    let oldest = "SELECT txid_snapshot_xmin(txid_current_snapshot())";
    for _ in 0..100 {
        if ask(oldest.to_owned()).await? > now && ask(readers.clone()).await? == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(still_read())
}
