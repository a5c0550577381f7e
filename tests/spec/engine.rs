//! The database engines that the specification holds on: SQLite always, PostgreSQL when `OBJEKTIV_TEST_POSTGRES` has
//! the address of a server (`tests/postgres start DIR` prints one, and `tests/run` always sets it).

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use crate::template;
use objektiv::db::Db;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, ExecResult, Statement, Value};

/// An engine with an empty database of its own.
pub struct Engine {
    pub db: Db,
    pub url: String,
    _directory: Option<tempfile::TempDir>,
}

/// An empty database on every engine.
pub async fn engines() -> Vec<Engine> {
    let mut engines = vec![sqlite().await];
    if let Some(server) = postgres_server() {
        engines.push(postgres(&server).await);
    }
    engines
}

pub async fn sqlite() -> Engine {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("spec.db");
    template::copy_sqlite(&file).await;
    let url = format!("sqlite://{}", file.display());
    Engine {
        db: Db::open(&url).await.unwrap(),
        url,
        _directory: Some(directory),
    }
}

/// Another database on the server of PostgreSQL, for what happens across databases.
pub async fn postgres_elsewhere() -> Db {
    let server = postgres_server().expect("an engine on PostgreSQL is there");
    postgres(&server).await.db
}

/// The address of another database on the server of PostgreSQL, where there is one: with the tables of a register and no row,
/// or with nothing at all.
pub async fn postgres_to_fill(with_schema: bool) -> Option<String> {
    let server = postgres_server()?;
    Some(new_postgres(&server, with_schema).await)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the address of the test server is told by the environment"
)]
fn postgres_server() -> Option<String> {
    std::env::var("OBJEKTIV_TEST_POSTGRES").ok()
}

async fn postgres(server: &str) -> Engine {
    let url = new_postgres(server, true).await;
    Engine {
        db: Db::open(&url).await.unwrap(),
        url,
        _directory: None,
    }
}

/// The address of a new database; without a schema there is nothing at all in it.
async fn new_postgres(server: &str, with_schema: bool) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("spec_{}_{number}", std::process::id());
    let admin = Database::connect(server).await.unwrap();
    // A server that is kept between runs may have one of an earlier process with this number.
    let drop = format!("DROP DATABASE IF EXISTS {name}");
    admin.execute_unprepared(&drop).await.unwrap();
    if with_schema {
        template::copy_postgres(server, &admin, &name).await;
    } else {
        let create = format!("CREATE DATABASE {name}");
        admin.execute_unprepared(&create).await.unwrap();
    }
    admin.close().await.unwrap();
    let (base, _) = server.rsplit_once('/').expect("postgres://HOST:PORT/NAME");
    format!("{base}/{name}")
}

/// Every statement that a database is asked.
#[derive(Clone, Default)]
pub struct Asked(Arc<Mutex<Vec<Statement>>>);

impl Asked {
    /// The same database, with what it is asked from now on.
    pub fn of(db: &Db) -> (Db, Self) {
        let asked = Self::default();
        let noted = asked.clone();
        let db = db.clone().observed(move |info| {
            noted.0.lock().unwrap().push(info.statement.clone());
        });
        (db, asked)
    }

    /// What was asked since this was taken last.
    pub fn take(&self) -> Vec<Statement> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// As [`Asked::take`], without the values.
    pub fn take_sql(&self) -> Vec<String> {
        self.take().into_iter().map(|one| one.sql).collect()
    }
}

impl Engine {
    pub fn backend(&self) -> DatabaseBackend {
        self.db.read().get_database_backend()
    }

    /// An address on the same engine where nothing is yet; a file of SQLite lies in `folder`.
    pub async fn nothing_yet(&self, folder: &std::path::Path) -> String {
        if self.backend() == DatabaseBackend::Postgres {
            new_postgres(&postgres_server().unwrap(), false).await
        } else {
            format!("sqlite://{}", folder.join("tillbaka.db").display())
        }
    }

    /// Runs SQL behind the back of the program, as a database administrator would. `?` stands for a value.
    pub async fn meddle<const N: usize>(&self, sql: &str, values: [Value; N]) -> ExecResult {
        self.try_meddle(sql, values).await.unwrap()
    }

    pub async fn try_meddle<const N: usize>(
        &self,
        sql: &str,
        values: [Value; N],
    ) -> Result<ExecResult, sea_orm::DbErr> {
        let mut text = sql.to_owned();
        if self.backend() == DatabaseBackend::Postgres {
            for number in 1..=N {
                text = text.replacen('?', &format!("${number}"), 1);
            }
        }
        let statement = Statement::from_sql_and_values(self.backend(), text, values);
        self.db.read().execute_raw(statement).await
    }
}
