//! Every night the log is read again. When it is not as it was written, everybody who may read it is told on every
//! page, and the dataskyddsombud by mail, until it is right.

use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::jobs::Jobs;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::signers::Signers;
use objektiv::ledger::verification::store::last;
use objektiv::ledger::verify::{Tampering, Verdict};
use objektiv::ledger::{keys, signing};
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::mail::Mailer;
use objektiv::web::App;
use tempfile::TempDir;

use super::mail::{Server, plain};
use super::pages::Browser;
use super::{MORNING, Town, days};
use crate::engine::engines;

const BANNER: &str = "Loggen är inte som den skrevs.";
const ORIGIN: &str = "kamera.ekebro.example/utlamnande";

/// A town whose log is signed, with a site in its register.
async fn signed_towns() -> Vec<(Town, TempDir)> {
    let mut all = Vec::new();
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let town = Town::found(engine).await;
        // The log began before it had a signer.
        let reason = "loggen signeras från och med nu";
        keys::adopt(&town.engine.db, town.kommun, folder.path(), reason, MORNING)
            .await
            .unwrap();
        town.site(|_| {}).await;
        all.push((town, folder));
    }
    all
}

fn app(town: &Town, folder: &TempDir, at: time::OffsetDateTime) -> App {
    App::signing(
        town.engine.db.clone(),
        Clock::Frozen(at),
        std::sync::Arc::clone(&town.policies),
        "https://kamera.ekebro.example".into(),
        Signers::below(folder.path().to_owned()),
    )
}

async fn night(town: &Town, folder: &TempDir, day: i64, mailer: Option<Mailer>) {
    let app = app(town, folder, MORNING + days(day));
    Jobs::new(app, mailer).tick(Job::Verification).await;
}

async fn behind_our_back(town: &Town, sql: &str) {
    let trigger = if town.engine.db.is_sqlite() {
        "DROP TRIGGER IF EXISTS revision_no_update"
    } else {
        "DROP TRIGGER IF EXISTS revision_no_update ON revision"
    };
    town.engine.meddle(trigger, []).await;
    town.engine.meddle(sql, []).await;
}

async fn edit(town: &Town) {
    behind_our_back(town, "UPDATE revision SET author = 'Någon annan'").await;
}

async fn mend(town: &Town) {
    behind_our_back(town, "UPDATE revision SET author = 'provet'").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_whole_is_verified_every_night_and_signed_to_its_last_entry() {
    for (town, folder) in signed_towns().await {
        night(&town, &folder, 0, None).await;
        assert_eq!(town.runs(Job::Verification).await, [RunOutcome::Done]);
        let made = last(town.engine.db.read(), town.kommun)
            .await
            .unwrap()
            .unwrap();
        let found = made.found.unwrap();
        assert_eq!(found.verdict, Verdict::Intact);
        for level in [2, 3, 5] {
            let answer = found.answers.iter().find(|answer| answer.level == level);
            assert_eq!(answer.unwrap().ok, Some(true), "level {level}");
        }
        let signer = Signer::open(folder.path(), ORIGIN).unwrap().unwrap();
        assert_eq!(signer.memory().unwrap().size, found.size);
        night(&town, &folder, 0, None).await;
        assert_eq!(town.runs(Job::Verification).await.len(), 1, "once a day");
        let mut dpo = Browser::signed_in(app(&town, &folder, MORNING), "vera@ekebro.example").await;
        let (_, page) = dpo.get("/logg").await;
        assert!(
            page.contains("av schemaläggaren") && !page.contains(BANNER),
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_register_is_on_every_page_of_those_who_may_read_the_log_until_it_is_mended() {
    for (town, folder) in signed_towns().await {
        town.person(
            "Sara Nyman",
            "sara@ekebro.example",
            Role::Administrator,
            None,
        )
        .await;
        edit(&town).await;
        night(&town, &folder, 0, None).await;
        assert_eq!(town.runs(Job::Verification).await, [RunOutcome::Partly]);
        let found = last(town.engine.db.read(), town.kommun)
            .await
            .unwrap()
            .unwrap();
        let (kind, first) = found.found.unwrap().bad()[0];
        assert_eq!(kind, Tampering::CaseEdited);
        for (who, told) in [("vera", true), ("sara", true), ("marta", false)] {
            let email = format!("{who}@ekebro.example");
            let mut browser = Browser::signed_in(app(&town, &folder, MORNING), &email).await;
            for path in ["/", "/bevakningar", "/paminnelser"] {
                let (_, page) = browser.get(path).await;
                assert_eq!(page.contains(BANNER), told, "{who} {path}");
            }
        }
        let mut dpo = Browser::signed_in(app(&town, &folder, MORNING), "vera@ekebro.example").await;
        let (_, page) = dpo.get("/logg").await;
        let named = format!("Den första post som inte stämmer är post {first}.");
        for words in [
            "Ärendet i registret säger något annat än posten",
            "förbi Objektiv",
            &named,
        ] {
            assert!(page.contains(words), "{words} is missing in {page}");
        }
        mend(&town).await;
        night(&town, &folder, 1, None).await;
        let (_, page) = dpo.get("/logg").await;
        assert!(!page.contains(BANNER), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_of_the_database_is_told_from_the_log_that_was_signed() {
    for (town, folder) in signed_towns().await {
        let base = folder.path();
        let signer = Signer::open(base, ORIGIN).unwrap().unwrap();
        signing::sign(&town.engine.db, town.kommun, &signer, MORNING)
            .await
            .unwrap();
        // What the signer remembers is longer than what the database holds: an older backup was put back.
        let mut later = signer.memory().unwrap();
        later.size += 5;
        signer.remember(&later).unwrap();
        night(&town, &folder, 0, None).await;
        let found = last(town.engine.db.read(), town.kommun)
            .await
            .unwrap()
            .unwrap();
        let (kind, first) = found.found.unwrap().bad()[0];
        assert_eq!((kind, first), (Tampering::Rollback, later.size - 5));
        assert_eq!(signer.memory().unwrap(), later, "nothing is signed over it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dataskyddsombud_is_told_by_mail_each_night_that_the_log_is_not_right() {
    for (town, folder) in signed_towns().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let mailer = plain(server.port);
        night(&town, &folder, 0, Some(mailer.clone())).await;
        edit(&town).await;
        night(&town, &folder, 1, Some(mailer.clone())).await;
        night(&town, &folder, 1, Some(mailer.clone())).await;
        night(&town, &folder, 2, Some(mailer)).await;
        let mails = server.stop();
        assert_eq!(
            mails.len(),
            2,
            "one a night, none for a log that is whole: {mails:#?}"
        );
        for mail in &mails {
            assert_eq!(mail["recipients"][0], "vera@ekebro.example");
            let subject = mail["headers"]["subject"].as_str().unwrap();
            assert_eq!(subject, "Loggen stämmer inte – Ekebro kommun");
            for body in ["plain", "html"] {
                let body = mail[body].as_str().unwrap();
                for words in [
                    "Hej Vera Lind!",
                    "ärendet i registret säger något annat än posten",
                    "https://kamera.ekebro.example/logg",
                ] {
                    assert!(body.contains(words), "{words} is missing in {body}");
                }
            }
        }
    }
}
