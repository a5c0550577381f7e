//! Both ends of a move from SQLite to PostgreSQL: nobody else has the one open while it lasts, and of the other nobody sees
//! anything before it is whole.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use time::OffsetDateTime;

use super::{OpenError, postgres_options};

/// What stands among the migrations of a file that was moved: no program knows it, so none opens the file again. It sorts
/// after every migration.
pub const MOVED: &str = "moved_to_postgresql";
/// How long to wait for somebody who is just leaving.
const PATIENCE: Duration = Duration::from_secs(2);
/// The driver goes on trying where nobody answers; whoever mistyped an address waits for that.
const REACHED_WITHIN: Duration = Duration::from_secs(10);

/// A register in SQLite that nobody else can open, not even to read, until it is let go.
#[derive(Debug)]
pub struct Leaving {
    connection: DatabaseConnection,
    pub tx: DatabaseTransaction,
}

impl Leaving {
    /// Opens the file as it is, without bringing its schema up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or somebody else has it open.
    pub async fn hold(url: &str) -> Result<Self, OpenError> {
        let file = url.split('?').next().unwrap_or(url);
        let mut options = ConnectOptions::new(format!("{file}?mode=rw"));
        options
            .sqlx_logging(false)
            .max_connections(1)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .pragma("locking_mode", "EXCLUSIVE")
                    .busy_timeout(PATIENCE)
            });
        let connection = Database::connect(options).await.map_err(not_held)?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Exclusive),
            ..Default::default()
        };
        let tx = connection.begin_with_options(options).await;
        let tx = tx.map_err(not_held)?;
        Ok(Self { connection, tx })
    }

    /// Leaves it as it was.
    ///
    /// # Errors
    /// When it could not be closed in an orderly way.
    pub async fn let_go(self) -> Result<(), DbErr> {
        self.tx.rollback().await?;
        self.connection.close().await
    }

    /// Marks it as moved: from now on no program opens it as a register.
    ///
    /// # Errors
    /// When the disk does not take it: then it is as it was.
    pub async fn close_for_good(self, at: OffsetDateTime) -> Result<(), DbErr> {
        let mark = Statement::from_sql_and_values(
            DatabaseBackend::Sqlite,
            "INSERT INTO seaql_migrations (version, applied_at) VALUES (?, ?)",
            [MOVED.into(), at.unix_timestamp().into()],
        );
        self.tx.execute_raw(mark).await?;
        self.tx.commit().await?;
        self.connection.close().await
    }
}

fn not_held(error: DbErr) -> OpenError {
    if error.to_string().contains("is locked") {
        OpenError::InUse
    } else {
        OpenError::Connect(error)
    }
}

/// A database of PostgreSQL in which a register is being put together. Dropped, everything is as it was.
#[derive(Debug)]
pub struct Arriving {
    connection: DatabaseConnection,
    pub tx: DatabaseTransaction,
}

impl Arriving {
    /// # Errors
    /// When nothing answers there.
    pub async fn begin(url: &str) -> Result<Self, OpenError> {
        let mut options = postgres_options(url);
        options.max_connections(1).acquire_timeout(REACHED_WITHIN);
        let connection = Database::connect(options)
            .await
            .map_err(OpenError::Connect)?;
        let tx = connection
            .begin_with_options(TransactionOptions::default())
            .await;
        let tx = tx.map_err(OpenError::Connect)?;
        Ok(Self { connection, tx })
    }

    /// Makes the schema of this program.
    ///
    /// # Errors
    /// When a migration fails, or the database has been through others.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        let made = objektiv_migrations::Migrator::up(&self.tx, None).await;
        made.map_err(OpenError::Migrate)
    }

    /// Makes everything durable, and seen by others.
    ///
    /// # Errors
    /// When the database could not: then nothing of it is there.
    pub async fn keep(self) -> Result<(), DbErr> {
        self.tx.commit().await?;
        self.connection.close().await
    }

    /// Takes everything back.
    ///
    /// # Errors
    /// When the connection is gone: then the database takes it back by itself.
    pub async fn give_up(self) -> Result<(), DbErr> {
        self.tx.rollback().await?;
        self.connection.close().await
    }
}

/// Whether a database has been through the migrations of this program and no others.
///
/// # Errors
/// When it does not answer, or holds no register.
pub async fn is_up_to_date(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let applied = "SELECT version FROM seaql_migrations ORDER BY version";
    let applied = Statement::from_string(db.get_database_backend(), applied);
    let rows = db.query_all_raw(applied).await?;
    let applied = rows.iter().map(|row| row.try_get_by_index::<String>(0));
    let applied = applied.collect::<Result<Vec<_>, _>>()?;
    let known = objektiv_migrations::Migrator::migrations();
    let mut known: Vec<&str> = known.iter().map(|migration| migration.name()).collect();
    known.sort_unstable();
    Ok(applied.iter().map(String::as_str).eq(known))
}
