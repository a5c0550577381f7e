use std::fs;
use std::path::Path;
use std::process::Command;

use objektiv::backup::take::{Source, take};
use objektiv::db::Db;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::SessionStore;

use super::{NOW, ORIGIN, SIGNER, append, count, houses, restore, rows, run};
use crate::schema::assert_as_promised;

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let read = fs::read_dir(folder).unwrap();
    read.flat_map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path)
        } else {
            vec![path]
        }
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_everything_and_no_key_and_comes_back_with_an_entry_that_says_so() {
    for house in houses().await {
        let db = &house.engine.db;
        let (copy, said) = house.copied("kopior");
        assert_as_promised(&said, "backup");
        for file in files(&house.path(SIGNER)) {
            if file.extension().is_some_and(|end| end == "seed") {
                let seed = fs::read_to_string(&file).unwrap();
                let raw: Vec<u8> = (0..32)
                    .map(|at| u8::from_str_radix(&seed[at * 2..at * 2 + 2], 16).unwrap())
                    .collect();
                for held in files(&copy) {
                    let bytes = fs::read(&held).unwrap();
                    let has = |part: &[u8]| bytes.windows(part.len()).any(|found| found == part);
                    assert!(!has(seed.as_bytes()) && !has(&raw), "{}", held.display());
                }
            }
        }
        let (target, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(0), "{outcome:#}");
        assert_as_promised(&outcome, "restore");
        let log = &outcome["logs"][0];
        assert_eq!(
            (&log["missing"], &log["signed"]),
            (&"nothing".into(), &true.into())
        );
        assert_eq!(log["restored_in"], log["size"]);
        let back = Db::open(&target).await.unwrap();
        for table in ["site", "camera", "disclosure", "unit", "kommun"] {
            assert_eq!(rows(&back, table).await, rows(db, table).await, "{table}");
        }
        assert_eq!(
            count(&back, "tl_entry").await,
            count(db, "tl_entry").await + 1
        );
        back.close().await.unwrap();
        let (code, said) = run(&house.path("signer"), &target, &["log", "verify"]);
        assert_eq!(code, Some(0), "{said}");
        let again = [
            "restore",
            copy.to_str().unwrap(),
            "--reason",
            "en gång till",
        ];
        let (code, said) = run(&house.path("signer"), &target, &again);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("is not empty"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_made_while_others_write_is_of_one_moment() {
    for house in houses().await {
        let (db, kommun) = (house.engine.db.clone(), house.kommun);
        let (tell, mut told) = tokio::sync::oneshot::channel::<()>();
        let writing = tokio::spawn(async move {
            while told.try_recv().is_err() {
                append(&db, kommun).await;
            }
        });
        let signer = house.path(SIGNER);
        let source = Source {
            db: &house.engine.db,
            url: &house.engine.url,
            signer: &signer,
            kommuner: &[house.kommun],
        };
        let before = house.size().await;
        let (copy, manifest) = take(source, &house.path("kopior"), NOW).await.unwrap();
        let after = house.size().await;
        tell.send(()).unwrap();
        writing.await.unwrap();
        let size = manifest.logs[0].size;
        assert!(before <= size && size <= after, "{before} {size} {after}");
        let (_, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(0), "{outcome:#}");
        assert_eq!(
            outcome["logs"][0]["size"], size,
            "the manifest is of the same moment"
        );
        assert!(
            take(source, &house.path("kopior"), NOW).await.is_err(),
            "not twice in a second"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_after_the_copy_is_named_as_missing_and_nothing_is_signed_until_somebody_adopts()
 {
    for house in houses().await {
        let size = house.size().await;
        let (copy, _) = house.copied("kopior");
        for _ in 0..3 {
            house.write().await;
        }
        let (target, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(1), "{outcome:#}");
        assert_as_promised(&outcome, "restore");
        let log = &outcome["logs"][0];
        assert_eq!(log["missing"], "entries");
        assert_eq!(log["missing_from"], size);
        assert_eq!(log["missing_until"], size + 2);
        assert_eq!(
            (&outcome["restored"], &log["signed"]),
            (&true.into(), &false.into())
        );
        let signer = house.path("signer");
        let (code, said) = run(&signer, &target, &["log", "checkpoint"]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("rollback") || said.contains("fork"), "{said}");
        let adopt = ["log", "adopt", "--reason", "Jämfört med kvitton"];
        let (code, said) = run(&signer, &target, &adopt);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(run(&signer, &target, &["log", "checkpoint"]).0, Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_signers_memory_nobody_can_say_what_is_missing_and_that_is_said() {
    for house in houses().await {
        let (copy, _) = house.copied("kopior");
        let folder = objektiv::ledger::signer::Signer::directory(&house.path(SIGNER), ORIGIN);
        fs::remove_file(folder.join("state.json")).unwrap();
        let (_, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(1), "{outcome:#}");
        let log = &outcome["logs"][0];
        assert_eq!(
            (&log["missing"], &log["signed"]),
            (&"unknown".into(), &false.into())
        );
        assert!(log["why"].as_str().unwrap().contains("memory"), "{log:#}");
    }
}

/// Who was signed in, and text that was erased after the copy: neither comes back with it.
#[tokio::test(flavor = "multi_thread")]
async fn erasures_are_carried_out_again_and_everybody_is_signed_out() {
    for house in houses().await {
        let db = &house.engine.db;
        let sessions = objektiv::account::session::Store {
            db: db.clone(),
            clock: objektiv::clock::Clock::Frozen(NOW),
        };
        let record = Record {
            id: Id::default(),
            data: std::collections::HashMap::default(),
            expiry_date: NOW + time::Duration::hours(8),
        };
        sessions.save(&record).await.unwrap();
        let (copy, _) = house.copied("kopior");
        let backend = db.read().pool().get_database_backend();
        let first = "SELECT ledger_idx FROM disclosure ORDER BY id LIMIT 1".to_owned();
        let first = sea_orm::Statement::from_string(backend, first);
        let row = sea_orm::ConnectionTrait::query_one_raw(db.read(), first).await;
        let entry: i64 = row.unwrap().unwrap().try_get_by_index(0).unwrap();
        let number = entry.to_string();
        let decided = [
            "log",
            "erase",
            &number,
            "--field",
            "case",
            "--decision",
            "KS 2026/77",
            "--ground",
            "Gallringsplan 4.2",
            "--decided-by",
            "Karin Berg",
        ];
        let (code, said) = house.run(&decided);
        assert_eq!(code, Some(0), "{said}");
        let (target, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(0), "it was never signed: {outcome:#}");
        assert_eq!(outcome["logs"][0]["erased_again"], 1);
        let back = Db::open(&target).await.unwrap();
        assert_eq!(count(&back, "session").await, 0);
        let field = format!("tl_disclosure WHERE idx = {entry} AND name = 'case'");
        assert_eq!(count(&back, &field).await, 0);
        back.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_the_one_that_was_written_is_refused_before_anything_is_put_anywhere() {
    for house in houses().await {
        let (copy, said) = house.copied("kopior");
        let file = copy.join(said["file"].as_str().unwrap());
        let mut bytes = fs::read(&file).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
        let (target, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(2));
        let said = outcome.as_str().unwrap();
        assert!(said.contains("is not the file that was written"), "{said}");
        if house.engine.db.is_sqlite() {
            let file = target.trim_start_matches("sqlite://");
            assert!(!Path::new(file).exists());
        }
    }
}

/// Somebody changes the register in the copy and writes its digest anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_whose_log_is_not_as_it_was_written_is_not_put_in_place() {
    for house in houses().await {
        if !house.engine.db.is_sqlite() {
            continue;
        }
        let (copy, _) = house.copied("kopior");
        forge(&copy).await;
        let (target, code, outcome) = restore(&house, &copy).await;
        assert_eq!(code, Some(1), "{outcome:#}");
        assert_eq!(outcome["restored"], false);
        assert_eq!(outcome["logs"][0]["verdict"], "tampered");
        let file = target.trim_start_matches("sqlite://");
        for end in ["", ".restoring", ".restoring-wal"] {
            assert!(!Path::new(&format!("{file}{end}")).exists(), "{end}");
        }
    }
}

async fn forge(copy: &Path) {
    let file = copy.join("register.db");
    let db = Db::open(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    // Whatever refuses changes is taken away first.
    disarm(&db).await;
    let change = "UPDATE disclosure SET body = replace(body, 'K', 'X')";
    sea_orm::ConnectionTrait::execute_unprepared(db.read(), change)
        .await
        .unwrap();
    db.close().await.unwrap();
    let path = copy.join("manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let hashed = Command::new("sha256sum").arg(&file).output().unwrap();
    let hashed = String::from_utf8(hashed.stdout).unwrap();
    manifest["sha256"] = hashed.split_whitespace().next().unwrap().into();
    manifest["bytes"] = fs::metadata(&file).unwrap().len().into();
    fs::write(&path, manifest.to_string()).unwrap();
}

async fn disarm(db: &Db) {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'".to_owned();
    let triggers = sea_orm::Statement::from_string(sea_orm::DatabaseBackend::Sqlite, sql);
    let found = sea_orm::ConnectionTrait::query_all_raw(db.read(), triggers).await;
    for row in found.unwrap() {
        let name: String = row.try_get_by_index(0).unwrap();
        let drop = format!("DROP TRIGGER \"{name}\"");
        sea_orm::ConnectionTrait::execute_unprepared(db.read(), &drop)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copies_and_the_keys_never_lie_in_one_another() {
    for house in houses().await {
        let inside: String = house.path(SIGNER).join("kopior").display().to_string();
        for to in [inside, house.folder.path().display().to_string()] {
            let (code, said) = house.run(&["backup", &to]);
            assert_eq!(code, Some(2), "{said}");
            assert!(said.contains("must not bring the keys"), "{said}");
        }
        let (code, said) = house.run(&["log", "verify"]);
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn a_folder_that_does_not_exist_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["restore", "kopior/igår", "--reason", "Disken gick sönder"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("there is no folder kopior/igår"), "{said}");
    assert!(said.contains("--backup-to"), "{said}");
}
