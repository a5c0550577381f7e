//! A copy of the whole database as it stands at one moment, while others go on reading and writing.

use std::path::Path;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseTransaction,
    DbErr, IsolationLevel, Statement, TransactionOptions, TransactionTrait,
};

use super::Db;
use super::look::Reader;

/// The state of a PostgreSQL database at one moment, which another program can read too for as long as this lasts.
#[derive(Debug)]
pub struct Moment {
    pub tx: DatabaseTransaction,
    /// What `pg_dump --snapshot` takes.
    pub name: String,
}

impl Db {
    /// SQLite: writes everything into a new file, by SQLite itself. Nothing that was erased before is in it.
    ///
    /// # Errors
    /// When there is a file already, or the disk does not take it.
    pub async fn copy_to(&self, file: &Path) -> Result<(), DbErr> {
        let path = file
            .to_str()
            .ok_or_else(|| DbErr::Custom(format!("{} is not a name in UTF-8", file.display())))?;
        let copy =
            Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
        self.read().pool().execute_raw(copy).await?;
        Ok(())
    }

    /// PostgreSQL: holds on to how everything stands now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn moment(&self) -> Result<Moment, DbErr> {
        let options = TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..Default::default()
        };
        let tx = self.read().pool().begin_with_options(options).await?;
        let export = "SELECT pg_export_snapshot()";
        let export = Statement::from_string(DatabaseBackend::Postgres, export);
        let row = tx.query_one_raw(export).await?;
        let row = row.ok_or_else(|| DbErr::Custom("no snapshot was exported".to_owned()))?;
        let name = row.try_get_by_index(0)?;
        Ok(Moment { tx, name })
    }

    /// A copy that [`Db::copy_to`] made: read as it lies there, with nothing beside it and nothing changed.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open_copy(file: &Path) -> Result<Self, DbErr> {
        let file = file.to_owned();
        let mut options = ConnectOptions::new("sqlite://copy");
        options
            .sqlx_logging(false)
            .max_connections(4)
            .map_sqlx_sqlite_opts(move |sqlite| {
                sqlite.filename(&file).read_only(true).immutable(true)
            });
        Ok(Self {
            reader: Reader::new(Database::connect(options).await?, 0),
            writer: Some(std::sync::Arc::default()),
            group: std::sync::Arc::default(),
        })
    }

    /// The last migration that this database has been through; empty before the first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn schema(db: &impl ConnectionTrait) -> Result<String, DbErr> {
        let newest = "SELECT max(version) FROM seaql_migrations";
        let newest = Statement::from_string(db.get_database_backend(), newest);
        let row = db.query_one_raw(newest).await?;
        let version: Option<String> = row.map_or(Ok(None), |row| row.try_get_by_index(0))?;
        Ok(version.unwrap_or_default())
    }

    /// Whether this program knows a migration.
    pub fn knows_schema(version: &str) -> bool {
        use sea_orm_migration::MigratorTrait;
        let known = objektiv_migrations::Migrator::migrations();
        known.iter().any(|migration| migration.name() == version)
    }

    /// Whether anything at all is in the database at an address. Makes none.
    ///
    /// # Errors
    /// When nothing answers there.
    pub async fn holds_tables(url: &str) -> Result<bool, DbErr> {
        let connection = Database::connect(super::postgres_options(url)).await?;
        let count = "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
                     WHERE nspname = ANY (current_schemas(false))";
        let count = Statement::from_string(DatabaseBackend::Postgres, count);
        let row = connection.query_one_raw(count).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        connection.close().await?;
        Ok(count > 0)
    }
}
