//! What went wrong with other logs, and the test that fails if it goes wrong with ours.
//!
//! | incident | test |
//! |---|---|
//! | a second, inconsistent view was signed (Venafi 2017, Trust Asia 2020 and 2021) | `signing::a_log_that_was_rebuilt_completely_is_not_signed`, `outside::witness::a_witness_refuses_another_log_under_the_same_key_and_a_shorter_one_is_an_alarm`, `crash::several_processes_sign_one_log_in_turn_and_what_they_sign_is_one_history` |
//! | a flipped bit was signed over (Yeti 2022, Nessie 2024) | [`a_flipped_bit_is_never_signed_over`] |
//! | a migration lost rows (Oak 2022) | [`a_copy_that_lost_a_row_on_the_way_is_not_taken_over`] |
//! | the operator removed the database, or brought an old one back (Yeti 2022 and 2023) | `signing::an_old_backup_is_not_signed`, `signing::an_old_backup_that_grew_past_what_was_signed_is_not_signed` |
//! | the disk was full (Mammoth 2024h1) | `faults::a_full_disk_loses_nothing_that_was_acknowledged`, `faults::a_disk_that_fails_in_the_middle_loses_nothing_that_was_acknowledged`, `faults::signer::while_the_memory_cannot_be_read_or_written_nothing_is_signed` |
//! | the clock was wrong (Mammoth 2025h1) | `append::the_order_is_that_of_idx_even_when_the_clock_is_set_back`, `outside::levels::entries_dated_after_the_stamp_that_covers_them_are_named` |
//! | a failed write was followed by the next (Azul 2025) | [`after_a_write_that_failed_the_next_entry_follows_what_is_stored`] |
//! | no write waited for the disk (Compact Log 2025) | [`every_connection_waits_for_the_disk`], `faults::each_append_waits_for_the_disk` |
//! | a cache answered with another proof (log2026a) | `outside::daily::everybody_can_read_the_checkpoint_of_the_day_and_nothing_newer` |
//! | the writer and the checkpointer of SQLite raced (3.7.0 to 3.51.2) | [`the_sqlite_that_is_built_in_is_one_without_the_race`], [`a_copy_of_a_live_database_verifies`] |
//! | two writers read the same head | `crash::several_processes_append_to_one_log_without_failure_fork_or_gap`, `append::sixty_four_people_at_once_get_sixty_four_entries_without_failure_fork_or_gap` |
//! | nanoseconds were hashed and microseconds stored | `append::an_instant_with_nanoseconds_is_stored_as_it_is_hashed` |
//! | the log was verified in the order of its times | `append::the_order_is_that_of_idx_even_when_the_clock_is_set_back` |
//! | an erasure broke the chain, or left the text elsewhere | `gallring::an_erased_release_says_what_is_erased_and_the_log_and_the_register_agree`, `gallring::the_files_of_the_database_no_longer_hold_what_was_erased` |
//! | the tests of the database were skipped | [`no_test_is_put_aside`] |
//! | a proof was for another size of the tree | `oracles::a_proof_for_another_size_of_the_log_does_not_pass_for_this_one` |
//! | the log was written after the fact, and not at all when that failed | [`a_release_whose_entry_cannot_be_written_is_not_recorded`] |
//! | the log went away with its owner | [`a_log_goes_away_with_nothing`] |
//! | an export left no trace | [`an_export_is_an_entry`] |
//! | the verifier always passes, or always fails | `self_test::every_seeded_tampering_is_found_and_the_log_itself_is_untouched` |

use std::process::Command;

use objektiv::db::Db;
use objektiv::ledger::append::append;
use objektiv::ledger::audit::verify;
use objektiv::ledger::keys::ready;
use objektiv::ledger::read::{self, StoredEntry};
use objektiv::ledger::signing::{SignError, sign};
use objektiv::ledger::store::import;
use objektiv::ledger::verify::Verdict;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use super::meddling::{disarm, put, stored};
use super::{EKEBRO, NINE, ORIGIN, appended, log_of, opened, release, verified};
use crate::disclosures::{at_the_counter, recorded, release as release_at};
use crate::engine::{Engine, engines, sqlite};

