//! A copy of the register is made while it is served, never brings the keys with it, and is put back only where nothing
//! is, after its log has been read again. What is missing is said.

mod moved;
mod nightly;
mod restored;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use objektiv::compliance::store::Judgement;
use objektiv::db::Db;
use objektiv::demo;
use objektiv::law::PolicySet;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::signers::Signers;
use objektiv::ledger::{EntryKind, NewEntry, signing, store};
use objektiv::organisation::KommunId;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::engine::{Engine, engines};

const NOW: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);
/// While the clock stands still, the signer's files are in a folder of their own.
const SIGNER: &str = "signer/frozen-clock";
const ORIGIN: &str = "kamera.ekebro.example/utlamnande";

/// A register with a signed log, and the folders of its server.
struct House {
    engine: Engine,
    kommun: KommunId,
    folder: TempDir,
}

async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for engine in engines().await {
        houses.push(House::with(engine).await);
    }
    houses
}

impl House {
    async fn with(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signers = Signers::below(folder.path().join(SIGNER));
        let policies = PolicySet::embedded().unwrap();
        let by = Judgement {
            policies: &policies,
            today: NOW.date(),
        };
        let filled = demo::fill_signed(&engine.db, &signers, 4, NOW, by, &|_| ()).await;
        Self {
            kommun: filled.unwrap(),
            engine,
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn signer(&self) -> Signer {
        let base = self.path(SIGNER);
        Signer::open(&base, ORIGIN).unwrap().unwrap()
    }

    /// A command on the register of this house.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        run(&self.path("signer"), &self.engine.url, arguments)
    }

    /// A copy, and what the command said of it.
    fn copied(&self, to: &str) -> (PathBuf, Value) {
        let to = self.path(to);
        let to = to.to_str().unwrap();
        let (code, said) = self.run(&["backup", to, "--format", "json"]);
        assert_eq!(code, Some(0), "{said}");
        let said: Value = serde_json::from_str(&said).unwrap();
        (PathBuf::from(said["folder"].as_str().unwrap()), said)
    }

    /// One more entry, signed.
    async fn write(&self) {
        append(&self.engine.db, self.kommun).await;
        let signer = self.signer();
        signing::sign(&self.engine.db, self.kommun, &signer, NOW)
            .await
            .unwrap();
    }

    async fn size(&self) -> u64 {
        let head = store::head(self.engine.db.read(), self.kommun).await;
        head.unwrap().unwrap().size()
    }
}

async fn append(db: &Db, kommun: KommunId) {
    let tx = db.begin_write().await.unwrap();
    let entry = NewEntry::new(EntryKind::Export).with("reason", "Till provet");
    objektiv::ledger::append::append(&tx, kommun, NOW, entry)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn run(signer: &Path, database: &str, arguments: &[&str]) -> (Option<i32>, String) {
    told(&command(signer, database, arguments).output().unwrap())
}

fn command(signer: &Path, database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_objektiv"));
    command
        .args(arguments)
        .args([
            "--database",
            database,
            "--frozen-clock",
            "2026-11-22T08:30+01:00",
            "--signer",
        ])
        .arg(signer)
        .env_remove("OBJEKTIV_DATABASE");
    command
}

fn told(output: &Output) -> (Option<i32>, String) {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said + &complained)
}

/// Puts a copy back where nothing is; the address, the exit code and what was said.
async fn restore(house: &House, copy: &Path) -> (String, Option<i32>, Value) {
    let target = house.engine.nothing_yet(house.folder.path()).await;
    let copy = copy.to_str().unwrap();
    let arguments = [
        "restore",
        copy,
        "--reason",
        "Disken gick sönder",
        "--format",
        "json",
    ];
    let (code, said) = run(&house.path("signer"), &target, &arguments);
    let json = serde_json::from_str(&said).unwrap_or(Value::String(said));
    (target, code, json)
}

/// Every row of a table, in words, in an order of its own.
async fn rows(db: &Db, table: &str) -> Vec<String> {
    let backend = db.read().get_database_backend();
    let sql = format!("SELECT body FROM {table} ORDER BY id");
    let found = db
        .read()
        .query_all_raw(Statement::from_string(backend, sql))
        .await;
    let body = |row: &sea_orm::QueryResult| row.try_get_by_index::<String>(0).unwrap();
    found.unwrap().iter().map(body).collect()
}

async fn count(db: &Db, table: &str) -> i64 {
    let backend = db.read().get_database_backend();
    let sql = format!("SELECT count(*) FROM {table}");
    let row = db
        .read()
        .query_one_raw(Statement::from_string(backend, sql))
        .await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}
