//! A run that somebody asks for: by whoever may, once, by the replica that has the timetable.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::jobs::{Jobs, Share};
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::store::{self, Lease};

use super::pages::Browser;
use super::{MORNING, Town, days};
use crate::engine::engines;

const RUN: &str = "/schemalaggaren/paminnelser/korning";

async fn town_with_administrator(engine: crate::engine::Engine) -> (Town, Browser) {
    let town = Town::found(engine).await;
    let (name, email) = ("Sara Nyman", "sara@ekebro.example");
    town.person(name, email, Role::Administrator, None).await;
    town.run(MORNING).await;
    let browser = Browser::signed_in(town.app(MORNING), email).await;
    (town, browser)
}

#[tokio::test]
async fn an_administrator_asks_for_a_run_on_a_day_that_had_one_and_it_is_run_once_more() {
    for engine in engines().await {
        let (town, mut browser) = town_with_administrator(engine).await;
        assert_eq!(town.runs(Job::Notices).await.len(), 1);
        for _ in 0..2 {
            let (status, _) = browser.post(RUN, "").await;
            assert_eq!(status, StatusCode::SEE_OTHER);
        }
        let (_, page) = browser.get("/schemalaggaren").await;
        assert!(page.contains("Sara Nyman begärde en körning"), "{page}");
        assert!(
            !page.contains(RUN),
            "it cannot be asked for again meanwhile"
        );
        let jobs = Jobs::new(town.app(MORNING), None);
        jobs.tick_asked().await;
        jobs.tick_asked().await;
        assert_eq!(
            town.runs(Job::Notices).await,
            [RunOutcome::Done, RunOutcome::Done],
            "asked for twice, run once"
        );
        assert_eq!(town.runs(Job::Standing).await.len(), 1, "and nothing else");
        let (_, page) = browser.get("/schemalaggaren").await;
        assert!(page.contains("(begärd av Sara Nyman)"), "{page}");
        assert!(page.contains(RUN));
    }
}

#[tokio::test]
async fn nobody_but_an_administrator_can_ask_for_a_run() {
    for engine in engines().await {
        let (town, _) = town_with_administrator(engine).await;
        let mut dpo = Browser::signed_in(town.app(MORNING), "vera@ekebro.example").await;
        let (_, page) = dpo.get("/schemalaggaren").await;
        assert!(!page.contains("Kör nu"));
        for email in ["vera@ekebro.example", "marta@ekebro.example"] {
            let mut person = Browser::signed_in(town.app(MORNING), email).await;
            assert_eq!(person.post(RUN, "").await.0, StatusCode::FORBIDDEN);
        }
        let asked = store::wish::asked(town.engine.db.read()).await.unwrap();
        assert!(asked.is_empty());
    }
}

#[tokio::test]
async fn a_job_that_does_not_exist_is_not_found_and_one_that_is_off_is_not_kept_waiting() {
    for engine in engines().await {
        let (town, mut browser) = town_with_administrator(engine).await;
        let (status, _) = browser.post("/schemalaggaren/kaffe/korning", "").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (_, page) = browser.get("/schemalaggaren").await;
        assert!(!page.contains("/schemalaggaren/epost/korning"), "{page}");
        browser.post("/schemalaggaren/epost/korning", "").await;
        Jobs::new(town.app(MORNING), None).tick_asked().await;
        let asked = store::wish::asked(town.engine.db.read()).await.unwrap();
        assert!(asked.is_empty());
        assert!(town.runs(Job::Mail).await.is_empty());
    }
}

#[tokio::test]
async fn while_another_replica_runs_the_job_the_wish_waits_and_is_not_lost() {
    for engine in engines().await {
        let (town, mut browser) = town_with_administrator(engine).await;
        browser.post(RUN, "").await;
        let lease = Lease::take(&town.engine.db, Job::Notices).await.unwrap();
        let jobs = Jobs::new(town.app(MORNING), None);
        jobs.tick_asked().await;
        assert_eq!(town.runs(Job::Notices).await.len(), 1);
        lease.unwrap().release().await.unwrap();
        jobs.tick_asked().await;
        assert_eq!(town.runs(Job::Notices).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_the_timetable_runs_at_once_what_its_page_is_asked_for() {
    for engine in engines().await {
        let (town, _) = town_with_administrator(engine).await;
        let app = town.app(MORNING);
        let share = Share::Timetable {
            mailer: None,
            outside: Box::new(objektiv::reminder::checkpoint::Outside {
                signer: std::env::temp_dir().join("no-such-signer"),
                parties: objektiv::ledger::outside::daily::Parties::default(),
            }),
            copies: None,
        };
        let running = objektiv::jobs::start(&app, share).await.unwrap();
        let mut browser = Browser::signed_in(app, "sara@ekebro.example").await;
        browser.post(RUN, "").await;
        let mut runs = 0;
        // Well below the minute in which another replica would have seen it.
        for _ in 0..200 {
            runs = town.runs(Job::Notices).await.len();
            if runs == 2 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(runs, 2);
        running.stop().await;
    }
}

#[tokio::test]
async fn sessions_uploads_and_runs_that_are_over_are_cleaned_up() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let db = &town.engine.db;
        let tx = db.begin_write().await.unwrap();
        let mapping = objektiv::import::columns::Mapping::default();
        let (content, person) = (b"namn".to_vec(), town.manager.0);
        let upload = objektiv::import::store::upload::keep(
            &*tx,
            town.kommun,
            person,
            "lista.csv",
            content,
            &mapping,
            MORNING,
        );
        let upload = upload.await.unwrap();
        tx.commit().await.unwrap();
        let there = async || {
            let found =
                objektiv::import::store::upload::find(db.read(), town.kommun, person, upload);
            found.await.unwrap().is_some()
        };
        town.run(MORNING).await;
        assert!(there().await, "it may still be finished");
        town.run(MORNING + days(2)).await;
        assert!(!there().await);
        town.run(MORNING + days(500)).await;
        assert_eq!(
            town.runs(Job::Notices).await.len(),
            1,
            "the old ones are gone"
        );
    }
}
