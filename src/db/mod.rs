//! The database: open it, read from it, and the one way to write to it.

use std::ops::Deref;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use sea_orm::sea_query::{LikeExpr, Query, SelectStatement, SimpleExpr};
use sea_orm::sqlx::{self, Connection, SqliteConnection};
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseBackend,
    DatabaseConnection, DatabaseTransaction, DbErr, QueryResult, SqlErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::{Mutex, OwnedMutexGuard};

pub mod batch;
pub mod copy;
mod group;
pub mod look;
pub mod moving;
mod opening;
pub mod owed;
pub mod record;
pub mod seen;
pub mod several;

use batch::Batch;
use group::{Group, Member};
use look::Reader;
pub use opening::{OpenError, without_password};
use owed::Slot;

pub const DEFAULT_URL: &str = "sqlite://objektiv.db";
/// Open at once at most. Looks have half of them, and a verification of the log takes four.
const SQLITE_CONNECTIONS: u32 = 10;
const POSTGRES_CONNECTIONS: u32 = 16;

/// An open database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    reader: Reader,
    /// SQLite has one writer: waiting here is fair and quick, waiting in its busy handler is neither.
    writer: Option<Arc<Mutex<()>>>,
    group: Arc<Group>,
}

impl Db {
    /// Opens `url` and brings the schema up to date.
    ///
    /// # Errors
    /// When the address is not understood, nothing answers there, or a migration fails.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options = if url.starts_with("sqlite:") {
            sqlite_options(url)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            postgres_options(url)
        } else {
            return Err(OpenError::Address(without_password(url)));
        };
        let connection = Database::connect(options)
            .await
            .map_err(OpenError::Connect)?;
        if let Err(error) = objektiv_migrations::Migrator::up(&connection, None).await {
            return Err(opening::refused(&connection, error).await);
        }
        let is_sqlite = connection.get_database_backend() == DatabaseBackend::Sqlite;
        let most = if is_sqlite {
            SQLITE_CONNECTIONS
        } else {
            POSTGRES_CONNECTIONS
        };
        let half = usize::try_from(most / 2).unwrap_or(1);
        Ok(Self {
            reader: Reader::new(connection, half),
            writer: is_sqlite.then(Arc::default),
            group: Arc::default(),
        })
    }

    /// Tells `observer` of every statement that this handle and its clones run from now on.
    #[must_use]
    pub fn observed(
        mut self,
        observer: impl Fn(&sea_orm::metric::Info<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.reader.pool_mut().set_metric_callback(observer);
        self
    }

    /// For queries that only read.
    pub const fn read(&self) -> &Reader {
        &self.reader
    }

    const fn pool(&self) -> &DatabaseConnection {
        self.reader.pool()
    }

    pub fn is_sqlite(&self) -> bool {
        self.writer.is_some()
    }

    /// Begins a writing transaction. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`): a transaction
    /// that reads first and writes later fails with "database is locked" as soon as two of them meet.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_write(&self) -> Result<WriteTx, DbErr> {
        self.reader.look_up().await;
        let (tx, turn) = self.begin_alone().await?;
        Ok(WriteTx {
            tx: Arc::new(tx),
            turn: Turn::Own(turn),
        })
    }

    /// Begins a short writing transaction that may be made durable together with others that wait at the same time:
    /// they share one `COMMIT`, and so one wait for the disk. For each of them it is as [`Db::begin_write`]: rolled back
    /// alone when dropped, and durable when [`WriteTx::commit`] returns.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_write_together(&self) -> Result<WriteTx, DbErr> {
        self.reader.look_up().await;
        let (tx, member) = self.group.join(self).await?;
        Ok(WriteTx {
            tx,
            turn: Turn::Shared(member),
        })
    }

    /// For one writing statement that is its own transaction, durable when it returns. On SQLite it waits for its turn
    /// as [`Db::begin_write`] does.
    pub async fn write_one(&self) -> OneWrite<'_> {
        self.reader.look_up().await;
        let turn = match &self.writer {
            Some(writer) => Some(Arc::clone(writer).lock_owned().await),
            None => None,
        };
        OneWrite {
            connection: self.pool(),
            turn,
        }
    }

    /// Whether changes can be written and made durable: writes one that means nothing.
    ///
    /// # Errors
    /// When they cannot, because the disk is full, the file is read-only, or the server is a standby.
    pub async fn try_write(&self) -> Result<(), DbErr> {
        let tx = self.begin_write().await?;
        let nobodys = "INSERT INTO lease (job, holder, expires_at) VALUES ('', '', 0) \
                       ON CONFLICT (job) DO UPDATE SET expires_at = 0";
        tx.execute_unprepared(nobodys).await?;
        tx.commit().await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that begins a transaction"
    )]
    async fn begin_alone(
        &self,
    ) -> Result<(DatabaseTransaction, Option<OwnedMutexGuard<()>>), DbErr> {
        let Some(writer) = &self.writer else {
            return Ok((self.pool().begin().await?, None));
        };
        let turn = Arc::clone(writer).lock_owned().await;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let tx = self.pool().begin_with_options(options).await?;
        Ok((tx, Some(turn)))
    }

    /// # Errors
    /// When connections could not be closed in an orderly way.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.pool().clone().close().await
    }
}

