//! Gallring: on a recorded decision the text of a release is gone, from the log, the register and the files of the
//! database, and the log verifies as before.

use std::path::{Path, PathBuf};

use objektiv::disclosure::delivery::store::of_disclosure;
use objektiv::disclosure::store::Recorded;
use objektiv::ledger::audit;
use objektiv::ledger::erasure::{Decision, Remembered, Target, scrub};
use objektiv::ledger::fields::FieldState;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::verify::{Report, Tampering, Verdict};
use objektiv::organisation::KommunId;
use objektiv::register::cases::RegisterCases;
use objektiv::register::erasure::{again, erase, replay};
use sea_orm::ConnectionTrait;

use crate::browser::{Browser, NOW, Town};
use crate::disclosures::{at_a_signed_counter, recorded, release};
use crate::engine::{Engine, engines, postgres_elsewhere};
use crate::ledger::fields::states_in;

/// Words that stand nowhere else.
const OFFICER: &str = "Inspektör Zacharias Quist";
const MATTER: &str = "Stulen lastcykel med nummer 77-ZQX";

struct Released {
    engine: Engine,
    town: Town,
    officer: Browser,
    one: Recorded,
    path: String,
    _signer: tempfile::TempDir,
}

async fn released() -> Vec<Released> {
    let mut all = Vec::new();
    for engine in engines().await {
        let (town, mut officer, site, signer) = at_a_signed_counter(&engine).await;
        let typed = [("officer", OFFICER), ("matter", MATTER)];
        let path = release(&mut officer, &site, &typed).await.location;
        release(&mut officer, &site, &[]).await;
        let one = recorded(&engine, town.kommun).await.pop().unwrap();
        all.push(Released {
            engine,
            town,
            officer,
            one,
            path,
            _signer: signer,
        });
    }
    all
}

fn decision(one: &Recorded, fields: &[&str]) -> Decision {
    Decision {
        targets: vec![Target {
            idx: u64::try_from(one.ledger_idx).unwrap(),
            fields: fields.iter().map(ToString::to_string).collect(),
        }],
        number: "KS 2026/114".to_owned(),
        ground: "Dokumenthanteringsplan 4.2".to_owned(),
        decided_by: "Kommunarkivet".to_owned(),
    }
}