#[tokio::test]
async fn a_flipped_bit_is_never_signed_over() {
    for engine in engines().await {
        opened(&engine).await;
        let outside = tempfile::tempdir().unwrap();
        let signer = ready(&engine.db, EKEBRO, outside.path(), NINE)
            .await
            .unwrap();
        for number in 1..=6 {
            appended(&engine, NINE, release(number)).await;
        }
        disarm(&engine).await;
        let right = stored(&engine, 5).await;
        for (byte, bit) in [(0, 0), (40, 3), (90, 7)] {
            let (mut bytes, mut leaf) = (right.bytes.clone(), right.leaf.clone());
            bytes[byte] ^= 1 << bit;
            put(&engine, 5, bytes, leaf.clone()).await;
            let refused = sign(&engine.db, EKEBRO, &signer, NINE).await;
            assert!(
                matches!(refused, Err(SignError::Refused { .. })),
                "entry, byte {byte}"
            );
            leaf[byte % 32] ^= 1 << bit;
            put(&engine, 5, right.bytes.clone(), leaf).await;
            let refused = sign(&engine.db, EKEBRO, &signer, NINE).await;
            assert!(
                matches!(refused, Err(SignError::Refused { .. })),
                "leaf, byte {byte}"
            );
        }
        put(&engine, 5, right.bytes, right.leaf).await;
        assert!(sign(&engine.db, EKEBRO, &signer, NINE).await.is_ok());
    }
}

#[tokio::test]
async fn a_copy_that_lost_a_row_on_the_way_is_not_taken_over() {
    for from in engines().await {
        log_of(&from, 8).await;
        let db = from.db.read();
        let entries = read::entries(db, EKEBRO, 0, 9).await.unwrap();
        let fields = read::fields(db, EKEBRO, 0, 9).await.unwrap();
        let whole = verify(db, EKEBRO, None).await.unwrap();
        for lost in [0, 4, 8] {
            let to = sqlite().await;
            let mut rows: Vec<StoredEntry> = entries.clone();
            rows.remove(lost);
            let tx = to.db.begin_write().await.unwrap();
            let taken = import(&*tx, EKEBRO, ORIGIN, &rows, &fields).await;
            if lost == 8 {
                // A tail that is gone can only be seen by who remembers it: the root and the size differ.
                tx.commit().await.unwrap();
                assert_ne!(verified(&to).await.root, whole.root);
            } else {
                assert!(taken.is_err(), "without entry {lost}");
            }
        }
        let to = sqlite().await;
        let tx = to.db.begin_write().await.unwrap();
        import(&*tx, EKEBRO, ORIGIN, &entries, &fields)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let copy = verified(&to).await;
        assert_eq!((copy.verdict, copy.root), (Verdict::Intact, whole.root));
    }
}

/// Refuses to store in a table.
async fn refuse(engine: &Engine, table: &str) {
    let sql = match engine.backend() {
        DatabaseBackend::Sqlite => format!(
            "CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END"
        ),
        _ => format!(
            "CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION tl_refuse()"
        ),
    };
    engine.meddle(&sql, []).await;
}

async fn mend(engine: &Engine, table: &str) {
    let on = if engine.db.is_sqlite() {
        String::new()
    } else {
        format!(" ON {table}")
    };
    engine.meddle(&format!("DROP TRIGGER broken{on}"), []).await;
}

#[tokio::test]
async fn after_a_write_that_failed_the_next_entry_follows_what_is_stored() {
    for engine in engines().await {
        log_of(&engine, 3).await;
        for table in ["tl_entry", "tl_node", "tl_disclosure"] {
            refuse(&engine, table).await;
            let tx = engine.db.begin_write().await.unwrap();
            let failed = append(&tx, EKEBRO, NINE, release(4)).await;
            let failed = match failed {
                // An entry that completes no subtree writes no node.
                Ok(_) if table == "tl_node" => append(&tx, EKEBRO, NINE, release(5)).await,
                other => other,
            };
            assert!(failed.is_err(), "{table}");
            drop(tx);
            mend(&engine, table).await;
            let before = verified(&engine).await;
            assert_eq!(before.verdict, Verdict::Intact, "{:?}", before.levels);
            let next = appended(&engine, NINE, release(6)).await;
            assert_eq!(next.idx, before.size);
            assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
        }
    }
}

async fn text(db: &Db, sql: &str) -> String {
    let backend = db.read().get_database_backend();
    let row = db
        .read()
        .query_one_raw(Statement::from_string(backend, sql));
    let row = row.await.unwrap().unwrap();
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i32>(0).map(|n| n.to_string()))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_waits_for_the_disk() {
    for engine in engines().await {
        // As many as the pool may have, all in use at once.
        let asked = (0..8).map(|_| {
            let db = engine.db.clone();
            tokio::spawn(async move {
                if db.is_sqlite() {
                    let mode = text(&db, "PRAGMA journal_mode").await;
                    (mode, text(&db, "PRAGMA synchronous").await)
                } else {
                    let mode = text(&db, "SHOW fsync").await;
                    (mode, text(&db, "SHOW synchronous_commit").await)
                }
            })
        });
        for asked in asked.collect::<Vec<_>>() {
            let (mode, waits) = asked.await.unwrap();
            if engine.db.is_sqlite() {
                assert_eq!((mode.as_str(), waits.as_str()), ("wal", "2"), "FULL");
            } else {
                // The server's own setting is the operator's; ours must not turn it off.
                assert_eq!(waits, "on");
            }
        }
    }
}

