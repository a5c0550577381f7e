//! A register that has outgrown SQLite goes into PostgreSQL as a whole, with its log, and goes on there; or nothing of it does.

mod interrupted;
mod refused;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use objektiv::clock::Clock;
use objektiv::db::Db;
use objektiv::law::PolicySet;
use objektiv::ledger::append::append_all;
use objektiv::ledger::{EntryKind, NewEntry, signing};
use objektiv::web::App;
use sea_orm::{ConnectionTrait, QueryResult, Statement, TryGetable};
use serde_json::Value;
use time::{Date, OffsetDateTime, UtcOffset};

use super::{House, NOW, append, command, count, run, told};
use crate::engine::{postgres_to_fill, sqlite};
use crate::reminder::pages::Browser;
use crate::schema::assert_as_promised;

/// More entries than are moved at a time.
const MANY: usize = 1_200;

/// A register in SQLite that nobody has open, and where it is to be moved to. `None` where there is no PostgreSQL.
struct Movers {
    house: House,
    target: String,
}

impl Movers {
    async fn ready() -> Option<Self> {
        let target = postgres_to_fill(false).await?;
        let house = House::with(sqlite().await).await;
        Some(Self { house, target })
    }

    fn file(&self) -> PathBuf {
        let file = self.house.engine.url.trim_start_matches("sqlite://");
        PathBuf::from(file)
    }

    /// Everybody leaves the register, as when the server stops.
    async fn leave(&self) {
        self.house.engine.db.clone().close().await.unwrap();
    }

    /// Moves it; the exit code and what was said.
    fn go(&self) -> (Option<i32>, Value) {
        self.go_to(&self.target)
    }

    fn go_to(&self, target: &str) -> (Option<i32>, Value) {
        let (code, said) = told(&self.command(target).output().unwrap());
        let json = serde_json::from_str(&said).unwrap_or(Value::String(said));
        (code, json)
    }

    fn command(&self, target: &str) -> Command {
        let arguments = ["move", "--to", target, "--format", "json"];
        let signer = self.house.path("signer");
        command(&signer, &self.house.engine.url, &arguments)
    }

    /// Changes the register behind the back of the program, and leaves it.
    async fn meddle_and_leave(&self, sql: &[&str]) {
        for sql in sql {
            let db = self.house.engine.db.read();
            db.execute_unprepared(sql).await.unwrap();
        }
        self.leave().await;
    }
}

/// A database of PostgreSQL as it is, without bringing its schema up to date.
async fn raw(url: &str) -> sea_orm::DatabaseConnection {
    sea_orm::Database::connect(url).await.unwrap()
}

async fn texts(db: &impl ConnectionTrait, sql: &str) -> Vec<Vec<String>> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    let all = |row: &QueryResult| {
        let columns = row.column_names().len();
        (0..columns)
            .map(|at| row.try_get_by_index(at).unwrap())
            .collect()
    };
    rows.iter().map(all).collect()
}

/// The columns of a register by table, with their types on PostgreSQL.
async fn columns(db: &impl ConnectionTrait) -> Vec<(String, Vec<(String, String)>)> {
    let all = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
               WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' ORDER BY table_name, ordinal_position";
    let mut found: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for row in texts(db, all).await {
        let [table, column, of] = row.try_into().unwrap();
        if found.last().is_none_or(|(last, _)| *last != table) {
            found.push((table, Vec::new()));
        }
        found.last_mut().unwrap().1.push((column, of));
    }
    found
}

/// Every row of a table in words that are the same on both engines, sorted.
async fn contents(
    db: &impl ConnectionTrait,
    table: &str,
    columns: &[(String, String)],
) -> Vec<String> {
    let listed = columns.iter().map(|(name, of)| match of.as_str() {
        "smallint" | "integer" => format!("CAST(\"{name}\" AS bigint)"),
        _ => format!("\"{name}\""),
    });
    let listed: Vec<String> = listed.collect();
    let select = format!("SELECT {} FROM \"{table}\"", listed.join(", "));
    let statement = Statement::from_string(db.get_database_backend(), select);
    let rows = db.query_all_raw(statement).await.unwrap();
    let said = |row: &QueryResult| {
        let cells = columns
            .iter()
            .enumerate()
            .map(|(at, (_, of))| cell(row, at, of));
        cells.collect::<Vec<_>>().join("|")
    };
    let mut all: Vec<String> = rows.iter().map(said).collect();
    all.sort_unstable();
    all
}

fn cell(row: &QueryResult, at: usize, of: &str) -> String {
    fn get<T: TryGetable>(row: &QueryResult, at: usize) -> Option<T> {
        row.try_get_by_index(at).unwrap()
    }
    match of {
        "boolean" => format!("{:?}", get::<bool>(row, at)),
        "bytea" => format!("{:?}", get::<Vec<u8>>(row, at)),
        "date" => format!("{:?}", get::<Date>(row, at)),
        "timestamp with time zone" => {
            let at: Option<OffsetDateTime> = get(row, at);
            format!("{:?}", at.map(|at| at.to_offset(UtcOffset::UTC)))
        }
        "text" | "character varying" => format!("{:?}", get::<String>(row, at)),
        _ => format!("{:?}", get::<i64>(row, at)),
    }
}

/// Fails unless every table of the copy that was made before has the same rows in the target.
async fn assert_same(before: &Path, target: &str) {
    let (before, after) = (Db::open_copy(before).await.unwrap(), raw(target).await);
    let mut compared = 0;
    for (table, columns) in columns(&after).await {
        let moved = contents(&after, &table, &columns).await;
        if table == "session" {
            assert_eq!(moved, [""; 0], "everybody is signed out");
            continue;
        }
        let was = contents(before.read(), &table, &columns).await;
        compared += was.len();
        assert_eq!(moved, was, "{table}");
    }
    assert!(compared > MANY, "{compared}");
}

