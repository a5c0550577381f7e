//! Long stretches of the log, read as few large values instead of many rows: a verification reads millions of rows, and
//! what a row costs on its way through a driver is more than what it costs to check it.

use std::borrow::Cow;
use std::ops::Range;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, IntoCondition};
use sea_orm::{DatabaseBackend, QuerySelect, QueryTrait};

use super::chain::Examined;
use super::hash::Hash;
use super::proof::Place;
use super::read::{StoredEntry, completed, nodes_among};
use super::rows::{disclosures, entries, nodes};
use super::store::{LedgerError, signed, unsigned};
use crate::organisation::KommunId;

mod columns;

use columns::{List, Rows};

/// The rows of some entries, packed as the database did it.
#[derive(Debug)]
pub(super) struct Packed {
    entries: Rows<2>,
    /// Each with its level.
    nodes: Rows<1>,
    fields: Rows<2>,
}

/// What is asked for of each row of a table.
#[derive(Clone, Copy)]
struct Columns<const B: usize> {
    key: &'static str,
    /// A second number, where there is one.
    level: Option<&'static str>,
    values: [Content; B],
}

#[derive(Clone, Copy)]
enum Content {
    Bytes(&'static str),
    Text(&'static str),
}

use Content::{Bytes, Text};

const ENTRY: Columns<2> = Columns {
    key: "idx",
    level: None,
    values: [Bytes("entry"), Bytes("leaf")],
};
const NODE: Columns<1> = Columns {
    key: "i",
    level: Some("lvl"),
    values: [Bytes("h")],
};
const FIELD: Columns<2> = Columns {
    key: "idx",
    level: None,
    values: [Text("name"), Text("d")],
};

impl Packed {
    /// Reads the entries of `range`, the nodes that they completed and the nodes at `also`. Two queries.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn chain(
        db: &impl ConnectionTrait,
        kommun: KommunId,
        range: Range<u64>,
        also: &[Place],
    ) -> Result<Self, LedgerError> {
        let these = entries::Column::LogId
            .eq(kommun.number())
            .and(entries::Column::Idx.gte(signed(range.start)?))
            .and(entries::Column::Idx.lt(signed(range.end)?));
        let mut nodes = completed(kommun, range)?;
        let also = nodes_among(kommun, also)?;
        if !also.is_empty() {
            nodes = nodes.add(also);
        }
        Ok(Self {
            entries: packed::<entries::Entity, _>(db, ENTRY, these).await?,
            nodes: if nodes.is_empty() {
                Rows::none()
            } else {
                packed::<nodes::Entity, _>(db, NODE, nodes).await?
            },
            fields: Rows::none(),
        })
    }

    /// As [`Packed::chain`], with the sealed fields of the entries. Three queries.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn with_fields(
        db: &impl ConnectionTrait,
        kommun: KommunId,
        range: Range<u64>,
    ) -> Result<Self, LedgerError> {
        let theirs = disclosures::Column::LogId
            .eq(kommun.number())
            .and(disclosures::Column::Idx.gte(signed(range.start)?))
            .and(disclosures::Column::Idx.lt(signed(range.end)?));
        Ok(Self {
            fields: packed::<disclosures::Entity, _>(db, FIELD, theirs).await?,
            ..Self::chain(db, kommun, range, &[]).await?
        })
    }

    /// The entries in order.
    pub(super) fn entries(&self) -> Result<Vec<StoredEntry>, LedgerError> {
        let mut all = self
            .entries
            .each()?
            .map(|row| {
                let (idx, _, [bytes, leaf]) = row?;
                Ok(StoredEntry {
                    idx: unsigned(idx)?,
                    bytes: bytes.to_vec(),
                    leaf: leaf.to_vec(),
                })
            })
            .collect::<Result<Vec<_>, LedgerError>>()?;
        all.sort_by_key(|entry| entry.idx);
        Ok(all)
    }

    /// The entries in order, each parsed and hashed where it lies.
    pub(super) fn examined(&self) -> Result<Vec<Examined>, LedgerError> {
        let mut all = self
            .entries
            .each()?
            .map(|row| {
                let (idx, _, [bytes, leaf]) = row?;
                Ok(Examined::new(unsigned(idx)?, bytes, leaf))
            })
            .collect::<Result<Vec<_>, LedgerError>>()?;
        all.sort_by_key(|entry| entry.idx);
        Ok(all)
    }