#[tokio::test]
async fn the_sqlite_that_is_built_in_is_one_without_the_race() {
    let version = text(&sqlite().await.db, "SELECT sqlite_version()").await;
    let numbers: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
    assert_ne!(version, "3.52.0", "it was withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_live_database_verifies() {
    let engine = sqlite().await;
    log_of(&engine, 20).await;
    let db = engine.db.clone();
    let writer = tokio::spawn(async move {
        for number in 0..200 {
            let tx = db.begin_write().await.unwrap();
            append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    let directory = tempfile::tempdir().unwrap();
    let mut sizes = Vec::new();
    for number in 0..5 {
        let copy = directory.path().join(format!("copy{number}.db"));
        let sql = format!("VACUUM INTO '{}'", copy.display());
        engine.db.read().execute_unprepared(&sql).await.unwrap();
        let copy = Db::open(&format!("sqlite://{}", copy.display()))
            .await
            .unwrap();
        let report = verify(copy.read(), EKEBRO, None).await.unwrap();
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        sizes.push(report.size);
        copy.close().await.unwrap();
    }
    writer.await.unwrap();
    assert!(sizes.is_sorted() && sizes[0] >= 21, "{sizes:?}");
    assert_eq!(verified(&engine).await.size, 221);
}

#[test]
fn no_test_is_put_aside() {
    // The exceptions: a child process that other tests start, and real recorder software in a stage of its own.
    let mark = concat!("#[", "ignore");
    let mut found = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let marked = text
                    .lines()
                    .filter(|line| line.trim_start().starts_with(mark));
                found.extend(marked.map(|line| (path.clone(), line.trim().to_owned())));
            }
        }
    }
    let known = ["the child process", "tests/run zoneminder"];
    found.retain(|(_, line)| !known.iter().any(|reason| line.contains(reason)));
    assert_eq!(found, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_whose_entry_cannot_be_written_is_not_recorded() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        refuse(&engine, "tl_entry").await;
        let refused = release_at(&mut officer, &site, &[]).await;
        assert_eq!(refused.status, 500);
        assert!(recorded(&engine, town.kommun).await.is_empty());
        mend(&engine, "tl_entry").await;
        let done = release_at(&mut officer, &site, &[]).await;
        assert_eq!(done.status, 303);
        assert_eq!(recorded(&engine, town.kommun).await[0].data.number, 1);
    }
}

#[tokio::test]
async fn a_log_goes_away_with_nothing() {
    for engine in engines().await {
        let sql = match engine.backend() {
            DatabaseBackend::Sqlite => {
                "SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name) f \
                 WHERE s.type = 'table' AND (s.name LIKE 'tl\\_%' ESCAPE '\\' OR f.on_delete = 'CASCADE' \
                 AND s.name IN ('disclosure', 'revision'))"
            }
            _ => {
                "SELECT count(*)::int FROM information_schema.table_constraints t \
                 JOIN information_schema.referential_constraints r USING (constraint_schema, constraint_name) \
                 WHERE t.table_name LIKE 'tl\\_%' OR r.delete_rule = 'CASCADE' \
                 AND t.table_name IN ('disclosure', 'revision')"
            }
        };
        assert_eq!(text(&engine.db, sql).await, "0");
    }
}

#[tokio::test]
async fn an_export_is_an_entry() {
    for engine in engines().await {
        let outside = tempfile::tempdir().unwrap();
        opened_for_the_command(&engine).await;
        let run = Command::new(env!("CARGO_BIN_EXE_objektiv"))
            .args(["log", "export", "--database", &engine.url, "--signer"])
            .arg(outside.path())
            .arg(outside.path().join("tiles"))
            .args(["--reason", "Tillsyn av IMY, dnr 2026-77"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        let report = verified(&engine).await;
        let last = stored(&engine, report.size - 1).await;
        let entry = objektiv::ledger::Entry::parse(&last.bytes).unwrap();
        assert_eq!(entry.kind, objektiv::ledger::EntryKind::Export);
        assert!(outside.path().join("tiles/checkpoint").exists());
    }
}

/// A kommun with a log that is just beginning, as the command line finds it.
pub async fn opened_for_the_command(engine: &Engine) {
    let kommun = objektiv::organisation::Kommun {
        name: "Ekebro kommun".into(),
        log_origin: ORIGIN.into(),
        dpo_contact: String::new(),
        zone_epsg: None,
        public_diary: false,
        ..objektiv::organisation::Kommun::default()
    };
    let tx = engine.db.begin_write().await.unwrap();
    objektiv::organisation::store::found(&*tx, &kommun)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    opened(engine).await;
}
