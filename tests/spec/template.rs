//! What the migrations make of an empty database, made once for a build of these tests and copied for every test: a
//! hundred migrations take longer than most of what is tested.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use objektiv::db::Db;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// Of every process of the suite that makes one, the first does and the others wait.
const LOCK: &str = "spec-template.lock";

/// Makes a database of SQLite at `file`.
pub async fn copy_sqlite(file: &Path) {
    let template = sqlite().await;
    fs::copy(template, file).unwrap();
}

/// Makes a database of this name on the server of PostgreSQL at the other end of `admin`.
pub async fn copy_postgres(server: &str, admin: &DatabaseConnection, name: &str) {
    let template = postgres(server, admin).await;
    let copy = format!("CREATE DATABASE {name} TEMPLATE {template}");
    admin.execute_unprepared(&copy).await.unwrap();
}

async fn sqlite() -> PathBuf {
    let template = folder().join(format!("spec-{}.db", build()));
    if !template.exists() {
        let _turn = turn();
        if !template.exists() {
            forget_others();
            let being_made = tempfile::tempdir_in(folder()).unwrap();
            let made = |name| being_made.path().join(name);
            let url = format!("sqlite://{}", made("a.db").display());
            let db = Db::open(&url).await.unwrap();
            // One file without a journal beside it.
            let whole = format!("VACUUM INTO '{}'", made("whole.db").display());
            db.read().execute_unprepared(&whole).await.unwrap();
            fs::rename(made("whole.db"), &template).unwrap();
        }
    }
    template
}

async fn postgres(server: &str, admin: &DatabaseConnection) -> String {
    let template = format!("spec_template_{}", build());
    if !is_there(admin, &template).await {
        let _turn = turn();
        if !is_there(admin, &template).await {
            let (base, _) = server.rsplit_once('/').expect("postgres://HOST:PORT/NAME");
            let made = format!("{template}_new");
            for statement in [
                format!("DROP DATABASE IF EXISTS {made}"),
                format!("CREATE DATABASE {made}"),
            ] {
                admin.execute_unprepared(&statement).await.unwrap();
            }
            let db = Db::open(&format!("{base}/{made}")).await.unwrap();
            db.close().await.unwrap();
            let rename = format!("ALTER DATABASE {made} RENAME TO {template}");
            admin.execute_unprepared(&rename).await.unwrap();
        }
    }
    template
}

async fn is_there(admin: &DatabaseConnection, name: &str) -> bool {
    let sql = "SELECT 1 FROM pg_database WHERE datname = $1";
    let found = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()]);
    admin.query_one_raw(found).await.unwrap().is_some()
}

/// Where cargo lets tests keep files between runs.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Another for every build: its migrations may be others.
fn build() -> String {
    let program = std::env::current_exe().unwrap();
    let built = fs::metadata(program).unwrap().modified().unwrap();
    let since = built.duration_since(UNIX_EPOCH).unwrap();
    format!("{:x}", since.as_nanos())
}

/// Held until it is dropped.
fn turn() -> File {
    let lock = File::create(folder().join(LOCK)).unwrap();
    lock.lock().unwrap();
    lock
}

/// Removes those of earlier builds.
fn forget_others() {
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if name.starts_with("spec-") && name.ends_with(".db") {
            fs::remove_file(&path).unwrap();
        }
    }
}