/// The turn to write one statement. Holds others back until it is dropped.
#[derive(Debug)]
pub struct OneWrite<'a> {
    connection: &'a DatabaseConnection,
    #[expect(dead_code, reason = "held until the statement has ended")]
    turn: Option<OwnedMutexGuard<()>>,
}

impl Deref for OneWrite<'_> {
    type Target = DatabaseConnection;
    fn deref(&self) -> &DatabaseConnection {
        self.connection
    }
}

/// A writing transaction: rolled back when dropped, kept when committed.
#[derive(Debug)]
pub struct WriteTx {
    /// Those who write together take theirs back themselves.
    tx: Arc<DatabaseTransaction>,
    turn: Turn,
}

/// Dropped after the transaction: until it has ended nobody else begins one.
#[derive(Debug)]
enum Turn {
    Own(Option<OwnedMutexGuard<()>>),
    Shared(Member),
}

impl WriteTx {
    /// # Errors
    /// When the database could not make the changes durable: then none of them happened.
    pub async fn commit(self) -> Result<(), DbErr> {
        let Self { tx, turn } = self;
        match turn {
            Turn::Own(turn) => {
                let tx = Arc::into_inner(tx);
                let ended = || DbErr::Custom("it has ended already".to_owned());
                let done = tx.ok_or_else(ended)?.commit().await;
                drop(turn);
                done
            }
            Turn::Shared(member) => member.commit(tx).await,
        }
    }

    /// Inserts rows that nobody asks for before they are durable. Those who write together write them with what else they
    /// owe, in one question.
    ///
    /// # Errors
    /// When the database does not take them. Those who write together learn it at their commit, all of them.
    pub async fn insert_later<A: ActiveModelTrait>(&self, rows: Vec<A>) -> Result<(), DbErr> {
        if let Some(mut owed) = self.owed() {
            owed.insert(rows);
            return Ok(());
        }
        let mut batch = Batch::default();
        batch.insert(rows);
        batch.write(&*self.tx).await
    }

    /// Where a transaction that is made durable together with others keeps what is written once for all of them; `None`
    /// when this one has a commit of its own.
    pub fn owed(&self) -> Option<MutexGuard<'_, Slot>> {
        match &self.turn {
            Turn::Own(_) => None,
            Turn::Shared(member) => Some(member.owed()),
        }
    }
}

impl Deref for WriteTx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}