/// A register with more entries than are moved at a time, somebody signed in, and a row whose number is not to be given out
/// again; and a copy of its file.
async fn lived_in(movers: &Movers) -> PathBuf {
    let house = &movers.house;
    let tx = house.engine.db.begin_write().await.unwrap();
    let entries = (0..MANY).map(|_| NewEntry::new(EntryKind::Export).with("reason", "Till provet"));
    append_all(&tx, house.kommun, NOW, entries.collect())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    signing::sign(&house.engine.db, house.kommun, &house.signer(), NOW)
        .await
        .unwrap();
    let session = "INSERT INTO session (id, data, expires_at) VALUES ('a', '{}', '2026-11-22 09:00:00+00:00')";
    let gone = "UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'camera'";
    movers.meddle_and_leave(&[session, gone]).await;
    let before = house.path("before.db");
    std::fs::copy(movers.file(), &before).unwrap();
    before
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_moved_and_the_log_goes_on_under_the_same_signer() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let size = movers.house.size().await + u64::try_from(MANY).unwrap();
    let before = lived_in(&movers).await;
    let (code, said) = movers.go();
    assert_eq!(code, Some(0), "{said:#}");
    assert_as_promised(&said, "move");
    assert_eq!(
        (&said["moved"], &said["file_closed"], &said["signed_out"]),
        (&true.into(), &true.into(), &1.into())
    );
    let log = &said["logs"][0];
    assert_eq!(
        (&log["size"], &log["missing"]),
        (&size.into(), &"nothing".into())
    );
    for level in [2, 3, 5] {
        assert_eq!(log["levels"][level]["ok"], true, "{log:#}");
    }
    assert_same(&before, &movers.target).await;
    let signer = movers.house.path("signer");
    let on_the_copy = format!("sqlite://{}", before.display());
    let verify = ["log", "verify", "--format", "json"];
    let (code, was) = run(&signer, &on_the_copy, &verify);
    assert_eq!(code, Some(0), "{was}");
    let was: Value = serde_json::from_str(&was).unwrap();
    assert_eq!(was["root"], log["root"]);
    assert!(!said.to_string().contains("objektiv@"), "{said}");

    let db = Db::open(&movers.target).await.unwrap();
    append(&db, movers.house.kommun).await;
    signing::sign(&db, movers.house.kommun, &movers.house.signer(), NOW)
        .await
        .unwrap();
    db.close().await.unwrap();
    let (code, said) = run(&signer, &movers.target, &verify);
    assert_eq!(code, Some(0), "{said}");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["size"], size + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_number_is_given_out_twice_and_what_the_database_refuses_it_refuses_there_too() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    lived_in(&movers).await;
    let (code, said) = movers.go();
    assert_eq!(code, Some(0), "{said:#}");
    let db = raw(&movers.target).await;
    let mut numbered = 0;
    for (table, columns) in columns(&db).await {
        let sql = format!(
            "SELECT coalesce(nextval(pg_get_serial_sequence('\"{table}\"', 'id')), 0)::text, \
               (SELECT coalesce(max(id), 0) FROM \"{table}\")::text"
        );
        let is_numbered = columns[0] == ("id".to_owned(), "bigint".to_owned());
        if !is_numbered {
            continue;
        }
        let row = &texts(&db, &sql).await[0];
        let [next, last] = [0, 1].map(|at| row[at].parse::<i64>().unwrap());
        assert_eq!(
            next,
            if table == "camera" { 4712 } else { last + 1 },
            "{table}"
        );
        numbered += 1;
    }
    assert!(numbered > 40, "{numbered}");
    for refused in ["UPDATE tl_entry SET leaf = leaf", "DELETE FROM revision"] {
        let error = db.execute_unprepared(refused).await.expect_err(refused);
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

/// A page as the administrator sees it.
async fn page(db: Db, address: &str) -> String {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    let url = "https://kamera.ekebro.example".into();
    let app = App::new(db, Clock::Frozen(NOW), policies, url);
    let password = objektiv::demo::PASSWORD;
    let mut browser = Browser::signed_in_with(app, "admin@ekebro.example", password).await;
    browser.get(address).await.1
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_the_same_and_the_old_file_is_no_register_any_more() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let addresses = ["/bevakningar", "/bevakningar/1", "/logg"];
    let mut before = Vec::new();
    for address in addresses {
        before.push(page(movers.house.engine.db.clone(), address).await);
    }
    movers.leave().await;
    let (code, said) = movers.go();
    assert_eq!(code, Some(0), "{said:#}");
    for (address, before) in addresses.iter().zip(before) {
        let db = Db::open(&movers.target).await.unwrap();
        assert_eq!(page(db, address).await, before, "{address}");
    }
    for again in [vec!["log", "verify"], vec!["move", "--to", &movers.target]] {
        let (code, said) = movers.house.run(&again);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("was moved to PostgreSQL"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_words_it_says_what_to_do_now_and_a_database_with_empty_tables_is_empty() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    movers.leave().await;
    let empty = postgres_to_fill(true).await.unwrap();
    let (code, said) = movers.house.run(&["move", "--to", &empty]);
    assert_eq!(code, Some(0), "{said}");
    for told in [
        "Registret är flyttat",
        "ok   nivå 2",
        "ok   nivå 3",
        "ok   nivå 5",
        "OBJEKTIV_DATABASE",
        "--signer",
        "Lägg undan",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let db = raw(&empty).await;
    assert_eq!(
        texts(&db, "SELECT count(*)::text FROM kommun").await,
        [["1"]]
    );
    let db = Db::open(&empty).await.unwrap();
    assert!(count(&db, "tl_entry").await > 10);
}
