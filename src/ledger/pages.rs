//! Long stretches of the log, read as few large values instead of many rows: a verification reads millions of rows, and
//! what a row costs on its way through a driver is more than what it costs to check it.

use std::ops::Range;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, IntoCondition, SimpleExpr};
use sea_orm::{DatabaseBackend, QuerySelect};

use super::chain::Examined;
use super::hash::Hash;
use super::proof::Place;
use super::read::{StoredEntry, StoredField, completed, nodes_among};
use super::rows::{disclosures, entries, nodes};
use super::store::{LedgerError, signed, unsigned};
use crate::organisation::KommunId;

/// The rows of some entries, packed as the database did it.
#[derive(Debug)]
pub(super) struct Packed {
    numbers: Numbers,
    entries: Vec<u8>,
    nodes: Vec<u8>,
    fields: Vec<u8>,
}

/// How numbers and lengths are written in packed rows.
#[derive(Debug, Clone, Copy)]
enum Numbers {
    /// In digits, with a space after them: all that SQLite can join to a value.
    Digits,
    /// In eight bytes, the highest first: PostgreSQL makes digits of a number in longer time than all the rest takes.
    Bytes,
}

/// What can be asked for of a column.
#[derive(Clone, Copy)]
enum Column {
    Number(&'static str),
    Bytes(&'static str),
    Text(&'static str),
}

use Column::{Bytes, Number, Text};

const ENTRY: [Column; 3] = [Number("idx"), Bytes("entry"), Bytes("leaf")];
const NODE: [Column; 3] = [Number("lvl"), Number("i"), Bytes("h")];
const FIELD: [Column; 3] = [Number("idx"), Text("name"), Text("d")];

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
            numbers: Numbers::of(db.get_database_backend()),
            entries: packed::<entries::Entity>(db, &ENTRY, these).await?,
            nodes: if nodes.is_empty() {
                Vec::new()
            } else {
                packed::<nodes::Entity>(db, &NODE, nodes).await?
            },
            fields: Vec::new(),
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
            fields: packed::<disclosures::Entity>(db, &FIELD, theirs).await?,
            ..Self::chain(db, kommun, range, &[]).await?
        })
    }

    /// The entries in order.
    pub(super) fn entries(&self) -> Result<Vec<StoredEntry>, LedgerError> {
        let mut all = Rows(&self.entries, self.numbers)
            .map(|row| {
                let ([idx], [bytes, leaf]) = row?;
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
        let mut all = Rows(&self.entries, self.numbers)
            .map(|row| {
                let ([idx], [bytes, leaf]) = row?;
                Ok(Examined::new(unsigned(idx)?, bytes, leaf))
            })
            .collect::<Result<Vec<_>, LedgerError>>()?;
        all.sort_by_key(|entry| entry.idx);
        Ok(all)
    }

    /// The nodes by level and place. One that is no hash counts as missing.
    pub(super) fn nodes(&self) -> Result<Vec<(Place, Hash)>, LedgerError> {
        let mut all = Vec::new();
        for row in Rows(&self.nodes, self.numbers) {
            let ([level, index], [hash]) = row?;
            let level = u8::try_from(level)
                .map_err(|_| LedgerError::Damaged(format!("a node at level {level}")))?;
            if let Ok(hash) = Hash::from_slice(hash) {
                all.push(((level, unsigned(index)?), hash));
            }
        }
        all.sort_by_key(|(place, _)| *place);
        Ok(all)
    }

    /// The sealed fields by entry and name. What is no text is read as it can be, and then has another digest.
    pub(super) fn fields(&self) -> Result<Vec<StoredField>, LedgerError> {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let mut all = Rows(&self.fields, self.numbers)
            .map(|row| {
                let ([idx], [name, d]) = row?;
                Ok(StoredField {
                    idx: unsigned(idx)?,
                    name: text(name),
                    text: text(d),
                })
            })
            .collect::<Result<Vec<_>, LedgerError>>()?;
        all.sort_by(|one, other| (one.idx, &one.name).cmp(&(other.idx, &other.name)));
        Ok(all)
    }
}

/// What is left of packed rows with `N` numbers and `B` values each.
struct Rows<'a, const N: usize, const B: usize>(&'a [u8], Numbers);