async fn erased(released: &Released, fields: &[&str]) {
    let tx = released.engine.db.begin_write().await.unwrap();
    let decision = decision(&released.one, fields);
    erase(&tx, released.town.kommun, &decision, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn verified(engine: &Engine, kommun: KommunId) -> Report {
    let cases = RegisterCases {
        db: engine.db.read(),
        kommun,
    };
    audit::verify(engine.db.read(), kommun, Some(&cases))
        .await
        .unwrap()
}

fn found(report: &Report) -> Option<(Tampering, u64)> {
    let level = report.levels.iter().find(|level| level.ok == Some(false))?;
    Some((level.tampering?, level.first_bad?))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_release_says_what_is_erased_and_the_log_and_the_register_agree() {
    for mut released in released().await {
        erased(&released, &["requester", "case"]).await;
        let page = released.officer.open_page(&released.path).await;
        assert!(
            page.has("Gallrad") && page.has("entre.mp4"),
            "{}",
            page.text()
        );
        assert!(!page.has(OFFICER) && !page.has(MATTER));
        let list = released.officer.open_page("/utlamnanden").await;
        assert!(list.has("Gallrad") && !list.has(MATTER));
        let report = verified(&released.engine, released.town.kommun).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        // Later, in a decision of its own, the rest.
        erased(
            &released,
            &["files", "interval", "cameras", "decided_by", "delivery"],
        )
        .await;
        let page = released.officer.open_page(&released.path).await;
        assert!(
            !page.has("entre.mp4") && !page.has("1970"),
            "{}",
            page.text()
        );
        let report = verified(&released.engine, released.town.kommun).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        let idx = u64::try_from(released.one.ledger_idx).unwrap();
        let states = states_in(&released.engine, released.town.kommun, idx).await;
        assert_eq!(states["number"], FieldState::Present);
        assert!(matches!(states["case"], FieldState::Erased(_)));
    }
}

/// Every file that the database keeps rows in.
async fn files(engine: &Engine) -> Vec<PathBuf> {
    if let Some(file) = engine.url.strip_prefix("sqlite://") {
        return vec![file.into(), format!("{file}-wal").into()];
    }
    let text = |sql: &'static str| async move {
        let statement = sea_orm::Statement::from_string(engine.backend(), sql);
        let row = engine
            .db
            .read()
            .query_one_raw(statement)
            .await
            .unwrap()
            .unwrap();
        row.try_get_by_index::<String>(0).unwrap()
    };
    // Written to the files, not only to shared memory.
    engine.meddle("CHECKPOINT", []).await;
    let data = text("SHOW data_directory").await;
    let place = text("SELECT pg_relation_filepath('disclosure')").await;
    let folder = Path::new(&data).join(place);
    std::fs::read_dir(folder.parent().unwrap())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect()
}

fn holding(files: &[PathBuf], text: &str) -> Vec<PathBuf> {
    let holds = |path: &&PathBuf| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    files.iter().filter(holds).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_the_database_no_longer_hold_what_was_erased() {
    for released in released().await {
        let idx = u64::try_from(released.one.ledger_idx).unwrap();
        let (db, kommun) = (released.engine.db.read(), released.town.kommun);
        let sealed = objektiv::ledger::read::fields(db, kommun, idx, idx + 1)
            .await
            .unwrap();
        let texts: Vec<String> = sealed
            .into_iter()
            .filter(|field| field.name == "requester" || field.name == "case")
            .map(|field| field.text)
            .chain([OFFICER.to_owned(), MATTER.to_owned()])
            .collect();
        assert_eq!(texts.len(), 4);
        let before = files(&released.engine).await;
        for text in &texts {
            assert!(!holding(&before, text).is_empty(), "it was there: {text}");
        }
        erased(&released, &["requester", "case"]).await;
        scrub(&released.engine.db).await.unwrap();
        let after = files(&released.engine).await;
        for text in &texts {
            assert_eq!(holding(&after, text), Vec::<PathBuf>::new(), "{text}");
        }
        // What was not erased is still there: the test reads the right files.
        assert!(!holding(&after, "entre.mp4").is_empty());
    }
}

/// PostgreSQL keeps dead rows for transactions that began before, even for those in other databases of the server.
#[tokio::test(flavor = "multi_thread")]
async fn scrubbing_waits_for_those_who_may_still_see_what_was_erased() {
    for released in released().await {
        if released.engine.db.is_sqlite() {
            continue;
        }
        let elsewhere = postgres_elsewhere().await;
        let writing = elsewhere.begin_write().await.unwrap();
        writing
            .execute_unprepared("SELECT txid_current()")
            .await
            .unwrap();
        erased(&released, &["requester"]).await;
        let db = released.engine.db.clone();
        let mut scrubbing = tokio::spawn(async move { scrub(&db).await });
        let patience = std::time::Duration::from_millis(700);
        let early = tokio::time::timeout(patience, &mut scrubbing).await;
        assert!(early.is_err(), "it did not wait: {early:?}");
        drop(writing);
        scrubbing.await.unwrap().unwrap();
        let after = files(&released.engine).await;
        assert_eq!(holding(&after, OFFICER), Vec::<PathBuf>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_emptied_without_a_decision_or_kept_in_spite_of_one_is_named() {
    for released in released().await {
        let (engine, kommun) = (&released.engine, released.town.kommun);
        let idx = u64::try_from(released.one.ledger_idx).unwrap();
        let on = if engine.db.is_sqlite() {
            ""
        } else {
            " ON disclosure"
        };
        engine
            .meddle(&format!("DROP TRIGGER disclosure_no_update{on}"), [])
            .await;
        let body = serde_json::to_value(&released.one.data).unwrap();
        let put = |body: serde_json::Value| async move {
            let sql = "UPDATE disclosure SET body = ? WHERE ledger_idx = ?";
            let values = [body.to_string().into(), released.one.ledger_idx.into()];
            engine.meddle(sql, values).await;
        };
        let mut emptied = body.clone();
        emptied["matter"] = "".into();
        put(emptied.clone()).await;
        let report = verified(engine, kommun).await;
        assert_eq!(
            found(&report),
            Some((Tampering::CaseEdited, idx)),
            "silently"
        );
        put("no record at all".into()).await;
        let report = verified(engine, kommun).await;
        assert_eq!(
            found(&report),
            Some((Tampering::CaseEdited, idx)),
            "so that it cannot be read"
        );
        emptied["erased"] = serde_json::json!(["case"]);
        put(emptied.clone()).await;
        let report = verified(engine, kommun).await;
        assert_eq!(
            found(&report),
            Some((Tampering::CaseEdited, idx)),
            "with a claim that it was decided"
        );
        put(body.clone()).await;
        erased(&released, &["case"]).await;
        put(body).await;
        let report = verified(engine, kommun).await;
        assert_eq!(
            found(&report),
            Some((Tampering::NotErased, idx)),
            "brought back"
        );
        // And is carried out again.
        let tx = engine.db.begin_write().await.unwrap();
        replay(&*tx, kommun).await.unwrap();
        tx.commit().await.unwrap();
        let report = verified(engine, kommun).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        assert_eq!(
            recorded(engine, kommun).await.pop().unwrap().data.matter,
            ""
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_refuses_every_change_of_a_release_but_an_erasure() {
    for released in released().await {
        let engine = &released.engine;
        let body = serde_json::to_value(&released.one.data).unwrap();
        let changed = |member: &str, value: serde_json::Value, erased: &[&str]| {
            let mut body = body.clone();
            body[member] = value;
            if !erased.is_empty() {
                body["erased"] = serde_json::json!(erased);
            }
            body.to_string()
        };
        let mut shorter = body.clone();
        shorter.as_object_mut().unwrap().remove("matter");
        shorter["erased"] = serde_json::json!(["case"]);
        let refused = [
            changed("matter", "Något annat".into(), &["case"]),
            changed("matter", "".into(), &[]),
            // The sealed field is still there: nothing was erased.
            changed("matter", "".into(), &["case"]),
            changed("number", 99.into(), &["case"]),
            changed("added", "x".into(), &["case"]),
            shorter.to_string(),
            "not json".to_owned(),
        ];
        for body in refused {
            let sql = "UPDATE disclosure SET body = ? WHERE ledger_idx = ?";
            let values = [body.clone().into(), released.one.ledger_idx.into()];
            assert!(engine.try_meddle(sql, values).await.is_err(), "{body}");
        }
        erased(&released, &["case"]).await;
        for column in [
            "version = 2",
            "number = 99",
            "recipient = 'annan'",
            "request_key = 'x'",
        ] {
            let sql = format!("UPDATE disclosure SET {column} WHERE ledger_idx = ?");
            let refused = engine
                .try_meddle(&sql, [released.one.ledger_idx.into()])
                .await;
            assert!(refused.is_err(), "{column}");
        }
    }
}

/// The log of an old backup does not tell of an erasure that was decided after it. The signer's directory does.
#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_carried_out_again_in_a_restored_backup_that_is_older() {
    for released in released().await {
        let (engine, kommun) = (&released.engine, released.town.kommun);
        let directory = tempfile::tempdir().unwrap();
        let signer = Signer::create(directory.path(), "kamera.ekebro.example/utlamnande").unwrap();
        // The backup is this database, in which it was never carried out.
        let decided = decision(&released.one, &["case", "requester"]);
        let remembered = Remembered::of(engine.db.read(), kommun, &decided)
            .await
            .unwrap();
        signer.remember_erasure(&remembered).unwrap();
        signer.remember_erasure(&remembered).unwrap();
        let kept = signer.erasures().unwrap();
        assert_eq!(kept, [remembered]);
        let tx = engine.db.begin_write().await.unwrap();
        assert_eq!(again(&tx, kommun, &kept, NOW).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let tx = engine.db.begin_write().await.unwrap();
        assert_eq!(again(&tx, kommun, &kept, NOW).await.unwrap(), 0, "once");
        tx.commit().await.unwrap();
        assert_eq!(
            recorded(engine, kommun).await.pop().unwrap().data.matter,
            ""
        );
        let report = verified(engine, kommun).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        // Another entry that has got the same number since is not taken for it.
        let mut other = kept[0].clone();
        other.targets[0].0 += 1;
        let tx = engine.db.begin_write().await.unwrap();
        assert_eq!(again(&tx, kommun, &[other], NOW).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_about_a_delivery_is_erased_from_the_log_and_the_register_alike() {
    const RECEIVER: &str = "Kriminalinspektör Quendela Zorn";
    for mut released in released().await {
        let form = format!("{}/overlamning", released.path);
        let typed = [("received_by", RECEIVER), ("note", "Legitimation visad")];
        let page = released.officer.fill_in(&form, &typed).await;
        assert!(page.has(RECEIVER));
        let (engine, kommun) = (&released.engine, released.town.kommun);
        let handed = of_disclosure(engine.db.read(), kommun, released.one.id)
            .await
            .unwrap()
            .pop()
            .unwrap();
        let changed = "UPDATE delivery SET body = replace(body, 'Zorn', 'Horn')";
        assert!(engine.try_meddle(changed, []).await.is_err());
        let mut decision = decision(&released.one, &["received_by", "handover"]);
        decision.targets[0].idx = u64::try_from(handed.ledger_idx).unwrap();
        let tx = engine.db.begin_write().await.unwrap();
        erase(&tx, kommun, &decision, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let page = released.officer.open_page(&released.path).await;
        assert!(
            page.has("Gallrad") && page.has("Per Holm"),
            "{}",
            page.text()
        );
        assert!(!page.has(RECEIVER) && !page.has("Legitimation") && !page.has("1970"));
        let report = verified(engine, kommun).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
    }
}
