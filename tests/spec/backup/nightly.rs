use std::sync::Arc;

use axum::http::StatusCode;
use objektiv::clock::Clock;
use objektiv::jobs::Jobs;
use objektiv::law::PolicySet;
use objektiv::reminder::backup::Copies;
use objektiv::reminder::job::{Condition, Job, RunOutcome, health};
use objektiv::reminder::store;
use objektiv::web::App;
use time::{Duration, OffsetDateTime};

use super::{House, NOW, houses};
use crate::reminder::pages::Browser;

fn app(house: &House, at: OffsetDateTime) -> App {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    let url = "https://kamera.ekebro.example".into();
    App::new(house.engine.db.clone(), Clock::Frozen(at), policies, url)
}

async fn night(house: &House, to: &str, at: OffsetDateTime) {
    let copies = Copies {
        database: house.engine.url.clone(),
        signer: house.path("signer"),
        directory: house.path(to),
        keep: 2,
    };
    let jobs = Jobs::new(app(house, at), None).copying(copies);
    jobs.tick(Job::Backup).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_night_has_one_copy_and_the_oldest_go() {
    for house in houses().await {
        for day in 0..4 {
            let at = NOW + Duration::days(day);
            night(&house, "kopior", at).await;
            night(&house, "kopior", at + Duration::hours(1)).await;
        }
        let left = objektiv::backup::copies(&house.path("kopior")).unwrap();
        let names: Vec<_> = left.iter().map(|copy| copy.file_name().unwrap()).collect();
        assert_eq!(
            names,
            ["objektiv-20261125T070000Z", "objektiv-20261124T070000Z"]
        );
        let db = house.engine.db.read();
        let runs = store::recent(db, house.kommun, 50).await.unwrap();
        assert_eq!(runs.len(), 4, "{runs:?}");
        assert!(
            runs.iter().all(|run| run.outcome == RunOutcome::Done),
            "{runs:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_cannot_be_made_is_seen_by_who_can_mend_it_until_it_can() {
    for house in houses().await {
        std::fs::write(house.path("full"), "not a folder").unwrap();
        night(&house, "full", NOW).await;
        night(&house, "full", NOW + Duration::minutes(10)).await;
        let mut administrator = Browser::signed_in_with(
            app(&house, NOW),
            "admin@ekebro.example",
            objektiv::demo::PASSWORD,
        )
        .await;
        let (_, notices) = administrator.get("/paminnelser").await;
        assert!(
            notices.contains("Säkerhetskopian kunde inte tas"),
            "{notices}"
        );
        assert_eq!(notices.matches("<article").count(), 1, "{notices}");
        let (_, page) = administrator.get("/schemalaggaren").await;
        assert!(page.contains("File exists"), "{page}");
        let (status, told) = administrator.get("/health/ready").await;
        assert_eq!(status, StatusCode::OK, "pages are served all the same");
        assert!(
            told.contains("job sakerhetskopia of kommun 0: failed last"),
            "{told}"
        );
        night(&house, "kopior", NOW + Duration::minutes(20)).await;
        let (_, notices) = administrator.get("/paminnelser").await;
        assert!(
            !notices.contains("Säkerhetskopian kunde inte tas"),
            "{notices}"
        );
        let (_, told) = administrator.get("/health/ready").await;
        assert!(!told.contains("sakerhetskopia"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_without_a_folder_for_copies_says_so() {
    for house in houses().await {
        Jobs::new(app(&house, NOW), None).tick(Job::Backup).await;
        let db = house.engine.db.read();
        let states = store::states(db, house.kommun).await.unwrap();
        let found = health(Job::Backup, &states, &[], NOW);
        assert_eq!(found.condition, Condition::Off);
    }
}
