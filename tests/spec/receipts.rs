//! From the counter to the receiver: nothing is said to be ready before the log has signed it, and the receipt holds
//! without us.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use axum::http::{StatusCode, header};
use objektiv::account::{Role, link};
use objektiv::clock::Clock;
use objektiv::ledger::footage::{self, Footage};
use objektiv::ledger::note::VerificationKey;
use objektiv::ledger::receipt::{Brought, Receipt};
use objektiv::ledger::signer::Signer;
use objektiv::ledger::verification::run::Task;
use objektiv::ledger::verify::{Tampering, Verdict};
use objektiv::ledger::{audit, keys, read};
use objektiv::organisation::KommunId;
use objektiv::register::cases::RegisterCases;
use objektiv::web::App;
use tempfile::TempDir;

use crate::browser::{Browser, NOW, Page, Town};
use crate::disclosures::{CLIP, counter_of, log_is_intact, recorded, release};
use crate::engine::{Engine, engines};

const ORIGIN: &str = "kamera.ekebro.example/utlamnande";
const FILM: &[u8] = b"abc";

/// A counter whose log is signed.
struct Counter {
    engine: Engine,
    signer: TempDir,
    town: Town,
    officer: Browser,
    site: String,
}

async fn counters() -> Vec<Counter> {
    let mut all = Vec::new();
    for engine in engines().await {
        let signer = tempfile::tempdir().unwrap();
        let town = Town::found_signed(engine.db.clone(), "ekebro", signer.path()).await;
        let (officer, site) = counter_of(&town).await;
        all.push(Counter {
            engine,
            signer,
            town,
            officer,
            site,
        });
    }
    all
}

impl Counter {
    async fn release(&mut self) -> String {
        let done = release(
            &mut self.officer,
            &self.site,
            &[("officer", "Insp. M. Holm")],
        )
        .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        done.location
    }

    fn key(&self) -> VerificationKey {
        let signer = Signer::open(self.signer.path(), ORIGIN).unwrap().unwrap();
        signer.public().unwrap().clone()
    }

    fn memory(&self) -> PathBuf {
        Signer::directory(self.signer.path(), ORIGIN).join("state.json")
    }

    async fn receipt(&mut self, path: &str) -> Receipt {
        let zip = self.officer.open_page(&format!("{path}/kvitto.zip")).await;
        Receipt::parse(&zip.bytes).unwrap()
    }

