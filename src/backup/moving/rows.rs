//! The rows of a table, a few at a time: each value as the type of its column on PostgreSQL wants it.

use std::fmt::Write;

use futures_util::TryStreamExt;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, QueryResult, Statement,
    StreamTrait, TryGetable, Value,
};
use time::{Date, OffsetDateTime};

use super::MoveError;
use super::catalogue::{Holds, Table};

/// Rows of one question at most; more make no difference to how long it takes.
const ROWS_MAX: usize = 500;
/// PostgreSQL numbers the values of one question with 16 bits.
const VALUES_MAX: usize = 30_000;
/// Text and bytes that are held before they are written: a file in the register is in rows of a megabyte.
const BYTES_MAX: usize = 4 << 20;

/// Copies a table; `progress` hears how many rows are there.
///
/// # Errors
/// When a value does not fit, or a database fails.
pub async fn copy(
    from: &DatabaseTransaction,
    to: &DatabaseTransaction,
    table: &Table,
    mut progress: impl FnMut(u64) + Send,
) -> Result<(), MoveError> {
    let select = format!(
        "SELECT rowid, {} FROM {} ORDER BY rowid",
        table.listed(),
        table.quoted()
    );
    let select = Statement::from_string(DatabaseBackend::Sqlite, select);
    let mut rows = from.stream_raw(select).await?;
    let mut batch = Batch::new(table);
    let mut copied = 0;
    while let Some(row) = rows.try_next().await? {
        batch.take(&row)?;
        if batch.is_full() {
            copied += batch.write(to).await?;
            progress(copied);
        }
    }
    copied += batch.write(to).await?;
    progress(copied);
    Ok(())
}

/// Rows that are written together.
struct Batch<'a> {
    table: &'a Table,
    values: Vec<Value>,
    rows: usize,
    bytes: usize,
    /// The numbers of the first and the last row, as SQLite counts.
    span: (i64, i64),
}

impl<'a> Batch<'a> {
    const fn new(table: &'a Table) -> Self {
        Self {
            table,
            values: Vec::new(),
            rows: 0,
            bytes: 0,
            span: (0, 0),
        }
    }

    fn is_full(&self) -> bool {
        let next = self.values.len() + self.table.columns.len();
        self.rows >= ROWS_MAX || next > VALUES_MAX || self.bytes >= BYTES_MAX
    }

    fn take(&mut self, row: &QueryResult) -> Result<(), MoveError> {
        let number: i64 = row.try_get_by_index(0)?;
        for (at, column) in self.table.columns.iter().enumerate() {
            let value = read(row, at + 1, column.holds).map_err(|problem| MoveError::Value {
                table: self.table.name.clone(),
                column: column.name.clone(),
                row: number,
                problem,
            })?;
            self.bytes += size(&value);
            self.values.push(value);
        }
        let first = if self.rows == 0 { number } else { self.span.0 };
        self.span = (first, number);
        self.rows += 1;
        Ok(())
    }

    /// Writes what was taken and begins anew; gives how many rows that were.
    async fn write(&mut self, to: &DatabaseTransaction) -> Result<u64, MoveError> {
        if self.rows == 0 {
            return Ok(0);
        }
        let sql = insert(self.table, self.rows);
        let values = std::mem::take(&mut self.values);
        let statement = Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, values);
        let written = to.execute_raw(statement).await;
        let written = written.map_err(|source| MoveError::Rows {
            table: self.table.name.clone(),
            first: self.span.0,
            last: self.span.1,
            source,
        })?;
        (self.rows, self.bytes) = (0, 0);
        Ok(written.rows_affected())
    }
}

/// The statement for so many rows.
fn insert(table: &Table, rows: usize) -> String {
    let columns = table.columns.len();
    let mut sql = format!(
        "INSERT INTO {} ({}) VALUES ",
        table.quoted(),
        table.listed()
    );
    for value in 0..rows * columns {
        let before = match (value, value % columns) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        };
        // Writing into a text does not fail.
        let _ = write!(sql, "{before}${}", value + 1);
    }
    sql.push(')');
    sql
}

