use std::fs;

use objektiv::db::moving::Leaving;
use objektiv::ledger::signer::Signer;
use sea_orm::ConnectionTrait;

use super::super::{ORIGIN, SIGNER, run};
use super::{Movers, postgres_to_fill, raw, texts};

/// Everything that is in a database, by name.
async fn all_in(url: &str) -> Vec<Vec<String>> {
    let all = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname";
    texts(&raw(url).await, all).await
}

impl Movers {
    /// Fails unless nothing is in the target, and the register is as usable as it was.
    pub(super) async fn assert_nothing_happened(&self, verifies: Option<i32>) {
        assert_eq!(all_in(&self.target).await, [[""; 0]; 0]);
        let (code, said) = self.house.run(&["log", "verify"]);
        assert_eq!(code, verifies, "{said}");
    }

    /// Moving fails with a text that says this.
    fn assert_refused(&self, told: &[&str]) {
        let (code, said) = self.go();
        assert_eq!(code, Some(2), "{said}");
        let said = said.as_str().unwrap();
        for told in told {
            assert!(said.contains(told), "{told}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn into_a_database_that_is_not_empty_nothing_is_moved() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    movers.leave().await;
    let before = movers.house.path("before.db");
    fs::copy(movers.file(), &before).unwrap();
    let used = postgres_to_fill(true).await.unwrap();
    let session = "INSERT INTO session (id, data, expires_at) VALUES ('a', '{}', now())";
    raw(&used).await.execute_unprepared(session).await.unwrap();
    let foreign = postgres_to_fill(false).await.unwrap();
    let other = "CREATE TABLE sheep (id bigint)";
    raw(&foreign).await.execute_unprepared(other).await.unwrap();
    for (target, named) in [(&used, "session"), (&foreign, "sheep")] {
        let there = all_in(target).await;
        let (code, said) = movers.go_to(target);
        assert_eq!(code, Some(2), "{said}");
        let said = said.as_str().unwrap();
        assert!(said.contains("not empty") && said.contains(named), "{said}");
        assert_eq!(all_in(target).await, there);
    }
    let rows = texts(&raw(&used).await, "SELECT count(*)::text FROM kommun").await;
    assert_eq!(rows, [["0"]]);
    movers.assert_nothing_happened(Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_postgresql_answers_nothing_is_moved_and_the_address_is_named() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    movers.leave().await;
    let nobody = "postgres://objektiv:hemligt@127.0.0.1:1/register";
    let (code, said) = movers.go_to(nobody);
    assert_eq!(code, Some(2), "{said}");
    let said = said.as_str().unwrap();
    for told in [
        "nothing was moved",
        "@127.0.0.1:1/register",
        "see that it runs",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("hemligt"), "{said}");
    movers.assert_nothing_happened(Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_tampered_with_stays_where_it_is() {
    for (table, change) in [
        (
            "tl_entry",
            "UPDATE tl_entry SET entry = x'7b7d' WHERE idx = 3",
        ),
        (
            "disclosure",
            "UPDATE disclosure SET body = replace(body, 'K', 'X')",
        ),
        ("tl_head", "DELETE FROM tl_head"),
    ] {
        let Some(movers) = Movers::ready().await else {
            return;
        };
        let disarm = |verb| format!("DROP TRIGGER IF EXISTS {table}_no_{verb}");
        let sql = [&disarm("update"), &disarm("delete"), change];
        movers.meddle_and_leave(&sql).await;
        let (code, said) = movers.go();
        assert_eq!(code, Some(1), "{table}: {said:#}");
        crate::schema::assert_as_promised(&said, "move");
        assert_eq!(said["moved"], false);
        assert_eq!(said["logs"][0]["verdict"], "tampered", "{table}: {said:#}");
        assert_eq!(all_in(&movers.target).await, [[""; 0]; 0], "{table}");
        let (code, said) = movers.house.run(&["move", "--to", &movers.target]);
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains("FEL  nivå") && said.contains("flyttades INTE"),
            "{said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_lacks_what_was_signed_stays_where_it_is_and_so_does_one_of_which_nobody_knows()
 {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let old = movers.house.path("old.db");
    movers.house.engine.db.copy_to(&old).await.unwrap();
    let size = movers.house.size().await;
    movers.house.write().await;
    movers.leave().await;
    let url = format!("sqlite://{}", old.display());
    let signer = movers.house.path("signer");
    let arguments = ["move", "--to", &movers.target, "--format", "json"];
    let (code, said) = run(&signer, &url, &arguments);
    assert_eq!(code, Some(1), "{said}");
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let log = &said["logs"][0];
    assert_eq!(
        (&log["missing"], &log["missing_from"]),
        (&"entries".into(), &size.into())
    );
    movers.assert_nothing_happened(Some(0)).await;

    let folder = Signer::directory(&movers.house.path(SIGNER), ORIGIN);
    fs::remove_file(folder.join("state.json")).unwrap();
    let (code, said) = movers.go();
    assert_eq!(code, Some(2), "{said:#}");
    assert_eq!(
        (&said["moved"], &said["logs"][0]["missing"]),
        (&false.into(), &"unknown".into())
    );
    movers.assert_nothing_happened(Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_somebody_has_the_file_open_nothing_is_moved_and_while_it_is_moved_nobody_opens_it() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    movers.assert_refused(&["another program has it open", "nothing was moved"]);
    movers.leave().await;
    let url = &movers.house.engine.url;
    let held = Leaving::hold(url).await.unwrap();
    let mut impatient = sea_orm::ConnectOptions::new(url);
    impatient.map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(std::time::Duration::ZERO));
    let error = sea_orm::Database::connect(impatient).await;
    let error = error.expect_err("it is held").to_string();
    assert!(error.contains("locked"), "{error}");
    held.let_go().await.unwrap();
    movers.assert_nothing_happened(Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_does_not_fit_is_named_and_nothing_is_kept_of_the_rows_before_it() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let odd = "UPDATE account SET name = 'Karin' || char(0) WHERE id = 3";
    movers.meddle_and_leave(&[odd]).await;
    movers.assert_refused(&["table account", "column name", "row 3", "NUL"]);
    movers.assert_nothing_happened(Some(0)).await;
    let broken = [
        "UPDATE account SET name = 'Karin' WHERE id = 3",
        "PRAGMA foreign_keys = OFF",
        "UPDATE site SET unit_id = 4711 WHERE id = 2",
    ];
    let db = raw(&movers.house.engine.url).await;
    for sql in broken {
        db.execute_unprepared(sql).await.unwrap();
    }
    db.close().await.unwrap();
    movers.assert_refused(&["table site", "fk_site_unit_id", "nothing was moved"]);
    movers.assert_nothing_happened(Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_of_another_schema_has_to_be_brought_up_to_date_first() {
    let Some(movers) = Movers::ready().await else {
        return;
    };
    let behind =
        "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)";
    movers.meddle_and_leave(&[behind]).await;
    movers.assert_refused(&["schema", "objektiv log verify"]);
    assert_eq!(all_in(&movers.target).await, [[""; 0]; 0]);
    let (code, said) = movers.house.run(&["log", "verify"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = movers.go();
    assert_eq!(code, Some(0), "{said:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_out_of_sqlite_and_only_into_postgresql_and_a_password_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}", folder.path().join("register.db").display());
    let postgres = "postgres://objektiv:hemligt@127.0.0.1:1/register";
    for (from, to, told) in [
        (postgres, postgres, "is not in SQLite"),
        (&*file, &*file, "is no address of PostgreSQL"),
        (
            &*file,
            "mysql://objektiv:hemligt@127.0.0.1/x",
            "is no address of PostgreSQL",
        ),
        (&*file, postgres, "there is no register at"),
    ] {
        let (code, said) = run(folder.path(), from, &["move", "--to", to]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(told), "{told}: {said}");
        assert!(!said.contains("hemligt"), "{said}");
    }
    fs::write(folder.path().join("register.db"), "").unwrap();
    let (code, said) = run(folder.path(), &file, &["move", "--to", postgres]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("no register in the file"), "{said}");
    assert!(!said.contains("hemligt"), "{said}");
    let (code, said) = run(folder.path(), &file, &["move"]);
    assert_eq!(code, Some(64), "{said}");
}