    fn holds(&self, receipt: &Receipt) -> Verdict {
        let film = Footage {
            name: "entre.mp4".into(),
            ..footage::hash(FILM, "entre.mp4", |_| {}).unwrap()
        };
        let report = receipt.check(&Brought {
            keys: &[self.key()],
            witnesses: &[],
            files: &[film],
        });
        report.verdict
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_signed_before_its_page_says_that_the_files_may_leave() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let page = counter.officer.open_page(&path).await;
        assert!(page.has("Klart att lämna ut"), "{}", page.text());
        let signer = Signer::open(counter.signer.path(), ORIGIN)
            .unwrap()
            .unwrap();
        let idx = recorded(&counter.engine, counter.town.kommun).await[0].ledger_idx;
        let covered = signer.memory().unwrap().size;
        assert!(covered > u64::try_from(idx).unwrap(), "{covered} {idx}");
        let receipt = counter.officer.open_page(&page.link("Visa kvittot")).await;
        for words in ["Kvitto på utlämnande 1", ORIGIN, "entre.mp4", "/verifiera"] {
            assert!(receipt.has(words), "”{words}” is not in {}", receipt.text());
        }
        assert!(receipt.html.contains("data-print"), "it can be printed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_has_the_promised_parts_and_holds_without_us_in_both_forms() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let zip = counter
            .officer
            .open_page(&format!("{path}/kvitto.zip"))
            .await;
        let kind = zip.headers.get(header::CONTENT_DISPOSITION).unwrap();
        assert!(
            kind.to_str()
                .unwrap()
                .starts_with("attachment; filename=\"kvitto-")
        );
        let mut archive = zip::ZipArchive::new(Cursor::new(&zip.bytes)).unwrap();
        let mut names: Vec<String> = archive
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        names.sort();
        let promised = [
            "LAS-MIG.txt",
            "SHA256SUMS",
            "disclosures.txt",
            "entry.json",
            "entry.json.tlog-proof",
            "kvitto.html",
            "log.vkey",
        ];
        assert_eq!(names, promised);
        let mut html = String::new();
        archive
            .by_name("kvitto.html")
            .unwrap()
            .read_to_string(&mut html)
            .unwrap();
        for words in [
            "Polismyndigheten",
            "Skadegörelse vid entrén",
            "entre.mp4",
            "script-src 'sha256-",
        ] {
            assert!(html.contains(words), "{words} is not in kvitto.html");
        }
        let zipped = Receipt::parse(&zip.bytes).unwrap();
        let single = counter
            .officer
            .open_page(&format!("{path}/kvitto.tlog-proof"))
            .await;
        let single = Receipt::parse(&single.bytes).unwrap();
        assert_eq!(counter.holds(&zipped), Verdict::Intact);
        assert_eq!(single.entry, zipped.entry);
        assert_eq!(counter.holds(&single), Verdict::Intact);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_cannot_be_signed_stands_says_so_and_is_signed_when_it_is_tried_again() {
    for mut counter in counters().await {
        let memory = counter.memory();
        let aside = memory.with_extension("aside");
        std::fs::rename(&memory, &aside).unwrap();
        let path = counter.release().await;
        let page = counter.officer.open_page(&path).await;
        for words in [
            "Ännu inte signerad",
            "objektiv log adopt",
            "Försök signera igen",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        assert!(!page.has("Klart att lämna ut"));
        assert_eq!(
            recorded(&counter.engine, counter.town.kommun).await.len(),
            1
        );
        log_is_intact(&counter.engine, counter.town.kommun).await;
        for file in ["kvitto.zip", "kvitto.tlog-proof"] {
            let refused = counter.officer.get(&format!("{path}/{file}")).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert!(refused.has("ännu inte signerad"), "{}", refused.text());
        }
        let again = counter.officer.submit(&page, &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
        assert!(again.has("Ännu inte signerad"));
        std::fs::rename(&aside, &memory).unwrap();
        let signed = counter.officer.submit(&page, &[]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
        let page = counter.officer.open_page(&path).await;
        assert!(page.has("Klart att lämna ut"), "{}", page.text());
        let receipt = counter.receipt(&path).await;
        assert_eq!(counter.holds(&receipt), Verdict::Intact);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_memory_is_mended_by_the_operator_and_never_by_the_server() {
    for mut counter in counters().await {
        let path = counter.release().await;
        std::fs::remove_dir_all(Signer::directory(counter.signer.path(), ORIGIN)).unwrap();
        let page = counter.officer.open_page(&path).await;
        assert!(
            page.has("Ännu inte signerad"),
            "the old signature cannot be checked: {}",
            page.text()
        );
        let refused = counter.officer.submit(&page, &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let (db, kommun) = (&counter.engine.db, counter.town.kommun);
        keys::adopt(db, kommun, counter.signer.path(), "disken gick sönder", NOW)
            .await
            .unwrap();
        let signed = counter.officer.submit(&page, &[]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER);
        let receipt = counter.receipt(&path).await;
        assert_eq!(counter.holds(&receipt), Verdict::Intact);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_kommun_that_is_founded_on_the_web_is_signed_from_its_first_entry() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let other = Town::found_signed(engine.db.clone(), "lindby", folder.path()).await;
        let app: App = other.app.clone();
        let tx = app.db.begin_write().await.unwrap();
        let path = link::make(&*tx, None, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let mut first = Browser::open(&app);
        let typed = [
            ("kommun", "Ekebro kommun"),
            ("log_origin", ORIGIN),
            ("dpo_contact", "dso@ekebro.example"),
            ("name", "Ada Berg"),
            ("email", "ada@ekebro.example"),
            ("password", "ett hus vid sjön"),
        ];
        first.fill_in(&path, &typed).await;
        let page = first.open_page("/logg").await;
        assert!(page.has("Till och med 2 poster"), "{}", page.text());
        assert!(page.has(&format!("{ORIGIN}+")), "the key is published");
    }
}

async fn corrected(counter: &mut Counter, path: &str) -> Page {
    let form = counter.officer.open_page(&format!("{path}/rattelse")).await;
    assert_eq!(
        form.field("officer"),
        "Insp. M. Holm",
        "filled with what was recorded"
    );
    let typed = [
        ("correction_reason", "Fel tjänsteman antecknades"),
        ("officer", "Insp. A. Berg"),
    ];
    counter.officer.submit(&form, &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_a_new_release_that_points_at_the_old_one_and_both_can_be_read() {
    for mut counter in counters().await {
        let old = counter.release().await;
        let old_receipt = counter.receipt(&old).await;
        let without = counter.officer.open_page(&format!("{old}/rattelse")).await;
        let refused = counter
            .officer
            .submit(&without, &[("officer", "Insp. A. Berg")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.errors().join(" ").contains("Fyll i"),
            "{:?}",
            refused.errors()
        );
        let done = corrected(&mut counter, &old).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let new = counter.officer.open_page(&done.location).await;
        for words in [
            "Utlämnande 2",
            "Rättar utlämnande 1",
            "Fel tjänsteman antecknades",
            "Insp. A. Berg",
            "Klart att lämna ut",
        ] {
            assert!(new.has(words), "”{words}” is not in {}", new.text());
        }
        let page = counter.officer.open_page(&old).await;
        assert!(page.has("Insp. M. Holm"), "the old one reads as before");
        assert_eq!(page.link("Rättat av utlämnande 2."), done.location);
        let receipt = counter.officer.open_page(&format!("{old}/kvitto")).await;
        assert!(receipt.has("Rättat av utlämnande 2."), "{}", receipt.text());
        assert_eq!(
            counter.holds(&old_receipt),
            Verdict::Intact,
            "the old receipt still holds"
        );
        let new_receipt = counter.receipt(&done.location).await;
        assert_eq!(counter.holds(&new_receipt), Verdict::Intact);
        assert_eq!(
            new_receipt.opened()["correction"]["entry"],
            old_receipt.proof.idx
        );
        log_is_intact(&counter.engine, counter.town.kommun).await;
        assert_eq!(kind_of_last(&counter).await, "correction");
        let twice = counter.officer.get(&format!("{old}/rattelse")).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let twice = counter
            .officer
            .submit(&without, &[("correction_reason", "igen")])
            .await;
        assert_eq!(
            twice.status,
            StatusCode::CONFLICT,
            "a release is corrected once"
        );
        assert_eq!(
            recorded(&counter.engine, counter.town.kommun).await.len(),
            2
        );
    }
}

async fn kind_of_last(counter: &Counter) -> String {
    let (db, kommun) = (counter.engine.db.read(), counter.town.kommun);
    let entries = read::entries(db, kommun, 0, u64::from(u32::MAX))
        .await
        .unwrap();
    let last: serde_json::Value = serde_json::from_slice(&entries.last().unwrap().bytes).unwrap();
    last["type"].as_str().unwrap().to_owned()
}

async fn handed_over(counter: &mut Counter, path: &str) -> Page {
    let form = counter
        .officer
        .open_page(&format!("{path}/overlamning"))
        .await;
    let typed = [
        ("received_by", "Insp. M. Holm"),
        ("note", "Legitimation visad"),
    ];
    let done = counter.officer.submit(&form, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
    let twice = counter.officer.submit(&form, &typed).await;
    assert_eq!(twice.location, done.location);
    counter.officer.open_page(&done.location).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_recorded_once_with_when_by_whom_to_whom_and_how() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let page = handed_over(&mut counter, &path).await;
        for words in [
            "Insp. M. Holm",
            "Per Holm",
            "USB",
            "Legitimation visad",
            "2026-11-22 08:30",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        assert_eq!(page.html.matches("Legitimation visad").count(), 1);
        assert_eq!(kind_of_last(&counter).await, "delivery");
        log_is_intact(&counter.engine, counter.town.kommun).await;
    }
}

/// What the register and the log disagree about.
async fn disagreement(engine: &Engine, kommun: KommunId) -> Option<Tampering> {
    let db = engine.db.read();
    let cases = RegisterCases { db, kommun };
    let report = audit::verify(db, kommun, Some(&cases)).await.unwrap();
    report
        .levels
        .iter()
        .find(|level| level.level == 5)
        .unwrap()
        .tampering
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_or_a_correction_that_is_edited_or_removed_in_the_database_is_found() {
    for mut counter in counters().await {
        let path = counter.release().await;
        handed_over(&mut counter, &path).await;
        corrected(&mut counter, &path).await;
        let kommun = counter.town.kommun;
        assert_eq!(disagreement(&counter.engine, kommun).await, None);
        for table in ["delivery", "disclosure"] {
            for verb in ["update", "delete"] {
                let drop = if counter.engine.db.is_sqlite() {
                    format!("DROP TRIGGER {table}_no_{verb}")
                } else {
                    format!("DROP TRIGGER {table}_no_{verb} ON {table}")
                };
                counter.engine.meddle(&drop, []).await;
            }
        }
        let edit = "UPDATE delivery SET body = replace(body, 'Holm', 'Berg')";
        counter.engine.meddle(edit, []).await;
        assert_eq!(
            disagreement(&counter.engine, kommun).await,
            Some(Tampering::CaseEdited)
        );
        counter.engine.meddle("DELETE FROM delivery", []).await;
        assert_eq!(
            disagreement(&counter.engine, kommun).await,
            Some(Tampering::CaseMissing)
        );
        counter
            .engine
            .meddle("DELETE FROM disclosure WHERE corrects_id IS NOT NULL", [])
            .await;
        let edit = "UPDATE disclosure SET body = replace(body, 'Skadeg', 'Stöld')";
        counter.engine.meddle(edit, []).await;
        assert_eq!(
            disagreement(&counter.engine, kommun).await,
            Some(Tampering::CaseEdited)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_for_those_who_may_read_disclosures_of_this_kommun() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let mut administrator = counter
            .town
            .sign_in("Sara Nyman", &[Role::Administrator])
            .await;
        let mut dpo = counter.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let other = Town::found_in(counter.town.app.clone(), "lindby").await;
        let mut stranger = other.sign_in("Olof Sten", &[Role::Officer]).await;
        for page in ["kvitto", "kvitto.zip", "kvitto.tlog-proof"] {
            let path = format!("{path}/{page}");
            assert_eq!(administrator.get(&path).await.status, StatusCode::FORBIDDEN);
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(dpo.get(&path).await.status, StatusCode::OK);
        }
        for page in ["rattelse", "overlamning"] {
            let path = format!("{path}/{page}");
            assert_eq!(dpo.get(&path).await.status, StatusCode::FORBIDDEN);
            assert_eq!(dpo.send(&path, &[]).await.status, StatusCode::FORBIDDEN);
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
        }
        let sign = format!("{path}/signering");
        assert_eq!(dpo.send(&sign, &[]).await.status, StatusCode::FORBIDDEN);
    }
}

/// The form of the public page, as a browser without scripts sends it.
async fn uploaded(app: &App, receipt: &[u8], sums: &str, key: &str) -> Page {
    let mut body = Vec::new();
    for (name, value) in [("summor", sums.as_bytes()), ("nyckel", key.as_bytes())] {
        body.extend_from_slice(
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    let file =
        "--x\r\ncontent-disposition: form-data; name=\"kvitto\"; filename=\"kvitto.zip\"\r\n\r\n";
    body.extend_from_slice(file.as_bytes());
    body.extend_from_slice(receipt);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let mut anybody = Browser::open(app);
    anybody
        .send_body("/verifiera", "multipart/form-data; boundary=x", body)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_checks_a_receipt_on_the_public_page_without_scripts_or_a_cookie() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let zip = counter
            .officer
            .open_page(&format!("{path}/kvitto.zip"))
            .await
            .bytes;
        let app = counter.town.app.clone();
        let page = Browser::open(&app).open_page("/verifiera").await;
        assert!(
            page.html.contains(&counter.key().to_string()),
            "the key is published"
        );
        assert_eq!(page.headers.get(header::SET_COOKIE), None);
        let policy = page.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("script-src 'self' 'wasm-unsafe-eval'")
        );
        let other = Browser::open(&app).open_page("/om").await;
        let policy = other.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(
            !policy.to_str().unwrap().contains("wasm"),
            "only where it hashes"
        );
        let good = uploaded(&app, &zip, CLIP, "").await;
        assert_eq!(good.status, StatusCode::OK);
        for words in [
            "Kvittot håller och filerna är oförändrade",
            "Filerna är oförändrade sedan utlämnandet",
            "Posten finns i loggen",
            "Loggens signatur är giltig",
            "Tidsstämplad: ej kontrollerat",
            "Insp. M. Holm",
        ] {
            assert!(good.has(words), "”{words}” is not in {}", good.text());
        }
        let without = uploaded(&app, &zip, "", "").await;
        assert!(
            without.has("Kvittot håller. Filerna är inte kontrollerade."),
            "{}",
            without.text()
        );
        let other = format!("{}  entre.mp4", "0".repeat(64));
        assert!(
            uploaded(&app, &zip, &other, "")
                .await
                .has("Kvittot håller inte")
        );
        let mut changed = zip.clone();
        let at = changed
            .windows(6)
            .position(|six| six == b"\"idx\":")
            .unwrap();
        changed[at - 3] ^= 1;
        let refused = uploaded(&app, &changed, CLIP, "").await;
        assert!(
            refused.has("Kvittot håller inte") || refused.has("inte ett kvitto"),
            "{}",
            refused.text()
        );
        assert_eq!(
            uploaded(&app, b"", CLIP, "").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            uploaded(&app, b"inget", CLIP, "").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            uploaded(&app, &zip, CLIP, "ingen nyckel").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_a_log_whose_key_is_not_known_is_never_said_to_hold() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let zip = counter
            .officer
            .open_page(&format!("{path}/kvitto.zip"))
            .await
            .bytes;
        let elsewhere = crate::engine::sqlite().await;
        let other = Town::found(elsewhere.db.clone(), "lindby").await;
        let page = uploaded(&other.app, &zip, CLIP, "").await;
        assert!(page.has("Kvittot är inte kontrollerat"), "{}", page.text());
        assert!(page.has("ange loggens publicerade nyckel"));
        let told = uploaded(&other.app, &zip, CLIP, &counter.key().to_string()).await;
        assert!(
            told.has("Kvittot håller och filerna är oförändrade"),
            "{}",
            told.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_that_was_asked_for_survives_that_the_page_is_left() {
    for counter in counters().await {
        let mut dpo = counter.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = dpo.open_page("/logg").await;
        assert!(page.has("har inte granskats än"), "{}", page.text());
        let asked = dpo.submit(&page, &[]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let page = dpo.open_page("/logg").await;
        for words in [
            "Loggen är hel",
            "på begäran av Vera Lind",
            "manipulationsavslöjande",
            "Loggen fortsätter det som signeraren senast skrev under",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        assert!(!page.has("omanipulerbar"));
    }
}

/// Another server's verification, which has not come to its end.
#[tokio::test(flavor = "multi_thread")]
async fn a_verification_under_way_shows_how_far_it_has_come_and_none_is_begun_beside_it() {
    use objektiv::ledger::verification::store;
    for counter in counters().await {
        let (db, kommun) = (&counter.engine.db, counter.town.kommun);
        let id = store::begin(db, kommun, "", 1_000_000, NOW).await.unwrap();
        store::progress(db, kommun, id, 40_960, NOW).await.unwrap();
        let mut dpo = counter.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = dpo.open_page("/logg").await;
        assert!(page.html.contains("value=\"40960\""), "{}", page.text());
        let task = Task {
            db: db.clone(),
            kommun,
            signers: counter.town.app.signers.clone(),
            clock: Clock::Frozen(NOW),
            started_by: String::new(),
        };
        assert!(task.run().await.unwrap().is_none());
        let later = Task {
            clock: Clock::Frozen(NOW + time::Duration::MINUTE),
            ..task
        };
        let found = later.run().await.unwrap();
        assert_eq!(
            found.unwrap().verdict,
            Verdict::Intact,
            "the other one has stopped"
        );
    }
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .args(["--frozen-clock", "2026-11-22T08:00+01:00"])
        .current_dir(folder)
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    (
        output.status.code(),
        if said.is_empty() { complained } else { said },
    )
}

#[test]
fn the_demonstration_is_signed_without_adopting_and_its_receipts_verify_offline_as_the_schema_promises()
 {
    const DEMO: [&str; 2] = ["--database", "sqlite://objektiv-demo.db"];
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (code, said) = run(at, &["demo", "--fill-only"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(at, &["log", "verify", "--format", "json", DEMO[0], DEMO[1]]);
    assert_eq!(code, Some(0), "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    crate::schema::as_promised(&report, "log-verify");
    let last = report["size"].as_u64().unwrap() - 1;
    let entry = last.to_string();
    let (code, said) = run(
        at,
        &[
            "log",
            "prove",
            &entry,
            "--out",
            "kvitto.zip",
            DEMO[0],
            DEMO[1],
        ],
    );
    assert_eq!(code, Some(0), "{said}");
    let (code, key) = run(at, &["log", "key", "show", DEMO[0], DEMO[1]]);
    assert_eq!(code, Some(0), "{key}");
    for file in [
        "objektiv-demo.db",
        "objektiv-demo.db-wal",
        "objektiv-demo.db-shm",
    ] {
        let _ = std::fs::remove_file(at.join(file));
    }
    let verify = [
        "receipt",
        "verify",
        "kvitto.zip",
        "--format",
        "json",
        "--key",
        key.trim(),
    ];
    let (code, said) = run(at, &verify);
    assert_eq!(code, Some(0), "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    crate::schema::as_promised(&report, "receipt-verify");
    assert_eq!(report["entry"], last);
    std::fs::write(at.join("film.mp4"), "en annan film").unwrap();
    let with_a_film = [
        "receipt",
        "verify",
        "kvitto.zip",
        "film.mp4",
        "--format",
        "json",
        "--key",
        key.trim(),
    ];
    let (code, said) = run(at, &with_a_film);
    assert_eq!(code, Some(1), "{said}");
    crate::schema::as_promised(&serde_json::from_str(&said).unwrap(), "receipt-verify");
    let (code, said) = run(at, &["demo", "--fill-only"]);
    assert_eq!(code, Some(0), "the demonstration begins anew: {said}");
    let (code, said) = run(at, &["log", "checkpoint", DEMO[0], DEMO[1]]);
    assert_eq!(code, Some(0), "{said}");
}
