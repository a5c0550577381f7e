//! Moves a whole register from SQLite into an empty database of PostgreSQL: every row of every table, in one transaction.
//!
//! Nothing here knows the tables. What there is to fill, of which types and in which order, is what the catalogue of the
//! target says after the migrations; what is moved and does not fit is an error, and then nothing is kept.

mod catalogue;
mod rows;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};

use crate::backup::{BackupError, LogState};
use crate::db::moving::{Arriving, Leaving, MOVED, is_up_to_date};
use crate::db::{Db, OpenError};
use crate::ledger::store as ledger;
use crate::organisation::KommunId;
use catalogue::Table;

/// Why a register is not moved. Nothing is then kept of it where it was to be moved to.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error(
        "the schema of the register is not that of this program (its newest migration is {0}): run `objektiv log verify` with this version once, which brings it up to date, and move it then"
    )]
    Schema(String),
    #[error("there is no register in the file")]
    NoRegister,
    #[error("the database to move to is not empty ({0}): a register is moved where nothing is")]
    NotEmpty(String),
    #[error("table {table}: {problem}")]
    Table { table: String, problem: String },
    #[error("table {table}, column {column}, row {row}: {problem}")]
    Value {
        table: String,
        column: String,
        row: i64,
        problem: String,
    },
    #[error("table {table}, rows {first} to {last}: {source}")]
    Rows {
        table: String,
        first: i64,
        last: i64,
        #[source]
        source: DbErr,
    },
    #[error(transparent)]
    Schemas(#[from] OpenError),
    #[error("the database: {0}")]
    Database(#[from] DbErr),
}

/// What was moved of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    table: Table,
    pub rows: u64,
}

impl Filled {
    pub fn name(&self) -> &str {
        &self.table.name
    }
}

/// Copies every row into an empty database; `progress` hears how many of how many. Nobody but this transaction sees them yet.
///
/// # Errors
/// When the target is not empty, or a row does not fit.
pub async fn fill(
    from: &Leaving,
    to: &Arriving,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<Filled>, MoveError> {
    let source = &from.tx;
    catalogue::refuse_unless_empty(&to.tx).await?;
    to.migrate().await?;
    let tables = catalogue::tables(&to.tx).await?;
    catalogue::compare(source, &tables).await?;
    let mut counted = Vec::new();
    for table in tables {
        let rows = catalogue::count(source, &table).await?;
        counted.push(Filled { table, rows });
    }
    let whole = counted.iter().map(|one| one.rows).sum();
    let mut done = 0;
    for Filled { table, rows } in &counted {
        let before = done;
        let copying = rows::copy(source, &to.tx, table, |copied| {
            done = before + copied;
            progress(done, whole);
        });
        copying.await?;
        let arrived = catalogue::count(&to.tx, table).await?;
        if arrived != *rows {
            return Err(table.problem(format!("{arrived} rows arrived of {rows}")));
        }
        // Whoever reads next, the verification of the log first, is not to take the table for an empty one.
        let analyze = format!("ANALYZE {}", table.quoted());
        to.tx.execute_unprepared(&analyze).await?;
    }
    Ok(counted)
}

/// Only a register of this program's schema fits into another of it.
///
/// # Errors
/// When it is of another, was moved already, or is none.
pub async fn refuse_another_schema(from: &Leaving) -> Result<(), MoveError> {
    let source = &from.tx;
    if !catalogue::holds_register(source).await? {
        return Err(MoveError::NoRegister);
    }
    if is_up_to_date(source).await? {
        return Ok(());
    }
    let newest = Db::schema(source).await?;
    if newest == MOVED {
        return Err(OpenError::Moved.into());
    }
    Err(MoveError::Schema(newest))
}

/// Lets the database number new rows after those that were moved, and after those that were there before and are gone: a
/// number is never given out twice.
///
/// # Errors
/// When a database does not answer.
pub async fn number_on(from: &Leaving, to: &Arriving, filled: &[Filled]) -> Result<(), MoveError> {
    for Filled { table, .. } in filled {
        let Some((column, sequence)) = &table.numbered else {
            continue;
        };
        let last = catalogue::last_number(&from.tx, table).await?;
        let (of, column) = (table.quoted(), catalogue::quoted(column));
        let set = format!(
            "SELECT setval($1::text::regclass, last) \
             FROM (SELECT greatest((SELECT max({column}) FROM {of}), $2::bigint) AS last) AS numbers WHERE last > 0"
        );
        let values = [sequence.clone().into(), last.into()];
        let backend = to.tx.get_database_backend();
        let set = Statement::from_sql_and_values(backend, set, values);
        to.tx.query_all_raw(set).await?;
    }
    Ok(())
}

/// Where the log of a kommun stands in the register that is moved.
///
/// # Errors
/// When its head cannot be read.
pub async fn stands(
    from: &DatabaseTransaction,
    kommun: KommunId,
) -> Result<Vec<LogState>, BackupError> {
    let head = ledger::head(from, kommun).await?;
    let state = head.map(|head| {
        let head = head.tree_head();
        LogState {
            origin: head.origin,
            size: head.size,
            root: head.root.to_base64(),
            whole: None,
        }
    });
    Ok(state.into_iter().collect())
}