    /// The nodes by level and place. One that is no hash counts as missing.
    pub(super) fn nodes(&self) -> Result<Vec<(Place, Hash)>, LedgerError> {
        let mut all = Vec::new();
        for row in self.nodes.each()? {
            let (index, level, [hash]) = row?;
            let level = u8::try_from(level)
                .map_err(|_| LedgerError::Damaged(format!("a node at level {level}")))?;
            if let Ok(hash) = Hash::from_slice(hash) {
                all.push(((level, unsigned(index)?), hash));
            }
        }
        all.sort_by_key(|(place, _)| *place);
        Ok(all)
    }

    /// The sealed fields by entry: its index, and the name and text of each. What is no text is read as it can be, and then
    /// has another digest.
    pub(super) fn fields(&self) -> Result<Vec<Field<'_>>, LedgerError> {
        let mut all = self
            .fields
            .each()?
            .map(|row| {
                let (idx, _, [name, text]) = row?;
                Ok((unsigned(idx)?, text_of(name), text_of(text)))
            })
            .collect::<Result<Vec<_>, LedgerError>>()?;
        all.sort_by_key(|(idx, ..)| *idx);
        Ok(all)
    }
}

/// The entry that a sealed field is of, its name and its text.
pub(super) type Field<'a> = (u64, Cow<'a, str>, Cow<'a, str>);

/// The quick way for what is text.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The rows that `condition` picks, in any order, but all columns in the same.
async fn packed<E: EntityTrait, const B: usize>(
    db: &impl ConnectionTrait,
    columns: Columns<B>,
    condition: impl IntoCondition,
) -> Result<Rows<B>, LedgerError> {
    let backend = db.get_database_backend();
    let lengths = columns
        .values
        .map(|(Bytes(name) | Text(name))| format!("octet_length({name})"));
    let level = columns.level.map(str::to_owned);
    let pair: Vec<String> = level.into_iter().chain(lengths).collect();
    let numbers = [columns.key.to_owned(), in_one(&pair)];
    let lists = numbers.iter().map(|number| list(backend, number));
    let joined = columns.values.iter().map(|value| join(backend, *value));
    let mut query = E::find().select_only().filter(condition.into_condition());
    for (at, column) in lists.chain(joined).enumerate() {
        query = query.column_as(Expr::cust(column), format!("c{at}"));
    }
    let mut rows = Rows::none();
    let Some(row) = db.query_one(query.as_query()).await? else {
        return Ok(rows);
    };
    let bytes = |at: usize| -> Result<Vec<u8>, DbErr> {
        let bytes: Option<Vec<u8>> = row.try_get_by_index(at)?;
        Ok(bytes.unwrap_or_default())
    };
    let listed = match backend {
        DatabaseBackend::Postgres => List::Bytes,
        _ => List::Digits,
    };
    rows.keys = listed(bytes(0)?);
    rows.pairs = listed(bytes(1)?);
    for (number, column) in rows.values.iter_mut().enumerate() {
        *column = bytes(2 + number)?;
    }
    Ok(rows)
}

/// The SQL that writes two numbers of 32 bits in one of 64. No length reaches 2^31: neither database holds such a value.
fn in_one(pair: &[String]) -> String {
    let halves: Vec<String> = pair
        .iter()
        .map(|number| format!("CAST({number} AS bigint)"))
        .collect();
    format!("({})", halves.join(" << 32 | "))
}

/// The SQL that lists numbers: on PostgreSQL in eight bytes each, the highest first, since making digits of them takes it
/// longer than all the rest; on SQLite in digits with a space between them, which is all that it can join.
fn list(backend: DatabaseBackend, number: &str) -> String {
    match backend {
        DatabaseBackend::Postgres => format!("string_agg(int8send({number}), ''::bytea)"),
        _ => format!("CAST(group_concat({number}, ' ') AS BLOB)"),
    }
}

/// The SQL that joins values end to end.
fn join(backend: DatabaseBackend, value: Content) -> String {
    match (backend, value) {
        (DatabaseBackend::Postgres, Bytes(name)) => format!("string_agg({name}, ''::bytea)"),
        // As the driver would get it: in UTF-8.
        (DatabaseBackend::Postgres, Text(name)) => format!("textsend(string_agg({name}, ''))"),
        // SQLite joins texts only. It does not look at their bytes, and neither is a byte lost.
        (_, Bytes(name) | Text(name)) => {
            format!("CAST(group_concat(CAST({name} AS TEXT), '') AS BLOB)")
        }
    }
}
