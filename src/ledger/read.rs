//! Reads the log as it stands in the database, and believes none of it.

use std::collections::HashMap;
use std::ops::Range;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::hash::Hash;
use super::proof::Place;
use super::rows::{checkpoints, disclosures, entries, nodes};
use super::store::{LedgerError, signed, unsigned};
use crate::organisation::KommunId;

/// An entry as it stands in the database, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    pub idx: u64,
    pub bytes: Vec<u8>,
    pub leaf: Vec<u8>,
}

/// A sealed field as it stands in the database, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredField {
    pub idx: u64,
    pub name: String,
    pub text: String,
}

/// Entries `from..until` in order. A missing one is not an error here.
///
/// # Errors
/// When the database fails.
pub async fn entries(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    from: u64,
    until: u64,
) -> Result<Vec<StoredEntry>, LedgerError> {
    let rows = entries::Entity::find()
        .filter(entries::Column::LogId.eq(kommun.number()))
        .filter(entries::Column::Idx.gte(signed(from)?))
        .filter(entries::Column::Idx.lt(signed(until)?))
        .order_by_asc(entries::Column::Idx)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoredEntry {
                idx: unsigned(row.idx)?,
                bytes: row.entry,
                leaf: row.leaf,
            })
        })
        .collect()
}

/// The sealed fields of one name, in the order of the entries.
///
/// # Errors
/// When the database fails.
pub async fn fields_named(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    name: &str,
) -> Result<Vec<StoredField>, LedgerError> {
    let rows = disclosures::Entity::find()
        .filter(disclosures::Column::LogId.eq(kommun.number()))
        .filter(disclosures::Column::Name.eq(name))
        .order_by_asc(disclosures::Column::Idx)
        .all(db)
        .await?;
    rows.into_iter().map(field).collect()
}

/// The entries with these numbers, in order. A missing one is not an error here.
///
/// # Errors
/// When the database fails.
pub async fn entries_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    at: &[u64],
) -> Result<Vec<StoredEntry>, LedgerError> {
    let mut found = Vec::with_capacity(at.len());
    // Engines bound the number of values in a statement.
    for some in at.chunks(1_000) {
        let some = some.iter().copied().map(signed);
        let rows = entries::Entity::find()
            .filter(entries::Column::LogId.eq(kommun.number()))
            .filter(entries::Column::Idx.is_in(some.collect::<Result<Vec<_>, _>>()?))
            .order_by_asc(entries::Column::Idx)
            .all(db)
            .await?;
        for row in rows {
            found.push(StoredEntry {
                idx: unsigned(row.idx)?,
                bytes: row.entry,
                leaf: row.leaf,
            });
        }
    }
    Ok(found)
}

/// The last entry that has a sealed field of a name.
///
/// # Errors
/// When the database fails.
pub async fn last_named(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    name: &str,
) -> Result<Option<u64>, LedgerError> {
    let last: Option<i64> = disclosures::Entity::find()
        .select_only()
        .column(disclosures::Column::Idx)
        .filter(disclosures::Column::LogId.eq(kommun.number()))
        .filter(disclosures::Column::Name.eq(name))
        .order_by_desc(disclosures::Column::Idx)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    last.map(unsigned).transpose()
}

fn field(row: disclosures::Model) -> Result<StoredField, LedgerError> {
    Ok(StoredField {
        idx: unsigned(row.idx)?,
        name: row.name,
        text: row.d,
    })
}

/// The sealed fields of the entries `from..until`, by entry and name.
///
/// # Errors
/// When the database fails.
pub async fn fields(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    from: u64,
    until: u64,
) -> Result<Vec<StoredField>, LedgerError> {
    let rows = disclosures::Entity::find()
        .filter(disclosures::Column::LogId.eq(kommun.number()))
        .filter(disclosures::Column::Idx.gte(signed(from)?))
        .filter(disclosures::Column::Idx.lt(signed(until)?))
        .order_by_asc(disclosures::Column::Idx)
        .order_by_asc(disclosures::Column::Name)
        .all(db)
        .await?;
    rows.into_iter().map(field).collect()
}

/// The nodes that the entries of `range` completed. Without any the condition is empty.
pub(super) fn completed(kommun: KommunId, range: Range<u64>) -> Result<Condition, LedgerError> {
    let mut levels = Condition::any();
    for level in 1..63_i16 {
        let (first, end) = (range.start >> level, range.end >> level);
        if end == 0 {
            break;
        }
        if first < end {
            levels = levels.add(
                at_level(kommun, level)
                    .and(nodes::Column::I.gte(signed(first)?))
                    .and(nodes::Column::I.lt(signed(end)?)),
            );
        }
    }
    Ok(levels)
}

/// The nodes at `places` above the leaves. Without any the condition is empty.
pub(super) fn nodes_among(kommun: KommunId, places: &[Place]) -> Result<Condition, LedgerError> {
    let mut among = Condition::any();
    for (level, index) in places.iter().filter(|(level, _)| *level > 0) {
        let level = at_level(kommun, i16::from(*level));
        among = among.add(level.and(nodes::Column::I.eq(signed(*index)?)));
    }
    Ok(among)
}