/// How much memory a value takes beside itself.
fn size(value: &Value) -> usize {
    match value {
        Value::String(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        _ => 0,
    }
}

/// A value of SQLite, where any column can hold anything, as what its column on PostgreSQL holds; or what is wrong with it.
fn read(row: &QueryResult, at: usize, holds: Holds) -> Result<Value, String> {
    Ok(match holds {
        Holds::Small => {
            let found: Option<i64> = get(row, at)?;
            Value::from(found.map(narrowed::<i16>).transpose()?)
        }
        Holds::Integer => {
            let found: Option<i64> = get(row, at)?;
            Value::from(found.map(narrowed::<i32>).transpose()?)
        }
        Holds::Big => Value::from(get::<Option<i64>>(row, at)?),
        Holds::Truth => Value::from(get::<Option<bool>>(row, at)?),
        Holds::Text => {
            let found: Option<String> = get(row, at)?;
            if found.as_ref().is_some_and(|text| text.contains('\0')) {
                return Err("it holds a NUL, which PostgreSQL does not take in a text".to_owned());
            }
            Value::from(found)
        }
        Holds::Bytes => Value::from(get::<Option<Vec<u8>>>(row, at)?),
        Holds::Day => Value::from(get::<Option<Date>>(row, at)?),
        Holds::Instant => Value::from(get::<Option<OffsetDateTime>>(row, at)?),
    })
}

fn get<T: TryGetable>(row: &QueryResult, at: usize) -> Result<T, String> {
    let found: Result<T, DbErr> = row.try_get_by_index(at);
    found.map_err(|error| error.to_string())
}

fn narrowed<T: TryFrom<i64>>(number: i64) -> Result<T, String> {
    T::try_from(number).map_err(|_| format!("{number} is too large for the column on PostgreSQL"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::moving::catalogue::Column;

    fn table() -> Table {
        let column = |name: &str, holds| Column {
            name: name.to_owned(),
            holds,
        };
        Table {
            name: "sheep".to_owned(),
            columns: vec![column("id", Holds::Small), column("name", Holds::Text)],
            numbered: None,
        }
    }

    async fn row(sql: &str) -> QueryResult {
        let db = sea_orm::Database::connect("sqlite::memory:").await.unwrap();
        let select = Statement::from_string(DatabaseBackend::Sqlite, sql);
        db.query_one_raw(select).await.unwrap().unwrap()
    }

    #[test]
    fn the_values_of_each_row_stand_in_brackets_of_their_own() {
        let two = insert(&table(), 2);
        let expected = "INSERT INTO \"sheep\" (\"id\", \"name\") VALUES ($1, $2), ($3, $4)";
        assert_eq!(two, expected);
    }

    #[tokio::test]
    async fn what_does_not_fit_is_named_by_table_column_and_row() {
        for (sql, column) in [
            ("SELECT 7, 40000, 'Dolly'", "column id"),
            ("SELECT 7, 'four', 'Dolly'", "column id"),
            ("SELECT 7, 4, 'Dol' || char(0) || 'ly'", "column name"),
            ("SELECT 7, 4, 12", "column name"),
        ] {
            let own = table();
            let error = Batch::new(&own).take(&row(sql).await).unwrap_err();
            let said = error.to_string();
            assert!(said.contains("table sheep"), "{said}");
            assert!(said.contains(column) && said.contains("row 7"), "{said}");
        }
    }

    #[tokio::test]
    async fn nothing_is_nothing_in_every_type() {
        let nothing = row("SELECT NULL").await;
        for holds in [
            Holds::Small,
            Holds::Integer,
            Holds::Big,
            Holds::Truth,
            Holds::Text,
            Holds::Bytes,
            Holds::Day,
            Holds::Instant,
        ] {
            let value = read(&nothing, 0, holds).unwrap();
            assert_eq!(value, value.as_null(), "{holds:?}");
        }
    }
}
