//! Long stretches of the log, read as few large values instead of many rows: a verification reads millions of rows, and
//! what a row costs on its way through a driver is more than what it costs to check it.

use std::borrow::Cow;
use std::ops::Range;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, IntoCondition};
use sea_orm::{DatabaseBackend, QuerySelect, QueryTrait, Select};

use super::chain::Examined;
use super::hash::Hash;
use super::proof::Place;
use super::read::{StoredEntry, completed, nodes_among};
use super::rows::{disclosures, entries, nodes};
use super::store::{LedgerError, signed, unsigned};
use crate::organisation::KommunId;

mod columns;

use columns::{Measure, Rows};

/// The rows of some entries, packed as the database did it.
#[derive(Debug)]
pub(super) struct Packed {
    /// The leaf hash, and the bytes.
    entries: Rows<2>,
    /// Each with its level.
    nodes: Rows<1>,
    /// The name, and the text.
    fields: Rows<2>,
}

/// What is asked for of each row of a table.
#[derive(Clone, Copy)]
struct Columns<const B: usize> {
    key: &'static str,
    /// A second number, where there is one. The first value is measured otherwise.
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
    values: [Bytes("leaf"), Bytes("entry")],
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
        let end = range.end;
        let mut nodes = completed(kommun, range)?;
        let also = nodes_among(kommun, also)?;
        if !also.is_empty() {
            nodes = nodes.add(also);
        }
        Ok(Self {
            entries: read::<entries::Entity, _>(db, ENTRY, end, these).await?,
            nodes: if nodes.is_empty() {
                Rows::none()
            } else {
                read::<nodes::Entity, _>(db, NODE, end, nodes).await?
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
            fields: read::<disclosures::Entity, _>(db, FIELD, range.end, theirs).await?,
            ..Self::chain(db, kommun, range, &[]).await?
        })
    }

    /// The entries in order.
    pub(super) fn entries(&self) -> Result<Vec<StoredEntry>, LedgerError> {
        let mut all = self
            .entries
            .each()
            .map(|(idx, _, [leaf, bytes])| {
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
            .each()
            .map(|(idx, _, [leaf, bytes])| Ok(Examined::new(unsigned(idx)?, bytes, leaf)))
            .collect::<Result<Vec<_>, LedgerError>>()?;
        all.sort_by_key(|entry| entry.idx);
        Ok(all)
    }

    /// The nodes by level and place. One that is no hash counts as missing.
    pub(super) fn nodes(&self) -> Result<Vec<(Place, Hash)>, LedgerError> {
        let mut all = Vec::new();
        for (index, level, [hash]) in self.nodes.each() {
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
            .each()
            .map(|(idx, _, [name, text])| Ok((unsigned(idx)?, text_of(name), text_of(text))))
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

/// The rows that `condition` picks, in any order. None of their keys reaches `end`, and no level 64.
async fn read<E: EntityTrait, const B: usize>(
    db: &impl ConnectionTrait,
    columns: Columns<B>,
    end: u64,
    condition: impl IntoCondition,
) -> Result<Rows<B>, LedgerError> {
    let these = E::find().select_only().filter(condition.into_condition());
    if Measure::holds(end)
        && let Some(rows) = joined(db, columns, these.clone()).await?
    {
        return Ok(rows);
    }
    row_by_row(db, columns, these).await
}

/// The rows as the database joins them. `None` where a measure does not hold what it is of: nobody writes a value so long,
/// but somebody may have.
async fn joined<E: EntityTrait, const B: usize>(
    db: &impl ConnectionTrait,
    columns: Columns<B>,
    these: Select<E>,
) -> Result<Option<Rows<B>>, LedgerError> {
    let backend = db.get_database_backend();
    let measures = list(backend, &measure(columns));
    let values = columns.values.map(|value| join(backend, value));
    let query = asking(these, [measures].into_iter().chain(values));
    let Some(row) = db.query_one(query.as_query()).await? else {
        return Ok(Some(Rows::none()));
    };
    let bytes = |at: usize| -> Result<Vec<u8>, DbErr> {
        let bytes: Option<Vec<u8>> = row.try_get_by_index(at)?;
        Ok(bytes.unwrap_or_default())
    };
    let listed = bytes(0)?;
    let measures = match backend {
        DatabaseBackend::Postgres => Measure::sent(&listed),
        _ => Measure::digits(&listed),
    };
    let mut values = [const { Vec::new() }; B];
    for (value, at) in values.iter_mut().zip(1..) {
        *value = bytes(at)?;
    }
    Ok(measures.and_then(|measures| Rows::joined(measures, values)))
}

/// The same rows, each by itself.
async fn row_by_row<E: EntityTrait, const B: usize>(
    db: &impl ConnectionTrait,
    columns: Columns<B>,
    these: Select<E>,
) -> Result<Rows<B>, LedgerError> {
    let backend = db.get_database_backend();
    let level = columns.level.unwrap_or("0");
    let numbers = [columns.key, level].map(|number| format!("CAST({number} AS bigint)"));
    let values = columns.values.map(|value| one(backend, value));
    let query = asking(these, numbers.into_iter().chain(values));
    let mut rows = Rows::none();
    for row in db.query_all(query.as_query()).await? {
        let (key, level): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let mut values = [const { Vec::new() }; B];
        for (value, at) in values.iter_mut().zip(2..) {
            *value = row.try_get_by_index(at)?;
        }
        let level = usize::try_from(level).unwrap_or(usize::MAX);
        rows.add(key, columns.level.map(|_| level), &values);
    }
    Ok(rows)
}

fn asking<E: EntityTrait>(these: Select<E>, columns: impl Iterator<Item = String>) -> Select<E> {
    (0..).zip(columns).fold(these, |query, (at, column)| {
        query.column_as(Expr::cust(column), format!("c{at}"))
    })
}

/// The SQL of the number that [`Measure`] reads.
fn measure<const B: usize>(columns: Columns<B>) -> String {
    let mut lengths = columns
        .values
        .map(|(Bytes(name) | Text(name))| format!("octet_length({name})"))
        .into_iter();
    let level = columns.level.map(str::to_owned);
    let first = level.or_else(|| lengths.next()).unwrap_or_default();
    let last = lengths.next().unwrap_or_default();
    let (key, by_key, by_first) = (columns.key, Measure::KEY, Measure::FIRST);
    format!("{key} * CAST({by_key} AS bigint) + {first} * CAST({by_first} AS bigint) + {last}")
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

/// The SQL of the bytes of a value.
fn one(backend: DatabaseBackend, value: Content) -> String {
    match (backend, value) {
        (DatabaseBackend::Postgres, Bytes(name)) => name.to_owned(),
        (DatabaseBackend::Postgres, Text(name)) => format!("textsend({name})"),
        (_, Bytes(name) | Text(name)) => format!("CAST(CAST({name} AS TEXT) AS BLOB)"),
    }
}
