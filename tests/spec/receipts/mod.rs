//! From the counter to the receiver: nothing is said to be ready before the log has signed it, and the receipt holds
//! without us.

mod asked;
mod correction;
mod demonstration;
mod public;
mod soon;
mod verification;

use std::io::{Cursor, Read};
use std::path::PathBuf;

use axum::http::{StatusCode, header};
use objektiv::account::{Role, link};
use objektiv::ledger::footage::{self, Footage};
use objektiv::ledger::keys;
use objektiv::ledger::note::VerificationKey;
use objektiv::ledger::receipt::{Brought, Receipt};
use objektiv::ledger::signer::Signer;
use objektiv::ledger::verify::Verdict;
use objektiv::web::App;
use tempfile::TempDir;

use crate::browser::{Browser, NOW, Town};
use crate::disclosures::{counter_of, log_is_intact, recorded, release};
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
            roots: &[],
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
            "verify-a-receipt.md",
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
            "script-src &#39;sha256-",
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
            assert_eq!(refused.link("Till utlämnandet"), path);
        }
        let hand_over = format!("{path}/overlamning");
        assert!(
            !page.html.contains(&hand_over),
            "no copy leaves before that"
        );
        let typed = [("received_by", "Insp. M. Holm"), ("request_key", "nyckel")];
        for refused in [
            counter.officer.get(&hand_over).await,
            counter.officer.send(&hand_over, &typed).await,
        ] {
            assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
            refused.says(&["Filerna får inte lämnas ut än", "försök signera igen"]);
            assert_eq!(refused.link("Till utlämnandet"), path);
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
        let given = page.link("Anteckna överlämning");
        let given = counter.officer.fill_in(&given, &typed[..1]).await;
        assert!(given.has("Insp. M. Holm"), "{}", given.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_memory_is_mended_by_the_operator_and_never_by_the_server() {
    for mut counter in counters().await {
        let path = counter.release().await;
        counter.town.app.signers.finish().await;
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
        assert!(page.has("Till och med 3 poster"), "{}", page.text());
        assert!(page.has(&format!("{ORIGIN}+")), "the key is published");
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