impl<'a, const N: usize, const B: usize> Iterator for Rows<'a, N, B> {
    type Item = Result<([i64; N], [&'a [u8]; B]), LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let row = self.row();
        if row.is_none() {
            self.0 = &[];
        }
        let damaged = || LedgerError::Damaged("rows that are not packed as asked for".to_owned());
        Some(row.ok_or_else(damaged))
    }
}

impl<'a, const N: usize, const B: usize> Rows<'a, N, B> {
    fn row(&mut self) -> Option<([i64; N], [&'a [u8]; B])> {
        let mut numbers = [0; N];
        for number in &mut numbers {
            *number = self.number()?;
        }
        let mut lengths = [0; B];
        for length in &mut lengths {
            *length = usize::try_from(self.number()?).ok()?;
        }
        let mut values = [&self.0[..0]; B];
        for (value, length) in values.iter_mut().zip(lengths) {
            (*value, self.0) = self.0.split_at_checked(length)?;
        }
        Some((numbers, values))
    }

    fn number(&mut self) -> Option<i64> {
        let (number, rest) = match self.1 {
            Numbers::Digits => {
                let end = self.0.iter().take(21).position(|byte| *byte == b' ')?;
                let digits = std::str::from_utf8(&self.0[..end]).ok()?;
                (digits.parse().ok()?, &self.0[end + 1..])
            }
            Numbers::Bytes => {
                let (bytes, rest) = self.0.split_first_chunk()?;
                (i64::from_be_bytes(*bytes), rest)
            }
        };
        self.0 = rest;
        Some(number)
    }
}

impl Numbers {
    const fn of(backend: DatabaseBackend) -> Self {
        match backend {
            DatabaseBackend::Postgres => Self::Bytes,
            _ => Self::Digits,
        }
    }

    /// The SQL that writes a number which `expression` tells.
    fn write(self, expression: &str) -> String {
        match self {
            Self::Digits => format!("{expression} || ' '"),
            Self::Bytes => format!("int8send({expression})"),
        }
    }
}

/// The rows that `condition` picks, end to end, in any order.
async fn packed<E: EntityTrait>(
    db: &impl ConnectionTrait,
    columns: &[Column],
    condition: impl IntoCondition,
) -> Result<Vec<u8>, LedgerError> {
    let backend = db.get_database_backend();
    let all: Option<Option<Vec<u8>>> = E::find()
        .select_only()
        .column_as(aggregate(backend, columns), "packed")
        .filter(condition.into_condition())
        .into_tuple()
        .one(db)
        .await?;
    Ok(all.flatten().unwrap_or_default())
}

/// Each number, and the length of each value; then the values.
fn aggregate(backend: DatabaseBackend, columns: &[Column]) -> SimpleExpr {
    let numbers = Numbers::of(backend);
    let heads = columns.iter().map(|column| match column {
        Number(name) => numbers.write(name),
        Bytes(name) | Text(name) => numbers.write(&format!("octet_length({name})")),
    });
    let values = columns.iter().filter_map(|column| match (column, numbers) {
        (Number(_), _) => None,
        (Bytes(name), Numbers::Bytes) => Some((*name).to_owned()),
        // As the driver would get it: in UTF-8.
        (Text(name), Numbers::Bytes) => Some(format!("textsend({name})")),
        // SQLite joins texts only. It does not look at their bytes, and neither is a byte lost.
        (Bytes(name) | Text(name), Numbers::Digits) => Some(format!("CAST({name} AS TEXT)")),
    });
    let row: Vec<String> = heads.chain(values).collect();
    let row = row.join(" || ");
    Expr::cust(match numbers {
        Numbers::Bytes => format!("string_agg({row}, ''::bytea)"),
        Numbers::Digits => format!("CAST(group_concat({row}, '') AS BLOB)"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row<'a> = ([i64; 1], [&'a [u8]; 2]);

    fn rows(bytes: &[u8], numbers: Numbers) -> Vec<Option<Row<'_>>> {
        Rows::<1, 2>(bytes, numbers).map(Result::ok).collect()
    }

    #[test]
    fn values_may_hold_any_bytes_and_are_told_apart_by_their_lengths() {
        let packed = b"7 3 2 a 1\xff\x008 0 1  ";
        let expected = [
            Some(([7], [&b"a 1"[..], &b"\xff\x00"[..]])),
            Some(([8], [&b""[..], &b" "[..]])),
        ];
        assert_eq!(rows(packed, Numbers::Digits), expected);
        let mut packed = Vec::new();
        for (numbers, value) in [([7_i64, 3, 2], &b"a 1\xff\x00"[..]), ([8, 0, 1], b" ")] {
            packed.extend(numbers.into_iter().flat_map(i64::to_be_bytes));
            packed.extend_from_slice(value);
        }
        assert_eq!(rows(&packed, Numbers::Bytes), expected);
    }

    #[test]
    fn what_is_cut_off_is_an_error_and_ends_the_page() {
        assert_eq!(rows(b"7 3 2 a 1", Numbers::Digits), [None]);
        assert_eq!(rows(b"7 3 -2 a 1bc", Numbers::Digits), [None]);
        assert_eq!(rows(b"seven", Numbers::Digits), [None]);
        assert_eq!(rows(b"\0\0\0\0\0\0\0\x01\0\0", Numbers::Bytes), [None]);
        let negative = [1_i64, -1, 0].map(i64::to_be_bytes).concat();
        assert_eq!(rows(&negative, Numbers::Bytes), [None]);
        for numbers in [Numbers::Digits, Numbers::Bytes] {
            assert_eq!(rows(b"", numbers), []);
        }
    }
}
