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

/// Rows of two numbers and `B` other values, column by column: what is joined to long values by the database is hardly
/// touched there.
#[derive(Debug)]
struct Rows<const B: usize> {
    keys: List,
    /// Two numbers of 32 bits in one: the level of a node and the length of its hash, or the lengths of two values.
    pairs: List,
    /// The values of a column, end to end.
    values: [Vec<u8>; B],
}

/// The key, the first number of the pair, and the values.
type Row<'a, const B: usize> = (i64, i64, [&'a [u8]; B]);

impl<const B: usize> Rows<B> {
    const fn none() -> Self {
        Self {
            keys: List::Digits(Vec::new()),
            pairs: List::Digits(Vec::new()),
            values: [const { Vec::new() }; B],
        }
    }

    /// The rows in the order in which the database read them. What does not fit together is an error, and then the end.
    fn each(&self) -> Result<impl Iterator<Item = Result<Row<'_, B>, LedgerError>>, LedgerError> {
        let (keys, pairs) = (self.keys.numbers()?, self.pairs.numbers()?);
        let count = keys.len().max(pairs.len());
        let mut rest = self.values.each_ref().map(|column| &column[..]);
        let mut row = move |at: usize| {
            let (key, pair) = (*keys.get(at)?, *pairs.get(at)?);
            let (first, last) = (pair >> 32, pair & 0xffff_ffff);
            let mut values = [&[][..]; B];
            for (number, (value, rest)) in values.iter_mut().zip(&mut rest).enumerate() {
                let length = if number + 1 == B { last } else { first };
                (*value, *rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            }
            let whole = at + 1 < count || rest.iter().all(|rest| rest.is_empty());
            whole.then_some((key, first, values))
        };
        let mut fits = true;
        Ok((0..count).map_while(move |at| {
            let row = fits.then(|| row(at))?;
            fits = row.is_some();
            Some(row.ok_or_else(|| damaged("rows that do not fit together")))
        }))
    }
}

/// Numbers as the database listed them. To read them takes longer than to fetch them, so whoever fetches leaves it.
#[derive(Debug)]
enum List {
    /// Eight bytes each, the highest first.
    Bytes(Vec<u8>),
    /// With a space between them.
    Digits(Vec<u8>),
}

impl List {
    fn numbers(&self) -> Result<Vec<i64>, LedgerError> {
        let numbers: Option<Vec<i64>> = match self {
            Self::Bytes(list) => {
                let (numbers, rest) = list.as_chunks();
                let numbers = numbers.iter().map(|bytes| i64::from_be_bytes(*bytes));
                rest.is_empty().then(|| numbers.collect())
            }
            Self::Digits(list) if list.is_empty() => Some(Vec::new()),
            Self::Digits(list) => {
                let number = |digits| str::from_utf8(digits).ok()?.parse().ok();
                list.split(|byte| *byte == b' ').map(number).collect()
            }
        };
        numbers.ok_or_else(|| damaged("a list that does not hold numbers"))
    }
}

fn damaged(what: &str) -> LedgerError {
    LedgerError::Damaged(what.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(numbers: impl Iterator<Item = i64>) -> List {
        let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
        List::Digits(numbers.join(" ").into_bytes())
    }

    fn rows(keys: &[i64], lengths: &[(i64, i64)], values: [&[u8]; 2]) -> Rows<2> {
        Rows {
            keys: digits(keys.iter().copied()),
            pairs: digits(lengths.iter().map(|(one, other)| one << 32 | other)),
            values: values.map(<[u8]>::to_vec),
        }
    }

    type Read<'a> = Option<(i64, [&'a [u8]; 2])>;

    fn read(rows: &Rows<2>) -> Vec<Read<'_>> {
        let rows = rows.each().unwrap().map(Result::ok);
        rows.map(|row| row.map(|(key, _, values)| (key, values)))
            .collect()
    }

    #[test]
    fn values_may_hold_any_bytes_and_are_told_apart_by_their_lengths() {
        let two = rows(&[7, 8], &[(5, 0), (0, 2)], [b"a 1\xff\x00", b"  "]);
        let expected = [
            Some((7, [&b"a 1\xff\x00"[..], b""])),
            Some((8, [b"", b"  "])),
        ];
        assert_eq!(read(&two), expected);
        assert!(read(&Rows::none()).is_empty());
    }

    #[test]
    fn a_node_has_its_level_beside_the_length_of_its_hash() {
        let rows = Rows {
            keys: digits([5].into_iter()),
            pairs: digits([-3 << 32 | 2].into_iter()),
            values: [b"ab".to_vec()],
        };
        let read: Vec<_> = rows.each().unwrap().map(Result::unwrap).collect();
        assert_eq!(read, [(5, -3, [&b"ab"[..]])]);
    }

    #[test]
    fn what_does_not_fit_together_is_an_error_and_ends_the_page() {
        assert_eq!(read(&rows(&[7], &[(4, 0)], [b"abc", b""])), [None], "cut");
        assert_eq!(read(&rows(&[7], &[(2, 0)], [b"abc", b""])), [None], "left");
        assert_eq!(read(&rows(&[7], &[(-1, 0)], [b"", b""])), [None], "below 0");
        let good = Some((7, [&b"a"[..], b""]));
        let more = rows(&[7, 8], &[(1, 0)], [b"a", b""]);
        assert_eq!(read(&more), [good, None]);
        let fewer = rows(&[7], &[(1, 0), (0, 0)], [b"a", b""]);
        assert_eq!(read(&fewer), [good, None]);
    }

    #[test]
    fn a_list_holds_numbers_and_nothing_else() {
        let read = |list: &[u8]| List::Digits(list.to_vec()).numbers();
        let sent = |list: &[u8]| List::Bytes(list.to_vec()).numbers();
        assert_eq!(read(b"7 -3 12").unwrap(), [7, -3, 12]);
        let numbers = [7_i64, -3].map(i64::to_be_bytes).concat();
        assert_eq!(sent(&numbers).unwrap(), [7, -3]);
        assert!(sent(&numbers[1..]).is_err());
        for wrong in [
            &b" "[..],
            b"7  8",
            b"seven",
            b"7 \xff",
            b"99999999999999999999",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        assert!(read(b"").unwrap().is_empty());
        assert!(sent(b"").unwrap().is_empty());
    }
}