fn sqlite_options(url: &str) -> ConnectOptions {
    let separator = if url.contains('?') { '&' } else { '?' };
    let url = if url.contains("mode=") {
        url.to_owned()
    } else {
        format!("{url}{separator}mode=rwc")
    };
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .max_connections(SQLITE_CONNECTIONS)
        // A file does not hang up: asking first whether a connection is alive doubles what a short query costs.
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("secure_delete", "ON")
                // What a statement must be able to take back is kept in memory: a file for it at every release would
                // cost more than the release, and hold what people wrote in another place than the register.
                .pragma("temp_store", "MEMORY")
                // Of each connection. The operating system keeps the file in memory anyway, and a verification of the
                // whole log goes through all of them.
                .pragma("cache_size", "-2000")
                .busy_timeout(Duration::from_secs(10))
        })
        .map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_release(|connection, _| Box::pin(has_no_transaction(connection)))
        });
    options
}

/// Whether a connection may be used again. When the disk is full SQLite ends a transaction by itself, or cannot take it back:
/// then the driver counts one that is not there, or one is there that nobody ends. What the next one wrote on that connection
/// would be part of it, told to be durable and lost.
async fn has_no_transaction(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // What was dropped is rolled back after this, if it can be.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

fn postgres_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(30))
        // Whoever hangs up on a connection does so while nobody uses it: one that just answered is not asked first.
        .test_before_acquire_if_idle_for(Duration::from_secs(1));
    options
}

/// Whoever takes the same number waits until this transaction ends. On SQLite there is one writer anyway.
///
/// # Errors
/// When the database does not answer.
pub async fn alone(tx: &impl ConnectionTrait, number: i64) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    if backend == DatabaseBackend::Postgres {
        let take = "SELECT pg_advisory_xact_lock($1)";
        let statement = Statement::from_sql_and_values(backend, take, [number.into()]);
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

/// Asks for numbers in one question; 0 where there is none.
///
/// # Errors
/// When the database does not answer, or answers with what is no number.
pub async fn numbers<const N: usize>(
    db: &impl ConnectionTrait,
    questions: [SelectStatement; N],
) -> Result<[i64; N], DbErr> {
    let mut query = Query::select();
    for (at, question) in questions.into_iter().enumerate() {
        query.expr_as(SimpleExpr::from(question), numbered(at));
    }
    let row = db.query_one(&query).await?;
    row.map_or(Ok([0; N]), |row| read_numbers(&row))
}

/// The name of a number that is asked for in one question with others.
pub fn numbered(at: usize) -> String {
    format!("number_{at}")
}

/// The numbers of a row, by their names.
///
/// # Errors
/// When one of them is not there, or is no number.
pub fn read_numbers<const N: usize>(row: &QueryResult) -> Result<[i64; N], DbErr> {
    let mut found = [0; N];
    for (at, number) in found.iter_mut().enumerate() {
        *number = row.try_get::<Option<i64>>("", &numbered(at))?.unwrap_or(0);
    }
    Ok(found)
}

/// `LIKE` for a text anywhere, with its wildcards made ordinary: people search for "50%" and "_".
pub fn containing(text: &str) -> LikeExpr {
    let literal = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    LikeExpr::new(format!("%{literal}%")).escape('\\')
}

/// Whether the database refused a record because another has the same name, number or address.
pub fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_that_is_not_understood_says_what_to_write() {
        let error = Db::open("mysql://root@localhost/x")
            .await
            .expect_err("no such engine");
        assert!(error.to_string().contains("sqlite://FILE"), "{error}");
    }

    /// As .cargo/config.toml says, where the reasons stand.
    #[tokio::test]
    async fn sqlite_is_built_so_that_idle_connections_take_nothing_from_the_one_at_work() {
        let db = Db::open("sqlite::memory:").await.expect("a database");
        let ask = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA compile_options");
        let rows = db.read().query_all_raw(ask).await.expect("an answer");
        let option = |row: &QueryResult| row.try_get_by_index::<String>(0).expect("a text");
        let options: Vec<String> = rows.iter().map(option).collect();
        assert!(!options.contains(&"ENABLE_MEMORY_MANAGEMENT".to_owned()));
        for wanted in ["ENABLE_QPSG", "DEFAULT_MEMSTATUS=0"] {
            assert!(options.contains(&wanted.to_owned()), "{options:?}");
        }
    }
}