/// The highest entry number of any row from `from` on: entries, their fields and nodes, and what was signed.
///
/// # Errors
/// When the database fails.
pub async fn highest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    from: u64,
) -> Result<Option<u64>, LedgerError> {
    let log = kommun.number();
    let entry: Option<i64> = entries::Entity::find()
        .select_only()
        .column(entries::Column::Idx)
        .filter(entries::Column::LogId.eq(log))
        .filter(entries::Column::Idx.gte(signed(from)?))
        .order_by_desc(entries::Column::Idx)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    let field: Option<i64> = disclosures::Entity::find()
        .select_only()
        .column(disclosures::Column::Idx)
        .filter(disclosures::Column::LogId.eq(log))
        .filter(disclosures::Column::Idx.gte(signed(from)?))
        .order_by_desc(disclosures::Column::Idx)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    let nodes: Vec<(i16, i64)> = nodes::Entity::find()
        .select_only()
        .column(nodes::Column::Lvl)
        .column_as(nodes::Column::I.max(), "i")
        .filter(from_leaf(kommun, from)?)
        .group_by(nodes::Column::Lvl)
        .into_tuple()
        .all(db)
        .await?;
    let last_leaf = |(level, index): (i16, i64)| ((index + 1) << level) - 1;
    let node = nodes.into_iter().map(last_leaf).max();
    let signed_size: Option<i64> = checkpoints::Entity::find()
        .select_only()
        .column(checkpoints::Column::Size)
        .filter(checkpoints::Column::LogId.eq(log))
        .filter(checkpoints::Column::Size.gt(signed(from)?))
        .order_by_desc(checkpoints::Column::Size)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    let covered = signed_size.map(|size| size - 1);
    let highest = [entry, field, node, covered].into_iter().flatten().max();
    highest.map(unsigned).transpose()
}

/// A signed checkpoint as it stands in the database, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    pub size: u64,
    pub root: Vec<u8>,
    pub note: String,
}

/// The stored checkpoints over at most `size` entries, the smallest first.
///
/// # Errors
/// When the database fails.
pub async fn checkpoints(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    size: u64,
) -> Result<Vec<StoredCheckpoint>, LedgerError> {
    let rows = checkpoints::Entity::find()
        .filter(checkpoints::Column::LogId.eq(kommun.number()))
        .filter(checkpoints::Column::Size.lte(signed(size)?))
        .order_by_asc(checkpoints::Column::Size)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoredCheckpoint {
                size: unsigned(row.size)?,
                root: row.root,
                note: row.note,
            })
        })
        .collect()
}

/// The stored hashes at `places`, leaves (level 0) included. Missing ones are left out.
///
/// # Errors
/// When the database fails.
pub async fn nodes_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    places: &[Place],
) -> Result<Vec<(Place, Vec<u8>)>, LedgerError> {
    let log = kommun.number();
    let mut found = Vec::with_capacity(places.len());
    for (_, index) in places.iter().filter(|(level, _)| *level == 0) {
        let leaf = entries::Entity::find_by_id((log, signed(*index)?));
        if let Some(row) = leaf.one(db).await? {
            found.push(((0, *index), row.leaf));
        }
    }
    let above = nodes_among(kommun, places)?;
    if !above.is_empty() {
        let rows = nodes::Entity::find().filter(above).all(db).await?;
        for row in rows {
            found.push(placed(row)?);
        }
    }
    Ok(found)
}

fn placed(row: nodes::Model) -> Result<(Place, Vec<u8>), LedgerError> {
    let level = u8::try_from(row.lvl)
        .map_err(|_| LedgerError::Damaged(format!("a node at level {}", row.lvl)))?;
    Ok(((level, unsigned(row.i)?), row.h))
}

/// Those that are digests at all. What is not is as good as missing.
pub fn readable(nodes: Vec<(Place, Vec<u8>)>) -> HashMap<Place, Hash> {
    nodes
        .into_iter()
        .filter_map(|(place, hash)| Some((place, Hash::from_slice(&hash).ok()?)))
        .collect()
}

/// The nodes of one level. Every alternative of a condition names the log itself: SQLite looks each up in the key only
/// then, and reads the whole tree otherwise.
fn at_level(kommun: KommunId, level: i16) -> SimpleExpr {
    let log = nodes::Column::LogId.eq(kommun.number());
    log.and(nodes::Column::Lvl.eq(level))
}

/// The nodes whose last leaf is `from` or later.
fn from_leaf(kommun: KommunId, from: u64) -> Result<Condition, LedgerError> {
    let mut levels = Condition::any();
    for level in 1..63_i16 {
        let first = signed(from >> level)?;
        levels = levels.add(at_level(kommun, level).and(nodes::Column::I.gte(first)));
    }
    Ok(levels)
}
